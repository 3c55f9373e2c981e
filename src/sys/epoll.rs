//! A poll set, see epoll(7).

use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};

use super::{Errno, check};

/// Readable, or the peer finished sending.
pub const IN: u32 = libc::EPOLLIN as u32;
/// Writable.
pub const OUT: u32 = libc::EPOLLOUT as u32;
/// An error is pending. Reported whether asked for or not.
pub const ERR: u32 = libc::EPOLLERR as u32;
/// Both directions are finished. Reported whether asked for or not.
pub const HUP: u32 = libc::EPOLLHUP as u32;
/// The peer finished sending.
pub const RDHUP: u32 = libc::EPOLLRDHUP as u32;
/// Report changes only: an event comes when something new arrives, not as long as it is there.
pub const EDGE: u32 = libc::EPOLLET as u32;
/// Report one event, then stay silent until the interest is modified.
pub const ONESHOT: u32 = libc::EPOLLONESHOT as u32;

/// An event as the kernel reports it.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct Event(libc::epoll_event);

impl Event {
    /// A blank element for the buffer given to [`Epoll::wait`].
    pub const EMPTY: Event = Event(libc::epoll_event { events: 0, u64: 0 });

    /// What happened: a mask of [`IN`], [`OUT`], [`ERR`], [`HUP`].
    pub fn events(&self) -> u32 {
        self.0.events
    }

    /// The token that the descriptor was added with.
    pub fn token(&self) -> u64 {
        self.0.u64
    }
}

/// An epoll set. The descriptors in it are not owned.
pub struct Epoll(OwnedFd);

impl Epoll {
    /// epoll_create1(2). Errors: `EMFILE`, `ENFILE`, `ENOMEM`.
    pub fn new() -> Result<Epoll, Errno> {
        // SAFETY: takes no pointers; the new descriptor is owned by nobody else.
        unsafe { Ok(Epoll(OwnedFd::from_raw_fd(check(libc::epoll_create1(libc::EPOLL_CLOEXEC))?))) }
    }

    /// Adds `fd`, to be reported as `token` when one of `events` is the case.
    ///
    /// Errors: `EBADF` (not open), `EPERM` (cannot be polled: a regular file or a directory), `EEXIST` (in the set
    /// already), `EINVAL` or `ELOOP` (the set itself, or sets that contain each other), `ENOMEM`, `ENOSPC`.
    pub fn add(&self, fd: RawFd, events: u32, token: u64) -> Result<(), Errno> {
        self.control(libc::EPOLL_CTL_ADD, fd, events, token)
    }

    /// Replaces what is asked of `fd`. Errors: `EBADF` (not open), `ENOENT` (not in the set), `ENOMEM`.
    pub fn modify(&self, fd: RawFd, events: u32, token: u64) -> Result<(), Errno> {
        self.control(libc::EPOLL_CTL_MOD, fd, events, token)
    }

    /// Removes `fd`. Errors: `EBADF` (not open), `ENOENT` (not in the set).
    pub fn delete(&self, fd: RawFd) -> Result<(), Errno> {
        self.control(libc::EPOLL_CTL_DEL, fd, 0, 0)
    }

    fn control(&self, op: i32, fd: RawFd, events: u32, token: u64) -> Result<(), Errno> {
        let mut event = libc::epoll_event { events, u64: token };
        // SAFETY: `event` is valid for the call, which does not keep the pointer.
        check(unsafe { libc::epoll_ctl(self.0.as_raw_fd(), op, fd, &mut event) }).map(drop)
    }

    /// Waits up to `timeout` milliseconds (-1: without limit) and returns how many elements of `events` were filled.
    ///
    /// Errors: `EINTR` (a signal was handled).
    pub fn wait(&self, events: &mut [Event], timeout: i32) -> Result<usize, Errno> {
        let len = events.len().min(i32::MAX as usize) as i32;
        // SAFETY: `Event` is transparent over epoll_event, and `events` is writable for `len` elements.
        let n = unsafe { libc::epoll_wait(self.0.as_raw_fd(), events.as_mut_ptr().cast(), len, timeout) };
        check(n).map(|n| n as usize)
    }
}

/// A set is readable when it has something to report, so sets can contain others.
impl AsRawFd for Epoll {
    fn as_raw_fd(&self) -> RawFd {
        self.0.as_raw_fd()
    }
}
