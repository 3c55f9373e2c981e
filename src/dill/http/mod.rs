//! HTTP heads, line by line, over a bytestream.
//!
//! A program sends and receives the lines of a head one at a time, and takes the bytestream back when the heads of
//! both directions are complete. Bodies are not handled here. The grammar of the lines is the engine's
//! ([`crate::http::line`], [`crate::http::serialise`]); this module decides when they leave and when they are read.
//!
//! ```text
//!   received:   Fresh --first byte--> Inside --blank line--> Complete --recvrequest, recvstatus--> Fresh
//!   sent:       not ended --http_done--> ended --sendrequest, sendstatus--> not ended
//! ```
//!
//! Nothing else restricts the order of calls. A further start line begins a further head on the same handle: the
//! final response after an interim one, the next exchange of a persistent connection.
//!
//! Longest line: [`MAX_LINE`] bytes without its end. A peer that sends a longer one breaks the receiving direction.

mod lower;
mod receive;
mod send;

use std::cell::{Cell, RefCell};

use self::lower::Lower;
use self::receive::Receiving;
use self::send::Sending;
use super::handles::object::{Obj, Object, Shared};
use super::scheduler::context::Context;
use crate::http::Limits;
use crate::sys::Errno;

pub(crate) use self::receive::Output;

/// Longest line that is received, in bytes, without CR LF.
pub(crate) const MAX_LINE: usize = Limits::DEFAULT.start_line;

/// An HTTP connection.
pub(crate) struct Http {
    /// The bytestream below; none once it is closed or was handed back.
    lower: RefCell<Option<Lower>>,
    lower_handle: Cell<i32>,
    receiving: Receiving,
    sending: Sending,
}

impl Http {
    /// The bytestream below. `ECONNRESET` if the object was closed, by another coroutine while this one waited.
    fn lower(&self) -> Result<Lower, Errno> {
        self.lower.borrow().clone().ok_or(Errno::ECONNRESET)
    }
}

impl Object for Http {
    /// Closes the bytestream below, too.
    fn close(&self, cx: &Context) {
        if self.lower.take().is_some() {
            let _ = cx.close(self.lower_handle.get());
        }
    }
}

/// Puts HTTP on top of the bytestream behind `h`, which belongs to the new object from then on. Never waits.
///
/// Errors: `EBADF`; `ENOTSUP` (no bytestream), `ECANCELED`, `ENOMEM`, and then the bytestream is closed.
pub(crate) fn attach(cx: &Context, h: i32) -> Result<i32, Errno> {
    let lower = Lower::of(cx, h).or_else(|e| close_with(cx, h, e))?;
    let lower_handle = cx.own(h)?;
    let object = Obj::new(Http {
        lower: RefCell::new(Some(lower)),
        lower_handle: Cell::new(lower_handle),
        receiving: Receiving::new(),
        sending: Sending::new(),
    });
    cx.make_object_handle(object).or_else(|e| close_with(cx, lower_handle, e))
}

/// Closes a handle because of an error, which is returned.
pub(crate) fn close_with<T>(cx: &Context, h: i32, e: Errno) -> Result<T, Errno> {
    let _ = cx.close(h);
    Err(e)
}

/// Completes both heads and returns the handle of the bytestream: ends the head that is sent if that was not done,
/// drops lines up to the blank line if that was not received. The first byte after it is the next one to be received
/// from the bytestream.
///
/// Errors: `EBADF`, `ENOTSUP` (no HTTP connection), `EBUSY` (another coroutine uses it), and nothing has happened;
/// `ECONNRESET` (a call failed before, or the peer finished before the blank line), `ETIMEDOUT`, `ECANCELED` and what
/// else the bytestream says, and then everything is closed.
pub(crate) fn detach(cx: &Context, h: i32, deadline: i64) -> Result<i32, Errno> {
    let http: Shared<Http> = cx.object(h)?;
    http.sending.check_busy()?;
    http.receiving.check_busy()?;
    let completed = Http::finish_sending(&http, cx, deadline).and_then(|()| http.skip_head(cx, deadline));
    // Another coroutine may have closed it in the meantime, and the bytestream with it.
    http.lower()?;
    if let Err(e) = completed {
        return close_with(cx, h, e);
    }
    http.lower.take();
    cx.release(h, &http);
    Ok(http.lower_handle.get())
}

#[cfg(test)]
mod tests {
    #[test]
    fn longest_line_is_the_documented_one() {
        assert_eq!(super::MAX_LINE, 8192);
    }
}
