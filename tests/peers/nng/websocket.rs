//! WebSocket streams of nng's interface, and programs made of the Python module websockets.

use crate::process::stdout_of;
use crate::programs::{Server, ours, pem};
use crate::websocket::script;
use std::process::Command;

fn asks_our_listener(program: &mut Command, scheme: &str, authorities: &[String]) {
    let mut server = Server::start(program);
    let url = format!("{scheme}://127.0.0.1:{}", server.port);
    stdout_of(script("stream_client.py").arg(url).args(authorities));
    let bytes = 1 + 125 + 126 + 65535 + 65536 + 300_000 + 9;
    assert_eq!(server.process.line(), format!("/echo?a=b hello echo {bytes} Object closed"));
    for _ in ["text", "too much"] {
        assert_eq!(server.process.line(), "/echo hello echo 0 Object closed");
    }
}

#[test]
fn asks_our_listener_in_the_clear() {
    asks_our_listener(&mut ours("nng_ws_echo"), "ws", &[]);
}

#[test]
fn asks_our_listener_over_tls() {
    asks_our_listener(ours("nng_ws_echo").arg(pem("server.pem")), "wss", &[pem("ca.crt")]);
}

fn serves_our_dialer(mut server: Server, scheme: &str, authorities: &[String]) {
    let dial = |path| {
        let url = format!("{scheme}://localhost:{}{path}", server.port);
        stdout_of(ours("nng_ws_client").arg(url).args(authorities))
    };
    assert_eq!(dial("/echo?a=b"), b"Object closed\n");
    assert_eq!(dial("/closes"), b"Object closed\n");
    assert_eq!(server.process.line(), "1000");
}

#[test]
fn serves_our_dialer_in_the_clear() {
    serves_our_dialer(Server::start(&mut script("ws_server.py")), "ws", &[]);
}

#[test]
fn serves_our_dialer_over_tls() {
    let server = Server::start(script("ws_server.py").args([pem("server.crt"), pem("server.key")]));
    serves_our_dialer(server, "wss", &[pem("ca.crt")]);
}
