//! Memory of a C program that the library uses for the time of an operation.
//!
//! C lends memory by contract: "valid until the operation completes". No type can hold the program to that, so the
//! promise is made once, where a pointer enters (the `unsafe` constructors), and everything behind works with slices
//! of known length that only these types touch.

use std::io::IoSlice;
use std::os::fd::RawFd;

use super::datagram::{self, Received};
use super::{Errno, SockAddr, socket};

/// Most buffers of one operation.
pub const MAX_BUFFERS: usize = 8;

/// A list of buffers to read into or to write from, which shrinks from the front as bytes move.
#[derive(Clone)]
pub struct LentBuffers {
    buffers: [libc::iovec; MAX_BUFFERS],
    first: u8,
    end: u8,
}

// SAFETY: the program lends the memory to the operation, not to a thread.
unsafe impl Send for LentBuffers {}
// SAFETY: nothing is written through a shared reference.
unsafe impl Sync for LentBuffers {}

impl LentBuffers {
    /// No buffers.
    pub const EMPTY: LentBuffers = LentBuffers {
        buffers: [libc::iovec { iov_base: std::ptr::null_mut(), iov_len: 0 }; MAX_BUFFERS],
        first: 0,
        end: 0,
    };

    /// Appends a buffer. `false`: there are [`MAX_BUFFERS`] already.
    ///
    /// # Safety
    /// The `len` bytes at `base` must stay valid, and be used by nobody else, while an operation uses this list.
    pub unsafe fn push(&mut self, base: *mut u8, len: usize) -> bool {
        let end = usize::from(self.end);
        if end == MAX_BUFFERS {
            return false;
        }
        self.buffers[end] = libc::iovec { iov_base: base.cast(), iov_len: len };
        self.end += 1;
        true
    }

    /// Bytes in all buffers that are left.
    pub fn len(&self) -> usize {
        self.left().iter().fold(0, |sum, buffer| sum.saturating_add(buffer.iov_len))
    }

    /// Whether no byte is left.
    pub fn is_empty(&self) -> bool {
        self.left().iter().all(|buffer| buffer.iov_len == 0)
    }

    /// Copies as much of `bytes` as there is room for, and returns how much that was. The room shrinks by it.
    pub fn fill(&mut self, mut bytes: &[u8]) -> usize {
        let mut moved = 0;
        while let (Some(buffer), false) = (self.left().first(), bytes.is_empty()) {
            let part = buffer.iov_len.min(bytes.len());
            // SAFETY: `part` bytes are writable by the promise of `push`, and `bytes` is memory of our own.
            unsafe { buffer.iov_base.cast::<u8>().copy_from_nonoverlapping(bytes.as_ptr(), part) };
            self.advance(part);
            bytes = &bytes[part..];
            moved += part;
        }
        moved
    }

    /// Receives into the buffers, see [`socket::recv`]; they shrink by what came.
    pub fn recv(&mut self, fd: RawFd) -> Result<usize, Errno> {
        let left = self.left();
        // SAFETY: the elements are readable; the buffers are nobody else's by the promise of `push`.
        let moved = unsafe { socket::recv_iovec(fd, left.as_ptr(), left.len()) }?;
        self.advance(moved);
        Ok(moved)
    }

    /// Sends from the buffers, see [`socket::send_vectored`]; they shrink by what went.
    pub fn send(&mut self, fd: RawFd) -> Result<usize, Errno> {
        let left = self.left();
        // SAFETY: the elements are readable; the kernel checks the buffers.
        let moved = unsafe { socket::send_iovec(fd, left.as_ptr(), left.len()) }?;
        self.advance(moved);
        Ok(moved)
    }

    /// Sends the buffers as one datagram, see [`datagram::send`].
    pub fn send_datagram(&self, fd: RawFd, to: &SockAddr) -> Result<(), Errno> {
        let left = self.left();
        // SAFETY: the elements are readable; the kernel checks the buffers.
        unsafe { datagram::send(fd, to, left.as_ptr(), left.len()) }
    }

    /// Receives one datagram into the buffers, see [`datagram::receive`].
    pub fn receive_datagram(&mut self, fd: RawFd) -> Result<Received, Errno> {
        let left = &mut self.buffers[usize::from(self.first)..usize::from(self.end)];
        // SAFETY: the elements are readable; the buffers are nobody else's by the promise of `push`.
        unsafe { datagram::receive(fd, left.as_mut_ptr(), left.len()) }
    }

