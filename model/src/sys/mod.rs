//! In place of the library's system calls: a poll set, descriptors that become readable, and a clock that stands still.

pub(crate) mod epoll;
pub(crate) mod event;
pub(crate) mod lent;
pub(crate) mod timer;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Errno(pub(crate) i32);

impl Errno {
    pub(crate) const EAGAIN: Errno = Errno(libc::EAGAIN);
}

/// Time does not pass: a scenario itself says when timers expire.
pub(crate) mod clock {
    pub(crate) fn now_ns() -> u64 {
        1
    }
}

pub(crate) mod thread {
    use super::Errno;

    pub(crate) fn block_sigpipe() {}

    pub(crate) fn current_id() -> i32 {
        0
    }

    pub(crate) fn is_asleep(_: i32) -> Option<bool> {
        Some(true)
    }

    pub(crate) fn at_fork_in_child(_: extern "C" fn()) -> Result<(), Errno> {
        Ok(())
    }
}
