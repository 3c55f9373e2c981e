//! Peers that are too slow. The limits are short here; whatever the machine does, they can only be exceeded.

use std::io::{IoSlice, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::Path;

use super::content::Content;
use super::handler::Action;
use super::session::Times;
use super::*;
use crate::tls::{AuthMode, Config, Context, Plaintext, Session};

const SHORT: u64 = 1_000_000;
const LONG: u64 = 1_000_000_000_000;
const PATIENT: Times = Times { handshake: LONG, idle: LONG, head: LONG, stall: LONG, linger: LONG };

/// A server that greets, and a connection to it.
fn serve(times: Times) -> (Arc<Server>, TcpStream) {
    serve_at(times, false)
}

/// The same with TLS.
fn serve_securely(times: Times) -> (Arc<Server>, TcpStream) {
    serve_at(times, true)
}

fn serve_at(times: Times, is_secure: bool) -> (Arc<Server>, TcpStream) {
    let name = Name { host: b"test".to_vec(), port: 0, is_secure };
    let server = Arc::new(Server::new(name, "127.0.0.1:0".parse().unwrap(), Settings { times, date: false }));
    let content = Action::Content(Content::new(b"hello", b"text/plain"));
    let handler = Handler::new(b"/", content);
    handler.collect_body(Some(100));
    server.add_handler(Arc::new(handler)).unwrap();
    if is_secure {
        let pem = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls/pem/server.pem");
        let config = server.tls_config().unwrap();
        config.change(|config| config.add_cert_key_file(&pem, None)).unwrap();
    }
    server.start().unwrap();
    let client = connect(&server);
    (server, client)
}

fn connect(server: &Server) -> TcpStream {
    TcpStream::connect(server.address().unwrap().ip().unwrap()).unwrap()
}

/// What clients that accept every server are made with.
fn careless() -> Context {
    let mut config = Config::new(Role::Client);
    config.set_auth_mode(AuthMode::None);
    config.build().unwrap()
}

/// Sends what the session has, and receives something for it. Returns how much that was.
fn exchange(session: &mut Session, stream: &mut TcpStream) -> usize {
    let (mut output, mut input) = (Vec::new(), [0; 1 << 14]);
    session.take_output(&mut output);
    stream.write_all(&output).unwrap();
    let count = stream.read(&mut input).unwrap();
    session.handle_input(&input[..count]).unwrap();
    count
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
    // A machine that is slow enough sees the connection closed before its request was there: then with more time.
    for idle in (0..).map(|doublings| (50 * SHORT) << doublings) {
        let (server, mut client) = serve(Times { idle, ..PATIENT });
        let mut text = String::new();
        let sent = client.write_all(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        let ended = sent.and_then(|()| client.read_to_string(&mut text));
        server.stop();
        if ended.is_ok() && !text.is_empty() {
            assert!(text.ends_with("\r\n\r\nhello"), "{text}");
            return;
        }
    }
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

#[test]
fn a_handshake_that_takes_too_long_is_given_up() {
    let (server, mut client) = serve_securely(Times { handshake: SHORT, ..PATIENT });
    assert_eq!(rest(&mut client), "");
    let mut client = connect(&server);
    let mut hello = Vec::new();
    Session::new(&careless(), None).unwrap().take_output(&mut hello);
    // The server may be fast enough to be gone already.
    let _ = client.write_all(&hello[..hello.len() - 1]);
    let mut text = Vec::new();
    let _ = client.read_to_end(&mut text);
    assert_eq!(text, b"");
    server.stop();
}

#[test]
fn a_connection_that_stays_idle_after_its_handshake_is_closed_in_good_order() {
    let (server, mut client) = serve_securely(Times { idle: SHORT, ..PATIENT });
    let mut session = Session::new(&careless(), None).unwrap();
    while session.poll_plaintext() == Ok(Plaintext::Nothing) {
        exchange(&mut session, &mut client);
    }
    assert_eq!(session.poll_plaintext(), Ok(Plaintext::End));
    server.stop();
}

#[test]
fn later_connections_resume() {
    let (server, mut client) = serve_securely(PATIENT);
    let context = careless();
    let mut received = [0; 2];
    for count in &mut received {
        let mut session = Session::new(&context, Some("localhost")).unwrap();
        while session.is_handshaking() {
            *count += exchange(&mut session, &mut client);
        }
        session.write(&[IoSlice::new(b"GET / HTTP/1.0\r\n\r\n")]).unwrap();
        let mut text = Vec::new();
        loop {
            match session.poll_plaintext().unwrap() {
                Plaintext::Data(piece) => {
                    text.extend_from_slice(piece);
                    let len = piece.len();
                    session.consume(len);
                }
                Plaintext::Nothing => drop(exchange(&mut session, &mut client)),
                Plaintext::End => break,
            }
        }
        assert!(text.ends_with(b"\r\n\r\nhello"));
        client = connect(&server);
    }
    // Without the certificate.
    assert!(received[1] + 300 < received[0], "{received:?}");
    server.stop();
}
