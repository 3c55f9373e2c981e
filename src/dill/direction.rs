//! One direction of a connection: who is using it, and how it ended.
//!
//! A transfer is all or nothing, so one that fails leaves the direction at an unknown place in the stream. From then
//! on it is broken, whatever the reason, and every later transfer fails with `ECONNRESET`. An end in good order is
//! different: it stays what it is.

use std::cell::Cell;

use crate::sys::Errno;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Status {
    Open,
    /// Finished in good order: by the peer (receiving), or by this side (sending).
    Ended,
    /// A transfer failed.
    Broken,
}

/// The state of one direction.
pub(crate) struct Direction {
    status: Cell<Status>,
    busy: Cell<bool>,
}

impl Direction {
    pub(crate) const fn new() -> Direction {
        Direction { status: Cell::new(Status::Open), busy: Cell::new(false) }
    }

    pub(crate) fn status(&self) -> Status {
        self.status.get()
    }

    /// `EPIPE` if the direction has ended, `ECONNRESET` if it is broken.
    pub(crate) fn check(&self) -> Result<(), Errno> {
        match self.status.get() {
            Status::Open => Ok(()),
            Status::Ended => Err(Errno::EPIPE),
            Status::Broken => Err(Errno::ECONNRESET),
        }
    }

    /// Begins a transfer, which ends when the result is dropped. `EBUSY` if another coroutine is inside of one.
    pub(crate) fn enter(&self) -> Result<Transfer<'_>, Errno> {
        if self.busy.replace(true) { Err(Errno::EBUSY) } else { Ok(Transfer(self)) }
    }

    /// Remembers how a transfer failed. `EPIPE` is an end in good order.
    pub(crate) fn note(&self, e: Errno) {
        self.status.set(if e == Errno::EPIPE { Status::Ended } else { Status::Broken });
    }

    pub(crate) fn end(&self) {
        self.status.set(Status::Ended);
    }
}

/// A transfer under way.
pub(crate) struct Transfer<'a>(&'a Direction);

impl Drop for Transfer<'_> {
    fn drop(&mut self) {
        self.0.busy.set(false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_stick() {
        let side = Direction::new();
        assert_eq!(side.check(), Ok(()));
        side.note(Errno::EPIPE);
        assert_eq!(side.check(), Err(Errno::EPIPE));
        side.note(Errno::ETIMEDOUT);
        assert_eq!(side.check(), Err(Errno::ECONNRESET));
    }

    #[test]
    fn one_transfer_at_a_time() {
        let side = Direction::new();
        let transfer = side.enter().unwrap();
        assert_eq!(side.enter().err(), Some(Errno::EBUSY));
        drop(transfer);
        assert!(side.enter().is_ok());
    }
}
