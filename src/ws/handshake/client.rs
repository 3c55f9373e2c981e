//! The client's side: the fields of the request, and what a response has to have (RFC 6455 section 4.1).

use super::key::{ACCEPT_LEN, KEY_LEN, accept};
use super::{Field, HandshakeError, VERSION, lists, tokens};

/// The fields that a request has at least, besides `Host`. A client that asks for subprotocols adds
/// `Sec-WebSocket-Protocol`.
pub fn request_fields(key: &[u8; KEY_LEN]) -> [(&'static str, &[u8]); 4] {
    [
        ("Upgrade", b"websocket"),
        ("Connection", b"Upgrade"),
        ("Sec-WebSocket-Key", key),
        ("Sec-WebSocket-Version", VERSION.as_bytes()),
    ]
}

/// One response on its way through the checks.
#[derive(Debug, Clone)]
pub struct ClientHandshake<'a> {
    expected: [u8; ACCEPT_LEN],
    requested: &'a [u8],
    websocket: bool,
    connection: bool,
    accepted: bool,
    protocol: Option<&'a [u8]>,
}

impl<'a> ClientHandshake<'a> {
    /// Begins with the status line of the final response. `key` is that of the request, and `requested` the
    /// comma-separated list of subprotocols that was sent, empty if there was none.
    ///
    /// Errors: `NotSwitching` if the status is not 101, and the response is an ordinary one that the caller may look
    /// into; `BadKey` if the key is none.
    pub fn new(status: u16, key: &[u8; KEY_LEN], requested: &'a [u8]) -> Result<Self, HandshakeError> {
        if status != 101 {
            return Err(HandshakeError::NotSwitching);
        }
        Ok(ClientHandshake {
            expected: accept(key)?,
            requested,
            websocket: false,
            connection: false,
            accepted: false,
            protocol: None,
        })
    }

    /// The next field line of the response, its value without white space at the ends.
    ///
    /// Errors: `NotWebSocket` if `Upgrade` is anything but `websocket` once, since a longer list would put another
    /// protocol on top; `DuplicateAccept`, `BadAccept`, `UnrequestedExtension`, `UnrequestedProtocol`.
    pub fn field(&mut self, name: &[u8], value: &[u8]) -> Result<(), HandshakeError> {
        match Field::of(name) {
            Some(Field::Upgrade) if self.websocket || !value.eq_ignore_ascii_case(b"websocket") => {
                return Err(HandshakeError::NotWebSocket);
            }
            Some(Field::Upgrade) => self.websocket = true,
            Some(Field::Connection) => self.connection |= lists(value, b"upgrade"),
            Some(Field::Accept) if self.accepted => return Err(HandshakeError::DuplicateAccept),
            Some(Field::Accept) if value != self.expected => return Err(HandshakeError::BadAccept),
            Some(Field::Accept) => self.accepted = true,
            Some(Field::Extensions) => return Err(HandshakeError::UnrequestedExtension),
            Some(Field::Protocol) => self.choose(value)?,
            Some(Field::Key | Field::Version) | None => {}
        }
        Ok(())
    }

    fn choose(&mut self, chosen: &[u8]) -> Result<(), HandshakeError> {
        let requested = tokens(self.requested).find(|&requested| requested == chosen);
        if self.protocol.is_some() || requested.is_none() {
            return Err(HandshakeError::UnrequestedProtocol);
        }
        self.protocol = requested;
        Ok(())
    }

    /// The end of the head. Returns the subprotocol that the server chose, if it chose one.
    ///
    /// Errors: `NotWebSocket`, `NotUpgrade`, `MissingAccept`, in this order.
    pub fn finish(self) -> Result<Option<&'a [u8]>, HandshakeError> {
        if !self.websocket {
            return Err(HandshakeError::NotWebSocket);
        }
        if !self.connection {
            return Err(HandshakeError::NotUpgrade);
        }
        if !self.accepted {
            return Err(HandshakeError::MissingAccept);
        }
        Ok(self.protocol)
    }
}
