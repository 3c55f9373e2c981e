//! nginx as the server of our client, and as the proxy before our server.

use super::{exchange, server};
use crate::client::responses;
use crate::nginx::{files, start, start_http};
use crate::process::run;
use crate::programs::{example, ours, pattern, pem, scratch};
use crate::raw::Raw;
use std::fs;

/// What nginx makes out of these files, but for the address.
const SITE: &str = "root root; ssi on; dav_methods PUT DELETE; gzip on; gzip_min_length 1; gzip_types *;\n\
    location = /count { return 200 $connection_requests; }\n\
    location = /old { return 301 /small; }\n\
    location = /none { return 204; }\n\
    location = /unchanged { return 304; }\n";

/// The text of the responses: `STATUS FRAMING CONTENT`.
fn texts(how: &str, url: &str, requests: &[&str]) -> Vec<String> {
    let responses = exchange(how, url, requests);
    responses.into_iter().map(|(s, content)| format!("{s} {}", String::from_utf8(content).unwrap())).collect()
}

fn serves(how: &str, url: &str) {
    let requests = [
        "GET:/small",
        "HEAD:/large",
        "GET:/missing",
        "GET:/assembled.html",
        "GET:/large",
        "PUT:/upload:200000",
        "GET:/upload",
        "DELETE:/upload",
        "GET:/none",
        "GET:/unchanged",
        "GET:/old",
        "GET:/small",
    ];
    let responses = exchange(how, url, &requests);
    let summaries: Vec<_> = responses.iter().map(|(summary, _)| summary.as_str()).collect();
    assert_eq!(
        summaries,
        [
            "200 length",
            "200 none",
            "404 chunked",
            "200 chunked",
            "200 length",
            "201 length",
            "200 length",
            "204 none",
            "204 none",
            "304 none",
            "301 chunked",
            "200 length",
        ]
    );
    let content = |index: usize| responses[index].1.as_slice();
    assert_eq!((content(0), content(1), content(11)), (&b"hello"[..], &b""[..], &b"hello"[..]));
    assert!(content(2).starts_with(b"<html>") && content(10).starts_with(b"<html>"));
    assert!(content(3) == pattern(3_000_000) && content(4) == pattern(3_000_000));
    assert!(content(6) == pattern(200_000));
}

fn serves_in_every_way(url: &str) {
    for how in ["transact", "connection"] {
        serves(how, url);
    }
    // Nor does a client that takes content by its length lose its place.
    let requests =
        ["GET:/large", "HEAD:/large", "GET:/count", "PUT:/upload:200000", "GET:/upload", "DELETE:/upload"];
    let responses = exchange("parts", url, &requests);
    let summaries: Vec<_> = responses.iter().map(|(summary, _)| summary.as_str()).collect();
    assert_eq!(summaries, ["200 length", "200 none", "200 length", "201 length", "200 length", "204 none"]);
    assert!(responses[0].1 == pattern(3_000_000) && responses[4].1 == pattern(200_000));
    assert_eq!(responses[2].1, b"3");

    let counts = ["GET:/count", "GET:/none", "GET:/count"];
    assert_eq!(
        texts("transact", url, &counts),
        ["200 length 1", "204 none ", "200 length 1"],
        "a connection each"
    );
    assert_eq!(texts("connection", url, &counts), ["200 length 1", "204 none ", "200 length 3"]);
}

#[test]
fn serves_our_client() {
    let directory = files("nng-nginx");
    let (_nginx, port) = start(&directory, &format!("listen LISTEN; {SITE}"));
    serves_in_every_way(&format!("http://127.0.0.1:{port}"));
    let output = run(example("http_get").arg(format!("http://localhost:{port}/old")));
    assert!(output.status.success() && output.stdout == b"hello", "{output:?}");
}

/// A server that speaks TLS, and what else its configuration says.
fn secure(more: &str) -> String {
    format!(
        "listen LISTEN ssl; ssl_certificate {}; ssl_certificate_key {}; {SITE} {more}",
        pem("server.crt"),
        pem("server.key")
    )
}

