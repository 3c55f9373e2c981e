//! A server's side of one connection: one exchange of request and response after the other.
//!
//! | stage | waits for | goes on to |
//! |---|---|---|
//! | Head | a request head | Body, Called, Done, Drain or Closing |
//! | Body | the content that the handler wants collected | Called or Closing |
//! | Called | a worker that calls the handler | Running |
//! | Running | the handler, until it finishes its aio | Done or Released |
//! | Done | nothing; answers | Head, Drain or Closing |
//! | Drain | content that nobody read | Head |
//! | Closing | the kernel to take what is left to send | Lingering |
//! | Lingering | the peer to close, so that it gets what was sent before | – |
//! | Released | nothing; the handler has hijacked the connection | – |
//!
//! Responses are gathered as long as further requests are at hand, and sent when the input runs out.
//!
//! A request that cannot be told from what follows it, and one whose content nobody will read, ends the connection
//! after the answer: what comes next must not be taken for another request (RFC 9112 section 9.3 and 11.2).
//!
//! The session is part of the connection's state and runs under its lock.

use std::sync::Arc;

use super::handler::Handler;
use super::kit::Kit;
use super::{Server, exchange};
use crate::http::framing::BodyLength;
use crate::http::message::Event;
use crate::http::persistence::{Expectation, expectation};
use crate::http::{self, method::MethodKind};
use crate::nng::aio::{self, Completion, Op};
use crate::nng::conn::{Conn, Io, Moved};
use crate::nng::driver::TimerKey;
use crate::nng::error::Error;
use crate::nng::message::{Request, Response, SendAs};
use crate::sys::clock;

/// How long a session waits for its peer, in nanoseconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    /// For a request to begin.
    pub(super) idle: u64,
    /// For the rest of a head, from its first byte on.
    pub(super) head: u64,
    /// For more of a body, or for the peer to take more of a response.
    pub(super) stall: u64,
    /// For the peer to close after the last response.
    pub(super) linger: u64,
}

const SECOND: u64 = 1_000_000_000;

impl Times {
    /// Generous: who is slower than this is hardly there any more.
    pub(super) const DEFAULT: Times =
        Times { idle: 300 * SECOND, head: 60 * SECOND, stall: 60 * SECOND, linger: 2 * SECOND };
}

/// Most content that is read only to be discarded, so that the connection can be used again.
const DRAIN: u64 = 64 * 1024;
/// Most bytes that are discarded from a peer that is to close.
const LINGER_BYTES: usize = 1 << 20;
/// Room that is made for a body before any of it has arrived.
const BODY_ROOM: u64 = 64 * 1024;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Head,
    Body,
    Called,
    Running,
    Done,
    Drain,
    Closing,
    Lingering,
    Released,
}

/// What a connection does after its session has carried on.
pub(crate) enum Next {
    /// Send what is there, and wait for an event.
    Wait,
    /// Have a worker call the handler.
    Handler,
    /// Close the socket.
    Close,
    /// Go on without a session.
    Released,
}

/// What was found of a body.
enum Content {
    Piece,
    /// Nothing more yet.
    Later,
    End,
}

/// How a handler ended.
enum Outcome {
    /// It has answered by itself.
    Answered,
    /// It returned a response.
    Response(Arc<Response>),
    /// It failed.
    Failed,
}

/// See the head of the file.
pub(crate) struct Session {
    server: Arc<Server>,
    /// The aio that handlers get, once one was called.
    aio: Option<Op>,
    stage: Stage,
    /// What it takes to read a request; none while there is nothing of one.
    kit: Option<Box<Kit>>,
    handler: Option<Arc<Handler>>,
    outcome: Option<Outcome>,
    /// Keeps the connection while a handler runs, which has a pointer to it.
    keep: Option<Arc<Conn>>,
    /// Whether the connection may carry another exchange after this one.
    persist: bool,
    /// The request is HEAD.
    head_only: bool,
    /// The peer waits for an interim response before it sends the content.
    continue_is_due: bool,
    /// A complete response with which the connection ends was written by the handler: tell the peer.
    farewell: bool,
    /// Content that is not collected and was not read yet.
    unread: u64,
    body: Vec<u8>,
    lingered: usize,
    peer_has_finished: bool,
    /// When the present wait is over, if there is a limit.
    deadline: Option<u64>,
    timer: Option<(TimerKey, u64)>,
}

