//! The end of a stream of messages: a message that both sides have agreed on, the terminator.
//!
//! Everything else passes through, with the errors of the message socket below and as sticky as they are there. Only the
//! end is this protocol's: after the terminator the peer sends nothing more, and a message socket that ends without one
//! was cut off.

use super::direction::Direction;
use super::ffi::types::dill_msock_vfs;
use super::handles::chain::Chain;
use super::handles::iolist::{Cursor, IoList};
use super::handles::object::{MessageSocket, Object, Shared, message_socket};
use super::handles::table::MessageTable;
use super::lower::{self, Lower, wrong_socket};
use super::scheduler::context::Context;
use crate::sys::Errno;

/// Longest terminator in bytes.
pub(crate) const MAX_TERMINATOR: usize = 32;

/// The protocol on a message socket.
pub(crate) struct Term {
    lower: Lower<MessageTable>,
    terminator: Vec<u8>,
    /// Has ended when the terminator was received.
    rx: Direction,
    /// Has ended when the terminator was sent.
    tx: Direction,
}

impl Object for Term {
    const MSOCK: Option<dill_msock_vfs> = Some(message_socket::<Term>());

    /// Closes the message socket below, too.
    fn close(&self, cx: &Context) {
        self.lower.close(cx);
    }
}

impl MessageSocket for Term {
    /// Errors: `EBUSY` (another coroutine is sending), `EPIPE` (done), those of the message socket.
    fn send(&self, cx: &Context, list: &IoList<'_>, deadline: i64) -> Result<(), Errno> {
        let _ = cx;
        let _transfer = self.tx.enter()?;
        self.tx.check()?;
        self.lower.get()?.send_list(list, deadline)
    }

    /// Errors: `EBUSY` (another coroutine is receiving), `EPIPE` (the terminator was received), `EMSGSIZE`,
    /// `ECONNRESET` (also if the message socket ends without a terminator), those of the message socket.
    fn receive(&self, cx: &Context, list: Option<&IoList<'_>>, deadline: i64) -> Result<usize, Errno> {
        let _ = cx;
        let _transfer = self.rx.enter()?;
        self.receive_message(list, deadline)
    }
}

impl Term {
    fn receive_message(&self, list: Option<&IoList<'_>>, deadline: i64) -> Result<usize, Errno> {
        self.rx.check()?;
        let len = self.terminator.len();
        // What may be the terminator does not go to the program before it is known not to be.
        let mut head = [0; MAX_TERMINATOR];
        let received = if len == 0 {
            self.lower.get()?.receive_list(list, deadline)
        } else {
            let mut rest = list.map_or(Cursor::dropping(usize::MAX), IoList::cursor);
            rest.advance(if list.is_some() { len } else { 0 });
            let mut chain = Chain::receiving(&mut head[..len], rest);
            self.lower.get()?.receive_list(Some(&chain.list()), deadline)
        };
        // An end of the message socket is none in good order: no terminator came.
        let size = received.map_err(|e| lower::inside(e, true))?;
        let head = &head[..size.min(len)];
        if size == len && head == self.terminator {
            self.rx.end();
            return Err(Errno::EPIPE);
        }
        if let Some(list) = list {
            if size > list.total() {
                return Err(Errno::EMSGSIZE);
            }
            list.cursor().fill(head);
        }
        Ok(size)
    }

    /// Sends the terminator. `EPIPE` if that was done before, and the errors of the message socket.
    fn send_terminator(&self, deadline: i64) -> Result<(), Errno> {
        self.tx.check()?;
        self.lower.get()?.send(&self.terminator, deadline)?;
        self.tx.end();
        Ok(())
    }

    /// Brings both directions to their end.
    fn finish(&self, cx: &Context, deadline: i64) -> Result<(), Errno> {
        if self.tx.check().is_ok() {
            self.send_terminator(deadline)?;
        }
        let mut turns = cx.fair_turns(deadline);
        while self.rx.check().is_ok() {
            match self.receive_message(None, deadline) {
                Ok(_) => turns.next(cx)?,
                Err(Errno::EPIPE) => {}
                Err(e) => return Err(e),
            }
        }
        Ok(())
    }
}

/// Puts the protocol on top of the message socket behind `h`, which belongs to the new object from then on. Never waits.
///
/// Errors: `EBADF`; `EINVAL` (the terminator is too long), `EPROTO` (no message socket), `ECANCELED`, `ENOMEM`, and then
/// the message socket is closed.
pub(crate) fn attach(cx: &Context, h: i32, terminator: &[u8]) -> Result<i32, Errno> {
    if terminator.len() > MAX_TERMINATOR {
        return lower::close_with(cx, h, Errno::EINVAL);
    }
    let terminator = terminator.to_vec();
    let make = |lower| Term { lower, terminator, rx: Direction::new(), tx: Direction::new() };
    lower::attach(cx, h, |cx, h| cx.message_socket(h).map_err(wrong_socket), make)
}

/// Sends the terminator: no more messages will be sent.
///
/// Errors: `EBADF`, `ENOTSUP` (not this protocol), `EBUSY` (another coroutine is sending), `EPIPE` (done before), those
/// of the message socket.
pub(crate) fn done(cx: &Context, h: i32, deadline: i64) -> Result<(), Errno> {
    let term: Shared<Term> = cx.object(h)?;
    let _transfer = term.tx.enter()?;
    term.send_terminator(deadline)
}

/// Ends the protocol and returns the handle of the message socket: sends the terminator if that was not done, and drops
/// messages up to the peer's terminator if that was not received.
///
/// Errors: `EBADF`, `ENOTSUP` (not this protocol), `EBUSY` (another coroutine uses it), and nothing has happened;
/// `ECONNRESET` (also if the message socket ends without a terminator), `ETIMEDOUT`, `ECANCELED` and what else the
/// message socket says, and then everything is closed.
pub(crate) fn detach(cx: &Context, h: i32, deadline: i64) -> Result<i32, Errno> {
    let term: Shared<Term> = cx.object(h)?;
    let _transfers = (term.rx.enter()?, term.tx.enter()?);
    let ended = term.finish(cx, deadline);
    lower::detach(cx, h, &term, &term.lower, ended)
}
