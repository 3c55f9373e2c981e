//! A wake-up between threads.

use std::os::fd::{AsRawFd, RawFd};

use super::{Errno, epoll};

pub(crate) struct EventFd(RawFd);

impl EventFd {
    pub(crate) fn new() -> Result<EventFd, Errno> {
        Ok(EventFd(epoll::open()))
    }

    pub(crate) fn signal(&self) {
        epoll::signal(self.0);
    }
}

impl AsRawFd for EventFd {
    fn as_raw_fd(&self) -> RawFd {
        self.0
    }
}
