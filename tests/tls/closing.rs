//! How sessions end.

use httpcore::tls::{Error, Plaintext};

use crate::support::{Pair, careless_client, client, output, read, server, write};

#[test]
fn each_direction_ends_by_itself() {
    let mut pair = Pair::plain();
    write(&mut pair.client, b"question");
    pair.client.close();
    pair.client.close();
    pair.run();
    assert_eq!(read(&mut pair.server), b"question");
    assert_eq!(pair.server.poll_plaintext(), Ok(Plaintext::End));
    assert!(pair.server.is_closed_by_peer());
    assert!(!pair.client.is_closed_by_peer());
    assert_eq!(pair.client.write(&[]), Err(Error::Closed));

    write(&mut pair.server, b"answer");
    pair.run();
    assert_eq!(read(&mut pair.client), b"answer");
    assert_eq!(pair.client.poll_plaintext(), Ok(Plaintext::Nothing));
    pair.server.close();
    pair.run();
    assert_eq!(pair.client.poll_plaintext(), Ok(Plaintext::End));
    assert_eq!(pair.client.poll_plaintext(), Ok(Plaintext::End));
    assert!(!pair.client.wants_output() && !pair.server.wants_output());
}

#[test]
fn the_transport_may_end_after_close_notify() {
    let mut pair = Pair::plain();
    pair.server.close();
    pair.run();
    assert_eq!(pair.client.handle_end(), Ok(()));
    assert_eq!(pair.client.poll_plaintext(), Ok(Plaintext::End));
    assert_eq!(pair.client.error(), None);
}

#[test]
fn truncation_is_told_from_an_end() {
    let mut pair = Pair::plain();
    write(&mut pair.server, b"part of it");
    pair.run();
    assert_eq!(pair.client.handle_end(), Err(Error::Truncated));
    // What came before can be read, then the error is there to stay.
    assert_eq!(read(&mut pair.client), b"part of it");
    assert_eq!(pair.client.poll_plaintext(), Err(Error::Truncated));
    assert_eq!(pair.client.handle_input(b"x"), Err(Error::Truncated));
    assert_eq!(pair.client.handle_end(), Err(Error::Truncated));
    assert!(!pair.client.wants_input());
    // The other direction is not affected.
    write(&mut pair.client, b"still here");
    pair.client.close();
    pair.run();
    assert_eq!(read(&mut pair.server), b"still here");
    assert_eq!(pair.server.poll_plaintext(), Ok(Plaintext::End));
}

#[test]
fn truncation_inside_a_record_and_inside_the_handshake() {
    let mut pair = Pair::plain();
    write(&mut pair.server, b"cut off");
    let record = output(&mut pair.server);
    pair.client.handle_input(&record[..record.len() - 1]).unwrap();
    assert_eq!(pair.client.handle_end(), Err(Error::Truncated));
    assert_eq!(pair.client.poll_plaintext(), Err(Error::Truncated));

    let mut pair = Pair::new(&client(&["ca.crt"]), &server("server"), Some("localhost"));
    let hello = output(&mut pair.client);
    pair.server.handle_input(&hello).unwrap();
    assert_eq!(pair.server.handle_end(), Err(Error::Truncated));
    assert!(pair.server.is_handshaking());
    assert_eq!(pair.client.handle_end(), Err(Error::Truncated));
}

#[test]
fn closing_during_the_handshake_comes_after_what_was_written() {
    for version in [0x0303, 0x0304] {
        let mut server = server("server");
        server.set_versions(version, version).unwrap();
        let mut pair = Pair::new(&careless_client(), &server, None);
        write(&mut pair.client, b"hello and goodbye");
        pair.client.close();
        pair.server.close();
        pair.run();
        assert!(!pair.client.is_handshaking() && !pair.server.is_handshaking());
        assert_eq!(read(&mut pair.server), b"hello and goodbye");
        assert_eq!(pair.server.poll_plaintext(), Ok(Plaintext::End));
        assert_eq!(pair.client.poll_plaintext(), Ok(Plaintext::End));
    }
}
