//! What a request asks for: the decisions between its head and the call of a handler.

use std::sync::Arc;

use super::Server;
use super::handler::Handler;
use super::kit::Kit;
use super::matching::Choice;
use crate::http::target::RequestTarget;
use crate::nng::error::Error;
use crate::nng::message::AnyMessage;

/// The interim response that lets a peer send its content (RFC 9110 section 15.2.1).
pub(super) const CONTINUE: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";

/// A request that is not served.
pub(crate) struct Refusal {
    pub(crate) status: u16,
    /// A field that belongs to the status, such as `Allow` to 405.
    pub(crate) field: Option<(&'static str, String)>,
}

impl From<u16> for Refusal {
    fn from(status: u16) -> Refusal {
        Refusal { status, field: None }
    }
}

/// Finds the handler for the request that the kit has read.
///
/// A target in absolute-form takes precedence over `Host` (RFC 9112 section 3.2.2); the request that the handler gets
/// says so, too.
pub(super) fn find_handler(server: &Server, kit: &mut Kit) -> Result<Arc<Handler>, Refusal> {
    let head = kit.reader.head();
    // The reader has accepted both, so all that can be wrong is that there is no Host.
    let target = RequestTarget::parse(head.method(), head.target()).map_err(|error| error.status())?;
    let authority = target.host(head.version(), head.fields().iter()).map_err(|error| error.status())?;
    let Some(path) = target.path() else {
        // `OPTIONS *` asks for the server as a whole, which has no options of its own; CONNECT for a proxy.
        let is_asterisk = matches!(target, RequestTarget::Asterisk);
        return Err(Refusal::from(if is_asterisk { 200 } else { 501 }));
    };
    kit.path.resolve(path).map_err(|error| error.status())?;
    if let RequestTarget::Absolute { authority, .. } = &target {
        set_host(kit, authority.as_bytes()).map_err(|_| 500)?;
    }
    match server.choose(authority.as_ref(), kit.path.as_bytes(), head.method()) {
        Choice::Handler(handler) => Ok(handler),
        Choice::WrongMethod(allow) => Err(Refusal { status: 405, field: Some(("Allow", allow)) }),
        Choice::Nothing => Err(Refusal::from(404)),
    }
}

fn set_host(kit: &Kit, authority: &[u8]) -> Result<(), Error> {
    kit.request.set_header(b"Host", authority)
}
