//! UDP sockets, what stands behind `nng_udp`.
//!
//! One lock guards a socket and its two queues, of operations that send and that receive. Each start of an operation
//! and each event carries both queues on until the kernel says `EAGAIN`; the system calls do not block. As the poll set
//! reports changes only, nothing has to be remembered about readiness: whoever starts an operation tries at once.

use std::collections::VecDeque;
use std::os::fd::{AsRawFd, OwnedFd, RawFd};
use std::sync::{Arc, Mutex, OnceLock};

use super::aio::{Op, Provider};
use super::driver::{self, Engine, Readiness, Source, Token};
use super::error::Error;
use super::lock;
use crate::sys::lent::LentBuffers;
use crate::sys::{Errno, SockAddr, datagram, socket};

/// Takes the address of whoever sent what was received.
pub(crate) type Sender = Box<dyn FnOnce(&SockAddr) + Send>;

/// An `nng_udp`.
pub(crate) struct Udp {
    engine: Arc<Engine>,
    token: OnceLock<Token>,
    state: Mutex<State>,
}

struct State {
    /// `None` once closed.
    fd: Option<OwnedFd>,
    next_token: u64,
    sends: VecDeque<Queued<SockAddr>>,
    receives: VecDeque<Queued<Sender>>,
}

/// An operation, and the address that it is about.
struct Queued<A> {
    op: Op,
    /// Its name for the aio.
    token: u64,
    buffers: LentBuffers,
    address: A,
}

impl Udp {
    /// A socket that is bound to this address.
    ///
    /// Errors: what prevents that.
    pub(crate) fn open(address: &SockAddr) -> Result<Arc<Udp>, Error> {
        let engine = driver::engine()?;
        let fd = datagram::socket(address.family())?;
        let raw = fd.as_raw_fd();
        socket::bind(raw, address)?;
        let state = State { fd: Some(fd), next_token: 0, sends: VecDeque::new(), receives: VecDeque::new() };
        let udp = Arc::new(Udp { engine, token: OnceLock::new(), state: Mutex::new(state) });
        let token = *udp.token.get_or_init(|| udp.engine.register(udp.clone()));
        if let Err(errno) = udp.engine.watch(raw, token) {
            udp.close();
            return Err(errno.into());
        }
        Ok(udp)
    }

    /// Closes the socket. Operations end with `CLOSED`.
    pub(crate) fn close(&self) {
        let mut state = lock(&self.state);
        state.fd = None;
        if let Some(token) = self.token.get() {
            self.engine.unregister(*token);
        }
        let ops = state.sends.drain(..).map(|queued| queued.op).collect::<Vec<_>>();
        for op in ops.into_iter().chain(state.receives.drain(..).map(|queued| queued.op)) {
            op.finish(Err(Error::CLOSED));
        }
    }

    /// The address that the socket is bound to.
    ///
    /// Errors: `CLOSED`.
    pub(crate) fn address(&self) -> Result<SockAddr, Error> {
        self.with_descriptor(socket::local_addr)
    }

    /// Joins or leaves a multicast group, on the interface that has the address which the socket is bound to.
    ///
    /// Errors: `ADDRESS_INVALID` if the address is of another family than the socket; those of the system.
    pub(crate) fn set_membership(&self, group: &SockAddr, join: bool) -> Result<(), Error> {
        let own = self.address()?;
        let (Some(own), Some(group)) = (own.ip(), group.ip()) else { return Err(Error::ADDRESS_INVALID) };
        if own.is_ipv4() != group.is_ipv4() {
            return Err(Error::ADDRESS_INVALID);
        }
        self.with_descriptor(|fd| datagram::set_membership(fd, &group, own.ip(), join))
    }

    fn with_descriptor<T>(&self, f: impl FnOnce(RawFd) -> Result<T, Errno>) -> Result<T, Error> {
        let state = lock(&self.state);
        let fd = state.fd.as_ref().ok_or(Error::CLOSED)?;
        Ok(f(fd.as_raw_fd())?)
    }

    /// Sends the buffers of the aio as one datagram.
    pub(crate) fn send(self: &Arc<Udp>, to: Result<SockAddr, Error>, op: Op) {
        self.start(op, |state, op, token| match to {
            Ok(address) => {
                let buffers = op.buffers();
                state.sends.push_back(Queued { op, token, buffers, address });
            }
            Err(error) => op.finish(Err(error)),
        });
    }

    /// Receives one datagram into the buffers of the aio. What they have no room for is lost.
    pub(crate) fn receive(self: &Arc<Udp>, from: Sender, op: Op) {
        self.start(op, |state, op, token| {
            let buffers = op.buffers();
            state.receives.push_back(Queued { op, token, buffers, address: from });
        });
    }

    fn start(self: &Arc<Udp>, op: Op, enqueue: impl FnOnce(&mut State, Op, u64)) {
        if !op.begin() {
            return;
        }
        let mut state = lock(&self.state);
        if state.fd.is_none() {
            return op.finish(Err(Error::CLOSED));
        }
        state.next_token += 1;
        let token = state.next_token;
        if op.clone().schedule(self.clone(), token) {
            enqueue(&mut state, op, token);
            state.carry_on();
        }
    }
}

impl State {
    fn carry_on(&mut self) {
        let Some(fd) = self.fd.as_ref().map(AsRawFd::as_raw_fd) else { return };
        while let Some(Queued { buffers, address, .. }) = self.sends.front() {
            let outcome = match buffers.send_datagram(fd, address) {
                Err(Errno::EINTR) => continue,
                Err(Errno::EAGAIN) => break,
                // No stream has this error, so the common translation does without it.
                Err(Errno(libc::EMSGSIZE)) => Err(Error::MESSAGE_SIZE),
                outcome => outcome.map(|()| buffers.len()).map_err(Error::from),
            };
            if let Some(sent) = self.sends.pop_front() {
                sent.op.finish(outcome);
            }
        }
        while let Some(Queued { buffers, .. }) = self.receives.front_mut() {
            let received = match buffers.receive_datagram(fd) {
                Err(Errno::EINTR) => continue,
                Err(Errno::EAGAIN) => break,
                received => received,
            };
            let room = buffers.len();
            if let Some(Queued { op, address, .. }) = self.receives.pop_front() {
                op.finish(match received {
                    Ok(received) => {
                        address(&received.from);
                        Ok(received.size.min(room))
                    }
                    Err(errno) => Err(errno.into()),
                });
            }
        }
    }
}

/// Takes the operation with this token out of a queue.
fn remove<A>(queue: &mut VecDeque<Queued<A>>, token: u64) -> Option<Op> {
    let at = queue.iter().position(|queued| queued.token == token)?;
    queue.remove(at).map(|queued| queued.op)
}

impl Provider for Udp {
    fn cancel(self: Arc<Self>, token: u64, outcome: Result<usize, Error>) {
        let mut state = lock(&self.state);
        let op = remove(&mut state.sends, token).or_else(|| remove(&mut state.receives, token));
        if let Some(op) = op {
            op.finish(outcome);
        }
    }
}

impl Source for Udp {
    fn ready(self: Arc<Self>, _: Readiness) {
        lock(&self.state).carry_on();
    }

    fn shut_down(self: Arc<Self>) {
        self.close();
    }
}
