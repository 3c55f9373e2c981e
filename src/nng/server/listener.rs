//! Accepting connections.

use std::os::fd::{AsRawFd, OwnedFd};
use std::sync::{Arc, Mutex, OnceLock};

use super::Server;
use super::session::Session;
use crate::nng::conn::Conn;
use crate::nng::driver::{self, Engine, Expire, Readiness, Source, Task, Token};
use crate::nng::error::Error;
use crate::nng::lock;
use crate::sys::{Errno, SockAddr, clock, socket};

/// Connections that may wait to be accepted.
const BACKLOG: i32 = libc::SOMAXCONN;
/// Connections that are accepted before others get their turn.
const BATCH: usize = 64;
/// How long to wait when there are no descriptors or memory left for a connection, in nanoseconds.
const BACK_OFF: u64 = 100_000_000;

/// A listening socket.
pub(super) struct Listener {
    server: Arc<Server>,
    engine: Arc<Engine>,
    token: OnceLock<Token>,
    /// `None` once closed.
    fd: Mutex<Option<OwnedFd>>,
}

impl Listener {
    /// Listens on an address, and returns also the one that it got.
    ///
    /// Errors: what prevents that.
    pub(super) fn open(server: &Arc<Server>, address: &SockAddr) -> Result<(Arc<Listener>, SockAddr), Error> {
        let engine = driver::engine()?;
        let (fd, bound) = socket::listener(address, BACKLOG)?;
        let raw = fd.as_raw_fd();
        let (server, fd) = (server.clone(), Mutex::new(Some(fd)));
        let listener = Arc::new(Listener { server, engine, token: OnceLock::new(), fd });
        let token = *listener.token.get_or_init(|| listener.engine.register(listener.clone()));
        if let Err(errno) = listener.engine.watch(raw, token) {
            listener.close();
            return Err(errno.into());
        }
        Ok((listener, bound))
    }

    /// Stops listening.
    pub(super) fn close(&self) {
        drop(lock(&self.fd).take());
        if let Some(token) = self.token.get() {
            self.engine.unregister(*token);
        }
    }

    fn accept_all(self: &Arc<Listener>) {
        for _ in 0..BATCH {
            let accepted = match &*lock(&self.fd) {
                Some(fd) => socket::accept(fd.as_raw_fd()),
                None => return,
            };
            match accepted {
                Ok((fd, _)) => self.serve(fd),
                Err(Errno::EAGAIN) => return,
                Err(Errno::EMFILE | Errno::ENFILE | Errno::ENOBUFS | Errno::ENOMEM) => {
                    let later = clock::now_ns() + BACK_OFF;
                    self.engine.timers().insert(later, self.clone(), 0);
                    return;
                }
                // That connection came to nothing; the next one may be better.
                Err(_) => {}
            }
        }
        driver::spawn(Task::Ready(self.clone(), Readiness::NONE));
    }

    fn serve(&self, fd: OwnedFd) {
        // Responses leave whole, so there is nothing to be gained from waiting for more. A socket that is none of TCP
        // has no such delay.
        let _ = socket::set_no_delay(fd.as_raw_fd());
        // Without memory to watch the socket, or random numbers for TLS, the peer sees it closed.
        let Ok(transport) = self.server.tls.security(None).and_then(|security| security.transport(fd)) else {
            return;
        };
        let _ = Conn::open(&self.engine, transport, Some(Session::new(self.server.clone())));
    }
}

impl Source for Listener {
    fn ready(self: Arc<Self>, _: Readiness) {
        self.accept_all();
    }

    fn shut_down(self: Arc<Self>) {
        self.close();
    }
}

impl Expire for Listener {
    fn expire(self: Arc<Self>, _: u64) {
        self.accept_all();
    }

    fn shut_down(self: Arc<Self>, _: u64) {}
}
