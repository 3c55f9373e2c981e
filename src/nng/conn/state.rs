//! What the lock of a connection guards, and how it is carried on: whatever the reason, all that is possible is done.

use std::os::fd::AsRawFd;
use std::sync::Arc;

use super::Conn;
use super::input::Input;
use super::operations::{Queue, Read, Write};
use super::output::Output;
use crate::nng::driver::{Engine, Readiness, Task, spawn, spawn_later};
use crate::nng::error::Error;
use crate::nng::server::session::{Next, Session};
use crate::nng::server::upgrade::{self, Successor};
use crate::nng::transport::Transport;

/// Socket and buffers of a connection.
pub(crate) struct Io {
    pub(crate) transport: Transport,
    pub(crate) input: Input,
    pub(crate) output: Output,
}

impl Io {
    /// A socket of which nothing was received, and to which nothing is to be sent.
    pub(crate) fn new(transport: Transport) -> Io {
        Io { transport, input: Input::default(), output: Output::default() }
    }

    /// Whether input was left to another turn although there may be some, of which no event tells. Asked after a turn.
    pub(crate) fn has_given_way(&mut self) -> bool {
        (self.input.turn_is_over() && self.transport.is_readable()) || self.transport.has_given_way()
    }

    /// Gives the socket away with the buffers; this connection counts as closed from now on.
    fn hand_over(&mut self, engine: &Arc<Engine>, successor: Successor) -> Result<(), Error> {
        if let Some(fd) = self.transport.descriptor() {
            engine.unwatch(fd.as_raw_fd())?;
        }
        upgrade::hand_over(engine, std::mem::replace(self, Io::new(Transport::closed())), successor);
        Ok(())
    }
}

/// What the lock of a connection guards.
pub(super) struct State {
    pub(super) io: Io,
    pub(super) reads: Queue<Read>,
    pub(super) writes: Queue<Write>,
    pub(super) next_token: u64,
    /// On a server: what the connection is there for. `None` for a client, after a hijack, and at the end.
    pub(super) session: Option<Box<Session>>,
    /// Whether the output has been put off to the end of the worker's tasks.
    pub(super) flush_is_due: bool,
}

/// Where an error happened.
pub(super) enum Direction {
    Read,
    Write,
}

impl State {
    /// The state of a connection that was just made.
    pub(super) fn new(transport: Transport, session: Option<Box<Session>>) -> State {
        State {
            io: Io::new(transport),
            reads: Queue::new(),
            writes: Queue::new(),
            next_token: 0,
            session,
            flush_is_due: false,
        }
    }

    /// Carries everything on as far as it goes. An error ends the connection.
    pub(super) fn advance(&mut self, conn: &Arc<Conn>) -> Result<(), (Direction, Error)> {
        loop {
            let taken = self.reads.advance(&mut self.io.input, &mut self.io.transport);
            let taken = taken.map_err(|error| (Direction::Read, error))?;
            if let Some(session) = &mut self.session {
                session.program_read(taken);
            }
            if self.writes.has_part() && !self.reads.is_in_transaction() {
                // The response was complete before the request: nobody wants to know the rest of it.
                return Err((Direction::Write, Error::CLOSED));
            }
            let begun = self.reads.begin_transaction(&mut self.io.input);
            match begun.map_err(|error| (Direction::Read, error))? {
                Some(request) => self.writes.push_part(request),
                None => break,
            }
        }
        if !self.reads.is_empty() || !self.writes.is_empty() {
            if let (true, Some(session)) = (self.writes.is_empty(), &mut self.session) {
                session.settle(&mut self.io);
            }
            self.write()?;
        }
        // What the program has started comes before what the session does next.
        if !self.reads.is_empty() || !self.writes.is_empty() {
            return Ok(());
        }
        let Some(session) = &mut self.session else { return Ok(()) };
        match session.advance(conn, &mut self.io).map_err(|error| (Direction::Read, error))? {
            Next::Wait => self.write()?,
            Next::Close => self.io.transport.close(),
            Next::Work => {
                self.put_off_output(conn);
                spawn(Task::Program(conn.clone()));
            }
            Next::Released => self.session = None,
            Next::Switch(successor) => {
                self.io.hand_over(conn.engine(), successor).map_err(|error| (Direction::Read, error))?;
            }
        }
        Ok(())
    }

    /// Sends what the session has to say, then what the program writes.
    fn write(&mut self) -> Result<(), (Direction, Error)> {
        let Io { transport, output, .. } = &mut self.io;
        let flushed = output.flush(transport).map_err(|error| (Direction::Write, error))?;
        if flushed && transport.is_open() {
            match self.writes.advance(transport) {
                // A server that refuses a request need not read it. Its response is there, or else the reason is.
                Err(_) if self.writes.drop_part() => {}
                result => {
                    let plain = result.map_err(|error| (Direction::Write, error))?;
                    if let Some(session) = &mut self.session {
                        session.program_wrote(plain);
                    }
                }
            }
        }
        Ok(())
    }

    /// The program is about to read content by itself. What the session has to say then must not get into the middle of
    /// what the program says, whose peer has its answer anyway.
    pub(super) fn program_wants_content(&mut self) {
        if let (Some(session), true) = (&mut self.session, self.writes.is_empty()) {
            session.program_wants_content(&mut self.io);
        }
    }

    /// Responses to earlier requests of a batch may wait for the one that a handler works on, but not for long: they
    /// are sent when the worker has nothing else to do, or another one takes over from it.
    fn put_off_output(&mut self, conn: &Arc<Conn>) {
        if !self.io.output.is_empty() && !self.flush_is_due {
            self.flush_is_due = true;
            spawn_later(Task::Ready(conn.clone(), Readiness::NONE));
        }
    }
}
