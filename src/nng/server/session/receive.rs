//! Receiving: the head of a request, what becomes of the request, its content.

use std::sync::Arc;

use super::{Next, Session, Stage, Unread};
use crate::http::framing::BodyLength;
use crate::http::message::Event;
use crate::http::persistence::{Expectation, expectation};
use crate::http::{self, method::MethodKind};
use crate::nng::conn::{Conn, Io};
use crate::nng::error::Error;
use crate::nng::message::AnyMessage;
use crate::nng::server::exchange;
use crate::nng::server::handler::Action;
use crate::nng::server::kit::Kit;
use crate::nng::transport::Moved;

/// Room that is made for a body before any of it has arrived.
const BODY_ROOM: u64 = 64 * 1024;

/// What was found of a body.
enum Content {
    Piece,
    /// Nothing more yet.
    Later,
    End,
}

impl Session {
    /// Waits for the handshake, if there has to be one, and for what comes right behind it.
    pub(super) fn shake_hands(&mut self, conn: &Arc<Conn>, io: &mut Io) -> Result<Option<Next>, Error> {
        if io.transport.is_handshaking() {
            match io.input.fill(&mut io.transport)? {
                Moved::Bytes(_) => {}
                Moved::Blocked if io.transport.is_handshaking() => return Ok(Some(Next::Wait)),
                Moved::Blocked => {}
                Moved::End => return Ok(Some(Next::Close)),
            }
        }
        self.limit(conn, |times| times.idle);
        self.stage = Stage::Head;
        Ok(None)
    }

    pub(super) fn read_head(&mut self, conn: &Arc<Conn>, io: &mut Io) -> Result<Option<Next>, Error> {
        if io.output.is_full() && !io.output.flush(&mut io.transport)? {
            self.limit(conn, |times| times.stall);
            return Ok(Some(Next::Wait));
        }
        if io.input.is_empty() {
            match io.input.fill(&mut io.transport)? {
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

    pub(super) fn put_kit_back(&mut self) {
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
            BodyLength::Length(bytes) => Unread::Bytes(bytes),
            BodyLength::Chunked => Unread::Chunked,
            _ => Unread::NOTHING,
        };
        let expected = expectation(head.version(), head.fields().iter());
        self.continue_is_due = expected == Expectation::Continue && self.unread != Unread::NOTHING;
        if expected == Expectation::Unknown {
            self.answer_error(417, io);
            return Ok(None);
        }
        let handler = match exchange::find_handler(&self.server, kit) {
            Ok(handler) => handler,
            Err(refusal) => {
                self.decline(&refusal, io);
                return Ok(None);
            }
        };
        let collects = handler.collects();
        let is_callback = matches!(handler.action(), Action::Callback(_));
        self.handler = Some(handler);
        match collects {
            Some(limit) => {
                kit.reader.set_body_limit(limit);
                self.stage = Stage::Body;
                Ok(None)
            }
            // A handler that reads by itself could not tell where the content ends.
            None if length == BodyLength::Chunked && is_callback => {
                self.answer_error(411, io);
                Ok(None)
            }
            None => self.call(io),
        }
    }

    pub(super) fn read_body(&mut self, conn: &Arc<Conn>, io: &mut Io) -> Result<Option<Next>, Error> {
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
        match self.receive_content(conn, io)? {
            Moved::Bytes(_) => Ok(None),
            Moved::Blocked => Ok(Some(Next::Wait)),
            Moved::End => {
                self.refuse(400, io);
                Ok(None)
            }
        }
    }

    /// Receives more of the content; the peer has so much time for it.
    fn receive_content(&mut self, conn: &Arc<Conn>, io: &mut Io) -> Result<Moved, Error> {
        let moved = io.input.fill(&mut io.transport)?;
        match moved {
            Moved::Bytes(_) => {}
            Moved::Blocked => self.limit(conn, |times| times.stall),
            Moved::End => self.peer_has_finished = true,
        }
        Ok(moved)
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
                    let room = match self.unread {
                        // An announced length is a reason for some room, not for any amount of it.
                        Unread::Bytes(bytes) if self.body.capacity() == 0 => bytes.min(BODY_ROOM) as usize,
                        _ => 0,
                    };
                    if self.body.try_reserve(room.max(data.len())).is_err() {
                        self.refuse(500, io);
                        return Ok(None);
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
                    self.unread = Unread::NOTHING;
                    self.continue_is_due = false;
                    return self.call(io);
                }
            }
        }
    }

    /// Discards content that nobody read.
    pub(super) fn drain(&mut self, conn: &Arc<Conn>, io: &mut Io) -> Result<Option<Next>, Error> {
        if io.input.is_empty() {
            match self.receive_content(conn, io)? {
                Moved::Bytes(_) => {}
                Moved::Blocked => return Ok(Some(Next::Wait)),
                Moved::End => {
                    self.stage = Stage::Closing;
                    return Ok(None);
                }
            }
        }
        match self.unread {
            Unread::Bytes(unread) => {
                let count = unread.min(io.input.bytes().len() as u64);
                io.input.consume(count as usize);
                self.unread = Unread::Bytes(unread - count);
            }
            Unread::Chunked => self.drain_chunks(io),
        }
        if self.unread == Unread::NOTHING {
            self.stage = Stage::Head;
        }
        Ok(None)
    }

    /// Discards what there is of content in chunks.
    fn drain_chunks(&mut self, io: &mut Io) {
        let Some(kit) = &mut self.kit else { return };
        loop {
            let (consumed, is_done) = match kit.reader.read(io.input.bytes()) {
                Ok(step) => (step.consumed, step.event == Event::End),
                Err(_) => {
                    // Malformed or too much: what follows cannot be told from it, and the answer is gone already.
                    self.kit = None;
                    self.stage = Stage::Closing;
                    return;
                }
            };
            io.input.consume(consumed);
            if is_done {
                self.unread = Unread::NOTHING;
                kit.next();
                return;
            }
            if io.input.is_empty() {
                return;
            }
        }
    }
}
