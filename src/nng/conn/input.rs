//! What was received and not used yet.
//!
//! A connection has a buffer only while there is something in it. Buffers come from a store of the thread and go back
//! there, so that an idle connection costs nothing and a busy one allocates nothing.
//!
//! A peer may send faster than its connection is carried on. So input is taken in turns: after a few buffers it counts
//! as used up, until the other connections had theirs.

use std::cell::RefCell;

use crate::nng::error::Error;
use crate::nng::transport::{Moved, Transport};

/// Size of a buffer, which is what one read takes at most.
const SIZE: usize = 16 * 1024;
/// How often the buffer is filled in one turn.
const TURN: u32 = 4;
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
    /// How often the buffer was filled in this turn.
    fills: u32,
}

impl Input {
    /// Begins the next turn.
    pub(crate) fn begin_turn(&mut self) {
        self.fills = 0;
    }

    /// Whether the turn is over, although the socket may have more.
    pub(crate) fn turn_is_over(&self) -> bool {
        self.fills == TURN
    }

    /// The bytes that are there.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.buffer.as_ref().map_or(&[], |buffer| &buffer[self.start..self.end])
    }

    /// The same, to be changed in place.
    pub(crate) fn bytes_mut(&mut self) -> &mut [u8] {
        self.buffer.as_mut().map_or(&mut [], |buffer| &mut buffer[self.start..self.end])
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

    /// Receives bytes, when there are none. `Blocked` also when the turn is over.
    pub(crate) fn fill(&mut self, transport: &mut Transport) -> Result<Moved, Error> {
        debug_assert!(self.is_empty());
        if !transport.is_readable() {
            return if transport.is_open() { Ok(Moved::Blocked) } else { Err(Error::CLOSED) };
        }
        if self.turn_is_over() {
            return Ok(Moved::Blocked);
        }
        self.fills += 1;
        let buffer = self.buffer.get_or_insert_with(|| {
            let spare = SPARES.try_with(|spares| spares.borrow_mut().pop()).ok().flatten();
            spare.unwrap_or_else(|| vec![0; SIZE].into_boxed_slice())
        });
        let moved = transport.recv(buffer);
        match moved {
            Ok(Moved::Bytes(count)) => (self.start, self.end) = (0, count),
            _ => self.clear(),
        }
        moved
    }

    /// Receives bytes in which nobody is interested any more, not even in what they stand for. `Blocked` also when the
    /// turn is over.
    pub(crate) fn discard(&mut self, transport: &mut Transport) -> Result<Moved, Error> {
        self.clear();
        if self.turn_is_over() {
            return Ok(Moved::Blocked);
        }
        self.fills += 1;
        transport.discard()
    }
}

impl Drop for Input {
    fn drop(&mut self) {
        self.clear();
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::os::unix::net::UnixStream;

    use super::*;
    use crate::nng::driver::Readiness;

    #[test]
    fn input_is_taken_in_turns() {
        let (ours, mut peer) = UnixStream::pair().unwrap();
        peer.write_all(&[b'x'; (TURN as usize + 1) * SIZE]).unwrap();
        let mut transport = Transport::plain(ours.into());
        transport.note(Readiness(crate::sys::epoll::IN));
        let mut input = Input::default();
        for _ in 0..TURN {
            assert_eq!(input.fill(&mut transport), Ok(Moved::Bytes(SIZE)));
            input.clear();
        }
        assert_eq!(input.fill(&mut transport), Ok(Moved::Blocked));
        assert!(input.turn_is_over() && transport.is_readable());
        input.begin_turn();
        assert_eq!(input.fill(&mut transport), Ok(Moved::Bytes(SIZE)));
    }
}
