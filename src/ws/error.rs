//! Everything that can be wrong with what a peer sent, and with what a caller wants to send, as closed sets.
//!
//! An error of the receiving direction is final: nobody knows where the next frame would begin, so all that is left is
//! to send a close frame with [`Error::close_code`] and to end the connection (RFC 6455 section 7.1.7). An error of the
//! sending direction leaves everything as it was.

use std::fmt;

use super::CloseCode;

/// Why a frame was refused.
///
/// `Display` gives one lower-case phrase without a full stop, fit for a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Error {
    // Frame headers, RFC 6455 section 5.2
    /// A reserved bit is set. No extension is ever negotiated, so none has a meaning.
    ReservedBits,
    /// The opcode is none of the six of RFC 6455.
    UnknownOpcode,
    /// A frame from a client that is not masked (section 5.1).
    Unmasked,
    /// A frame from a server that is masked (section 5.1).
    Masked,
    /// The length is not in its shortest form, or its highest bit is set.
    BadLength,

    // Control frames, section 5.5
    /// A control frame without FIN.
    FragmentedControl,
    /// A control frame with more than 125 bytes of payload.
    ControlTooLong,
    /// A close frame with one byte of payload: half a status code.
    BadCloseBody,
    /// A close frame whose status code is outside 1000 to 4999, or one that never stands in a frame and that the policy
    /// refuses (section 7.4).
    BadCloseCode,

    // Messages, section 5.4
    /// A continuation frame, but no message has begun.
    StrayContinuation,
    /// A message begins while another one is unfinished.
    UnfinishedMessage,
    /// A text message, and the policy accepts only binary ones.
    TextNotAccepted,
    /// Text or a close reason that is not UTF-8, and the policy validates (section 8.1).
    BadUtf8,

    // Limits, section 10.4
    /// A data frame longer than [`Limits::frame`](super::Limits::frame).
    FrameTooLarge,
    /// A message longer than [`Limits::message`](super::Limits::message).
    MessageTooLarge,
}

impl Error {
    /// The status code of the close frame that answers this error (RFC 6455 section 7.4.1).
    pub const fn close_code(self) -> CloseCode {
        match self {
            Error::TextNotAccepted => CloseCode::UNSUPPORTED_DATA,
            Error::BadUtf8 => CloseCode::INVALID_PAYLOAD,
            Error::FrameTooLarge | Error::MessageTooLarge => CloseCode::MESSAGE_TOO_BIG,
            _ => CloseCode::PROTOCOL_ERROR,
        }
    }

    /// The phrase that `Display` prints.
    pub const fn phrase(self) -> &'static str {
        match self {
            Error::ReservedBits => "reserved bits set",
            Error::UnknownOpcode => "unknown opcode",
            Error::Unmasked => "frame from a client without mask",
            Error::Masked => "frame from a server with mask",
            Error::BadLength => "malformed payload length",
            Error::FragmentedControl => "fragmented control frame",
            Error::ControlTooLong => "control frame too long",
            Error::BadCloseBody => "close frame with one byte of payload",
            Error::BadCloseCode => "invalid status code in close frame",
            Error::StrayContinuation => "continuation frame without a message",
            Error::UnfinishedMessage => "new message inside an unfinished one",
            Error::TextNotAccepted => "text message not accepted",
            Error::BadUtf8 => "text is not UTF-8",
            Error::FrameTooLarge => "frame too large",
            Error::MessageTooLarge => "message too large",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.phrase())
    }
}

impl std::error::Error for Error {}

/// Why something cannot be sent. Nothing was written, and the sending direction is as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SendError {
    /// The close frame was sent: nothing may follow it (RFC 6455 section 5.5.1).
    Closed,
    /// The payload is longer than a frame header can say: 2^63 bytes or more (section 5.2).
    TooLong,
    /// More than 125 bytes for a control frame; for a close frame its two bytes of status code count (section 5.5).
    ControlTooLong,
    /// A status code outside 1000 to 4999 (section 7.4).
    BadCloseCode,
    /// A reason without a status code in front of it: a close frame cannot say that (section 5.5.1).
    ReasonWithoutCode,
}

impl SendError {
    /// The phrase that `Display` prints.
    pub const fn phrase(self) -> &'static str {
        match self {
            SendError::Closed => "close frame already sent",
            SendError::TooLong => "payload too long",
            SendError::ControlTooLong => "payload too long for a control frame",
            SendError::BadCloseCode => "invalid status code for a close frame",
            SendError::ReasonWithoutCode => "close reason without status code",
        }
    }
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.phrase())
    }
}

impl std::error::Error for SendError {}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6455 section 7.4.1.
    #[test]
    fn each_error_has_its_close_code() {
        let code = |error: Error| error.close_code().get();
        assert_eq!(code(Error::TextNotAccepted), 1003);
        assert_eq!(code(Error::BadUtf8), 1007);
        assert_eq!(code(Error::FrameTooLarge), 1009);
        assert_eq!(code(Error::MessageTooLarge), 1009);
        assert_eq!(code(Error::ReservedBits), 1002);
    }

    #[test]
    fn display_is_the_phrase() {
        assert_eq!(Error::Unmasked.to_string(), "frame from a client without mask");
        assert_eq!(SendError::Closed.to_string(), "close frame already sent");
    }
}
