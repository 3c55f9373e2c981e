//! Peers that are too slow. The limits are short here; whatever the machine does, they can only be exceeded.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};

use super::content::Content;
use super::handler::Action;
use super::*;

const SHORT: u64 = 1_000_000;
const LONG: u64 = 1_000_000_000_000;
const PATIENT: Times = Times { handshake: LONG, idle: LONG, head: LONG, stall: LONG, linger: LONG };

/// A server that greets, and a connection to it.
fn serve(times: Times) -> (Arc<Server>, TcpStream) {
    let name = Name { host: b"test".to_vec(), port: 0, is_secure: false };
    let server = Arc::new(Server::new(name, "127.0.0.1:0".parse().unwrap(), times));
    let content = Action::Content(Content::new(b"hello", b"text/plain"));
    let handler = Handler::new(b"/", content);
    handler.collect_body(Some(100));
    server.add_handler(Arc::new(handler)).unwrap();
    server.start().unwrap();
    let client = TcpStream::connect(server.address().unwrap().ip().unwrap()).unwrap();
    (server, client)
}

/// What the server sends until it closes.
fn rest(client: &mut TcpStream) -> String {
    let mut text = String::new();
    client.read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_connection_without_a_request_is_closed() {
    let (server, mut client) = serve(Times { idle: SHORT, ..PATIENT });
    assert_eq!(rest(&mut client), "");
    server.stop();
}

#[test]
fn a_connection_that_stays_idle_after_a_request_is_closed() {
    let (server, mut client) = serve(Times { idle: 50 * SHORT, ..PATIENT });
    client.write_all(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n").unwrap();
    let text = rest(&mut client);
    // A machine that is slow enough sees the connection closed before its request was there.
    assert!(text.is_empty() || text.ends_with("\r\n\r\nhello"), "{text}");
    server.stop();
}

#[test]
fn a_head_that_takes_too_long_is_refused() {
    let (server, mut client) = serve(Times { head: SHORT, ..PATIENT });
    client.write_all(b"GET / HTTP/1.1\r\nHo").unwrap();
    assert!(rest(&mut client).starts_with("HTTP/1.1 408 "));
    server.stop();
}

#[test]
fn a_body_that_does_not_come_is_refused() {
    let (server, mut client) = serve(Times { stall: SHORT, ..PATIENT });
    client.write_all(b"GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab").unwrap();
    let text = rest(&mut client);
    assert!(text.starts_with("HTTP/1.1 408 ") && text.contains("\r\nConnection: close\r\n"), "{text}");
    server.stop();
}

#[test]
fn a_peer_that_does_not_close_is_given_up() {
    let (server, mut client) = serve(Times { linger: SHORT, ..PATIENT });
    client.write_all(b"GET / HTTP/1.0\r\n\r\n").unwrap();
    assert!(rest(&mut client).ends_with("hello"));
    // The other side goes away although this one stays open.
    while lock(&server.sessions).as_ref().is_some_and(|sessions| !sessions.is_empty()) {
        std::thread::yield_now();
    }
    drop(client);
    server.stop();
}

#[test]
fn a_peer_that_closes_ends_the_session() {
    let (server, mut client) = serve(PATIENT);
    client.write_all(b"GET / HTTP/1.0\r\n\r\n").unwrap();
    assert!(rest(&mut client).ends_with("hello"));
    client.shutdown(Shutdown::Write).unwrap();
    while lock(&server.sessions).as_ref().is_some_and(|sessions| !sessions.is_empty()) {
        std::thread::yield_now();
    }
    server.stop();
}
