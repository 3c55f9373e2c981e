//! Sending lines.
//!
//! The lines of a head are gathered and leave together, see [`deferred`](crate::dill::deferred) for when. If that
//! fails, the call in which it happened reports it if it is a call on the same handle, and the next one otherwise;
//! after that the direction is broken.
//!
//! `http_done` makes them leave. A head that `http_detach` ends goes to the bytestream below, which may keep it until
//! the content comes.

use std::cell::Cell;

use super::{Head, Http};
use crate::dill::deferred::{Gathered, Gathers};
use crate::dill::direction::Direction;
use crate::dill::handles::object::{Obj, Shared};
use crate::dill::scheduler::context::Context;
use crate::http::{Error, Version, serialise};
use crate::sys::Errno;

/// Gathered bytes that do not wait for more.
const ENOUGH: usize = 4096;

/// The sending direction.
pub(super) struct Sending {
    direction: Direction,
    head: Cell<Head>,
    gathered: Gathered,
}

impl Sending {
    pub(super) const fn new() -> Sending {
        Sending { direction: Direction::new(), head: Cell::new(Head::Fresh), gathered: Gathered::new() }
    }

    /// `EBUSY` if another coroutine is sending.
    pub(super) fn check_busy(&self) -> Result<(), Errno> {
        self.direction.enter().map(drop)
    }

    /// Whether nothing was sent on this handle.
    pub(super) fn is_fresh(&self) -> bool {
        self.head.get() == Head::Fresh
    }

    /// Whether no part of a head was sent without the rest, and none is on its way. That one could not be sent is known
    /// below.
    pub(super) fn is_between_heads(&self) -> bool {
        self.head.get() != Head::Inside && self.check_busy().is_ok()
    }

    fn has_ended(&self) -> bool {
        self.head.get() == Head::Complete
    }

    fn may_send(&self, kind: Line) -> Result<(), Errno> {
        if self.has_ended() && kind != Line::Start {
            return Err(Errno::EPIPE);
        }
        self.gathered.report_failure()?;
        self.direction.check()
    }
}

/// Whether a line begins a head or continues it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Start,
    Field,
    End,
}

impl Http {
    /// Sends a request line. Errors: `EINVAL` (no token, no request target), those of [`Http::send_line`].
    pub(crate) fn send_request(
        this: &Shared<Http>,
        cx: &Context,
        command: &[u8],
        resource: &[u8],
        deadline: i64,
    ) -> Result<(), Errno> {
        let line = |out: &mut Vec<u8>| serialise::request_line(out, command, resource, Version::HTTP_11);
        Http::send_line(this, cx, Line::Start, line, deadline)
    }

    /// Sends a status line. Errors: `EINVAL` (not from 100 to 599, or controls in the reason), those of
    /// [`Http::send_line`].
    pub(crate) fn send_status(
        this: &Shared<Http>,
        cx: &Context,
        status: i32,
        reason: &[u8],
        deadline: i64,
    ) -> Result<(), Errno> {
        let status = u16::try_from(status).ok().filter(|s| (100..=599).contains(s)).ok_or(Errno::EINVAL)?;
        let line = |out: &mut Vec<u8>| serialise::status_line(out, Version::HTTP_11, status, reason);
        Http::send_line(this, cx, Line::Start, line, deadline)
    }

    /// Sends a field line. Errors: `EINVAL` (no token, or controls in the value), `EPROTO` (a value without anything
    /// but white space), those of [`Http::send_line`].
    pub(crate) fn send_field(
        this: &Shared<Http>,
        cx: &Context,
        name: &[u8],
        value: &[u8],
        deadline: i64,
    ) -> Result<(), Errno> {
        if value.iter().all(|b| matches!(b, b' ' | b'\t')) {
            return Err(Errno::EPROTO);
        }
        let line = |out: &mut Vec<u8>| serialise::field_line(out, name, value);
        Http::send_line(this, cx, Line::Field, line, deadline)
    }

