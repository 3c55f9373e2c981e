//! Making one connection: look up, try one address after the other, end.
//!
//! All happens under the lock of the attempt. It ends exactly once, by taking the operation out; whatever arrives
//! later (an answer, an event, a cancellation) finds none and does nothing.

use std::net::{IpAddr, SocketAddr};
use std::os::fd::{AsRawFd, OwnedFd, RawFd};
use std::sync::{Arc, Mutex, Weak};

use super::aio::{Op, Provider};
use super::driver::{self, Engine, Expire, Readiness, Source, Token};
use super::error::Error;
use super::{address, lock};
use crate::sys::resolver::{Family, Lookup};
use crate::sys::{Errno, SockAddr, clock, socket};

/// How long to wait when the queue of a UNIX-domain listener is full, in nanoseconds. The kernel does not tell when
/// there is room.
const RETRY: u64 = 10_000_000;

/// Where to connect to.
#[derive(Clone)]
pub(crate) enum Destination {
    /// A host by name or address. The port is a number or the name of a service.
    Host { host: Arc<str>, port: Vec<u8>, family: Family },
    /// An address of any family.
    Address(SockAddr),
}

/// What a connection is made for.
pub(crate) trait Purpose: Send {
    /// Sets a socket up before it is connected.
    fn prepare(&self, fd: RawFd) -> Result<(), Errno>;

    /// Makes what the operation delivers of a connected socket. After a failure other addresses are tried.
    fn connected(&mut self, fd: OwnedFd, op: &Op) -> Result<(), Error>;
}

/// The attempts that somebody has under way.
pub(crate) struct Connects(Mutex<Option<Vec<Weak<Connect>>>>);

impl Connects {
    /// None so far.
    pub(crate) fn new() -> Connects {
        Connects(Mutex::new(Some(Vec::new())))
    }

    /// Carries out an operation that has begun: makes a connection. `purpose` is made once that is possible at all.
    pub(crate) fn start(
        &self,
        op: Op,
        destination: &Destination,
        purpose: impl FnOnce(&Arc<Engine>) -> Result<Box<dyn Purpose>, Error>,
    ) {
        match driver::engine().and_then(|engine| Ok((purpose(&engine)?, engine))) {
            Ok((purpose, engine)) => {
                let connect = Connect::new(engine, op, purpose);
                self.add(&connect);
                connect.start(destination);
            }
            Err(error) => op.finish(Err(error)),
        }
    }

    /// Takes note of an attempt, or ends it if all have been ended.
    fn add(&self, connect: &Arc<Connect>) {
        let mut attempts = lock(&self.0);
        let Some(connects) = &mut *attempts else {
            drop(attempts);
            return connect.end(Err(Error::CLOSED));
        };
        // Only when the room is used up, and then for twice as many, so that each costs the same on average.
        if connects.len() == connects.capacity() {
            connects.retain(|connect| connect.strong_count() > 0);
            connects.reserve(connects.len() + 1);
        }
        connects.push(Arc::downgrade(connect));
    }

    /// Ends them all with `CLOSED`, and all that are started later.
    pub(crate) fn close(&self) {
        let connects = lock(&self.0).take();
        for connect in connects.into_iter().flatten().filter_map(|connect| connect.upgrade()) {
            connect.end(Err(Error::CLOSED));
        }
    }
}

struct State {
    /// `None` once ended.
    op: Option<(Op, Box<dyn Purpose>)>,
    lookup: Option<Lookup>,
    /// Addresses that are still to be tried, the next one at the end.
    addresses: Vec<SockAddr>,
    /// The attempt that the kernel works on.
    trying: Option<(OwnedFd, Token)>,
    /// Why the last address could not be reached.
    error: Error,
}

/// An attempt to connect.
pub(crate) struct Connect {
    engine: Arc<Engine>,
    state: Mutex<State>,
}

impl Connect {
    fn new(engine: Arc<Engine>, op: Op, purpose: Box<dyn Purpose>) -> Arc<Connect> {
        let state = State {
            op: Some((op, purpose)),
            lookup: None,
            addresses: Vec::new(),
            trying: None,
            error: Error::ADDRESS_INVALID,
        };
        Arc::new(Connect { engine, state: Mutex::new(state) })
    }

    /// Begins, unless it was ended before.
    fn start(self: &Arc<Connect>, destination: &Destination) {
        let mut state = lock(&self.state);
        let Some((op, _)) = &state.op else { return };
        if !op.clone().schedule(self.clone(), 0) {
            state.op = None;
            return;
        }
        let (host, port, family) = match destination {
            Destination::Host { host, port, family } => (host.as_bytes(), port, *family),
            Destination::Address(address) => {
                state.addresses.push(*address);
                return self.try_next(&mut state);
            }
        };
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
    fn end(self: &Arc<Connect>, outcome: Result<usize, Error>) {
        self.finish(&mut lock(&self.state), outcome);
    }

    /// The host was looked up.
    fn found(self: &Arc<Connect>, state: &mut State, found: Result<Vec<IpAddr>, Error>, port: u16) {
        state.lookup = None;
        match found {
            Ok(addresses) => {
                state.addresses =
                    addresses.iter().rev().map(|ip| SocketAddr::new(*ip, port).into()).collect();
                self.try_next(state);
            }
            Err(error) => self.finish(state, Err(error)),
        }
    }

    /// Tries the next address, or ends when there is none left.
    fn try_next(self: &Arc<Connect>, state: &mut State) {
        while let Some((_, purpose)) = &state.op {
            let Some(address) = state.addresses.pop() else {
                let error = state.error;
                return self.finish(state, Err(error));
            };
            match self.try_one(purpose.as_ref(), &address) {
                Ok(trying) => {
                    state.trying = Some(trying);
                    return;
                }
                Err(Errno::EAGAIN) if address.unix_name().is_some() => {
                    state.addresses.push(address);
                    self.engine.timers().insert(clock::now_ns() + RETRY, self.clone(), 0);
                    return;
                }
                Err(Errno::ENOENT) => state.error = Error::CONNECTION_REFUSED,
                Err(errno) => state.error = errno.into(),
            }
        }
    }

    fn try_one(
        self: &Arc<Connect>,
        purpose: &dyn Purpose,
        address: &SockAddr,
    ) -> Result<(OwnedFd, Token), Errno> {
        let fd = socket::stream(address.family())?;
        purpose.prepare(fd.as_raw_fd())?;
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
        Ok((fd, token))
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
        let Some((op, purpose)) = &mut state.op else { return };
        let delivered = connected.and_then(|()| self.engine.unwatch(fd.as_raw_fd())).map_err(Error::from);
        match delivered.and_then(|()| purpose.connected(fd, op)) {
            Ok(()) => self.finish(state, Ok(0)),
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

impl Expire for Connect {
    /// The queue of the listener may have room now.
    fn expire(self: Arc<Self>, _: u64) {
        self.try_next(&mut lock(&self.state));
    }

    fn shut_down(self: Arc<Self>, _: u64) {
        self.end(Err(Error::CLOSED));
    }
}
