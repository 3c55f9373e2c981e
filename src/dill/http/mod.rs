//! HTTP heads, line by line, over a bytestream.
//!
//! A program sends and receives the lines of a head one at a time, and takes the bytestream back when the heads of
//! both directions are complete. Bodies are not handled here. The grammar of the lines is the engine's
//! ([`crate::http::line`], [`crate::http::serialise`]); this module decides when they leave and when they are read.
//!
//! ```text
//!   received:   Fresh --first byte--> Inside --blank line--> Complete --recvrequest, recvstatus--> Fresh
//!   sent:       Fresh --first line--> Inside --http_done--> Complete --sendrequest, sendstatus--> Inside
//! ```
//!
//! Nothing else restricts the order of calls. A further start line begins a further head on the same handle: the
//! final response after an interim one, the next exchange of a persistent connection.
//!
//! Where neither head is Inside, what was sent before is whole, and there may be much of it that the kernel has still to
//! send: the connection has been idle, or the peer has finished. Then closing the handle does not take it back.
//!
//! Longest line: [`MAX_LINE`] bytes without its end. A peer that sends a longer one breaks the receiving direction.

mod line;
mod receive;
mod send;

use self::receive::Receiving;
use self::send::Sending;
use super::handles::object::{Object, Shared};
use super::lower::{self, Bytes, Lower};
use super::scheduler::context::Context;
use crate::http::Limits;
use crate::sys::Errno;

pub(crate) use self::receive::Output;

/// Longest line that is received, in bytes, without CR LF.
pub(crate) const MAX_LINE: usize = Limits::DEFAULT.start_line;

/// How far a head has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Head {
    /// Nothing of it.
    Fresh,
    /// A part.
    Inside,
    /// Up to the blank line.
    Complete,
}

/// An HTTP connection.
pub(crate) struct Http {
    lower: Lower<Bytes>,
    receiving: Receiving,
    sending: Sending,
}

impl Object for Http {
    /// Closes the bytestream below, too: cuts it off in the middle of a head, and lets the peer have what was sent
    /// otherwise.
    fn close(&self, cx: &Context) {
        if self.sending.is_between_heads() && self.receiving.is_between_heads() {
            self.lower.close_gracefully(cx);
        } else {
            self.lower.close(cx);
        }
    }
}

/// Puts HTTP on top of the bytestream behind `h`, which belongs to the new object from then on. Never waits.
///
/// Errors: `EBADF`; `ENOTSUP` (no bytestream), `ECANCELED`, `ENOMEM`, and then the bytestream is closed.
pub(crate) fn attach(cx: &Context, h: i32) -> Result<i32, Errno> {
    let make = |lower| Http { lower, receiving: Receiving::new(), sending: Sending::new() };
    lower::attach(cx, h, Bytes::find, make)
}

/// Completes both heads and returns the handle of the bytestream: ends the head that is sent if that was not done,
/// drops lines up to the blank line if that was not received. The first byte after it is the next one to be received
/// from the bytestream. The head that is sent leaves with the content, or when the program waits, see
/// [`deferred`](crate::dill::deferred). A blank line alone is not sent if the peer's head cannot come any more.
///
/// Errors: `EBADF`, `ENOTSUP` (no HTTP connection), `EBUSY` (another coroutine uses it), and nothing has happened;
/// `ECONNRESET` (a call failed before, or the peer finished before the blank line), `ETIMEDOUT`, `ECANCELED` and what
/// else the bytestream says, and then everything is closed.
pub(crate) fn detach(cx: &Context, h: i32, deadline: i64) -> Result<i32, Errno> {
    let http: Shared<Http> = cx.object(h)?;
    http.sending.check_busy()?;
    http.receiving.check_busy()?;
    let complete = || {
        if http.sending.is_fresh() {
            http.receiving.check_completable()?;
        }
        Http::finish_head(&http, cx, deadline)?;
        http.skip_head(cx, deadline)?;
        Http::hand_down(&http, cx, deadline)
    };
    let completed = complete();
    lower::detach(cx, h, &http, &http.lower, completed)
}

#[cfg(test)]
mod tests {
    #[test]
    fn longest_line_is_the_documented_one() {
        assert_eq!(super::MAX_LINE, 8192);
    }
}
