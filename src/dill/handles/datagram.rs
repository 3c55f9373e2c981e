//! Datagrams from and into lists.
//!
//! A datagram is sent and received in one call. A list that is in too many pieces for that, or that has bytes to be
//! dropped, goes through a buffer.

use std::os::fd::RawFd;
use std::ptr;

use super::iolist::IoList;
use crate::sys::datagram::{self, Received};
use crate::sys::{Errno, SockAddr};

/// No datagram is larger.
const LARGEST: usize = 65536;

fn iovec(base: *mut u8, len: usize) -> libc::iovec {
    libc::iovec { iov_base: base.cast(), iov_len: len }
}

impl IoList<'_> {
    /// Sends the list as one datagram. Errors: `EFAULT` (a buffer is NULL), those of [`datagram::send`].
    pub(crate) fn send_datagram(&self, fd: RawFd, to: &SockAddr) -> Result<(), Errno> {
        let parts = self.readable()?;
        if let Some((vector, count)) = self.cursor().describe_few() {
            // SAFETY: `count` elements are filled.
            return unsafe { datagram::send(fd, to, vector.as_ptr(), count) };
        }
        if self.total() > LARGEST {
            return Err(Errno::EMSGSIZE);
        }
        let mut copy = Vec::with_capacity(self.total());
        parts.for_each(|part| copy.extend_from_slice(part));
        // SAFETY: one element, filled.
        unsafe { datagram::send(fd, to, &iovec(copy.as_mut_ptr(), copy.len()), 1) }
    }

    /// Receives a datagram into the list, as much of it as fits. Errors: those of [`datagram::receive`].
    pub(crate) fn receive_datagram(&self, fd: RawFd) -> Result<Received, Errno> {
        if let Some((mut vector, count)) = self.cursor().describe_few().filter(|_| !self.has_holes()) {
            // SAFETY: `count` elements are filled; the buffers may be written by the promise given to `new`.
            return unsafe { datagram::receive(fd, vector.as_mut_ptr(), count) };
        }
        let mut copy = vec![0; self.total().min(LARGEST)];
        // SAFETY: one element, filled.
        let received = unsafe { datagram::receive(fd, &mut iovec(copy.as_mut_ptr(), copy.len()), 1) }?;
        self.cursor().fill(&copy[..received.size.min(copy.len())]);
        Ok(received)
    }
}

/// Receives a datagram and drops its bytes. Errors: those of [`datagram::receive`].
pub(crate) fn drop_datagram(fd: RawFd) -> Result<Received, Errno> {
    // SAFETY: no elements.
    unsafe { datagram::receive(fd, ptr::null_mut(), 0) }
}
