//! Gather/scatter lists as C code passes them (`struct dill_iolist`).
//!
//! A list is checked as a whole before anything happens, and is never changed.

use std::io::IoSlice;
use std::marker::PhantomData;
use std::os::fd::RawFd;
use std::{ptr, slice};

use crate::dill::ffi::types::dill_iolist;
use crate::sys::{Errno, socket};

/// Buffers that are described to the kernel in memory of the stack, which may be small.
const FEW: usize = 8;

const NONE: libc::iovec = libc::iovec { iov_base: ptr::null_mut(), iov_len: 0 };

/// Buffers that are shown at a time.
const SHOWN: usize = 64;

/// A list that was found to be in order: a chain of at least one element without a loop.
pub(crate) struct IoList<'a> {
    first: *const dill_iolist,
    last: *const dill_iolist,
    total: usize,
    /// Some buffer that is not empty is NULL.
    holes: bool,
    list: PhantomData<&'a dill_iolist>,
}

impl<'l> IoList<'l> {
    /// Checks a list. `EINVAL` if `first` or `last` is NULL, if the chain that begins at `first` does not end at
    /// `last` or has a loop, or if some `iol_rsvd` is not 0.
    ///
    /// # Safety
    /// `first` and all that can be reached from it are NULL or readable list elements, aligned, and nobody changes
    /// them as long as the result is in use. The buffers are readable if they are sent from. If they are received
    /// into, they are NULL or writable, and nothing refers to them meanwhile.
    pub(crate) unsafe fn new<'a>(
        first: *const dill_iolist,
        last: *const dill_iolist,
    ) -> Result<IoList<'a>, Errno> {
        if first.is_null() || last.is_null() {
            return Err(Errno::EINVAL);
        }
        // Brent's algorithm: in a loop, `at` meets the element where it was some power of two steps ago.
        let (mut at, mut mark, mut steps, mut limit) = (first, first, 0usize, 1usize);
        let (mut total, mut holes) = (0usize, false);
        loop {
            // SAFETY: not NULL, so a readable element by the caller's promise.
            let element = unsafe { &*at };
            total = total.saturating_add(element.iol_len);
            holes |= element.iol_base.is_null() && element.iol_len > 0;
            if element.iol_rsvd != 0 {
                return Err(Errno::EINVAL);
            }
            let next = element.iol_next.cast_const();
            if next.is_null() {
                break;
            }
            if next == mark {
                return Err(Errno::EINVAL);
            }
            steps += 1;
            if steps == limit {
                (mark, steps, limit) = (next, 0, limit * 2);
            }
            at = next;
        }
        if at != last {
            return Err(Errno::EINVAL);
        }
        Ok(IoList { first, last, total, holes, list: PhantomData })
    }

    /// Like [`new`](Self::new), where no list at all (`first` and `last` are NULL) means that a message is to be dropped.
    ///
    /// # Safety
    /// As for `new`.
    pub(crate) unsafe fn or_none<'a>(
        first: *const dill_iolist,
        last: *const dill_iolist,
    ) -> Result<Option<IoList<'a>>, Errno> {
        if first.is_null() && last.is_null() {
            return Ok(None);
        }
        // SAFETY: by the caller's promise.
        unsafe { IoList::new(first, last) }.map(Some)
    }

    /// A list that is in order because it was made so.
    ///
    /// # Safety
    /// As for [`new`](Self::new), which would not fail and would find the same.
    pub(super) unsafe fn linked(
        first: *const dill_iolist,
        last: *const dill_iolist,
        total: usize,
        holes: bool,
    ) -> IoList<'l> {
        IoList { first, last, total, holes, list: PhantomData }
    }

    /// The first and the last element, for functions that take lists. They do not write to the elements.
    pub(super) fn ends(&self) -> (*mut dill_iolist, *mut dill_iolist) {
        (self.first.cast_mut(), self.last.cast_mut())
    }

    /// Bytes of all buffers together, `usize::MAX` if they are more.
    pub(crate) fn total(&self) -> usize {
        self.total
    }

    /// Whether there are bytes to be dropped instead of being stored.
    pub(super) fn has_holes(&self) -> bool {
        self.holes
    }

    /// `EFAULT` if a buffer of a list that is to be sent is NULL and not empty.
    pub(crate) fn check_readable(&self) -> Result<(), Errno> {
        if self.holes { Err(Errno::EFAULT) } else { Ok(()) }
    }

    /// The buffers of a list that is to be sent. Errors: those of [`check_readable`](Self::check_readable).
    pub(crate) fn readable(&self) -> Result<impl Iterator<Item = &'l [u8]> + use<'l>, Errno> {
        self.check_readable()?;
        let mut rest = self.cursor();
        Ok(std::iter::from_fn(move || {
            let (base, len) = rest.next()?;
            // SAFETY: not NULL, and readable by the promise given to `new`.
            Some(unsafe { slice::from_raw_parts(base, len) })
        }))
    }

    /// The position before the first byte.
    pub(crate) fn cursor(&self) -> Cursor<'l> {
        Cursor { at: self.first, offset: 0, left: self.total, list: PhantomData }
    }
}

