//! `nng/nng.h`: numbers in bodies and headers of messages, in network byte order (most significant byte first).

use std::ffi::c_int;

use super::msg::{nng_msg, with};
use crate::nng::error::Error;
use crate::nng::msg::{Added, Part};

/// Stores a number that is taken from a message. `INVALID`, without taking it, if there is nowhere to store it.
///
/// # Safety
/// `valp` is NULL or writable.
unsafe fn store<T>(valp: *mut T, take: impl FnOnce() -> Result<T, Error>) -> Result<(), Error> {
    if valp.is_null() {
        return Err(Error::INVALID);
    }
    let value = take()?;
    // SAFETY: writable by the caller's promise.
    unsafe { *valp = value };
    Ok(())
}

/// Adds a number of 2 bytes at the end of the body. Returns 0, `NNG_EINVAL` or `NNG_ENOMEM`; then nothing is
/// changed.
///
/// # Safety
/// `msg` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_append_u16(msg: *mut nng_msg, val: u16) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| msg.body.append(Added::Bytes(&val.to_be_bytes()))) }
}

/// Adds a number of 4 bytes at the end of the body. Returns 0, `NNG_EINVAL` or `NNG_ENOMEM`; then nothing is
/// changed.
///
/// # Safety
/// `msg` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_append_u32(msg: *mut nng_msg, val: u32) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| msg.body.append(Added::Bytes(&val.to_be_bytes()))) }
}

/// Adds a number of 8 bytes at the end of the body. Returns 0, `NNG_EINVAL` or `NNG_ENOMEM`; then nothing is
/// changed.
///
/// # Safety
/// `msg` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_append_u64(msg: *mut nng_msg, val: u64) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| msg.body.append(Added::Bytes(&val.to_be_bytes()))) }
}

/// Adds a number of 2 bytes at the start of the body. Returns 0, `NNG_EINVAL` or `NNG_ENOMEM`; then nothing is
/// changed.
///
/// # Safety
/// `msg` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_insert_u16(msg: *mut nng_msg, val: u16) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| msg.body.insert(Added::Bytes(&val.to_be_bytes()))) }
}

/// Adds a number of 4 bytes at the start of the body. Returns 0, `NNG_EINVAL` or `NNG_ENOMEM`; then nothing is
/// changed.
///
/// # Safety
/// `msg` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_insert_u32(msg: *mut nng_msg, val: u32) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| msg.body.insert(Added::Bytes(&val.to_be_bytes()))) }
}

/// Adds a number of 8 bytes at the start of the body. Returns 0, `NNG_EINVAL` or `NNG_ENOMEM`; then nothing is
/// changed.
///
/// # Safety
/// `msg` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_insert_u64(msg: *mut nng_msg, val: u64) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| msg.body.insert(Added::Bytes(&val.to_be_bytes()))) }
}

/// Removes a number of 2 bytes from the start of the body and stores it in `*valp`. Returns 0, or `NNG_EINVAL` if
/// the body has fewer bytes or `valp` is NULL; then nothing is changed.
///
/// # Safety
/// `msg` is NULL or a valid handle; `valp` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_trim_u16(msg: *mut nng_msg, valp: *mut u16) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| store(valp, || msg.body.trim_array().map(u16::from_be_bytes))) }
}

/// Removes a number of 4 bytes from the start of the body and stores it in `*valp`. Returns 0, or `NNG_EINVAL` if
/// the body has fewer bytes or `valp` is NULL; then nothing is changed.
///
/// # Safety
/// `msg` is NULL or a valid handle; `valp` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_trim_u32(msg: *mut nng_msg, valp: *mut u32) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| store(valp, || msg.body.trim_array().map(u32::from_be_bytes))) }
}

/// Removes a number of 8 bytes from the start of the body and stores it in `*valp`. Returns 0, or `NNG_EINVAL` if
/// the body has fewer bytes or `valp` is NULL; then nothing is changed.
///
/// # Safety
/// `msg` is NULL or a valid handle; `valp` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_trim_u64(msg: *mut nng_msg, valp: *mut u64) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| store(valp, || msg.body.trim_array().map(u64::from_be_bytes))) }
}

/// Removes a number of 2 bytes from the end of the body and stores it in `*valp`. Returns 0, or `NNG_EINVAL` if
/// the body has fewer bytes or `valp` is NULL; then nothing is changed.
///
/// # Safety
/// `msg` is NULL or a valid handle; `valp` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_chop_u16(msg: *mut nng_msg, valp: *mut u16) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| store(valp, || msg.body.chop_array().map(u16::from_be_bytes))) }
}

/// Removes a number of 4 bytes from the end of the body and stores it in `*valp`. Returns 0, or `NNG_EINVAL` if
/// the body has fewer bytes or `valp` is NULL; then nothing is changed.
///
/// # Safety
/// `msg` is NULL or a valid handle; `valp` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_chop_u32(msg: *mut nng_msg, valp: *mut u32) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| store(valp, || msg.body.chop_array().map(u32::from_be_bytes))) }
}

