//! nginx as the server of our client, and as the proxy before our server.

use crate::client::exchange;
use crate::process::{Process, tool};
use crate::programs::{Server, ours, pattern, pem, scratch};
use crate::raw::Raw;
use std::fs;
use std::net::TcpListener;
use std::os::fd::AsRawFd;
use std::os::unix::process::CommandExt;
use std::path::Path;

/// Runs nginx in a directory, with the text of a server's configuration. `LISTEN` in it is an address whose port is free.
pub(crate) fn start(directory: &Path, server: &str) -> (Process, u16) {
    start_http(directory, &format!("server {{ {server} }}"))
}

/// Runs nginx in a directory, with the text of all servers' configuration.
///
/// nginx takes over sockets that its environment names, which is how it replaces itself without a pause. So the socket is
/// made here: its port is nobody else's, and connections are accepted from now on.
pub(crate) fn start_http(directory: &Path, servers: &str) -> (Process, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let descriptor = listener.as_raw_fd();
    let config = format!(
        "daemon off; user root; worker_processes 1; pid nginx.pid; error_log error.log;\n\
         events {{ worker_connections 64; }}\n\
         http {{\n\
           access_log off; keepalive_requests 1000; client_max_body_size 16m;\n\
           client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5;\n\
           {}\n\
         }}\n",
        servers.replace("LISTEN", &address.to_string())
    );
    fs::write(directory.join("nginx.conf"), config).unwrap();
    let mut command = tool("nginx", "nginx");
    command.arg("-p").arg(directory).args(["-e", "error.log", "-c", "nginx.conf"]);
    command
        .env("NGINX", format!("{descriptor};"))
        .stderr(fs::File::create(directory.join("stderr")).unwrap());
    // SAFETY: fcntl(2) is a system call and nothing else; the descriptor is open until after the start.
    unsafe {
        command.pre_exec(move || match libc::fcntl(descriptor, libc::F_SETFD, 0) {
            0 => Ok(()),
            _ => Err(std::io::Error::last_os_error()),
        });
    }
    (Process::start(&mut command), address.port())
}

/// Files, and one that nginx assembles, whose size it does not know beforehand.
pub(crate) fn files(test: &str) -> std::path::PathBuf {
    let directory = scratch(test);
    let root = directory.join("root");
    fs::create_dir(&root).unwrap();
    fs::write(root.join("small"), "hello").unwrap();
    fs::write(root.join("large"), pattern(3_000_000)).unwrap();
    fs::write(root.join("assembled.html"), "<!--#include virtual=\"/large\" -->").unwrap();
    directory
}

fn serves(how: &str, port: u16) {
    let responses = exchange(
        port,
        how,
        &[
            "GET:/small",
            "HEAD:/large",
            "GET:/missing",
            "GET:/assembled.html",
            "GET:/large",
            "PUT:/upload:200000",
            "GET:/upload",
            "DELETE:/upload",
            "GET:/small",
        ],
    );
    let summaries: Vec<_> = responses.iter().map(|(summary, _)| summary.as_str()).collect();
    assert_eq!(
        summaries,
        [
            "200 length",
            "200 none",
            "404 chunked",
            "200 chunked",
            "200 length",
            "100 201 length",
            "200 length",
            "204 none",
            "200 length",
        ]
    );
    let content = |index: usize| responses[index].1.as_slice();
    assert_eq!((content(0), content(8)), (b"hello".as_slice(), b"hello".as_slice()));
    assert!(content(2).starts_with(b"<html>"));
    assert!(content(3) == pattern(3_000_000) && content(4) == pattern(3_000_000));
    assert!(content(6) == pattern(200_000));
}

#[test]
fn serves_our_client() {
    let directory = files("nginx");
    let (_nginx, port) = start(&directory, "listen LISTEN; root root; ssi on; dav_methods PUT DELETE;");
    serves("plain", port);
}

#[test]
fn serves_our_client_over_tls() {
    let directory = files("nginx-tls");
    let config = format!(
        "listen LISTEN ssl; ssl_certificate {}; ssl_certificate_key {}; root root; ssi on; dav_methods PUT DELETE;",
        pem("server.crt"),
        pem("server.key")
    );
    for protocol in ["TLSv1.2", "TLSv1.3"] {
        let (_nginx, port) = start(&directory, &format!("{config} ssl_protocols {protocol};"));
        serves("tls", port);
    }
}

#[test]
fn passes_requests_on_to_our_server() {
    let server = Server::start(&mut ours("server"));
    // As an HTTP/1.0 client with a connection for each request, and as an HTTP/1.1 client.
    for version in ["1.0", "1.1"] {
        let config = format!(
            "listen LISTEN; location / {{\n\
               proxy_pass http://127.0.0.1:{}; proxy_http_version {version}; proxy_request_buffering off;\n\
             }}",
            server.port
        );
        let (_nginx, port) = start(&scratch(&format!("nginx-proxy-{version}")), &config);
        for path in ["length", "close"] {
            let responses = exchange(port, "plain", &[&format!("GET:/{path}/100000"), "GET:/length/3"]);
            assert!(responses[0].1 == pattern(100_000) && responses[1].1 == b"abc", "{path} {version}");
        }
        let mut client = Raw::connect(port);
        let answer = client.exchange("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
        assert_eq!((answer.status, answer.content.as_slice()), (200, b"hello".as_slice()));
    }
    server.stop();
}
