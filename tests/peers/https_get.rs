//! `examples/https_get` and servers of all manners.

use crate::process::run;
use crate::programs::{Server, example, ours, pattern, pem};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Output;
use std::thread::{self, JoinHandle};

/// Responses whose content is `hello`, with every way of ending it.
pub(crate) const HELLO: [&[u8]; 5] = [
    b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
    b"HTTP/1.1 200\r\ncontent-length: 5\r\nContent-Length: 5\r\n\r\nhellojunk",
    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.0 200 OK\r\n\r\nhello",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n1\r\nh\r\n04;a=b\r\nello\r\n0\r\nTrailer: x\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
];

/// A server of one request, which it answers with these bytes before it ends the connection. Returns the request's head.
pub(crate) fn answer(
    listener: TcpListener,
    response: impl AsRef<[u8]> + Send + 'static,
) -> JoinHandle<Vec<String>> {
    thread::spawn(move || {
        let mut stream = BufReader::new(listener.accept().unwrap().0);
        let mut request = Vec::new();
        while request.last().is_none_or(|line: &String| !line.is_empty()) {
            let mut line = String::new();
            stream.read_line(&mut line).unwrap();
            request.push(line.strip_suffix("\r\n").expect("the request has an end").to_owned());
        }
        // The client may leave at what it does not understand.
        stream.get_mut().write_all(response.as_ref()).ok();
        request
    })
}

fn fetch(response: &'static [u8]) -> (Output, Vec<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = answer(listener, response);
    let output = run(example("https_get").arg(format!("http://localhost:{}?a=b#c", address.port())));
    // If nobody came, the server need not wait any longer.
    drop(TcpStream::connect(address));
    (output, server.join().unwrap())
}

#[test]
fn reads_content_however_it_ends() {
    for response in HELLO {
        let (output, request) = fetch(response);
        let (got, text) = (output.stdout.as_slice(), String::from_utf8_lossy(response));
        assert!(output.status.success() && got == b"hello", "{output:?} for {text}");
        assert_eq!(request[0], "GET /?a=b HTTP/1.1");
        assert!(request[1].starts_with("Host: localhost:"), "{request:?}");
    }
    let (output, _) = fetch(b"HTTP/1.1 204 No Content\r\n\r\n");
    assert!(output.status.success() && output.stdout.is_empty(), "{output:?}");
}

#[test]
fn tells_what_went_wrong() {
    for (response, complaint) in [
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".as_slice(), "404 Not Found"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello", "the content is cut off"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
            "malformed Content-Length: 6",
        ),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello", "malformed Content-Length: -5"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "unknown transfer coding: gzip"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", "the content is cut off"),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello!\r\n0\r\n\r\n",
            "longer than its size",
        ),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n", "malformed chunk size"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: x\r\n", "malformed response"),
        (b"SSH-2.0-OpenSSH\r\n", "no proper response"),
        (b"", "no proper response"),
    ] {
        let (output, _) = fetch(response);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && stderr.contains(complaint), "{stderr}\ninstead of {complaint}");
    }
    for (url, complaint) in [
        ("ftp://localhost/", "not an http or https URL"),
        ("http:///", "names no host"),
        ("http://me@localhost/", "does not name a host"),
        ("http://localhost:http/", "does not name a host"),
        ("http://host..invalid/", "host..invalid has no address"),
    ] {
        let output = run(example("https_get").arg(url));
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && stderr.contains(complaint), "{stderr}\ninstead of {complaint}");
    }
}

#[test]
fn speaks_tls() {
    let server = Server::start(ours("server").args([pem("server.crt"), pem("server.key")]));
    for path in ["length", "chunked", "close"] {
        let url = format!("https://127.0.0.1:{}/{path}/1500000", server.port);
        let output = run(example("https_get").arg(url));
        assert!(output.status.success(), "{output:?}");
        assert!(output.stdout == pattern(1_500_000), "{} bytes", output.stdout.len());
        assert!(
            String::from_utf8_lossy(&output.stderr).contains("200 OK\n1 MiB\n1500000 bytes"),
            "{:?}",
            output.stderr
        );
    }
    let output = run(example("https_get").arg(format!("http://127.0.0.1:{}/", server.port)));
    assert!(!output.status.success(), "{output:?}");
    server.stop();
}
