//! One dial: an operation on an aio of its own connects, then the dial itself shakes hands on the connection.
//!
//! ```text
//!   Connecting -- the step has ended --> Shaking -- the response is there --> over
//!       | give_up: ends the step, whose      | give_up, failure, no answer in time
//!       v completion then ends the dial      v
//!      over                                 over
//! ```
//!
//! It ends exactly once, by taking the state out; whatever arrives later finds none and does nothing.

use std::os::fd::{AsRawFd, OwnedFd, RawFd};
use std::sync::{Arc, Mutex};

use super::handshake::{Established, Request};
use super::settings::Values;
use super::stream::{Origin, WebSocketStream};
use crate::http::head_reader::{HeadKind, HeadReader};
use crate::http::interim::InterimResponses;
use crate::http::{Limits, Policy};
use crate::nng::aio::{self, Completion, Op, Provider};
use crate::nng::conn::Io;
use crate::nng::connect::{Connects, Destination, Purpose};
use crate::nng::driver::{self, Engine, Expire, Readiness, Source, Task, TimerKey, Token, spawn_later};
use crate::nng::error::Error;
use crate::nng::lock;
use crate::nng::stream::deliver;
use crate::nng::stream::settings::Tcp;
use crate::nng::tls::Security;
use crate::nng::transport::{Moved, Transport};
use crate::sys::{Errno, SockAddr, clock, socket};
use crate::ws::Role;

/// What the dial waits for on the connection, each with a limit of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The handshake of TLS.
    Tls,
    /// The request to leave.
    Request,
    /// The answer.
    Answer,
}

impl Step {
    /// How long it may take, in nanoseconds.
    const fn limit(self) -> u64 {
        match self {
            // As on the server's side.
            Step::Tls => 30_000_000_000,
            Step::Request | Step::Answer => 2_000_000_000,
        }
    }
}

/// What is to be done.
pub(super) struct Plan {
    pub(super) request: Request,
    pub(super) values: Values,
    pub(super) socket: Tcp,
    /// The address to connect from.
    pub(super) local: Option<SockAddr>,
    pub(super) security: Security,
}

struct State {
    /// The operation of the program.
    op: Op,
    phase: Phase,
    /// The step knows the dial weakly, and the program's aio forgets it when it cancels.
    keep: Arc<Dial>,
}

enum Phase {
    Connecting {
        /// The aio of the step.
        step: Op,
        /// How the dial shall end.
        given_up: Option<Result<usize, Error>>,
    },
    Shaking(Shaking),
}

/// The handshake.
struct Shaking {
    token: Token,
    io: Io,
    reader: Box<HeadReader>,
    interim: InterimResponses,
    step: Step,
    timer: TimerKey,
}

/// See the head of the file.
pub(super) struct Dial {
    engine: Arc<Engine>,
    plan: Plan,
    /// `None` before the start and once over. The step begins under this lock, so that whoever gives up finds it begun.
    state: Mutex<Option<State>>,
    /// What the step made.
    transport: Mutex<Option<Transport>>,
}

impl Dial {
    pub(super) fn new(plan: Plan) -> Result<Arc<Dial>, Error> {
        let engine = driver::engine()?;
        Ok(Arc::new(Dial { engine, plan, state: Mutex::default(), transport: Mutex::default() }))
    }

    /// Carries out an operation that has begun.
    pub(super) fn start(self: Arc<Dial>, op: Op, connects: &Connects, to: &Destination) {
        let completion: Arc<dyn Completion> = self.clone();
        let step = aio::for_handlers(Arc::downgrade(&completion));
        let mut state = lock(&self.state);
        if !op.clone().schedule(self.clone(), 0) {
            return;
        }
        let phase = Phase::Connecting { step: step.clone(), given_up: None };
        *state = Some(State { op, phase, keep: self.clone() });
        if step.begin() {
            connects.start(step, to, |_| Ok(Box::new(Connecting(self.clone()))));
        }
    }

    /// Ends the dial with this outcome, now or soon, unless it is over.
    pub(super) fn give_up(self: &Arc<Dial>, outcome: Result<usize, Error>) {
        let mut guard = lock(&self.state);
        match guard.as_mut().map(|state| &mut state.phase) {
            None => {}
            Some(Phase::Shaking(_)) => self.end(guard.take(), outcome),
            Some(Phase::Connecting { step, given_up }) => {
                given_up.get_or_insert(outcome);
                let step = step.clone();
                drop(guard);
                step.abort(outcome.err().unwrap_or(Error::CANCELED));
            }
        }
    }

    fn end(&self, state: Option<State>, outcome: Result<usize, Error>) {
        let Some(State { op, phase, keep }) = state else { return };
        if let Phase::Shaking(shaking) = phase {
            self.engine.timers().remove(shaking.timer);
            self.engine.unregister(shaking.token);
        }
        op.finish(outcome);
        drop(keep);
    }

    /// There is a connection: begins to shake hands on it.
    fn shake_hands(self: &Arc<Dial>, transport: Transport) -> Result<Shaking, Error> {
        let mut io = Io::new(transport);
        self.plan.request.write(io.output.buffer())?;
        let fd = io.transport.descriptor().ok_or(Error::CLOSED)?.as_raw_fd();
        let token = self.engine.register(self.clone());
        if let Err(errno) = self.engine.watch(fd, token) {
            self.engine.unregister(token);
            return Err(errno.into());
        }
        let step = if io.transport.is_handshaking() { Step::Tls } else { Step::Request };
        Ok(Shaking {
            token,
            io,
            reader: Box::new(HeadReader::new(HeadKind::Response, Policy::CLIENT, Limits::DEFAULT)),
            interim: InterimResponses::default(),
            step,
            timer: self.set_timer(step),
        })
    }

