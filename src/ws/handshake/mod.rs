//! The opening handshake (RFC 6455 section 4): its keys, the fields to send, and the checks of those that came.
//!
//! Reading and writing heads is not done here. A face hands over the start line's parts and then each field line as
//! (name, value), whichever way it got them, and asks at the end; to send, it takes fields as (name, value) and writes
//! them its own way. Fields that do not concern the handshake are ignored, `Host` among them.
//!
//! Names and the words in `Upgrade` and `Connection` are compared without regard to case, all other values exactly.

mod client;
mod key;
mod server;

pub use client::{ClientHandshake, request_fields};
pub use key::{ACCEPT_LEN, KEY_LEN, accept, request_key};
pub use server::{Protocol, ServerHandshake, response_fields};

use std::fmt;

use crate::http::list::elements;
use crate::http::tables::is_token;

/// The value of `Sec-WebSocket-Version`: the only version there is. A server refuses others with 426 and a field of
/// this name and value (RFC 6455 section 4.4).
pub const VERSION: &str = "13";

/// Why an opening handshake failed.
///
/// `Display` gives one lower-case phrase without a full stop, fit for a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HandshakeError {
    // Requests, section 4.2.1
    /// The method is not GET.
    MethodNotGet,
    /// The request is older than HTTP/1.1.
    HttpTooOld,
    /// `Sec-WebSocket-Key` is missing.
    MissingKey,
    /// `Sec-WebSocket-Key` comes twice.
    DuplicateKey,
    /// `Sec-WebSocket-Key` is not the base64 form of 16 bytes.
    BadKey,
    /// `Sec-WebSocket-Version` is missing.
    MissingVersion,
    /// `Sec-WebSocket-Version` comes twice.
    DuplicateVersion,
    /// `Sec-WebSocket-Version` is not 13.
    UnsupportedVersion,

    // Both
    /// `Upgrade` is missing, or is not for `websocket`.
    NotWebSocket,
    /// `Connection` is missing, or does not list `Upgrade`.
    NotUpgrade,

    // Responses, section 4.1
    /// The status code is not 101.
    NotSwitching,
    /// `Sec-WebSocket-Accept` is missing.
    MissingAccept,
    /// `Sec-WebSocket-Accept` comes twice.
    DuplicateAccept,
    /// `Sec-WebSocket-Accept` does not belong to the key of the request.
    BadAccept,
    /// `Sec-WebSocket-Extensions`: no extension is ever asked for.
    UnrequestedExtension,
    /// `Sec-WebSocket-Protocol` names a protocol that was not asked for, or comes twice.
    UnrequestedProtocol,
}

impl HandshakeError {
    /// The status code with which a server answers a request that has this error: 405, 426, 505, or 400 for whatever has
    /// no code of its own. With 426 belongs `Sec-WebSocket-Version` with [`VERSION`], with 405 `Allow: GET`.
    pub const fn status(self) -> u16 {
        match self {
            HandshakeError::MethodNotGet => 405,
            HandshakeError::UnsupportedVersion => 426,
            HandshakeError::HttpTooOld => 505,
            _ => 400,
        }
    }

    /// The phrase that `Display` prints.
    pub const fn phrase(self) -> &'static str {
        match self {
            HandshakeError::MethodNotGet => "method is not GET",
            HandshakeError::HttpTooOld => "HTTP version older than 1.1",
            HandshakeError::MissingKey => "missing Sec-WebSocket-Key",
            HandshakeError::DuplicateKey => "more than one Sec-WebSocket-Key",
            HandshakeError::BadKey => "malformed Sec-WebSocket-Key",
            HandshakeError::MissingVersion => "missing Sec-WebSocket-Version",
            HandshakeError::DuplicateVersion => "more than one Sec-WebSocket-Version",
            HandshakeError::UnsupportedVersion => "WebSocket version not supported",
            HandshakeError::NotWebSocket => "no Upgrade to websocket",
            HandshakeError::NotUpgrade => "Connection does not list Upgrade",
            HandshakeError::NotSwitching => "status code is not 101",
            HandshakeError::MissingAccept => "missing Sec-WebSocket-Accept",
            HandshakeError::DuplicateAccept => "more than one Sec-WebSocket-Accept",
            HandshakeError::BadAccept => "wrong Sec-WebSocket-Accept",
            HandshakeError::UnrequestedExtension => "extension that was not requested",
            HandshakeError::UnrequestedProtocol => "subprotocol that was not requested",
        }
    }
}

impl fmt::Display for HandshakeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.phrase())
    }
}

impl std::error::Error for HandshakeError {}

/// The fields that both sides look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Upgrade,
    Connection,
    Key,
    Version,
    Accept,
    Protocol,
    Extensions,
}

impl Field {
    const NAMES: [(&str, Field); 7] = [
        ("Upgrade", Field::Upgrade),
        ("Connection", Field::Connection),
        ("Sec-WebSocket-Key", Field::Key),
        ("Sec-WebSocket-Version", Field::Version),
        ("Sec-WebSocket-Accept", Field::Accept),
        ("Sec-WebSocket-Protocol", Field::Protocol),
        ("Sec-WebSocket-Extensions", Field::Extensions),
    ];

    fn of(name: &[u8]) -> Option<Field> {
        Field::NAMES
            .iter()
            .find(|(known, _)| name.eq_ignore_ascii_case(known.as_bytes()))
            .map(|&(_, field)| field)
    }
}

/// The tokens of a comma-separated list.
fn tokens(value: &[u8]) -> impl Iterator<Item = &[u8]> {
    elements(value).filter(|element| is_token(element))
}

/// Whether a list has this word, without regard to case. White space separates words, too: no element that is a token
/// has any, and there are peers that leave the commas out.
fn lists(value: &[u8], word: &[u8]) -> bool {
    elements(value)
        .flat_map(|element| element.split(|&byte| matches!(byte, b' ' | b'\t')))
        .any(|listed| listed.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests;
