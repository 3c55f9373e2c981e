//! The stream, from the end of the opening handshake on.
//!
//! ```text
//!   Open --- close(), the peer's close frame, a broken protocol ---> Closing --- both close frames ---> Lingering
//!     |                                                                 |                                  |
//!     +----------- the connection ends, or fails -----------------------+------- or time is over ----------+---> Closed
//! ```
//!
//! One lock guards everything. Whoever has a reason to, an event or an operation, takes it and carries everything on as
//! far as it goes. The registry of the driver holds a stream until it is Closed. What happens after Open is no concern of the
//! program, whose operations all end then.
//!
//! # Receiving
//!
//! Input is looked at up to the next payload, whether or not a receive waits: pings are answered, and the end of the
//! peer is noticed, while a program does something else. Payload that nobody receives stops that, so a stream keeps no
//! more than one buffer of input, and what follows it waits, pings included.
//!
//! # Sending
//!
//! A frame that was begun has to be completed, whatever becomes of the send that it was made of. Frames are composed in
//! blocks, masked if need be; the program's bytes are read as long as the send is in the queue. When it is cancelled, or
//! the stream closed, in the middle of its frame, the rest of that is copied. The other side gets it, as with any stream
//! on which a send is cancelled too late.

use std::collections::VecDeque;
use std::ffi::CString;
use std::os::fd::AsRawFd;
use std::sync::{Arc, Mutex, OnceLock};

use super::framing::{Found, Framing};
use super::handshake::Established;
use super::settings::Values;
use crate::nng::aio::{Op, Provider};
use crate::nng::conn::Io;
use crate::nng::driver::{Engine, Expire, Readiness, Source, Task, TimerKey, Token, spawn_later};
use crate::nng::error::Error;
use crate::nng::stream::Stream;
use crate::nng::stream::endpoint::{Endpoint, Kind};
use crate::nng::stream::options::{Options, Setting, Value, name};
use crate::nng::transport::Moved;
use crate::nng::{lock, log};
use crate::sys::lent::LentBuffers;
use crate::sys::{clock, random};
use crate::ws::{CloseCode, MessageType, Role};

/// How long a stream is kept after its end for what is still to be said, in nanoseconds.
const LINGER: u64 = 100_000_000;
/// Most payload that is composed at a time.
const BLOCK: usize = 64 * 1024;
/// How often something is composed before others get their turn: the peer may take it as fast as it comes.
const TURN: u32 = 16;

struct Queued {
    op: Op,
    /// Its name for the aio.
    token: u64,
    buffers: LentBuffers,
    /// Of a receive: bytes received so far. Of a send whose frame was begun: the payload of that.
    count: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Phase {
    Open,
    Closing,
    Lingering,
    Closed,
}

struct State {
    phase: Phase,
    io: Io,
    framing: Framing,
    sends: VecDeque<Queued>,
    recvs: VecDeque<Queued>,
    next_token: u64,
    /// The peer takes nothing any more, but may have sent something.
    cannot_send: bool,
    /// Output was left to another turn, of which no event tells.
    output_gave_way: bool,
    /// Ends Closing.
    timer: Option<TimerKey>,
}

/// What [`WebSocketStream::open`] makes a stream of, besides the connection.
pub(super) struct Origin {
    pub(super) role: Role,
    pub(super) values: Values,
    pub(super) handshake: Established,
}

/// See the head of the file.
pub(super) struct WebSocketStream {
    engine: Arc<Engine>,
    token: OnceLock<Token>,
    endpoint: Endpoint,
    handshake: Established,
    sends_text: bool,
    receives_text: bool,
    state: Mutex<State>,
}

impl WebSocketStream {
    /// Makes a stream of a connection after the handshake, whose last bytes may still have to be sent. Errors: what
    /// prevents it from being watched.
    pub(super) fn open(engine: &Arc<Engine>, io: Io, origin: Origin) -> Result<Arc<WebSocketStream>, Error> {
        let fd = io.transport.descriptor().ok_or(Error::CLOSED)?.as_raw_fd();
        let Origin { role, values, handshake } = origin;
        let stream = Arc::new(WebSocketStream {
            engine: engine.clone(),
            token: OnceLock::new(),
            endpoint: Endpoint::of(&io.transport, Kind::Tcp),
            handshake,
            sends_text: values.message_type() == MessageType::Text,
            receives_text: values.accepted().0.text,
            state: Mutex::new(State {
                phase: Phase::Open,
                io,
                framing: Framing::new(role, &values),
                sends: VecDeque::new(),
                recvs: VecDeque::new(),
                next_token: 0,
                cannot_send: false,
                output_gave_way: false,
                timer: None,
            }),
        });
        let token = *stream.token.get_or_init(|| engine.register(stream.clone()));
        // The first event comes in any case, and with it what has been received before.
        if let Err(errno) = engine.watch(fd, token) {
            stream.end(&mut lock(&stream.state), Error::CLOSED);
            return Err(errno.into());
        }
        Ok(stream)
    }

