//! A browser and our servers.

use crate::process::{Process, stdout_of, tool};
use crate::programs::{Server, ours, scratch};
use crate::websocket::script;

/// Loads a page in a browser. Returns what the promise, an expression of JavaScript, comes to in that page, and how many
/// responses have come on connections that had been there before.
pub(crate) fn browse(test: &str, url: &str, promise: &str) -> (String, usize) {
    let browser = tool("chromium", "chromium");
    // What it has to say about its start goes to standard error.
    let mut command = tool("sh", "dash");
    command.args(["-c", "exec \"$0\" \"$@\" 2>&1"]).arg(browser.get_program());
    command.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]);
    command.args(["--disable-background-networking", "--disable-component-update", "--disable-sync"]);
    command.args(["--disable-breakpad", "--remote-debugging-port=0", "about:blank"]);
    // It has no option that tells it whom to trust.
    command.arg("--ignore-certificate-errors");
    command.arg(format!("--user-data-dir={}", scratch(test).display()));
    let mut browser = Process::start(&mut command);
    let port = loop {
        let line = browser.line();
        if let Some(address) = line.strip_prefix("DevTools listening on ws://127.0.0.1:") {
            break address.split('/').next().unwrap().to_owned();
        }
    };
    let output = String::from_utf8(stdout_of(script("browser.py").args([&port, url, promise]))).unwrap();
    let mut lines = output.lines();
    (lines.next().unwrap().to_owned(), lines.next().unwrap().parse().unwrap())
}

#[test]
fn shows_the_clock() {
    let server = Server::web();
    let (shown, _) = browse(
        "browser-clock",
        &format!("http://127.0.0.1:{}/", server.port),
        "new Promise((resolve) => {
            const clock = document.getElementById('clock');
            const ticks = new Set();
            const look = () => {
                if (/^\\d\\d:\\d\\d:\\d\\d$/.test(clock.textContent)) ticks.add(clock.textContent);
                if (ticks.size == 2) resolve('two ticks on ' + document.title);
            };
            new MutationObserver(look).observe(clock, { childList: true });
            look();
        })",
    );
    assert_eq!(shown, "\"two ticks on Clock\"");
    server.stop();
}

#[test]
fn exchanges_messages() {
    let mut server = Server::start(&mut ours("ws_echo"));
    let web = Server::web();
    let script = "new Promise((resolve) => {
            const bytes = new Uint8Array(70000).fill(255).buffer;
            const messages = ['text', 'Gr\\u00fc\\u00dfe', '', 'x'.repeat(70000), bytes];
            const same = (a, b) => typeof a == 'string' ? a === b
                : a.byteLength == b.byteLength && new Uint8Array(b).every((byte) => byte == 255);
            document.cookie = 'session=' + 'x'.repeat(1000);
            const socket = new WebSocket('ws://127.0.0.1:PORT/echo?a=b');
            const log = [];
            socket.binaryType = 'arraybuffer';
            socket.onopen = () => socket.send(messages[0]);
            socket.onmessage = (event) => {
                log.push(same(messages[log.length], event.data));
                log.length < messages.length ? socket.send(messages[log.length]) : socket.close(4002, 'seen');
            };
            socket.onclose = (event) => resolve(log.join() + ' ' + event.code + ' ' + event.wasClean);
        })";
    let script = script.replace("PORT", &server.port.to_string());
    let (seen, _) = browse("browser-echo", &format!("http://127.0.0.1:{}/", web.port), &script);
    assert_eq!(seen, "\"true,true,true,true,true 4002 true\"");
    assert_eq!(server.process.line(), format!("/echo?a=b 127.0.0.1:{} 4002 seen", server.port));
}
