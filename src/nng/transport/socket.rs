//! A connected socket that the driver watches.
//!
//! Readiness is remembered between calls, because the poll set reports changes only: a direction counts as ready until
//! the kernel says `EAGAIN`, or hands over less than there was room for.

use std::io::IoSlice;
use std::os::fd::{AsRawFd, OwnedFd};

use super::Moved;
use crate::nng::driver::Readiness;
use crate::nng::error::Error;
use crate::sys::lent::LentBuffers;
use crate::sys::{Errno, socket};

/// See the head of the file.
pub(super) struct Socket {
    /// `None` once closed.
    fd: Option<OwnedFd>,
    readable: bool,
    writable: bool,
    /// The peer has finished sending, or worse; what it sent before may still be there.
    hung_up: bool,
}

impl Socket {
    pub(super) fn new(fd: OwnedFd) -> Socket {
        Socket { fd: Some(fd), readable: false, writable: true, hung_up: false }
    }

    /// One that was closed.
    pub(super) fn closed() -> Socket {
        Socket { fd: None, readable: false, writable: false, hung_up: true }
    }

    /// Takes note of an event.
    pub(super) fn note(&mut self, readiness: Readiness) {
        self.readable |= readiness.readable();
        self.writable |= readiness.writable();
        self.hung_up |= readiness.hung_up();
    }

    /// `None` once closed.
    pub(super) fn descriptor(&self) -> Option<&OwnedFd> {
        self.fd.as_ref()
    }

    /// `CLOSED` once closed.
    pub(super) fn check(&self) -> Result<&OwnedFd, Error> {
        self.fd.as_ref().ok_or(Error::CLOSED)
    }

    /// Whether a read may find something.
    pub(super) fn is_readable(&self) -> bool {
        self.readable
    }

    /// Closes the socket. Everything fails with `CLOSED` from now on.
    pub(super) fn close(&mut self) {
        self.fd = None;
    }

    /// Tells the peer that nothing more will be sent.
    pub(super) fn finish_sending(&mut self) {
        if let Some(fd) = &self.fd {
            // A connection that is gone already needs no farewell.
            let _ = socket::shutdown_write(fd.as_raw_fd());
        }
    }

    /// Receives into a buffer, which has room.
    pub(super) fn recv(&mut self, buffer: &mut [u8]) -> Result<Moved, Error> {
        let room = buffer.len();
        self.receive(room, |fd| socket::recv(fd, buffer))
    }

    /// Receives into buffers of the program, which have room.
    pub(super) fn recv_lent(&mut self, buffers: &mut LentBuffers) -> Result<Moved, Error> {
        self.receive(buffers.len(), |fd| buffers.recv(fd))
    }

    /// Sends from several buffers, which are not all empty.
    pub(super) fn send(&mut self, parts: &[IoSlice<'_>]) -> Result<Moved, Error> {
        self.transmit(|fd| match parts {
            [part] => socket::send(fd, part),
            parts => socket::send_vectored(fd, parts),
        })
    }

    /// Sends from buffers of the program, which are not all empty.
    pub(super) fn send_lent(&mut self, buffers: &mut LentBuffers) -> Result<Moved, Error> {
        self.transmit(|fd| buffers.send(fd))
    }

    fn receive(
        &mut self,
        room: usize,
        mut recv: impl FnMut(i32) -> Result<usize, Errno>,
    ) -> Result<Moved, Error> {
        let fd = self.check()?;
        if !self.readable {
            return Ok(Moved::Blocked);
        }
        match uninterrupted(|| recv(fd.as_raw_fd())) {
            Ok(0) => Ok(Moved::End),
            Ok(count) => {
                // Nothing is left behind a short read, unless the end is: that comes without a further event.
                self.readable = count == room || self.hung_up;
                Ok(Moved::Bytes(count))
            }
            Err(Errno::EAGAIN) => {
                self.readable = false;
                Ok(Moved::Blocked)
            }
            Err(errno) => Err(errno.into()),
        }
    }

    fn transmit(&mut self, mut send: impl FnMut(i32) -> Result<usize, Errno>) -> Result<Moved, Error> {
        let fd = self.check()?;
        if !self.writable {
            return Ok(Moved::Blocked);
        }
        match uninterrupted(|| send(fd.as_raw_fd())) {
            Ok(count) => Ok(Moved::Bytes(count)),
            Err(Errno::EAGAIN) => {
                self.writable = false;
                Ok(Moved::Blocked)
            }
            // The peer is gone, which a reader is told in the same way.
            Err(Errno::EPIPE) => Err(Error::CONNECTION_SHUT),
            Err(errno) => Err(errno.into()),
        }
    }
}

/// Repeats a call that a signal interrupted.
fn uninterrupted(mut call: impl FnMut() -> Result<usize, Errno>) -> Result<usize, Errno> {
    loop {
        match call() {
            Err(Errno::EINTR) => {}
            result => return result,
        }
    }
}
