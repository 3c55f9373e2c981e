//! Responding: calling the handler, sending what it returns, and the end of an exchange.

use std::sync::Arc;

use super::{Next, Outcome, Session, Stage, Unread};
use crate::http::target::RequestTarget;
use crate::nng::conn::{Conn, Io};
use crate::nng::error::Error;
use crate::nng::message::{Ending, Response, SendAs};
use crate::nng::server::content;
use crate::nng::server::exchange::Refusal;
use crate::nng::server::files::Fetched;
use crate::nng::server::handler::{Action, Handler};
use crate::nng::server::redirect::Redirect;
use crate::nng::server::upgrade::{Switch, Upgrade};
use crate::nng::transport::Moved;

/// Most content that is read only to be discarded, so that the connection can be used again.
const DRAIN: u64 = 64 * 1024;

impl Session {
    /// Has the handler called, or does what it stands for.
    pub(super) fn call(&mut self, io: &mut Io) -> Result<Option<Next>, Error> {
        let Some(handler) = self.handler.clone() else { return Ok(None) };
        match handler.action() {
            Action::Callback(_) | Action::Files(_) | Action::Nothing => {
                self.stage = Stage::Called;
                return Ok(Some(Next::Work));
            }
            Action::Content(content) => {
                let persist = self.will_persist();
                content.respond(&mut io.output, self.complete(!persist));
                self.end_exchange(persist);
            }
            Action::Redirect(redirect) => match self.redirect(redirect, &handler) {
                Ok(response) => self.send(&response, io),
                Err(_) => self.answer_error(500, io),
            },
            Action::Upgrade(upgrade) => self.upgrade(upgrade.as_ref(), io),
        }
        Ok(None)
    }

    /// Leaves HTTP, if the request is one for that.
    fn upgrade(&mut self, upgrade: &dyn Upgrade, io: &mut Io) {
        let answer = match &self.kit {
            // What follows the request would be content and the other protocol.
            Some(_) if self.unread != Unread::NOTHING => Err(Refusal::from(413)),
            Some(kit) => upgrade.answer(kit.reader.head()),
            None => Err(Refusal::from(500)),
        };
        match answer {
            Ok(Switch { response, successor }) => {
                io.output.buffer().extend_from_slice(&response);
                self.put_kit_back();
                self.successor = Some(successor);
                self.stage = Stage::Switching;
            }
            Err(refusal) => self.decline(&refusal, io),
        }
    }

    fn redirect(&self, redirect: &Redirect, handler: &Handler) -> Result<Arc<Response>, Error> {
        let head = self.kit.as_ref().ok_or(Error::INTERNAL)?.reader.head();
        let target = RequestTarget::parse(head.method(), head.target())?;
        redirect.response(&target, &handler.place())
    }

    /// A worker has fetched (more of) a file.
    pub(crate) fn end_fetch(&mut self, fetched: Fetched, io: &mut Io) {
        if self.stage != Stage::Fetching {
            return;
        }
        let rest = match fetched {
            Fetched::Begin { media_type, length, piece, rest } => {
                let send_as = self.complete(!self.will_persist());
                content::write_head(io.output.buffer(), media_type, length, send_as);
                io.output.append_piece(piece);
                rest
            }
            Fetched::Piece(piece, rest) => {
                io.output.append_piece(piece);
                rest
            }
            Fetched::Failed(status) => return self.answer_error(status, io),
            // The peer waits for more than there is. That the connection breaks off tells it so.
            Fetched::Broken => return io.transport.close(),
        };
        if rest.is_complete() {
            self.end_exchange(self.will_persist());
        } else {
            self.file = Some(rest);
            self.stage = Stage::Sending;
        }
    }

    /// Sends a piece of a file, behind which another one follows.
    pub(super) fn send_piece(&mut self, conn: &Arc<Conn>, io: &mut Io) -> Result<Next, Error> {
        if !io.output.flush(&mut io.transport)? {
            self.limit(conn, |times| times.stall);
            return Ok(Next::Wait);
        }
        self.stage = Stage::Called;
        Ok(Next::Work)
    }

