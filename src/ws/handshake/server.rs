//! The server's side: what a request has to have (RFC 6455 section 4.2.1), and the fields of the response (4.2.2).

use super::key::{ACCEPT_LEN, accept};
use super::{Field, HandshakeError, VERSION, lists, tokens};
use crate::http::Version;

/// The subprotocol of the connection (RFC 6455 section 1.9), as far as this request settles it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol<'a> {
    /// The client did not ask for any.
    NotOffered,
    /// The client asked for protocols, of which none is supported. A server may go on without one or refuse.
    NoneAgreed,
    /// The one to answer with.
    Agreed(&'a [u8]),
}

/// One request on its way through the checks.
#[derive(Debug, Clone)]
pub struct ServerHandshake<'a> {
    supported: &'a [u8],
    upgrade: bool,
    connection: bool,
    version: bool,
    accept: Option<[u8; ACCEPT_LEN]>,
    protocol: Protocol<'a>,
}

impl<'a> ServerHandshake<'a> {
    /// Begins with the request line. `supported` is a comma-separated list of the subprotocols that the server speaks;
    /// it may be empty.
    ///
    /// Errors: `MethodNotGet`, `HttpTooOld`.
    pub fn new(method: &[u8], version: Version, supported: &'a [u8]) -> Result<Self, HandshakeError> {
        if method != b"GET" {
            return Err(HandshakeError::MethodNotGet);
        }
        if !version.is_at_least_11() {
            return Err(HandshakeError::HttpTooOld);
        }
        Ok(ServerHandshake {
            supported,
            upgrade: false,
            connection: false,
            version: false,
            accept: None,
            protocol: Protocol::NotOffered,
        })
    }

    /// The next field line of the request, its value without white space at the ends.
    ///
    /// Errors: `DuplicateKey`, `BadKey`, `DuplicateVersion`, `UnsupportedVersion`.
    pub fn field(&mut self, name: &[u8], value: &[u8]) -> Result<(), HandshakeError> {
        match Field::of(name) {
            Some(Field::Upgrade) => self.upgrade |= lists(value, b"websocket"),
            Some(Field::Connection) => self.connection |= lists(value, b"upgrade"),
            Some(Field::Key) if self.accept.is_some() => return Err(HandshakeError::DuplicateKey),
            Some(Field::Key) => self.accept = Some(accept(value)?),
            Some(Field::Version) if self.version => return Err(HandshakeError::DuplicateVersion),
            Some(Field::Version) if value != VERSION.as_bytes() => {
                return Err(HandshakeError::UnsupportedVersion);
            }
            Some(Field::Version) => self.version = true,
            Some(Field::Protocol) => self.offer(value),
            // An offer of extensions is declined by not answering it.
            Some(Field::Accept | Field::Extensions) | None => {}
        }
        Ok(())
    }

    /// The client lists the protocols in the order of its preference, in one field line or in several.
    fn offer(&mut self, offered: &[u8]) {
        if let Protocol::Agreed(_) = self.protocol {
            return;
        }
        self.protocol = tokens(offered)
            .find_map(|offered| tokens(self.supported).find(|&supported| supported == offered))
            .map_or(Protocol::NoneAgreed, Protocol::Agreed);
    }

    /// The end of the head. Returns the value of `Sec-WebSocket-Accept` for the response, and what became of the
    /// subprotocol.
    ///
    /// Errors: `NotWebSocket`, `NotUpgrade`, `MissingVersion`, `MissingKey`, in this order.
    pub fn finish(self) -> Result<([u8; ACCEPT_LEN], Protocol<'a>), HandshakeError> {
        if !self.upgrade {
            return Err(HandshakeError::NotWebSocket);
        }
        if !self.connection {
            return Err(HandshakeError::NotUpgrade);
        }
        if !self.version {
            return Err(HandshakeError::MissingVersion);
        }
        let accept = self.accept.ok_or(HandshakeError::MissingKey)?;
        Ok((accept, self.protocol))
    }
}

/// The fields that a 101 response has at least. `Sec-WebSocket-Protocol` comes in addition if one is agreed.
pub fn response_fields(accept: &[u8; ACCEPT_LEN]) -> [(&'static str, &[u8]); 3] {
    [("Upgrade", b"websocket"), ("Connection", b"Upgrade"), ("Sec-WebSocket-Accept", accept)]
}
