//! Servers: what stands behind `nng_http_server`.
//!
//! Programs that hold the same address share a server: it is known by security, host and port until it stops, and
//! counts who holds and who has started it.
//!
//! Locks: the table of all servers first, then the state of one server, then its sessions, which is taken under the
//! lock of a connection, too. None is held while a connection's is taken.

pub(crate) mod content;
mod error_pages;
pub(crate) mod exchange;
pub(crate) mod files;
pub(crate) mod handler;
mod kit;
mod matching;
pub(crate) mod media_type;
pub(crate) mod redirect;
pub(crate) mod session;
pub(crate) mod settings;
pub(crate) mod upgrade;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::os::fd::{AsRawFd, OwnedFd};
use std::sync::{Arc, Mutex, PoisonError, RwLock, Weak};

use error_pages::ErrorPages;
use handler::Handler;
use matching::{Choice, Entry};
use session::Session;
use settings::Settings;

use super::conn::Conn;
use super::driver::{self, Engine};
use super::error::Error;
use super::listen::{self, Accept, Listener};
use super::lock;
use super::message::Response;
use super::tls::{TlsConfig, TlsSlot};
use crate::http::uri::Authority;
use crate::sys::{SockAddr, socket};
use crate::tls::Role;

/// What a server is known by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Name {
    /// As the program wrote it, in lower case; empty for all addresses.
    pub(crate) host: Vec<u8>,
    /// 0 until the system has chosen one.
    pub(crate) port: u16,
    /// Whether it speaks TLS.
    pub(crate) is_secure: bool,
}

#[derive(Default)]
struct State {
    starts: usize,
    listener: Option<Arc<Listener>>,
    /// Where the server listens, or listened.
    bound: Option<SockAddr>,
    end: Option<End>,
}

/// A server does not come back.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// It was stopped as often as it was started.
    Stopped,
    /// It was stopped without having been started.
    NeverStarted,
}

/// An `nng_http_server`.
pub(crate) struct Server {
    name: Mutex<Name>,
    /// Where to listen.
    address: SocketAddr,
    tls: TlsSlot,
    settings: Settings,
    state: Mutex<State>,
    handlers: RwLock<Vec<Entry>>,
    error_pages: ErrorPages,
    /// The connections that are served, by their places in memory; `None` once the server has stopped.
    sessions: Mutex<Option<HashMap<usize, Arc<Conn>>>>,
    /// How many hold the server.
    holders: Mutex<usize>,
}

/// All servers that can be held.
static SERVERS: Mutex<Vec<Weak<Server>>> = Mutex::new(Vec::new());

impl Server {
    /// The server of this name: the one that is there, or a new one for the address that `resolve` finds.
    pub(crate) fn hold(
        name: Name,
        resolve: impl FnOnce() -> Result<SocketAddr, Error>,
    ) -> Result<Arc<Server>, Error> {
        let find = |servers: &[Weak<Server>]| {
            let found =
                servers.iter().filter_map(Weak::upgrade).find(|server| *lock(&server.name) == name)?;
            *lock(&found.holders) += 1;
            Some(found)
        };
        if let Some(server) = find(&lock(&SERVERS)) {
            return Ok(server);
        }
        // This may take long, and so another thread may be faster.
        let address = resolve()?;
        let mut servers = lock(&SERVERS);
        if let Some(server) = find(&servers) {
            return Ok(server);
        }
        let server = Arc::new(Server::new(name, address, Settings::current()));
        servers.retain(|server| server.strong_count() > 0);
        servers.push(Arc::downgrade(&server));
        Ok(server)
    }

    /// A server with one holder, whom nobody can find.
    fn new(name: Name, address: SocketAddr, settings: Settings) -> Server {
        Server {
            tls: TlsSlot::new(name.is_secure.then_some(Role::Server)),
            name: Mutex::new(name),
            address,
            settings,
            state: Mutex::default(),
            handlers: RwLock::default(),
            error_pages: ErrorPages::default(),
            sessions: Mutex::new(Some(HashMap::new())),
            holders: Mutex::new(1),
        }
    }

    /// One holder less. The last one stops the server.
    pub(crate) fn release(self: &Arc<Server>) {
        // Under the lock of the table, so that nobody gets hold of the server between the two.
        let mut servers = lock(&SERVERS);
        let mut holders = lock(&self.holders);
        *holders = holders.saturating_sub(1);
        let was_last = *holders == 0;
        if was_last {
            forget(&mut servers, self);
        }
        drop(holders);
        drop(servers);
        if was_last {
            self.end(End::Stopped);
            // Whoever serves a connection to its end needs no handlers for it, and they may hold the server.
            let entries = std::mem::take(&mut *self.write_handlers());
            drop(entries);
        }
    }

    /// Listens, unless it does already. Every start needs a stop.
    ///
    /// Errors: `STATE` after the last stop, `CLOSED` after a stop without a start, what prevents the address from
    /// being bound, `CRYPTO` if the system has no random numbers.
    pub(crate) fn start(self: &Arc<Server>) -> Result<(), Error> {
        let mut state = lock(&self.state);
        match state.end {
            Some(End::Stopped) => return Err(Error::STATE),
            Some(End::NeverStarted) => return Err(Error::CLOSED),
            None => {}
        }
        if state.listener.is_none() {
            let (fd, bound) = socket::listener(&SockAddr::from(self.address), listen::BACKLOG)?;
            // Like every later one that takes its place, the configuration is in use at once.
            self.tls.security(None)?;
            state.listener = Some(Listener::open(self.clone(), fd)?);
            state.bound = Some(bound);
            if let Some(ip) = bound.ip() {
                lock(&self.name).port = ip.port();
            }
        }
        state.starts += 1;
        Ok(())
    }

