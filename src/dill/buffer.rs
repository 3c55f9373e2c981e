//! Buffers that connections use for a moment and give back.
//!
//! An idle connection holds none, so what a thread needs depends on how many are busy at once. The last buffer given
//! back is the next one handed out, still warm.

use std::cell::RefCell;

/// Capacity of a buffer in bytes.
pub(crate) const BUFFER_SIZE: usize = 8192;
/// Free buffers kept per thread.
const CACHE_LIMIT: usize = 32;

/// The free buffers of one thread.
pub(crate) struct Buffers {
    free: RefCell<Vec<Vec<u8>>>,
}

impl Buffers {
    pub(crate) const fn new() -> Buffers {
        Buffers { free: RefCell::new(Vec::new()) }
    }

    /// An empty buffer of at least [`BUFFER_SIZE`] bytes capacity.
    pub(crate) fn take(&self) -> Vec<u8> {
        self.free.borrow_mut().pop().unwrap_or_else(|| Vec::with_capacity(BUFFER_SIZE))
    }

    /// Takes a buffer back. One that never was any, or that has grown, is dropped.
    pub(crate) fn give_back(&self, mut buffer: Vec<u8>) {
        let mut free = self.free.borrow_mut();
        if (BUFFER_SIZE..2 * BUFFER_SIZE).contains(&buffer.capacity()) && free.len() < CACHE_LIMIT {
            buffer.clear();
            free.push(buffer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn are_reused_and_come_back_empty() {
        let buffers = Buffers::new();
        let mut buffer = buffers.take();
        buffer.push(1);
        let address = buffer.as_ptr();
        buffers.give_back(buffer);
        let again = buffers.take();
        assert_eq!((again.as_ptr(), again.len()), (address, 0));
    }

    #[test]
    fn odd_sizes_are_not_kept() {
        let buffers = Buffers::new();
        buffers.give_back(Vec::new());
        buffers.give_back(Vec::with_capacity(1 << 20));
        assert!(buffers.free.borrow().is_empty());
    }
}