impl Session {
    /// The session of a connection that was just accepted.
    pub(crate) fn new(server: Arc<Server>) -> Box<Session> {
        Box::new(Session {
            server,
            aio: None,
            stage: Stage::Head,
            kit: None,
            handler: None,
            outcome: None,
            keep: None,
            persist: true,
            head_only: false,
            continue_is_due: false,
            farewell: false,
            unread: 0,
            body: Vec::new(),
            lingered: 0,
            peer_has_finished: false,
            deadline: None,
            timer: None,
        })
    }

    /// Makes the connection known to its server. `false`: the server has stopped.
    pub(crate) fn attach(&mut self, conn: &Arc<Conn>) -> bool {
        self.limit(conn, |times| times.idle);
        self.server.add_session(conn)
    }

    /// Carries on as far as possible.
    pub(crate) fn advance(&mut self, conn: &Arc<Conn>, io: &mut Io) -> Result<Next, Error> {
        loop {
            let next = match self.stage {
                Stage::Head => self.read_head(conn, io)?,
                Stage::Body => self.read_body(conn, io)?,
                Stage::Called | Stage::Running => {
                    if std::mem::take(&mut self.farewell) {
                        io.stream.finish_sending();
                    }
                    Some(Next::Wait)
                }
                Stage::Done => {
                    self.answer(io);
                    None
                }
                Stage::Drain => self.drain(conn, io)?,
                Stage::Closing => self.close(conn, io)?,
                Stage::Lingering => self.linger(io)?,
                Stage::Released => Some(Next::Released),
            };
            if let Some(next) = next {
                return Ok(next);
            }
        }
    }

    fn read_head(&mut self, conn: &Arc<Conn>, io: &mut Io) -> Result<Option<Next>, Error> {
        if io.output.is_full() && !io.output.flush(&mut io.stream)? {
            self.limit(conn, |times| times.stall);
            return Ok(Some(Next::Wait));
        }
        if io.input.is_empty() {
            match io.input.fill(&mut io.stream)? {
                Moved::Bytes(_) => {}
                Moved::Blocked => {
                    self.rest(conn);
                    return Ok(Some(Next::Wait));
                }
                Moved::End => {
                    self.peer_has_finished = true;
                    match self.kit.as_mut().map(|kit| kit.reader.finish()) {
                        None | Some(Ok(_)) => self.stage = Stage::Closing,
                        Some(Err(error)) => self.refuse(error.status(), io),
                    }
                    return Ok(None);
                }
            }
        }
        let kit = self.kit.get_or_insert_with(Kit::take);
        match kit.reader.read(io.input.bytes()) {
            Ok(step) => {
                let (consumed, is_complete) = (step.consumed, step.event == Event::Head);
                io.input.consume(consumed);
                if is_complete {
                    return self.begin(io);
                }
            }
            Err(error) => self.refuse(error.status(), io),
        }
        Ok(None)
    }

    /// Nothing more of a request is there: sets the time limit, and gives back what an idle connection need not have.
    fn rest(&mut self, conn: &Arc<Conn>) {
        match &mut self.kit {
            Some(kit) if kit.reader.is_idle() => {
                self.put_kit_back();
                self.limit(conn, |times| times.idle);
            }
            Some(kit) if !kit.head_is_timed => {
                kit.head_is_timed = true;
                self.limit(conn, |times| times.head);
            }
            // The head has its limit, or nothing has come since the last request.
            _ => {}
        }
    }

    fn put_kit_back(&mut self) {
        if let Some(kit) = self.kit.take() {
            kit.give_back();
        }
    }

    /// A request head is complete: decides what becomes of the request.
    fn begin(&mut self, io: &mut Io) -> Result<Option<Next>, Error> {
        let Some(kit) = &mut self.kit else { return Ok(None) };
        kit.request.receive(kit.reader.head())?;
        let head = kit.reader.head();
        let length = kit.reader.framing().length;
        self.persist = kit.reader.persists() && head.version().is_at_least_11();
        self.head_only = MethodKind::of(head.method()) == MethodKind::Head;
        self.unread = match length {
            BodyLength::Length(bytes) => bytes,
            BodyLength::Chunked => u64::MAX,
            _ => 0,
        };
        let expected = expectation(head.version(), head.fields().iter());
        self.continue_is_due = expected == Expectation::Continue && self.unread > 0;
        if expected == Expectation::Unknown {
            self.answer_error(417, io);
            return Ok(None);
        }
        let handler = match exchange::find_handler(&self.server, kit) {
            Ok(handler) => handler,
            Err(refusal) => {
                let response = self.server.error_response(refusal.status, refusal.allow.as_deref());
                self.send(&response, io);
                return Ok(None);
            }
        };
        let collects = handler.collects();
        self.handler = Some(handler);
        match collects {
            Some(limit) => {
                kit.reader.set_body_limit(limit);
                self.stage = Stage::Body;
                Ok(None)
            }
            // A handler that reads by itself could not tell where the content ends.
            None if length == BodyLength::Chunked => {
                self.answer_error(411, io);
                Ok(None)
            }
            None => self.call(io),
        }
    }

