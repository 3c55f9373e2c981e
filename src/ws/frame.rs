//! The frame header on the wire (RFC 6455 section 5.2): what it says, not whether it may be said here and now.
//!
//! ```text
//!   byte 0            byte 1              bytes 2..        the last 4
//!  +---+---+--------+------+-----------+ +--------------+ +-------------+
//!  |FIN|RSV| opcode | MASK | length 7  | | length 16/64 | | masking key |
//!  +---+---+--------+------+-----------+ +--------------+ +-------------+
//!    1   3     4       1       7          if 126 / 127     if MASK
//! ```
//!
//! The first two bytes tell how long the header is, and already all that most rules need to know: so they are a type of
//! their own, and a receiver refuses a frame as soon as it has them.

use super::Error;

/// The most bytes that a header has.
pub const MAX_HEADER: usize = 14;

/// The most bytes of payload in a control frame (RFC 6455 section 5.5).
pub const MAX_CONTROL_PAYLOAD: usize = 125;

/// The most bytes of payload that a header can announce.
pub const MAX_PAYLOAD: u64 = u64::MAX >> 1;

const FIN: u8 = 0x80;
const RSV: u8 = 0x70;
const OPCODE: u8 = 0x0f;
const MASK: u8 = 0x80;
const LENGTH: u8 = 0x7f;
const LENGTH_16: u8 = 126;
const LENGTH_64: u8 = 127;

/// What a frame is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Opcode {
    /// The next part of a message.
    Continuation = 0,
    /// A text message, or its first part.
    Text = 1,
    /// A binary message, or its first part.
    Binary = 2,
    /// The last frame of a direction.
    Close = 8,
    /// A question that is answered with a pong.
    Ping = 9,
    /// The answer to a ping, or an unasked sign of life.
    Pong = 10,
}

impl Opcode {
    /// The opcode with this number, if it is one of RFC 6455.
    pub const fn from_number(number: u8) -> Option<Opcode> {
        Some(match number {
            0 => Opcode::Continuation,
            1 => Opcode::Text,
            2 => Opcode::Binary,
            8 => Opcode::Close,
            9 => Opcode::Ping,
            10 => Opcode::Pong,
            _ => return None,
        })
    }

    /// Whether frames with this opcode are control frames (section 5.5).
    pub const fn is_control(self) -> bool {
        self as u8 & 0x08 != 0
    }
}

/// What a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MessageType {
    /// Text, in UTF-8.
    Text,
    /// Bytes.
    Binary,
}

impl MessageType {
    /// The type of the message whose first frame has this opcode.
    pub(super) const fn of_first(opcode: Opcode) -> Option<MessageType> {
        match opcode {
            Opcode::Text => Some(MessageType::Text),
            Opcode::Binary => Some(MessageType::Binary),
            _ => None,
        }
    }

    /// The opcode of the first frame of such a message.
    pub const fn opcode(self) -> Opcode {
        match self {
            MessageType::Text => Opcode::Text,
            MessageType::Binary => Opcode::Binary,
        }
    }
}

/// What the first two bytes of a header say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Start {
    /// Whether this frame ends its message.
    pub fin: bool,
    /// What the frame is.
    pub opcode: Opcode,
    /// Whether a masking key follows.
    pub masked: bool,
    /// The length field: 0 to 125 bytes of payload, or one of the marks of the longer forms.
    length: u8,
}

impl Start {
    /// Reads the first two bytes of a header.
    ///
    /// Errors: `ReservedBits`, then `UnknownOpcode`.
    pub const fn decode(bytes: [u8; 2]) -> Result<Start, Error> {
        if bytes[0] & RSV != 0 {
            return Err(Error::ReservedBits);
        }
        let Some(opcode) = Opcode::from_number(bytes[0] & OPCODE) else { return Err(Error::UnknownOpcode) };
        Ok(Start {
            fin: bytes[0] & FIN != 0,
            opcode,
            masked: bytes[1] & MASK != 0,
            length: bytes[1] & LENGTH,
        })
    }

    /// The size of the whole header in bytes, 2 to [`MAX_HEADER`].
    pub const fn header_len(self) -> usize {
        let length = match self.length {
            LENGTH_16 => 2,
            LENGTH_64 => 8,
            _ => 0,
        };
        2 + length + if self.masked { 4 } else { 0 }
    }

    /// Whether the payload is short enough for a control frame.
    pub const fn is_short(self) -> bool {
        self.length as usize <= MAX_CONTROL_PAYLOAD
    }
}

/// A whole header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Whether this frame ends its message.
    pub fin: bool,
    /// What the frame is.
    pub opcode: Opcode,
    /// The size of the payload in bytes, at most [`MAX_PAYLOAD`].
    pub len: u64,
    /// The masking key, if the payload is masked.
    pub key: Option<[u8; 4]>,
}

impl Header {
    /// Reads the header at the beginning of `bytes`. `None` if it is not complete: then the caller learns from
    /// [`Start::header_len`] how long it is, or that even its first two bytes are missing.
    ///
    /// Errors: those of [`Start::decode`], as soon as there are two bytes; `BadLength`.
    pub fn decode(bytes: &[u8]) -> Result<Option<Header>, Error> {
        let Some((&first, rest)) = bytes.split_first_chunk::<2>() else { return Ok(None) };
        let start = Start::decode(first)?;
        let (len, rest) = match start.length {
            LENGTH_16 => match rest.split_first_chunk::<2>() {
                Some((&len, rest)) => (u64::from(u16::from_be_bytes(len)), rest),
                None => return Ok(None),
            },
            LENGTH_64 => match rest.split_first_chunk::<8>() {
                Some((&len, rest)) => (u64::from_be_bytes(len), rest),
                None => return Ok(None),
            },
            len => (u64::from(len), rest),
        };
        let key = match (start.masked, rest.first_chunk::<4>()) {
            (false, _) => None,
            (true, Some(&key)) => Some(key),
            (true, None) => return Ok(None),
        };
        if len > MAX_PAYLOAD || length_field(len) != start.length {
            return Err(Error::BadLength);
        }
        Ok(Some(Header { fin: start.fin, opcode: start.opcode, len, key }))
    }

    /// Writes the header to the beginning of `out` and returns it. The length takes its shortest form.
    /// That it is at most [`MAX_PAYLOAD`], and 125 for a control frame, is the caller's business.
    pub fn encode<'a>(&self, out: &'a mut [u8; MAX_HEADER]) -> &'a [u8] {
        let length = length_field(self.len);
        out[0] = if self.fin { FIN } else { 0 } | self.opcode as u8;
        out[1] = if self.key.is_some() { MASK } else { 0 } | length;
        let mut end = 2;
        let mut put = |bytes: &[u8]| {
            out[end..end + bytes.len()].copy_from_slice(bytes);
            end += bytes.len();
        };
        let len = self.len.to_be_bytes();
        match length {
            LENGTH_16 => put(&len[6..]),
            LENGTH_64 => put(&len),
            _ => {}
        }
        if let Some(key) = self.key {
            put(&key);
        }
        &out[..end]
    }
}

/// The seven bits that announce a payload of this size, in the shortest form.
const fn length_field(len: u64) -> u8 {
    match len {
        0..LENGTH_16_MIN => len as u8,
        LENGTH_16_MIN..LENGTH_64_MIN => LENGTH_16,
        _ => LENGTH_64,
    }
}

const LENGTH_16_MIN: u64 = 126;
const LENGTH_64_MIN: u64 = 1 << 16;

#[cfg(test)]
mod tests;
