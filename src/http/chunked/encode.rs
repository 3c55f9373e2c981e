//! The encoder: chunk headers, the end of the body, trailers. Chunk data is the caller's to place, or to send from
//! where it lies.

use std::num::NonZeroU64;

use crate::http::list::Field;
use crate::http::{Error, serialise};

/// The end of a chunked body without trailers: the last chunk and the empty line.
pub const LAST_CHUNK: &[u8] = b"0\r\n\r\n";

/// The chunk-size line in front of a chunk's data. The data has to be followed by CR LF.
///
/// The size cannot be 0, since a chunk of that size would end the body.
#[derive(Debug, Clone, Copy)]
pub struct ChunkHeader {
    /// 16 digits at most, and the line end; filled from the end.
    line: [u8; 18],
    start: usize,
}

impl ChunkHeader {
    /// The header for so many bytes of data.
    pub fn new(size: NonZeroU64) -> ChunkHeader {
        let mut header = ChunkHeader { line: [b'\r'; 18], start: 16 };
        header.line[17] = b'\n';
        let mut rest = size.get();
        while rest > 0 {
            header.start -= 1;
            header.line[header.start] = b"0123456789abcdef"[(rest & 0xf) as usize];
            rest >>= 4;
        }
        header
    }

    /// The bytes to send, with their line end.
    pub fn as_bytes(&self) -> &[u8] {
        &self.line[self.start..]
    }
}

/// Appends data as one chunk. Empty data appends nothing.
pub fn write_chunk(data: &[u8], out: &mut Vec<u8>) {
    let Some(size) = NonZeroU64::new(data.len() as u64) else { return };
    out.extend_from_slice(ChunkHeader::new(size).as_bytes());
    out.extend_from_slice(data);
    out.extend_from_slice(b"\r\n");
}

/// Appends the end of the body: the last chunk, the trailers and the empty line.
///
/// Errors, after which `out` is as before: `ForbiddenTrailer` for a field that a recipient needs before the content
/// (RFC 9110 section 6.5.1); those of [`serialise::field_line`].
pub fn write_end<'a>(trailers: impl IntoIterator<Item = Field<'a>>, out: &mut Vec<u8>) -> Result<(), Error> {
    let before = out.len();
    out.extend_from_slice(b"0\r\n");
    for (name, value) in trailers {
        if let Err(error) = write_trailer(name, value, out) {
            out.truncate(before);
            return Err(error);
        }
    }
    serialise::end(out);
    Ok(())
}

fn write_trailer(name: &[u8], value: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
    if FORBIDDEN.iter().any(|forbidden| name.eq_ignore_ascii_case(forbidden.as_bytes())) {
        return Err(Error::ForbiddenTrailer);
    }
    serialise::field_line(out, name, value)
}

/// Fields for framing, routing, authentication, modification of the request, and processing of the content: what
/// RFC 9110 section 6.5.1 gives as the reasons to forbid a field in trailers.
const FORBIDDEN: [&str; 25] = [
    "authorization",
    "cache-control",
    "connection",
    "content-encoding",
    "content-length",
    "content-range",
    "content-type",
    "cookie",
    "expect",
    "host",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "max-forwards",
    "proxy-authorization",
    "range",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "vary",
    "www-authenticate",
];
