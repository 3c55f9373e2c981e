//! The opening handshake of both sides: what is sent, and the check of what came (RFC 6455 section 4). No sockets.

use super::fields::Fields;
use super::settings::Values;
use crate::http::uri::request::wire_target;
use crate::http::{Head, Version, serialise};
use crate::nng::error::Error;
use crate::nng::server::exchange::Refusal;
use crate::ws::handshake::{
    ClientHandshake, HandshakeError, KEY_LEN, Protocol, ServerHandshake, VERSION, request_fields,
    response_fields,
};

/// A handshake that has succeeded, as its stream remembers it.
pub(super) struct Established {
    /// The target of the request.
    pub(super) uri: Vec<u8>,
    pub(super) request: Fields,
    pub(super) response: Fields,
}

/// The request of a dialer.
pub(super) struct Request {
    key: [u8; KEY_LEN],
    /// The subprotocols that are asked for.
    protocol: Vec<u8>,
    uri: Vec<u8>,
    fields: Fields,
}

impl Request {
    /// A request for a URI, with the value of `Host`.
    ///
    /// Error: `INVALID` if there is something in the URI that no request can have.
    pub(super) fn new(
        key: [u8; KEY_LEN],
        uri: &[u8],
        host: &[u8],
        values: &Values,
    ) -> Result<Request, Error> {
        let uri = wire_target(uri).map_err(|_| Error::INVALID)?.into_owned();
        let mut others = values.fields.clone();
        let mut fields = Fields::default();
        fields.push("Host", &others.take(b"Host").unwrap_or_else(|| host.to_vec()));
        for (name, value) in request_fields(&key) {
            fields.push(name, value);
        }
        if !values.protocol.is_empty() {
            fields.push("Sec-WebSocket-Protocol", &values.protocol);
        }
        fields.extend(&others);
        Ok(Request { key, protocol: values.protocol.clone(), uri, fields })
    }

    /// The bytes to send.
    pub(super) fn write(&self, out: &mut Vec<u8>) -> Result<(), Error> {
        serialise::request_line(out, b"GET", &self.uri, Version::HTTP_11).map_err(|_| Error::INVALID)?;
        self.fields.write(out)?;
        serialise::end(out);
        Ok(())
    }

    /// Looks at the final response.
    ///
    /// Errors: `PERMISSION` for 401 and 403, `CONNECTION_REFUSED` for 404 and 405, `PROTOCOL` for everything else that
    /// is no proper 101, also if it agrees to none of the protocols that were asked for.
    pub(super) fn check(&self, head: &Head) -> Result<Established, Error> {
        match head.status() {
            101 => {}
            401 | 403 => return Err(Error::PERMISSION),
            404 | 405 => return Err(Error::CONNECTION_REFUSED),
            _ => return Err(Error::PROTOCOL),
        }
        if !head.version().is_at_least_11() {
            return Err(Error::PROTOCOL);
        }
        let agreed = self.examine(head).map_err(|_| Error::PROTOCOL)?;
        if agreed.is_none() && !self.protocol.is_empty() {
            return Err(Error::PROTOCOL);
        }
        Ok(Established {
            uri: self.uri.clone(),
            request: self.fields.clone(),
            response: Fields::copy(head.fields().iter()),
        })
    }

    /// The protocol that a response agrees to.
    fn examine(&self, head: &Head) -> Result<Option<&[u8]>, HandshakeError> {
        let mut handshake = ClientHandshake::new(head.status(), &self.key, &self.protocol)?;
        for (name, value) in head.fields().iter() {
            handshake.field(name, value)?;
        }
        handshake.finish()
    }
}

/// A listener's answer to a request: the bytes to send, and what is to be remembered.
pub(super) fn answer(head: &Head, values: &Values) -> Result<(Vec<u8>, Established), Refusal> {
    let (accept, protocol) = examine(head, &values.protocol).map_err(refusal)?;
    let mut fields = Fields::default();
    // The order in which nng has them.
    let [upgrade, connection, accept] = response_fields(&accept);
    for (name, value) in [connection, upgrade, accept] {
        fields.push(name, value);
    }
    match protocol {
        Protocol::Agreed(protocol) => fields.push("Sec-WebSocket-Protocol", protocol),
        Protocol::NotOffered if values.protocol.is_empty() => {}
        // One side insists on a protocol, and the other does not speak it.
        Protocol::NotOffered | Protocol::NoneAgreed => return Err(Refusal::from(400)),
    }
    fields.extend(&values.fields);
    let mut response = Vec::new();
    serialise::status_line(&mut response, Version::HTTP_11, 101, b"Switching Protocols").map_err(|_| 500)?;
    fields.write(&mut response).map_err(|_| 500)?;
    serialise::end(&mut response);
    let request = Fields::copy(head.fields().iter());
    Ok((response, Established { uri: head.target().to_vec(), request, response: fields }))
}

fn examine<'a>(
    head: &Head,
    supported: &'a [u8],
) -> Result<([u8; crate::ws::handshake::ACCEPT_LEN], Protocol<'a>), HandshakeError> {
    let mut handshake = ServerHandshake::new(head.method(), head.version(), supported)?;
    for (name, value) in head.fields().iter() {
        handshake.field(name, value)?;
    }
    handshake.finish()
}

