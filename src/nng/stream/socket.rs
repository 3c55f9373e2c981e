//! A stream over a connected socket, perhaps with TLS on it.
//!
//! One lock guards the socket and the queues of operations. Whoever has a reason to, an event or an operation, takes it
//! and carries everything on as far as it goes. The registry of the driver holds a stream until it is closed.
//!
//! An error is for the operations that wait in its direction. The other direction goes on, and so does what is started
//! later: the kernel, or TLS, says again what is the matter.

use std::collections::VecDeque;
use std::os::fd::AsRawFd;
use std::sync::{Arc, Mutex, OnceLock};

use super::Stream;
use super::endpoint::{Endpoint, Kind};
use super::options::{Options, Setting, Value};
use crate::nng::aio::{Op, Provider};
use crate::nng::driver::{Engine, Readiness, Source, Task, Token, spawn_later};
use crate::nng::error::Error;
use crate::nng::lock;
use crate::nng::transport::{Moved, Transport};
use crate::sys::lent::LentBuffers;

struct Queued {
    op: Op,
    /// Its name for the aio.
    token: u64,
    buffers: LentBuffers,
}

struct State {
    transport: Transport,
    sends: VecDeque<Queued>,
    recvs: VecDeque<Queued>,
    next_token: u64,
}

/// See the head of the file.
pub(super) struct SocketStream {
    engine: Arc<Engine>,
    token: OnceLock<Token>,
    endpoint: Endpoint,
    state: Mutex<State>,
}

impl SocketStream {
    /// Makes a stream of a connected socket and watches it. Errors: what prevents that.
    pub(super) fn open(
        engine: &Arc<Engine>,
        transport: Transport,
        kind: Kind,
    ) -> Result<Arc<SocketStream>, Error> {
        let fd = transport.descriptor().ok_or(Error::CLOSED)?.as_raw_fd();
        let endpoint = Endpoint::of(&transport, kind);
        let state = State { transport, sends: VecDeque::new(), recvs: VecDeque::new(), next_token: 0 };
        let stream = Arc::new(SocketStream {
            engine: engine.clone(),
            token: OnceLock::new(),
            endpoint,
            state: Mutex::new(state),
        });
        let token = *stream.token.get_or_init(|| engine.register(stream.clone()));
        if let Err(errno) = engine.watch(fd, token) {
            stream.clone().close();
            return Err(errno.into());
        }
        Ok(stream)
    }

    /// Begins an operation and carries on. `check` says what is wrong with its buffers.
    fn start(
        self: Arc<Self>,
        op: Op,
        check: impl FnOnce(&LentBuffers) -> Result<(), Error>,
        queue: impl FnOnce(&mut State) -> &mut VecDeque<Queued>,
    ) {
        if !op.begin() {
            return;
        }
        let mut state = lock(&self.state);
        let buffers = op.buffers();
        let is_open = if state.transport.is_open() { Ok(()) } else { Err(Error::CLOSED) };
        if let Err(error) = is_open.and_then(|()| check(&buffers)) {
            return op.finish(Err(error));
        }
        state.next_token += 1;
        let token = state.next_token;
        if op.clone().schedule(self.clone(), token) {
            queue(&mut state).push_back(Queued { op, token, buffers });
            self.carry_on(&mut state);
        }
    }

    /// Does whatever is possible now. Receives come first: with TLS they take in all that sends may wait for.
    fn carry_on(self: &Arc<Self>, state: &mut State) {
        let State { transport, sends, recvs, .. } = state;
        advance(recvs, |buffers| transport.recv_lent(buffers));
        advance(sends, |buffers| match buffers.is_empty() {
            true => Ok(Moved::Bytes(0)),
            false => transport.send_lent(buffers),
        });
        if transport.has_given_way() {
            spawn_later(Task::Ready(self.clone(), Readiness::NONE));
        }
    }
}

/// Completes operations in their order, as far as bytes move.
fn advance(queue: &mut VecDeque<Queued>, mut step: impl FnMut(&mut LentBuffers) -> Result<Moved, Error>) {
    while let Some(first) = queue.front_mut() {
        let outcome = match step(&mut first.buffers) {
            Ok(Moved::Bytes(count)) => Ok(count),
            Ok(Moved::Blocked) => return,
            Ok(Moved::End) => Err(Error::CONNECTION_SHUT),
            Err(error) => Err(error),
        };
        if let Some(Queued { op, .. }) = queue.pop_front() {
            op.finish(outcome);
        }
    }
}

impl Stream for SocketStream {
    fn send(self: Arc<Self>, op: Op) {
        self.start(op, |_| Ok(()), |state| &mut state.sends);
    }

    fn recv(self: Arc<Self>, op: Op) {
        let check = |buffers: &LentBuffers| if buffers.is_empty() { Err(Error::INVALID) } else { Ok(()) };
        self.start(op, check, |state| &mut state.recvs);
    }

    fn close(self: Arc<Self>) {
        let mut state = lock(&self.state);
        state.transport.close();
        let State { sends, recvs, .. } = &mut *state;
        for Queued { op, .. } in sends.drain(..).chain(recvs.drain(..)) {
            op.finish(Err(Error::CLOSED));
        }
        drop(state);
        if let Some(token) = self.token.get() {
            self.engine.unregister(*token);
        }
    }
}

impl Source for SocketStream {
    fn ready(self: Arc<Self>, readiness: Readiness) {
        let mut state = lock(&self.state);
        if state.transport.is_open() {
            state.transport.note(readiness);
            self.carry_on(&mut state);
        }
    }

    fn shut_down(self: Arc<Self>) {
        self.close();
    }
}

impl Provider for SocketStream {
    fn cancel(self: Arc<Self>, token: u64, outcome: Result<usize, Error>) {
        let mut state = lock(&self.state);
        let State { transport, sends, recvs, .. } = &mut *state;
        let position = |queue: &VecDeque<Queued>| queue.iter().position(|queued| queued.token == token);
        let cancelled = match (position(sends), position(recvs)) {
            (Some(index), _) => {
                if index == 0 {
                    transport.forget_send();
                }
                sends.remove(index)
            }
            (None, Some(index)) => recvs.remove(index),
            (None, None) => None,
        };
        if let Some(Queued { op, .. }) = cancelled {
            op.finish(outcome);
        }
    }
}

impl Options for SocketStream {
    fn get(&self, name: &[u8]) -> Result<Value, Error> {
        self.endpoint.get(&lock(&self.state).transport, name)
    }

    fn set(&self, name: &[u8], to: &dyn Setting) -> Result<(), Error> {
        self.endpoint.set(&lock(&self.state).transport, name, to)
    }
}
