//! Messages over a bytestream, each with a delimiter behind it.

use std::ops::ControlFlow;

use super::delimiter::{Delimiter, Search};
use super::direction::Direction;
use super::ffi::types::dill_msock_vfs;
use super::handles::iolist::{Cursor, IoList};
use super::handles::object::{MessageSocket, Object, Shared, message_socket};
use super::lower::{self, Bytes, Lower, wrong_socket};
use super::scheduler::context::Context;
use super::stream::Scanner;
use crate::sys::Errno;

/// The protocol on a bytestream.
pub(crate) struct Suffix {
    lower: Lower<Bytes>,
    delimiter: Delimiter,
    rx: Direction,
    tx: Direction,
}

impl Object for Suffix {
    const MSOCK: Option<dill_msock_vfs> = Some(message_socket::<Suffix>());

    /// Closes the bytestream below, too.
    fn close(&self, cx: &Context) {
        self.lower.close(cx);
    }
}

impl MessageSocket for Suffix {
    /// Errors: `EINVAL` (the message holds the delimiter, or its end and the delimiter's begin make one), `EFAULT` (a
    /// buffer is NULL), and nothing has happened; `EBUSY` (another coroutine is sending); those of the bytestream, after
    /// which the direction is broken.
    fn send(&self, cx: &Context, list: &IoList<'_>, deadline: i64) -> Result<(), Errno> {
        if !self.delimiter.ends(list.readable()?) {
            return Err(Errno::EINVAL);
        }
        let _transfer = self.tx.enter()?;
        self.tx.check()?;
        let delimiter = self.delimiter.bytes();
        let sent = self.lower.get().and_then(|lower| lower.send_list(cx, &[], list, delimiter, deadline));
        sent.inspect_err(|e| self.tx.note(*e))
    }

    /// Errors: `EBUSY` (another coroutine is receiving), `EPIPE` (the peer has finished); `EMSGSIZE`, `ECONNRESET` (also
    /// when the peer finishes inside of a message) and what else the bytestream says, after which the direction is
    /// broken.
    fn receive(&self, cx: &Context, list: Option<&IoList<'_>>, deadline: i64) -> Result<usize, Errno> {
        let _transfer = self.rx.enter()?;
        self.rx.check()?;
        let mut message = Message {
            search: self.delimiter.search(),
            begun: false,
            size: 0,
            rest: list.map_or(Cursor::dropping(usize::MAX), IoList::cursor),
            too_long: false,
        };
        let received = self.lower.get().and_then(|lower| lower.scan(cx, &mut message, deadline));
        let result = match received {
            Ok(()) if message.too_long => Err(Errno::EMSGSIZE),
            Ok(()) => Ok(message.size),
            Err(e) => Err(lower::inside(e, message.begun)),
        };
        result.inspect_err(|e| self.rx.note(*e))
    }
}

/// A message that is being received.
struct Message<'a> {
    search: Search<'a>,
    /// Something of it, or of its delimiter, has come.
    begun: bool,
    size: usize,
    /// Where the rest of it goes.
    rest: Cursor<'a>,
    too_long: bool,
}

impl Scanner for Message<'_> {
    fn certain(&self) -> usize {
        self.search.certain()
    }

    fn look(&mut self, input: &[u8]) -> ControlFlow<usize> {
        self.begun = true;
        let (size, rest, too_long) = (&mut self.size, &mut self.rest, &mut self.too_long);
        let flow = self.search.go_on(input, |content| {
            *size += content.len();
            *too_long |= rest.fill(content) < content.len();
        });
        if self.too_long { ControlFlow::Break(input.len()) } else { flow }
    }
}

/// Puts the protocol on top of the bytestream behind `h`, which belongs to the new object from then on. Never waits.
///
/// Errors: `EBADF`; `EINVAL` (the delimiter's length is out of range), `EPROTO` (no bytestream), `ECANCELED`, `ENOMEM`,
/// and then the bytestream is closed.
pub(crate) fn attach(cx: &Context, h: i32, delimiter: &[u8]) -> Result<i32, Errno> {
    let Some(delimiter) = Delimiter::new(delimiter) else {
        return lower::close_with(cx, h, Errno::EINVAL);
    };
    let make = |lower| Suffix { lower, delimiter, rx: Direction::new(), tx: Direction::new() };
    lower::attach(cx, h, |cx, h| Bytes::find(cx, h).map_err(wrong_socket), make)
}

/// Ends the protocol and returns the handle of the bytestream. Nothing is sent or received.
///
/// Errors: `EBADF`, `ENOTSUP` (not this protocol), `EBUSY` (another coroutine uses it), and nothing has happened;
/// `ECONNRESET` (a direction is broken), and then everything is closed.
pub(crate) fn detach(cx: &Context, h: i32) -> Result<i32, Errno> {
    let suffix: Shared<Suffix> = cx.object(h)?;
    let _transfers = (suffix.rx.enter()?, suffix.tx.enter()?);
    lower::detach(cx, h, &suffix, &suffix.lower, lower::silent_end(&suffix.rx, &suffix.tx))
}