#[test]
fn serves_our_client_over_tls() {
    let directory = files("nng-nginx-tls");
    for protocol in ["TLSv1.2", "TLSv1.3"] {
        let (_nginx, port) = start(&directory, &secure(&format!("ssl_protocols {protocol};")));
        serves_in_every_way(&format!("https://localhost:{port}"));
        let url = format!("https://127.0.0.1:{port}/old");
        let output = run(example("http_get").args(["-c", &pem("ca.crt"), &url]));
        assert!(output.status.success() && output.stdout == b"hello", "{output:?}");
    }
}

#[test]
fn ends_content_by_closing() {
    let directory = files("nng-nginx-close");
    for (config, scheme) in [(format!("listen LISTEN; {SITE}"), "http"), (secure(""), "https")] {
        let (_nginx, port) = start(&directory, &format!("{config} chunked_transfer_encoding off;"));
        let url = format!("{scheme}://localhost:{port}");
        for how in ["transact", "connection"] {
            let responses = exchange(how, &url, &["GET:/assembled.html"]);
            assert!(responses[0].0 == "200 close" && responses[0].1 == pattern(3_000_000), "{how} {url}");
        }
    }
}

#[test]
fn asks_our_client_for_a_certificate() {
    let directory = files("nng-nginx-client");
    let more = format!("ssl_verify_client on; ssl_client_certificate {}; ", pem("ca.crt"));
    let (_nginx, port) =
        start(&directory, &secure(&format!("{more} location = /who {{ return 200 $ssl_client_s_dn; }}")));
    let url = format!("https://localhost:{port}");
    let own = directory.join("client.pem");
    fs::write(&own, ["client.crt", "client.key"].map(|name| fs::read(pem(name)).unwrap()).concat()).unwrap();
    let mut known = ours("nng_client");
    known.args(["-c", &pem("ca.crt"), "-o"]).arg(&own).args(["connection", &url]);
    let (summary, name) = &responses(&mut known, &["GET:/who"])[0];
    assert!(summary == "200 length" && name.starts_with(b"CN="), "{name:?}");
    // nginx lets others into TLS, to be able to tell them.
    let refused = &texts("connection", &url, &["GET:/who"])[0];
    assert!(refused.contains("No required SSL certificate was sent"), "{refused}");
}

#[test]
fn passes_requests_on_to_our_server() {
    let server = server::<&str>(&[]);
    // As an HTTP/1.0 client with a connection for each request, and as an HTTP/1.1 client, without and with keeping them.
    for (test, version, keep, field) in [
        ("nng-nginx-1.0", "1.0", "", ""),
        ("nng-nginx-1.1", "1.1", "", ""),
        ("nng-nginx-kept", "1.1", "keepalive 4;", "proxy_set_header Connection \"\";"),
    ] {
        let config = format!(
            "upstream ours {{ server 127.0.0.1:{}; {keep} }}\n\
             server {{ listen LISTEN; location / {{\n\
               proxy_pass http://ours; proxy_http_version {version}; {field} proxy_request_buffering off;\n\
             }} }}",
            server.port
        );
        let (_nginx, port) = start_http(&scratch(test), &config);
        let url = format!("http://127.0.0.1:{port}");
        let requests =
            ["GET:/length/100000", "PUT:/:200000", "HEAD:/length/7", "GET:/length/3", "GET:/missing"];
        let responses = exchange("connection", &url, &requests);
        assert!(responses[0].1 == pattern(100_000) && responses[1].1 == pattern(200_000), "{version}");
        let summaries: Vec<_> = responses.iter().map(|(summary, _)| summary.as_str()).collect();
        assert_eq!(summaries[2..], ["200 none", "200 length", "405 length"]);
        if version == "1.1" {
            // In chunks, which the proxy passes on as they come.
            let head =
                |path| format!("POST {path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
            let mut client = Raw::connect(port);
            client.send(format!("{}5\r\nhello\r\n", head("/read")).as_bytes());
            assert_eq!(client.receive(true).status, 411);
            let mut client = Raw::connect(port);
            client.send(format!("{}5\r\nhello\r\n", head("/")).as_bytes());
            client.send(b"6\r\n world\r\n0\r\n\r\n");
            assert_eq!(client.receive(true).content, b"hello world");
        }
    }
    server.stop();
}
