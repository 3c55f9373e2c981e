//! What was received and not used yet.
//!
//! A connection has a buffer only while there is something in it. Buffers come from a store of the thread and go back
//! there, so that an idle connection costs nothing and a busy one allocates nothing.

use std::cell::RefCell;

use super::stream::{Moved, Stream};
use crate::nng::error::Error;

/// Size of a buffer, which is what one read takes at most.
const SIZE: usize = 16 * 1024;
/// Most buffers that a thread keeps.
const SPARE: usize = 16;

thread_local! {
    static SPARES: RefCell<Vec<Box<[u8]>>> = const { RefCell::new(Vec::new()) };
}

/// Received bytes, in order.
#[derive(Default)]
pub(crate) struct Input {
    buffer: Option<Box<[u8]>>,
    start: usize,
    end: usize,
}

impl Input {
    /// The bytes that are there.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.buffer.as_ref().map_or(&[], |buffer| &buffer[self.start..self.end])
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// Drops bytes from the front.
    pub(crate) fn consume(&mut self, count: usize) {
        self.start += count;
        debug_assert!(self.start <= self.end);
        if self.is_empty() {
            self.clear();
        }
    }

    /// Drops all bytes.
    pub(crate) fn clear(&mut self) {
        (self.start, self.end) = (0, 0);
        if let Some(buffer) = self.buffer.take() {
            // Without the thread's store, at its end, the memory just goes away.
            let _ = SPARES.try_with(|spares| {
                let mut spares = spares.borrow_mut();
                if spares.len() < SPARE {
                    spares.push(buffer);
                }
            });
        }
    }

    /// Receives bytes, when there are none.
    pub(crate) fn fill(&mut self, stream: &mut Stream) -> Result<Moved, Error> {
        debug_assert!(self.is_empty());
        if !stream.is_readable() {
            return if stream.is_open() { Ok(Moved::Blocked) } else { Err(Error::CLOSED) };
        }
        let buffer = self.buffer.get_or_insert_with(|| {
            let spare = SPARES.try_with(|spares| spares.borrow_mut().pop()).ok().flatten();
            spare.unwrap_or_else(|| vec![0; SIZE].into_boxed_slice())
        });
        let moved = stream.recv(buffer);
        match moved {
            Ok(Moved::Bytes(count)) => (self.start, self.end) = (0, count),
            _ => self.clear(),
        }
        moved
    }
}

impl Drop for Input {
    fn drop(&mut self) {
        self.clear();
    }
}
