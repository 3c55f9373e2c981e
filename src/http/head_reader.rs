//! Reading a head incrementally (RFC 9112 section 2.2): empty lines in front, the start line, the field section.
//!
//! The start line is examined as soon as it is complete, so that a peer that does not speak HTTP is refused at its
//! first line. The limits hold while lines grow. See [`super::field_section`] for the order of errors and for how
//! fields are split.

use super::field_section::{Progress, SectionReader, capped, without_line_end};
use super::fields::Span;
use super::head::{Head, StartLine};
use super::line::{request_line, status_line};
use super::tables::find_newline;
use super::{Error, Limits, Policy};

/// Which kind of start line a head begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeadKind {
    /// A request line.
    Request,
    /// A status line.
    Response,
}

/// Reads one head after another from a stream.
#[derive(Debug, Clone)]
pub struct HeadReader {
    kind: HeadKind,
    policy: Policy,
    limits: Limits,
    state: State,
    head: Head,
}

#[derive(Debug, Clone, Copy)]
enum State {
    /// In the start line, of which the buffer holds what was received, after this many empty lines.
    StartLine { empty_lines: u8 },
    /// In the field section.
    Fields(SectionReader),
    /// The head is complete.
    Complete,
}

const START: State = State::StartLine { empty_lines: 0 };

impl HeadReader {
    /// A reader at the beginning of a head.
    pub fn new(kind: HeadKind, policy: Policy, limits: Limits) -> HeadReader {
        HeadReader { kind, policy, limits, state: START, head: Head::new() }
    }

    /// The head, once `read` has said that it is complete.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// Exchanges the head for another one, whose memory serves the heads to come. To be called while the head is
    /// complete.
    pub fn swap_head(&mut self, other: &mut Head) {
        std::mem::swap(&mut self.head, other);
    }

    /// Starts the next head, with the memory of this one.
    pub fn restart(&mut self) {
        self.head.clear();
        self.state = START;
    }

    /// Whether nothing of the head has been received, empty lines in front aside: the end of the stream here ends it
    /// in good order, and later it is `TruncatedHead`.
    pub fn is_empty(&self) -> bool {
        matches!(self.state, State::StartLine { .. }) && self.head.fields.bytes.is_empty()
    }

    /// Takes bytes up to the end of the head, never beyond it. After completion it takes none until `restart`.
    ///
    /// Errors: `StartLineTooLong`, `FieldSectionTooLarge`, `TooManyFields`, each as soon as it is certain; `EmptyLine`
    /// after more empty lines than the policy skips; `BareLf`; `ObsFold`; those of
    /// [`request_line`], [`status_line`] and [`field_line`](super::line::field_line). After an error only `restart`
    /// makes sense, on another stream.
    pub fn read(&mut self, input: &[u8]) -> Result<Progress, Error> {
        let mut consumed = 0;
        loop {
            let rest = &input[consumed..];
            match &mut self.state {
                State::StartLine { empty_lines } => {
                    let empty_lines = *empty_lines;
                    let newline = find_newline(rest);
                    consumed += self.take_start_line(rest, newline)?;
                    if newline.is_none() {
                        return Ok(Progress { consumed, complete: false });
                    }
                    self.end_start_line(empty_lines)?;
                }
                State::Fields(reader) => {
                    let progress = reader.read(rest, &mut self.head.fields, &self.policy, &self.limits)?;
                    if progress.complete {
                        self.state = State::Complete;
                    }
                    return Ok(Progress { consumed: consumed + progress.consumed, ..progress });
                }
                State::Complete => return Ok(Progress { consumed, complete: true }),
            }
        }
    }

    /// Moves bytes up to and including the line's LF into the buffer, if the line is not too long.
    fn take_start_line(&mut self, rest: &[u8], newline: Option<usize>) -> Result<usize, Error> {
        let buffer = &mut self.head.fields.bytes;
        let (taken, line) = match newline {
            Some(at) => (at + 1, &rest[..at]),
            None => (rest.len(), rest),
        };
        // A CR at the end may belong to the line end, also if the LF has not come yet.
        let ends_in_cr = line.last().or(buffer.last()) == Some(&b'\r');
        if buffer.len() + line.len() - usize::from(ends_in_cr) > capped(self.limits.start_line) {
            return Err(Error::StartLineTooLong);
        }
        buffer.extend_from_slice(&rest[..taken]);
        Ok(taken)
    }

    /// Looks at the start line that the buffer holds, and goes on to the fields or, after an empty line, starts again.
    fn end_start_line(&mut self, empty_lines: u8) -> Result<(), Error> {
        let bytes = &self.head.fields.bytes;
        let line = without_line_end(bytes, &self.policy)?;
        if line.is_empty() {
            if empty_lines == self.policy.empty_lines {
                return Err(Error::EmptyLine);
            }
            self.head.fields.bytes.clear();
            self.state = State::StartLine { empty_lines: empty_lines + 1 };
            return Ok(());
        }
        (self.head.start, self.head.version) = match self.kind {
            HeadKind::Request => {
                let line = request_line(line, &self.policy)?;
                let (method, target) = (Span::of(line.method, bytes), Span::of(line.target, bytes));
                (StartLine::Request { method, target }, line.version)
            }
            HeadKind::Response => {
                let line = status_line(line, &self.policy)?;
                (
                    StartLine::Status { status: line.status, reason: Span::of(line.reason, bytes) },
                    line.version,
                )
            }
        };
        self.state = State::Fields(SectionReader::new(&self.head.fields));
        Ok(())
    }
}

#[cfg(test)]
mod tests;
