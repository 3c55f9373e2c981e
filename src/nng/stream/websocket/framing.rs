//! A stream of bytes in WebSocket messages, both directions together. No sockets, no queues: bytes in, bytes out.
//!
//! ```text
//!   send:   begin_frame -> payload, payload, ... until no longer in_frame
//!           control frames (an answer to a ping, the close frame) go out between frames, nothing after the close frame
//!   receive: a piece of payload, or something of the protocol, at a time
//! ```
//!
//! Of several pings that wait for their answer only the last one is answered (RFC 6455 section 5.5.3), so what is kept
//! of what a peer sends is bounded.

use std::io::IoSlice;

use super::settings::Values;
use crate::ws::{
    Close, CloseCode, Error, Event, MAX_CONTROL_FRAME, MAX_HEADER, Mask, MessageType, Receiver, Role, Sender,
    Want,
};

/// The frame that is being sent.
struct Frame {
    /// Bytes of payload that are still to come.
    left: usize,
    mask: Option<Mask>,
}

/// What was found in the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// All bytes that were taken, none perhaps, are payload, unmasked.
    Payload,
    /// Something of the protocol.
    Protocol,
    /// The peer's close frame, for which there is an answer now. Nothing more is taken.
    Close,
    /// The peer broke the protocol. Nothing more is taken.
    Broken(Error),
}

/// See the head of the file.
pub(super) struct Framing {
    role: Role,
    receiver: Receiver,
    sender: Sender,
    message_type: MessageType,
    send_max: usize,
    frame: Option<Frame>,
    /// The payload of a ping that is not answered yet.
    ping: Option<Vec<u8>>,
    /// The code of the close frame that is to be sent, which may have none.
    close: Option<Option<CloseCode>>,
}

impl Framing {
    pub(super) fn new(role: Role, values: &Values) -> Framing {
        let (policy, limits) = values.accepted();
        Framing {
            role,
            receiver: Receiver::new(role, policy, limits),
            sender: Sender::new(role),
            message_type: values.message_type(),
            send_max: values.send_max(),
            frame: None,
            ping: None,
            close: None,
        }
    }

    pub(super) fn role(&self) -> Role {
        self.role
    }

    /// Whether the next bytes are payload, for which there has to be room.
    pub(super) fn wants_room(&self) -> bool {
        matches!(self.receiver.want(), Want::Payload(_))
    }

    /// Whether nothing more is taken.
    pub(super) fn has_ended(&self) -> bool {
        self.receiver.want() == Want::Nothing
    }

    /// Takes bytes of the input, payload at most `room`. Returns how many, and what they are. Takes at least one if
    /// there is one, unless it is payload and there is no room.
    pub(super) fn receive(&mut self, input: &mut [u8], room: usize) -> (usize, Found) {
        let (want, is_payload) = match self.receiver.want() {
            Want::Protocol(want) => (want, false),
            Want::Payload(left) => (usize::try_from(left).unwrap_or(usize::MAX).min(room), true),
            Want::Nothing => return (0, Found::Protocol),
        };
        let piece_len = want.min(input.len());
        if piece_len == 0 {
            return (0, Found::Protocol);
        }
        let found = match self.receiver.feed(&mut input[..piece_len]) {
            Ok((_, Event::Data { .. } | Event::NeedMore)) if is_payload => Found::Payload,
            Ok((_, Event::Data { .. } | Event::NeedMore)) => Found::Protocol,
            Ok((_, Event::Ping(payload))) => {
                self.ping = Some(payload.to_vec());
                Found::Protocol
            }
            Ok((_, Event::Close(close))) => {
                let code = close.code();
                self.close(code);
                Found::Close
            }
            Err(error) => {
                self.close(Some(error.close_code()));
                Found::Broken(error)
            }
        };
        (piece_len, found)
    }

    /// Ends the sending direction with a close frame, behind the frame that is being sent. The first call counts.
    pub(super) fn close(&mut self, code: Option<CloseCode>) {
        if !self.sender.is_closed() && self.close.is_none() {
            self.close = Some(code);
        }
    }

    /// Whether the close frame was appended to the output.
    pub(super) fn has_sent_close(&self) -> bool {
        self.sender.is_closed()
    }

    /// Whether a frame was begun whose payload is not complete.
    pub(super) fn in_frame(&self) -> bool {
        self.frame.is_some()
    }

    /// How much of its payload is still to come.
    pub(super) fn left(&self) -> usize {
        self.frame.as_ref().map_or(0, |frame| frame.left)
    }

    /// Whether there is a control frame to be sent.
    pub(super) fn has_control(&self) -> bool {
        self.ping.is_some() || self.close.is_some()
    }

    /// Appends the control frames that are due, unless a frame is in the way.
    pub(super) fn control(&mut self, key: impl Fn() -> [u8; 4], out: &mut Vec<u8>) {
        if self.in_frame() {
            return;
        }
        let mut frame = [0; MAX_CONTROL_FRAME];
        if let Some(payload) = self.ping.take() {
            // After the close frame there is no answer.
            if let Ok(pong) = self.sender.pong(&payload, &key, &mut frame) {
                out.extend_from_slice(pong);
            }
        }
        if let Some(code) = self.close.take() {
            if let Ok(close) = self.sender.close(Close::with_code(code), &key, &mut frame) {
                out.extend_from_slice(close);
            }
        }
    }

    /// Begins a message of one frame with as many of the bytes as one may have, and appends its header. Returns how many
    /// that are. `None` after the close frame.
    pub(super) fn begin_frame(
        &mut self,
        bytes: usize,
        key: impl Fn() -> [u8; 4],
        out: &mut Vec<u8>,
    ) -> Option<usize> {
        debug_assert!(!self.in_frame());
        let len = bytes.min(self.send_max);
        let mut header = [0; MAX_HEADER];
        let (header, mask) = self.sender.message(self.message_type, len as u64, key, &mut header).ok()?;
        out.extend_from_slice(header);
        self.frame = (len > 0).then_some(Frame { left: len, mask });
        Some(len)
    }

    /// Appends payload of the frame that was begun, at most `room` bytes. Returns how many bytes of the parts it was.
    pub(super) fn payload(&mut self, parts: &[IoSlice<'_>], room: usize, out: &mut Vec<u8>) -> usize {
        let Some(frame) = &mut self.frame else { return 0 };
        let start = out.len();
        let mut len = frame.left.min(room);
        out.reserve(len);
        for part in parts {
            let piece = &part[..part.len().min(len)];
            out.extend_from_slice(piece);
            len -= piece.len();
        }
        let payload = &mut out[start..];
        if let Some(mask) = &mut frame.mask {
            mask.apply(payload);
        }
        frame.left -= payload.len();
        let moved = payload.len();
        if frame.left == 0 {
            self.frame = None;
        }
        moved
    }
}

#[cfg(test)]
mod tests;
