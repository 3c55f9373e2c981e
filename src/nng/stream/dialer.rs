//! The dialer of `tcp`, `tls+tcp`, `ipc`, `unix` and `abstract`.
//!
//! Each dial is on its own: it looks the name up, tries the addresses in order, and ends with the stream or an error.
//! Dials that are started together go on together.

use std::os::fd::{OwnedFd, RawFd};
use std::sync::Arc;

use super::endpoint::Kind;
use super::options::{Options, Setting, Value, name};
use super::settings::{LocalAddress, Settings, Tcp};
use super::socket::SocketStream;
use super::{Dialer, deliver};
use crate::nng::aio::Op;
use crate::nng::connect::{Connects, Destination, Purpose};
use crate::nng::driver::Engine;
use crate::nng::error::Error;
use crate::nng::tls::Security;
use crate::sys::resolver::Family;
use crate::sys::{Errno, SockAddr, socket};
use crate::tls::Role;

/// See the head of the file.
pub(super) struct SocketDialer {
    destination: Destination,
    settings: Settings,
    local: LocalAddress,
    connects: Connects,
}

impl SocketDialer {
    /// For TCP. `ADDRESS_INVALID` if host or port are empty.
    pub(super) fn to_host(
        host: &[u8],
        port: &[u8],
        family: Family,
        is_secure: bool,
    ) -> Result<SocketDialer, Error> {
        let host = std::str::from_utf8(host).ok().filter(|host| !host.is_empty() && !port.is_empty());
        let host = host.ok_or(Error::ADDRESS_INVALID)?.into();
        let destination = Destination::Host { host, port: port.to_vec(), family };
        Ok(SocketDialer::new(destination, Settings::tcp(is_secure.then_some(Role::Client))))
    }

    /// For a UNIX-domain address.
    pub(super) fn to_address(address: SockAddr) -> SocketDialer {
        SocketDialer::new(Destination::Address(address), Settings::unix())
    }

    fn new(destination: Destination, settings: Settings) -> SocketDialer {
        SocketDialer { destination, settings, local: LocalAddress::default(), connects: Connects::new() }
    }
}

impl Dialer for SocketDialer {
    fn dial(&self, op: Op) {
        if !op.begin() {
            return;
        }
        self.connects.start(op, &self.destination, |engine| {
            let (kind, host) = match &self.destination {
                Destination::Host { host, .. } => (Kind::Tcp, Some(host)),
                Destination::Address(address) => (Kind::Unix(*address), None),
            };
            Ok(Box::new(Dialing {
                engine: engine.clone(),
                kind,
                tcp: self.settings.for_socket(),
                local: self.local.get(),
                security: self.settings.tls().security(host)?,
            }))
        });
    }

    fn close(&self) {
        self.connects.close();
    }
}

impl Options for SocketDialer {
    fn get(&self, name: &[u8]) -> Result<Value, Error> {
        match name {
            name::LOCAL_ADDRESS if self.settings.has_tcp() => Ok(Value::Address(self.local.get())),
            _ => self.settings.get(name),
        }
    }

    fn set(&self, name: &[u8], to: &dyn Setting) -> Result<(), Error> {
        if name != name::LOCAL_ADDRESS || !self.settings.has_tcp() {
            return self.settings.set(name, to);
        }
        self.local.set(to)
    }
}

/// A stream that is being made.
struct Dialing {
    engine: Arc<Engine>,
    kind: Kind,
    tcp: Tcp,
    local: Option<SockAddr>,
    security: Security,
}

impl Purpose for Dialing {
    fn prepare(&self, fd: RawFd) -> Result<(), Errno> {
        self.tcp.apply(fd)?;
        self.local.map_or(Ok(()), |local| socket::bind(fd, &local))
    }

    fn connected(&mut self, fd: OwnedFd, op: &Op) -> Result<(), Error> {
        let stream = SocketStream::open(&self.engine, self.security.transport(fd)?, self.kind)?;
        deliver(stream, op);
        Ok(())
    }
}
