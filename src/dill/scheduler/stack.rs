//! Coroutine stacks and what lies on top of them.
//!
//! ```text
//!   library stack (see slab)                      program's memory (go_mem)
//!   +------------------+ end, page aligned        +------------------+ end, rounded down to a multiple of 16
//!   | control block    |                          | control block    |
//!   +------------------+                          +------------------+
//!   | slack, 128 bytes |                          | slack, 128 bytes |
//!   +------------------+ initial stack pointer    +------------------+ initial stack pointer
//!   | 256 KiB, grows   |                          | whatever is left |
//!   | downwards        |                          +------------------+ start
//!   +------------------+
//!   | guard, 64 KiB    |
//!   +------------------+
//! ```
//!
//! The slack is needed because compilers may store the stack arguments of a call before the call, at and above the
//! stack pointer that they believe to be their own: right after `go` switched it, that is above the initial one.
//!
//! Some freed library stacks are kept, last in first out, so that short coroutines run on warm memory. A stack is put
//! back by the very coroutine that runs on it, which leaves it at once; therefore putting one back never frees it,
//! only older ones.

use std::collections::VecDeque;
use std::ptr::NonNull;

use super::slab::Slabs;
pub(crate) use super::slab::Stack;
use super::valgrind;
pub(crate) use super::valgrind::Lent;
use crate::sys::Errno;

/// Stacks kept for reuse, per thread.
const CACHE_LIMIT: usize = 64;
/// Free bytes between the initial stack pointer and the control block.
const SLACK: usize = 128;
/// Least stack of a coroutine, below the slack. Enough to start, suspend and finish an empty one.
const MIN_STACK: usize = 1024;

/// The end of unused stack memory, a multiple of 16.
#[derive(Clone, Copy)]
pub(crate) struct Top(*mut u8);

impl Top {
    /// Where a stack pointer starts.
    pub(crate) fn pointer(self) -> *mut u8 {
        self.0
    }

    /// Takes room for a `T`, aligned to 16, and the slack from the top; returns the room and what is left below.
    fn place<T>(self) -> (NonNull<T>, Top) {
        const { assert!(align_of::<T>() <= 16) };
        let room = self.0.wrapping_sub(size_of::<T>().next_multiple_of(16));
        let room = NonNull::new(room.cast()).expect("stacks do not end at address 0");
        (room, Top(room.as_ptr().cast::<u8>().wrapping_sub(SLACK)))
    }
}

/// The stacks of one thread.
pub(crate) struct Stacks {
    cache: VecDeque<Stack>,
    slabs: Slabs,
    /// Whether valgrind has to be told about memory of the program.
    watched: bool,
}

impl Stacks {
    pub(crate) fn new() -> Stacks {
        Stacks { cache: VecDeque::new(), slabs: Slabs::new(), watched: valgrind::is_running() }
    }

    /// A stack with nothing on it. Errors: `ENOMEM`.
    pub(crate) fn plain(&mut self) -> Result<(Stack, Top), Errno> {
        let stack = match self.cache.pop_back() {
            Some(stack) => stack,
            None => self.slabs.take()?,
        };
        let top = Top(stack.end());
        Ok((stack, top))
    }

    /// A stack with room for a `T` on top. Errors: as for [`plain`](Self::plain).
    pub(crate) fn with_room<T>(&mut self) -> Result<(Stack, NonNull<T>, Top), Errno> {
        let (stack, top) = self.plain()?;
        let (room, top) = top.place();
        Ok((stack, room, top))
    }

    /// Puts a stack back. The caller may still be running on it: it stays mapped and untouched until the next call.
    pub(crate) fn give_back(&mut self, stack: Stack) {
        if self.cache.len() == CACHE_LIMIT {
            if let Some(oldest) = self.cache.pop_front() {
                self.slabs.give_back(oldest);
            }
        }
        self.cache.push_back(stack);
    }

    /// Memory of the program is a stack from now on.
    pub(crate) fn lend(&self, start: *mut u8, len: usize) -> Option<Lent> {
        NonNull::new(start).filter(|_| self.watched).map(|start| Lent::new(start, len))
    }
}

impl Drop for Stacks {
    fn drop(&mut self) {
        self.cache.drain(..).for_each(|stack| self.slabs.give_back(stack));
    }
}

/// Room for a `T` on top of memory that a program provided as a stack. `ENOMEM` if too little is left below.
pub(crate) fn in_memory<T>(memory: *mut u8, len: usize) -> Result<(NonNull<T>, Top), Errno> {
    let unaligned = memory.wrapping_add(len).addr() % 16;
    let overhead = unaligned + size_of::<T>().next_multiple_of(16) + SLACK;
    if memory.is_null() || len < overhead + MIN_STACK {
        return Err(Errno::ENOMEM);
    }
    Ok(Top(memory.wrapping_add(len - unaligned)).place())
}

#[cfg(test)]
mod tests {
    use super::*;

    type Block = [u64; 25];

    #[test]
    fn block_and_slack_lie_on_top() {
        let mut stacks = Stacks::new();
        let (stack, block, top) = stacks.with_room::<Block>().unwrap();
        let end = stack.end().addr();
        assert_eq!(block.as_ptr().addr(), end - 208);
        assert_eq!(top.0.addr(), end - 208 - SLACK);
        assert_eq!(top.0.addr() % 16, 0);
    }

    #[test]
    fn last_stack_given_back_is_the_next_one_taken() {
        let mut stacks = Stacks::new();
        let (a, top_a) = stacks.plain().unwrap();
        let (b, top_b) = stacks.plain().unwrap();
        stacks.give_back(a);
        stacks.give_back(b);
        assert_eq!(stacks.plain().unwrap().1.0, top_b.0);
        assert_eq!(stacks.plain().unwrap().1.0, top_a.0);
    }

    #[test]
    fn cache_evicts_the_oldest() {
        let mut stacks = Stacks::new();
        let all: Vec<_> = (0..=CACHE_LIMIT).map(|_| stacks.plain().unwrap().0).collect();
        let last = all.last().unwrap().end();
        all.into_iter().for_each(|s| stacks.give_back(s));
        assert_eq!(stacks.cache.len(), CACHE_LIMIT);
        assert_eq!(stacks.plain().unwrap().0.end(), last);
    }

    #[test]
    fn small_memory_is_refused() {
        let mut memory = [0u8; 4096];
        let base = memory.as_mut_ptr();
        assert!(in_memory::<Block>(base, 0).is_err());
        assert!(in_memory::<Block>(base, 208 + SLACK + MIN_STACK - 1).is_err());
        assert!(in_memory::<Block>(std::ptr::null_mut(), 4096).is_err());
        for start in 0..16 {
            let (block, top) = in_memory::<Block>(base.wrapping_add(start), 4096 - start).unwrap();
            assert_eq!(top.0.addr() % 16, 0);
            assert!(block.as_ptr().addr() + 208 <= base.addr() + 4096);
            assert!(base.addr() + start + MIN_STACK <= top.0.addr());
        }
    }
}
