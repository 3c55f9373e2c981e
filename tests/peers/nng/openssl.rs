//! OpenSSL's test client and test server, for what TLS can be told to do.

use super::{client, exchange, server};
use crate::process::{Process, run, run_with_input, tool};
use crate::programs::{Server, example, ours, pattern, pem, scratch};
use crate::raw::Raw;
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Output};
use std::thread;

fn openssl(arguments: &[&str]) -> Command {
    let mut command = tool("openssl", "openssl");
    // What the system allows is not the question.
    command.env("OPENSSL_CONF", "/dev/null").args(arguments);
    command
}

/// Asks a server for a page, as a client that knows its authority.
fn ask(port: u16, options: &[&str]) -> Output {
    let address = format!("127.0.0.1:{port}");
    let mut command = openssl(&["s_client", "-connect", &address, "-CAfile", &pem("ca.crt")]);
    command.args(["-verify_return_error", "-verify_hostname", "localhost", "-quiet"]).args(options);
    run_with_input(&mut command, b"GET /length/5 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
}

/// The server has answered, and ended TLS by its rules.
fn is_served(output: &Output) {
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.starts_with("HTTP/1.1 200 OK\r\n") && text.ends_with("\r\n\r\nabcde"), "{output:?}");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !stderr.contains("unexpected eof"), "{stderr}");
}

/// The server has refused with this alert (RFC 8446 section 6).
fn is_refused(output: &Output, alert: u8) {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.stdout.is_empty() && stderr.contains(&format!("SSL alert number {alert}\n")), "{stderr}");
}

#[test]
fn asks_with_either_version() {
    for (wanted, offered) in [("2", "-tls1_2"), ("3", "-tls1_3")] {
        let server = server(&["-k", &pem("server.pem"), "-v", wanted]);
        for version in ["-tls1_2", "-tls1_3"] {
            let output = ask(server.port, &[version]);
            if version == offered { is_served(&output) } else { is_refused(&output, 70) }
        }
        server.stop();
    }
    let server = server(&["-k", &pem("server.pem")]);
    for options in [
        &["-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256"][..],
        &["-tls1_2", "-cipher", "ECDHE-RSA-AES256-GCM-SHA384"],
        &["-tls1_2", "-cipher", "ECDHE-RSA-CHACHA20-POLY1305"],
        &["-ciphersuites", "TLS_AES_128_GCM_SHA256"],
        &["-ciphersuites", "TLS_AES_256_GCM_SHA384"],
        &["-ciphersuites", "TLS_CHACHA20_POLY1305_SHA256"],
        &["-groups", "X25519"],
        &["-groups", "P-256"],
        // After another try: the server has to ask for the second of them.
        &["-groups", "X448:P-384"],
        // What our server has no use for.
        &["-alpn", "h2"],
        &["-status"],
        &["-noservername"],
    ] {
        is_served(&ask(server.port, options));
    }
    server.stop();
}

#[test]
fn is_refused_with_what_is_out_of_date() {
    let server = server(&["-k", &pem("server.pem")]);
    let old = "DEFAULT@SECLEVEL=0";
    for options in [
        &["-tls1_1", "-cipher", old][..],
        &["-tls1", "-cipher", old],
        &["-tls1_2", "-cipher", "ECDHE-RSA-AES128-SHA256"],
        &["-tls1_2", "-cipher", "AES128-GCM-SHA256"],
        &["-groups", "ffdhe2048"],
        &["-sigalgs", "ECDSA+SHA256"],
    ] {
        is_refused(&ask(server.port, options), 40);
    }
    is_served(&ask(server.port, &[]));
    server.stop();
}

#[test]
fn resumes_sessions_of_our_server() {
    let server = server(&["-k", &pem("server.pem")]);
    let session = scratch("nng-openssl-session").join("session");
    for version in ["-tls1_2", "-tls1_3"] {
        let connect = |option: &str| {
            let address = format!("127.0.0.1:{}", server.port);
            let mut command = openssl(&["s_client", "-connect", &address, "-ign_eof", version, option]);
            let request = b"GET /length/5 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
            let output = run_with_input(command.arg(&session), request);
            String::from_utf8_lossy(&output.stdout).into_owned()
        };
        assert!(connect("-sess_out").contains("\nNew, TLSv1"));
        let again = connect("-sess_in");
        assert!(again.contains("\nReused, TLSv1") && again.contains("\r\n\r\nabcde"), "{again}");
    }
    server.stop();
}

