//! The examples of nng's interface are programs of nng's: they compile with its own headers too, and run on it. There they
//! are peers of this library, which know nothing of it.

use crate::https_get::{HELLO, answer};
use crate::process::{run, stdout_of};
use crate::programs::{Server, example, example_on_nng, pattern, pem, scratch};
use crate::raw::Raw;
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::symlink;
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

/// A program that was linked with nng, on this library.
fn moved(name: &str) -> Command {
    let names = scratch(&format!("moved-{name}"));
    let library = std::env::current_exe().unwrap().with_file_name("libhttpcore.so");
    symlink(library, names.join("libnng.so.1")).unwrap();
    let mut command = example_on_nng(name);
    command.env("LD_LIBRARY_PATH", names);
    command
}

#[test]
fn run_here_as_they_were_compiled_for_nng() {
    let server = Server::start(moved("rest_server").arg("0"));
    let refused = Raw::connect(server.port).exchange("PATCH /echo HTTP/1.1\r\nHost: x\r\n\r\n");
    // This is what nng does not say.
    assert!(refused.status == 405 && refused.field("Allow").is_some(), "{refused:?}");
    let output = stdout_of(moved("http_get").arg(format!("http://localhost:{}/echo", server.port)));
    assert!(output.starts_with(b"{\"method\":\"GET\""), "{output:?}");
    server.stop();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = answer(listener, HELLO[0]);
    assert_eq!(stdout_of(moved("http_get").arg(url)), b"hello");
    // And this is what nng does not send.
    assert_eq!(server.join().unwrap()[0], "GET / HTTP/1.1");
    transfer("moved", moved, example_on_nng);
}