    /// Answers with what the handler left.
    pub(super) fn answer(&mut self, io: &mut Io) {
        // What is missing of a response would be taken from the next one.
        let is_short = matches!(self.written.take(), Some(Ending::Later(1..)));
        let has_written = std::mem::take(&mut self.has_written);
        self.persist &= !is_short;
        match self.outcome.take() {
            Some(Outcome::Response(response)) => {
                // With this one, the request has two.
                self.persist &= !has_written;
                if response.is_error_page() {
                    // Without memory for it, the page that is there will do.
                    let _ = self.server.put_error_page(&response, false);
                }
                self.send(&response, io);
            }
            Some(Outcome::Failed) if has_written => self.end_exchange(false),
            Some(Outcome::Failed) => self.refuse(500, io),
            Some(Outcome::Answered) | None => self.end_exchange(self.will_persist()),
        }
    }

    /// Answers with an error and goes on with the connection if that is possible.
    pub(super) fn answer_error(&mut self, status: u16, io: &mut Io) {
        let response = self.server.error_response(status, None);
        self.send(&response, io);
    }

    /// Answers a request that is not served, and goes on with the connection if that is possible.
    pub(super) fn decline(&mut self, refusal: &Refusal, io: &mut Io) {
        let field = refusal.field.as_ref().map(|(name, value)| (*name, value.as_str()));
        let response = self.server.error_response(refusal.status, field);
        self.send(&response, io);
    }

    /// Answers with an error and closes the connection.
    pub(super) fn refuse(&mut self, status: u16, io: &mut Io) {
        self.persist = false;
        // After an error the reader is of no use any more.
        self.kit = None;
        self.answer_error(status, io);
    }

    pub(super) fn send(&mut self, response: &Arc<Response>, io: &mut Io) {
        let says_close = response.says_close();
        // A length is added where nothing is announced.
        let ends = matches!(response.ending(self.head_only), Ending::Body | Ending::Open);
        let persist = ends && !says_close && self.will_persist();
        let send_as = self.complete(!persist && !says_close);
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

    /// How a complete response to the present request is sent.
    fn complete(&self, close: bool) -> SendAs {
        SendAs { close, date: self.server.settings.date, head_only: self.head_only, complete: true }
    }

    /// The request is answered: goes on to the next one or closes the connection.
    fn end_exchange(&mut self, persist: bool) {
        self.handler = None;
        self.head_only = false;
        if !persist {
            self.stage = Stage::Closing;
            return;
        }
        if let Some(kit) = &mut self.kit {
            match self.unread {
                Unread::Bytes(_) => kit.next(),
                Unread::Chunked => kit.reader.set_body_limit(DRAIN),
            }
        }
        self.continue_is_due = false;
        self.stage = if self.unread == Unread::NOTHING { Stage::Head } else { Stage::Drain };
    }

    /// Whether another request may follow this one.
    fn will_persist(&self) -> bool {
        self.persist && self.unread_can_be_skipped()
    }

    /// Whether the next request can be found behind what was not read of this one. A peer that waits for an interim
    /// response may send its content or not.
    fn unread_can_be_skipped(&self) -> bool {
        match self.unread {
            Unread::NOTHING => true,
            Unread::Bytes(bytes) => bytes <= DRAIN && !self.continue_is_due,
            Unread::Chunked => !self.continue_is_due,
        }
    }

    /// Sends what is left, then tells the peer that there is no more.
    pub(super) fn close(&mut self, conn: &Arc<Conn>, io: &mut Io) -> Result<Option<Next>, Error> {
        if !io.output.flush(&mut io.transport)? {
            self.limit(conn, |times| times.stall);
            return Ok(Some(Next::Wait));
        }
        if self.peer_has_finished {
            return Ok(Some(Next::Close));
        }
        self.put_kit_back();
        self.begin_to_linger(conn, io);
        Ok(None)
    }

    /// Tells the peer that there is no more, and waits for it to close. Closing at once would reset the connection if
    /// something more arrives, and the peer might lose what was sent before (RFC 9112 section 9.6).
    pub(super) fn begin_to_linger(&mut self, conn: &Arc<Conn>, io: &mut Io) {
        io.output.clear();
        io.input.clear();
        io.transport.finish_sending();
        self.kit = None;
        self.limit(conn, |times| times.linger);
        self.stage = Stage::Lingering;
    }

    /// Discards what the peer still sends, until it closes or its time is up. However much that is: many peers send all of a
    /// request before they look for the response that refuses it.
    pub(super) fn linger(&mut self, io: &mut Io) -> Result<Option<Next>, Error> {
        match io.input.discard(&mut io.transport)? {
            Moved::Bytes(_) => Ok(None),
            Moved::Blocked => Ok(Some(Next::Wait)),
            Moved::End => Ok(Some(Next::Close)),
        }
    }
}
