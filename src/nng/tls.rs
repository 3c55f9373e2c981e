//! What stands behind `nng_tls_config`: a configuration that a program fills in and that clients, servers and streams
//! share.
//!
//! The first connection that is made with it fixes it. Changes after that are refused, so that connections of one
//! client or server do not differ by accident, and share what sessions can be resumed from.

use std::fmt::Display;
use std::os::fd::OwnedFd;
use std::sync::{Arc, Mutex};

use super::error::Error;
use super::transport::Transport;
use super::{lock, log};
use crate::tls::{self, AuthMode, CommonName, Config, Context, Role, Session};

/// An `nng_tls_config`.
pub(crate) struct TlsConfig {
    role: Role,
    state: Mutex<State>,
}

enum State {
    Open(Config),
    InUse(Context),
}

impl TlsConfig {
    /// A configuration in which nothing is set: a client requires a verified server, a server has no certificate and
    /// asks for none.
    pub(crate) fn new(role: Role) -> TlsConfig {
        let mut config = Config::new(role);
        // Many programs made their certificates when that was enough, and nng takes it.
        config.set_common_name(CommonName::Fallback);
        TlsConfig { role, state: Mutex::new(State::Open(config)) }
    }

    /// The role it was made for.
    pub(crate) fn role(&self) -> Role {
        self.role
    }

    /// Changes the configuration. `BUSY` if it is in use. Why a change fails is logged, in more words than a code has.
    pub(crate) fn change<E: Into<Error> + Display>(
        &self,
        change: impl FnOnce(&mut Config) -> Result<(), E>,
    ) -> Result<(), Error> {
        let changed = match &mut *lock(&self.state) {
            State::Open(config) => change(config),
            State::InUse(_) => return Err(Error::BUSY),
        };
        changed.map_err(|error| {
            log::report(log::level::ERR, c"NNG-TLS-CONFIG", &format!("TLS configuration: {error}"));
            error.into()
        })
    }

    /// What connections are made with. From the first call on the configuration does not change. `CRYPTO` if the system
    /// has no random numbers.
    pub(crate) fn context(&self) -> Result<Context, Error> {
        let mut state = lock(&self.state);
        let context = match &*state {
            State::InUse(context) => return Ok(context.clone()),
            State::Open(config) => config.build()?,
        };
        *state = State::InUse(context.clone());
        Ok(context)
    }
}

/// The mode that a number of `nng_tls_auth_mode` stands for.
pub(crate) fn auth_mode(number: i64) -> Option<AuthMode> {
    [AuthMode::None, AuthMode::Optional, AuthMode::Required].get(usize::try_from(number).ok()?).copied()
}

/// Whether connections are secured, and how.
#[derive(Clone)]
pub(crate) enum Security {
    Plain,
    Tls {
        context: Context,
        /// The name of the server, if the configuration has none.
        host: Option<Arc<str>>,
    },
}

impl Security {
    /// A connected socket, secured or not.
    ///
    /// Errors: `ADDRESS_INVALID` if the host is no name that a server can have; `CRYPTO` if the system has no random
    /// numbers.
    pub(crate) fn transport(&self, fd: OwnedFd) -> Result<Transport, Error> {
        match self {
            Security::Plain => Ok(Transport::plain(fd)),
            Security::Tls { context, host } => match Session::new(context, host.as_deref()) {
                Ok(session) => Ok(Transport::secure(fd, session)),
                Err(tls::Error::BadServerName) => Err(Error::ADDRESS_INVALID),
                Err(error) => Err(error.into()),
            },
        }
    }
}

/// Where clients and servers keep the configuration that counts for their next connection; nothing if they are not
/// secure.
pub(crate) struct TlsSlot(Option<Mutex<Arc<TlsConfig>>>);

impl TlsSlot {
    /// With a configuration in which nothing is set, if `role` is given.
    pub(crate) fn new(role: Option<Role>) -> TlsSlot {
        TlsSlot(role.map(|role| Mutex::new(Arc::new(TlsConfig::new(role)))))
    }

    /// Whether connections are secured.
    pub(crate) fn is_secure(&self) -> bool {
        self.0.is_some()
    }

    /// The configuration. `NOT_SUPPORTED` if this is not secure.
    pub(crate) fn get(&self) -> Result<Arc<TlsConfig>, Error> {
        self.0.as_ref().map(|slot| lock(slot).clone()).ok_or(Error::NOT_SUPPORTED)
    }

    /// Replaces the configuration. `NOT_SUPPORTED` if this is not secure, `INVALID` for the configuration of the other
    /// side.
    pub(crate) fn set(&self, config: Arc<TlsConfig>) -> Result<(), Error> {
        let slot = self.0.as_ref().ok_or(Error::NOT_SUPPORTED)?;
        let mut present = lock(slot);
        if config.role() != present.role() {
            return Err(Error::INVALID);
        }
        *present = config;
        Ok(())
    }

    /// How the next connection is secured: from now on the present configuration is in use. `CRYPTO` if the system has
    /// no random numbers.
    pub(crate) fn security(&self, host: Option<&Arc<str>>) -> Result<Security, Error> {
        match &self.0 {
            None => Ok(Security::Plain),
            Some(slot) => Ok(Security::Tls { context: lock(slot).context()?, host: host.cloned() }),
        }
    }
}
