//! A server's side of one connection: one exchange of request and response after the other.
//!
//! | stage | waits for | goes on to |
//! |---|---|---|
//! | Handshake | TLS to be ready, if there is TLS | Head or Lingering |
//! | Head | a request head | Body, Called, Switching, Done, Drain or Closing |
//! | Body | the content that the handler wants collected | Called or Closing |
//! | Called | a worker that calls the handler, or fetches (more of) a file | Running, Fetching |
//! | Running | the handler, until it finishes its aio | Done or Released |
//! | Done | nothing; answers | Head, Drain or Closing |
//! | Fetching | the worker with a piece of the file | Sending, or as Done |
//! | Sending | the kernel to take a piece of a file that is not the last one | Called |
//! | Switching | nothing; the connection leaves HTTP | – |
//! | Drain | content that nobody read | Head |
//! | Closing | the kernel to take what is left to send | Lingering |
//! | Lingering | the peer to close, so that it gets what was sent before | – |
//! | Released | nothing; the handler has hijacked the connection | – |
//!
//! Responses are gathered as long as further requests are at hand, and sent when the input runs out.
//!
//! A request that cannot be told from what follows it, and one whose content nobody will read, ends the connection
//! after the answer: what comes next must not be taken for another request (RFC 9112 section 9.3 and 11.2). So does a
//! response that does not end where its head says, see [`Ending`].
//!
//! The session is part of the connection's state and runs under its lock.

mod receive;
mod respond;
mod times;

use std::sync::Arc;

pub(super) use times::Times;

use super::files::{Fetch, OpenFile};
use super::handler::{Action, Handler};
use super::kit::Kit;
use super::upgrade::Successor;
use super::{Server, exchange};
use crate::nng::aio::{self, Completion, Op};
use crate::nng::conn::{Conn, Io};
use crate::nng::driver::TimerKey;
use crate::nng::error::Error;
use crate::nng::message::{Ending, Request, Response, SendAs};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Handshake,
    Head,
    Body,
    Called,
    Running,
    Done,
    Fetching,
    Sending,
    Switching,
    Drain,
    Closing,
    Lingering,
    Released,
}

/// What a connection does after its session has carried on.
pub(crate) enum Next {
    /// Send what is there, and wait for an event.
    Wait,
    /// Have a worker do what [`Session::begin_work`] says.
    Work,
    /// Close the socket.
    Close,
    /// Go on without a session.
    Released,
    /// Hand the socket over, and end.
    Switch(Successor),
}

/// What a worker has to do, with no lock held.
pub(crate) enum Work {
    /// Call the handler with this aio.
    Handler(Arc<Handler>, Op),
    /// Fetch (more of) a file, for [`Session::end_fetch`].
    Fetch(Fetch),
}

/// Content of a request that is still to come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Unread {
    Bytes(u64),
    /// Chunks, of which none was read.
    Chunked,
}

impl Unread {
    const NOTHING: Unread = Unread::Bytes(0);
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
    /// Who gets the connection when it leaves HTTP.
    successor: Option<Successor>,
    /// What is left of a file that is being sent.
    file: Option<OpenFile>,
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
    /// What the handler has still to write after the response that it has written by itself.
    written: Option<Ending>,
    /// The handler has written something by itself.
    has_written: bool,
    /// Content that was not read yet.
    unread: Unread,
    body: Vec<u8>,
    peer_has_finished: bool,
    /// When the present wait is over, if there is a limit.
    deadline: Option<u64>,
    timer: Option<(TimerKey, u64)>,
}

impl Session {
    /// The session of a connection that was just accepted.
    pub(crate) fn new(server: Arc<Server>) -> Box<Session> {
        Box::new(Session {
            aio: None,
            stage: if server.tls.is_secure() { Stage::Handshake } else { Stage::Head },
            server,
            kit: None,
            handler: None,
            outcome: None,
            successor: None,
            file: None,
            keep: None,
            persist: true,
            head_only: false,
            continue_is_due: false,
            farewell: false,
            written: None,
            has_written: false,
            unread: Unread::NOTHING,
            body: Vec::new(),
            peer_has_finished: false,
            deadline: None,
            timer: None,
        })
    }

    /// Makes the connection known to its server. `false`: the server has stopped.
    pub(crate) fn attach(&mut self, conn: &Arc<Conn>) -> bool {
        let waits_for_tls = self.stage == Stage::Handshake;
        self.limit(conn, |times| if waits_for_tls { times.handshake } else { times.idle });
        self.server.add_session(conn)
    }

