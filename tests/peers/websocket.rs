//! WebSockets between our programs and those made of the Python module websockets.

use crate::process::{Process, run, stdout_of, tool};
use crate::programs::{Server, ours, pem, python};
use std::process::Command;

/// A script that needs the module.
pub(crate) fn script(name: &str) -> Command {
    let found = run(tool("python3", "python3").args(["-c", "import websockets"])).status.success();
    assert!(found, "the module websockets is missing: install the Debian package python3-websockets");
    python(name)
}

fn serves(how: &str, mut server: Server) {
    let client = |resource| {
        let output = stdout_of(ours("ws_client").args([&server.port.to_string(), how, resource]));
        String::from_utf8(output).unwrap()
    };
    assert_eq!(client("/echo?a=b"), "4000 enough\n");
    assert_eq!(client("/closes"), "1001 going away\n");
    assert_eq!(server.process.line(), "4000 enough");
}

#[test]
fn serves_our_client() {
    serves("plain", Server::start(&mut script("ws_server.py")));
}

#[test]
fn serves_our_client_over_tls() {
    serves("tls", Server::start(script("ws_server.py").args([pem("server.crt"), pem("server.key")])));
}

#[test]
fn asks_our_server() {
    let mut server = Server::start(&mut ours("ws_echo"));
    stdout_of(script("ws_client.py").args(["echo", &server.port.to_string()]));
    assert_eq!(server.process.line(), format!("/echo?a=b 127.0.0.1:{} 4001 farewell", server.port));
}

#[test]
fn sees_the_clock_and_its_end() {
    let server = Server::web();
    let mut client = Process::start(script("ws_client.py").args(["clock", &server.port.to_string()]));
    assert_eq!(client.line(), "ready");
    server.stop();
    assert_eq!(client.line(), "1001 server stops");
    assert!(client.wait().success());
}