    /// Undoes one start. The last one closes the listener and all connections, without waiting for handlers.
    pub(crate) fn stop(self: &Arc<Server>) {
        let mut state = lock(&self.state);
        state.starts = state.starts.saturating_sub(1);
        if state.starts > 0 {
            return;
        }
        let end = if state.bound.is_some() { End::Stopped } else { End::NeverStarted };
        drop(state);
        self.end(end);
    }

    fn end(self: &Arc<Server>, end: End) {
        let mut state = lock(&self.state);
        state.end.get_or_insert(end);
        let listener = state.listener.take();
        drop(state);
        forget(&mut lock(&SERVERS), self);
        if let Some(listener) = listener {
            listener.close();
        }
        let sessions = lock(&self.sessions).take();
        for conn in sessions.into_iter().flat_map(HashMap::into_values) {
            conn.stop_serving();
        }
    }

    /// Where the server listens, if it was started.
    pub(crate) fn address(&self) -> Option<SockAddr> {
        lock(&self.state).bound
    }

    /// The configuration of TLS. `NOT_SUPPORTED` if the server is not secure.
    pub(crate) fn tls_config(&self) -> Result<Arc<TlsConfig>, Error> {
        self.tls.get()
    }

    /// Replaces the configuration of TLS, for the connections that come from now on. Errors: see [`TlsSlot::set`];
    /// `CRYPTO` if the system has no random numbers.
    pub(crate) fn set_tls_config(&self, config: Arc<TlsConfig>) -> Result<(), Error> {
        let state = lock(&self.state);
        self.tls.set(config)?;
        if state.listener.is_some() {
            self.tls.security(None)?;
        }
        Ok(())
    }

    /// Takes a handler in. `ADDRESS_IN_USE` if another one is in its way, `INVALID` if it is not complete.
    pub(crate) fn add_handler(&self, handler: Arc<Handler>) -> Result<(), Error> {
        if !handler.is_valid() {
            return Err(Error::INVALID);
        }
        let mut entries = self.write_handlers();
        // A handler that is registered already is in its own way.
        let route = handler.register().map_err(|_| Error::ADDRESS_IN_USE)?;
        if entries.iter().any(|entry| entry.route.conflicts_with(&route)) {
            handler.unregister();
            return Err(Error::ADDRESS_IN_USE);
        }
        let position = matching::position(&entries, &route);
        entries.insert(position, Entry { route, handler });
        Ok(())
    }

    /// Gives a handler back. `NO_ENTRY` if it is not here.
    pub(crate) fn remove_handler(&self, handler: &Handler) -> Result<Arc<Handler>, Error> {
        let mut entries = self.write_handlers();
        let at = entries.iter().position(|entry| std::ptr::eq(Arc::as_ptr(&entry.handler), handler));
        let Entry { handler, .. } = entries.remove(at.ok_or(Error::NO_ENTRY)?);
        handler.unregister();
        Ok(handler)
    }

    /// Sets the page for an error.
    pub(crate) fn set_error_page(&self, status: u16, page: &[u8]) {
        self.error_pages.set(status, page);
    }

    /// Puts the page for the status into a response: the server's own, or if `always` the default one.
    pub(crate) fn put_error_page(&self, response: &Response, always: bool) -> Result<(), Error> {
        self.error_pages.put(response, always)
    }

    /// A response of the server itself: an error with its page, or an empty one.
    fn error_response(&self, status: u16, field: Option<(&str, &str)>) -> Arc<Response> {
        Arc::new(self.error_pages.response(status, field))
    }

    /// Finds the handler for a request, see [`matching::choose`].
    fn choose(&self, host: Option<&Authority<'_>>, path: &[u8], method: &[u8]) -> Choice {
        let entries = self.handlers.read().unwrap_or_else(PoisonError::into_inner);
        matching::choose(&entries, host, path, method)
    }

    /// Takes note of a connection. `false`: the server has stopped.
    fn add_session(&self, conn: &Arc<Conn>) -> bool {
        match &mut *lock(&self.sessions) {
            Some(sessions) => {
                sessions.insert(Arc::as_ptr(conn).addr(), conn.clone());
                true
            }
            None => false,
        }
    }

    fn remove_session(&self, conn: &Arc<Conn>) {
        let removed =
            lock(&self.sessions).as_mut().and_then(|sessions| sessions.remove(&Arc::as_ptr(conn).addr()));
        drop(removed);
    }

    fn write_handlers(&self) -> std::sync::RwLockWriteGuard<'_, Vec<Entry>> {
        self.handlers.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Accept for Server {
    fn wants_another(&self) -> bool {
        true
    }

    fn accepted(self: Arc<Self>, engine: &Arc<Engine>, fd: OwnedFd) {
        // Responses leave whole, so there is nothing to be gained from waiting for more.
        let _ = socket::set_no_delay(fd.as_raw_fd());
        // Without memory to watch the socket, or random numbers for TLS, the peer sees it closed.
        let Ok(transport) = self.tls.security(None).and_then(|security| security.transport(fd)) else {
            return;
        };
        let _ = Conn::open(engine, transport, Some(Session::new(self)));
    }

    /// Servers have ended before.
    fn shut_down(self: Arc<Self>) {}
}

/// Lets nobody find a server any more.
fn forget(servers: &mut Vec<Weak<Server>>, gone: &Server) {
    servers.retain(|server| !std::ptr::eq(server.as_ptr(), gone));
}

/// Ends all servers, before the library shuts down.
pub(crate) fn shut_down() {
    let servers = std::mem::take(&mut *lock(&SERVERS));
    for server in servers.iter().filter_map(Weak::upgrade) {
        server.end(End::Stopped);
    }
    driver::shut_down();
}

#[cfg(test)]
mod tests;
