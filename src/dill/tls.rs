//! TLS over a bytestream, itself a bytestream.
//!
//! The protocol is the engine's ([`crate::tls`]), which moves no bytes. This module moves them, and waits.
//!
//! ```text
//!   send ----> Session::write           Session::poll_plaintext ----> receive
//!                   | take_output              ^ handle_input
//!                   v                          |
//!              bytestream below           bytestream below
//! ```
//!
//! No more is received from below than the record is certain to have, so what follows the peer's close_notify is
//! still there for whoever gets the bytestream back. Over a connection of the library that costs no system calls:
//! its read-ahead buffer has the rest.
//!
//! The session is borrowed between transfers, never across one: another coroutine may use the other direction while
//! this one waits. Records must leave in the order in which the session made them, so only who is inside of the
//! sending direction takes them out. What the session answers to the peer on its own account, such as a refusal, is
//! sent by whoever is there already, or else by who received what it answers.
//!
//! The directions end independently of each other, but an error of TLS itself ends the session; the peer is sent the
//! alert that says why, if that is possible at once.
//!
//! | what went wrong | attach | later |
//! |---|---|---|
//! | the peer breaks the rules of TLS, or says that this side does | `EPROTO` | `EFAULT` |
//! | the bytestream ended without the peer's close_notify | `ECONNRESET` | `ECONNRESET` |
//! | a certificate or key is not readable, malformed, or not the other's | `EFAULT` | |
//!
//! The second is no end in good order, since whoever can write to the network can bring it about.

mod server_context;

use std::cell::RefCell;
use std::io::IoSlice;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::OnceLock;

use self::server_context::server_context;
use super::deferred::{Gathered, Gathers};
use super::direction::{Direction, Status};
use super::ffi::types::dill_bsock_vfs;
use super::handles::iolist::{Cursor, IoList, Room};
use super::handles::object::{Bytestream, Obj, Object, Shared, bytestream};
use super::lower::{self, Bytes, Lower, close_with, wrong_socket};
use super::scheduler::context::Context;
use super::stream::Scanner;
use crate::sys::Errno;
use crate::tls::{self, AuthMode, Config, Error, Plaintext, Role, Session};

/// A TLS connection.
pub(crate) struct Tls {
    session: RefCell<Session>,
    lower: Lower<Bytes>,
    rx: Direction,
    tx: Direction,
    /// Plaintext.
    held: Gathered,
}

/// Attaches the side that begins. It accepts any certificate and names no server: the interface has no parameters for
/// either. Errors: those of [`attach`].
pub(crate) fn attach_client(cx: &Context, h: i32, deadline: i64) -> Result<i32, Errno> {
    attach(cx, h, client_context, deadline)
}

/// Attaches the side that shows a certificate. `files` name its certificate, which may be followed by those between it
/// and the authority, and its key, in PEM.
///
/// Errors: those of [`attach`]; `EFAULT` (no files, a file is not readable or has not what it should, or the key is not
/// that of the certificate).
pub(crate) fn attach_server(
    cx: &Context,
    h: i32,
    files: Option<(&Path, &Path)>,
    deadline: i64,
) -> Result<i32, Errno> {
    let context = || {
        let (certificate, key) = files.ok_or(Error::File(libc::EFAULT))?;
        server_context(certificate, key)
    };
    attach(cx, h, context, deadline)
}

/// Puts TLS on top of the bytestream behind `h`, which belongs to the new object from then on, and does the handshake.
///
/// Errors, and then the bytestream is closed: `EBADF`; `EPROTO` (no bytestream, or the handshake failed), `ECONNRESET`
/// (the peer finished during the handshake), `EFAULT` (no context), `ETIMEDOUT`, `ECANCELED`, `ENOMEM` and what else
/// the bytestream says.
fn attach(
    cx: &Context,
    h: i32,
    context: impl FnOnce() -> Result<tls::Context, Error>,
    deadline: i64,
) -> Result<i32, Errno> {
    let lower = Bytes::find(cx, h).or_else(|e| close_with(cx, h, wrong_socket(e)))?;
    let session = context().and_then(|context| Session::new(&context, None));
    let session = session.or_else(|_| close_with(cx, h, Errno::EFAULT))?;
    // Nobody else can use or close it during the handshake.
    let lower = Lower::own(cx, h, lower)?;
    let (session, rx, tx) = (RefCell::new(session), Direction::new(), Direction::new());
    let object = Obj::new(Tls { session, lower, rx, tx, held: Gathered::new() });
    let attached =
        object.shake_hands(cx, deadline).and_then(|()| cx.make_object_handle(Shared::clone(&object)));
    attached.inspect_err(|_| object.lower.close(cx))
}

