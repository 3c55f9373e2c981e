//! Connections: what stands behind `nng_http_conn`, on both sides.
//!
//! One lock guards a connection: its socket, the queues of operations and, on a server, the exchange that is going on
//! ([`Session`]). Whoever has a reason to (an event, an operation, a handler that is done) takes the lock and carries
//! everything on as far as it goes; the system calls in between do not block. Callbacks and handlers are spawned as
//! tasks, never called under the lock. Locks of aios, requests and responses are taken under it.
//!
//! # Who owns what
//!
//! The registry of the driver holds a connection as long as its socket is open. The program holds one that it got
//! from a client or hijacked, and gives it back with `nng_http_conn_close`. A session holds it while a handler runs.
//!
//! # Failure
//!
//! An error, and the end of an operation in progress before its time, leave the position in the stream unknown: the
//! socket is closed, the operation reports what happened, and all others `NNG_ECLOSED`. An operation that still
//! waits for its turn may go without harm.

mod input;
mod operations;
mod output;
mod state;
mod transaction;

use std::os::fd::AsRawFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use operations::{Read, Write};
pub(crate) use output::Output;
pub(crate) use state::Io;
use state::{Direction, State};
use transaction::Transaction;

use super::aio::{Completion, Op, Provider};
use super::driver::{Engine, Expire, Job, Readiness, Source, Task, Token, spawn_later};
use super::error::Error;
use super::lock;
use super::message::{Request, Response, SendAs};
use super::server::session::{Session, Work};
use super::transport::Transport;
use crate::sys::Errno;
use crate::sys::lent::LentBuffers;

/// An `nng_http_conn`.
pub(crate) struct Conn {
    state: Mutex<State>,
    engine: Arc<Engine>,
    token: OnceLock<Token>,
    /// Whether the program holds a reference, which `nng_http_conn_close` takes back.
    is_programs: AtomicBool,
}

impl Conn {
    /// Makes a connection of a socket, with or without TLS on it, and watches it. On a server, `session` gets its first
    /// event soon.
    ///
    /// Errors: what prevents the socket from being watched; `ECONNABORTED` if the server has stopped.
    pub(crate) fn open(
        engine: &Arc<Engine>,
        transport: Transport,
        session: Option<Box<Session>>,
    ) -> Result<Arc<Conn>, Errno> {
        let conn = Arc::new(Conn {
            state: Mutex::new(State::new(transport, session)),
            engine: engine.clone(),
            token: OnceLock::new(),
            is_programs: AtomicBool::new(false),
        });
        let token = *conn.token.get_or_init(|| engine.register(conn.clone()));
        let mut state = lock(&conn.state);
        let is_wanted = state.session.as_mut().is_none_or(|session| session.attach(&conn));
        let watched = match state.io.transport.descriptor() {
            Some(fd) if is_wanted => engine.watch(fd.as_raw_fd(), token),
            _ => Err(Errno::ECONNABORTED),
        };
        if watched.is_err() {
            conn.shut(&mut state, Error::CLOSED);
        }
        drop(state);
        watched.map(|()| conn)
    }

    /// Reads at least one byte into the buffers of the aio.
    pub(crate) fn read(self: &Arc<Conn>, op: Op) {
        self.start(op, |state, op, token| {
            let buffers = op.buffers();
            state.program_wants_content();
            state.reads.push(op, token, Read::Some(buffers));
        });
    }

    /// Fills the buffers of the aio.
    pub(crate) fn read_all(self: &Arc<Conn>, op: Op) {
        self.start(op, |state, op, token| {
            let buffers = op.buffers();
            state.program_wants_content();
            state.reads.push(op, token, Read::All(buffers));
        });
    }

    /// Reads a request head.
    pub(crate) fn read_request(self: &Arc<Conn>, request: Arc<Request>, op: Op) {
        self.start(op, |state, op, token| state.reads.push(op, token, Read::request(request)));
    }

    /// Reads a response head, passing over those of interim responses.
    pub(crate) fn read_response(self: &Arc<Conn>, response: Arc<Response>, op: Op) {
        self.start(op, |state, op, token| state.reads.push(op, token, Read::response(response)));
    }

