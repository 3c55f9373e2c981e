//! Receiving lines from the bytestream below.

use std::io::BufRead;
use std::ops::ControlFlow;

use super::MAX_LINE;
use crate::dill::lower::Bytes;
use crate::dill::scheduler::context::Context;
use crate::dill::stream::Scanner;
use crate::sys::Errno;

/// Receives up to and including CR LF.
///
/// Errors: `EMSGSIZE` (longer than [`MAX_LINE`]), and those of the bytestream; bytes that came before are in `line` then.
pub(super) fn receive(lower: &Bytes, cx: &Context, line: &mut Vec<u8>, deadline: i64) -> Result<(), Errno> {
    lower.scan(cx, &mut Line { cx, line }, deadline)?;
    if line.ends_with(b"\r\n") { Ok(()) } else { Err(Errno::EMSGSIZE) }
}

struct Line<'a> {
    cx: &'a Context,
    line: &'a mut Vec<u8>,
}

impl Scanner for Line<'_> {
    /// After CR, LF may be the last byte; otherwise two more are certain, CR LF at least.
    fn certain(&self) -> usize {
        if self.line.ends_with(b"\r") { 1 } else { 2 }
    }

    fn look(&mut self, input: &[u8]) -> ControlFlow<usize> {
        if self.line.capacity() == 0 {
            *self.line = self.cx.buffers.take();
        }
        let mut used = 0;
        while used < input.len() {
            let room = (MAX_LINE + 2).saturating_sub(self.line.len());
            let rest = &input[used..];
            // Reading from memory does not fail.
            used += (&rest[..rest.len().min(room)]).read_until(b'\n', self.line).unwrap_or(0);
            if self.line.ends_with(b"\r\n") || self.line.len() >= MAX_LINE + 2 {
                return ControlFlow::Break(used);
            }
        }
        ControlFlow::Continue(())
    }
}