    fn read_body(&mut self, conn: &Arc<Conn>, io: &mut Io) -> Result<Option<Next>, Error> {
        // Also without input: there may be nothing to wait for, and a length beyond the limit is to be noticed before
        // the peer is asked to send.
        if let Some(next) = self.take_content(io)? {
            return Ok(Some(next));
        }
        if self.stage != Stage::Body {
            return Ok(None);
        }
        if std::mem::take(&mut self.continue_is_due) {
            io.output.buffer().extend_from_slice(exchange::CONTINUE);
        }
        match io.input.fill(&mut io.stream)? {
            Moved::Bytes(_) => {}
            Moved::Blocked => {
                self.limit(conn, |times| times.stall);
                return Ok(Some(Next::Wait));
            }
            Moved::End => {
                self.peer_has_finished = true;
                self.refuse(400, io);
            }
        }
        Ok(None)
    }

    /// Takes what there is of the content out of the input, and goes on if that is all of it.
    fn take_content(&mut self, io: &mut Io) -> Result<Option<Next>, Error> {
        loop {
            let Some(kit) = &mut self.kit else { return Ok(None) };
            let step = match kit.reader.read(io.input.bytes()) {
                Ok(step) => step,
                Err(error) => {
                    // The limit is the handler's, and its documented answer is 400.
                    let is_limit = error == http::Error::BodyTooLarge;
                    self.refuse(if is_limit { 400 } else { error.status() }, io);
                    return Ok(None);
                }
            };
            let (consumed, found) = match step.event {
                Event::Data(data) => {
                    if self.body.capacity() == 0 && self.unread != u64::MAX {
                        // An announced length is a reason for some room, not for any amount of it.
                        self.body.reserve(self.unread.min(BODY_ROOM) as usize);
                    }
                    self.body.extend_from_slice(data);
                    (step.consumed, Content::Piece)
                }
                Event::End => (step.consumed, Content::End),
                Event::NeedMore | Event::Head | Event::Interim => (step.consumed, Content::Later),
            };
            io.input.consume(consumed);
            match found {
                Content::Piece => {}
                Content::Later => return Ok(None),
                Content::End => {
                    let body = std::mem::take(&mut self.body);
                    if !body.is_empty() {
                        kit.request.receive_body(body);
                    }
                    self.unread = 0;
                    self.continue_is_due = false;
                    return self.call(io);
                }
            }
        }
    }

    /// Has the handler called, or does what it stands for.
    fn call(&mut self, io: &mut Io) -> Result<Option<Next>, Error> {
        let Some(handler) = &self.handler else { return Ok(None) };
        let Some(content) = handler.content() else {
            self.stage = Stage::Called;
            return Ok(Some(Next::Handler));
        };
        let close = !self.persist;
        content.respond(&mut io.output, close, self.head_only);
        self.end_exchange(!close);
        Ok(None)
    }

    /// The worker that was asked for is there: returns what it has to call, and with which aio.
    pub(crate) fn begin_handler(&mut self, conn: &Arc<Conn>) -> Option<(Arc<Handler>, Op)> {
        let (Stage::Called, Some(kit), Some(handler)) = (self.stage, &self.kit, &self.handler) else {
            return None;
        };
        let mut aio = self.aio.get_or_insert_with(|| new_aio(conn));
        if !aio.begin() {
            // A handler has stopped the aio that it got for an earlier request.
            aio = self.aio.insert(new_aio(conn));
            aio.begin();
        }
        aio.set_input(0, Arc::as_ptr(&kit.request).cast_mut().cast());
        aio.set_input(1, Arc::as_ptr(handler).cast_mut().cast());
        aio.set_input(2, Arc::as_ptr(conn).cast_mut().cast());
        aio.set_input(3, std::ptr::null_mut());
        self.keep = Some(conn.clone());
        self.stage = Stage::Running;
        Some((handler.clone(), aio.clone()))
    }

