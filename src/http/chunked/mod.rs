//! The chunked transfer coding (RFC 9112 section 7.1), in both directions.
//!
//! ```text
//! chunked-body   = *chunk last-chunk trailer-section CRLF
//! chunk          = chunk-size [ chunk-ext ] CRLF chunk-data CRLF
//! last-chunk     = 1*"0" [ chunk-ext ] CRLF
//! chunk-ext      = *( BWS ";" BWS token [ BWS "=" BWS ( token / quoted-string ) ] )
//! trailer-section = *( field-line CRLF )
//! ```

mod decode;
mod encode;
mod trailers;

pub use decode::ChunkedDecoder;
pub use encode::{ChunkHeader, LAST_CHUNK, write_chunk, write_end};

#[cfg(test)]
mod tests;
