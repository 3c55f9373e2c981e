//! SUFFIX: messages over a bytestream, each with a delimiter behind it.

use std::ffi::{c_int, c_void};
use std::slice;

use super::number;
use super::types::dill_suffix_storage;
use crate::dill::delimiter::MAX_DELIMITER;
use crate::dill::lower::close_with;
use crate::dill::scheduler::context::Context;
use crate::dill::suffix;
use crate::sys::Errno;

/// Puts a message protocol on top of a bytestream, which is owned by the new handle from then on: `s` becomes invalid,
/// and `dill_hclose` closes both. Nothing is sent or received.
///
/// Each message is sent as its bytes and then the delimiter, the `suffixlen` bytes, 1 to 32, at `suffix`, which are
/// copied. A message ends at the first occurrence of the delimiter; nothing after it is received from the bytestream.
///
/// The new handle is a message socket. Sending fails with `EINVAL`, and nothing has happened, if the delimiter occurs in
/// the message, or before its own end when it is appended. Receiving fails with `EMSGSIZE`, and the direction is broken,
/// if the message is larger than the buffer; with `EPIPE` if the peer has finished between two messages, with
/// `ECONNRESET` if it did so inside of one. What else the bytestream reports breaks the direction as well.
///
/// Returns the new handle. Returns -1 with errno set: `EBADF` (not a handle), `EPROTO` (not a bytestream), `EINVAL`
/// (`suffix` is NULL, or `suffixlen` is out of range), `ECANCELED`, `ENOMEM`; the bytestream has been closed then.
///
/// # Safety
/// `suffix` is NULL or readable for `suffixlen` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_suffix_attach(s: c_int, suffix: *const c_void, suffixlen: usize) -> c_int {
    number(Context::with(|cx| {
        if suffix.is_null() || suffixlen > MAX_DELIMITER {
            return close_with(cx, s, Errno::EINVAL);
        }
        // SAFETY: by the caller's promise.
        suffix::attach(cx, s, unsafe { slice::from_raw_parts(suffix.cast(), suffixlen) })
    }))
}

/// Like `dill_suffix_attach`, with memory of the program, which stays in place until the handle is closed or detached.
///
/// Returns the new handle. Returns -1 with errno set as `dill_suffix_attach` does, or to `EINVAL` (`mem` is NULL); the
/// bytestream has been closed then.
///
/// # Safety
/// As for `dill_suffix_attach`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_suffix_attach_mem(
    s: c_int,
    suffix: *const c_void,
    suffixlen: usize,
    mem: *mut dill_suffix_storage,
) -> c_int {
    if mem.is_null() {
        return number(Context::with(|cx| close_with(cx, s, Errno::EINVAL)));
    }
    // SAFETY: by the caller's promise.
    unsafe { dill_suffix_attach(s, suffix, suffixlen) }
}

/// Ends the protocol and returns the bytestream below, with a handle of a number of its own; `s` becomes invalid.
/// Nothing is sent or received, and nothing waited for. The next byte received from the bytestream is the first one
/// after the last message that was received.
///
/// Returns -1 with errno set: `EBADF` (not a handle), `ENOTSUP` (not this protocol), `EBUSY` (another coroutine uses
/// it), and nothing has happened; `ECONNRESET` (an earlier send or receive has broken its direction), and then
/// everything has been closed.
#[unsafe(no_mangle)]
pub extern "C" fn dill_suffix_detach(s: c_int, deadline: i64) -> c_int {
    let _ = deadline;
    number(Context::with(|cx| suffix::detach(cx, s)))
}
