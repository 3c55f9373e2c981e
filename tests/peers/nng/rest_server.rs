//! `examples/rest_server` and clients of all manners.

use crate::process::{Process, run};
use crate::programs::{Server, example};
use crate::raw::{Raw, Response};

fn post(path: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n", content.len());
    [head.as_bytes(), content].concat()
}

fn text(response: &Response) -> &str {
    std::str::from_utf8(&response.content).unwrap()
}

#[test]
fn echoes_requests() {
    let server = Server::rest();
    let mut client = Raw::connect(server.port);
    let got = client.exchange("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
    let plain = "{\"method\":\"GET\", \"target\":\"/echo\", \"type\":\"\", \"content\":\"\"}\n";
    assert_eq!((got.status, got.field("Content-Type"), text(&got)), (200, Some("application/json"), plain));

    // On the same connection: the methods, what has to be escaped, what lies below.
    for method in ["POST", "PUT", "DELETE"] {
        let head = format!("{method} /echo/a?b=\"c\" HTTP/1.1\r\nHost: x\r\nContent-Type: text/x;y=\"z\"");
        let content = "a\"\\/\u{1}\t\n\u{7f}\u{e9}\u{20ac}\u{1f600}";
        let got = client.exchange(&format!("{head}\r\nContent-Length: {}\r\n\r\n{content}", content.len()));
        let wanted = format!(
            "{{\"method\":\"{method}\", \"target\":\"/echo/a?b=\\u0022c\\u0022\", \
             \"type\":\"text/x;y=\\u0022z\\u0022\", \
             \"content\":\"a\\u0022\\u005c/\\u0001\\u0009\\u000a\u{7f}\u{e9}\u{20ac}\u{1f600}\"}}\n"
        );
        assert_eq!((got.status, text(&got)), (200, wanted.as_str()));
    }
    let chunked = "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x\r\nde\r\n0\r\nTrailer: y\r\n\r\n";
    let got = client.exchange(&format!("PUT /echo HTTP/1.1\r\nHost: x\r\n{chunked}"));
    assert!(text(&got).ends_with("\"content\":\"abcde\"}\n"), "{got:?}");
    let head = client.exchange("HEAD /echo HTTP/1.1\r\nHost: x\r\n\r\n");
    let length = plain.replace("GET", "HEAD").len().to_string();
    assert_eq!((head.status, head.field("Content-Length")), (200, Some(length.as_str())));
    server.stop();
}

#[test]
fn has_error_pages_of_its_own() {
    let server = Server::rest();
    let mut client = Raw::connect(server.port);
    for (request, status, page) in [
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n".to_vec(), 404, "<p>There is only /echo here"),
        (b"GET /echoes HTTP/1.1\r\nHost: x\r\n\r\n".to_vec(), 404, "<p>There is only /echo here"),
        (b"PATCH /echo/a HTTP/1.1\r\nHost: x\r\n\r\n".to_vec(), 405, "<p>Use GET, POST, PUT or DELETE."),
        (b"GET /echo HTTP/1.1\r\n\r\n".to_vec(), 400, "<p>The request is malformed"),
        (post("/echo", &[b'x'; 65537]), 413, "<p>That is too much"),
        (post("/echo", b"\xff"), 415, "<p>An echo needs UTF-8."),
        (post("/echo", b"\xc0\xaf"), 415, "<p>An echo needs UTF-8."),
        (post("/echo", b"\xed\xa0\x80"), 415, "<p>An echo needs UTF-8."),
        (post("/echo", b"\xf4\x90\x80\x80"), 415, "<p>An echo needs UTF-8."),
        (post("/echo", b"\xe2\x82"), 415, "<p>An echo needs UTF-8."),
    ] {
        // All on one connection, which none of them ends.
        client.send(&request);
        let response = client.receive(true);
        assert_eq!(response.status, status);
        assert_eq!(response.field("Content-Type"), Some("text/html; charset=UTF-8"));
        let title = format!("<!DOCTYPE html>\n<title>{status}</title>{page}");
        assert!(text(&response).starts_with(&title), "{response:?}");
        if status == 405 {
            let mut allowed: Vec<_> = response.field("Allow").unwrap().split(", ").collect();
            allowed.sort_unstable();
            assert_eq!(allowed, ["DELETE", "GET", "HEAD", "POST", "PUT"]);
        }
    }
    client.send(&post("/echo", &[b'x'; 65536]));
    assert_eq!(client.receive(true).status, 200);
    server.stop();
}

#[test]
fn does_not_receive_what_is_too_large() {
    let server = Server::rest();
    // The size alone is too much, and so is that of the second chunk.
    for head in [
        "Content-Length: 1048577\r\n\r\n",
        "Content-Length: 18446744073709551615\r\n\r\nx",
        "Transfer-Encoding: chunked\r\n\r\n100001\r\nx",
        "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n100000\r\nx",
    ] {
        let mut client = Raw::connect(server.port);
        let response = client.exchange(&format!("POST /echo HTTP/1.1\r\nHost: x\r\n{head}"));
        assert_eq!((response.status, response.field("Connection")), (400, Some("close")));
        assert!(text(&response).contains("malformed, or much too large"));
        assert!(client.is_at_end());
    }
    let mut client = Raw::connect(server.port);
    client.send(&post("/echo", &vec![b'x'; 1 << 20]));
    assert_eq!(client.receive(true).status, 413);
    server.stop();
}

#[test]
fn answers_pipelined_requests_in_order() {
    let server = Server::rest();
    let mut client = Raw::connect(server.port);
    let mut burst = Vec::new();
    for i in 0..300 {
        burst.extend(post(&format!("/echo/{i}"), format!("content {i}").as_bytes()));
    }
    burst.extend(b"HEAD /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\nGET /echo HTTP/1.1\r\n");
    client.send(&burst);
    for i in 0..300 {
        let response = client.receive(true);
        let wanted = format!("\"target\":\"/echo/{i}\", \"type\":\"\", \"content\":\"content {i}\"}}\n");
        assert!(text(&response).ends_with(&wanted), "{response:?}");
    }
    assert_eq!(client.receive(false).field("Connection"), Some("close"));
    assert!(client.is_at_end());
    server.stop();
}

#[test]
fn stops_on_either_signal_whoever_is_connected() {
    for signal in [libc::SIGINT, libc::SIGTERM] {
        let mut process = Process::start(example("rest_server").arg("0"));
        let line = process.line();
        let port = line.strip_prefix("http://127.0.0.1:").unwrap().strip_suffix("/echo").unwrap();
        let mut idle = Raw::connect(port.parse().unwrap());
        assert_eq!(idle.exchange("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n").status, 200);
        let mut asking = Raw::connect(port.parse().unwrap());
        asking.send(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab");
        assert!(process.end_with(signal).success());
        assert!(idle.is_at_end());
    }
}

#[test]
fn says_why_it_does_not_start() {
    let server = Server::rest();
    for (port, complaint) in [
        (server.port.to_string(), "Address in use"),
        ("no-such-service".to_owned(), "Address invalid"),
        ("70000".to_owned(), "Address invalid"),
    ] {
        let output = run(example("rest_server").arg(&port));
        let stderr = String::from_utf8_lossy(&output.stderr);
        let wanted = format!("rest_server: http://127.0.0.1:{port}: {complaint}\n");
        assert!(!output.status.success() && stderr == wanted, "{stderr}");
    }
    server.stop();
}
