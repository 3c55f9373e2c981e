//! Responses that never change: the head is written once, and a request costs a copy.

use std::sync::Arc;

use crate::http::Version;
use crate::http::serialise;
use crate::nng::conn::Output;

/// A body with its media type.
pub(crate) struct Content {
    /// The head without the empty line at its end.
    head: Vec<u8>,
    body: Arc<[u8]>,
}

impl Content {
    /// Content of this type. A type that cannot be sent is replaced by that of any bytes.
    pub(crate) fn new(body: &[u8], content_type: &[u8]) -> Content {
        let mut head = Vec::new();
        let length = body.len().to_string();
        let written = serialise::status_line(&mut head, Version::HTTP_11, 200, b"OK")
            .and_then(|()| {
                let start = head.len();
                serialise::field_line(&mut head, b"Content-Type", content_type).or_else(|_| {
                    head.truncate(start);
                    serialise::field_line(&mut head, b"Content-Type", b"application/octet-stream")
                })
            })
            .and_then(|()| serialise::field_line(&mut head, b"Content-Length", length.as_bytes()));
        debug_assert!(written.is_ok());
        Content { head, body: body.into() }
    }

    /// Adds the response to the output.
    pub(super) fn respond(&self, output: &mut Output, close: bool, head_only: bool) {
        self.write_head(output.buffer(), close);
        if !head_only {
            output.append(&self.body);
        }
    }

    fn write_head(&self, out: &mut Vec<u8>, close: bool) {
        out.extend_from_slice(&self.head);
        if close {
            out.extend_from_slice(b"Connection: close\r\n");
        }
        out.extend_from_slice(b"\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_differ_in_what_becomes_of_the_connection() {
        let content = Content::new(b"hello", b"text/plain\r\nX: y");
        let written = |close| {
            let mut out = Vec::new();
            content.write_head(&mut out, close);
            String::from_utf8(out).unwrap()
        };
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: 5\r\n";
        assert_eq!(written(false), format!("{head}\r\n"));
        assert_eq!(written(true), format!("{head}Connection: close\r\n\r\n"));
    }
}
