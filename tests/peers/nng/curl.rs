//! curl as the client of our servers.

use super::server;
use crate::curl::{curl, text};
use crate::process::{run, stdout_of};
use crate::programs::{Server, example, pattern, pem, scratch};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// What curl tells of each transfer: the status, the version, how many connections it made, sizes of content.
const SUMMARY: &str = "%{http_code} %{http_version} %{num_connects} %{size_upload} %{size_download}\n";

/// curl that throws content away, and sums the transfers up.
fn summing() -> Command {
    let mut command = curl();
    command.args(["--write-out", SUMMARY, "--output", "/dev/null"]);
    command
}

fn file(test: &str, size: usize) -> PathBuf {
    let file = scratch(test).join("content");
    fs::write(&file, pattern(size)).unwrap();
    file
}

#[test]
fn keeps_its_connection() {
    let server = Server::rest();
    let url = |path| format!("http://127.0.0.1:{}{path}", server.port);
    // Whatever the method and the status, a connection serves them all.
    let mut command = summing();
    command.arg(url("/echo"));
    for options in [
        &["--head"][..],
        &["--data", "a=b"],
        &["--upload-file", "/dev/null"],
        &["--request", "DELETE"],
        &["--request", "PATCH"],
        &["--header", "Connection: keep-alive"],
    ] {
        command.args(["--next", "--silent", "--write-out", SUMMARY, "--output", "/dev/null"]);
        command.args(options).arg(url("/echo"));
    }
    command.args(["--next", "--silent", "--write-out", SUMMARY, "--output", "/dev/null"]);
    command.arg(url("/missing/[1-30]"));
    let output = text(&mut command);
    let statuses: Vec<_> = output.lines().map(|line| &line[..3]).collect();
    assert_eq!(statuses[..7], ["200", "200", "200", "200", "200", "405", "200"]);
    assert_eq!(statuses[7..], ["404"; 30]);
    let connections: Vec<_> = output.lines().map(|line| line.split(' ').nth(2).unwrap()).collect();
    assert_eq!((connections[0], &connections[1..]), ("1", &["0"; 36][..]));

    // Until one of them ends it.
    for options in [&["--http1.0"][..], &["--header", "Connection: close"]] {
        let mut command = summing();
        let output = text(command.args(options).arg(url("/echo/[1-3]")));
        assert!(output.lines().all(|line| line.split(' ').nth(2) == Some("1")), "{output}");
    }
    server.stop();
}

/// Content in both directions, over HTTP or HTTPS.
fn transfers(test: &str, server: Server, base: &str, more: &[String]) {
    let file = file(test, 2_000_000);
    let url = |path: &str| format!("{base}:{}{path}", server.port);
    for size in [0, 1, 65_536, 2_000_000] {
        let output = stdout_of(curl().args(more).arg(url(&format!("/length/{size}"))));
        assert!(output == pattern(size), "{} bytes of {size}", output.len());
    }
    // With and without waiting for 100 Continue, into the server's memory and into the handler's.
    let upload = ["--expect100-timeout", "60", "--upload-file"];
    for field in ["Expect: 100-continue", "Expect:", "Transfer-Encoding: chunked"] {
        for path in ["/", "/read"] {
            if field.starts_with("Transfer") && path == "/read" {
                continue;
            }
            let mut command = curl();
            command.args(more).args(["--header", field]).args(upload).arg(&file).arg(url(path));
            let output = stdout_of(&mut command);
            assert!(output == pattern(2_000_000), "{} bytes of {path} with {field}", output.len());
        }
    }
    // Both directions on one connection.
    let mut command = curl();
    command.args(more).args(["--write-out", "%{http_code} %{num_connects}\n"]);
    for path in ["/", "/read", "/"] {
        command.args(["--output", "/dev/null", "--data", "a=b"]).arg(url(path));
    }
    assert_eq!(text(&mut command), "200 1\n200 0\n200 0\n");
    server.stop();
}

#[test]
fn transfers_content() {
    transfers("nng-curl", server::<&str>(&[]), "http://127.0.0.1", &[]);
}

#[test]
fn transfers_content_over_tls() {
    for version in ["1.2", "1.3"] {
        let options = [format!("--tlsv{version}"), "--tls-max".into(), version.into()];
        let more = [&options[..], &["--cacert".into(), pem("ca.crt")]].concat();
        let server = server(&["-k", &pem("server.pem")]);
        transfers(&format!("nng-curl-tls-{version}"), server, "https://localhost", &more);
    }
}

#[test]
fn is_told_at_once_that_its_content_is_too_large() {
    let server = server::<&str>(&[]);
    let file = file("nng-curl-limit", 3_000_000);
    let url = format!("http://127.0.0.1:{}/limited", server.port);
    // Before it has sent any of it.
    let expect = ["--expect100-timeout", "60", "--header", "Expect: 100-continue", "--upload-file"];
    let output = text(summing().args(expect).arg(&file).arg(&url));
    assert!(output.starts_with("400 1.1 1 0 "), "{output}");
    // While it sends; the response arrives nevertheless.
    for field in ["Expect:", "Transfer-Encoding: chunked"] {
        let mut command = summing();
        command.args(["--header", field, "--header", "Expect:", "--upload-file"]).arg(&file).arg(&url);
        let output = text(&mut command);
        assert!(output.starts_with("400 1.1 1 "), "{output}");
    }
    // What fits is taken in any form, and an empty content is one, too.
    for field in ["Expect:", "Transfer-Encoding: chunked", "Expect: 100-continue"] {
        for data in ["x".repeat(1000), String::new()] {
            let mut command = curl();
            command.args(["--header", field, "--data", &data, &url]);
            assert_eq!(text(&mut command), data, "{field}");
        }
    }
    server.stop();
}

