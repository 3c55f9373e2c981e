//! Making one connection: look up, try one address after the other, end.
//!
//! All happens under the lock of the attempt. It ends exactly once, by taking the operation out; whatever arrives
//! later (an answer, an event, a cancellation) finds none and does nothing.

use std::net::{IpAddr, SocketAddr};
use std::os::fd::{AsRawFd, OwnedFd};
use std::sync::{Arc, Mutex};

use crate::nng::aio::{Op, Provider};
use crate::nng::conn::Conn;
use crate::nng::driver::{Engine, Readiness, Source, Token};
use crate::nng::error::Error;
use crate::nng::tls::Security;
use crate::nng::{address, lock};
use crate::sys::resolver::{Family, Lookup};
use crate::sys::{Errno, SockAddr, socket};

/// Called with the connection that was made, and the operation before it ends.
pub(super) type Deliver = Box<dyn FnOnce(&Arc<Conn>, &Op) + Send>;

struct State {
    /// `None` once ended.
    op: Option<(Op, Deliver)>,
    lookup: Option<Lookup>,
    /// Addresses that are still to be tried, the next one at the end.
    addresses: Vec<SocketAddr>,
    /// The attempt that the kernel works on.
    trying: Option<(OwnedFd, Token)>,
    /// Why the last address could not be reached.
    error: Error,
}

/// An attempt to connect.
pub(super) struct Connect {
    engine: Arc<Engine>,
    security: Security,
    state: Mutex<State>,
}

impl Connect {
    pub(super) fn new(engine: Arc<Engine>, security: Security) -> Arc<Connect> {
        let state = State {
            op: None,
            lookup: None,
            addresses: Vec::new(),
            trying: None,
            error: Error::ADDRESS_INVALID,
        };
        Arc::new(Connect { engine, security, state: Mutex::new(state) })
    }

    /// Starts the operation, which has begun.
    pub(super) fn start(
        self: &Arc<Connect>,
        op: Op,
        deliver: Deliver,
        host: &[u8],
        port: &[u8],
        family: Family,
    ) {
        let mut state = lock(&self.state);
        if !op.clone().schedule(self.clone(), 0) {
            return;
        }
        state.op = Some((op, deliver));
        let port = match address::port(port) {
            Ok(0) => return self.finish(&mut state, Err(Error::CONNECTION_REFUSED)),
            Ok(port) => port,
            Err(error) => return self.finish(&mut state, Err(error)),
        };
        if let Some(found) = address::literal(host, family) {
            return self.found(&mut state, found.map(|ip| vec![ip]), port);
        }
        let this = self.clone();
        match address::look_up(host, family, move |found| this.found(&mut lock(&this.state), found, port)) {
            Ok(lookup) => state.lookup = Some(lookup),
            Err(error) => self.finish(&mut state, Err(error)),
        }
    }

    /// Ends the attempt, if it has not ended.
    pub(super) fn end(self: &Arc<Connect>, outcome: Result<usize, Error>) {
        self.finish(&mut lock(&self.state), outcome);
    }

    /// The host was looked up.
    fn found(self: &Arc<Connect>, state: &mut State, found: Result<Vec<IpAddr>, Error>, port: u16) {
        state.lookup = None;
        match found {
            Ok(addresses) => {
                state.addresses = addresses.iter().rev().map(|ip| SocketAddr::new(*ip, port)).collect();
                self.try_next(state);
            }
            Err(error) => self.finish(state, Err(error)),
        }
    }

    /// Tries the next address, or ends when there is none left.
    fn try_next(self: &Arc<Connect>, state: &mut State) {
        while state.op.is_some() {
            let Some(address) = state.addresses.pop() else {
                let error = state.error;
                return self.finish(state, Err(error));
            };
            match self.try_one(state, &SockAddr::from(address)) {
                Ok(()) => return,
                Err(errno) => state.error = errno.into(),
            }
        }
    }

    fn try_one(self: &Arc<Connect>, state: &mut State, address: &SockAddr) -> Result<(), Errno> {
        let fd = socket::stream(address.family())?;
        // Without it responses may come later, but they come.
        let _ = socket::set_no_delay(fd.as_raw_fd());
        match socket::connect(fd.as_raw_fd(), address) {
            // Whether it is connected is looked up at the first event, which comes in any case.
            Ok(()) | Err(Errno::EINPROGRESS) => {}
            Err(errno) => return Err(errno),
        }
        let token = self.engine.register(self.clone());
        if let Err(errno) = self.engine.watch(fd.as_raw_fd(), token) {
            self.engine.unregister(token);
            return Err(errno);
        }
        state.trying = Some((fd, token));
        Ok(())
    }

    /// The kernel has reached the address, or not.
    fn decided(self: &Arc<Connect>, state: &mut State) {
        let Some((fd, token)) = state.trying.take() else { return };
        let connected = socket::take_error(fd.as_raw_fd()).and_then(|()| {
            // An event may come before the decision.
            socket::peer_addr(fd.as_raw_fd()).map(drop)
        });
        if connected == Err(Errno::ENOTCONN) {
            state.trying = Some((fd, token));
            return;
        }
        self.engine.unregister(token);
        let opened = connected.and_then(|()| self.engine.unwatch(fd.as_raw_fd())).map_err(Error::from);
        let opened = opened
            .and_then(|()| self.security.transport(fd))
            .and_then(|transport| Ok(Conn::open(&self.engine, transport, None)?));
        match opened {
            Ok(conn) => {
                let Some((op, deliver)) = state.op.take() else { return conn.close() };
                deliver(&conn, &op);
                op.finish(Ok(0));
            }
            Err(error) => {
                state.error = error;
                self.try_next(state);
            }
        }
    }

    fn finish(&self, state: &mut State, outcome: Result<usize, Error>) {
        if let Some((fd, token)) = state.trying.take() {
            self.engine.unregister(token);
            drop(fd);
        }
        if let Some(lookup) = state.lookup.take() {
            lookup.cancel();
        }
        if let Some((op, _)) = state.op.take() {
            op.finish(outcome);
        }
    }
}

impl Source for Connect {
    fn ready(self: Arc<Self>, readiness: Readiness) {
        if readiness.writable() {
            self.decided(&mut lock(&self.state));
        }
    }

    fn shut_down(self: Arc<Self>) {
        self.end(Err(Error::CLOSED));
    }
}

impl Provider for Connect {
    fn cancel(self: Arc<Self>, _: u64, outcome: Result<usize, Error>) {
        self.end(outcome);
    }
}
