//! The decoder: one state a byte of framing, whole slices of data.
//!
//! It takes its input in pieces of any size, keeps nothing of it but the trailers, and says which ranges of the input
//! are content. Where the pieces are cut makes no difference to what is found.
//!
//! ```text
//! SizeStart -> Size -> [BeforeExtension] -> [Extension <-> Quoted <-> QuotedPair] -> SizeLf
//!     ^                                                                                | size > 0: Data
//!     +--------------------- DataLf <- DataCr <- Data <--------------------------------+
//!                                                                                      | size = 0: Trailer
//!                              Done <- (empty line) TrailerLf <-> Trailer <------------+
//! ```
//!
//! The framing is exact, without regard to any policy: CR LF ends its lines, LF or CR alone is an error everywhere,
//! also in trailers and inside of quoted strings. Chunk extensions are ignored (section 7.1.1), therefore their
//! grammar is checked only as far as parsers may disagree about the end of the line: control characters are refused,
//! and quoted strings have to be closed.

use super::trailers::TrailerSection;
use crate::http::body::{BodyEvent, BodyStep};
use crate::http::tables::{OBS_TEXT, TEXT, hex_value, is};
use crate::http::{Error, Fields, Limits, Policy};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first digit of a chunk size.
    SizeStart,
    /// After at least one digit.
    Size,
    /// White space after the size, which only an extension may follow.
    BeforeExtension,
    Extension,
    Quoted,
    /// After a backslash in a quoted string.
    QuotedPair,
    /// After the CR of a chunk-size line.
    SizeLf,
    Data,
    /// Before the CR that follows chunk data.
    DataCr,
    DataLf,
    Trailer,
    /// After a CR in the trailer section.
    TrailerLf,
    Done,
    Failed(Error),
}

/// Removes the chunked transfer coding.
#[derive(Debug, Clone)]
pub struct ChunkedDecoder {
    state: State,
    /// The size of the chunk as far as it was read; later the part of its data that is still to come.
    remaining: u64,
    /// Length of the current chunk-size line.
    line_len: usize,
    /// By how many bytes the chunk-size lines exceed the content, see [`Limits::chunk_overhead`].
    overhead: usize,
    /// How much content may still be announced.
    budget: u64,
    limits: Limits,
    policy: Policy,
    trailers: TrailerSection,
}

impl ChunkedDecoder {
    /// A decoder for one message. The policy matters for the text of the trailers only.
    pub fn new(limits: &Limits, policy: &Policy) -> ChunkedDecoder {
        ChunkedDecoder {
            state: State::SizeStart,
            remaining: 0,
            line_len: 0,
            overhead: 0,
            budget: limits.body,
            limits: *limits,
            policy: *policy,
            trailers: TrailerSection::default(),
        }
    }

    /// Whether the end of the message was seen.
    pub fn is_done(&self) -> bool {
        self.state == State::Done
    }

    /// Takes note that the peer has closed its side of the connection.
    ///
    /// Errors: `TruncatedBody` if the end of the message was not seen (RFC 9112 section 8); the earlier error if there
    /// was one.
    pub fn finish(&mut self) -> Result<(), Error> {
        match self.state {
            State::Done => return Ok(()),
            State::Failed(_) => {}
            _ => self.state = State::Failed(Error::TruncatedBody),
        }
        self.advance(b"").map(drop)
    }

    /// The trailers, complete when the end of the message was seen.
    ///
    /// They are kept apart from the fields of the head. Do not merge them: what they claim about framing, routing or
    /// authentication must have no effect (RFC 9110 section 6.5.1).
    pub fn trailers(&self) -> &Fields {
        self.trailers.fields()
    }

    /// Takes up input until the next piece of content or the end of the message, see [`BodyStep`].
    ///
    /// Errors, final for the message: `BadChunkSize`, `ChunkSizeOverflow`, `ChunkLineTooLong`, `BadChunkExtension`,
    /// `ChunkOverheadTooLarge`, `BadChunkEnd`; `BodyTooLarge` at the chunk size that exceeds the limit, before any
    /// data of that chunk; in trailers `TrailersTooLarge`, `TooManyFields`, `BareLf`, `BareCr`, and those of
    /// [`field_line`](crate::http::line::field_line).
    pub fn decode(&mut self, input: &[u8]) -> Result<BodyStep, Error> {
        self.advance(input).inspect_err(|&error| self.state = State::Failed(error))
    }