#[test]
fn is_told_that_a_handler_needs_the_size() {
    let server = server::<&str>(&[]);
    let file = file("nng-curl-411", 200_000);
    let url = format!("http://127.0.0.1:{}/read", server.port);
    let mut command = summing();
    // The content that nobody wants is not taken for requests: another one follows.
    command.args(["--header", "Transfer-Encoding: chunked", "--header", "Expect:", "--upload-file"]);
    command.arg(file).arg(&url).args(["--next", "--silent", "--data", "abc"]).arg(&url);
    let output = text(&mut command);
    assert!(output.starts_with("411 1.1 1 ") && output.ends_with("\nabc"), "{output}");
    server.stop();
}

#[test]
fn gets_all_of_a_file_whatever_else_it_offers() {
    let file = file("nng-curl-offers", 100_000);
    let mut command = example("static_files");
    command.arg("--listen=127.0.0.1:0").arg(file.parent().unwrap());
    let server = Server::start(&mut command);
    let url = format!("http://127.0.0.1:{}/content", server.port);
    for options in [
        &["--range", "10-19"][..],
        &["--compressed"],
        &["--header", "If-None-Match: *"],
        &["--header", "If-Modified-Since: Mon, 01 Jan 2035 00:00:00 GMT"],
        // An offer of another protocol, which may be declined: RFC 9110 section 7.8.
        &["--http2"],
        &["--header", "Connection: Upgrade", "--header", "Upgrade: websocket"],
        &["--header", "TE: trailers"],
        &["--header", "Accept: image/png"],
        &["--http1.0"],
        &["--request-target", "http://elsewhere/content"],
    ] {
        let output = stdout_of(curl().args(options).arg(&url));
        assert!(output == pattern(100_000), "{} bytes with {options:?}", output.len());
        let output = text(summing().args(options).arg(&url));
        assert!(output.starts_with("200 1.1 1 0 100000"), "{output} with {options:?}");
    }
    let head = text(curl().arg("--head").arg(&url));
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n") && head.contains("\r\nContent-Length: 100000\r\n"));
    let mut command = summing();
    command.args(["--request", "OPTIONS", "--request-target", "*"]).arg(&url);
    assert_eq!(text(&mut command), "200 1.1 1 0 0\n");
    server.stop();
}

#[test]
fn follows_redirections() {
    let file = file("nng-curl-redirection", 100_000);
    let mut command = example("static_files");
    command.args(["--listen=127.0.0.1:0", "--redirect=/old="]).arg(file.parent().unwrap());
    let server = Server::start(&mut command);
    let url = format!("http://127.0.0.1:{}/old/content", server.port);
    assert!(stdout_of(curl().arg("--location").arg(&url)) == pattern(100_000));
    // The content of a request belongs to no other one, whether or not the handler has any use for it.
    let mut command = summing();
    command.args(["--location", "--data", &"x".repeat(100_000), "--header", "Expect:"]).arg(&url);
    let output = text(&mut command);
    assert!(output.starts_with("405 1.1 2 "), "{output}");
    server.stop();
}

#[test]
fn is_told_what_is_too_long() {
    let server = Server::rest();
    let url = format!("http://127.0.0.1:{}/echo", server.port);
    let long = "x".repeat(70_000);
    let many: Vec<_> = (0..300).flat_map(|i| ["--header".to_owned(), format!("X-{i}: y")]).collect();
    for (arguments, status) in [
        (vec![format!("{url}?{}", &long[..5000])], 200),
        (vec![format!("{url}?{}", &long[..9000])], 414),
        (vec!["--header".to_owned(), format!("X: {}", &long[..60_000]), url.clone()], 200),
        (vec!["--header".to_owned(), format!("X: {long}"), url.clone()], 431),
        ([&many[..], std::slice::from_ref(&url)].concat(), 431),
    ] {
        let output = text(summing().args(arguments));
        assert!(output.starts_with(&format!("{status} 1.1 1 0 ")), "{output} instead of {status}");
    }
    server.stop();
}

#[test]
fn has_many_connections_at_a_time() {
    let server = Server::rest();
    let mut command = curl();
    command.args(["--parallel", "--parallel-immediate", "--parallel-max", "50", "--no-progress-meter"]);
    command.args(["--write-out", "%{http_code}\n", "--output", "/dev/null"]);
    command.arg(format!("http://127.0.0.1:{}/echo/[1-200]", server.port));
    assert_eq!(text(&mut command), "200\n".repeat(200));
    server.stop();
}

#[test]
fn trusts_our_server_only_with_its_authority() {
    let server = server(&["-k", &pem("server.pem")]);
    let ask = |options: &[&str], host: &str| {
        let resolve = format!("{host}:{}:127.0.0.1", server.port);
        let url = format!("https://{host}:{}/length/3", server.port);
        run(curl().args(["--resolve", &resolve]).args(options).arg(url))
    };
    let ca = pem("ca.crt");
    for host in ["localhost", "127.0.0.1", "any.example.com"] {
        assert_eq!(ask(&["--cacert", &ca], host).stdout, b"abc", "{host}");
    }
    // CURLE_PEER_FAILED_VERIFICATION: without the authority, with another, under another name.
    for (options, host) in [
        (&[][..], "localhost"),
        (&["--cacert", &pem("other-ca.crt")], "localhost"),
        (&["--cacert", &ca], "elsewhere.test"),
    ] {
        let output = ask(options, host);
        assert!(output.status.code() == Some(60) && output.stdout.is_empty(), "{output:?}");
    }
    // None of that disturbs the others.
    assert_eq!(ask(&["--cacert", &ca], "localhost").stdout, b"abc");
    server.stop();
}
