//! Responses that the library makes from bytes and their media type. Those that never change have their head written
//! once, and a request costs a copy.

use std::sync::Arc;

use super::media_type;
use crate::http::Version;
use crate::http::serialise;
use crate::nng::conn::Output;
use crate::nng::message::{SendAs, date};

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
        write_fields(&mut head, content_type, body.len() as u64);
        Content { head, body: body.into() }
    }

    /// Adds the response to the output.
    pub(super) fn respond(&self, output: &mut Output, send_as: SendAs) {
        let buffer = output.buffer();
        buffer.extend_from_slice(&self.head);
        end_head(buffer, send_as);
        if !send_as.head_only {
            output.append(&self.body);
        }
    }
}

/// Appends the head of a response with content of this type and length.
pub(super) fn write_head(out: &mut Vec<u8>, content_type: &[u8], length: u64, send_as: SendAs) {
    write_fields(out, content_type, length);
    end_head(out, send_as);
}

fn write_fields(out: &mut Vec<u8>, content_type: &[u8], length: u64) {
    let written = serialise::status_line(out, Version::HTTP_11, 200, b"OK")
        .and_then(|()| {
            let start = out.len();
            serialise::field_line(out, b"Content-Type", content_type).or_else(|_| {
                out.truncate(start);
                serialise::field_line(out, b"Content-Type", media_type::UNKNOWN)
            })
        })
        .and_then(|()| serialise::field_line(out, b"Content-Length", length.to_string().as_bytes()));
    debug_assert!(written.is_ok());
}

fn end_head(out: &mut Vec<u8>, send_as: SendAs) {
    if send_as.date {
        date::push_line(out);
    }
    if send_as.close {
        out.extend_from_slice(b"Connection: close\r\n");
    }
    out.extend_from_slice(b"\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_differ_in_what_becomes_of_the_connection() {
        let written = |close| {
            let mut out = Vec::new();
            write_head(&mut out, b"text/plain\r\nX: y", 5, SendAs { close, ..SendAs::default() });
            String::from_utf8(out).unwrap()
        };
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: 5\r\n";
        assert_eq!(written(false), format!("{head}\r\n"));
        assert_eq!(written(true), format!("{head}Connection: close\r\n\r\n"));
    }
}
