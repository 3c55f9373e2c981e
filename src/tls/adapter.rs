//! What rustls reads from and writes to: it knows transports only as `Read` and `Write`.

use std::io::{self, IoSlice, Read, Write};

/// A transport that has nothing to read.
pub(super) struct NothingYet;

impl Read for NothingYet {
    fn read(&mut self, _buffer: &mut [u8]) -> io::Result<usize> {
        Err(io::ErrorKind::WouldBlock.into())
    }
}

/// Lends a closure to rustls as a writer that is used once.
pub(super) struct Sink<F, E> {
    send: Option<F>,
    error: Option<E>,
}

impl<F, E> Sink<F, E> {
    pub(super) fn new(send: F) -> Sink<F, E> {
        Sink { send: Some(send), error: None }
    }

    /// The error of the closure, if it had one.
    pub(super) fn into_error(self) -> Option<E> {
        self.error
    }
}

impl<F: FnOnce(&[IoSlice<'_>]) -> Result<usize, E>, E> Write for Sink<F, E> {
    fn write_vectored(&mut self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        let available = pieces.iter().map(|piece| piece.len()).sum();
        match self.send.take().map(|send| send(pieces)) {
            Some(Ok(sent)) => Ok(sent.min(available)),
            Some(Err(error)) => {
                self.error = Some(error);
                Err(io::ErrorKind::Other.into())
            }
            None => Ok(0),
        }
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_vectored(&[IoSlice::new(bytes)])
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