    /// Ends the head; everything gathered leaves. `EPIPE` if it has ended already, and the errors of
    /// [`Http::send_line`].
    pub(crate) fn done(this: &Shared<Http>, cx: &Context, deadline: i64) -> Result<(), Errno> {
        Http::end_head(this, cx, deadline)?;
        this.flush_own(cx, deadline).inspect_err(|_| this.sending.head.set(Head::Inside))
    }

    /// Adds the blank line. Errors: those of [`Http::done`].
    fn end_head(this: &Shared<Http>, cx: &Context, deadline: i64) -> Result<(), Errno> {
        let end = |out: &mut Vec<u8>| {
            serialise::end(out);
            Ok(())
        };
        Http::send_line(this, cx, Line::End, end, deadline)
    }

    /// Lets everything leave that was gathered, by this object within the deadline, and reports what became of that.
    fn flush_own(&self, cx: &Context, deadline: i64) -> Result<(), Errno> {
        self.sending.gathered.set_deadline(deadline);
        cx.deferred.flush(cx);
        self.sending.gathered.report_failure()
    }

    /// What a receiving call does first: lines that wait here leave, since the peer may wait for them.
    pub(super) fn flush_before_receiving(&self, cx: &Context, deadline: i64) -> Result<(), Errno> {
        if self.sending.gathered.is_empty() {
            return self.sending.gathered.report_failure();
        }
        self.flush_own(cx, deadline)
    }

    /// Ends the head if that was not done. Errors: those of [`Http::send_line`].
    pub(super) fn finish_head(this: &Shared<Http>, cx: &Context, deadline: i64) -> Result<(), Errno> {
        match Http::end_head(this, cx, deadline) {
            Err(Errno::EPIPE) if this.sending.has_ended() => this.sending.direction.check(),
            result => result,
        }
    }

    /// Hands everything that was gathered to the bytestream below. Errors: those of [`Http::send_line`].
    pub(super) fn hand_down(this: &Shared<Http>, cx: &Context, deadline: i64) -> Result<(), Errno> {
        let sending = &this.sending;
        sending.gathered.report_failure()?;
        let lines = sending.gathered.take();
        if lines.is_empty() {
            return sending.direction.check();
        }
        cx.deferred.remove(this);
        this.lower.get()?.hold(cx, lines, deadline)
    }

    /// Adds a line to what is gathered.
    ///
    /// Errors: `EINVAL` (the line is malformed), and nothing has happened; `EBUSY` (another coroutine is sending);
    /// `EPIPE` (the head has ended, and this line does not begin another); `ECONNRESET` and what else the bytestream
    /// says.
    fn send_line(
        this: &Shared<Http>,
        cx: &Context,
        kind: Line,
        write: impl FnOnce(&mut Vec<u8>) -> Result<(), Error>,
        deadline: i64,
    ) -> Result<(), Errno> {
        let sending = &this.sending;
        let entered = sending.direction.enter()?;
        let gathered = &sending.gathered;
        let is_first = gathered.is_empty();
        gathered.write(cx, |out| {
            write(out).map_err(|_| Errno::EINVAL)?;
            sending.may_send(kind)
        })?;
        sending.head.set(if kind == Line::End { Head::Complete } else { Head::Inside });
        gathered.set_deadline(deadline);
        if is_first {
            let gatherer: Shared<Http> = Shared::clone(this);
            cx.deferred.add(gatherer);
        }
        drop(entered);
        if gathered.len() >= ENOUGH { this.flush_own(cx, deadline) } else { Ok(()) }
    }
}

impl Gathers for Obj<Http> {
    fn flush_gathered(&self, cx: &Context) {
        let sending = &self.sending;
        sending.gathered.flush(cx, &sending.direction, |lines, deadline| {
            self.lower.get().and_then(|lower| lower.send(cx, lines, deadline))
        });
    }
}
