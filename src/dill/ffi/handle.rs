//! Handles.

use std::ffi::c_int;

use super::{number, status};
use crate::dill::scheduler::context::Context;

/// Closes a handle and releases what is behind it, at once: connections are cut off, not ended; unfinished coroutines
/// of a bundle are cancelled, which takes as long as their functions need to return.
///
/// Returns 0 and leaves errno alone. Returns -1 with errno set: `EBADF` (not a handle, or it is being closed), `EDEADLK` (a bundle whose closing
/// would wait for the calling coroutine, its member for instance; nothing has happened).
#[unsafe(no_mangle)]
pub extern "C" fn dill_hclose(h: c_int) -> c_int {
    status(Context::with(|cx| cx.close(h)))
}

/// Takes ownership of what is behind a handle: returns a new handle for it, and the old one is invalid.
///
/// Returns -1 with errno set: `EBADF` (not a handle, or it is being closed); `ECANCELED`, `ENOMEM`, and the handle has
/// been closed.
#[unsafe(no_mangle)]
pub extern "C" fn dill_hown(h: c_int) -> c_int {
    number(Context::with(|cx| cx.own(h)))
}
