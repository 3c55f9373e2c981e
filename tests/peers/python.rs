//! Python's HTTP server for our clients.

use crate::client::exchange;
use crate::process::{run, stdout_of};
use crate::programs::{Server, example, pattern, pem, python};

fn serves(how: &str, server: &Server) {
    let responses = exchange(
        server.port,
        how,
        &["GET:/length/5", "HEAD:/length/5", "GET:/chunked/70000", "GET:/length/0", "POST:/:100000"],
    );
    let summaries: Vec<_> = responses.iter().map(|(summary, _)| summary.as_str()).collect();
    assert_eq!(summaries, ["200 length", "200 none", "200 chunked", "200 length", "100 201 length"]);
    assert_eq!(responses[0].1, b"abcde");
    assert!(responses[2].1 == pattern(70_000) && responses[4].1 == pattern(100_000));

    // An error ends the connection.
    let (summary, content) = &exchange(server.port, how, &["GET:/missing"])[0];
    assert_eq!(summary, "404 length");
    assert!(content.starts_with(b"<!DOCTYPE"));
}

#[test]
fn serves_our_client() {
    let server = Server::start(&mut python("http_server.py"));
    serves("plain", &server);
    let (summary, content) = &exchange(server.port, "plain", &["GET:/close/70000"])[0];
    assert!(summary == "200 close" && content == &pattern(70_000), "{summary}");
    for path in ["length", "chunked", "close"] {
        let url = format!("http://localhost:{}/{path}/70000", server.port);
        assert!(stdout_of(example("https_get").arg(url)) == pattern(70_000), "{path}");
    }
}

#[test]
fn serves_our_client_over_tls() {
    let server = Server::start(python("http_server.py").args([pem("server.crt"), pem("server.key")]));
    serves("tls", &server);
    for path in ["length", "chunked"] {
        let url = format!("https://localhost:{}/{path}/70000", server.port);
        assert!(stdout_of(example("https_get").arg(url)) == pattern(70_000), "{path}");
    }
    // The server ends the connection, but not TLS: somebody may have cut the content off.
    let url = format!("https://localhost:{}/close/70000", server.port);
    let output = run(example("https_get").arg(url));
    assert!(
        !output.status.success() && String::from_utf8_lossy(&output.stderr).contains("cut off"),
        "{output:?}"
    );
}
