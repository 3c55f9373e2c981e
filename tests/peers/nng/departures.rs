//! Clients that go away, at any time: nothing of them stays with the server.

use super::server;
use crate::curl::curl;
use crate::process::{stdout_of, tool};
use crate::programs::{Server, pattern, pem};
use crate::raw::Raw;
use crate::web_server::descriptors;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

/// Waits until the server has no more than so many descriptors.
fn settles(server: &Server, most: usize) {
    let start = Instant::now();
    while descriptors(server) > most {
        assert!(start.elapsed() < Duration::from_secs(30), "{} descriptors, not {most}", descriptors(server));
        thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn leave_nothing_behind() {
    let server = server::<&str>(&[]);
    let get = |size: usize| format!("GET /length/{size} HTTP/1.1\r\nHost: x\r\n\r\n");
    let mut stays = Raw::connect(server.port);
    assert_eq!(stays.exchange(&get(5)).content, b"abcde");
    let before = descriptors(&server);
    let connect = || TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    let large = get(20_000_000);
    for _ in 0..5 {
        // Before a request, within its head, within its content, which is collected or read by the handler.
        drop(connect());
        for part in [
            "GET /len",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc",
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",
            "POST /limited HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\nabc",
        ] {
            connect().write_all(part.as_bytes()).unwrap();
        }
        // Before it has received a response, within it, and having received some of it, with more requests to come.
        connect().write_all(large.as_bytes()).unwrap();
        let mut client = connect();
        client.write_all(large.repeat(3).as_bytes()).unwrap();
        let mut some = [0; 100_000];
        client.read_exact(&mut some).unwrap();
        drop(client);
        // Only half: this client still receives, and is answered.
        let mut client = connect();
        client.write_all(get(1_000_000).as_bytes()).unwrap();
        client.shutdown(Shutdown::Write).unwrap();
        let mut response = Vec::new();
        client.read_to_end(&mut response).unwrap();
        assert!(response.ends_with(&pattern(1_000_000)), "{} bytes", response.len());
    }
    settles(&server, before);
    assert_eq!(stays.exchange(&get(5)).content, b"abcde");
    server.stop();
}

#[test]
fn leave_nothing_of_tls_behind() {
    let server = server(&["-k", &pem("server.pem")]);
    let url = |size| format!("https://localhost:{}/length/{size}", server.port);
    let get = || stdout_of(curl().args(["--cacert", &pem("ca.crt"), &url(5)]));
    let before = descriptors(&server);
    assert_eq!(get(), b"abcde");
    let connect = || TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    for _ in 0..5 {
        // Before the handshake, and within the first message of it.
        drop(connect());
        connect().write_all(b"\x16\x03\x01\x02\x00\x01").unwrap();
        // Within a response.
        let mut command = tool("sh", "dash");
        command.args(["-c", "\"$0\" \"$@\" 2> /dev/null | head -c 100000"]).arg(curl().get_program());
        command.args(["--silent", "--cacert", &pem("ca.crt"), &url(20_000_000)]);
        assert!(stdout_of(&mut command) == pattern(100_000));
    }
    settles(&server, before);
    assert_eq!(get(), b"abcde");
    server.stop();
}
