//! Options that are those of the socket under a stream, and of TLS on it.

use std::ffi::CString;
use std::os::fd::AsRawFd;

use super::options::{Setting, Value, name};
use crate::nng::error::Error;
use crate::nng::transport::Transport;
use crate::sys::{Errno, SockAddr, socket};
use crate::tls::Session;

/// What a socket is, for the sake of its options.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Tcp,
    /// With the address of the listener, which is that of both ends.
    Unix(SockAddr),
    /// Handed over by the program.
    Given,
}

/// See the head of the file. The transport stays with the stream, which guards it.
pub(super) struct Endpoint {
    kind: Kind,
    /// Kept, since the system forgets it with the connection.
    peer: Option<SockAddr>,
}

impl Endpoint {
    /// For a transport that is open.
    pub(super) fn of(transport: &Transport, kind: Kind) -> Endpoint {
        let peer = transport.descriptor().and_then(|fd| socket::peer_addr(fd.as_raw_fd()).ok());
        Endpoint { kind, peer }
    }

    fn is_tcp(&self) -> bool {
        matches!(self.kind, Kind::Tcp) || self.peer.is_some_and(|peer| peer.ip().is_some())
    }

    /// The address of an end of which the system says `found`.
    fn address(&self, found: Option<SockAddr>) -> Value {
        Value::Address(match self.kind {
            Kind::Unix(address) => Some(address),
            Kind::Tcp | Kind::Given => found.filter(|address| address.ip().is_some()),
        })
    }

    /// Reads an option.
    pub(super) fn get(&self, transport: &Transport, name: &[u8]) -> Result<Value, Error> {
        let flag = |level, option| {
            with_descriptor(transport, |fd| socket::option(fd, level, option))
                .map(|value| Value::Bool(value != 0))
        };
        let peer = || with_descriptor(transport, socket::peer_credentials);
        match name {
            name::LOCAL_ADDRESS => {
                let own = with_descriptor(transport, socket::local_addr)?;
                Ok(self.address(Some(own)))
            }
            name::REMOTE_ADDRESS => Ok(self.address(self.peer)),
            name::NO_DELAY if self.is_tcp() => flag(libc::IPPROTO_TCP, libc::TCP_NODELAY),
            name::KEEP_ALIVE if self.is_tcp() => flag(libc::SOL_SOCKET, libc::SO_KEEPALIVE),
            name::PEER_UID if !self.is_tcp() => Ok(Value::Uint64(peer()?.uid.into())),
            name::PEER_GID if !self.is_tcp() => Ok(Value::Uint64(peer()?.gid.into())),
            name::PEER_PID if !self.is_tcp() => Ok(Value::Uint64(u64::from(peer()?.pid.unsigned_abs()))),
            name::TLS_VERIFIED => Ok(Value::Bool(session(transport)?.verified())),
            name::TLS_PEER_CN => {
                let certificate = session(transport)?.peer_certificate().ok_or(Error::NO_ENTRY)?;
                Ok(Value::Text(text(&certificate.common_name().ok_or(Error::NO_ENTRY)?)?))
            }
            name::TLS_PEER_ALT_NAMES => {
                let certificate = session(transport)?.peer_certificate().ok_or(Error::NO_ENTRY)?;
                let names = certificate.alt_names();
                let names: Result<_, _> = names.iter().map(|name| text(&name.to_string())).collect();
                Ok(Value::Texts(names?))
            }
            _ => Err(Error::NOT_SUPPORTED),
        }
    }

    /// Sets an option.
    pub(super) fn set(&self, transport: &Transport, name: &[u8], to: &dyn Setting) -> Result<(), Error> {
        let flag = |level, option| {
            let is_on = to.bool()?;
            with_descriptor(transport, |fd| socket::set_flag(fd, level, option, is_on))
        };
        match name {
            name::NO_DELAY if self.is_tcp() => flag(libc::IPPROTO_TCP, libc::TCP_NODELAY),
            name::KEEP_ALIVE if self.is_tcp() => flag(libc::SOL_SOCKET, libc::SO_KEEPALIVE),
            name::LOCAL_ADDRESS | name::REMOTE_ADDRESS => Err(Error::READ_ONLY),
            name::PEER_UID | name::PEER_GID | name::PEER_PID if !self.is_tcp() => Err(Error::READ_ONLY),
            name::TLS_VERIFIED | name::TLS_PEER_CN | name::TLS_PEER_ALT_NAMES => {
                session(transport).and(Err(Error::READ_ONLY))
            }
            _ => Err(Error::NOT_SUPPORTED),
        }
    }
}

/// Calls `f` with the descriptor. `CLOSED` if there is none any more.
fn with_descriptor<T>(transport: &Transport, f: impl FnOnce(i32) -> Result<T, Errno>) -> Result<T, Error> {
    let fd = transport.descriptor().ok_or(Error::CLOSED)?;
    Ok(f(fd.as_raw_fd())?)
}

/// What TLS knows. `NOT_SUPPORTED` without TLS.
fn session(transport: &Transport) -> Result<&Session, Error> {
    transport.session().ok_or(Error::NOT_SUPPORTED)
}

/// A text that C can have. What certificates say holds no control characters.
fn text(text: &str) -> Result<CString, Error> {
    CString::new(text).map_err(|_| Error::NO_ENTRY)
}
