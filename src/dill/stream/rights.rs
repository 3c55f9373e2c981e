//! Descriptors among the bytes of a UNIX-domain stream: each is attached to one byte of its own.

use std::os::fd::{OwnedFd, RawFd};

use super::Stream;
use crate::dill::scheduler::context::Context;
use crate::dill::scheduler::fds::Readiness;
use crate::sys::Errno;
use crate::sys::rights::{self, Received};

/// The byte that carries a descriptor.
const MARK: u8 = 0xcc;

impl Stream {
    /// Sends a duplicate of `passed`: `EBUSY`; `EPIPE` after [`finish_sending`](Self::finish_sending); `ETIMEDOUT`,
    /// `ECANCELED`, `EBADF` (`passed` is not open) and what else the kernel says, and nothing has been sent.
    /// `ECONNRESET`: the direction is broken. What was held has been flushed before; its error is reported, too.
    pub(crate) fn send_descriptor(&self, cx: &Context, passed: RawFd, deadline: i64) -> Result<(), Errno> {
        let _transfer = self.tx.enter()?;
        self.check_sending()?;
        loop {
            match self.fd().and_then(|fd| rights::send(fd, MARK, passed)) {
                Ok(()) => return Ok(()),
                Err(Errno::EINTR) => {}
                Err(Errno::EAGAIN) => self.wait(cx, Readiness::Out, deadline)?,
                Err(Errno::EPIPE | Errno::ECONNRESET) => {
                    self.tx.note(Errno::ECONNRESET);
                    return Err(Errno::ECONNRESET);
                }
                Err(e) => return Err(e),
            }
        }
    }

    /// Receives one byte and the descriptor that is attached to it: `EBUSY`; `EPIPE` when the peer has finished in good
    /// order; `EPROTO` (a byte without a descriptor), `EMFILE` (this process has too many descriptors; it is lost),
    /// `ECONNRESET`, `ETIMEDOUT`, `ECANCELED` and what else the kernel says, after which the direction is broken.
    pub(crate) fn receive_descriptor(&self, cx: &Context, deadline: i64) -> Result<OwnedFd, Errno> {
        let _transfer = self.rx.enter()?;
        self.rx.check()?;
        let receive = || loop {
            match self.fd().and_then(rights::receive) {
                Ok(Received::Descriptor(fd)) => return Ok(fd),
                Ok(Received::End) => return Err(Errno::EPIPE),
                Ok(Received::Nothing) => return Err(Errno::EPROTO),
                Ok(Received::Lost) => return Err(Errno::EMFILE),
                Err(Errno::EINTR) => {}
                Err(Errno::EAGAIN) => self.wait(cx, Readiness::In, deadline)?,
                Err(e) => return Err(e),
            }
        };
        receive().inspect_err(|e| self.rx.note(*e))
    }
}
