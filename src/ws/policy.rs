//! Who we are, how strict we are, and how much is accepted. Nothing else in this module asks who is calling.
//!
//! What is not listed is never negotiable: reserved bits are zero, opcodes are known, clients mask and servers do not,
//! lengths are in their shortest form, control frames are whole and short, fragments are in order.

/// Which end of the connection this side is. It decides about masking (RFC 6455 section 5.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Masks what it sends, and receives only unmasked frames.
    Client,
    /// Sends unmasked frames, and receives only masked ones.
    Server,
}

/// The leniencies of the receiving direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Policy {
    /// Accept text messages; otherwise `TextNotAccepted`.
    pub text: bool,
    /// Hold text messages and close reasons to UTF-8, as RFC 6455 section 8.1 asks; otherwise they are just bytes.
    pub validate_utf8: bool,
    /// Accept close frames with 1005, 1006 and 1015. These codes stand for closures without a status code and must not
    /// be sent (section 7.4.1), but interfaces that take any number let programs send them.
    pub local_close_codes: bool,
}

impl Policy {
    /// Text and binary messages, and nothing that RFC 6455 forbids.
    pub const STRICT: Policy = Policy { text: true, validate_utf8: true, local_close_codes: false };

    /// The dill face: text is passed on as it is, and any status code from 1000 to 4999 passes, since its programs may
    /// send any of them.
    pub const DILL: Policy = Policy { validate_utf8: false, local_close_codes: true, ..Policy::STRICT };

    /// The streams of the nng face, which know only bytes: binary messages, and text as bytes for those that set
    /// [`Policy::text`].
    pub const NNG: Policy = Policy { text: false, validate_utf8: false, ..Policy::STRICT };
}

/// How much is accepted. A payload of exactly the limit passes. Control frames are outside these limits: they have one
/// of their own in the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Limits {
    /// Longest payload of one data frame in bytes. Beyond: `FrameTooLarge`, as soon as the header is known.
    /// Default `u64::MAX`, no limit.
    pub frame: u64,
    /// Longest message in bytes, the sum over its frames. Beyond: `MessageTooLarge`, as soon as the header of the frame
    /// that exceeds it is known. Default `u64::MAX`, no limit.
    pub message: u64,
}

impl Limits {
    /// The defaults named at each field.
    pub const DEFAULT: Limits = Limits { frame: u64::MAX, message: u64::MAX };
}

impl Default for Limits {
    fn default() -> Limits {
        Limits::DEFAULT
    }
}