    /// Calls `f` with the buffers that are left.
    pub fn with_parts<T>(&self, f: impl FnOnce(&[IoSlice<'_>]) -> T) -> T {
        let mut parts = [IoSlice::new(&[]); MAX_BUFFERS];
        for (part, buffer) in parts.iter_mut().zip(self.left()) {
            if buffer.iov_len > 0 {
                // SAFETY: readable, and nobody else's, by the promise of `push`.
                *part = IoSlice::new(unsafe {
                    std::slice::from_raw_parts(buffer.iov_base.cast(), buffer.iov_len)
                });
            }
        }
        f(&parts[..self.left().len()])
    }

    fn left(&self) -> &[libc::iovec] {
        &self.buffers[usize::from(self.first)..usize::from(self.end)]
    }

    /// Drops `count` bytes from the front, and the empty buffers there.
    pub fn advance(&mut self, mut count: usize) {
        while self.first < self.end {
            let buffer = &mut self.buffers[usize::from(self.first)];
            let part = buffer.iov_len.min(count);
            buffer.iov_base = buffer.iov_base.wrapping_byte_add(part);
            buffer.iov_len -= part;
            count -= part;
            if buffer.iov_len > 0 {
                return;
            }
            self.first += 1;
        }
        (self.first, self.end) = (0, 0);
    }
}

/// Bytes that the program lends to be sent.
#[derive(Clone, Copy)]
pub struct LentBytes {
    base: *const u8,
    len: usize,
}

// SAFETY: the program lends the memory to the object that holds this, not to a thread.
unsafe impl Send for LentBytes {}
// SAFETY: the bytes are only read.
unsafe impl Sync for LentBytes {}

impl LentBytes {
    /// The `len` bytes at `base`, or no bytes when `base` is NULL.
    ///
    /// # Safety
    /// The bytes must stay valid and unchanged as long as this value or a copy of it is in use.
    pub unsafe fn new(base: *const u8, len: usize) -> LentBytes {
        LentBytes { base, len }
    }

    /// Where the program's bytes are. May be NULL.
    pub fn as_ptr(&self) -> *const u8 {
        self.base
    }

    /// The length that the program gave, even if it gave no bytes.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether that length is 0.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The bytes; none when the program gave NULL.
    pub fn as_slice(&self) -> &[u8] {
        if self.base.is_null() {
            return &[];
        }
        // SAFETY: valid and unchanged by the promise of `new`.
        unsafe { std::slice::from_raw_parts(self.base, self.len) }
    }
}

#[cfg(test)]
mod tests {
    use std::os::fd::AsRawFd;

    use super::*;

    fn lend(parts: &mut [&mut [u8]]) -> LentBuffers {
        let mut buffers = LentBuffers::EMPTY;
        for part in parts {
            // SAFETY: the parts outlive the list in each test.
            assert!(unsafe { buffers.push(part.as_mut_ptr(), part.len()) });
        }
        buffers
    }

    #[test]
    fn fill_crosses_buffers_and_skips_empty_ones() {
        let (mut a, mut b, mut c) = ([0; 2], [0; 0], [0; 3]);
        let mut buffers = lend(&mut [&mut a, &mut b, &mut c]);
        assert_eq!(buffers.len(), 5);
        assert_eq!(buffers.fill(b"abc"), 3);
        assert_eq!(buffers.len(), 2);
        assert_eq!(buffers.fill(b"defg"), 2);
        assert!(buffers.is_empty());
        assert_eq!((&a, &c), (b"ab", b"cde"));
    }

    #[test]
    #[cfg_attr(miri, ignore = "has no sendmsg")]
    fn bytes_move_through_sockets() {
        let (left, right) = socket::pair().unwrap();
        let (mut a, mut b) = (*b"ab", *b"cde");
        assert_eq!(lend(&mut [&mut a, &mut b]).send(left.as_raw_fd()), Ok(5));
        let (mut c, mut d) = ([0; 1], [0; 8]);
        let mut buffers = lend(&mut [&mut c, &mut d]);
        assert_eq!(buffers.recv(right.as_raw_fd()), Ok(5));
        assert_eq!(buffers.len(), 4);
        assert_eq!((&c, &d[..4]), (b"a", &b"bcde"[..]));
        assert_eq!(buffers.recv(right.as_raw_fd()), Err(Errno::EAGAIN));
    }

    #[test]
    fn parts_are_what_is_left() {
        let (mut a, mut b) = (*b"ab", *b"cde");
        let mut buffers = lend(&mut [&mut a, &mut [], &mut b]);
        buffers.advance(1);
        let text =
            buffers.with_parts(|parts| parts.iter().flat_map(|part| part.to_vec()).collect::<Vec<_>>());
        assert_eq!(text, b"bcde");
        assert!(LentBuffers::EMPTY.with_parts(|parts| parts.is_empty()));
    }

    #[test]
    fn there_is_a_most() {
        let mut byte = [0; 1];
        let mut buffers = LentBuffers::EMPTY;
        // SAFETY: nothing is read or written through the list.
        unsafe {
            assert!((0..MAX_BUFFERS).all(|_| buffers.push(byte.as_mut_ptr(), 1)));
            assert!(!buffers.push(byte.as_mut_ptr(), 1));
        }
    }
}
