//! Waiting for file descriptors.

use std::ffi::c_int;

use super::status;
use crate::dill::scheduler::context::Context;
use crate::dill::scheduler::fds::{Owner, Readiness};

/// Waits until the file descriptor is readable, or in a state in which reading fails at once.
///
/// Always gives the other coroutines a turn, even if it is ready. Before `fd` is closed, or handed to other code, call
/// `dill_fdclean`.
///
/// Returns 0, or -1 with errno set: `ECANCELED`; `EBADF` (not an open descriptor, or it was closed meanwhile), `ENOTSUP`
/// (cannot be waited for, a regular file for instance), `EBUSY` (another coroutine waits for the same), `ENOMEM`,
/// `ENOSPC` (see epoll_ctl(2)); `ETIMEDOUT`.
#[unsafe(no_mangle)]
pub extern "C" fn dill_fdin(fd: c_int, deadline: i64) -> c_int {
    status(Context::with(|cx| cx.wait_for_fd(fd, Readiness::In, deadline, Owner::Program)))
}

/// Waits until the file descriptor is writable, or in a state in which writing fails at once.
///
/// Otherwise like `dill_fdin`, with the same errors. One coroutine may wait in each direction.
#[unsafe(no_mangle)]
pub extern "C" fn dill_fdout(fd: c_int, deadline: i64) -> c_int {
    status(Context::with(|cx| cx.wait_for_fd(fd, Readiness::Out, deadline, Owner::Program)))
}

/// Makes the library forget a file descriptor, which the program may then close or hand to other code.
///
/// Returns 0, also if it was never waited for. Returns -1 with errno set: `EBADF` (negative), `EBUSY` (a coroutine
/// waits for it).
#[unsafe(no_mangle)]
pub extern "C" fn dill_fdclean(fd: c_int) -> c_int {
    status(Context::with(|cx| cx.clean_fd(fd)))
}