    /// Begins an operation and carries on. `check` says what is wrong with its buffers.
    fn start(
        self: Arc<Self>,
        op: Op,
        check: impl FnOnce(&State, &LentBuffers) -> Result<(), Error>,
        queue: impl FnOnce(&mut State) -> &mut VecDeque<Queued>,
    ) {
        if !op.begin() {
            return;
        }
        let mut state = lock(&self.state);
        let buffers = op.buffers();
        let is_open = if state.phase == Phase::Open { Ok(()) } else { Err(Error::CLOSED) };
        if let Err(error) = is_open.and_then(|()| check(&state, &buffers)) {
            return op.finish(Err(error));
        }
        state.next_token += 1;
        let token = state.next_token;
        if op.clone().schedule(self.clone(), token) {
            queue(&mut state).push_back(Queued { op, token, buffers, count: None });
            self.carry_on(&mut state);
        }
    }

    /// Does whatever is possible now.
    fn carry_on(self: &Arc<Self>, state: &mut State) {
        state.io.input.begin_turn();
        if let Err(error) = self.advance(state) {
            return self.end(state, error);
        }
        if state.io.has_given_way() || std::mem::take(&mut state.output_gave_way) {
            spawn_later(Task::Ready(self.clone(), Readiness::NONE));
        }
    }

    /// An error ends the stream.
    fn advance(self: &Arc<Self>, state: &mut State) -> Result<(), Error> {
        if state.phase == Phase::Open {
            if let Err(ending) = state.read() {
                match ending {
                    Ending::Connection(error) => return Err(error),
                    Ending::Peer => {}
                    Ending::Broken(error) => log::report_later(log::level::WARN, c"NNG-WS-CLOSE", || {
                        format!("WebSocket: {error}, closed with {}", error.close_code().get())
                    }),
                }
                self.begin_closing(state);
            }
        }
        state.write();
        if matches!(state.phase, Phase::Closing | Phase::Lingering) && state.is_over()? {
            return Err(Error::CLOSED);
        }
        Ok(())
    }

    /// Ends the operations, while what is to be said goes on.
    fn begin_closing(self: &Arc<Self>, state: &mut State) {
        state.phase = Phase::Closing;
        state.copy_frame();
        state.fail(Error::CLOSED);
        let key = self.engine.timers().insert(clock::now_ns() + LINGER, self.clone(), 0);
        state.timer = Some(key);
    }

    /// Ends everything.
    fn end(&self, state: &mut State, error: Error) {
        if state.phase == Phase::Closed {
            return;
        }
        state.phase = Phase::Closed;
        state.io.transport.close();
        state.io.input.clear();
        state.io.output.clear();
        state.fail(error);
        if let Some(key) = state.timer.take() {
            self.engine.timers().remove(key);
        }
        if let Some(token) = self.token.get() {
            self.engine.unregister(*token);
        }
    }
}

/// Why a stream is open no longer.
enum Ending {
    /// The connection has ended, or failed.
    Connection(Error),
    /// The peer has closed the stream.
    Peer,
    /// The peer broke the protocol.
    Broken(crate::ws::Error),
}

impl State {
    /// Takes what is there of the input, as far as there is room for payload.
    fn read(&mut self) -> Result<(), Ending> {
        let outcome = self.take_input();
        if let Some(count) = self.recvs.front().and_then(|first| first.count) {
            self.finish_receive(count);
        }
        outcome
    }

    fn take_input(&mut self) -> Result<(), Ending> {
        loop {
            let room = self.recvs.front().map_or(0, |first| first.buffers.len());
            if room == 0 && self.framing.wants_room() {
                return Ok(());
            }
            if self.io.input.is_empty() {
                match self.io.input.fill(&mut self.io.transport) {
                    Ok(Moved::Bytes(_)) => {}
                    Ok(Moved::Blocked) => return Ok(()),
                    Ok(Moved::End) => return Err(Ending::Connection(Error::CLOSED)),
                    Err(error) => return Err(Ending::Connection(error)),
                }
            }
            let (taken, found) = self.framing.receive(self.io.input.bytes_mut(), room);
            if found == Found::Payload {
                self.receive(taken);
            }
            self.io.input.consume(taken);
            match found {
                Found::Payload | Found::Protocol => {}
                Found::Close => return Err(Ending::Peer),
                Found::Broken(error) => return Err(Ending::Broken(error)),
            }
        }
    }

