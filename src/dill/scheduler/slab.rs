//! Memory for stacks, taken from the kernel many at a time.
//!
//! ```text
//!   slab (one mapping)
//!   +-------+---------+-------+---------+-------+---------+- - - - - - - - -+
//!   | guard | stack 0 | guard | stack 1 | guard | stack 2 |  not yet cut    |
//!   +-------+---------+-------+---------+-------+---------+- - - - - - - - -+
//! ```
//!
//! The kernel limits the number of mappings of a process (vm.max_map_count, 65530 by default), not the address space,
//! and memory is used only by pages that were touched. So a million stacks are possible if a stack takes no mapping of
//! its own. Since Linux 6.13 pages can be made inaccessible within a mapping (madvise(2), MADV_GUARD_INSTALL).
//! Elsewhere mprotect(2) does it, which makes two mappings of each stack; then the limit is half as many stacks, and
//! what comes beyond fails with `ENOMEM`.
//!
//! A stack that is given back gives its memory to the kernel at once; its guard stays. The address space follows when
//! all stacks of the slab are back. The kernel may refuse to take it, since a hole can make two mappings of one; then
//! it is kept for further use.

use std::ptr::{self, NonNull};

use super::valgrind::Registration;
use crate::sys::{Errno, check};

/// Usable bytes of a stack.
const STACK_SIZE: usize = 256 * 1024;
/// Inaccessible bytes below it, so that an overflow ends in SIGSEGV and not in other memory. A multiple of any page size.
const GUARD_SIZE: usize = 64 * 1024;
/// From one stack to the next.
const STRIDE: usize = GUARD_SIZE + STACK_SIZE;
/// Most stacks of a slab, one for each bit of `Slab::unused`.
const MOST: usize = 64;
/// Makes pages inaccessible without splitting the mapping; `<asm-generic/mman-common.h>` of Linux 6.13.
const MADV_GUARD_INSTALL: libc::c_int = 102;

/// A stack of the library, which belongs to whoever has this.
pub(crate) struct Stack {
    /// Its highest address, where it begins.
    end: NonNull<u8>,
    slab: u32,
}

impl Stack {
    pub(super) fn end(&self) -> *mut u8 {
        self.end.as_ptr()
    }
}

/// One mapping.
struct Slab {
    start: NonNull<u8>,
    /// How many stacks there is room for; 0 when the mapping is gone.
    room: usize,
    /// How many of them have their guard. The others were never in use.
    cut: usize,
    /// Those that were given back, a bit for each.
    unused: u64,
    /// What valgrind knows of the first `cut` stacks.
    registrations: [Registration; MOST],
}

impl Slab {
    /// `ENOMEM`, also where mmap(2) says `EAGAIN`: the process locks its memory, and may lock no more.
    fn map(room: usize) -> Result<Slab, Errno> {
        let access = libc::PROT_READ | libc::PROT_WRITE;
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE | libc::MAP_STACK;
        // SAFETY: a new mapping at an address of the kernel's choice.
        let start = unsafe { libc::mmap(ptr::null_mut(), room * STRIDE, access, flags, -1, 0) };
        if start == libc::MAP_FAILED {
            return Err(Errno::ENOMEM);
        }
        let start = NonNull::new(start.cast()).ok_or(Errno::ENOMEM)?;
        Ok(Slab { start, room, cut: 0, unused: 0, registrations: [Registration::default(); MOST] })
    }

    fn is_in_use(&self) -> bool {
        self.unused.count_ones() as usize != self.cut
    }

    /// Gives the mapping back, unless the kernel refuses. No stack of it may be in use.
    fn unmap(&mut self) -> bool {
        // SAFETY: the mapping made by `map`, which nobody uses.
        let done = unsafe { libc::munmap(self.start.as_ptr().cast(), self.room * STRIDE) == 0 };
        if done {
            self.registrations[..self.cut].iter().for_each(|r| r.end());
            (self.room, self.cut, self.unused) = (0, 0, 0);
        }
        done
    }
}

/// All slabs of a thread.
pub(super) struct Slabs {
    slabs: Vec<Slab>,
    /// Those whose mapping is gone.
    vacant: Vec<u32>,
    /// Those with unused stacks, and some that had some.
    open: Vec<u32>,
    /// The one that stacks are cut from, if it has room.
    newest: u32,
    /// Stacks that there is room for, in all slabs.
    room: usize,
}

impl Slabs {
    pub(super) const fn new() -> Slabs {
        Slabs { slabs: Vec::new(), vacant: Vec::new(), open: Vec::new(), newest: 0, room: 0 }
    }

    fn stack(&self, slab: u32, number: usize) -> Stack {
        let end = self.slabs[slab as usize].start.as_ptr().wrapping_add((number + 1) * STRIDE);
        Stack { end: NonNull::new(end).expect("mappings do not end at address 0"), slab }
    }

    /// A stack that nobody uses. Errors, without effect: `ENOMEM`.
    pub(super) fn take(&mut self) -> Result<Stack, Errno> {
        while let Some(&index) = self.open.last() {
            let slab = &mut self.slabs[index as usize];
            if slab.unused != 0 {
                let number = slab.unused.trailing_zeros() as usize;
                slab.unused &= !(1 << number);
                return Ok(self.stack(index, number));
            }
            self.open.pop();
        }
        self.cut()
    }

