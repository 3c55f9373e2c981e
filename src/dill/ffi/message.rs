//! Sending and receiving messages, over any message socket.

use std::ffi::{c_int, c_void};

use libc::ssize_t;

use super::types::dill_iolist;
use super::{size, status};
use crate::dill::handles::iolist::{IoList, single};
use crate::dill::scheduler::context::Context;

/// Sends a message of `len` bytes.
///
/// Returns 0, or -1 with errno set: `EBADF` (not a handle), `ENOTSUP` (not a message socket), and what the socket
/// reports.
///
/// # Safety
/// `buf` is readable for `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_msend(s: c_int, buf: *const c_void, len: usize, deadline: i64) -> c_int {
    let mut list = single(buf.cast_mut().cast(), len);
    // SAFETY: a list of one element; sending does not change the bytes.
    unsafe { dill_msendl(s, &mut list, &mut list, deadline) }
}

/// Receives a message of up to `len` bytes.
///
/// Returns its size in bytes. Returns -1 with errno set: `EBADF` (not a handle), `ENOTSUP` (not a message socket), and
/// what the socket reports.
///
/// # Safety
/// `buf` is writable for `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_mrecv(s: c_int, buf: *mut c_void, len: usize, deadline: i64) -> ssize_t {
    let mut list = single(buf.cast(), len);
    // SAFETY: a list of one element.
    unsafe { dill_mrecvl(s, &mut list, &mut list, deadline) }
}

/// Sends the bytes of a list of buffers as one message.
///
/// Returns 0, or -1 with errno set as `dill_msend` does, or to `EINVAL`: `first` or `last` is NULL, the list that begins
/// at `first` does not end at `last`, or an `iol_rsvd` is not 0.
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

/// Receives a message into a list of buffers. With `first` and `last` NULL the message is dropped.
///
/// Returns its size in bytes. Returns -1 with errno set as `dill_mrecv` does, or to `EINVAL`: one of `first` and `last`
/// is NULL, the list that begins at `first` does not end at `last`, or an `iol_rsvd` is not 0.
///
/// # Safety
/// The list is readable, its buffers are writable, and nobody changes or uses them during the call.
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
