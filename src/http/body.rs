//! One decoder for content of every framing (RFC 9112 section 6.3): slices in, ranges of content out.

use std::ops::Range;

use super::chunked::ChunkedDecoder;
use super::framing::BodyLength;
use super::{Error, Fields, Limits, Policy};

/// What one call of a decoder found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyStep {
    /// How much of the input was taken up. The rest has to be given again in the next call; after the end it belongs
    /// to whatever follows the message.
    pub consumed: usize,
    /// What was found at the end of it.
    pub event: BodyEvent,
}

/// See [`BodyStep`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BodyEvent {
    /// Nothing yet. The whole input was taken up.
    NeedMore,
    /// Content: this range of the input, which is not empty and ends at `consumed`.
    Data(Range<usize>),
    /// The message is complete. Found again in every later call, which takes up nothing.
    End,
}

/// Finds the content of one message in the bytes after its head.
///
/// `decode` is called with what was received until it reports the end or an error; `finish` when the peer closes
/// the connection before.
#[derive(Debug, Clone, Default)]
pub struct BodyDecoder {
    state: State,
}

#[derive(Debug, Clone, Default)]
enum State {
    /// So much is still to come.
    Length(u64),
    Chunked(ChunkedDecoder),
    /// So much more is accepted.
    UntilClose(u64),
    #[default]
    Done,
    Failed(Error),
}

impl BodyDecoder {
    /// A decoder for content of this length. The policy matters for the text of trailers only.
    ///
    /// Error: `BodyTooLarge` if the announced length exceeds the limit.
    pub fn new(length: BodyLength, limits: &Limits, policy: &Policy) -> Result<BodyDecoder, Error> {
        let state = match length {
            BodyLength::None | BodyLength::Tunnel | BodyLength::Length(0) => State::Done,
            BodyLength::Length(bytes) if bytes > limits.body => return Err(Error::BodyTooLarge),
            BodyLength::Length(bytes) => State::Length(bytes),
            BodyLength::Chunked => State::Chunked(ChunkedDecoder::new(limits, policy)),
            BodyLength::UntilClose => State::UntilClose(limits.body),
        };
        Ok(BodyDecoder { state })
    }

    /// Takes up input until the next piece of content or the end.
    ///
    /// Errors, final for the message: those of [`ChunkedDecoder::decode`]; `BodyTooLarge` when content that lasts
    /// until the end of the connection exceeds the limit. No more content than the limit is ever delivered.
    pub fn decode(&mut self, input: &[u8]) -> Result<BodyStep, Error> {
        let left = match &mut self.state {
            State::Done => return Ok(BodyStep { consumed: 0, event: BodyEvent::End }),
            State::Failed(error) => return Err(*error),
            State::Chunked(decoder) => return decoder.decode(input),
            State::Length(left) | State::UntilClose(left) => left,
        };
        if input.is_empty() {
            return Ok(BodyStep { consumed: 0, event: BodyEvent::NeedMore });
        }
        // The cast is lossless: the smaller of the two is a length in memory.
        let len = (*left).min(input.len() as u64) as usize;
        if len == 0 {
            // Only content without announced length gets here: an announced one ends with its last byte.
            self.state = State::Failed(Error::BodyTooLarge);
            return Err(Error::BodyTooLarge);
        }
        *left -= len as u64;
        if matches!(self.state, State::Length(0)) {
            self.state = State::Done;
        }
        Ok(BodyStep { consumed: len, event: BodyEvent::Data(0..len) })
    }

    /// Takes note that the peer has closed its side of the connection: the end of content that lasts until then.
    ///
    /// Errors: `TruncatedBody` if the message announced its end otherwise and is not complete (RFC 9112 section 8);
    /// the earlier error if there was one.
    pub fn finish(&mut self) -> Result<(), Error> {
        let error = match &mut self.state {
            State::Chunked(decoder) => return decoder.finish(),
            State::Done | State::UntilClose(_) => {
                self.state = State::Done;
                return Ok(());
            }
            State::Failed(error) => *error,
            State::Length(_) => Error::TruncatedBody,
        };
        self.state = State::Failed(error);
        Err(error)
    }

    /// Whether the end was found, so that `decode` needs no more input.
    pub fn is_complete(&self) -> bool {
        match &self.state {
            State::Done => true,
            State::Chunked(decoder) => decoder.is_done(),
            State::Length(_) | State::UntilClose(_) | State::Failed(_) => false,
        }
    }

    /// How many bytes are still to come, if the head told: all of them content. A caller that receives no more than
    /// that at a time reads nothing of the next message.
    pub fn remaining(&self) -> Option<u64> {
        match self.state {
            State::Length(left) => Some(left),
            State::Done => Some(0),
            State::Chunked(_) | State::UntilClose(_) | State::Failed(_) => None,
        }
    }

    /// The trailers of a complete chunked message, see [`ChunkedDecoder::trailers`]; `None` if there are none.
    pub fn trailers(&self) -> Option<&Fields> {
        match &self.state {
            State::Chunked(decoder) => Some(decoder.trailers()).filter(|trailers| !trailers.is_empty()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
