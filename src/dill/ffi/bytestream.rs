//! Sending and receiving bytes, over any bytestream.

use std::ffi::{c_int, c_void};

use super::status;
use super::types::dill_iolist;
use crate::dill::handles::iolist::{IoList, single};
use crate::dill::scheduler::context::Context;

/// Sends `len` bytes. Returns when the system has taken all of them, not when the peer has. Content of HTTP responses may
/// leave together with the next response, see `dill_http_detach`.
///
/// Returns 0, or -1 with errno set: `EBADF` (not a handle), `ENOTSUP` (not a bytestream), `EBUSY` (another coroutine is
/// sending), `EPIPE` (this side has finished sending). The rest breaks the sending direction, and further sends get
/// `ECONNRESET`: `ECONNRESET` (the connection is broken, or was closed meanwhile), `EFAULT` (`buf` is NULL and `len` is not
/// 0), `ETIMEDOUT`, `ECANCELED`, and what else the socket reports; also for an HTTP head before these bytes.
///
/// # Safety
/// `buf` is NULL or readable for `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_bsend(s: c_int, buf: *const c_void, len: usize, deadline: i64) -> c_int {
    let mut list = single(buf.cast_mut().cast(), len);
    // SAFETY: a list of one element; sending does not change the bytes.
    unsafe { dill_bsendl(s, &mut list, &mut list, deadline) }
}

/// Receives exactly `len` bytes. With `buf` NULL they are dropped.
///
/// Returns 0, or -1 with errno set: `EBADF` (not a handle), `ENOTSUP` (not a bytestream), `EBUSY` (another coroutine is
/// receiving), `EPIPE` (the peer has finished; what came of the last bytes is lost). The rest breaks the receiving
/// direction, and further receives get `ECONNRESET`: `ECONNRESET` (the connection is broken, or was closed meanwhile),
/// `ETIMEDOUT`, `ECANCELED`, and what else the socket reports, as TLS does `EFAULT` (the peer breaks its rules).
///
/// # Safety
/// `buf` is NULL or writable for `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_brecv(s: c_int, buf: *mut c_void, len: usize, deadline: i64) -> c_int {
    let mut list = single(buf.cast(), len);
    // SAFETY: a list of one element.
    unsafe { dill_brecvl(s, &mut list, &mut list, deadline) }
}

/// Sends the bytes of a list of buffers, like `dill_bsend` does of one.
///
/// Returns 0, or -1 with errno set as `dill_bsend` does, or to `EINVAL`: `first` or `last` is NULL, the list that begins
/// at `first` does not end at `last`, or an `iol_rsvd` is not 0. Then nothing has happened.
///
/// # Safety
/// The list and its buffers are readable, and nobody changes them during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_bsendl(
    s: c_int,
    first: *mut dill_iolist,
    last: *mut dill_iolist,
    deadline: i64,
) -> c_int {
    status(Context::with(|cx| {
        cx.flush_before_sending(s);
        let bytestream = cx.bytestream(s)?;
        // SAFETY: by the caller's promise.
        bytestream.send_list(&unsafe { IoList::new(first, last) }?, deadline)
    }))
}

/// Fills a list of buffers, like `dill_brecv` does one.
///
/// Returns 0, or -1 with errno set as `dill_brecv` does, or to `EINVAL`: `first` or `last` is NULL, the list that begins
/// at `first` does not end at `last`, or an `iol_rsvd` is not 0. Then nothing has happened.
///
/// # Safety
/// The list is readable, its buffers are NULL or writable, and nobody changes or uses them during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_brecvl(
    s: c_int,
    first: *mut dill_iolist,
    last: *mut dill_iolist,
    deadline: i64,
) -> c_int {
    status(Context::with(|cx| {
        cx.flush_before_receiving(s);
        let bytestream = cx.bytestream(s)?;
        // SAFETY: by the caller's promise.
        bytestream.receive_list(&unsafe { IoList::new(first, last) }?, deadline)
    }))
}