    /// The aio of the handler that is running, if one is.
    pub(crate) fn running_handler(&self) -> Option<Op> {
        self.aio.clone().filter(|_| self.stage == Stage::Running)
    }

    /// The handler has finished its aio.
    pub(crate) fn end_handler(&mut self, op: &Op) {
        let (Stage::Running, Some(handler)) = (self.stage, &self.handler) else { return };
        self.keep = None;
        if self.is_hijacked() {
            self.stage = Stage::Released;
            return;
        }
        let response = handler.take_response(op.output(0));
        op.set_output(0, std::ptr::null_mut());
        self.outcome = Some(match (op.outcome(), response) {
            (Err(_), _) => Outcome::Failed,
            (Ok(()), Some(response)) => Outcome::Response(response),
            (Ok(()), None) => Outcome::Answered,
        });
        self.stage = Stage::Done;
    }

    /// Answers with what the handler left.
    fn answer(&mut self, io: &mut Io) {
        match self.outcome.take() {
            Some(Outcome::Response(response)) => {
                if response.is_error_page() {
                    // Without memory for it, the page that is there will do.
                    let _ = self.server.put_error_page(&response, false);
                }
                self.send(&response, io);
            }
            Some(Outcome::Failed) => self.refuse(500, io),
            Some(Outcome::Answered) | None => self.end_exchange(self.persist),
        }
    }

    /// Answers with an error and goes on with the connection if that is possible.
    fn answer_error(&mut self, status: u16, io: &mut Io) {
        let response = self.server.error_response(status, None);
        self.send(&response, io);
    }

    /// Answers with an error and closes the connection.
    fn refuse(&mut self, status: u16, io: &mut Io) {
        self.persist = false;
        // After an error the reader is of no use any more.
        self.kit = None;
        self.answer_error(status, io);
    }

    fn send(&mut self, response: &Arc<Response>, io: &mut Io) {
        let says_close = response.says_close();
        let persist = self.persist && !says_close && self.unread_can_be_skipped();
        let send_as = SendAs { close: !persist && !says_close, head_only: self.head_only, complete: true };
        match io.output.respond(response, send_as) {
            Ok(()) => self.end_exchange(persist),
            Err(_) => {
                // The handler's response has something in it that cannot be sent; the server's own has not.
                let response = self.server.error_response(500, None);
                let _ = io.output.respond(&response, SendAs { close: true, ..send_as });
                self.end_exchange(false);
            }
        }
    }

    /// The request is answered: goes on to the next one or closes the connection.
    fn end_exchange(&mut self, persist: bool) {
        self.handler = None;
        if !persist || !self.unread_can_be_skipped() {
            self.stage = Stage::Closing;
            return;
        }
        if let Some(kit) = &mut self.kit {
            kit.next();
        }
        self.continue_is_due = false;
        self.stage = if self.unread > 0 { Stage::Drain } else { Stage::Head };
    }

    /// Whether the next request can be found behind what was not read of this one. A peer that waits for an interim
    /// response may send its content or not.
    fn unread_can_be_skipped(&self) -> bool {
        self.unread == 0 || (self.unread <= DRAIN && !self.continue_is_due)
    }

    fn drain(&mut self, conn: &Arc<Conn>, io: &mut Io) -> Result<Option<Next>, Error> {
        if io.input.is_empty() {
            match io.input.fill(&mut io.stream)? {
                Moved::Bytes(_) => {}
                Moved::Blocked => {
                    self.limit(conn, |times| times.stall);
                    return Ok(Some(Next::Wait));
                }
                Moved::End => {
                    self.peer_has_finished = true;
                    self.stage = Stage::Closing;
                    return Ok(None);
                }
            }
        }
        let count = self.unread.min(io.input.bytes().len() as u64);
        io.input.consume(count as usize);
        self.unread -= count;
        if self.unread == 0 {
            self.stage = Stage::Head;
        }
        Ok(None)
    }

    fn close(&mut self, conn: &Arc<Conn>, io: &mut Io) -> Result<Option<Next>, Error> {
        if !io.output.flush(&mut io.stream)? {
            self.limit(conn, |times| times.stall);
            return Ok(Some(Next::Wait));
        }
        if self.peer_has_finished {
            return Ok(Some(Next::Close));
        }
        // Closing at once would reset the connection if something more arrives, and the peer might lose what was sent
        // before (RFC 9112 section 9.6).
        io.stream.finish_sending();
        io.input.clear();
        self.put_kit_back();
        self.limit(conn, |times| times.linger);
        self.stage = Stage::Lingering;
        Ok(None)
    }

