//! A wake-up between threads that a poll set can watch, see eventfd(2).

use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};

use super::{Errno, check};

/// A counter that is readable while it is not zero.
pub struct EventFd(OwnedFd);

impl EventFd {
    /// A counter of zero. Errors: `EMFILE`, `ENFILE`, `ENODEV`, `ENOMEM`.
    pub fn new() -> Result<EventFd, Errno> {
        // SAFETY: takes no pointers; the new descriptor is owned by nobody else.
        unsafe {
            Ok(EventFd(OwnedFd::from_raw_fd(check(libc::eventfd(
                0,
                libc::EFD_CLOEXEC | libc::EFD_NONBLOCK,
            ))?)))
        }
    }

    /// Makes the descriptor readable. May be called from any thread.
    pub fn signal(&self) {
        let one = 1u64;
        // SAFETY: writes the 8 bytes of `one`. The write fails only when the counter is full, i.e. readable anyway.
        unsafe { libc::write(self.0.as_raw_fd(), (&raw const one).cast(), 8) };
    }

    /// Makes the descriptor unreadable again, and tells whether it had been signalled.
    pub fn clear(&self) -> bool {
        let mut count = 0u64;
        // SAFETY: reads up to 8 bytes into `count`. Fails with EAGAIN when nothing was signalled.
        unsafe { libc::read(self.0.as_raw_fd(), (&raw mut count).cast(), 8) == 8 }
    }
}

impl AsRawFd for EventFd {
    fn as_raw_fd(&self) -> RawFd {
        self.0.as_raw_fd()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sys::epoll::{self, Epoll, Event};

    #[test]
    fn signal_is_seen_by_a_poll_set_until_cleared() {
        let (event, set) = (EventFd::new().unwrap(), Epoll::new().unwrap());
        set.add(event.as_raw_fd(), epoll::IN, 7).unwrap();
        let mut seen = [Event::EMPTY; 2];
        assert_eq!(set.wait(&mut seen, 0).unwrap(), 0);
        event.signal();
        event.signal();
        assert_eq!(set.wait(&mut seen, 0).unwrap(), 1);
        assert_eq!((seen[0].token(), seen[0].events()), (7, epoll::IN));
        assert!(event.clear());
        assert!(!event.clear());
        assert_eq!(set.wait(&mut seen, 0).unwrap(), 0);
    }

    #[test]
    fn poll_set_refuses_what_cannot_be_polled() {
        let set = Epoll::new().unwrap();
        let file = std::fs::File::open("/proc/self/exe").unwrap();
        assert_eq!(set.add(file.as_raw_fd(), epoll::IN, 0), Err(Errno::EPERM));
        assert_eq!(set.add(-1, epoll::IN, 0), Err(Errno::EBADF));
        let event = EventFd::new().unwrap();
        assert_eq!(set.modify(event.as_raw_fd(), epoll::IN, 0), Err(Errno::ENOENT));
    }
}
