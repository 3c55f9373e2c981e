//! TLS between two sockets, when one of them takes no more.

use std::os::unix::net::UnixStream;
use std::path::Path;

use super::*;
use crate::sys::epoll;
use crate::tls::{AuthMode, Config, Role};

fn session(role: Role) -> Session {
    let mut config = Config::new(role);
    config.set_auth_mode(AuthMode::None);
    if role == Role::Server {
        let pem = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls/pem/server.pem");
        config.add_cert_key_file(&pem, None).unwrap();
    }
    Session::new(&config.build().unwrap(), None).unwrap()
}

/// Both directions of both sides may be ready.
fn note(transports: [&mut Transport; 2]) {
    for transport in transports {
        transport.note(Readiness(epoll::IN | epoll::OUT));
    }
}

/// A client and a server after their handshake.
fn pair() -> (Transport, Transport) {
    let (ours, theirs) = UnixStream::pair().unwrap();
    for socket in [&ours, &theirs] {
        socket.set_nonblocking(true).unwrap();
    }
    let mut client = Transport::secure(ours.into(), session(Role::Client));
    let mut server = Transport::secure(theirs.into(), session(Role::Server));
    while client.is_handshaking() || server.is_handshaking() {
        note([&mut client, &mut server]);
        for transport in [&mut client, &mut server] {
            assert_eq!(transport.recv(&mut [0]), Ok(Moved::Blocked));
        }
    }
    // What the server sends for later sessions.
    settle(&mut server, &mut client);
    (client, server)
}

/// Sends until that is blocked. Returns how much counts as sent.
fn fill(transport: &mut Transport, bytes: &[u8]) -> usize {
    let mut sent = 0;
    while let Moved::Bytes(count) = transport.send(&[IoSlice::new(bytes)]).unwrap() {
        sent += count;
    }
    sent
}

/// Receives all that there is, and what is at the end of that.
fn drain(transport: &mut Transport) -> (usize, Moved) {
    let (mut buffer, mut received) = ([0; 1000], 0);
    loop {
        match transport.recv(&mut buffer).unwrap() {
            Moved::Bytes(count) => received += count,
            end => return (received, end),
        }
    }
}

/// Carries everything over, and tells how much that is.
fn settle(from: &mut Transport, to: &mut Transport) -> usize {
    let mut received = 0;
    loop {
        note([from, to]);
        match drain(to) {
            (0, _) => return received,
            (count, _) => received += count,
        }
    }
}

#[test]
fn bytes_count_as_sent_when_all_of_them_have_left() {
    let (mut client, mut server) = pair();
    let bytes = [b'x'; 50_000];
    let mut sent = fill(&mut client, &bytes);
    let received = settle(&mut client, &mut server);
    assert!(received > sent, "what was blocked has been taken");
    assert_eq!(client.send(&[IoSlice::new(&bytes)]), Ok(Moved::Bytes(received - sent)));
    sent = received;
    assert_eq!(settle(&mut client, &mut server), 0, "after {sent} bytes");
}

#[test]
fn a_send_that_is_forgotten_does_not_count_for_the_next_one() {
    let (mut client, mut server) = pair();
    fill(&mut client, &[b'x'; 50_000]);
    client.forget_send();
    assert_eq!(client.send(&[IoSlice::new(b"abc")]), Ok(Moved::Blocked));
    settle(&mut client, &mut server);
    assert_eq!(client.send(&[IoSlice::new(b"abc")]), Ok(Moved::Bytes(3)));
}

#[test]
fn closing_in_the_middle_of_a_send_is_no_end_in_good_order() {
    for in_the_middle in [false, true] {
        let (mut client, mut server) = pair();
        let sent = fill(&mut client, &[b'x'; 50_000]);
        let received = settle(&mut client, &mut server);
        assert!(received > sent);
        if !in_the_middle {
            client.forget_send();
        }
        client.close();
        server.note(Readiness(epoll::IN));
        assert_eq!(drain(&mut server), (0, Moved::End));
        assert_eq!(server.is_truncated(), in_the_middle);
    }
}

#[test]
fn a_closed_transport_does_nothing() {
    let (mut client, _server) = pair();
    client.close();
    client.finish_sending();
    assert!(!client.is_open() && client.descriptor().is_none());
    assert_eq!(client.send(&[IoSlice::new(b"x")]), Err(Error::CLOSED));
    assert_eq!(client.recv(&mut [0]), Err(Error::CLOSED));
    assert_eq!(client.discard(), Err(Error::CLOSED));
}