/// A position in a list: what is before it has been transferred.
pub(crate) struct Cursor<'a> {
    /// NULL after the last element, and where there is no list: what is left is dropped then.
    at: *const dill_iolist,
    /// Bytes of the element at `at` that have been transferred.
    offset: usize,
    left: usize,
    list: PhantomData<&'a dill_iolist>,
}

impl<'a> Cursor<'a> {
    /// No list: so many bytes are dropped.
    pub(crate) fn dropping(count: usize) -> Cursor<'a> {
        Cursor { at: ptr::null(), offset: 0, left: count, list: PhantomData }
    }

    /// The same position once more.
    pub(crate) fn rest(&self) -> Cursor<'a> {
        Cursor { list: PhantomData, ..*self }
    }

    /// The same position, with at most so many bytes left.
    pub(crate) fn limit(self, count: usize) -> Cursor<'a> {
        Cursor { left: self.left.min(count), ..self }
    }

    /// Bytes left, `usize::MAX` if there are more.
    pub(crate) fn left(&self) -> usize {
        self.left
    }

    /// Sends from the list and returns how much the kernel took; see [`socket::send_iovec`].
    pub(crate) fn send(&mut self, fd: RawFd) -> Result<usize, Errno> {
        let mut few = [NONE; FEW];
        let mut many = Vec::new();
        let mut ahead = self.rest();
        let mut count = ahead.describe(&mut few);
        let vector = if ahead.current().is_none() {
            &few[..count]
        } else {
            // One system call even so, as far as the kernel allows: each may become a packet of its own.
            many.resize(libc::UIO_MAXIOV as usize, NONE);
            count = self.rest().describe(&mut many);
            &many[..count]
        };
        // SAFETY: all elements of the slice are filled.
        let sent = unsafe { socket::send_iovec(fd, vector.as_ptr(), vector.len()) }?;
        self.advance(sent);
        Ok(sent)
    }

    /// Shows the next buffers to `read`, which returns how many bytes it took, and returns that. Errors: `EFAULT` (one
    /// of them is NULL), those of `read`.
    pub(crate) fn show(
        &mut self,
        read: impl FnOnce(&[IoSlice<'_>]) -> Result<usize, Errno>,
    ) -> Result<usize, Errno> {
        let mut vector = [libc::iovec { iov_base: ptr::null_mut(), iov_len: 0 }; SHOWN];
        let count = Cursor { list: PhantomData, ..*self }.describe(&mut vector);
        if vector[..count].iter().any(|buffer| buffer.iov_base.is_null()) {
            return Err(Errno::EFAULT);
        }
        // SAFETY: `IoSlice` has the layout of `iovec`. The buffers are readable by the promise given to `new`.
        let taken = read(unsafe { slice::from_raw_parts(vector.as_ptr().cast(), count) })?;
        self.advance(taken);
        Ok(taken)
    }

    /// Receives into the current buffer and returns how much came; see [`socket::recv_raw`]. `None`, and nothing has
    /// happened, if it takes less than `least` bytes or they are to be dropped.
    pub(crate) fn receive(&mut self, fd: RawFd, least: usize) -> Option<Result<usize, Errno>> {
        let (base, len) = self.current().filter(|(base, len)| *len >= least && !base.is_null())?;
        // SAFETY: the buffer may be written by the promise given to `new`.
        let received = unsafe { socket::recv_raw(fd, base, len) };
        if let Ok(received) = received {
            self.advance(received);
        }
        Some(received)
    }

    /// Fills the list from `data` and returns how much fitted.
    pub(crate) fn fill(&mut self, data: &[u8]) -> usize {
        let mut done = 0;
        while let Some((base, len)) = self.current() {
            let part = len.min(data.len() - done);
            if part == 0 {
                break;
            }
            if !base.is_null() {
                // SAFETY: `part` bytes of each are in bounds; the buffer may be written by the promise given to
                // `new`, and the program has no access to `data`, so they do not overlap.
                unsafe { base.copy_from_nonoverlapping(data[done..].as_ptr(), part) };
            }
            done += part;
            self.advance(part);
        }
        done
    }

    /// What is left of the first buffer with anything left; NULL if it is to be dropped.
    fn current(&mut self) -> Option<(*mut u8, usize)> {
        if self.left == 0 {
            return None;
        }
        // SAFETY: `new` has checked that the chain ends; its elements are readable by the promise given there.
        while let Some(element) = unsafe { self.at.as_ref() } {
            if self.offset < element.iol_len {
                let base = element.iol_base.cast::<u8>();
                let base = if base.is_null() { base } else { base.wrapping_add(self.offset) };
                return Some((base, (element.iol_len - self.offset).min(self.left)));
            }
            (self.at, self.offset) = (element.iol_next, 0);
        }
        Some((ptr::null_mut(), self.left))
    }

    /// Goes on to the next buffer, and returns what was left of this one.
    pub(super) fn next(&mut self) -> Option<(*mut u8, usize)> {
        let (base, len) = self.current()?;
        self.offset += len;
        self.left -= len;
        Some((base, len))
    }

    /// The next bytes to be filled, at most `limit` of them: a part of a buffer, or of `scratch` where they are to be
    /// dropped. Empty only if nothing is left, or one of the arguments allows nothing.
    pub(crate) fn part<'s>(&'s mut self, limit: usize, scratch: &'s mut [u8]) -> &'s mut [u8] {
        let (base, len) = self.current().unwrap_or((ptr::null_mut(), 0));
        let len = len.min(limit);
        let part = if base.is_null() {
            let len = len.min(scratch.len());
            &mut scratch[..len]
        } else {
            // SAFETY: within a buffer that may be written, to which nothing else refers, by the promise given to `new`;
            // the cursor is borrowed as long as the result is in use, so there is one at a time.
            unsafe { slice::from_raw_parts_mut(base, len) }
        };
        self.advance(part.len());
        part
    }

    /// Skips so many bytes, or all that are left.
    pub(crate) fn advance(&mut self, mut count: usize) {
        while count > 0 {
            let Some((_, len)) = self.current() else { break };
            let part = len.min(count);
            self.offset += part;
            self.left -= part;
            count -= part;
        }
    }

    /// Moves over the next buffers, describes them as the kernel wants them, and returns how many there were.
    fn describe(&mut self, vector: &mut [libc::iovec]) -> usize {
        let mut count = 0;
        while let Some(place) = vector.get_mut(count) {
            let Some((base, len)) = self.next() else { break };
            *place = libc::iovec { iov_base: base.cast(), iov_len: len };
            count += 1;
        }
        count
    }

    /// Describes all buffers, and returns how many there are, unless they are more than a few.
    pub(super) fn describe_few(mut self) -> Option<([libc::iovec; FEW], usize)> {
        let mut few = [NONE; FEW];
        let count = self.describe(&mut few);
        (self.left == 0).then_some((few, count))
    }
}

/// A list of one element.
pub(crate) fn single(base: *mut u8, len: usize) -> dill_iolist {
    dill_iolist { iol_base: base.cast(), iol_len: len, iol_next: ptr::null_mut(), iol_rsvd: 0 }
}

/// A buffer of the library to be received into.
pub(crate) struct Room<'a>(dill_iolist, PhantomData<&'a mut [u8]>);

