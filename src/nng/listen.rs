//! Accepting connections.

use std::os::fd::{AsRawFd, OwnedFd};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use super::driver::{self, Engine, Expire, Readiness, Source, Task, Token};
use super::error::Error;
use super::lock;
use crate::sys::{Errno, clock, socket};

/// Connections that may wait to be accepted.
pub(crate) const BACKLOG: i32 = libc::SOMAXCONN;
/// Connections that are accepted before others get their turn.
const BATCH: usize = 64;
/// How long to wait when there are no descriptors or memory left for a connection, in nanoseconds.
const BACK_OFF: u64 = 100_000_000;

/// Who gets the connections of a listener.
pub(crate) trait Accept: Send + Sync {
    /// Whether another one is wanted now. When that changes, [`Listener::accept`] has to be called.
    fn wants_another(&self) -> bool;

    /// Gets one.
    fn accepted(self: Arc<Self>, engine: &Arc<Engine>, fd: OwnedFd);

    /// The library shuts down, and the listener is closed.
    fn shut_down(self: Arc<Self>);
}

/// A listening socket.
pub(crate) struct Listener {
    to: Arc<dyn Accept>,
    engine: Arc<Engine>,
    token: OnceLock<Token>,
    /// `None` once closed.
    fd: Mutex<Option<OwnedFd>>,
    /// There was no descriptor left, and a timer is set.
    is_backing_off: AtomicBool,
}

impl Listener {
    /// Has the connections of a listening socket accepted. Errors: what prevents it from being watched.
    pub(crate) fn open(to: Arc<dyn Accept>, fd: OwnedFd) -> Result<Arc<Listener>, Error> {
        let engine = driver::engine()?;
        let raw = fd.as_raw_fd();
        let listener = Arc::new(Listener {
            to,
            engine,
            token: OnceLock::new(),
            fd: Mutex::new(Some(fd)),
            is_backing_off: AtomicBool::new(false),
        });
        let token = *listener.token.get_or_init(|| listener.engine.register(listener.clone()));
        if let Err(errno) = listener.engine.watch(raw, token) {
            listener.close();
            return Err(errno.into());
        }
        Ok(listener)
    }

    /// The engine that watches it.
    pub(crate) fn engine(&self) -> &Arc<Engine> {
        &self.engine
    }

    /// Stops listening.
    pub(crate) fn close(&self) {
        drop(lock(&self.fd).take());
        if let Some(token) = self.token.get() {
            self.engine.unregister(*token);
        }
    }

    /// Accepts the connections that are there, as far as they are wanted.
    pub(crate) fn accept(self: &Arc<Listener>) {
        for _ in 0..BATCH {
            if !self.to.wants_another() {
                return;
            }
            let accepted = match &*lock(&self.fd) {
                Some(fd) => socket::accept(fd.as_raw_fd()),
                None => return,
            };
            match accepted {
                Ok((fd, _)) => self.to.clone().accepted(&self.engine, fd),
                Err(Errno::EAGAIN) => return,
                Err(Errno::EMFILE | Errno::ENFILE | Errno::ENOBUFS | Errno::ENOMEM) => {
                    if !self.is_backing_off.swap(true, Ordering::SeqCst) {
                        self.engine.timers().insert(clock::now_ns() + BACK_OFF, self.clone(), 0);
                    }
                    return;
                }
                // That connection came to nothing; the next one may be better.
                Err(_) => {}
            }
        }
        driver::spawn(Task::Ready(self.clone(), Readiness::NONE));
    }
}

impl Source for Listener {
    fn ready(self: Arc<Self>, _: Readiness) {
        self.accept();
    }

    fn shut_down(self: Arc<Self>) {
        self.close();
        self.to.clone().shut_down();
    }
}

impl Expire for Listener {
    fn expire(self: Arc<Self>, _: u64) {
        self.is_backing_off.store(false, Ordering::SeqCst);
        self.accept();
    }

    fn shut_down(self: Arc<Self>, _: u64) {}
}
