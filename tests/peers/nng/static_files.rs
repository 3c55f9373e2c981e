//! `examples/static_files` and clients of all manners.

use crate::process::{Process, run, stdout_of};
use crate::programs::{Server, example, scratch};
use crate::raw::{Raw, Response};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

/// A directory with files, and one beside it.
fn files(test: &str) -> PathBuf {
    let directory = scratch(test);
    let root = directory.join("root");
    fs::create_dir_all(root.join("sub/deep")).unwrap();
    fs::create_dir(root.join("empty")).unwrap();
    fs::write(directory.join("secret"), "secret").unwrap();
    for (name, content) in [
        ("index.html", "<p>home"),
        ("style.css", "p {}"),
        ("two words.txt", "words"),
        ("nothing", ""),
        ("sub/index.htm", "<p>sub"),
        ("sub/data.json", "{}"),
        ("sub/deep/a", "deep"),
    ] {
        fs::write(root.join(name), content).unwrap();
    }
    root
}

fn serve(root: &Path, options: &[String]) -> Server {
    Server::start(example("static_files").args(["--listen", "127.0.0.1:0"]).args(options).arg(root))
}

fn get(client: &mut Raw, target: &str) -> Response {
    client.exchange(&format!("GET {target} HTTP/1.1\r\nHost: x\r\n\r\n"))
}

#[test]
fn serves_a_directory() {
    let root = files("static-directory");
    let server = serve(&root, &[]);
    let mut client = Raw::connect(server.port);
    for (target, kind, content) in [
        ("/", "text/html", "<p>home"),
        ("/index.html", "text/html", "<p>home"),
        ("/style.css?version=2", "text/css", "p {}"),
        ("/two%20words.txt", "text/plain", "words"),
        ("/nothing", "application/octet-stream", ""),
        ("/sub", "text/html", "<p>sub"),
        ("/sub/", "text/html", "<p>sub"),
        ("/sub/data.json", "application/json", "{}"),
        ("/sub/../sub/./deep/a", "application/octet-stream", "deep"),
        ("http://other/sub/deep/a", "application/octet-stream", "deep"),
    ] {
        let response = get(&mut client, target);
        assert_eq!((response.status, response.field("Content-Type")), (200, Some(kind)), "{target}");
        assert_eq!(response.content, content.as_bytes(), "{target}");
        let head = client.exchange(&format!("HEAD {target} HTTP/1.1\r\nHost: x\r\n\r\n"));
        let length = content.len().to_string();
        assert_eq!((head.status, head.field("Content-Length")), (200, Some(length.as_str())));
    }
    // Files are read anew.
    fs::write(root.join("style.css"), "p { color: red }").unwrap();
    assert_eq!(get(&mut client, "/style.css").content, b"p { color: red }");
    fs::remove_file(root.join("style.css")).unwrap();
    for target in ["/style.css", "/missing", "/empty", "/index.html/x", "/sub/deep"] {
        assert_eq!(get(&mut client, target).status, 404, "{target}");
    }
    let refused = client.exchange("DELETE /index.html HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_eq!((refused.status, refused.field("Allow")), (405, Some("GET, HEAD")));
    server.stop();
}

#[test]
fn serves_nothing_above_the_directory() {
    let root = files("static-above");
    let server = serve(&root, &[]);
    for target in [
        "/../secret",
        "/sub/../../secret",
        "/%2e%2e/secret",
        "/..%2fsecret",
        "/sub/..%2f..%2fsecret",
        "/%2e%2e%2fsecret",
        "//../secret",
        "/./../secret",
    ] {
        let response = get(&mut Raw::connect(server.port), target);
        assert!(response.status >= 400 && response.content != b"secret", "{target}: {response:?}");
    }
    server.stop();
}

#[test]
fn serves_single_files_and_redirects() {
    let root = files("static-options");
    symlink("style.css", root.join("link.css")).unwrap();
    let options = [
        format!("--file=/one={}", root.join("link.css").display()),
        format!("--file=/later={}", root.join("later.txt").display()),
        "--redirect=/old=https://localhost/new".to_owned(),
        "--redirect=/here=/deep/a".to_owned(),
    ];
    let server = serve(&root.join("sub"), &options);
    let mut client = Raw::connect(server.port);
    let one = get(&mut client, "/one");
    assert_eq!((one.status, one.field("Content-Type")), (200, Some("text/css")));
    assert_eq!(one.content, b"p {}");
    assert_eq!(get(&mut client, "/").content, b"<p>sub");
    assert_eq!(get(&mut client, "/later").status, 404);
    fs::write(root.join("later.txt"), "later").unwrap();
    assert_eq!(get(&mut client, "/later").content, b"later");
    for (target, location) in [
        ("/old", "https://localhost/new"),
        ("/old/a/b?c=d", "https://localhost/new/a/b?c=d"),
        ("/here", "/deep/a"),
    ] {
        let mut client = Raw::connect(server.port);
        let response = get(&mut client, target);
        assert_eq!((response.status, response.field("Location")), (308, Some(location)));
        assert!(client.is_at_end());
    }
    server.stop();
}

#[test]
fn prints_where_it_is() {
    let root = files("static-address");
    for (listen, wanted) in
        [("127.0.0.1:0", "http://127.0.0.1:"), ("[::1]:0", "http://[::1]:"), ("localhost:0", "http://")]
    {
        let mut process = Process::start(example("static_files").args(["--listen", listen]).arg(&root));
        let line = process.line();
        let port = line.rsplit_once(':').unwrap().1.strip_suffix('/').unwrap();
        assert!(line.starts_with(wanted) && port.parse::<u16>().unwrap() > 0, "{line}");
        assert_eq!(stdout_of(example("http_get").arg(&line)), b"<p>home", "{line}");
        assert!(process.end_with(libc::SIGINT).success());
    }
}

#[test]
fn says_what_is_wrong_with_its_options() {
    let root = files("static-wrong");
    let server = serve(&root, &[]);
    let address = format!("127.0.0.1:{}", server.port);
    let root = root.to_str().unwrap();
    for (arguments, complaint) in [
        (vec![], "usage: "),
        (vec!["--unknown", root], "usage: "),
        (vec!["--listen"], "usage: "),
        (vec!["/no-such-directory"], "/no-such-directory: there is no such directory"),
        (vec!["--file", "name", root], "name: this is not of the form /PATH=..."),
        (vec!["--file", "/a=b", "--file", "/a=c", root], "the same path: Address in use"),
        (vec!["--tls", "/no-such-file", root], "/no-such-file: Entry not found"),
        (vec!["--tls", "/dev/null", root], "/dev/null: Cryptographic error"),
        (vec!["--listen", &address, root], &format!("{address}: Address in use")),
    ] {
        let output = run(example("static_files").args(&arguments));
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && stderr.contains(complaint), "{arguments:?}: {stderr}");
    }
    server.stop();
}
