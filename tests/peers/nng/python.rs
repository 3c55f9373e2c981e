//! Python's HTTP servers for our clients, and Python's HTTP client for our servers.

use super::{client, exchange, server};
use crate::process::{run, stdout_of};
use crate::programs::{Server, example, pattern, pem, python, scratch};
use std::fs;

/// What the same requests come to, whichever way they are made.
fn serves(how: &str, url: &str) {
    let requests = [
        "GET:/length/5",
        "HEAD:/length/5",
        "GET:/length/0",
        "POST:/:100000",
        "PUT:/:0",
        "GET:/length/1000000",
    ];
    let responses = exchange(how, url, &requests);
    let summaries: Vec<_> = responses.iter().map(|(summary, _)| summary.as_str()).collect();
    assert_eq!(
        summaries,
        ["200 length", "200 none", "200 length", "201 length", "201 length", "200 length"],
        "{how}"
    );
    assert_eq!(responses[0].1, b"abcde");
    assert!(responses[3].1 == pattern(100_000) && responses[5].1 == pattern(1_000_000));
    if how == "parts" {
        return;
    }
    let responses = exchange(how, url, &["GET:/chunked/70000", "HEAD:/chunked/5", "GET:/chunked/0"]);
    let summaries: Vec<_> = responses.iter().map(|(summary, _)| summary.as_str()).collect();
    assert_eq!(summaries, ["200 chunked", "200 none", "200 chunked"]);
    assert!(responses[0].1 == pattern(70_000) && responses[2].1.is_empty());
    // An error ends the connection.
    let (summary, content) = &exchange(how, url, &["GET:/missing"])[0];
    assert!(summary == "404 length" && content.starts_with(b"<!DOCTYPE"), "{summary}");
}

#[test]
fn serves_our_client() {
    let server = Server::start(&mut python("http_server.py"));
    let url = format!("http://localhost:{}", server.port);
    for how in ["transact", "connection", "parts"] {
        serves(how, &url);
    }
    for how in ["transact", "connection"] {
        let (summary, content) = &exchange(how, &url, &["GET:/close/70000"])[0];
        assert!(summary == "200 close" && content == &pattern(70_000), "{summary}");
        // Nothing follows what the end of the connection has ended.
        let output = run(client(how, &url).args(["GET:/close/7", "GET:/length/7"]));
        assert_eq!(output.status.success(), how == "transact", "{output:?}");
    }
}

#[test]
fn serves_our_client_over_tls() {
    let server = Server::start(python("http_server.py").args([pem("server.crt"), pem("server.key")]));
    let url = format!("https://localhost:{}", server.port);
    for how in ["transact", "connection", "parts"] {
        serves(how, &url);
    }
    // The server ends the connection, but not TLS: somebody may have cut the content off.
    for how in ["transact", "connection"] {
        let output = run(client(how, &url).arg("GET:/close/70000"));
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && stderr.contains("Connection shutdown"), "{output:?}");
    }
}

#[test]
fn serves_files_with_http_1_0() {
    let directory = scratch("nng-python-files");
    fs::create_dir(directory.join("sub")).unwrap();
    fs::write(directory.join("large file"), pattern(2_000_000)).unwrap();
    let server = Server::start(python("file_server.py").arg(&directory));
    let url = |path| format!("http://localhost:{}{path}", server.port);
    assert!(stdout_of(example("http_get").arg(url("/large%20file"))) == pattern(2_000_000));
    // Redirects to /sub/, which is a list of nothing.
    let output = run(example("http_get").arg(url("/sub")));
    assert!(output.status.success() && output.stdout.starts_with(b"<!DOCTYPE"), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("301 Moved Permanently"), "{output:?}");
    let responses = exchange("transact", &url(""), &["HEAD:/large%20file", "GET:/missing", "POST:/sub:5"]);
    let summaries: Vec<_> = responses.iter().map(|(summary, _)| summary.as_str()).collect();
    assert_eq!(summaries, ["200 none", "404 length", "501 length"]);
}

#[test]
fn asks_our_server() {
    for options in [&[][..], &["-k", &pem("server.pem")]] {
        let server = server(options);
        let scheme = if options.is_empty() { "http" } else { "https" };
        let mut client = python("http_client.py");
        stdout_of(client.args([scheme, &server.port.to_string(), &pem("ca.crt")]));
        server.stop();
    }
}