#[test]
fn shows_our_server_a_certificate() {
    let own = |name: &str| {
        ["-cert".into(), pem(&format!("{name}.crt")), "-key".into(), pem(&format!("{name}.key"))]
    };
    for version in ["-tls1_2", "-tls1_3"] {
        let options = ["-k", &pem("server.pem"), "-c", &pem("ca.crt"), "-m"];
        let [required, optional] =
            ["required", "optional"].map(|mode| server(&[&options[..], &[mode]].concat()));
        let ask = |server: &Server, own: &[String]| {
            let own: Vec<_> = own.iter().map(String::as_str).collect();
            ask(server.port, &[&[version], &own[..]].concat())
        };
        is_served(&ask(&required, &own("client")));
        is_served(&ask(&optional, &own("client")));
        is_served(&ask(&optional, &[]));
        is_refused(&ask(&required, &[]), 116);
        // From nobody whom the server trusts; for servers only, and expired.
        is_refused(&ask(&required, &own("self-signed-leaf")), 48);
        is_refused(&ask(&required, &own("server")), 43);
        is_refused(&ask(&required, &own("expired")), 45);
        required.stop();
        optional.stop();
    }
}

#[test]
fn does_not_hear_http_without_tls() {
    let server = server(&["-k", &pem("server.pem")]);
    let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    // At most an alert, which is fatal.
    assert!(answer.is_empty() || (answer[0] == 21 && answer[5] == 2 && answer.len() == 7), "{answer:?}");
    is_served(&ask(server.port, &[]));
    server.stop();
}

/// OpenSSL's server, with a certificate and what else it is told. It sends files as they are, or a page of its own.
fn openssl_server(name: &str, options: &[&str], directory: &Path) -> (Process, String) {
    let [certificate, key] = ["crt", "key"].map(|kind| pem(&format!("{name}.{kind}")));
    let mut command = openssl(&["s_server", "-accept", "127.0.0.1:0", "-cert", &certificate, "-key", &key]);
    // It says much, of which nothing matters.
    command.args(options).current_dir(directory).stderr(fs::File::create(directory.join("stderr")).unwrap());
    let mut server = Process::start(&mut command);
    loop {
        if let Some(address) = server.line().strip_prefix("ACCEPT ") {
            let port = address.rsplit_once(':').unwrap().1;
            return (server, format!("https://localhost:{port}"));
        }
    }
}

/// The client fails, with this error.
fn fails(client: &mut Command, error: &str) {
    let output = run(client);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && output.stdout.is_empty(), "{output:?}");
    assert!(stderr.trim_end().ends_with(error), "{stderr}");
}

#[test]
fn serves_our_client_with_either_version() {
    let directory = scratch("nng-openssl-versions");
    for (wanted, offered) in [("2", "-tls1_2"), ("3", "-tls1_3")] {
        let (_server, url) = openssl_server("server", &["-www", offered], &directory);
        for version in ["2", "3"] {
            let mut client = ours("nng_client");
            client.args(["-c", &pem("ca.crt"), "-v", version, "connection", &url, "GET:/"]);
            if version != wanted {
                fails(&mut client, "conn_transact: Cryptographic error");
                continue;
            }
            let page = String::from_utf8(run(&mut client).stdout).unwrap();
            // The page tells about the connection.
            assert!(page.starts_with("200 close ") && page.contains("Cipher is "), "{page}");
        }
    }
    let old = ["-www", "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"];
    let (_server, url) = openssl_server("server", &old, &directory);
    fails(client("transact", &url).arg("GET:/"), "transact: Cryptographic error");
    let (_server, url) = openssl_server("server", &["-www", "-tls1_2", "-cipher", "AES128-SHA"], &directory);
    fails(client("transact", &url).arg("GET:/"), "transact: Cryptographic error");
}

