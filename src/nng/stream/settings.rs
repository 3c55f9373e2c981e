//! Options that dialers and listeners share: they hold for the streams that are made from then on.

use std::ffi::OsStr;
use std::os::fd::RawFd;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::Mutex;

use super::options::{Setting, Value, name};
use crate::nng::error::Error;
use crate::nng::lock;
use crate::nng::tls::{TlsSlot, auth_mode};
use crate::sys::{Errno, socket};
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
            (name::TLS_CONFIG, _) => Ok(Value::TlsConfig(self.tls.get()?)),
            (
                name::TLS_AUTH_MODE | name::TLS_SERVER_NAME | name::TLS_CA_FILE | name::TLS_CERT_KEY_FILE,
                _,
            ) if self.tls.is_secure() => Err(Error::WRITE_ONLY),
            _ => Err(Error::NOT_SUPPORTED),
        }
    }

    pub(super) fn set(&self, name: &[u8], to: &dyn Setting) -> Result<(), Error> {
        match (name, &self.tcp) {
            (name::NO_DELAY, Some(tcp)) => lock(tcp).no_delay = to.bool()?,
            (name::KEEP_ALIVE, Some(tcp)) => lock(tcp).keep_alive = to.bool()?,
            (name, _) if self.tls.is_secure() => return self.set_tls(name, to),
            _ => return Err(Error::NOT_SUPPORTED),
        }
        Ok(())
    }

    fn set_tls(&self, name: &[u8], to: &dyn Setting) -> Result<(), Error> {
        let config = self.tls.get()?;
        match name {
            name::TLS_CONFIG => self.tls.set(to.tls_config()?),
            name::TLS_AUTH_MODE => {
                let mode = auth_mode(to.int()?.into()).ok_or(Error::INVALID)?;
                config.change(|config| {
                    config.set_auth_mode(mode);
                    Ok::<_, Error>(())
                })
            }
            name::TLS_SERVER_NAME => {
                let name = std::str::from_utf8(to.text()?).map_err(|_| Error::INVALID)?;
                config.change(|config| config.set_server_name(name))
            }
            name::TLS_CA_FILE => {
                let path = to.text()?;
                config.change(|config| config.add_ca_file(as_path(path)))
            }
            name::TLS_CERT_KEY_FILE => {
                let path = to.text()?;
                config.change(|config| config.add_cert_key_file(as_path(path), None))
            }
            _ => Err(Error::NOT_SUPPORTED),
        }
    }
}

fn as_path(name: &[u8]) -> &Path {
    Path::new(OsStr::from_bytes(name))
}
