//! The bytes of a connection: a socket, watched for both directions from the beginning.
//!
//! Readiness is remembered between calls, because the poll set reports changes only: a direction counts as ready until
//! the kernel says `EAGAIN`, or hands over less than there was room for.

use std::io::IoSlice;
use std::os::fd::{AsRawFd, OwnedFd};

use crate::nng::driver::Readiness;
use crate::nng::error::Error;
use crate::sys::lent::LentBuffers;
use crate::sys::{Errno, socket};

/// What came of an attempt to move bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Moved {
    /// So many bytes, at least one.
    Bytes(usize),
    /// None at present.
    Blocked,
    /// None any more: the peer finished sending.
    End,
}

/// A connected socket.
pub(crate) struct Stream {
    /// `None` once closed.
    fd: Option<OwnedFd>,
    readable: bool,
    writable: bool,
    /// The peer has finished sending, or worse; what it sent before may still be there.
    hung_up: bool,
}

impl Stream {
    pub(crate) fn new(fd: OwnedFd) -> Stream {
        Stream { fd: Some(fd), readable: false, writable: true, hung_up: false }
    }

    /// Takes note of an event.
    pub(crate) fn note(&mut self, readiness: Readiness) {
        self.readable |= readiness.readable();
        self.writable |= readiness.writable();
        self.hung_up |= readiness.hung_up();
    }

    pub(crate) fn is_open(&self) -> bool {
        self.fd.is_some()
    }

    /// Whether a read may find something.
    pub(crate) fn is_readable(&self) -> bool {
        self.readable
    }

    /// Closes the socket. Everything fails with `CLOSED` from now on.
    pub(crate) fn close(&mut self) {
        self.fd = None;
    }

    /// Tells the peer that nothing more will be sent.
    pub(crate) fn finish_sending(&mut self) {
        if let Some(fd) = &self.fd {
            // A connection that is gone already needs no farewell.
            let _ = socket::shutdown_write(fd.as_raw_fd());
        }
    }

    /// Receives into a buffer, which has room.
    pub(crate) fn recv(&mut self, buffer: &mut [u8]) -> Result<Moved, Error> {
        let room = buffer.len();
        self.receive(room, |fd| socket::recv(fd, buffer))
    }

    /// Receives into buffers of the program, which have room.
    pub(crate) fn recv_lent(&mut self, buffers: &mut LentBuffers) -> Result<Moved, Error> {
        self.receive(buffers.len(), |fd| buffers.recv(fd))
    }

    /// Sends from several buffers, which are not all empty.
    pub(crate) fn send(&mut self, parts: &[IoSlice<'_>]) -> Result<Moved, Error> {
        self.transmit(|fd| match parts {
            [part] => socket::send(fd, part),
            parts => socket::send_vectored(fd, parts),
        })
    }

    /// Sends from buffers of the program, which are not all empty.
    pub(crate) fn send_lent(&mut self, buffers: &mut LentBuffers) -> Result<Moved, Error> {
        self.transmit(|fd| buffers.send(fd))
    }

    fn receive(
        &mut self,
        room: usize,
        mut recv: impl FnMut(i32) -> Result<usize, Errno>,
    ) -> Result<Moved, Error> {
        let Some(fd) = &self.fd else { return Err(Error::CLOSED) };
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
        let Some(fd) = &self.fd else { return Err(Error::CLOSED) };
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