/// One for all clients of the process.
fn client_context() -> Result<tls::Context, Error> {
    static CONTEXT: OnceLock<tls::Context> = OnceLock::new();
    if let Some(context) = CONTEXT.get() {
        return Ok(context.clone());
    }
    let mut config = Config::new(Role::Client);
    config.set_auth_mode(AuthMode::None);
    let context = config.build()?;
    Ok(CONTEXT.get_or_init(|| context).clone())
}

/// Finishes sending: the peer gets what was sent and then the end of the stream.
///
/// Errors: `EBADF`, `ENOTSUP` (no TLS connection); `EBUSY` (another coroutine is sending), `EPIPE` (done before),
/// `ECONNRESET`, `ETIMEDOUT`, `ECANCELED` and what else the bytestream says.
pub(crate) fn done(cx: &Context, h: i32, deadline: i64) -> Result<(), Errno> {
    let tls: Shared<Tls> = cx.object(h)?;
    let _sending = tls.tx.enter()?;
    tls.finish_sending(cx, deadline)
}

/// Ends both directions and returns the handle of the bytestream: finishes sending if need be, and drops what is
/// received until the peer has finished.
///
/// Errors: `EBADF`, `ENOTSUP` (no TLS connection), `EBUSY` (another coroutine uses it), and nothing has happened;
/// `ECONNRESET` (a call failed before, or the bytestream ended before the peer had finished), `EFAULT` (TLS failed),
/// `ETIMEDOUT`, `ECANCELED` and what else the bytestream says, and then everything is closed.
pub(crate) fn detach(cx: &Context, h: i32, deadline: i64) -> Result<i32, Errno> {
    let tls: Shared<Tls> = cx.object(h)?;
    let _sending = tls.tx.enter()?;
    let _receiving = tls.rx.enter()?;
    let finished = tls.finish(cx, deadline);
    lower::detach(cx, h, &tls, &tls.lower, finished)
}

impl Object for Tls {
    const BSOCK: Option<dill_bsock_vfs> = Some(bytestream::<Tls>());

    /// Closes the bytestream below, too. The peer gets no close_notify.
    fn close(&self, cx: &Context) {
        self.lower.close(cx);
    }
}

impl Bytestream for Tls {
    /// `EBUSY`; `EFAULT` (a buffer is NULL); `EPIPE` after [`done`]; `ECONNRESET`, `ETIMEDOUT`, `ECANCELED` and what
    /// else the bytestream says, after which the direction is broken. In the middle of a batch the bytes may leave
    /// later, as with [`Stream::send`](super::stream::Stream::send).
    fn send(&self, cx: &Context, list: &IoList<'_>, deadline: i64) -> Result<(), Errno> {
        let _transfer = self.tx.enter()?;
        self.check_sending()?;
        if self.has_plaintext() && self.held.add_list(list, deadline) {
            return Ok(());
        }
        self.held.send_before(cx, list, |list| self.transmit(cx, &mut list.cursor(), deadline))
    }

    /// `EBUSY`; `EPIPE` when the peer has finished in good order; `ECONNRESET`, `EFAULT` (TLS failed), `ETIMEDOUT`,
    /// `ECANCELED` and what else the bytestream says, after which the direction is broken.
    fn receive(&self, cx: &Context, list: &IoList<'_>, deadline: i64) -> Result<(), Errno> {
        let mut cursor = list.cursor();
        let nothing = cursor.left() == 0;
        self.receive_with(cx, deadline, nothing, |plaintext| {
            let taken = cursor.fill(plaintext);
            (taken, cursor.left() == 0)
        })
    }
}

impl Gathers for Obj<Tls> {
    fn flush_gathered(&self, cx: &Context) {
        self.held.flush(cx, &self.tx, |bytes, deadline| self.transmit_bytes(cx, bytes, deadline));
    }
}

impl Tls {
    /// Receives what the scanner uses up, and no more, with the errors of [`receive`](Bytestream::receive).
    pub(crate) fn scan(&self, cx: &Context, scanner: &mut impl Scanner, deadline: i64) -> Result<(), Errno> {
        self.receive_with(cx, deadline, false, |plaintext| match scanner.look(plaintext) {
            ControlFlow::Continue(()) => (plaintext.len(), false),
            ControlFlow::Break(used) => (used, true),
        })
    }

