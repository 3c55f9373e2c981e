//! Sending lines.
//!
//! The lines of a head are gathered and leave together, see [`deferred`](crate::dill::deferred) for when. If that
//! fails, the call in which it happened reports it if it is a call on the same handle, and the next one otherwise;
//! after that the direction is broken.

use std::cell::{Cell, RefCell};

use super::Http;
use crate::dill::deferred::Gathers;
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
    /// The head is complete.
    ended: Cell<bool>,
    gathered: RefCell<Vec<u8>>,
    /// The deadline of the last call on this object.
    deadline: Cell<i64>,
    /// Why gathered bytes could not be sent; no call has reported it yet.
    failure: Cell<Option<Errno>>,
}

impl Sending {
    pub(super) const fn new() -> Sending {
        Sending {
            direction: Direction::new(),
            ended: Cell::new(false),
            gathered: RefCell::new(Vec::new()),
            deadline: Cell::new(-1),
            failure: Cell::new(None),
        }
    }

    /// `EBUSY` if another coroutine is sending.
    pub(super) fn check_busy(&self) -> Result<(), Errno> {
        self.direction.enter().map(drop)
    }

    /// Reports, once, that gathered bytes could not be sent.
    pub(super) fn report_failure(&self) -> Result<(), Errno> {
        self.failure.take().map_or(Ok(()), Err)
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
        let end = |out: &mut Vec<u8>| {
            serialise::end(out);
            Ok(())
        };
        Http::send_line(this, cx, Line::End, end, deadline)?;
        this.flush_own(cx, deadline).inspect_err(|_| this.sending.ended.set(false))
    }

    /// Lets everything leave that was gathered, by this object within the deadline, and reports what became of that.
    pub(super) fn flush_own(&self, cx: &Context, deadline: i64) -> Result<(), Errno> {
        self.sending.deadline.set(deadline);
        cx.deferred.flush(cx);
        self.sending.report_failure()
    }

    /// Ends the head if it has not ended yet, and makes sure that everything has left.
    pub(super) fn finish_sending(this: &Shared<Http>, cx: &Context, deadline: i64) -> Result<(), Errno> {
        match Http::done(this, cx, deadline) {
            Err(Errno::EPIPE) if this.sending.ended.get() => this.sending.direction.check(),
            result => result,
        }
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
        let mut gathered = sending.gathered.borrow_mut();
        if gathered.capacity() == 0 {
            *gathered = cx.buffers.take();
        }
        let before = gathered.len();
        let written = write(&mut gathered).map_err(|_| Errno::EINVAL);
        if let Err(e) = written.and_then(|()| sending.may_send(kind)) {
            gathered.truncate(before);
            if before == 0 {
                cx.buffers.give_back(std::mem::take(&mut *gathered));
            }
            return Err(e);
        }
        sending.ended.set(kind == Line::End);
        sending.deadline.set(deadline);
        if before == 0 {
            let gatherer: Shared<Http> = Shared::clone(this);
            cx.deferred.add(gatherer);
        }
        let enough = gathered.len() >= ENOUGH;
        drop(gathered);
        drop(entered);
        if enough { this.flush_own(cx, deadline) } else { Ok(()) }
    }
}

impl Sending {
    fn may_send(&self, kind: Line) -> Result<(), Errno> {
        if self.ended.get() && kind != Line::Start {
            return Err(Errno::EPIPE);
        }
        self.report_failure()?;
        self.direction.check()
    }
}

impl Gathers for Obj<Http> {
    fn flush_gathered(&self, cx: &Context) {
        let sending = &self.sending;
        // Only the coroutine that gathered is ever here: it does not go on to something else before this is done.
        let Ok(_transfer) = sending.direction.enter() else { return };
        let gathered = sending.gathered.take();
        if gathered.is_empty() {
            return;
        }
        let sent = self.lower.get().and_then(|lower| lower.send(cx, &gathered, sending.deadline.get()));
        cx.buffers.give_back(gathered);
        if let Err(e) = sent {
            sending.direction.note(Errno::ECONNRESET);
            sending.failure.set(Some(e));
        }
    }
}