    fn advance(&mut self, input: &[u8]) -> Result<BodyStep, Error> {
        let mut at = 0;
        loop {
            match self.state {
                State::Done => return Ok(BodyStep { consumed: at, event: BodyEvent::End }),
                State::Failed(error) => return Err(error),
                _ if at == input.len() => return Ok(BodyStep { consumed: at, event: BodyEvent::NeedMore }),
                State::Data => {
                    let available = &input[at..];
                    // The cast is lossless: the smaller of the two is a length in memory.
                    let len = self.remaining.min(available.len() as u64) as usize;
                    self.remaining -= len as u64;
                    if self.remaining == 0 {
                        self.state = State::DataCr;
                    }
                    let end = at + len;
                    return Ok(BodyStep { consumed: end, event: BodyEvent::Data(at..end) });
                }
                State::Trailer => at += self.trailer_bytes(&input[at..])?,
                _ => {
                    self.state = self.framing_byte(input[at])?;
                    at += 1;
                }
            }
        }
    }

    /// The state after one byte of framing.
    fn framing_byte(&mut self, byte: u8) -> Result<State, Error> {
        match (self.state, byte) {
            (State::Size | State::Extension, b'\r') => return Ok(State::SizeLf),
            (State::SizeLf, b'\n') => return self.end_size_line(),
            (State::Size | State::Extension, b'\n') | (State::SizeLf, _) => return Err(Error::BadChunkEnd),

            (State::DataCr, b'\r') => return Ok(State::DataLf),
            (State::DataLf, b'\n') => return Ok(State::SizeStart),
            (State::DataCr | State::DataLf, _) => return Err(Error::BadChunkEnd),

            (State::TrailerLf, b'\n') => return self.end_trailer_line(),
            (State::TrailerLf, _) => return Err(Error::BareCr),
            _ => {}
        }
        // What is left stands in a chunk-size line.
        self.line_len += 1;
        if self.line_len > self.limits.chunk_line {
            return Err(Error::ChunkLineTooLong);
        }
        match (self.state, byte) {
            (State::Size, b';') | (State::BeforeExtension, b';') => Ok(State::Extension),
            (State::Size | State::BeforeExtension, b' ' | b'\t') => Ok(State::BeforeExtension),
            (State::SizeStart | State::Size, _) => {
                let digit = hex_value(byte).ok_or(Error::BadChunkSize)?;
                let size = self.remaining.checked_mul(16).ok_or(Error::ChunkSizeOverflow)?;
                self.remaining = size | u64::from(digit);
                Ok(State::Size)
            }
            (State::Extension, b'"') => Ok(State::Quoted),
            (State::Quoted, b'"') => Ok(State::Extension),
            (State::Quoted, b'\\') => Ok(State::QuotedPair),
            (State::QuotedPair, _) if is(byte, TEXT | OBS_TEXT) => Ok(State::Quoted),
            (State::Extension | State::Quoted, _) if is(byte, TEXT | OBS_TEXT) => Ok(self.state),
            _ => Err(Error::BadChunkExtension),
        }
    }

    /// The state after the line end of a chunk-size line.
    fn end_size_line(&mut self) -> Result<State, Error> {
        let size = self.remaining;
        self.budget = self.budget.checked_sub(size).ok_or(Error::BodyTooLarge)?;
        self.overhead = self
            .overhead
            .saturating_add(self.line_len)
            .saturating_sub(usize::try_from(size).unwrap_or(usize::MAX));
        if self.overhead > self.limits.chunk_overhead {
            return Err(Error::ChunkOverheadTooLarge);
        }
        self.line_len = 0;
        Ok(if size == 0 { State::Trailer } else { State::Data })
    }

    /// Takes up the trailer line as far as the input goes, and says how much that is.
    fn trailer_bytes(&mut self, input: &[u8]) -> Result<usize, Error> {
        let end = input.iter().position(|b| matches!(b, b'\r' | b'\n')).unwrap_or(input.len());
        self.trailers.add_text(&input[..end], &self.limits)?;
        match input.get(end) {
            Some(b'\r') => {
                self.state = State::TrailerLf;
                Ok(end + 1)
            }
            Some(_) => Err(Error::BareLf),
            None => Ok(end),
        }
    }

    fn end_trailer_line(&mut self) -> Result<State, Error> {
        let was_field = self.trailers.end_line(&self.limits, &self.policy)?;
        Ok(if was_field { State::Trailer } else { State::Done })
    }
}
