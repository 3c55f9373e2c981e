//! Where the peer finds the end of a response that a program has made.
//!
//! Programs set `Content-Length` and `Transfer-Encoding` as they like, and both are sent so. But what follows a response
//! must not be taken for a part of it, nor a part of it for the next response (RFC 9112 section 11.2): a connection
//! goes on only behind a response that ends where its head says.

use crate::http::body::{BodyDecoder, BodyEvent};
use crate::http::framing::{BodyLength, response_framing};
use crate::http::method::MethodKind;
use crate::http::{Limits, Policy, Version};

/// What the head of a response says about its end, compared with the body that it carries.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ending {
    /// It ends with the body.
    Body,
    /// So many bytes have to follow the body.
    Later(u64),
    /// Chunks have to follow the body.
    Chunks,
    /// Nothing is announced, so that it lasts as long as the connection.
    Open,
    /// It does not end where a peer would look for the end.
    Wrong,
}

impl Ending {
    /// The ending of a response with this status and these fields, to HEAD or to another request.
    pub(super) fn of<'a>(
        status: u16,
        head_only: bool,
        fields: impl Iterator<Item = (&'a [u8], &'a [u8])> + Clone,
        body: &[u8],
    ) -> Ending {
        if status < 200 {
            // Another response would have to follow for the same request, or another protocol.
            return Ending::Wrong;
        }
        let method = if head_only { MethodKind::Head } else { MethodKind::Other };
        let is = |name: &[u8], other: &[u8]| name.eq_ignore_ascii_case(other);
        let is_coded = fields.clone().any(|(name, _)| is(name, b"Transfer-Encoding"));
        // Beside a transfer coding, the length is not sent.
        let fields = fields.filter(|(name, _)| !(is_coded && is(name, b"Content-Length")));
        let framing = response_framing(Version::HTTP_11, status, method, fields, &Policy::CLIENT);
        let size = body.len() as u64;
        match framing.map(|framing| framing.length) {
            Ok(BodyLength::None) => Ending::Body,
            Ok(BodyLength::Length(announced)) if announced == size => Ending::Body,
            Ok(BodyLength::Length(announced)) if announced > size => Ending::Later(announced - size),
            Ok(BodyLength::Chunked) => Ending::of_chunks(body),
            Ok(BodyLength::UntilClose) if !is_coded => Ending::Open,
            _ => Ending::Wrong,
        }
    }

    fn of_chunks(mut body: &[u8]) -> Ending {
        let Ok(mut decoder) = BodyDecoder::new(BodyLength::Chunked, &Limits::DEFAULT, &Policy::CLIENT) else {
            return Ending::Wrong;
        };
        loop {
            let Ok(step) = decoder.decode(body) else { return Ending::Wrong };
            body = &body[step.consumed..];
            match step.event {
                BodyEvent::Data(_) => {}
                BodyEvent::NeedMore => return Ending::Chunks,
                BodyEvent::End => return if body.is_empty() { Ending::Body } else { Ending::Wrong },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_announced_is_compared_with_the_body() {
        const CL: &str = "Content-Length";
        const TE: &str = "Transfer-Encoding";
        for (status, head_only, fields, body, expected) in [
            (200, false, &[][..], "", Ending::Open),
            (200, false, &[], "abc", Ending::Open),
            (200, false, &[(CL, "3")], "abc", Ending::Body),
            (200, false, &[(CL, "5")], "abc", Ending::Later(2)),
            (200, false, &[(CL, "2")], "abc", Ending::Wrong),
            (200, false, &[(CL, "x")], "abc", Ending::Wrong),
            (200, false, &[(CL, "-1")], "", Ending::Wrong),
            (200, true, &[(CL, "5")], "abc", Ending::Body),
            (304, false, &[(CL, "5")], "abc", Ending::Body),
            (204, false, &[], "abc", Ending::Body),
            (100, false, &[], "", Ending::Wrong),
            (101, false, &[], "", Ending::Wrong),
            (200, false, &[(TE, "chunked"), (CL, "13")], "3\r\nabc\r\n0\r\n\r\n", Ending::Body),
            (200, false, &[(TE, "Chunked")], "3\r\nabc\r\n", Ending::Chunks),
            (200, false, &[(TE, "chunked")], "", Ending::Chunks),
            (200, false, &[(TE, "chunked")], "xyz", Ending::Wrong),
            (200, false, &[(TE, "chunked")], "0\r\n\r\nHTTP/1.1", Ending::Wrong),
            (200, false, &[(TE, "gzip"), (CL, "3")], "abc", Ending::Wrong),
        ] {
            let lines = fields.iter().map(|(name, value): &(&str, &str)| (name.as_bytes(), value.as_bytes()));
            let found = Ending::of(status, head_only, lines, body.as_bytes());
            assert_eq!(found, expected, "{status} {head_only} {fields:?} {body:?}");
        }
    }
}
