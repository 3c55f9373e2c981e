//! A client that sends and receives bytes as they are.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

pub(crate) struct Raw(BufReader<TcpStream>);

/// A response whose head was read.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    head: Vec<String>,
    pub(crate) content: Vec<u8>,
}

impl Response {
    /// The value of a field, which comes at most once.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        let mut values = self.head.iter().filter_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        });
        let value = values.next();
        assert_eq!(values.next(), None, "{name} comes twice");
        value
    }
}

impl Raw {
    pub(crate) fn connect(port: u16) -> Raw {
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        Raw(BufReader::new(stream))
    }

    pub(crate) fn send(&mut self, bytes: &[u8]) {
        self.0.get_mut().write_all(bytes).unwrap();
    }

    /// Receives a response that has a Content-Length, or no content.
    pub(crate) fn receive(&mut self, has_content: bool) -> Response {
        let mut head: Vec<String> = Vec::new();
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line).unwrap();
            let line = line.strip_suffix("\r\n").unwrap_or_else(|| panic!("{line:?} after {head:?}"));
            if line.is_empty() {
                break;
            }
            head.push(line.to_owned());
        }
        let line = head.remove(0);
        let status = line.strip_prefix("HTTP/1.1 ").and_then(|rest| rest[..3].parse().ok());
        let mut response =
            Response { status: status.unwrap_or_else(|| panic!("{line:?}")), head, content: Vec::new() };
        if has_content {
            let length: usize = response.field("Content-Length").unwrap().parse().unwrap();
            response.content = vec![0; length];
            self.0.read_exact(&mut response.content).unwrap();
        }
        response
    }

    /// Sends a request, and receives the response.
    pub(crate) fn exchange(&mut self, request: &str) -> Response {
        self.send(request.as_bytes());
        self.receive(!request.starts_with("HEAD "))
    }

    /// The peer has ended the connection, and sent nothing before.
    pub(crate) fn is_at_end(&mut self) -> bool {
        matches!(self.0.read(&mut [0]), Ok(0))
    }
}
