//! Status code and reason of a close frame (RFC 6455 sections 5.5.1 and 7.4).
//!
//! The payload is empty, or it is a status code of two bytes followed by the reason.

use super::frame::MAX_CONTROL_PAYLOAD;
use super::{Error, Policy, SendError};

/// A status code from 1000 to 4999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CloseCode(u16);

impl CloseCode {
    /// The purpose of the connection is fulfilled.
    pub const NORMAL: CloseCode = CloseCode(1000);
    /// The peer broke the protocol.
    pub const PROTOCOL_ERROR: CloseCode = CloseCode(1002);
    /// A type of message that is not accepted.
    pub const UNSUPPORTED_DATA: CloseCode = CloseCode(1003);
    /// A message with malformed content, such as text that is not UTF-8.
    pub const INVALID_PAYLOAD: CloseCode = CloseCode(1007);
    /// A message that is too big.
    pub const MESSAGE_TOO_BIG: CloseCode = CloseCode(1009);

    /// The code with this number. `None` outside 1000 to 4999, the range that section 7.4.2 gives meanings to.
    pub const fn new(number: u16) -> Option<CloseCode> {
        match number {
            1000..=4999 => Some(CloseCode(number)),
            _ => None,
        }
    }

    /// The number.
    pub const fn get(self) -> u16 {
        self.0
    }

    /// Whether the code describes a closure to a program and must not stand in a frame: 1005 (no status code), 1006 (no
    /// close frame), 1015 (TLS handshake failed).
    pub const fn is_local(self) -> bool {
        matches!(self.0, 1005 | 1006 | 1015)
    }
}

/// The content of a close frame. It always fits into one: no reason without a code, 123 bytes of reason at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Close<'a> {
    pub(super) code: Option<CloseCode>,
    pub(super) reason: &'a [u8],
}

impl<'a> Close<'a> {
    /// A close frame with a status code and a reason, which may be empty; or, with the number 0, one without both.
    ///
    /// A code for which [`CloseCode::is_local`] holds passes, since existing programs may send it. The reason is not
    /// held to UTF-8.
    ///
    /// Errors: `BadCloseCode` if the number is neither 0 nor 1000 to 4999; `ReasonWithoutCode`; `ControlTooLong` for
    /// more than 123 bytes of reason.
    pub const fn new(number: u16, reason: &'a [u8]) -> Result<Close<'a>, SendError> {
        let code = CloseCode::new(number);
        if code.is_none() && number != 0 {
            return Err(SendError::BadCloseCode);
        }
        if code.is_none() && !reason.is_empty() {
            return Err(SendError::ReasonWithoutCode);
        }
        if reason.len() > MAX_CONTROL_PAYLOAD - 2 {
            return Err(SendError::ControlTooLong);
        }
        Ok(Close { code, reason })
    }

    /// A close frame with a status code or without, and no reason. With the code that was received it is the answer to
    /// a close frame (section 5.5.1), with [`Error::close_code`] the one to an error.
    pub const fn with_code(code: Option<CloseCode>) -> Close<'static> {
        Close { code, reason: b"" }
    }

    /// Reads the payload of a close frame that was received.
    ///
    /// Errors: `BadCloseBody`, `BadCloseCode`, `BadUtf8`.
    pub(super) fn decode(payload: &'a [u8], policy: &Policy) -> Result<Close<'a>, Error> {
        let Some((&number, reason)) = payload.split_first_chunk::<2>() else {
            return if payload.is_empty() { Ok(Close::with_code(None)) } else { Err(Error::BadCloseBody) };
        };
        let code = CloseCode::new(u16::from_be_bytes(number)).ok_or(Error::BadCloseCode)?;
        if code.is_local() && !policy.local_close_codes {
            return Err(Error::BadCloseCode);
        }
        if policy.validate_utf8 && std::str::from_utf8(reason).is_err() {
            return Err(Error::BadUtf8);
        }
        Ok(Close { code: Some(code), reason })
    }

    /// Writes the payload of the frame to the beginning of `out` and returns it.
    pub(super) fn encode(self, out: &mut [u8; MAX_CONTROL_PAYLOAD]) -> &[u8] {
        let Some(code) = self.code else { return &[] };
        let len = 2 + self.reason.len();
        out[..2].copy_from_slice(&code.get().to_be_bytes());
        out[2..len].copy_from_slice(self.reason);
        &out[..len]
    }

    /// The status code, if there is one.
    pub const fn code(&self) -> Option<CloseCode> {
        self.code
    }

    /// The reason: meant for people, usually UTF-8, possibly empty.
    pub const fn reason(&self) -> &'a [u8] {
        self.reason
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_1000_to_4999() {
        for (number, valid) in
            [(0, false), (999, false), (1000, true), (4999, true), (5000, false), (65535, false)]
        {
            assert_eq!(CloseCode::new(number).map(CloseCode::get), valid.then_some(number));
        }
        let local: Vec<u16> = (1000..5000).filter(|&n| CloseCode::new(n).unwrap().is_local()).collect();
        assert_eq!(local, [1005, 1006, 1015]);
    }

    #[test]
    fn what_can_be_sent() {
        let long = [b'x'; 124];
        let check = |number, reason: &[u8], expected| assert_eq!(Close::new(number, reason).err(), expected);
        check(0, b"", None);
        check(0, b"bye", Some(SendError::ReasonWithoutCode));
        check(1000, b"", None);
        check(1006, b"", None);
        check(4999, &long[..123], None);
        check(1000, &long, Some(SendError::ControlTooLong));
        check(999, b"", Some(SendError::BadCloseCode));
        check(5000, b"", Some(SendError::BadCloseCode));
    }

    #[test]
    fn what_can_be_received() {
        let lenient = Policy { local_close_codes: true, validate_utf8: false, ..Policy::STRICT };
        let check = |payload: &[u8], policy: &Policy, expected: Result<(u16, &[u8]), Error>| {
            let close = Close::decode(payload, policy);
            assert_eq!(
                close.map(|c| (c.code().map_or(0, CloseCode::get), c.reason())),
                expected,
                "{payload:x?}"
            );
        };
        let strict = &Policy::STRICT;
        check(b"", strict, Ok((0, b"")));
        check(b"\x03", strict, Err(Error::BadCloseBody));
        check(b"\x03\xe8", strict, Ok((1000, b"")));
        check(b"\x03\xe8OK", strict, Ok((1000, b"OK")));
        check(b"\x13\x87", strict, Ok((4999, b"")));
        check(b"\x03\xe7", strict, Err(Error::BadCloseCode)); // 999
        check(b"\x13\x88", strict, Err(Error::BadCloseCode)); // 5000
        check(b"\x00\x00", &lenient, Err(Error::BadCloseCode));
        check(b"\x03\xee", strict, Err(Error::BadCloseCode)); // 1006
        check(b"\x03\xee", &lenient, Ok((1006, b"")));
        check(b"\x03\xe8\xff", strict, Err(Error::BadUtf8));
        check(b"\x03\xe8\xff", &lenient, Ok((1000, b"\xff")));
    }

    #[test]
    fn encode_then_decode_gives_the_same() {
        for close in [
            Close::with_code(None),
            Close::with_code(Some(CloseCode::NORMAL)),
            Close::new(3000, &[b'r'; 123]).unwrap(),
        ] {
            let mut out = [0; MAX_CONTROL_PAYLOAD];
            assert_eq!(Close::decode(close.encode(&mut out), &Policy::STRICT), Ok(close));
        }
    }
}