impl<'a> Room<'a> {
    pub(crate) fn new(buffer: &'a mut [u8]) -> Room<'a> {
        Room(single(buffer.as_mut_ptr(), buffer.len()), PhantomData)
    }

    /// The position before the first byte.
    pub(crate) fn cursor(&mut self) -> Cursor<'_> {
        Cursor { at: &self.0, offset: 0, left: self.0.iol_len, list: PhantomData }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(lens: &[usize]) -> Vec<dill_iolist> {
        let mut list: Vec<_> = lens.iter().map(|&len| single(ptr::null_mut(), len)).collect();
        let base = list.as_mut_ptr();
        for i in 1..list.len() {
            // SAFETY: within the vector, whose buffer does not move any more.
            unsafe { (*base.add(i - 1)).iol_next = base.add(i) };
        }
        list
    }

    fn check(list: &[dill_iolist], last: usize) -> Result<(usize, usize), Errno> {
        // SAFETY: the elements are in the slice.
        let list = unsafe { IoList::new(&list[0], &list[last]) }?;
        let mut cursor = list.cursor();
        let mut vector = [NONE; 8];
        Ok((cursor.left(), cursor.describe(&mut vector)))
    }

    #[test]
    fn lists_in_order() {
        assert_eq!(check(&chain(&[5]), 0), Ok((5, 1)));
        assert_eq!(check(&chain(&[1, 0, 2]), 2), Ok((3, 2)));
        assert_eq!(check(&chain(&[usize::MAX - 1, 2]), 1), Ok((usize::MAX, 2)));
    }

    #[test]
    fn lists_out_of_order() {
        let list = chain(&[1, 2, 3]);
        assert_eq!(check(&list, 1), Err(Errno::EINVAL), "goes on after the last element");
        // SAFETY: NULL is allowed, and means an error.
        unsafe {
            assert!(IoList::new(ptr::null(), ptr::null()).is_err());
            assert!(IoList::new(&list[0], ptr::null()).is_err());
        }
        let mut list = chain(&[1, 2, 3]);
        list[1].iol_rsvd = 1;
        assert_eq!(check(&list, 2), Err(Errno::EINVAL));
    }

    #[test]
    fn filling_follows_the_chain_and_drops_where_asked() {
        let mut list = chain(&[2, 0, 3, 2]);
        let (mut a, mut b) = ([0u8; 2], [0u8; 2]);
        list[0].iol_base = a.as_mut_ptr().cast();
        list[3].iol_base = b.as_mut_ptr().cast();
        // SAFETY: the elements and buffers are above.
        let checked = unsafe { IoList::new(&list[0], &list[3]) }.unwrap();
        let mut cursor = checked.cursor();
        assert_eq!(cursor.fill(b"1"), 1);
        assert_eq!(cursor.fill(b"2345"), 4);
        assert_eq!(cursor.left(), 2);
        assert_eq!(cursor.fill(b"678"), 2);
        assert_eq!(cursor.left(), 0);
        assert_eq!((&a, &b), (b"12", b"67"));
    }

    #[test]
    fn limits_and_what_is_to_be_dropped() {
        let mut list = chain(&[2, 3]);
        let (mut a, mut b) = ([0u8; 2], [0u8; 3]);
        list[0].iol_base = a.as_mut_ptr().cast();
        list[1].iol_base = b.as_mut_ptr().cast();
        // SAFETY: the elements and buffers are above.
        let checked = unsafe { IoList::new(&list[0], &list[1]) }.unwrap();
        assert_eq!(checked.readable().unwrap().map(<[u8]>::len).collect::<Vec<_>>(), [2, 3]);
        let mut cursor = checked.cursor().limit(3);
        assert_eq!(cursor.rest().describe_few().map(|(few, n)| (n, few[1].iov_len)), Some((2, 1)));
        cursor.advance(1);
        assert_eq!((cursor.fill(b"1234"), cursor.left()), (2, 0));
        assert_eq!((&a, &b), (&[0, b'1'], &[b'2', 0, 0]));
        let mut nothing = Cursor::dropping(usize::MAX);
        assert_eq!((nothing.fill(b"123"), nothing.left()), (3, usize::MAX - 3));
        assert!(nothing.receive(-1, 1).is_none());

        let holes = chain(&[0, 1]);
        // SAFETY: as above.
        let holes = unsafe { IoList::new(&holes[0], &holes[1]) }.unwrap();
        assert_eq!(holes.readable().err(), Some(Errno::EFAULT));
    }

    #[test]
    fn parts_are_in_the_list_or_in_scratch() {
        let mut list = chain(&[2, 0, 5, 1]);
        let (mut a, mut b) = ([0u8; 2], [0u8; 1]);
        list[0].iol_base = a.as_mut_ptr().cast();
        list[3].iol_base = b.as_mut_ptr().cast();
        // SAFETY: the elements and buffers are above.
        let checked = unsafe { IoList::new(&list[0], &list[3]) }.unwrap();
        let mut cursor = checked.cursor();
        let mut lens = Vec::new();
        for (i, limit) in [1, 9, 9, 9, 9, 9].into_iter().enumerate() {
            let mut scratch = [0; 3];
            let part = cursor.part(limit, &mut scratch);
            part.fill(i as u8 + 1);
            lens.push(part.len());
        }
        assert_eq!(lens, [1, 1, 3, 2, 1, 0]);
        assert_eq!((&a, &b), (&[1, 2], &[5]));
    }

    #[test]
    fn loops_of_any_shape() {
        for len in 1..20 {
            for back_to in 0..len {
                let mut list = chain(&vec![1; len]);
                let base = list.as_mut_ptr();
                // SAFETY: both are elements of the vector.
                unsafe { (*base.add(len - 1)).iol_next = base.add(back_to) };
                assert_eq!(check(&list, len - 1), Err(Errno::EINVAL), "{len} elements, back to {back_to}");
            }
        }
    }
}