    /// The next bytes of the input are for the first receive, which has room for them.
    fn receive(&mut self, len: usize) {
        let Some(first) = self.recvs.front_mut() else { return };
        first.buffers.fill(&self.io.input.bytes()[..len]);
        let count = first.count.unwrap_or(0) + len;
        first.count = Some(count);
        if first.buffers.is_empty() {
            self.finish_receive(count);
        }
    }

    fn finish_receive(&mut self, count: usize) {
        if let Some(Queued { op, .. }) = self.recvs.pop_front() {
            op.finish(Ok(count));
        }
    }

    /// Sends as much as the kernel takes. That it takes nothing any more concerns only what is sent: there may be
    /// something to be received, and at the end of that is the reason.
    fn write(&mut self) {
        if !self.cannot_send && self.flush().is_err() {
            self.cannot_send = true;
            self.io.output.clear();
        }
        if self.cannot_send {
            for Queued { op, .. } in self.sends.drain(..) {
                op.finish(Err(Error::CLOSED));
            }
        }
    }

    fn flush(&mut self) -> Result<(), Error> {
        for _ in 0..TURN {
            if self.io.output.is_empty() {
                self.compose();
            }
            if self.io.output.is_empty() || !self.io.output.flush(&mut self.io.transport)? {
                return Ok(());
            }
            // All that was composed has left.
            if self.framing.in_frame() {
                continue;
            }
            if let Some(count) = self.sends.front().and_then(|first| first.count) {
                if let Some(Queued { op, .. }) = self.sends.pop_front() {
                    op.finish(Ok(count));
                }
            }
        }
        self.output_gave_way = true;
        Ok(())
    }

    /// Makes the next output: control frames, and a block of a frame.
    fn compose(&mut self) {
        if !self.framing.has_control() && self.sends.is_empty() {
            return;
        }
        let State { framing, io, sends, .. } = self;
        let out = io.output.buffer();
        framing.control(masking_key, out);
        let Some(first) = sends.front_mut() else { return };
        if first.count.is_none() {
            first.count = framing.begin_frame(first.buffers.len(), masking_key, out);
        }
        let moved = first.buffers.with_parts(|parts| framing.payload(parts, BLOCK, out));
        first.buffers.advance(moved);
    }

    /// Takes what is missing of the frame that is being sent out of the program's hands. Without memory for it, nothing
    /// more can be sent.
    fn copy_frame(&mut self) {
        let State { framing, io, sends, cannot_send, .. } = self;
        let (false, true, Some(first)) = (*cannot_send, framing.in_frame(), sends.front_mut()) else {
            return;
        };
        let out = io.output.buffer();
        if out.try_reserve(framing.left()).is_ok() {
            first.buffers.with_parts(|parts| framing.payload(parts, usize::MAX, out));
        } else {
            *cannot_send = true;
            io.output.clear();
        }
    }

    /// Ends all operations.
    fn fail(&mut self, error: Error) {
        for Queued { op, .. } in self.recvs.drain(..).chain(self.sends.drain(..)) {
            op.finish(Err(error));
        }
    }

    /// Carries the end on, and drops what still comes. `true`: it is over; so it is with an error.
    ///
    /// A server ends the connection, a client waits for that (RFC 6455 section 7.1.1). A peer that still sends something
    /// might lose the close frame if the connection was just cut.
    fn is_over(&mut self) -> Result<bool, Error> {
        if self.phase == Phase::Closing && !self.is_all_said()? {
            return Ok(false);
        }
        if self.cannot_send {
            return Ok(true);
        }
        if self.phase == Phase::Closing {
            self.phase = Phase::Lingering;
            if self.framing.role() == Role::Server {
                self.io.transport.finish_sending();
            }
        }
        loop {
            match self.io.input.discard(&mut self.io.transport)? {
                Moved::Bytes(_) => {}
                Moved::Blocked => return Ok(false),
                Moved::End => return Ok(true),
            }
        }
    }

    /// Whether the close frame has left, and the peer has sent its own, or is not listened to any more.
    fn is_all_said(&mut self) -> Result<bool, Error> {
        while !self.framing.has_ended() {
            if self.io.input.is_empty() {
                match self.io.input.fill(&mut self.io.transport)? {
                    Moved::Bytes(_) => {}
                    Moved::Blocked => break,
                    Moved::End => return Err(Error::CLOSED),
                }
            }
            let (taken, _) = self.framing.receive(self.io.input.bytes_mut(), usize::MAX);
            self.io.input.consume(taken);
        }
        let has_left = self.framing.has_sent_close() && self.io.output.is_empty();
        Ok(self.cannot_send || (has_left && self.framing.has_ended()))
    }
}

/// The masking key of a frame: it has to be unpredictable (RFC 6455 section 10.3).
fn masking_key() -> [u8; 4] {
    let mut key = [0; 4];
    random::fill(&mut key);
    key
}

impl Stream for WebSocketStream {
    /// Without any bytes, an empty message is sent.
    fn send(self: Arc<Self>, op: Op) {
        let check =
            |state: &State, _: &LentBuffers| if state.cannot_send { Err(Error::CLOSED) } else { Ok(()) };
        self.start(op, check, |state| &mut state.sends);
    }

