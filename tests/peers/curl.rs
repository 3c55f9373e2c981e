//! curl as the client of our servers.

use crate::process::{stdout_of, tool};
use crate::programs::{Server, ours, pattern, pem, scratch};
use std::fs;
use std::process::Command;

pub(crate) fn curl() -> Command {
    let mut command = tool("curl", "curl");
    command.args(["--silent", "--show-error", "--noproxy", "*"]);
    command
}

pub(crate) fn text(command: &mut Command) -> String {
    String::from_utf8(stdout_of(command)).unwrap()
}

#[test]
fn reuses_its_connection() {
    let server = Server::web();
    let url = |path| format!("http://127.0.0.1:{}{path}", server.port);
    let format = "%{http_code} %{http_version} %{num_connects} %{size_download}\n";
    let mut command = curl();
    command.args(["--write-out", format, "--output", "/dev/null"]).arg(url("/clock"));
    command
        .args(["--next", "--silent", "--head", "--write-out", format, "--output", "/dev/null"])
        .arg(url("/"));
    command.args(["--next", "--silent", "--write-out", format, "--output", "/dev/null"]).arg(url("/x"));
    assert_eq!(text(&mut command), "426 1.1 1 16\n200 1.1 0 0\n404 1.1 0 13\n");
    server.stop();
}

#[test]
fn speaks_http_1_0() {
    let server = Server::start(&mut ours("server"));
    for path in ["length", "close"] {
        let url = format!("http://127.0.0.1:{}/{path}/100000", server.port);
        assert!(stdout_of(curl().arg("--http1.0").arg(url)) == pattern(100_000));
    }
    server.stop();
}

/// Content in all framings and both directions, over HTTP or HTTPS.
fn transfers(test: &str, server: Server, base: &str, more: &[String]) {
    let file = scratch(test).join("content");
    fs::write(&file, pattern(2_000_000)).unwrap();
    for path in ["length", "chunked", "close"] {
        let url = format!("{base}:{}/{path}/2000000", server.port);
        assert!(stdout_of(curl().args(more).arg(url)) == pattern(2_000_000), "{path}");
    }
    let url = format!("{base}:{}/", server.port);
    assert_eq!(text(curl().args(more).args(["--data", "a=b"]).arg(&url)), "a=b");
    let upload = ["--expect100-timeout", "60", "--upload-file"];
    for field in ["Expect: 100-continue", "Expect:", "Transfer-Encoding: chunked"] {
        let mut command = curl();
        command.args(more).args(["--header", field]).args(upload).arg(&file).arg(&url);
        assert!(stdout_of(&mut command) == pattern(2_000_000), "{field}");
    }
    // One connection for a sequence of them.
    let mut command = curl();
    command.args(more).args(["--write-out", "%{http_code} %{num_connects} %{ssl_verify_result}\n"]);
    for path in ["chunked", "length", "chunked"] {
        command.args(["--output", "/dev/null"]).arg(format!("{url}{path}/70000"));
    }
    assert_eq!(text(&mut command), "200 1 0\n200 0 0\n200 0 0\n");
    server.stop();
}

#[test]
fn transfers_content() {
    transfers("curl", Server::start(&mut ours("server")), "http://127.0.0.1", &[]);
}

#[test]
fn transfers_content_over_tls() {
    let server = Server::start(ours("server").args([pem("server.crt"), pem("server.key")]));
    for version in ["1.2", "1.3"] {
        let url = format!("https://localhost:{}/length/3", server.port);
        let only = [format!("--tlsv{version}"), "--tls-max".into(), version.into()];
        assert_eq!(text(curl().args(["--cacert", &pem("ca.crt")]).args(only).arg(url)), "abc");
    }
    transfers("curl-tls", server, "https://localhost", &["--cacert".into(), pem("ca.crt")]);
}
