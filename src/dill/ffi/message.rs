//! Sending and receiving messages, over any message socket.

use std::ffi::{c_int, c_void};

use libc::ssize_t;

use super::types::dill_iolist;
use super::{size, status};
use crate::dill::handles::iolist::{IoList, single};
use crate::dill::scheduler::context::Context;

/// Sends a message of `len` bytes. Returns when the system has taken it, not when the peer has.
///
/// Returns 0. Returns -1 with errno set, and nothing has happened: `EBADF` (not a handle), `ENOTSUP` (not a message
/// socket), `EBUSY` (another coroutine is sending), `EPIPE` (this side has finished sending), `EFAULT` (`buf` is NULL, and
/// `len` is not 0), `EMSGSIZE` (too large for the protocol), `EINVAL` (the protocol cannot carry such a message). The
/// rest breaks the sending direction of a socket over a bytestream, and further sends get `ECONNRESET`: `ECONNRESET` (the
/// connection is broken, or was closed meanwhile), `ETIMEDOUT`, `ECANCELED`, and what else the socket reports.
///
/// # Safety
/// `buf` is NULL or readable for `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_msend(s: c_int, buf: *const c_void, len: usize, deadline: i64) -> c_int {
    let mut list = single(buf.cast_mut().cast(), len);
    // SAFETY: a list of one element; sending does not change the bytes.
    unsafe { dill_msendl(s, &mut list, &mut list, deadline) }
}

/// Receives a message of up to `len` bytes. With `buf` NULL they are dropped.
///
/// Returns its size in bytes, 0 for an empty one. Returns -1 with errno set: `EBADF` (not a handle), `ENOTSUP` (not a
/// message socket), `EBUSY` (another coroutine is receiving), `EPIPE` (the peer has finished). The rest breaks the
/// receiving direction of a socket over a bytestream, and further receives get `ECONNRESET`: `EMSGSIZE` (the message is
/// larger), `ECONNRESET` (the connection is broken, or was closed meanwhile), `ETIMEDOUT`, `ECANCELED`, and what else the
/// socket reports.
///
/// # Safety
/// `buf` is NULL or writable for `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_mrecv(s: c_int, buf: *mut c_void, len: usize, deadline: i64) -> ssize_t {
    let mut list = single(buf.cast(), len);
    // SAFETY: a list of one element.
    unsafe { dill_mrecvl(s, &mut list, &mut list, deadline) }
}

/// Sends the bytes of a list of buffers as one message.
///
/// Returns 0, or -1 with errno set as `dill_msend` does, or to `EINVAL`: `first` or `last` is NULL, the list that begins
/// at `first` does not end at `last`, or an `iol_rsvd` is not 0. Then nothing has happened.
///
/// # Safety
/// The list and its buffers are readable, and nobody changes them during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_msendl(
    s: c_int,
    first: *mut dill_iolist,
    last: *mut dill_iolist,
    deadline: i64,
) -> c_int {
    status(Context::with(|cx| {
        cx.deferred.flush(cx);
        let socket = cx.message_socket(s)?;
        // SAFETY: by the caller's promise.
        socket.send_list(&unsafe { IoList::new(first, last) }?, deadline)
    }))
}

/// Receives a message into a list of buffers, like `dill_mrecv` does into one. With `first` and `last` NULL the message is
/// dropped, whatever its size.
///
/// Returns its size in bytes. Returns -1 with errno set as `dill_mrecv` does, or to `EINVAL`: one of `first` and `last`
/// is NULL, the list that begins at `first` does not end at `last`, or an `iol_rsvd` is not 0. Then nothing has happened.
///
/// # Safety
/// The list is readable, its buffers are NULL or writable, and nobody changes or uses them during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_mrecvl(
    s: c_int,
    first: *mut dill_iolist,
    last: *mut dill_iolist,
    deadline: i64,
) -> ssize_t {
    size(Context::with(|cx| {
        cx.deferred.flush(cx);
        let socket = cx.message_socket(s)?;
        // SAFETY: by the caller's promise.
        let list = unsafe { IoList::or_none(first, last) }?;
        socket.receive_list(list.as_ref(), deadline)
    }))
}
