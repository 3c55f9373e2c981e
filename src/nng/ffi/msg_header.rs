//! `nng/nng.h`: headers of messages. A header has at most 64 bytes.

use std::ffi::{c_int, c_void};
use std::ptr::null_mut;

use super::msg::{added, nng_msg, with};
use crate::nng::msg::Part;

/// Returns the first byte of the header, which stays where it is as long as the message lives.
///
/// # Safety
/// `msg` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_header(msg: *mut nng_msg) -> *mut c_void {
    if msg.is_null() {
        return null_mut();
    }
    // No reference to the message is involved: the program goes on using the pointer while other calls have one.
    // SAFETY: by the caller's promise.
    unsafe { (&raw mut (*msg).msg.header.bytes).cast() }
}

/// Returns the length of the header in bytes.
///
/// # Safety
/// `msg` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_header_len(msg: *const nng_msg) -> usize {
    // SAFETY: by the caller's promise.
    unsafe { msg.as_ref() }.map_or(0, |msg| msg.msg.header.len())
}

/// Adds `size` bytes at the end of the header: those at `data`, or bytes of no particular value if that is NULL.
/// Returns 0, or `NNG_EINVAL` if the header would become longer than 64 bytes; then nothing is changed.
///
/// # Safety
/// `msg` is NULL or a valid handle; `data` is NULL or readable for `size` bytes, which are not the message's own.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_header_append(msg: *mut nng_msg, data: *const c_void, size: usize) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| msg.header.append(added(data, size))) }
}

/// Adds `size` bytes at the start of the header, as `nng_msg_header_append` does at its end.
///
/// # Safety
/// `msg` is NULL or a valid handle; `data` is NULL or readable for `size` bytes, which are not the message's own.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_header_insert(msg: *mut nng_msg, data: *const c_void, size: usize) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| msg.header.insert(added(data, size))) }
}

/// Removes `size` bytes at the start of the header. Returns 0, or `NNG_EINVAL` if it has fewer; then nothing is changed.
///
/// # Safety
/// `msg` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_header_trim(msg: *mut nng_msg, size: usize) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| msg.header.trim(size)) }
}

/// Removes `size` bytes at the end of the header. Returns 0, or `NNG_EINVAL` if it has fewer; then nothing is changed.
///
/// # Safety
/// `msg` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_header_chop(msg: *mut nng_msg, size: usize) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| msg.header.chop(size)) }
}

/// Removes all bytes of the header.
///
/// # Safety
/// `msg` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_header_clear(msg: *mut nng_msg) {
    // SAFETY: by the caller's promise.
    if let Some(msg) = unsafe { msg.as_mut() } {
        msg.msg.header.clear();
    }
}