    fn recv(self: Arc<Self>, op: Op) {
        let check = |_: &State, buffers: &LentBuffers| {
            if buffers.is_empty() { Err(Error::INVALID) } else { Ok(()) }
        };
        self.start(op, check, |state| &mut state.recvs);
    }

    fn close(self: Arc<Self>) {
        let mut state = lock(&self.state);
        if state.phase == Phase::Open {
            state.framing.close(Some(CloseCode::NORMAL));
            self.begin_closing(&mut state);
            self.carry_on(&mut state);
        }
    }
}

impl Source for WebSocketStream {
    fn ready(self: Arc<Self>, readiness: Readiness) {
        let mut state = lock(&self.state);
        if state.phase != Phase::Closed {
            state.io.transport.note(readiness);
            self.carry_on(&mut state);
        }
    }

    fn shut_down(self: Arc<Self>) {
        self.clone().close();
        self.end(&mut lock(&self.state), Error::CLOSED);
    }
}

impl Expire for WebSocketStream {
    /// Closing has taken long enough.
    fn expire(self: Arc<Self>, _: u64) {
        let mut state = lock(&self.state);
        state.timer = None;
        self.end(&mut state, Error::CLOSED);
    }

    fn shut_down(self: Arc<Self>, token: u64) {
        self.expire(token);
    }
}

impl Provider for WebSocketStream {
    fn cancel(self: Arc<Self>, token: u64, outcome: Result<usize, Error>) {
        let mut state = lock(&self.state);
        let position = |queue: &VecDeque<Queued>| queue.iter().position(|queued| queued.token == token);
        let cancelled = match (position(&state.sends), position(&state.recvs)) {
            (Some(index), _) => {
                if index == 0 {
                    state.copy_frame();
                }
                state.sends.remove(index)
            }
            (None, Some(index)) => state.recvs.remove(index),
            (None, None) => None,
        };
        if let Some(Queued { op, .. }) = cancelled {
            op.finish(outcome);
        }
        // What waited behind it may go on.
        if state.phase == Phase::Open {
            self.carry_on(&mut state);
        }
    }
}

impl Options for WebSocketStream {
    fn get(&self, name: &[u8]) -> Result<Value, Error> {
        let Established { uri, request, response } = &self.handshake;
        let field = |value: Option<Vec<u8>>| value.ok_or(Error::NO_ENTRY).and_then(text);
        match name {
            name::REQUEST_URI => text(uri.clone()),
            name::REQUEST_HEADERS | name::RESPONSE_HEADERS => {
                let mut lines = Vec::new();
                if name == name::REQUEST_HEADERS { request } else { response }.write(&mut lines)?;
                text(lines)
            }
            name::SEND_TEXT => Ok(Value::Bool(self.sends_text)),
            name::RECEIVE_TEXT => Ok(Value::Bool(self.receives_text)),
            _ => match (name.strip_prefix(name::REQUEST_HEADER), name.strip_prefix(name::RESPONSE_HEADER)) {
                (Some(name), _) => field(request.get(name)),
                (_, Some(name)) => field(response.get(name)),
                (None, None) => self.endpoint.get(&lock(&self.state).io.transport, name),
            },
        }
    }

    fn set(&self, name: &[u8], to: &dyn Setting) -> Result<(), Error> {
        let is_of_handshake = matches!(
            name,
            name::REQUEST_URI
                | name::REQUEST_HEADERS
                | name::RESPONSE_HEADERS
                | name::SEND_TEXT
                | name::RECEIVE_TEXT
        );
        if is_of_handshake
            || name.starts_with(name::REQUEST_HEADER)
            || name.starts_with(name::RESPONSE_HEADER)
        {
            return Err(Error::READ_ONLY);
        }
        self.endpoint.set(&lock(&self.state).io.transport, name, to)
    }
}

/// A text that C can have. No field and no target holds a NUL.
fn text(bytes: Vec<u8>) -> Result<Value, Error> {
    CString::new(bytes).map(Value::Text).map_err(|_| Error::INTERNAL)
}
