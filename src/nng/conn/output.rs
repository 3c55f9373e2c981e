//! What is to be sent and was not taken by the kernel yet.
//!
//! Heads and small bodies are gathered in a buffer, so that a batch of pipelined responses leaves in one call. A large
//! body is sent from where it is, together with what was gathered before it; nothing can be gathered behind it.

use std::cell::RefCell;
use std::io::IoSlice;
use std::sync::Arc;

use crate::nng::error::Error;
use crate::nng::message::{AnyMessage, Response, SendAs};
use crate::nng::transport::{Moved, Transport};

/// Bodies up to this size are copied behind their head.
const SMALL: usize = 4 * 1024;
/// Gathered bytes from which on they are sent before anything is added.
const FULL: usize = 64 * 1024;
/// Largest buffer that a thread keeps, and how many.
const KEEP: usize = 2 * FULL;
const SPARE: usize = 16;

thread_local! {
    static SPARES: RefCell<Vec<Vec<u8>>> = const { RefCell::new(Vec::new()) };
}

/// Bytes to be sent, in order.
#[derive(Default)]
pub(crate) struct Output {
    gathered: Vec<u8>,
    sent: usize,
    /// What follows, and how much of it was sent.
    body: Option<(Body, usize)>,
}

/// A large body.
enum Body {
    /// Of a response.
    Response(Arc<Response>),
    /// Of many responses.
    Shared(Arc<[u8]>),
    /// A piece of a file.
    Piece(Vec<u8>),
}

impl Body {
    fn with<T>(&self, f: impl FnOnce(&[u8]) -> T) -> T {
        match self {
            Body::Response(response) => response.with_body(f),
            Body::Shared(bytes) => f(bytes),
            Body::Piece(bytes) => f(bytes),
        }
    }
}

impl Output {
    pub(crate) fn is_empty(&self) -> bool {
        self.sent == self.gathered.len() && self.body.is_none()
    }

    /// Whether what is there should be sent before more is added.
    pub(crate) fn is_full(&self) -> bool {
        self.body.is_some() || self.gathered.len() - self.sent >= FULL
    }

    /// The buffer to append to. Not while a body is to follow.
    pub(crate) fn buffer(&mut self) -> &mut Vec<u8> {
        debug_assert!(self.body.is_none());
        if self.gathered.capacity() == 0 {
            if let Some(spare) = SPARES.try_with(|spares| spares.borrow_mut().pop()).ok().flatten() {
                self.gathered = spare;
            }
        }
        &mut self.gathered
    }

    /// Adds a response. `INVALID`, with nothing added, if it cannot be sent.
    pub(crate) fn respond(&mut self, response: &Arc<Response>, send_as: SendAs) -> Result<(), Error> {
        let is_large = response.write(self.buffer(), send_as, |out, body| {
            if body.len() > SMALL {
                return true;
            }
            out.extend_from_slice(body);
            false
        })?;
        if is_large {
            self.body = Some((Body::Response(response.clone()), 0));
        }
        Ok(())
    }

    /// Adds the body of a response whose head was appended.
    pub(crate) fn append(&mut self, body: &Arc<[u8]>) {
        if body.len() > SMALL {
            self.body = Some((Body::Shared(body.clone()), 0));
        } else {
            self.buffer().extend_from_slice(body);
        }
    }

    /// Adds a piece of a body.
    pub(crate) fn append_piece(&mut self, piece: Vec<u8>) {
        if piece.len() > SMALL {
            self.body = Some((Body::Piece(piece), 0));
        } else {
            self.buffer().extend_from_slice(&piece);
        }
    }

    /// Sends as much as the kernel takes. `true`: nothing is left.
    pub(crate) fn flush(&mut self, transport: &mut Transport) -> Result<bool, Error> {
        while !self.is_empty() {
            let moved = match &self.body {
                None => transport.send(&[IoSlice::new(&self.gathered[self.sent..])]),
                Some((body, offset)) => body.with(|body| {
                    let rest = body.get(*offset..).unwrap_or_default();
                    transport.send(&[IoSlice::new(&self.gathered[self.sent..]), IoSlice::new(rest)])
                }),
            }?;
            match moved {
                // Only a body that the program has shortened meanwhile leaves nothing to send.
                Moved::Bytes(0) => break,
                Moved::Bytes(count) => self.advance(count),
                Moved::Blocked | Moved::End => return Ok(false),
            }
        }
        self.clear();
        Ok(true)
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        self.body = None;
        self.sent = 0;
        let mut buffer = std::mem::take(&mut self.gathered);
        if buffer.capacity() == 0 || buffer.capacity() > KEEP {
            return;
        }
        buffer.clear();
        // Without the thread's store, at its end, the memory just goes away.
        let _ = SPARES.try_with(|spares| {
            let mut spares = spares.borrow_mut();
            if spares.len() < SPARE {
                spares.push(buffer);
            }
        });
    }

    fn advance(&mut self, count: usize) {
        let gathered = count.min(self.gathered.len() - self.sent);
        self.sent += gathered;
        if let Some((body, offset)) = &mut self.body {
            *offset += count - gathered;
            if *offset >= body.with(<[u8]>::len) {
                self.body = None;
            }
        }
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        self.clear();
    }
}
