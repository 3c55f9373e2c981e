//! What the engine has to know about request methods (RFC 9110 section 9): two of them change how the response is
//! framed. Method names are case-sensitive.

/// How a request method bears on the framing of its response (RFC 9112 section 6.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MethodKind {
    /// `HEAD`: the response has no content, whatever its fields say.
    Head,
    /// `CONNECT`: after a 2xx response the connection is a tunnel.
    Connect,
    /// Any other method.
    Other,
}

impl MethodKind {
    /// The kind of the method with this name.
    pub fn of(method: &[u8]) -> MethodKind {
        match method {
            b"HEAD" => MethodKind::Head,
            b"CONNECT" => MethodKind::Connect,
            _ => MethodKind::Other,
        }
    }
}
