//! A timer that never expires by itself: a scenario says when time is over.

use std::os::fd::{AsRawFd, RawFd};

use super::{Errno, epoll};

pub(crate) struct TimerFd(RawFd);

impl TimerFd {
    pub(crate) fn new() -> Result<TimerFd, Errno> {
        Ok(TimerFd(epoll::open()))
    }

    pub(crate) fn set(&self, _deadline: u64) {}
}

impl AsRawFd for TimerFd {
    fn as_raw_fd(&self) -> RawFd {
        self.0
    }
}
