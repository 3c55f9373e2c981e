//! `nng/nng.h`: messages as a whole, and their bodies.
#![allow(non_camel_case_types)]

use std::ffi::{c_int, c_void};
use std::ptr::null_mut;

use super::types::{nng_pipe, nng_pipe_s};
use crate::nng::error::Error;
use crate::nng::msg::{Added, Msg, Part};

/// A message: a body, a header of up to 64 bytes, the pipe that it came from. Operations carry one as data.
///
/// A message is used by one thread at a time. Functions given a NULL handle do nothing and return `NNG_EINVAL`, NULL
/// or 0.
pub struct nng_msg {
    pub(super) msg: Msg,
}

/// What an outcome is in C.
pub(super) fn code(outcome: Result<(), Error>) -> c_int {
    outcome.map_or_else(Error::code, |()| 0)
}

/// Does something to the message; `NNG_EINVAL` for NULL.
///
/// # Safety
/// `msg` is NULL or a valid handle.
pub(super) unsafe fn with(msg: *mut nng_msg, action: impl FnOnce(&mut Msg) -> Result<(), Error>) -> c_int {
    // SAFETY: by the caller's promise; one thread uses it at a time.
    code(unsafe { msg.as_mut() }.map_or(Err(Error::INVALID), |msg| action(&mut msg.msg)))
}

/// The bytes that a program wants to add.
///
/// # Safety
/// `data` is NULL or readable for `len` bytes, which stay as they are while the result is in use.
pub(super) unsafe fn added<'a>(data: *const c_void, len: usize) -> Added<'a> {
    if data.is_null() {
        return Added::Any(len);
    }
    // SAFETY: by the caller's promise.
    Added::Bytes(unsafe { std::slice::from_raw_parts(data.cast(), len) })
}

/// Gives a message to the program.
///
/// # Safety
/// `msgp` is NULL or writable.
unsafe fn give(msgp: *mut *mut nng_msg, make: impl FnOnce() -> Result<Msg, Error>) -> c_int {
    if msgp.is_null() {
        return Error::INVALID.code();
    }
    match make() {
        Ok(msg) => {
            // SAFETY: writable by the caller's promise.
            unsafe { *msgp = Box::into_raw(Box::new(nng_msg { msg })) };
            0
        }
        Err(error) => error.code(),
    }
}

/// Makes a message and stores it in `*msgp`, for `nng_msg_free`. Its body has `size` bytes 0, its header is empty, its
/// pipe is 0. Behind the body there is room for 32 bytes more, unless `size` is a power of two from 1024 on. Returns 0,
/// `NNG_EINVAL` if `msgp` is NULL, or `NNG_ENOMEM`.
///
/// # Safety
/// `msgp` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_alloc(msgp: *mut *mut nng_msg, size: usize) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { give(msgp, || Msg::new(size)) }
}

/// Releases a message. NULL is allowed.
///
/// # Safety
/// `msg` is NULL or a valid handle, which nobody uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_free(msg: *mut nng_msg) {
    if !msg.is_null() {
        // SAFETY: from `Box::into_raw` by the caller's promise.
        drop(unsafe { Box::from_raw(msg) });
    }
}

/// Copies a message, with its header and its pipe, and stores the copy in `*dup`, for `nng_msg_free`. Returns 0,
/// `NNG_EINVAL` for NULL, or `NNG_ENOMEM`.
///
/// # Safety
/// `dup` is NULL or writable; `msg` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_dup(dup: *mut *mut nng_msg, msg: *const nng_msg) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { give(dup, || msg.as_ref().ok_or(Error::INVALID)?.msg.try_clone()) }
}

/// Makes the body `size` bytes long: cuts its end off, or adds bytes of no particular value. Returns 0, `NNG_EINVAL` or
/// `NNG_ENOMEM`; then nothing is changed.
///
/// # Safety
/// `msg` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_realloc(msg: *mut nng_msg, size: usize) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| msg.body.resize(size)) }
}

