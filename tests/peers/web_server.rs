//! `examples/web_server` and clients of all manners.

use crate::programs::Server;
use crate::raw::Raw;
use std::fs;

/// How many descriptors the server has open.
pub(crate) fn descriptors(server: &Server) -> usize {
    fs::read_dir(format!("/proc/{}/fd", server.process.id())).unwrap().count()
}

#[test]
fn web_server_answers_requests() {
    let server = Server::web();
    let mut client = Raw::connect(server.port);
    let page = client.exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_eq!(
        (page.status, page.field("Content-Type"), page.field("Connection")),
        (200, Some("text/html"), None)
    );
    assert!(page.field("Date").is_some_and(|date| date.ends_with(" GMT")));
    assert!(String::from_utf8(page.content).unwrap().contains("new WebSocket"));

    // On the same connection, after an empty line, under names that mean the same.
    let again = client.exchange("\r\nGET http://x?query HTTP/1.1\r\nHOST: x\r\nContent-Length: 0\r\n\r\n");
    assert_eq!(again.status, 200);
    let head = client.exchange("HEAD /?query HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_eq!((head.status, head.field("Content-Length")), (200, again.field("Content-Length")));
    assert_eq!(client.exchange("GET /other HTTP/1.1\r\nHost: x\r\n\r\n").status, 404);
    assert_eq!(client.exchange("HEAD /other HTTP/1.1\r\nHost: x\r\n\r\n").status, 404);
    let refused = client.exchange("DELETE / HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_eq!((refused.status, refused.field("Allow")), (405, Some("GET, HEAD")));
    let clock = client.exchange("GET /clock HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_eq!((clock.status, clock.field("Upgrade")), (426, Some("websocket")));

    let last = client.exchange("GET / HTTP/1.1\r\nHost: x\r\nConnection: foo, Close\r\n\r\n");
    assert_eq!((last.status, last.field("Connection")), (200, Some("close")));
    assert!(client.is_at_end());
    server.stop();
}

#[test]
fn web_server_answers_pipelined_requests() {
    let server = Server::web();
    let mut client = Raw::connect(server.port);
    client.send(
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /a HTTP/1.1\r\nHost: x\r\n\r\nHEAD / HTTP/1.1\r\nHost: x\r\n\r\n\
          POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nGET /",
    );
    let statuses = [true, true, false, true].map(|has_content| client.receive(has_content).status);
    assert_eq!(statuses, [200, 404, 200, 405]);
    assert!(client.is_at_end());
    server.stop();
}

#[test]
fn web_server_refuses_malformed_requests() {
    let server = Server::web();
    let long = format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(2000));
    for request in [
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n",
        "GET / HTTP/2\r\nHost: x\r\n\r\n",
        "GET /\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nName : value\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n",
        &long,
    ] {
        let mut client = Raw::connect(server.port);
        let response = client.exchange(request);
        assert_eq!((response.status, response.field("Connection")), (400, Some("close")), "{request}");
        assert!(client.is_at_end());
    }
    server.stop();
}

#[test]
fn web_server_keeps_nothing_of_connections_that_ended() {
    let server = Server::web();
    let request = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    let round = || {
        let mut client = Raw::connect(server.port);
        assert_eq!(client.exchange(request).status, 200);
        assert!(client.is_at_end());
    };
    round();
    // The answer to the next client proves that the end of the one before is done with.
    let mut last = Raw::connect(server.port);
    assert_eq!(last.exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n").status, 200);
    let before = descriptors(&server);
    for _ in 0..50 {
        round();
    }
    assert_eq!(last.exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n").status, 200);
    let after = descriptors(&server);
    assert!(after <= before + 1, "{before} descriptors have become {after}");

    // An idle connection does not keep the server from stopping.
    server.stop();
}