    /// Sends bytes together with what comes next, or now if they are too many; with the errors of
    /// [`send`](Bytestream::send).
    pub(super) fn hold(this: &Shared<Tls>, cx: &Context, bytes: Vec<u8>, deadline: i64) -> Result<(), Errno> {
        let _transfer = this.tx.enter()?;
        this.check_sending()?;
        if this.held.is_empty() {
            let gatherer: Shared<Tls> = Shared::clone(this);
            cx.deferred.add(gatherer);
        }
        let too_many = !this.held.has_room(bytes.len());
        this.held.add(cx, bytes, deadline);
        if !too_many {
            return Ok(());
        }
        let bytes = this.held.take();
        let sent = this.transmit_bytes(cx, &bytes, deadline);
        cx.buffers.give_back(bytes);
        sent
    }

    /// Closes the connection, whose handle is `h`, and the bytestream below, at once, but what was sent before still goes
    /// to the peer, and a close_notify if there is room for it.
    pub(super) fn close_gracefully(this: &Shared<Tls>, cx: &Context, h: i32) {
        cx.release(h, this);
        if let Ok(lower) = this.lower.get() {
            let mut session = this.session.borrow_mut();
            let mut output = cx.buffers.take();
            session.close();
            session.take_output(&mut output);
            lower.offer(&output);
            cx.buffers.give_back(output);
        }
        this.lower.close_gracefully(cx);
    }

    /// Whether the direction can be used, and what became of bytes that were held.
    fn check_sending(&self) -> Result<(), Errno> {
        self.held.report_failure()?;
        self.tx.check()
    }

    fn has_plaintext(&self) -> bool {
        matches!(self.session.borrow_mut().poll_plaintext(), Ok(Plaintext::Data(_)))
    }

    fn transmit(&self, cx: &Context, cursor: &mut Cursor<'_>, deadline: i64) -> Result<(), Errno> {
        self.transmit_with(cx, deadline, |session| {
            let mut taken = 1;
            while cursor.left() > 0 && taken > 0 {
                taken = cursor.show(|pieces| session.write(pieces).map_err(|_| Errno::ECONNRESET))?;
            }
            Ok(cursor.left() == 0)
        })
    }

    fn transmit_bytes(&self, cx: &Context, mut bytes: &[u8], deadline: i64) -> Result<(), Errno> {
        self.transmit_with(cx, deadline, |session| {
            let taken = session.write(&[IoSlice::new(bytes)]).map_err(|_| Errno::ECONNRESET)?;
            bytes = &bytes[taken..];
            Ok(bytes.is_empty())
        })
    }

    /// Lets `write` put plaintext into the session and sends the records, until it is done. The caller is inside of the
    /// sending direction.
    fn transmit_with(
        &self,
        cx: &Context,
        deadline: i64,
        mut write: impl FnMut(&mut Session) -> Result<bool, Errno>,
    ) -> Result<(), Errno> {
        let mut send = || -> Result<(), Errno> {
            loop {
                let all = write(&mut self.session.borrow_mut())?;
                self.send_output(cx, deadline)?;
                if all {
                    return Ok(());
                }
            }
        };
        send().inspect_err(|e| self.tx.note(*e))
    }

    /// Sends what the session has for the peer, in one piece, and what comes to that meanwhile. The caller is inside of
    /// the sending direction.
    fn send_output(&self, cx: &Context, deadline: i64) -> Result<(), Errno> {
        while self.session.borrow().wants_output() {
            let mut output = cx.buffers.take();
            self.session.borrow_mut().take_output(&mut output);
            let sent = self.lower.get().and_then(|lower| lower.send(cx, &output, deadline));
            cx.buffers.give_back(output);
            // That somebody has finished sending below is no end in good order here.
            sent.map_err(|e| if e == Errno::EPIPE { Errno::ECONNRESET } else { e })?;
        }
        Ok(())
    }

    /// Sends what the session answers to what was received, unless somebody is inside of the sending direction, who does
    /// it then. A failure is for those to know who send.
    fn send_answer(&self, cx: &Context, deadline: i64) {
        if self.tx.status() != Status::Open {
            return;
        }
        if let Ok(_transfer) = self.tx.enter() {
            let _ = self.send_output(cx, deadline).inspect_err(|e| self.tx.note(*e));
        }
    }

