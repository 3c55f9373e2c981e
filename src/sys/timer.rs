//! A timer that a poll set can watch, see timerfd_create(2). Times are those of [`clock::now_ns`](super::clock).

use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};

use super::{Errno, check};

/// A descriptor that becomes readable at a point in time.
pub struct TimerFd(OwnedFd);

impl TimerFd {
    /// A timer that is not set. Errors: `EMFILE`, `ENFILE`, `ENODEV`, `ENOMEM`.
    pub fn new() -> Result<TimerFd, Errno> {
        let flags = libc::TFD_CLOEXEC | libc::TFD_NONBLOCK;
        // SAFETY: takes no pointers; the new descriptor is owned by nobody else.
        unsafe {
            #[cfg(not(miri))]
            let fd = libc::timerfd_create(libc::CLOCK_MONOTONIC, flags);
            // Miri has no timers. There it is one whose time never comes.
            #[cfg(miri)]
            let fd = libc::eventfd(0, flags);
            Ok(TimerFd(OwnedFd::from_raw_fd(check(fd)?)))
        }
    }

    /// Makes the descriptor readable at `deadline` nanoseconds of the monotonic clock, or at once when that is past.
    /// Replaces what was set before, and makes the descriptor unreadable until then.
    pub fn set(&self, deadline: u64) {
        if cfg!(miri) {
            return;
        }
        let zero = libc::timespec { tv_sec: 0, tv_nsec: 0 };
        // An all-zero time would disarm the timer, so the earliest one is a nanosecond after boot.
        let deadline = deadline.max(1);
        let at = libc::timespec {
            tv_sec: libc::time_t::try_from(deadline / 1_000_000_000).unwrap_or(libc::time_t::MAX),
            tv_nsec: (deadline % 1_000_000_000) as libc::c_long,
        };
        let spec = libc::itimerspec { it_interval: zero, it_value: at };
        // SAFETY: `spec` is readable for the call. It cannot fail: the descriptor is a timer, the time is normalised.
        unsafe {
            libc::timerfd_settime(self.0.as_raw_fd(), libc::TFD_TIMER_ABSTIME, &spec, std::ptr::null_mut())
        };
    }
}

impl AsRawFd for TimerFd {
    fn as_raw_fd(&self) -> RawFd {
        self.0.as_raw_fd()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sys::clock;
    use crate::sys::epoll::{self, Epoll, Event};

    #[test]
    #[cfg_attr(miri, ignore = "has no timers")]
    fn is_readable_from_its_time_on() {
        let (timer, set) = (TimerFd::new().unwrap(), Epoll::new().unwrap());
        set.add(timer.as_raw_fd(), epoll::IN, 1).unwrap();
        let mut seen = [Event::EMPTY; 1];
        assert_eq!(set.wait(&mut seen, 0).unwrap(), 0);
        let deadline = clock::now_ns() + 5_000_000;
        timer.set(deadline);
        assert_eq!(set.wait(&mut seen, 10_000).unwrap(), 1);
        assert!(clock::now_ns() >= deadline);
        timer.set(u64::MAX);
        assert_eq!(set.wait(&mut seen, 0).unwrap(), 0);
        timer.set(0);
        assert_eq!(set.wait(&mut seen, 10_000).unwrap(), 1);
    }
}
