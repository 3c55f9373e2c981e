//! TLS on a socket: moves the bytes of a [`Session`], which moves none itself.
//!
//! ```text
//!   send ----> Session::write          Session::poll_plaintext ----> recv
//!                   | poll_output             ^ handle_input
//!                   v                         |
//!                socket                    socket
//! ```
//!
//! All records that there are leave in one call, and several are received in one. Input is decrypted when it is wanted:
//! nothing is received while there is plaintext that nobody took, so a connection keeps no more than two records of it.
//!
//! What the session answers to the peer on its own account (handshake messages, alerts) is sent by whoever is there. If
//! the kernel does not take it at once, the next event or send does it.

use std::cell::Cell;
use std::io::IoSlice;

use super::Moved;
use super::socket::Socket;
use crate::nng::error::Error;
use crate::nng::log;
use crate::tls::{self, Plaintext, Session};

/// Most bytes that are received at a time: a bit more than a record can have (RFC 8446 section 5.2).
const SCRATCH: usize = 17 * 1024;
/// How often a call receives input that comes to nothing for the caller, before others get their turn.
const TURN: u32 = 8;

thread_local! {
    static SPARE: Cell<Option<Box<[u8]>>> = const { Cell::new(None) };
}

/// Lends a buffer for what does not outlive the call.
pub(super) fn with_scratch<T>(f: impl FnOnce(&mut [u8]) -> T) -> T {
    let spare = SPARE.try_with(Cell::take).ok().flatten();
    let mut buffer = spare.unwrap_or_else(|| vec![0; SCRATCH].into_boxed_slice());
    let result = f(&mut buffer);
    // Without the thread's store, at its end, the memory just goes away.
    let _ = SPARE.try_with(|spare| spare.set(Some(buffer)));
    result
}

/// See the head of the file.
pub(super) struct Tls {
    session: Session,
    /// Bytes that the session has taken to send and that have not left, all of them, yet.
    taken: usize,
    /// The socket's sending direction ends when everything has left.
    finishing: bool,
    gave_way: bool,
}

impl Tls {
    pub(super) fn new(session: Session) -> Tls {
        Tls { session, taken: 0, finishing: false, gave_way: false }
    }

    pub(super) fn session(&self) -> &Session {
        &self.session
    }

    /// Whether there is something to be received that no event will tell of.
    pub(super) fn is_readable(&self) -> bool {
        let session = &self.session;
        session.has_plaintext() || session.error().is_some() || session.is_closed_by_peer()
    }

    pub(super) fn has_given_way(&mut self) -> bool {
        std::mem::take(&mut self.gave_way)
    }

    /// Hands plaintext to `take`, which tells how much it has used, until that is less than it got or nothing more is
    /// there.
    pub(super) fn recv(
        &mut self,
        socket: &mut Socket,
        mut take: impl FnMut(&[u8]) -> usize,
    ) -> Result<Moved, Error> {
        socket.check()?;
        let (mut moved, mut received) = (0, 0);
        loop {
            self.flush_answers(socket);
            match self.session.poll_plaintext() {
                Ok(Plaintext::Data(piece)) => {
                    let (len, used) = (piece.len(), take(piece));
                    self.session.consume(used);
                    moved += used;
                    if used < len {
                        return Ok(Moved::Bytes(moved));
                    }
                }
                _ if moved > 0 => return Ok(Moved::Bytes(moved)),
                Ok(Plaintext::End) | Err(tls::Error::Truncated) => return Ok(Moved::End),
                Err(error) => return Err(error.into()),
                Ok(Plaintext::Nothing) if received == TURN => {
                    self.gave_way = true;
                    return Ok(Moved::Blocked);
                }
                Ok(Plaintext::Nothing) => {
                    received += 1;
                    if !self.receive(socket)? {
                        return Ok(Moved::Blocked);
                    }
                }
            }
        }
    }

    pub(super) fn send(&mut self, socket: &mut Socket, parts: &[IoSlice<'_>]) -> Result<Moved, Error> {
        socket.check()?;
        if !self.shake_hands(socket)? {
            return Ok(Moved::Blocked);
        }
        if self.taken == 0 {
            if !self.flush(socket)? {
                return Ok(Moved::Blocked);
            }
            self.taken = self.session.write(parts)?;
        }
        let has_left = self.flush(socket)?;
        Ok(if has_left { Moved::Bytes(std::mem::take(&mut self.taken)) } else { Moved::Blocked })
    }

    pub(super) fn forget_send(&mut self) {
        self.taken = 0;
    }

    pub(super) fn finish_sending(&mut self, socket: &mut Socket) {
        self.session.close();
        self.finishing = true;
        self.flush_answers(socket);
    }

    /// Sends a close_notify, if that is possible at once. Without one the peer knows that something is missing.
    pub(super) fn say_goodbye(&mut self, socket: &mut Socket) {
        if self.taken == 0 && !self.session.is_handshaking() {
            self.session.close();
        }
        self.flush_answers(socket);
    }

    /// Sends what there is to send. A failure is for those to know who send or receive.
    pub(super) fn flush_answers(&mut self, socket: &mut Socket) {
        let _ = self.flush(socket);
    }

    /// Sends what there is to send. `true`: nothing is left.
    fn flush(&mut self, socket: &mut Socket) -> Result<bool, Error> {
        while self.session.wants_output() {
            let mut is_blocked = false;
            self.session.poll_output(|pieces| {
                Ok::<_, Error>(match socket.send(pieces)? {
                    Moved::Bytes(count) => count,
                    Moved::Blocked | Moved::End => {
                        is_blocked = true;
                        0
                    }
                })
            })?;
            if is_blocked {
                return Ok(false);
            }
        }
        if std::mem::take(&mut self.finishing) {
            socket.finish_sending();
        }
        Ok(true)
    }

    /// Carries the handshake on. `true`: it is done.
    fn shake_hands(&mut self, socket: &mut Socket) -> Result<bool, Error> {
        for _ in 0..TURN {
            if !self.session.is_handshaking() {
                return Ok(true);
            }
            if let Some(error) = self.session.error().cloned() {
                self.flush_answers(socket);
                return Err(error.into());
            }
            self.flush(socket)?;
            if !self.receive(socket)? {
                return Ok(false);
            }
        }
        self.gave_way = true;
        Ok(false)
    }

    /// Receives what the socket has, in one call. `false`: nothing.
    ///
    /// An error here is the socket's; the session returns its own when it is asked for plaintext.
    fn receive(&mut self, socket: &mut Socket) -> Result<bool, Error> {
        let is_handshaking = self.session.is_handshaking() && self.session.error().is_none();
        let handled = with_scratch(|buffer| match socket.recv(buffer)? {
            Moved::Bytes(count) => Ok(Some(self.session.handle_input(&buffer[..count]).map(drop))),
            Moved::End => Ok(Some(self.session.handle_end())),
            Moved::Blocked => Ok::<_, Error>(None),
        })?;
        if let (true, Some(Err(error))) = (is_handshaking, &handled) {
            log::report_later(log::level::WARN, c"NNG-TLS-HANDSHAKE", || format!("TLS handshake: {error}"));
        }
        Ok(handled.is_some())
    }
}