    fn finish_sending(&self, cx: &Context, deadline: i64) -> Result<(), Errno> {
        self.check_sending()?;
        self.session.borrow_mut().close();
        self.send_output(cx, deadline).inspect_err(|e| self.tx.note(*e))?;
        self.tx.end();
        Ok(())
    }

    /// Hands plaintext to `take` until it has enough; it returns how much is used up, and whether that is enough.
    /// `enough`: it has already.
    fn receive_with(
        &self,
        cx: &Context,
        deadline: i64,
        enough: bool,
        take: impl FnMut(&[u8]) -> (usize, bool),
    ) -> Result<(), Errno> {
        let _transfer = self.rx.enter()?;
        self.rx.check()?;
        if enough {
            return Ok(());
        }
        self.take_plaintext(cx, deadline, take).inspect_err(|e| self.rx.note(*e))
    }

    fn take_plaintext(
        &self,
        cx: &Context,
        deadline: i64,
        mut take: impl FnMut(&[u8]) -> (usize, bool),
    ) -> Result<(), Errno> {
        // Records may be empty, and more may follow without end.
        let mut turns = cx.fair_turns(deadline);
        loop {
            let mut session = self.session.borrow_mut();
            let error = match session.poll_plaintext() {
                Ok(Plaintext::Data(piece)) => {
                    let (taken, enough) = take(piece);
                    session.consume(taken);
                    if enough {
                        return Ok(());
                    }
                    turns = cx.fair_turns(deadline);
                    continue;
                }
                Ok(Plaintext::End) => return Err(Errno::EPIPE),
                Ok(Plaintext::Nothing) => None,
                Err(e) => Some(e),
            };
            drop(session);
            if let Some(error) = error {
                return Err(self.failure(cx, &error, Errno::EFAULT));
            }
            self.send_answer(cx, deadline);
            self.receive_input(cx, deadline)?;
            turns.next(cx)?;
        }
    }

    /// Receives the next part of a record for the session, which keeps what it thinks of it. Errors: those of the
    /// bytestream, but not its end in good order.
    fn receive_input(&self, cx: &Context, deadline: i64) -> Result<(), Errno> {
        cx.deferred.flush(cx);
        let mut input = vec![0; self.session.borrow().input_needed()];
        let received = self.lower.get()?.receive(cx, &mut Room::new(&mut input).cursor(), deadline);
        let mut session = self.session.borrow_mut();
        // The session returns its error again when it is asked for plaintext.
        match received {
            Ok(()) => drop(session.handle_input(&input)),
            Err(Errno::EPIPE) => drop(session.handle_end()),
            Err(e) => return Err(e),
        }
        Ok(())
    }

    /// What an error of the session means: that the bytestream ended too early, or `failed`. In the latter case the
    /// peer is sent an alert if that takes no waiting, and nothing after it.
    fn failure(&self, cx: &Context, error: &Error, failed: Errno) -> Errno {
        if *error == Error::Truncated {
            return Errno::ECONNRESET;
        }
        if self.tx.status() == Status::Open {
            self.send_answer(cx, 0);
            self.tx.note(Errno::ECONNRESET);
        }
        failed
    }

    /// Does the handshake. Errors: see [`attach`].
    fn shake_hands(&self, cx: &Context, deadline: i64) -> Result<(), Errno> {
        let mut turns = cx.fair_turns(deadline);
        loop {
            let error = self.session.borrow().error().cloned();
            if let Some(error) = error {
                return Err(self.failure(cx, &error, Errno::EPROTO));
            }
            self.send_output(cx, deadline)?;
            if !self.session.borrow().is_handshaking() {
                return Ok(());
            }
            self.receive_input(cx, deadline)?;
            turns.next(cx)?;
        }
    }

    /// Ends both directions, which the caller is inside of. Errors: see [`detach`].
    fn finish(&self, cx: &Context, deadline: i64) -> Result<(), Errno> {
        if self.rx.status() == Status::Broken {
            return Err(Errno::ECONNRESET);
        }
        match self.finish_sending(cx, deadline) {
            Ok(()) | Err(Errno::EPIPE) => {}
            Err(e) => return Err(e),
        }
        if self.rx.status() == Status::Ended {
            return Ok(());
        }
        let mut turns = cx.fair_turns(deadline);
        loop {
            match self.take_plaintext(cx, deadline, |plaintext| (plaintext.len(), true)) {
                Ok(()) => turns.next(cx)?,
                Err(Errno::EPIPE) => return Ok(()),
                Err(e) => return Err(e),
            }
        }
    }
}