    fn linger(&mut self, io: &mut Io) -> Result<Option<Next>, Error> {
        match io.input.fill(&mut io.stream)? {
            Moved::Bytes(count) => {
                io.input.clear();
                self.lingered += count;
                Ok((self.lingered > LINGER_BYTES).then_some(Next::Close))
            }
            Moved::Blocked => Ok(Some(Next::Wait)),
            Moved::End => Ok(Some(Next::Close)),
        }
    }

    /// The program has read so many bytes by itself.
    pub(crate) fn program_read(&mut self, bytes: u64) {
        if self.unread != u64::MAX {
            self.unread = self.unread.saturating_sub(bytes);
        }
    }

    /// The program is about to read by itself: the peer must not wait any longer to send.
    pub(crate) fn program_wants_content(&mut self, io: &mut Io) {
        if self.stage == Stage::Running && std::mem::take(&mut self.continue_is_due) {
            io.output.buffer().extend_from_slice(exchange::CONTINUE);
        }
    }

    /// The handler writes a response by itself: how it has to be sent.
    ///
    /// If the connection ends with this exchange and nothing can follow the response, the peer is told so as soon as
    /// the response is sent; otherwise when the handler is done, which may go on with content of unknown length.
    pub(crate) fn answered_with(&mut self, response: &Response) -> SendAs {
        if self.stage != Stage::Running || self.is_hijacked() {
            return SendAs::default();
        }
        match response.status() {
            100 => self.continue_is_due = false,
            101..=199 => {}
            _ => {
                self.persist &= !response.says_close();
                self.farewell = !self.persist && (self.head_only || response.is_self_contained());
                return SendAs { head_only: self.head_only, ..SendAs::default() };
            }
        }
        SendAs::default()
    }

    /// The program takes the connection over, with the request, of which it gets a reference. `None`: no handler is
    /// running, or it has done so before.
    pub(crate) fn hijack(&mut self, conn: &Arc<Conn>) -> Option<Arc<Request>> {
        if self.stage != Stage::Running || self.is_hijacked() {
            return None;
        }
        let kit = self.kit.take()?;
        self.server.remove_session(conn);
        self.stop_timer(conn);
        Some(kit.request)
    }

    /// With the connection, the program has got the request out of the kit.
    fn is_hijacked(&self) -> bool {
        self.stage == Stage::Running && self.kit.is_none()
    }

    /// The socket is closed. `true` if the session ends with it, `false` if it lasts until the handler is done.
    pub(crate) fn connection_is_gone(&mut self, conn: &Arc<Conn>) -> bool {
        self.server.remove_session(conn);
        self.stop_timer(conn);
        self.stage != Stage::Running
    }

    /// The timer has gone off: if the present wait is over, ends it.
    pub(crate) fn time_is_over(&mut self, conn: &Arc<Conn>, io: &mut Io) {
        self.timer = None;
        let Some(deadline) = self.deadline.filter(|_| !matches!(self.stage, Stage::Called | Stage::Running))
        else {
            return;
        };
        if clock::now_ns() < deadline {
            self.set_timer(conn, deadline);
            return;
        }
        let is_in_request = match self.stage {
            Stage::Head => self.kit.is_some(),
            Stage::Body => true,
            _ => false,
        };
        if is_in_request && io.output.is_empty() {
            self.refuse(408, io);
        } else {
            io.stream.close();
        }
    }

    /// Sets a limit for the wait that begins.
    fn limit(&mut self, conn: &Arc<Conn>, limit: impl FnOnce(&Times) -> u64) {
        let deadline = clock::now_ns() + limit(&self.server.times);
        self.deadline = Some(deadline);
        // A timer that goes off too early is set again then; so request after request costs no timer.
        if self.timer.is_none_or(|(_, set_for)| deadline < set_for) {
            self.stop_timer(conn);
            self.set_timer(conn, deadline);
        }
    }

    fn set_timer(&mut self, conn: &Arc<Conn>, deadline: u64) {
        let key = conn.engine().timers().insert(deadline, conn.clone(), 0);
        self.timer = Some((key, deadline));
    }

    fn stop_timer(&mut self, conn: &Conn) {
        if let Some((key, _)) = self.timer.take() {
            conn.engine().timers().remove(key);
        }
    }
}

/// An aio for the handlers of a connection.
fn new_aio(conn: &Arc<Conn>) -> Op {
    let completion: Arc<dyn Completion> = conn.clone();
    aio::for_handlers(Arc::downgrade(&completion))
}