    /// Carries on as far as possible.
    pub(crate) fn advance(&mut self, conn: &Arc<Conn>, io: &mut Io) -> Result<Next, Error> {
        loop {
            match self.step(conn, io) {
                Ok(None) => {}
                Ok(Some(next)) => return Ok(next),
                // The peer learns the reason, which a connection that is reset might lose.
                Err(_) if self.stage != Stage::Lingering && io.transport.tls_has_failed() => {
                    self.begin_to_linger(conn, io);
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Carries on to the next stage or to where it is not up to the session; `None` for the former.
    fn step(&mut self, conn: &Arc<Conn>, io: &mut Io) -> Result<Option<Next>, Error> {
        match self.stage {
            Stage::Handshake => self.shake_hands(conn, io),
            Stage::Head => self.read_head(conn, io),
            Stage::Body => self.read_body(conn, io),
            Stage::Called | Stage::Running => {
                if std::mem::take(&mut self.farewell) {
                    io.transport.finish_sending();
                }
                Ok(Some(Next::Wait))
            }
            Stage::Done => {
                self.answer(io);
                Ok(None)
            }
            Stage::Fetching => Ok(Some(Next::Wait)),
            Stage::Sending => self.send_piece(conn, io).map(Some),
            Stage::Switching => Ok(Some(self.successor.take().map_or(Next::Close, Next::Switch))),
            Stage::Drain => self.drain(conn, io),
            Stage::Closing => self.close(conn, io),
            Stage::Lingering => self.linger(io),
            Stage::Released => Ok(Some(Next::Released)),
        }
    }

    /// The worker that was asked for is there: returns what it has to do.
    pub(crate) fn begin_work(&mut self, conn: &Arc<Conn>) -> Option<Work> {
        let (Stage::Called, Some(kit), Some(handler)) = (self.stage, &self.kit, &self.handler) else {
            return None;
        };
        if let Action::Files(files) = handler.action() {
            self.stage = Stage::Fetching;
            return Some(Work::Fetch(match self.file.take() {
                Some(file) => Fetch::Read(file),
                None => Fetch::Open {
                    relative: files.relative(&kit.path, &handler.place()),
                    handler: handler.clone(),
                    head_only: self.head_only,
                },
            }));
        }
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
        Some(Work::Handler(handler.clone(), aio.clone()))
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

    /// Answers with what the handler left, if it is done, while the program still reads by itself.
    pub(crate) fn settle(&mut self, io: &mut Io) {
        if self.stage == Stage::Done {
            self.answer(io);
        }
    }

    /// The program has read so many bytes by itself.
    pub(crate) fn program_read(&mut self, bytes: u64) {
        if let Unread::Bytes(unread) = &mut self.unread {
            *unread = unread.saturating_sub(bytes);
        }
    }

    /// The program has written so many bytes by itself, not as responses.
    pub(crate) fn program_wrote(&mut self, bytes: u64) {
        // The handler may be done before its writes are.
        if bytes == 0 || !matches!(self.stage, Stage::Running | Stage::Done) {
            return;
        }
        self.has_written = true;
        match &mut self.written {
            Some(Ending::Later(rest)) if *rest >= bytes => *rest -= bytes,
            Some(Ending::Later(_) | Ending::Body) => self.persist = false,
            _ => {}
        }
    }

    /// The program is about to read by itself: the peer must not wait any longer to send.
    pub(crate) fn program_wants_content(&mut self, io: &mut Io) {
        if self.stage == Stage::Running && std::mem::take(&mut self.continue_is_due) {
            io.output.buffer().extend_from_slice(exchange::CONTINUE);
        }
    }

    /// The handler writes a response by itself: how it has to be sent.
    pub(crate) fn send_as(&self, response: &Response) -> SendAs {
        if !self.is_answering() || response.status() < 200 {
            return SendAs::default();
        }
        SendAs { date: self.server.settings.date, head_only: self.head_only, ..SendAs::default() }
    }

    /// The handler has written that response.
    ///
    /// If the connection ends with this exchange and nothing can follow the response, the peer is told so as soon as
    /// the response is sent; otherwise when the handler is done, which may go on with content of unknown length.
    pub(crate) fn answered_with(&mut self, response: &Response) {
        if !self.is_answering() {
            return;
        }
        match response.status() {
            100 => self.continue_is_due = false,
            101..=199 => {}
            _ => {
                let ending = response.ending(self.head_only);
                // What has no certain end, and a second response to one request, is the last on the connection.
                let is_certain = self.written.is_none() && !matches!(ending, Ending::Open | Ending::Wrong);
                self.persist &= is_certain && !response.says_close();
                self.farewell = !self.persist && ending == Ending::Body;
                self.written = Some(ending);
                self.has_written = true;
            }
        }
    }

    /// The program takes the connection over, with the request, of which it gets a reference. `None`: no handler is
    /// running, or it has done so before.
    pub(crate) fn hijack(&mut self, conn: &Arc<Conn>) -> Option<Arc<Request>> {
        if !self.is_answering() {
            return None;
        }
        let kit = self.kit.take()?;
        self.server.remove_session(conn);
        self.stop_timer(conn);
        Some(kit.request)
    }

    /// A handler is running and has not taken the connection over.
    fn is_answering(&self) -> bool {
        self.stage == Stage::Running && !self.is_hijacked()
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
}

/// An aio for the handlers of a connection.
fn new_aio(conn: &Arc<Conn>) -> Op {
    let completion: Arc<dyn Completion> = conn.clone();
    aio::for_handlers(Arc::downgrade(&completion))
}
