//! How frames make messages (RFC 6455 section 5.4): their order, the limits, and UTF-8 across frames. Control frames
//! come between the frames of a message and do not concern it.

use super::frame::{Header, MessageType, Opcode};
use super::utf8::Utf8;
use super::{Error, Limits, Policy};

/// The message that is being received, if any.
#[derive(Debug, Clone)]
pub(super) struct Assembly {
    policy: Policy,
    limits: Limits,
    /// The type of the message that has begun and not ended.
    current: Option<MessageType>,
    /// Its size as far as its headers tell.
    len: u64,
    utf8: Utf8,
}

impl Assembly {
    pub(super) const fn new(policy: Policy, limits: Limits) -> Assembly {
        Assembly { policy, limits, current: None, len: 0, utf8: Utf8::new() }
    }

    pub(super) const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Whether a message has begun and not ended.
    pub(super) const fn has_begun(&self) -> bool {
        self.current.is_some()
    }

    /// The type of the message to which a data frame with this opcode belongs if it comes now.
    pub(super) fn message_type(&self, opcode: Opcode) -> Result<MessageType, Error> {
        match (MessageType::of_first(opcode), self.current) {
            (None, Some(message_type)) => Ok(message_type),
            (None, None) => Err(Error::StrayContinuation),
            (Some(_), Some(_)) => Err(Error::UnfinishedMessage),
            (Some(MessageType::Text), None) if !self.policy.text => Err(Error::TextNotAccepted),
            (Some(message_type), None) => Ok(message_type),
        }
    }

    /// A data frame begins. Returns the type of its message.
    pub(super) fn begin_frame(&mut self, header: Header) -> Result<MessageType, Error> {
        let message_type = self.message_type(header.opcode)?;
        if header.len > self.limits.frame {
            return Err(Error::FrameTooLarge);
        }
        // Without a limit the sum may still be more than a counter holds.
        let len = self.len.checked_add(header.len).ok_or(Error::MessageTooLarge)?;
        if len > self.limits.message {
            return Err(Error::MessageTooLarge);
        }
        self.current = Some(message_type);
        self.len = len;
        Ok(message_type)
    }

    /// The next bytes of the payload, unmasked.
    pub(super) fn payload(&mut self, message_type: MessageType, bytes: &[u8]) -> Result<(), Error> {
        let checked = self.policy.validate_utf8 && message_type == MessageType::Text;
        if checked && !self.utf8.feed(bytes) { Err(Error::BadUtf8) } else { Ok(()) }
    }

    /// The last frame of the message is over.
    pub(super) fn end(&mut self) -> Result<(), Error> {
        if !self.utf8.is_complete() {
            return Err(Error::BadUtf8);
        }
        self.current = None;
        self.len = 0;
        Ok(())
    }
}
