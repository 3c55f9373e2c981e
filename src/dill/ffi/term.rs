//! TERM: the end of a stream of messages.

use std::ffi::{c_int, c_void};
use std::slice;

use super::types::dill_term_storage;
use super::{number, status};
use crate::dill::lower::close_with;
use crate::dill::scheduler::context::Context;
use crate::dill::term::{self, MAX_TERMINATOR};
use crate::sys::Errno;

/// Puts a protocol on top of a message socket by which each side tells the other when it has sent its last message. The
/// message socket is owned by the new handle from then on: `s` becomes invalid, and `dill_hclose` closes both. Nothing
/// is sent or received.
///
/// The terminator is a message of its own: the `len` bytes at `buf`, 0 to 32, which are copied. The peer uses the same.
/// The program must not send it in any other way than with `dill_term_done`.
///
/// The new handle is a message socket. Messages pass through, with the errors of the message socket below. After
/// `dill_term_done`, sending fails with `EPIPE`. Receiving fails with `EPIPE` once the peer's terminator has come, now and
/// in further calls, and with `ECONNRESET` if the message socket ends without one.
///
/// Returns the new handle. Returns -1 with errno set: `EBADF` (not a handle), `EPROTO` (not a message socket), `EINVAL`
/// (`buf` is NULL and `len` is not 0, or `len` is out of range), `ECANCELED`, `ENOMEM`; the message socket has been
/// closed then.
///
/// # Safety
/// `buf` is NULL or readable for `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_term_attach(s: c_int, buf: *const c_void, len: usize) -> c_int {
    number(Context::with(|cx| {
        let terminator: &[u8] = match len {
            0 => &[],
            // SAFETY: by the caller's promise.
            1..=MAX_TERMINATOR if !buf.is_null() => unsafe { slice::from_raw_parts(buf.cast(), len) },
            _ => return close_with(cx, s, Errno::EINVAL),
        };
        term::attach(cx, s, terminator)
    }))
}

/// Like `dill_term_attach`, with memory of the program, which stays in place until the handle is closed or detached.
///
/// Returns the new handle. Returns -1 with errno set as `dill_term_attach` does, or to `EINVAL` (`mem` is NULL); the
/// message socket has been closed then.
///
/// # Safety
/// As for `dill_term_attach`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_term_attach_mem(
    s: c_int,
    buf: *const c_void,
    len: usize,
    mem: *mut dill_term_storage,
) -> c_int {
    if mem.is_null() {
        return number(Context::with(|cx| close_with(cx, s, Errno::EINVAL)));
    }
    // SAFETY: by the caller's promise.
    unsafe { dill_term_attach(s, buf, len) }
}

/// Sends the terminator: no more messages will be sent. Receiving goes on.
///
/// Returns 0, or -1 with errno set: `EBADF` (not a handle), `ENOTSUP` (not this protocol), `EBUSY` (another coroutine is
/// sending), `EPIPE` (done before), and what the message socket reports: `ECONNRESET`, `ETIMEDOUT`, `ECANCELED`.
#[unsafe(no_mangle)]
pub extern "C" fn dill_term_done(s: c_int, deadline: i64) -> c_int {
    status(Context::with(|cx| {
        cx.deferred.flush(cx);
        term::done(cx, s, deadline)
    }))
}

/// Ends the protocol and returns the message socket below, with a handle of a number of its own; `s` becomes invalid.
///
/// Sends the terminator if `dill_term_done` did not. If the peer's terminator has not been received yet, waits for it and
/// drops the messages before it.
///
/// Returns -1 with errno set: `EBADF` (not a handle), `ENOTSUP` (not this protocol), `EBUSY` (another coroutine uses
/// it), and nothing has happened; `ECONNRESET` (the message socket is broken, or has ended without a terminator),
/// `ETIMEDOUT`, `ECANCELED`, and then everything has been closed.
#[unsafe(no_mangle)]
pub extern "C" fn dill_term_detach(s: c_int, deadline: i64) -> c_int {
    number(Context::with(|cx| {
        cx.deferred.flush(cx);
        term::detach(cx, s, deadline)
    }))
}