#[test]
fn has_to_be_who_it_says() {
    let directory = scratch("nng-openssl-names");
    for (name, refused) in [
        ("server", false),
        ("ed25519", false),
        ("second", true), // another name
        ("expired", true),
        ("self-signed", true),
        ("client", true), // for clients only
    ] {
        for version in ["-tls1_2", "-tls1_3"] {
            let (_server, url) = openssl_server(name, &["-www", version], &directory);
            let refusal = "Peer could not be authenticated";
            let mut get = example("http_get");
            get.args(["-c", &pem("ca.crt"), &format!("{url}/")]);
            if refused {
                fails(&mut get, &format!("{url}/: {refusal}"));
            } else {
                assert!(run(&mut get).status.success(), "{name}");
            }
        }
    }
    // Under the name that the client is told; and not if the client has another idea of it.
    let (_server, url) = openssl_server("second", &["-www"], &directory);
    let ask = |name: &str| {
        let mut client = ours("nng_client");
        client.args(["-c", &pem("ca.crt"), "-n", name, "transact", &url, "GET:/"]);
        client
    };
    assert!(run(&mut ask("second.test")).status.success());
    fails(&mut ask("localhost"), "transact: Peer could not be authenticated");
}

#[test]
fn wants_a_certificate_of_our_client() {
    let directory = scratch("nng-openssl-client");
    for version in ["-tls1_2", "-tls1_3"] {
        let strict = ["-www", "-Verify", "3", "-verify_return_error", "-CAfile", &pem("ca.crt"), version];
        let (_server, url) = openssl_server("server", &strict, &directory);
        let ask = |own: Option<&str>| {
            let mut client = ours("nng_client");
            if let Some(own) = own {
                let pair = ["crt", "key"].map(|kind| fs::read(pem(&format!("{own}.{kind}"))).unwrap());
                fs::write(directory.join(own), pair.concat()).unwrap();
                client.arg("-o").arg(directory.join(own));
            }
            client.args(["-c", &pem("ca.crt"), "connection", &url, "GET:/"]);
            client
        };
        assert!(run(&mut ask(Some("client"))).stdout.starts_with(b"200 close "));
        fails(&mut ask(None), "conn_transact: Cryptographic error");
        fails(&mut ask(Some("self-signed")), "conn_transact: Cryptographic error");
    }
}

#[test]
fn ends_content_by_its_rules() {
    let directory = scratch("nng-openssl-content");
    let large = [b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), pattern(2_000_000)].concat();
    for (name, response) in [
        ("large", large.as_slice()),
        ("exact", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"),
        ("short", b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello"),
        ("chunks", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"),
    ] {
        fs::write(directory.join(name), response).unwrap();
    }
    for version in ["-tls1_2", "-tls1_3"] {
        let (_server, url) = openssl_server("server", &["-HTTP", version], &directory);
        for how in ["transact", "connection"] {
            // It says that this is all, so it is.
            let responses = exchange(how, &url, &["GET:/large"]);
            assert!(responses[0].0 == "200 close" && responses[0].1 == pattern(2_000_000));
            assert_eq!(exchange(how, &url, &["GET:/exact"])[0].1, b"hello");
            // That does not make less than was announced enough.
            for name in ["short", "chunks"] {
                fails(client(how, &url).arg(format!("GET:/{name}")), "Connection shutdown");
            }
        }
    }
}

#[test]
fn is_not_what_our_client_meets() {
    // A server of HTTP, and one that goes away.
    let server = Server::rest();
    let url = format!("https://localhost:{}", server.port);
    fails(client("transact", &url).arg("GET:/echo"), "transact: Cryptographic error");
    assert_eq!(Raw::connect(server.port).exchange("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n").status, 200);
    server.stop();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let leaves = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        // The head of a record tells how much there is.
        let mut head = [0; 5];
        stream.read_exact(&mut head).unwrap();
        let mut hello = vec![0; usize::from(u16::from_be_bytes([head[3], head[4]]))];
        stream.read_exact(&mut hello).unwrap();
    });
    fails(client("transact", &url).arg("GET:/"), "transact: Connection shutdown");
    leaves.join().unwrap();
}
