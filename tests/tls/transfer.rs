//! Data through a session, in pieces of every size.

use std::io::IoSlice;

use httpcore::tls::{Config, Plaintext, Session};

use crate::support::{Pair, careless_client, output, output_up_to, read, server, write};

/// Bytes that do not repeat every power of two.
fn pattern(len: usize) -> Vec<u8> {
    (0..len).map(|i| (i % 251) as u8).collect()
}

fn pairs() -> [Pair; 2] {
    [0x0303, 0x0304].map(|version| {
        let mut server: Config = server("second");
        server.set_versions(version, version).unwrap();
        Pair::connected(&careless_client(), &server, None)
    })
}

/// Sends everything from one side to the other, over a transport that takes and gives `size` bytes at a time.
fn transfer(from: &mut Session, to: &mut Session, data: &[u8], size: usize) -> Vec<u8> {
    let (mut written, mut received) = (0, Vec::new());
    while received.len() < data.len() {
        written += from.write(&[IoSlice::new(&data[written..])]).unwrap();
        let bytes = output_up_to(from, size);
        let mut taken = 0;
        while taken < bytes.len() {
            assert!(to.wants_input());
            taken += to.handle_input(&bytes[taken..]).unwrap();
            received.extend(read(to));
        }
    }
    assert_eq!(written, data.len());
    received
}

#[test]
fn large_transfers_in_both_directions() {
    let data = pattern(450_001);
    for mut pair in pairs() {
        for size in [1_000, 4_096, 16_384, 65_536, 1_000_000] {
            assert!(transfer(&mut pair.client, &mut pair.server, &data, size) == data);
            assert!(transfer(&mut pair.server, &mut pair.client, &data, size) == data);
        }
    }
}

#[test]
fn byte_by_byte() {
    for version in [0x0303, 0x0304] {
        for name in ["server", "second"] {
            let mut server = server(name);
            server.set_versions(version, version).unwrap();
            let mut pair = Pair::new(&careless_client(), &server, None);
            pair.run_in_pieces(1);
            assert!(!pair.client.is_handshaking() && !pair.server.is_handshaking());
            assert_eq!((pair.client.error(), pair.server.error()), (None, None));
            let data = pattern(20_000);
            assert!(transfer(&mut pair.client, &mut pair.server, &data, 1) == data);
            assert!(transfer(&mut pair.server, &mut pair.client, &data, 1) == data);
        }
    }
}

#[test]
fn never_reading_more_than_needed() {
    // One side's whole stream, followed by bytes that are none of its business.
    for mut pair in pairs() {
        write(&mut pair.client, b"last words");
        pair.client.close();
        let mut stream = output(&mut pair.client);
        let end = stream.len();
        stream.extend_from_slice(b"plain text after TLS");
        let mut position = 0;
        while !pair.server.is_closed_by_peer() {
            let needed = pair.server.input_needed();
            assert!(needed > 0);
            assert_eq!(pair.server.handle_input(&stream[position..position + needed]), Ok(needed));
            position += needed;
        }
        assert_eq!(position, end);
        assert_eq!(pair.server.input_needed(), 0);
        assert!(!pair.server.wants_input());
        assert_eq!(read(&mut pair.server), b"last words");
    }
}

#[test]
fn bytes_after_close_notify_are_left_alone() {
    for mut pair in pairs() {
        write(&mut pair.server, b"last words");
        pair.server.close();
        let mut stream = output(&mut pair.server);
        let end = stream.len();
        stream.extend_from_slice(b"plain text after TLS");
        assert_eq!(pair.client.handle_input(&stream), Ok(end));
        assert_eq!(pair.client.handle_input(&stream[end..]), Ok(0));
        assert_eq!(read(&mut pair.client), b"last words");
    }
}

#[test]
fn pieces_become_one_record() {
    for mut pair in pairs() {
        write(&mut pair.client, b"head, body");
        let one = output(&mut pair.client).len();
        let pieces = [b"head, ".as_slice(), b"", b"body"].map(IoSlice::new);
        assert_eq!(pair.client.write(&pieces), Ok(10));
        let gathered = output(&mut pair.client);
        assert_eq!(gathered.len(), one);
    }
}

#[test]
fn writing_during_the_handshake() {
    let mut pair = Pair::new(&careless_client(), &server("server"), None);
    write(&mut pair.client, b"early ");
    write(&mut pair.client, b"bird");
    write(&mut pair.server, b"worm");
    pair.run();
    assert_eq!(read(&mut pair.server), b"early bird");
    assert_eq!(read(&mut pair.client), b"worm");
    assert_eq!(pair.client.write(&[]), Ok(0));
}

#[test]
fn partial_consumption() {
    let mut pair = Pair::plain();
    write(&mut pair.client, b"0123456789");
    pair.run();
    assert_eq!(pair.server.poll_plaintext(), Ok(Plaintext::Data(b"0123456789")));
    pair.server.consume(3);
    assert_eq!(pair.server.poll_plaintext(), Ok(Plaintext::Data(b"3456789")));
    write(&mut pair.client, b"ab");
    pair.run();
    assert_eq!(pair.server.poll_plaintext(), Ok(Plaintext::Data(b"3456789")));
    // No more than the piece goes at a time.
    pair.server.consume(100);
    assert_eq!(pair.server.poll_plaintext(), Ok(Plaintext::Data(b"ab")));
    pair.server.consume(0);
    pair.server.consume(2);
    assert_eq!(pair.server.poll_plaintext(), Ok(Plaintext::Nothing));
    pair.server.consume(1);
    write(&mut pair.client, b"c");
    pair.run();
    assert_eq!(pair.server.poll_plaintext(), Ok(Plaintext::Data(b"c")));
}

#[test]
fn partial_consumption_of_much() {
    // More than rustls keeps, read in odd pieces while more arrives: order and length have to be right.
    let data = pattern(200_000);
    let mut pair = Pair::plain();
    let (mut written, mut received) = (0, Vec::new());
    for step in [1, 5_000, 17_000, 40_000, 333].into_iter().cycle() {
        let end = data.len().min(written + 50_000);
        written += pair.client.write(&[IoSlice::new(&data[written..end])]).unwrap();
        let bytes = output(&mut pair.client);
        assert_eq!(pair.server.handle_input(&bytes), Ok(bytes.len()));
        if let Ok(Plaintext::Data(piece)) = pair.server.poll_plaintext() {
            let len = piece.len().min(step);
            received.extend_from_slice(&piece[..len]);
            pair.server.consume(len);
        }
        if written == data.len() {
            break;
        }
    }
    received.extend(read(&mut pair.server));
    assert!(received == data);
}