/// Sees to it that the body can grow to `capacity` bytes without being moved. Returns 0, `NNG_EINVAL` or `NNG_ENOMEM`.
/// Since nng 1.5.
///
/// # Safety
/// `msg` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_reserve(msg: *mut nng_msg, capacity: usize) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| msg.body.reserve(capacity)) }
}

/// Returns to how many bytes the body can grow at its end without being moved. Since nng 1.5.
///
/// # Safety
/// `msg` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_capacity(msg: *mut nng_msg) -> usize {
    // SAFETY: by the caller's promise.
    unsafe { msg.as_ref() }.map_or(0, |msg| msg.msg.body.capacity())
}

/// Returns the first byte of the body, which is valid until a function adds bytes to the body or makes room for them.
///
/// # Safety
/// `msg` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_body(msg: *mut nng_msg) -> *mut c_void {
    // SAFETY: by the caller's promise.
    unsafe { msg.as_mut() }.map_or(null_mut(), |msg| msg.msg.body.place().cast())
}

/// Returns the length of the body in bytes.
///
/// # Safety
/// `msg` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_len(msg: *const nng_msg) -> usize {
    // SAFETY: by the caller's promise.
    unsafe { msg.as_ref() }.map_or(0, |msg| msg.msg.body.len())
}

/// Adds `size` bytes at the end of the body: those at `data`, or bytes of no particular value if that is NULL. Returns
/// 0, `NNG_EINVAL` or `NNG_ENOMEM`; then nothing is changed.
///
/// # Safety
/// `msg` is NULL or a valid handle; `data` is NULL or readable for `size` bytes, which are not the message's own.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_append(msg: *mut nng_msg, data: *const c_void, size: usize) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| msg.body.append(added(data, size))) }
}

/// Adds `size` bytes at the start of the body, as `nng_msg_append` does at its end.
///
/// # Safety
/// `msg` is NULL or a valid handle; `data` is NULL or readable for `size` bytes, which are not the message's own.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_insert(msg: *mut nng_msg, data: *const c_void, size: usize) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| msg.body.insert(added(data, size))) }
}

/// Removes `size` bytes at the start of the body. Returns 0, or `NNG_EINVAL` if it has fewer; then nothing is changed.
///
/// # Safety
/// `msg` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_trim(msg: *mut nng_msg, size: usize) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| msg.body.trim(size)) }
}

/// Removes `size` bytes at the end of the body. Returns 0, or `NNG_EINVAL` if it has fewer; then nothing is changed.
///
/// # Safety
/// `msg` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_chop(msg: *mut nng_msg, size: usize) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| msg.body.chop(size)) }
}

/// Removes all bytes of the body.
///
/// # Safety
/// `msg` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_clear(msg: *mut nng_msg) {
    // SAFETY: by the caller's promise.
    if let Some(msg) = unsafe { msg.as_mut() } {
        msg.msg.body.clear();
    }
}

/// Sets the pipe that the message belongs to. This library has no pipes; it only keeps the number.
///
/// # Safety
/// `msg` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_set_pipe(msg: *mut nng_msg, pipe: nng_pipe) {
    // SAFETY: by the caller's promise.
    if let Some(msg) = unsafe { msg.as_mut() } {
        msg.msg.pipe = pipe.id;
    }
}

/// Returns the pipe that was set; one with the id 0 at first.
///
/// # Safety
/// `msg` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_get_pipe(msg: *const nng_msg) -> nng_pipe {
    // SAFETY: by the caller's promise.
    nng_pipe_s { id: unsafe { msg.as_ref() }.map_or(0, |msg| msg.msg.pipe) }
}

/// Messages have no options: returns `NNG_ENOTSUP`, whatever the arguments are. The header declares it by hand, so that
/// programs can do without what is deprecated.
///
/// cbindgen:ignore
///
/// # Safety
/// Any arguments are allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_getopt(
    msg: *mut nng_msg,
    opt: c_int,
    val: *mut c_void,
    size: *mut usize,
) -> c_int {
    let _ = (msg, opt, val, size);
    Error::NOT_SUPPORTED.code()
}
