//! The value of `Transfer-Encoding` (RFC 9112 section 6.1): a list of transfer codings, of which only `chunked` is
//! implemented.
//!
//! ```text
//! Transfer-Encoding = #transfer-coding                      spread over any number of field lines
//! transfer-coding   = token *( OWS ";" OWS token BWS "=" BWS ( token / quoted-string ) )
//! ```
//!
//! `chunked` has no parameters. `identity` was a coding once and is an unknown one today.

use super::BodyLength;
use crate::http::Error;
use crate::http::list::{elements, quoted_string_len, token_len};
use crate::http::tables::trim_ows;

/// What the `Transfer-Encoding` lines that were read so far say. Each state is entered by the coding that is read
/// next; `Malformed` and `ChunkedTwice` are never left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TransferEncoding {
    /// There is none.
    Absent,
    /// `chunked` alone.
    Chunked,
    /// One or more other codings, then `chunked`.
    OthersThenChunked,
    /// `chunked`, but another coding after it.
    ChunkedThenOthers,
    /// Codings, but no `chunked`.
    Others,
    /// `chunked` more than once.
    ChunkedTwice,
    /// Not a list of transfer codings, or one without elements.
    Malformed,
}

use TransferEncoding::*;

impl TransferEncoding {
    /// Takes one field line into account.
    ///
    /// Empty elements are refused, although recipients of lists are asked to ignore a few (RFC 9110 section 5.6.1.2):
    /// `Transfer-Encoding: , chunked` is not what anybody's software sends, and parsers disagree on it.
    pub(super) fn add_line(&mut self, value: &[u8]) {
        for element in elements(value) {
            *self = match (*self, Coding::parse(element)) {
                (Malformed, _) | (_, Coding::Malformed) => Malformed,
                (Absent, Coding::Chunked) => Chunked,
                (Others, Coding::Chunked) => OthersThenChunked,
                (_, Coding::Chunked) => ChunkedTwice,
                (Absent | Others, Coding::Other) => Others,
                (ChunkedTwice, Coding::Other) => ChunkedTwice,
                (Chunked | OthersThenChunked | ChunkedThenOthers, Coding::Other) => ChunkedThenOthers,
            };
        }
    }

    pub(super) fn is_present(self) -> bool {
        self != Absent
    }

    /// Accepts `chunked` alone, since a request can have no content that ends with the connection and no other
    /// coding is implemented.
    pub(super) fn check_request(self) -> Result<(), Error> {
        match self {
            Chunked => Ok(()),
            OthersThenChunked | Others => Err(Error::UnknownTransferCoding),
            ChunkedThenOthers | ChunkedTwice => Err(Error::ChunkedNotFinal),
            Malformed | Absent => Err(Error::BadTransferEncoding),
        }
    }

    /// The length of a response whose `Transfer-Encoding` decides.
    pub(super) fn response_length(self) -> Result<BodyLength, Error> {
        match self {
            Chunked | OthersThenChunked => Ok(BodyLength::Chunked),
            ChunkedThenOthers | Others => Ok(BodyLength::UntilClose),
            ChunkedTwice => Err(Error::ChunkedNotFinal),
            Malformed | Absent => Err(Error::BadTransferEncoding),
        }
    }
}

enum Coding {
    Chunked,
    Other,
    Malformed,
}

impl Coding {
    fn parse(element: &[u8]) -> Coding {
        let (name, parameters) = element.split_at(token_len(element));
        match (name, parameters) {
            (b"", _) => Coding::Malformed,
            (name, b"") if name.eq_ignore_ascii_case(b"chunked") => Coding::Chunked,
            (name, _) if name.eq_ignore_ascii_case(b"chunked") => Coding::Malformed,
            (_, parameters) if are_parameters(parameters) => Coding::Other,
            _ => Coding::Malformed,
        }
    }
}

/// Whether the bytes are nothing but parameters, each with its semicolon in front.
fn are_parameters(bytes: &[u8]) -> bool {
    let mut rest = trim_ows(bytes);
    while !rest.is_empty() {
        match after_parameter(rest) {
            Some(after) => rest = trim_ows(after),
            None => return false,
        }
    }
    true
}

fn after_parameter(bytes: &[u8]) -> Option<&[u8]> {
    let name = trim_ows(bytes.strip_prefix(b";")?);
    let equals = match token_len(name) {
        0 => return None,
        len => trim_ows(&name[len..]),
    };
    let value = trim_ows(equals.strip_prefix(b"=")?);
    let len = quoted_string_len(value).unwrap_or(token_len(value));
    (len > 0).then(|| &value[len..])
}
