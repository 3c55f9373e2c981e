//! Options that dialers and listeners share: they hold for the streams that are made from then on.

use std::ffi::OsStr;
use std::os::fd::RawFd;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::{Arc, Mutex};

use super::options::{Setting, Value, name};
use crate::nng::error::Error;
use crate::nng::lock;
use crate::nng::tls::{TlsConfig, TlsSlot, auth_mode};
use crate::sys::{Errno, SockAddr, socket};
use crate::tls::Role;

/// What is set on new connections of TCP.
#[derive(Clone, Copy, Default)]
pub(super) struct Tcp {
    no_delay: bool,
    keep_alive: bool,
}

impl Tcp {
    /// Sets a new socket up.
    pub(super) fn apply(self, fd: RawFd) -> Result<(), Errno> {
        if self.no_delay {
            socket::set_no_delay(fd)?;
        }
        if self.keep_alive {
            socket::set_flag(fd, libc::SOL_SOCKET, libc::SO_KEEPALIVE, true)?;
        }
        Ok(())
    }

    /// Sets a socket up that was set up otherwise before.
    pub(super) fn apply_over(self, fd: RawFd) -> Result<(), Errno> {
        socket::set_flag(fd, libc::IPPROTO_TCP, libc::TCP_NODELAY, self.no_delay)?;
        self.apply(fd)
    }
}

/// The address from which a dialer connects; the system chooses one if it is `None`.
#[derive(Default)]
pub(super) struct LocalAddress(Mutex<Option<SockAddr>>);

impl LocalAddress {
    pub(super) fn get(&self) -> Option<SockAddr> {
        *lock(&self.0)
    }

    /// `ADDRESS_INVALID` for what is no IP address, and for one with a port, which is the system's to choose.
    pub(super) fn set(&self, to: &dyn Setting) -> Result<(), Error> {
        let address = to.address()?;
        let ip = address.and_then(|address| address.ip()).filter(|ip| ip.port() == 0);
        *lock(&self.0) = Some(ip.ok_or(Error::ADDRESS_INVALID)?.into());
        Ok(())
    }
}

/// See the head of the file.
pub(super) struct Settings {
    /// `None` if there is no TCP.
    tcp: Option<Mutex<Tcp>>,
    tls: TlsSlot,
}

impl Settings {
    /// Of TCP, with TLS for `tls`.
    pub(super) fn tcp(tls: Option<Role>) -> Settings {
        Settings { tcp: Some(Mutex::default()), tls: TlsSlot::new(tls) }
    }

    /// Of UNIX-domain sockets.
    pub(super) fn unix() -> Settings {
        Settings { tcp: None, tls: TlsSlot::new(None) }
    }

    /// Whether there is TCP.
    pub(super) fn has_tcp(&self) -> bool {
        self.tcp.is_some()
    }

    /// What to set on the next connection.
    pub(super) fn for_socket(&self) -> Tcp {
        self.tcp.as_ref().map(|tcp| *lock(tcp)).unwrap_or_default()
    }

    /// How connections are secured.
    pub(super) fn tls(&self) -> &TlsSlot {
        &self.tls
    }

    pub(super) fn get(&self, name: &[u8]) -> Result<Value, Error> {
        match (name, &self.tcp) {
            (name::NO_DELAY, Some(tcp)) => Ok(Value::Bool(lock(tcp).no_delay)),
            (name::KEEP_ALIVE, Some(tcp)) => Ok(Value::Bool(lock(tcp).keep_alive)),
            _ => get_tls(name, || self.tls.get()),
        }
    }

    pub(super) fn set(&self, name: &[u8], to: &dyn Setting) -> Result<(), Error> {
        match (name, &self.tcp) {
            (name::NO_DELAY, Some(tcp)) => lock(tcp).no_delay = to.bool()?,
            (name::KEEP_ALIVE, Some(tcp)) => lock(tcp).keep_alive = to.bool()?,
            (name::TLS_CONFIG, _) if self.tls.is_secure() => self.tls.set(to.tls_config()?)?,
            _ => change_tls(name, to, || self.tls.get())?,
        }
        Ok(())
    }
}

/// Reads an option of TLS. `config` fails if there is no TLS.
pub(super) fn get_tls(
    name: &[u8],
    config: impl FnOnce() -> Result<Arc<TlsConfig>, Error>,
) -> Result<Value, Error> {
    match name {
        name::TLS_CONFIG => config().map(Value::TlsConfig),
        name::TLS_AUTH_MODE | name::TLS_SERVER_NAME | name::TLS_CA_FILE | name::TLS_CERT_KEY_FILE => {
            config().and(Err(Error::WRITE_ONLY))
        }
        _ => Err(Error::NOT_SUPPORTED),
    }
}

/// Sets an option of TLS that changes the configuration that is there. `config` fails if there is no TLS.
pub(super) fn change_tls(
    name: &[u8],
    to: &dyn Setting,
    config: impl FnOnce() -> Result<Arc<TlsConfig>, Error>,
) -> Result<(), Error> {
    match name {
        name::TLS_AUTH_MODE => {
            let config = config()?;
            let mode = auth_mode(to.int()?.into()).ok_or(Error::INVALID)?;
            config.change(|config| {
                config.set_auth_mode(mode);
                Ok::<_, Error>(())
            })
        }
        name::TLS_SERVER_NAME => {
            let config = config()?;
            let name = std::str::from_utf8(to.text()?).map_err(|_| Error::INVALID)?;
            config.change(|config| config.set_server_name(name))
        }
        name::TLS_CA_FILE => {
            let (config, path) = (config()?, to.text()?);
            config.change(|config| config.add_ca_file(as_path(path)))
        }
        name::TLS_CERT_KEY_FILE => {
            let (config, path) = (config()?, to.text()?);
            config.change(|config| config.add_cert_key_file(as_path(path), None))
        }
        _ => Err(Error::NOT_SUPPORTED),
    }
}

fn as_path(name: &[u8]) -> &Path {
    Path::new(OsStr::from_bytes(name))
}