    /// Writes at least one byte from the buffers of the aio.
    pub(crate) fn write(self: &Arc<Conn>, op: Op) {
        self.start(op, |state, op, token| {
            let buffers = op.buffers();
            state.writes.push(op, token, Write::Some(buffers));
        });
    }

    /// Writes the buffers of the aio.
    pub(crate) fn write_all(self: &Arc<Conn>, op: Op) {
        self.start(op, |state, op, token| {
            let buffers = op.buffers();
            state.writes.push(op, token, Write::All(buffers));
        });
    }

    /// Writes a request. Fails with `INVALID` if it cannot be sent.
    pub(crate) fn write_request(self: &Arc<Conn>, request: Arc<Request>, op: Op) {
        self.start(op, |state, op, token| {
            op.set_buffers(LentBuffers::EMPTY);
            let mut head = Vec::new();
            match request.write_head(&mut head) {
                Ok(()) => state.writes.push(op, token, Write::Request(head, request)),
                Err(error) => op.finish(Err(error)),
            }
        });
    }

    /// Writes a response. Fails with `INVALID` if it cannot be sent.
    ///
    /// In the handler of a server it answers the request that is being handled, and so decides whether the connection
    /// lives on.
    pub(crate) fn write_response(self: &Arc<Conn>, response: Arc<Response>, op: Op) {
        self.start(op, |state, op, token| {
            op.set_buffers(LentBuffers::EMPTY);
            let send_as = match &state.session {
                Some(session) => session.send_as(&response),
                None => SendAs::default(),
            };
            let mut head = Vec::new();
            match response.write(&mut head, send_as, |_, body| !body.is_empty()) {
                Ok(has_body) => {
                    if let Some(session) = &mut state.session {
                        session.answered_with(&response);
                    }
                    state.writes.push(op, token, Write::Response { head, response, has_body });
                }
                Err(error) => op.finish(Err(error)),
            }
        });
    }

    /// Writes a request and reads the whole response to it, as a client does. Fails with `INVALID` if the request
    /// cannot be sent. The connection stays open, whatever the two say about it.
    pub(crate) fn transact(self: &Arc<Conn>, request: Arc<Request>, response: Arc<Response>, op: Op) {
        self.start(op, |state, op, token| {
            op.set_buffers(LentBuffers::EMPTY);
            response.reset();
            match Transaction::new(request, response) {
                Ok(transaction) => state.reads.push(op, token, Read::Transaction(transaction)),
                Err(error) => op.finish(Err(error)),
            }
        });
    }

    /// The engine that watches the connection.
    pub(crate) fn engine(&self) -> &Arc<Engine> {
        &self.engine
    }

    /// Lets the program have the connection, if it is a server's, together with the request that is being handled.
    pub(crate) fn hijack(self: &Arc<Conn>) {
        let mut state = lock(&self.state);
        if let Some(session) = &mut state.session {
            if let Some(request) = session.hijack(self) {
                // Both references are the program's from now on.
                std::mem::forget(request);
                self.give_to_program();
            }
        }
    }

    /// Gives the program a reference of its own, once.
    pub(crate) fn give_to_program(self: &Arc<Conn>) {
        if !self.is_programs.swap(true, Ordering::AcqRel) {
            std::mem::forget(self.clone());
        }
    }

    /// Takes the program's reference back: `true` if there was one, which the caller now owns.
    pub(crate) fn take_from_program(&self) -> bool {
        self.is_programs.swap(false, Ordering::AcqRel)
    }

    /// Closes the connection. Operations in progress end with `CANCELED`, those that wait with `CLOSED`.
    pub(crate) fn close(self: &Arc<Conn>) {
        self.shut(&mut lock(&self.state), Error::CANCELED);
    }

    /// The server stops: closes the connection and tells a handler that is running.
    pub(crate) fn stop_serving(self: &Arc<Conn>) {
        let mut state = lock(&self.state);
        self.shut(&mut state, Error::CLOSED);
        let handler = state.session.as_ref().and_then(|session| session.running_handler());
        drop(state);
        if let Some(handler) = handler {
            handler.abort(Error::CLOSED);
        }
    }