    fn set_timer(self: &Arc<Dial>, step: Step) -> TimerKey {
        self.engine.timers().insert(clock::now_ns() + step.limit(), self.clone(), step as u64)
    }

    /// Does whatever is possible now.
    fn carry_on(self: &Arc<Dial>, guard: &mut Option<State>) {
        let Some(State { phase: Phase::Shaking(shaking), .. }) = guard else { return };
        shaking.io.input.begin_turn();
        match self.advance(shaking) {
            Ok(Some(established)) => {
                if let Some(state) = guard.take() {
                    self.deliver(state, established);
                }
            }
            Ok(None) if shaking.io.has_given_way() => {
                spawn_later(Task::Ready(self.clone(), Readiness::NONE));
            }
            Ok(None) => {}
            Err(error) => self.end(guard.take(), Err(error)),
        }
    }

    /// Makes the stream.
    fn deliver(&self, state: State, established: Established) {
        let State { op, phase: Phase::Shaking(shaking), keep } = state else { return };
        let Shaking { token, io, timer, .. } = shaking;
        self.engine.timers().remove(timer);
        self.engine.unregister(token);
        let unwatched = match io.transport.descriptor() {
            Some(fd) => self.engine.unwatch(fd.as_raw_fd()).map_err(Error::from),
            None => Err(Error::CLOSED),
        };
        let origin = Origin { role: Role::Client, values: self.plan.values.clone(), handshake: established };
        let opened = unwatched.and_then(|()| WebSocketStream::open(&self.engine, io, origin));
        op.clone().finish(opened.map(|stream| {
            deliver(stream, &op);
            0
        }));
        drop(keep);
    }

    /// Sends the request, and reads on in the response. Returns what was agreed on, if it is complete.
    fn advance(self: &Arc<Dial>, shaking: &mut Shaking) -> Result<Option<Established>, Error> {
        let Shaking { io: Io { transport, input, output }, reader, interim, step, timer, .. } = shaking;
        if *step != Step::Answer {
            let has_left = output.flush(transport)?;
            let now = match (has_left, transport.is_handshaking()) {
                (true, _) => Step::Answer,
                (false, false) => Step::Request,
                (false, true) => Step::Tls,
            };
            if now != *step {
                *step = now;
                self.engine.timers().remove(std::mem::replace(timer, self.set_timer(now)));
            }
        }
        loop {
            if input.is_empty() {
                match input.fill(transport)? {
                    Moved::Bytes(_) => {}
                    Moved::Blocked => return Ok(None),
                    Moved::End => return Err(Error::CONNECTION_SHUT),
                }
            }
            let progress = reader.read(input.bytes())?;
            input.consume(progress.consumed);
            if !progress.complete {
                continue;
            }
            if !interim.is_interim(reader.head().status(), &Limits::DEFAULT)? {
                let established = self.plan.request.check(reader.head())?;
                // The answer to half a question.
                return if *step == Step::Answer { Ok(Some(established)) } else { Err(Error::PROTOCOL) };
            }
            reader.restart();
        }
    }
}

/// What the step connects for.
struct Connecting(Arc<Dial>);

impl Purpose for Connecting {
    fn prepare(&self, fd: RawFd) -> Result<(), Errno> {
        let plan = &self.0.plan;
        plan.socket.apply(fd)?;
        plan.local.map_or(Ok(()), |local| socket::bind(fd, &local))
    }

    fn connected(&mut self, fd: OwnedFd, _: &Op) -> Result<(), Error> {
        let transport = self.0.plan.security.transport(fd)?;
        *lock(&self.0.transport) = Some(transport);
        Ok(())
    }
}

impl Completion for Dial {
    /// The step has ended.
    fn complete(self: Arc<Self>, step: Op) {
        let mut guard = lock(&self.state);
        let Some(State { phase, .. }) = &mut *guard else { return };
        let Phase::Connecting { given_up, .. } = phase else { return };
        let connected = step.outcome().and_then(|()| lock(&self.transport).take().ok_or(Error::INTERNAL));
        let shaking = match *given_up {
            Some(outcome) => return self.end(guard.take(), outcome),
            None => connected.and_then(|transport| self.shake_hands(transport)),
        };
        match shaking {
            Ok(shaking) => {
                *phase = Phase::Shaking(shaking);
                self.carry_on(&mut guard);
            }
            Err(error) => self.end(guard.take(), Err(error)),
        }
    }
}

impl Source for Dial {
    fn ready(self: Arc<Self>, readiness: Readiness) {
        let mut guard = lock(&self.state);
        if let Some(State { phase: Phase::Shaking(shaking), .. }) = &mut *guard {
            shaking.io.transport.note(readiness);
            self.carry_on(&mut guard);
        }
    }

    fn shut_down(self: Arc<Self>) {
        self.give_up(Err(Error::CLOSED));
    }
}

impl Provider for Dial {
    fn cancel(self: Arc<Self>, _: u64, outcome: Result<usize, Error>) {
        self.give_up(outcome);
    }
}

impl Expire for Dial {
    /// The peer has taken too long, unless the limit is that of an earlier step.
    fn expire(self: Arc<Self>, step: u64) {
        let mut guard = lock(&self.state);
        if let Some(State { phase: Phase::Shaking(shaking), .. }) = &*guard {
            if shaking.step as u64 == step {
                self.end(guard.take(), Err(Error::TIMED_OUT));
            }
        }
    }

    fn shut_down(self: Arc<Self>, _: u64) {
        self.give_up(Err(Error::CLOSED));
    }
}
