//! The sending direction of a connection: headers for messages, and whole control frames.
//!
//! A message goes out as one final frame, so a control frame can be sent between any two messages. Nothing goes out
//! after the close frame, pongs included: what follows it on the stream may no longer be WebSocket.
//!
//! Masking keys have to come from a strong source of random numbers (RFC 6455 section 10.3), which is the caller's to
//! have. So every function takes one that makes a key, and calls it once for each frame of a client and never for a
//! server.

use super::frame::{Header, MAX_CONTROL_PAYLOAD, MAX_HEADER, MAX_PAYLOAD, MessageType, Opcode};
use super::{Close, Mask, Role, SendError};

/// The most bytes of a control frame with its header: its length always takes the short form.
pub const MAX_CONTROL_FRAME: usize = 2 + 4 + MAX_CONTROL_PAYLOAD;

/// The sending direction of one connection.
#[derive(Debug, Clone)]
pub struct Sender {
    role: Role,
    closed: bool,
}

impl Sender {
    /// A sender at the first byte after the opening handshake. `role` is that of this side.
    pub const fn new(role: Role) -> Sender {
        Sender { role, closed: false }
    }

    /// Whether the close frame was made.
    pub const fn is_closed(&self) -> bool {
        self.closed
    }

    /// Begins a message of `len` bytes. Writes the header to the beginning of `out` and returns it with the mask, if
    /// there is one, that the caller applies to the payload from its first byte to its last. Header and masked payload
    /// have to be sent as a whole, with nothing in between.
    ///
    /// Errors: `Closed`; `TooLong` for more than [`MAX_PAYLOAD`] bytes.
    pub fn message<'a>(
        &self,
        message_type: MessageType,
        len: u64,
        key: impl FnOnce() -> [u8; 4],
        out: &'a mut [u8; MAX_HEADER],
    ) -> Result<(&'a [u8], Option<Mask>), SendError> {
        self.check_open()?;
        if len > MAX_PAYLOAD {
            return Err(SendError::TooLong);
        }
        let header = self.header(message_type.opcode(), len, key);
        Ok((header.encode(out), header.key.map(Mask::new)))
    }

    /// The answer to a ping with this payload. Writes the whole frame to the beginning of `out` and returns it.
    ///
    /// Errors: `Closed`, then there is no answer to be sent; `ControlTooLong` for more than 125 bytes.
    pub fn pong<'a>(
        &self,
        payload: &[u8],
        key: impl FnOnce() -> [u8; 4],
        out: &'a mut [u8; MAX_CONTROL_FRAME],
    ) -> Result<&'a [u8], SendError> {
        self.check_open()?;
        if payload.len() > MAX_CONTROL_PAYLOAD {
            return Err(SendError::ControlTooLong);
        }
        Ok(self.control(Opcode::Pong, payload, key, out))
    }

    /// Ends this direction. Writes the whole close frame to the beginning of `out` and returns it.
    ///
    /// Errors: `Closed`.
    pub fn close<'a>(
        &mut self,
        close: Close<'_>,
        key: impl FnOnce() -> [u8; 4],
        out: &'a mut [u8; MAX_CONTROL_FRAME],
    ) -> Result<&'a [u8], SendError> {
        self.check_open()?;
        self.closed = true;
        Ok(self.control(Opcode::Close, close.encode(&mut [0; MAX_CONTROL_PAYLOAD]), key, out))
    }

    fn check_open(&self) -> Result<(), SendError> {
        if self.closed { Err(SendError::Closed) } else { Ok(()) }
    }

    fn header(&self, opcode: Opcode, len: u64, key: impl FnOnce() -> [u8; 4]) -> Header {
        let key = match self.role {
            Role::Client => Some(key()),
            Role::Server => None,
        };
        Header { fin: true, opcode, len, key }
    }

    /// `payload` is no longer than a control frame may have.
    fn control<'a>(
        &self,
        opcode: Opcode,
        payload: &[u8],
        key: impl FnOnce() -> [u8; 4],
        out: &'a mut [u8; MAX_CONTROL_FRAME],
    ) -> &'a [u8] {
        let header = self.header(opcode, payload.len() as u64, key);
        let mut head = [0; MAX_HEADER];
        let head = header.encode(&mut head);
        let len = head.len() + payload.len();
        out[..head.len()].copy_from_slice(head);
        let body = &mut out[head.len()..len];
        body.copy_from_slice(payload);
        if let Some(key) = header.key {
            Mask::new(key).apply(body);
        }
        &out[..len]
    }
}

#[cfg(test)]
mod tests;