/// For a version of the protocol that is unknown, nng's status is 400; what has to go with it, RFC 6455 section 4.4 says.
fn refusal(error: HandshakeError) -> Refusal {
    let (status, field) = match error {
        HandshakeError::MethodNotGet => (error.status(), Some(("Allow", "GET"))),
        HandshakeError::UnsupportedVersion | HandshakeError::MissingVersion => {
            (400, Some(("Sec-WebSocket-Version", VERSION)))
        }
        _ => (error.status(), None),
    };
    Refusal { status, field: field.map(|(name, value)| (name, value.to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::head_reader::{HeadKind, HeadReader};
    use crate::http::{Limits, Policy};
    use crate::ws::Role;

    const KEY: [u8; KEY_LEN] = *b"dGhlIHNhbXBsZSBub25jZQ==";

    fn head(kind: HeadKind, text: &str) -> Head {
        let mut reader = HeadReader::new(kind, Policy::SERVER, Limits::DEFAULT);
        assert!(reader.read(text.as_bytes()).unwrap().complete);
        reader.head().clone()
    }

    fn values(role: Role, protocol: &str, fields: &[(&str, &str)]) -> Values {
        let mut values = Values::new(role);
        values.protocol = protocol.into();
        for (name, value) in fields {
            values.fields.set(name.as_bytes(), value.as_bytes()).unwrap();
        }
        values
    }

    fn text(bytes: Vec<u8>) -> String {
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn both_sides_agree() {
        let client = values(Role::Client, "a, b", &[("X-A", "1"), ("host", "other")]);
        let request = Request::new(KEY, b"?x=y#z", b"h:1", &client).unwrap();
        let mut sent = Vec::new();
        request.write(&mut sent).unwrap();
        let sent = text(sent);
        assert_eq!(
            sent,
            "GET /?x=y HTTP/1.1\r\nHost: other\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\
             Sec-WebSocket-Protocol: a, b\r\nX-A: 1\r\n\r\n"
        );
        let server = values(Role::Server, "b", &[("X-B", "2")]);
        let (response, accepted) = answer(&head(HeadKind::Request, &sent), &server).ok().unwrap();
        let response = text(response);
        assert_eq!(
            response,
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: b\r\nX-B: 2\r\n\r\n"
        );
        let dialed = request.check(&head(HeadKind::Response, &response)).unwrap();
        assert_eq!((&dialed.uri, &dialed.request), (&accepted.uri, &accepted.request));
        assert_eq!(dialed.response, accepted.response);
        assert_eq!(dialed.uri, b"/?x=y");
    }

    #[test]
    fn what_a_response_means() {
        let request = Request::new(KEY, b"/", b"h", &values(Role::Client, "", &[])).unwrap();
        for (status, error) in [
            (200, Error::PROTOCOL),
            (301, Error::PROTOCOL),
            (400, Error::PROTOCOL),
            (401, Error::PERMISSION),
            (403, Error::PERMISSION),
            (404, Error::CONNECTION_REFUSED),
            (405, Error::CONNECTION_REFUSED),
            (503, Error::PROTOCOL),
            // Without the fields.
            (101, Error::PROTOCOL),
        ] {
            let response = head(HeadKind::Response, &format!("HTTP/1.1 {status} X\r\n\r\n"));
            assert_eq!(request.check(&response).err(), Some(error), "{status}");
        }
        let good = "Upgrade: websocket\r\nConnection: Upgrade\r\n\
                    Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
        let check = |request: &Request, line: &str| {
            request.check(&head(HeadKind::Response, &format!("{line}\r\n{good}"))).err()
        };
        assert_eq!(check(&request, "HTTP/1.1 101 X"), None);
        assert_eq!(check(&request, "HTTP/1.0 101 X"), Some(Error::PROTOCOL));
        let request = Request::new(KEY, b"/", b"h", &values(Role::Client, "a", &[])).unwrap();
        assert_eq!(check(&request, "HTTP/1.1 101 X"), Some(Error::PROTOCOL), "no protocol");
    }

    #[test]
    fn requests_that_are_refused() {
        let good = "GET / HTTP/1.1|Host: h|Upgrade: websocket|Connection: Upgrade|\
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==|Sec-WebSocket-Version: 13|";
        let check = |from: &str, to: &str, protocol: &str| {
            assert!(good.contains(from), "{from}");
            let request = format!("{}|", good.replace(from, to)).replace('|', "\r\n");
            let values = values(Role::Server, protocol, &[]);
            answer(&head(HeadKind::Request, &request), &values).err().map(|refusal| {
                let field = refusal.field.map(|(name, value)| format!(" {name}: {value}"));
                format!("{}{}", refusal.status, field.unwrap_or_default())
            })
        };
        let refused = |text: &str| Some(text.to_owned());
        assert_eq!(check("", "", ""), None);
        assert_eq!(check("GET", "HEAD", ""), refused("405 Allow: GET"));
        assert_eq!(check("1.1", "1.0", ""), refused("505"));
        assert_eq!(check("13", "8", ""), refused("400 Sec-WebSocket-Version: 13"));
        assert_eq!(check("Sec-WebSocket-Version", "X", ""), refused("400 Sec-WebSocket-Version: 13"));
        assert_eq!(check("Upgrade: websocket|", "", ""), refused("400"));
        assert_eq!(check("Upgrade: websocket", "Upgrade: h2c websocket", ""), None);
        assert_eq!(check("Connection: Upgrade", "Connection: keep-alive Upgrade", ""), None);
        assert_eq!(check("Connection: Upgrade", "Connection: close", ""), refused("400"));
        assert_eq!(check("ZQ==", "ZQ=", ""), refused("400"));
        // Protocols have to be agreed on if either side names some.
        assert_eq!(check("", "", "a"), refused("400"));
        assert_eq!(check("Host: h", "Host: h|Sec-WebSocket-Protocol: a", ""), refused("400"));
        assert_eq!(check("Host: h", "Host: h|Sec-WebSocket-Protocol: b", "a"), refused("400"));
        assert_eq!(check("Host: h", "Host: h|Sec-WebSocket-Protocol: b, a", "a"), None);
    }
}
