//! The operating system: the only place of the library that makes system calls.
//!
//! Thin and honest: a function here is one system call (or the few that always go together) with its C types and its
//! `errno` turned into Rust's. Nothing retries, waits or decides; that is the business of the two faces. Every
//! descriptor made here is non-blocking and close-on-exec, and no send raises `SIGPIPE`.
#![allow(unsafe_code)]

pub mod addr;
pub mod clock;
pub mod datagram;
pub mod epoll;
pub mod errno;
pub mod event;
pub mod lent;
pub mod local_time;
pub mod random;
pub mod resolver;
pub mod rights;
pub mod service;
pub mod socket;
pub mod sync;
pub mod syslog;
pub mod thread;
pub mod timer;

pub use addr::SockAddr;
pub use errno::Errno;

/// Turns the `-1` convention of C calls into a result.
pub(crate) fn check<T: PartialOrd + From<i8>>(rc: T) -> Result<T, Errno> {
    if rc < T::from(0) { Err(Errno::last()) } else { Ok(rc) }
}
