//! Receiving lines.

use std::cell::Cell;

use super::{Head, Http, line};
use crate::dill::direction::{Direction, Status};
use crate::dill::scheduler::context::Context;
use crate::http::{Policy, line as grammar};
use crate::sys::Errno;

/// The receiving direction.
pub(super) struct Receiving {
    direction: Direction,
    head: Cell<Head>,
}

impl Receiving {
    pub(super) const fn new() -> Receiving {
        Receiving { direction: Direction::new(), head: Cell::new(Head::Fresh) }
    }

    /// `EBUSY` if another coroutine is receiving.
    pub(super) fn check_busy(&self) -> Result<(), Errno> {
        self.direction.enter().map(drop)
    }

    /// Whether no part of a head was received without the rest. It does not matter how the last call has ended.
    pub(super) fn is_between_heads(&self) -> bool {
        self.head.get() != Head::Inside
    }

    /// `ECONNRESET` if the head is not complete and nothing can be received any more.
    pub(super) fn check_completable(&self) -> Result<(), Errno> {
        let completable = self.head.get() == Head::Complete || self.direction.status() == Status::Open;
        if completable { Ok(()) } else { Err(Errno::ECONNRESET) }
    }
}

/// Where a part of a line goes: a buffer of the program that takes strings up to some length.
pub(crate) trait Output {
    /// `EMSGSIZE` if the string is too long.
    fn store(&mut self, text: &[u8]) -> Result<(), Errno>;
}

/// The errno for a malformed line. What it begins with goes to the program all the same, which may want to report it.
fn malformed(line: &[u8], separators: &[u8], first: &mut impl Output) -> Errno {
    let start = line.iter().position(|c| *c != b' ').unwrap_or(line.len());
    let word = line[start..].split(|c| separators.contains(c)).next().unwrap_or_default();
    // That it does not fit is not what is wrong with the line.
    let _ = first.store(word);
    Errno::EPROTO
}

/// What a call expects to receive.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expected {
    StartLine,
    Field,
}

impl Http {
    /// Receives a request line. Errors: those of [`Http::receive_line`].
    pub(crate) fn receive_request(
        &self,
        cx: &Context,
        command: &mut impl Output,
        resource: &mut impl Output,
        deadline: i64,
    ) -> Result<(), Errno> {
        self.receive_line(cx, Expected::StartLine, deadline, |line| {
            let request =
                grammar::request_line(line, &Policy::DILL).map_err(|_| malformed(line, b" ", command))?;
            command.store(request.method)?;
            resource.store(request.target)
        })
    }

    /// Receives a status line and returns the status. Errors: those of [`Http::receive_line`].
    pub(crate) fn receive_status(
        &self,
        cx: &Context,
        reason: &mut impl Output,
        deadline: i64,
    ) -> Result<i32, Errno> {
        self.receive_line(cx, Expected::StartLine, deadline, |line| {
            let status = grammar::status_line(line, &Policy::DILL).map_err(|_| Errno::EPROTO)?;
            reason.store(status.reason)?;
            Ok(i32::from(status.status))
        })
    }

    /// Receives a field line. Errors: those of [`Http::receive_line`].
    pub(crate) fn receive_field(
        &self,
        cx: &Context,
        name: &mut impl Output,
        value: &mut impl Output,
        deadline: i64,
    ) -> Result<(), Errno> {
        self.receive_line(cx, Expected::Field, deadline, |line| {
            let field = grammar::field_line(line, &Policy::DILL).map_err(|_| malformed(line, b" :", name))?;
            name.store(field.name)?;
            value.store(field.value)
        })
    }

    /// Receives a line and has it split. The line is used up, whether it is well-formed or not.
    ///
    /// Errors: `EPROTO` (malformed), `EMSGSIZE` (a part is longer than its buffer), and the next call reads the next
    /// line. `EPIPE`: the blank line, or the peer finished where a head may begin. `EBUSY` (another coroutine is
    /// receiving). Whatever else happens breaks the direction: `EMSGSIZE` (the line is too long), `ECONNRESET` (also
    /// when the peer finishes inside of a head), `ETIMEDOUT`, `ECANCELED` and what else the bytestream says.
    fn receive_line<T>(
        &self,
        cx: &Context,
        expected: Expected,
        deadline: i64,
        split: impl FnOnce(&[u8]) -> Result<T, Errno>,
    ) -> Result<T, Errno> {
        self.flush_before_receiving(cx, deadline)?;
        let receiving = &self.receiving;
        let _transfer = receiving.direction.enter()?;
        match (receiving.direction.status(), expected) {
            (Status::Broken, _) | (Status::Ended, Expected::StartLine) => return Err(Errno::ECONNRESET),
            // Programs read fields until EPIPE. This ends them, and not only at the end of a head.
            (Status::Ended, Expected::Field) => return Err(Errno::EPIPE),
            (Status::Open, _) if receiving.head.get() != Head::Complete => {}
            (Status::Open, Expected::Field) => return Err(Errno::EPIPE),
            (Status::Open, Expected::StartLine) => receiving.head.set(Head::Fresh),
        }
        let mut line = Vec::new();
        let result = self.read_line(cx, &mut line, deadline).and_then(|end| match end {
            0 => Err(Errno::EPIPE),
            end => split(&line[..end]),
        });
        cx.buffers.give_back(line);
        result
    }

    /// Reads up to the blank line unless it was received before. Errors: those of [`Http::receive_line`] that break
    /// the direction; `ECONNRESET` if it is broken or the peer has finished.
    pub(super) fn skip_head(&self, cx: &Context, deadline: i64) -> Result<(), Errno> {
        let receiving = &self.receiving;
        let _transfer = receiving.direction.enter()?;
        receiving.check_completable()?;
        if receiving.head.get() == Head::Complete {
            return Ok(());
        }
        let mut line = Vec::new();
        let mut turns = cx.fair_turns(deadline);
        let result = loop {
            line.clear();
            match self.read_line(cx, &mut line, deadline).and_then(|end| turns.next(cx).map(|()| end)) {
                Ok(0) => break Ok(()),
                Ok(_) => {}
                Err(Errno::EPIPE) => break Err(Errno::ECONNRESET),
                Err(e) => break Err(e),
            }
        };
        cx.buffers.give_back(line);
        result
    }

    /// Reads a line into `line` and returns its length without the line end; 0 is the blank line.
    fn read_line(&self, cx: &Context, line: &mut Vec<u8>, deadline: i64) -> Result<usize, Errno> {
        let receiving = &self.receiving;
        let result = self.lower.get().and_then(|lower| line::receive(&lower, cx, line, deadline));
        if !line.is_empty() && receiving.head.get() == Head::Fresh {
            receiving.head.set(Head::Inside);
        }
        match result {
            Ok(()) if line.len() == 2 => {
                receiving.head.set(Head::Complete);
                Ok(0)
            }
            Ok(()) => Ok(line.len() - 2),
            Err(e) => {
                receiving.direction.note(e);
                let inside = receiving.head.get() == Head::Inside;
                Err(if e == Errno::EPIPE && inside { Errno::ECONNRESET } else { e })
            }
        }
    }
}
