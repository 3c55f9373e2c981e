//! The bytes of a connection: a socket, watched for both directions from the beginning, perhaps with TLS on it.
//!
//! Nothing here waits. A call moves what it can and says [`Moved::Blocked`] when an event has to come first; then it is
//! made again. With TLS the handshake is part of the first calls, whichever direction they are for, and so are its
//! failures.
//!
//! # Sending over TLS
//!
//! Bytes count as sent when the kernel has taken all that they were encrypted to, as they do without TLS: whoever is
//! told so may close at once. So a send that was `Blocked` has to be repeated with the same bytes, and is not
//! repeated only if nothing more will be sent, or after [`Transport::forget_send`].

mod socket;
mod tls;

use std::io::IoSlice;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use socket::Socket;
use tls::Tls;

use super::driver::Readiness;
use super::error::Error;
use crate::sys::lent::LentBuffers;
use crate::tls::Session;

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

/// See the head of the file.
pub(crate) struct Transport {
    socket: Socket,
    tls: Option<Box<Tls>>,
}

impl Transport {
    /// A connected socket as it is.
    pub(crate) fn plain(fd: OwnedFd) -> Transport {
        Transport { socket: Socket::new(fd), tls: None }
    }

    /// One that was closed.
    pub(crate) fn closed() -> Transport {
        Transport { socket: Socket::closed(), tls: None }
    }

    /// A connected socket with TLS on it, of which nothing was sent or received yet.
    pub(crate) fn secure(fd: OwnedFd, session: Session) -> Transport {
        Transport { socket: Socket::new(fd), tls: Some(Box::new(Tls::new(session))) }
    }

    /// The socket, until it is closed.
    pub(crate) fn descriptor(&self) -> Option<BorrowedFd<'_>> {
        self.socket.descriptor().map(AsFd::as_fd)
    }

    /// What TLS knows of the peer, if there is TLS.
    pub(crate) fn session(&self) -> Option<&Session> {
        self.tls.as_ref().map(|tls| tls.session())
    }

    /// Takes note of an event.
    pub(crate) fn note(&mut self, readiness: Readiness) {
        self.socket.note(readiness);
        if let Some(tls) = &mut self.tls {
            tls.flush_answers(&mut self.socket);
        }
    }

    pub(crate) fn is_open(&self) -> bool {
        self.socket.descriptor().is_some()
    }

    /// Whether a read may find something.
    pub(crate) fn is_readable(&self) -> bool {
        self.socket.is_readable() || self.tls.as_ref().is_some_and(|tls| tls.is_readable())
    }

    /// Whether there is TLS whose handshake is not done.
    pub(crate) fn is_handshaking(&self) -> bool {
        self.session().is_some_and(Session::is_handshaking)
    }

    /// Whether the peer has finished sending without saying so, which with TLS may be somebody else's doing (RFC 8446
    /// section 6.1).
    pub(crate) fn is_truncated(&self) -> bool {
        self.session().is_some_and(|session| session.error() == Some(&crate::tls::Error::Truncated))
    }

    /// Whether TLS itself has failed. The peer is told why when sending is [finished](Self::finish_sending).
    pub(crate) fn tls_has_failed(&self) -> bool {
        !self.is_truncated() && self.session().is_some_and(|session| session.error().is_some())
    }

    /// Whether the last call was `Blocked` only to let other connections have their turn: no event will come. Says so
    /// once.
    pub(crate) fn has_given_way(&mut self) -> bool {
        self.tls.as_mut().is_some_and(|tls| tls.has_given_way())
    }

    /// Closes the socket. Everything fails with `CLOSED` from now on.
    ///
    /// With TLS the peer is told before, if that is possible at once and nothing was left half sent.
    pub(crate) fn close(&mut self) {
        if let Some(tls) = &mut self.tls {
            tls.say_goodbye(&mut self.socket);
        }
        self.socket.close();
    }

    /// Tells the peer that nothing more will be sent.
    pub(crate) fn finish_sending(&mut self) {
        match &mut self.tls {
            None => self.socket.finish_sending(),
            Some(tls) => tls.finish_sending(&mut self.socket),
        }
    }

    /// Receives into a buffer, which has room.
    pub(crate) fn recv(&mut self, buffer: &mut [u8]) -> Result<Moved, Error> {
        let Some(tls) = &mut self.tls else { return self.socket.recv(buffer) };
        let mut filled = 0;
        tls.recv(&mut self.socket, |plaintext| {
            let count = plaintext.len().min(buffer.len() - filled);
            buffer[filled..filled + count].copy_from_slice(&plaintext[..count]);
            filled += count;
            count
        })
    }

    /// Receives into buffers of the program, which have room; they shrink by what came.
    pub(crate) fn recv_lent(&mut self, buffers: &mut LentBuffers) -> Result<Moved, Error> {
        match &mut self.tls {
            None => self.socket.recv_lent(buffers),
            Some(tls) => tls.recv(&mut self.socket, |plaintext| buffers.fill(plaintext)),
        }
    }

    /// Receives what nobody wants to know any more, encrypted or not.
    pub(crate) fn discard(&mut self) -> Result<Moved, Error> {
        tls::with_scratch(|buffer| self.socket.recv(buffer))
    }

    /// Sends from several buffers, which are not all empty.
    pub(crate) fn send(&mut self, parts: &[IoSlice<'_>]) -> Result<Moved, Error> {
        match &mut self.tls {
            None => self.socket.send(parts),
            Some(tls) => tls.send(&mut self.socket, parts),
        }
    }

    /// Sends from buffers of the program, which are not all empty; they shrink by what went.
    pub(crate) fn send_lent(&mut self, buffers: &mut LentBuffers) -> Result<Moved, Error> {
        let Some(tls) = &mut self.tls else { return self.socket.send_lent(buffers) };
        let moved = buffers.with_parts(|parts| tls.send(&mut self.socket, parts))?;
        if let Moved::Bytes(count) = moved {
            buffers.advance(count);
        }
        Ok(moved)
    }

    /// The send that was `Blocked` is not repeated. What TLS has taken of it is sent all the same.
    pub(crate) fn forget_send(&mut self) {
        if let Some(tls) = &mut self.tls {
            tls.forget_send();
        }
    }
}

#[cfg(test)]
mod tests;
