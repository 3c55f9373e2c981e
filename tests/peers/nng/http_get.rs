//! `examples/http_get` and servers of all manners.

use crate::https_get::{HELLO, answer};
use crate::process::{Process, run, tool};
use crate::programs::{Server, example, pem, scratch};
use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Output, Stdio};
use std::thread;

/// Gets a page from a server that answers one request with these bytes and then closes.
fn fetch(response: &'static [u8]) -> (Output, Vec<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = answer(listener, response);
    let output = run(example("http_get").arg(format!("http://localhost:{}?a=b#c", address.port())));
    // If nobody came, the server need not wait any longer.
    drop(TcpStream::connect(address));
    (output, server.join().unwrap())
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// It fails, and ends with this complaint.
fn fails(output: &Output, complaint: &str) {
    let stderr = stderr(output);
    assert!(!output.status.success() && output.stdout.is_empty(), "{output:?}");
    assert!(stderr.trim_end().ends_with(complaint), "{stderr}\ninstead of {complaint}");
}

#[test]
fn reads_content_however_it_ends() {
    for response in HELLO {
        let (output, request) = fetch(response);
        assert!(output.status.success() && output.stdout == b"hello", "{output:?}");
        assert!(stderr(&output).contains("c\n200") && stderr(&output).ends_with("\n5 bytes\n"), "{output:?}");
        assert_eq!(request[0], "GET /?a=b HTTP/1.1");
        assert!(request[1].starts_with("Host: localhost:"), "{request:?}");
        // It does not want content that it would have to decode.
        assert!(!request.iter().any(|line| line.starts_with("Accept-Encoding")), "{request:?}");
    }
    let (output, _) = fetch(b"HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n");
    assert!(output.status.success() && output.stdout.is_empty(), "{output:?}");
}

#[test]
fn tells_what_went_wrong() {
    for (response, complaint) in [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello".as_slice(), "Connection shutdown"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", "Connection shutdown"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "Connection shutdown"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: x\r\n", "Connection shutdown"),
        (b"", "Connection shutdown"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", "Protocol error"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello", "Protocol error"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello!\r\n0\r\n\r\n", "Protocol error"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n", "Protocol error"),
        (b"SSH-2.0-OpenSSH\r\n", "Protocol error"),
    ] {
        fails(&fetch(response).0, complaint);
    }
    let (output, _) = fetch(b"HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\n\r\nsorry");
    assert!(output.status.code() == Some(1) && output.stdout == b"sorry", "{output:?}");
    assert!(stderr(&output).ends_with("404 Not Found\n5 bytes\n"), "{output:?}");

    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for (url, complaint) in [
        ("ftp://localhost/", "ftp://localhost/: this is not an http or https URL"),
        ("localhost", "localhost: Invalid argument"),
        ("http:///", "http:///: Address invalid"),
        ("http://localhost:99999/", "Address invalid"),
        ("http://host..invalid/", "http://host..invalid/: Address invalid"),
        (&format!("http://{nobody}/"), "Connection refused"),
    ] {
        fails(&run(example("http_get").arg(url)), complaint);
    }
    for arguments in [&[][..], &["-x", "http://x/"], &["-t", "0", "http://x/"], &["http://x/", "http://y/"]] {
        let output = run(example("http_get").args(arguments));
        assert!(output.status.code() == Some(2) && stderr(&output).contains("usage: "), "{output:?}");
    }
}

#[test]
fn follows_redirections() {
    for (status, location, target) in [
        (301, "http://127.0.0.1:PORT/absolute?a=b#c", "/absolute?a=b"),
        (302, "//localhost:PORT/network", "/network"),
        (303, "/path?query", "/path?query"),
        (307, "sibling", "/directory/sibling"),
        (308, "?query", "/directory/page?query"),
        (301, "../up/./here", "/up/here"),
        (302, "sub/a:b", "/directory/sub/a:b"),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let location = location.replace("PORT", &address.port().to_string());
        let moved =
            format!("HTTP/1.1 {status} Moved\r\nLocation: {location}\r\nContent-Length: 6\r\n\r\nelse..");
        let first = answer(listener.try_clone().unwrap(), moved);
        let url = format!("http://localhost:{}/directory/page?old", address.port());
        let client = thread::spawn(move || run(example("http_get").arg(url)));
        assert_eq!(first.join().unwrap()[0], "GET /directory/page?old HTTP/1.1");
        let second = answer(listener, HELLO[0]);
        let output = client.join().unwrap();
        assert!(output.status.success() && output.stdout == b"hello", "{output:?}");
        // If nobody came, the server need not wait any longer.
        drop(TcpStream::connect(address));
        assert_eq!(second.join().unwrap()[0], format!("GET {target} HTTP/1.1"));
    }
    // Without a Location, or where this is something else, the content counts.
    let (output, _) = fetch(b"HTTP/1.1 302 Found\r\nContent-Length: 5\r\n\r\nhello");
    assert!(!output.status.success() && output.stdout == b"hello", "{output:?}");
    let (output, _) = fetch(b"HTTP/1.1 201 Created\r\nLocation: /new\r\nContent-Length: 5\r\n\r\nhello");
    assert!(output.status.success() && output.stdout == b"hello", "{output:?}");
}

#[test]
fn does_not_follow_redirections_everywhere() {
    let directory = scratch("http-get-redirections");
    fs::write(directory.join("page"), "hello").unwrap();
    let mut command = example("static_files");
    command.args(["--listen=127.0.0.1:0", "--tls", &pem("server.pem"), "--redirect=/circle=/circle"]);
    command.args(["--redirect=/safe=/page", "--redirect=/unsafe=http://localhost/page"]).arg(&directory);
    let server = Server::start(&mut command);
    let get = |path: &str| {
        let url = format!("https://localhost:{}/{path}", server.port);
        (run(example("http_get").args(["-c", &pem("ca.crt"), &url])), url)
    };
    let (output, _) = get("safe");
    assert!(output.status.success() && output.stdout == b"hello", "{output:?}");
    fails(&get("unsafe").0, "http://localhost/page: this is not safe, unlike what led there");
    let (output, url) = get("circle");
    fails(&output, &format!("{url}: there is always another redirection"));
    assert_eq!(stderr(&output).matches("308 Permanent Redirect").count(), 11);
    server.stop();
}

#[test]
fn trusts_whom_it_is_told_to() {
    let directory = scratch("http-get-trust");
    fs::write(directory.join("page"), "hello").unwrap();
    let options = ["--listen=127.0.0.1:0", "--tls", &pem("server.pem")];
    let server = Server::start(example("static_files").args(options).arg(&directory));
    let url = |host: &str| format!("https://{host}:{}/page", server.port);
    let get = |authorities: &str, url: &str| run(example("http_get").args(["-c", authorities, url]));
    for host in ["localhost", "127.0.0.1"] {
        assert_eq!(get(&pem("ca.crt"), &url(host)).stdout, b"hello");
    }
    let refused = "Peer could not be authenticated";
    fails(&get(&pem("other-ca.crt"), &url("localhost")), refused);
    // The system's authorities do not know the test's.
    fails(&run(example("http_get").arg(url("localhost"))), refused);
    fails(&get("/no-such-file", &url("localhost")), "/no-such-file: Entry not found");
    fails(&get("/dev/null", &url("localhost")), "/dev/null: Cryptographic error");
    fails(&run(example("http_get").arg(url("localhost").replace("https", "http"))), "Connection shutdown");
    server.stop();

    // The one whom it trusts vouches for another name.
    let pair = ["second.crt", "second.key"].map(|name| fs::read(pem(name)).unwrap()).concat();
    fs::write(directory.join("second.pem"), pair).unwrap();
    let mut command = example("static_files");
    command.arg("--listen=127.0.0.1:0").arg("--tls").arg(directory.join("second.pem")).arg(&directory);
    let server = Server::start(&mut command);
    fails(&get(&pem("ca.crt"), &format!("https://localhost:{}/page", server.port)), refused);
    server.stop();
}

#[test]
fn shows_that_it_waits() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    // What it says and what it gets, together.
    let mut command = tool("sh", "dash");
    command.args(["-c", "exec \"$0\" \"$@\" 2>&1"]).arg(example("http_get").get_program()).arg(&url);
    let mut client = Process::start(&mut command);
    let (mut stream, _) = listener.accept().unwrap();
    assert_eq!([client.line(), client.line(), client.line()], [url, "1 s".to_owned(), "2 s".to_owned()]);
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello\n").unwrap();
    let mut status = client.line();
    while status.ends_with(" s") {
        status = client.line();
    }
    assert_eq!([&*status, &client.line(), &client.line()], ["200 OK", "hello", "6 bytes"]);
    assert!(client.wait().success());
}

#[test]
fn does_not_wait_for_ever() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let client = thread::spawn(move || run(example("http_get").args(["-t", "1", &url])));
    let (mut stream, _) = listener.accept().unwrap();
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhel").unwrap();
    fails(&client.join().unwrap(), "Timed out");
    let mut request = Vec::new();
    stream.read_to_end(&mut request).unwrap();
    assert!(request.ends_with(b"\r\nConnection: close\r\n\r\n"));
}

#[test]
fn notices_when_nobody_takes_the_content() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let server = answer(listener, HELLO[0]);
    let full = File::options().write(true).open("/dev/full").unwrap();
    let mut command = example("http_get");
    let output = command.arg(url).stdout(full).stderr(Stdio::piped()).output().unwrap();
    server.join().unwrap();
    fails(&output, "standard output: No space left on device");
}