    /// Takes a stack that was never in use.
    fn cut(&mut self) -> Result<Stack, Errno> {
        if self.slabs.get(self.newest as usize).is_none_or(|newest| newest.cut == newest.room) {
            self.grow()?;
        }
        let slab = &mut self.slabs[self.newest as usize];
        let guard = slab.start.as_ptr().wrapping_add(slab.cut * STRIDE);
        // SAFETY: pages of the slab that belong to no stack that is in use.
        unsafe {
            if libc::madvise(guard.cast(), GUARD_SIZE, MADV_GUARD_INSTALL) != 0 {
                check(libc::mprotect(guard.cast(), GUARD_SIZE, libc::PROT_NONE))?;
            }
        }
        let number = slab.cut;
        slab.registrations[number] = Registration::new(guard.wrapping_add(GUARD_SIZE), STACK_SIZE);
        slab.cut += 1;
        Ok(self.stack(self.newest, number))
    }

    /// Maps a slab with as much room as all others together, or less if there is less memory.
    fn grow(&mut self) -> Result<(), Errno> {
        let mut room = self.room.clamp(1, MOST);
        let slab = loop {
            match Slab::map(room) {
                Err(_) if room > 1 => room /= 2,
                result => break result?,
            }
        };
        self.room += room;
        if let Some(index) = self.vacant.pop() {
            self.slabs[index as usize] = slab;
            self.newest = index;
        } else {
            self.newest = self.slabs.len() as u32;
            self.slabs.push(slab);
        }
        Ok(())
    }

    /// Takes a stack back, on which nothing runs any more.
    pub(super) fn give_back(&mut self, stack: Stack) {
        let slab = &mut self.slabs[stack.slab as usize];
        let number = (stack.end.addr().get() - slab.start.addr().get()) / STRIDE - 1;
        if slab.unused == 0 {
            self.open.push(stack.slab);
        }
        slab.unused |= 1 << number;
        let room = slab.room;
        if !slab.is_in_use() && slab.unmap() {
            self.room -= room;
            self.vacant.push(stack.slab);
        } else {
            let start = stack.end.as_ptr().wrapping_sub(STACK_SIZE).cast();
            // SAFETY: the memory of the stack, which nobody uses. If it fails, the memory is kept.
            unsafe { libc::madvise(start, STACK_SIZE, libc::MADV_DONTNEED) };
        }
    }
}

impl Drop for Slabs {
    /// Stacks that were not given back stay where they are.
    fn drop(&mut self) {
        for slab in self.slabs.iter_mut().filter(|s| s.room > 0 && !s.is_in_use()) {
            slab.unmap();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes to both ends of a stack.
    fn touch(stack: &Stack) {
        for at in [stack.end().wrapping_sub(1), stack.end().wrapping_sub(STACK_SIZE)] {
            // SAFETY: memory of the stack.
            unsafe { at.write_volatile(1) };
        }
    }

    fn lowest_byte(stack: &Stack) -> u8 {
        // SAFETY: as in `touch`.
        unsafe { stack.end().wrapping_sub(STACK_SIZE).read_volatile() }
    }

    #[test]
    fn stacks_are_apart_and_clean_and_come_back() {
        let mut slabs = Slabs::new();
        let mut ends = Vec::new();
        for _ in 0..3 {
            let mut stacks: Vec<Stack> = (0..300).map(|_| slabs.take().unwrap()).collect();
            ends = stacks.iter().map(|s| s.end().addr()).collect();
            ends.sort();
            assert!(ends.windows(2).all(|pair| pair[1] - pair[0] >= STRIDE));
            assert!(stacks.iter().all(|s| lowest_byte(s) == 0));
            stacks.iter().for_each(touch);
            // Every second one goes and comes back; then all go, in another order.
            let kept = stacks.split_off(150);
            stacks.into_iter().for_each(|s| slabs.give_back(s));
            let mut stacks: Vec<Stack> = (0..150).map(|_| slabs.take().unwrap()).collect();
            assert!(stacks.iter().all(|s| lowest_byte(s) == 0));
            stacks.extend(kept);
            while !stacks.is_empty() {
                let stack = stacks.swap_remove(stacks.len() * 7 / 11);
                slabs.give_back(stack);
            }
            assert_eq!(slabs.room, 0);
            assert_eq!(slabs.vacant.len(), slabs.slabs.len());
        }
        assert_eq!(ends.len(), 300);
        // One each for 1, 1, 2, 4, 8, 16, 32 and 64 stacks, and 3 more of 64.
        assert_eq!(slabs.slabs.len(), 11);
    }

    #[test]
    fn slabs_are_used_up_before_new_ones_are_made() {
        let mut slabs = Slabs::new();
        let mut stacks: Vec<Stack> = (0..200).map(|_| slabs.take().unwrap()).collect();
        for round in 0..1000 {
            slabs.give_back(stacks.swap_remove(round * 31 % stacks.len()));
            slabs.give_back(stacks.swap_remove(round * 17 % stacks.len()));
            stacks.push(slabs.take().unwrap());
            stacks.push(slabs.take().unwrap());
        }
        assert!(slabs.room < 200 + 2 * MOST);
        stacks.into_iter().for_each(|s| slabs.give_back(s));
        assert_eq!(slabs.room, 0);
    }
}
