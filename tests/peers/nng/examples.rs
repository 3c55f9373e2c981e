//! The examples of nng's interface are programs of nng's: they compile with its own headers too, and run on it. There they
//! are peers of this library, which know nothing of it.

use crate::process::{run, stdout_of};
use crate::programs::{Server, example, example_on_nng, pattern, pem, scratch};
use crate::raw::Raw;
use std::fs;
use std::path::Path;
use std::process::Command;

const EXAMPLES: [&str; 3] = ["http_get", "rest_server", "static_files"];

#[test]
fn are_plain_c99() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for compiler in ["gcc", "clang"] {
        for name in EXAMPLES {
            let source = root.join("examples").join(name).with_extension("c");
            let strict = ["-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror", "-fsyntax-only"];
            // With the headers of this library, and with those of the system.
            stdout_of(Command::new(compiler).args(strict).arg("-I").arg(root.join("include")).arg(&source));
            stdout_of(Command::new(compiler).args(strict).arg(&source));
        }
    }
}

/// A client of one library gets a large file from a server of the other, over HTTP or HTTPS.
fn transfer(test: &str, server: fn(&str) -> Command, client: fn(&str) -> Command) {
    let directory = scratch(test);
    fs::write(directory.join("large"), pattern(3_000_000)).unwrap();
    for options in [&[][..], &["--tls", &pem("server.pem")]] {
        let mut command = server("static_files");
        command.args(["--listen", "127.0.0.1:0", "--redirect", "/old=/large"]).args(options);
        let server = Server::start(command.arg(&directory));
        let scheme = if options.is_empty() { "http" } else { "https" };
        for path in ["large", "old"] {
            let url = format!("{scheme}://localhost:{}/{path}", server.port);
            let output = stdout_of(client("http_get").args(["-c", &pem("ca.crt"), &url]));
            assert!(output == pattern(3_000_000), "{} bytes of {url}", output.len());
            let output = run(client("http_get").args(["-c", &pem("other-ca.crt"), &url]));
            assert_eq!(output.status.success(), options.is_empty(), "{output:?}");
        }
        server.stop();
    }
}

#[test]
fn fetch_from_nng() {
    transfer("fetch-from-nng", example_on_nng, example);
}

#[test]
fn serve_nng() {
    transfer("serve-nng", example, example_on_nng);
}

#[test]
fn echo_on_nng() {
    let server = Server::start(example_on_nng("rest_server").arg("0"));
    let mut client = Raw::connect(server.port);
    let request = "PUT /echo/a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Type: t\r\n\r\nabc";
    let echo = client.exchange(request).content;
    let wanted = b"{\"method\":\"PUT\", \"target\":\"/echo/a\", \"type\":\"t\", \"content\":\"abc\"}\n";
    assert_eq!(echo, wanted);
    let missing = client.exchange("GET /missing HTTP/1.1\r\nHost: x\r\n\r\n");
    assert!(missing.status == 404 && missing.content.ends_with(b"and what is below it.</p>\n"));
    server.stop();
}