/// Removes a number of 8 bytes from the end of the body and stores it in `*valp`. Returns 0, or `NNG_EINVAL` if
/// the body has fewer bytes or `valp` is NULL; then nothing is changed.
///
/// # Safety
/// `msg` is NULL or a valid handle; `valp` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_chop_u64(msg: *mut nng_msg, valp: *mut u64) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| store(valp, || msg.body.chop_array().map(u64::from_be_bytes))) }
}

/// Adds a number of 2 bytes at the end of the header. Returns 0, or `NNG_EINVAL` if the header would become longer than 64 bytes; then nothing is
/// changed.
///
/// # Safety
/// `msg` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_header_append_u16(msg: *mut nng_msg, val: u16) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| msg.header.append(Added::Bytes(&val.to_be_bytes()))) }
}

/// Adds a number of 4 bytes at the end of the header. Returns 0, or `NNG_EINVAL` if the header would become longer than 64 bytes; then nothing is
/// changed.
///
/// # Safety
/// `msg` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_header_append_u32(msg: *mut nng_msg, val: u32) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| msg.header.append(Added::Bytes(&val.to_be_bytes()))) }
}

/// Adds a number of 8 bytes at the end of the header. Returns 0, or `NNG_EINVAL` if the header would become longer than 64 bytes; then nothing is
/// changed.
///
/// # Safety
/// `msg` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_header_append_u64(msg: *mut nng_msg, val: u64) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| msg.header.append(Added::Bytes(&val.to_be_bytes()))) }
}

/// Adds a number of 2 bytes at the start of the header. Returns 0, or `NNG_EINVAL` if the header would become longer than 64 bytes; then nothing is
/// changed.
///
/// # Safety
/// `msg` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_header_insert_u16(msg: *mut nng_msg, val: u16) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| msg.header.insert(Added::Bytes(&val.to_be_bytes()))) }
}

/// Adds a number of 4 bytes at the start of the header. Returns 0, or `NNG_EINVAL` if the header would become longer than 64 bytes; then nothing is
/// changed.
///
/// # Safety
/// `msg` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_header_insert_u32(msg: *mut nng_msg, val: u32) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| msg.header.insert(Added::Bytes(&val.to_be_bytes()))) }
}

/// Adds a number of 8 bytes at the start of the header. Returns 0, or `NNG_EINVAL` if the header would become longer than 64 bytes; then nothing is
/// changed.
///
/// # Safety
/// `msg` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_header_insert_u64(msg: *mut nng_msg, val: u64) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| msg.header.insert(Added::Bytes(&val.to_be_bytes()))) }
}

/// Removes a number of 2 bytes from the start of the header and stores it in `*valp`. Returns 0, or `NNG_EINVAL` if
/// the header has fewer bytes or `valp` is NULL; then nothing is changed.
///
/// # Safety
/// `msg` is NULL or a valid handle; `valp` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_header_trim_u16(msg: *mut nng_msg, valp: *mut u16) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| store(valp, || msg.header.trim_array().map(u16::from_be_bytes))) }
}

/// Removes a number of 4 bytes from the start of the header and stores it in `*valp`. Returns 0, or `NNG_EINVAL` if
/// the header has fewer bytes or `valp` is NULL; then nothing is changed.
///
/// # Safety
/// `msg` is NULL or a valid handle; `valp` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_header_trim_u32(msg: *mut nng_msg, valp: *mut u32) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| store(valp, || msg.header.trim_array().map(u32::from_be_bytes))) }
}

/// Removes a number of 8 bytes from the start of the header and stores it in `*valp`. Returns 0, or `NNG_EINVAL` if
/// the header has fewer bytes or `valp` is NULL; then nothing is changed.
///
/// # Safety
/// `msg` is NULL or a valid handle; `valp` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_header_trim_u64(msg: *mut nng_msg, valp: *mut u64) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| store(valp, || msg.header.trim_array().map(u64::from_be_bytes))) }
}

/// Removes a number of 2 bytes from the end of the header and stores it in `*valp`. Returns 0, or `NNG_EINVAL` if
/// the header has fewer bytes or `valp` is NULL; then nothing is changed.
///
/// # Safety
/// `msg` is NULL or a valid handle; `valp` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_header_chop_u16(msg: *mut nng_msg, valp: *mut u16) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| store(valp, || msg.header.chop_array().map(u16::from_be_bytes))) }
}

/// Removes a number of 4 bytes from the end of the header and stores it in `*valp`. Returns 0, or `NNG_EINVAL` if
/// the header has fewer bytes or `valp` is NULL; then nothing is changed.
///
/// # Safety
/// `msg` is NULL or a valid handle; `valp` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_header_chop_u32(msg: *mut nng_msg, valp: *mut u32) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| store(valp, || msg.header.chop_array().map(u32::from_be_bytes))) }
}

/// Removes a number of 8 bytes from the end of the header and stores it in `*valp`. Returns 0, or `NNG_EINVAL` if
/// the header has fewer bytes or `valp` is NULL; then nothing is changed.
///
/// # Safety
/// `msg` is NULL or a valid handle; `valp` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_msg_header_chop_u64(msg: *mut nng_msg, valp: *mut u64) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(msg, |msg| store(valp, || msg.header.chop_array().map(u64::from_be_bytes))) }
}