    /// Begins an operation, which `enqueue` puts where it belongs, and carries on.
    fn start(self: &Arc<Conn>, op: Op, enqueue: impl FnOnce(&mut State, Op, u64)) {
        if !op.begin() {
            return;
        }
        let mut state = lock(&self.state);
        if !state.io.transport.is_open() {
            return op.finish(Err(Error::CLOSED));
        }
        state.next_token += 1;
        let token = state.next_token;
        if !op.clone().schedule(self.clone(), token) {
            return;
        }
        enqueue(&mut state, op, token);
        self.carry_on(&mut state);
    }

    /// Does whatever is possible now.
    fn carry_on(self: &Arc<Conn>, state: &mut State) {
        state.io.input.begin_turn();
        if let Err((direction, error)) = state.advance(self) {
            match direction {
                Direction::Read => state.reads.fail(error),
                Direction::Write => state.writes.fail(error),
            }
            self.shut(state, Error::CLOSED);
        } else if !state.io.transport.is_open() {
            self.shut(state, Error::CLOSED);
        } else if state.io.has_given_way() {
            // No event will tell of what is still there.
            spawn_later(Task::Ready(self.clone(), Readiness::NONE));
        }
    }

    /// Closes the socket and ends all operations. A session ends, too, unless a handler is running: then it ends with
    /// the handler.
    fn shut(self: &Arc<Conn>, state: &mut State, first: Error) {
        state.io.transport.close();
        state.io.input.clear();
        state.io.output.clear();
        if let Some(token) = self.token.get() {
            self.engine.unregister(*token);
        }
        state.reads.fail(first);
        state.writes.fail(first);
        if state.session.as_mut().is_some_and(|session| session.connection_is_gone(self)) {
            state.session = None;
        }
    }
}

impl Source for Conn {
    fn ready(self: Arc<Self>, readiness: Readiness) {
        let mut state = lock(&self.state);
        state.flush_is_due = false;
        if !state.io.transport.is_open() {
            return;
        }
        state.io.transport.note(readiness);
        self.carry_on(&mut state);
    }

    fn shut_down(self: Arc<Self>) {
        self.stop_serving();
    }
}

impl Provider for Conn {
    fn cancel(self: Arc<Self>, token: u64, outcome: Result<usize, Error>) {
        let mut state = lock(&self.state);
        let was_in_progress = state.reads.cancel(token, outcome) || state.writes.cancel(token, outcome);
        if was_in_progress {
            self.shut(&mut state, Error::CLOSED);
        }
    }
}

impl Job for Conn {
    /// Does what the session has asked for: calls a handler, fetches a file.
    fn run(self: Arc<Self>) {
        let work = lock(&self.state).session.as_mut().and_then(|session| session.begin_work(&self));
        match work {
            Some(Work::Handler(handler, op)) => handler.call(op.handle()),
            Some(Work::Fetch(fetch)) => {
                let fetched = fetch.run();
                let mut state = lock(&self.state);
                let State { session, io, .. } = &mut *state;
                let Some(session) = session else { return };
                session.end_fetch(fetched, io);
                self.carry_on(&mut state);
            }
            None => {}
        }
    }
}

impl Completion for Conn {
    /// The handler is done.
    fn complete(self: Arc<Self>, op: Op) {
        let mut state = lock(&self.state);
        let Some(session) = &mut state.session else { return };
        session.end_handler(&op);
        if !state.io.transport.is_open() {
            self.shut(&mut state, Error::CLOSED);
        } else {
            self.carry_on(&mut state);
        }
    }
}

impl Expire for Conn {
    fn expire(self: Arc<Self>, _: u64) {
        let mut state = lock(&self.state);
        let State { session, io, .. } = &mut *state;
        let Some(session) = session else { return };
        session.time_is_over(&self, io);
        self.carry_on(&mut state);
    }

    fn shut_down(self: Arc<Self>, _: u64) {}
}
