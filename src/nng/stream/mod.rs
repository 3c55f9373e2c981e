//! Streams of bytes: what stands behind `nng_stream`, `nng_stream_dialer` and `nng_stream_listener`.
//!
//! The scheme of a URL decides which kind of object a program gets. A kind is an implementation of [`Dialer`],
//! [`Listener`] and [`Stream`]; C sees nothing of them but these traits.
//!
//! | schemes | dialer | listener | stream |
//! |---|---|---|---|
//! | `tcp`, `tls+tcp`, each also with `4` or `6`; `ipc`, `unix`, `abstract` | [`mod@dialer`] | [`mod@listener`] | [`socket`] |
//! | `socket` | | [`given`] | [`socket`] |
//! | `ws`, `ws4`, `ws6`, `wss` | [`websocket`] | [`websocket`] | [`websocket`] |
//!
//! | module | subject |
//! |---|---|
//! | [`options`] | options: their names, what they read as, what they are set to |
//! | [`settings`] | options that dialers and listeners share |
//! | [`endpoint`] | options of the socket under a stream |
//! | [`accepts`] | accepts that wait for a connection, and the other way round |
//! | [`unix`] | UNIX-domain addresses and the files that belong to them |
//!
//! Locks: a dialer or a listener, then one of its dials or streams, then aios. The system calls under them do not block.

mod accepts;
mod dialer;
mod endpoint;
mod given;
mod listener;
pub(crate) mod options;
mod settings;
mod socket;
mod unix;
mod websocket;

use std::sync::Arc;

use options::Options;

use super::aio::Op;
use super::error::Error;
use super::{address, driver};

/// A connection over which bytes travel in both directions.
///
/// Operations are carried out in their order, those of the two directions independently. What is cancelled or takes too
/// long does no harm to the stream.
pub(crate) trait Stream: Options + Send + Sync {
    /// Sends at least one byte from the buffers of the aio; none if they hold none.
    fn send(self: Arc<Self>, op: Op);

    /// Receives at least one byte into the buffers of the aio. `INVALID` if they have no room.
    fn recv(self: Arc<Self>, op: Op);

    /// Ends all operations with `CLOSED`, and all that are started later.
    fn close(self: Arc<Self>);
}

/// What makes streams by connecting.
pub(crate) trait Dialer: Options + Send + Sync {
    /// Makes a stream, for [`deliver`].
    fn dial(&self, op: Op);

    /// Ends all operations with `CLOSED`, and all that are started later. Streams stay.
    fn close(&self);
}

/// What makes streams of the connections that others open.
pub(crate) trait Listener: Options + Send + Sync {
    /// Listens. `STATE` if it does already, `CLOSED`, or what prevents it.
    fn listen(self: Arc<Self>) -> Result<(), Error>;

    /// Makes a stream, for [`deliver`]. Carried out in their order; `STATE` before [`listen`](Self::listen).
    fn accept(self: Arc<Self>, op: Op);

    /// Ends all operations with `CLOSED`, and all that are started later. Streams stay.
    fn close(&self);
}

/// Makes a stream the output of an operation, which the program gets when it succeeds.
pub(crate) fn deliver(stream: Arc<dyn Stream>, op: &Op) {
    op.set_output(0, Arc::into_raw(Arc::new(stream)).cast_mut().cast());
}

/// The parts of a URL that tell where a stream goes to. What a URL of that kind lacks is empty.
pub(crate) struct Location<'a> {
    /// All of it, as it was given.
    pub(crate) url: &'a [u8],
    pub(crate) scheme: &'a [u8],
    /// Host name and port, as they stand there.
    pub(crate) host: &'a [u8],
    pub(crate) hostname: &'a [u8],
    pub(crate) port: &'a [u8],
    pub(crate) path: &'a [u8],
    /// Path, query and fragment.
    pub(crate) request_uri: &'a [u8],
}

/// Makes a dialer. `NOT_SUPPORTED` for a scheme without one, `ADDRESS_INVALID` if the URL is not complete.
pub(crate) fn dialer(to: &Location<'_>) -> Result<Arc<dyn Dialer>, Error> {
    driver::engine()?;
    Ok(match to.scheme {
        b"tcp" | b"tcp4" | b"tcp6" | b"tls+tcp" | b"tls+tcp4" | b"tls+tcp6" => {
            let family = address::family(to.scheme);
            Arc::new(dialer::SocketDialer::to_host(to.hostname, to.port, family, is_secure(to.scheme))?)
        }
        b"ipc" | b"unix" => Arc::new(dialer::SocketDialer::to_address(unix::path(to.path)?)),
        b"abstract" => Arc::new(dialer::SocketDialer::to_address(unix::abstract_name(to.path)?)),
        b"ws" | b"ws4" | b"ws6" | b"wss" => Arc::new(websocket::WebSocketDialer::new(to)?),
        _ => return Err(Error::NOT_SUPPORTED),
    })
}

/// Makes a listener; a host that is a name is looked up now. `NOT_SUPPORTED` for a scheme without one,
/// `ADDRESS_INVALID` if there is no such host or port, `AGAIN` if the name service does not answer.
pub(crate) fn listener(at: &Location<'_>) -> Result<Arc<dyn Listener>, Error> {
    driver::engine()?;
    Ok(match at.scheme {
        b"tcp" | b"tcp4" | b"tcp6" | b"tls+tcp" | b"tls+tcp4" | b"tls+tcp6" => {
            let port = if at.port.is_empty() { 0 } else { address::port(at.port)? };
            let address = address::to_listen_on(at.hostname, port, address::family(at.scheme))?;
            Arc::new(listener::SocketListener::ip(address, is_secure(at.scheme)))
        }
        b"ipc" | b"unix" => Arc::new(listener::SocketListener::unix(unix::path(at.path)?)),
        b"abstract" => Arc::new(listener::SocketListener::unix(unix::abstract_name(at.path)?)),
        b"socket" => given::GivenListener::new()?,
        b"ws" | b"ws4" | b"ws6" | b"wss" => websocket::WebSocketListener::new(at)?,
        _ => return Err(Error::NOT_SUPPORTED),
    })
}

fn is_secure(scheme: &[u8]) -> bool {
    scheme.starts_with(b"tls+")
}
