//! `nng/supplemental/http/http.h`: responses.
#![allow(non_camel_case_types)]

use std::collections::BTreeMap;
use std::ffi::{CString, c_char, c_int, c_void};
use std::sync::{Arc, Mutex, PoisonError};

use super::handle::Handle;

use super::url::text;
use crate::nng::driver;
use crate::nng::error::Error;
use crate::nng::message::{AnyMessage, Reason, Response};
use crate::sys::lent::LentBytes;

/// An HTTP response. It is used by one thread at a time. Unless said otherwise, functions given a NULL handle do nothing.
pub struct nng_http_res {
    _opaque: [u8; 0],
}

impl Handle for nng_http_res {
    type Object = Response;
}

/// Makes a response and stores it in `*resp`, for `nng_http_res_free`. Status 200 with its reason, version HTTP/1.1, no
/// headers, no body.
///
/// Returns 0, `NNG_EINVAL` if `resp` is NULL, `NNG_ENOMEM`, or what prevents the library's threads from being started.
///
/// # Safety
/// `resp` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_res_alloc(resp: *mut *mut nng_http_res) -> c_int {
    if resp.is_null() {
        return Error::INVALID.code();
    }
    match driver::engine().map(|_| Response::new()) {
        Ok(response) => {
            // SAFETY: writable by the caller's promise.
            unsafe { *resp = nng_http_res::give(Arc::new(response)) };
            0
        }
        Err(error) => error.code(),
    }
}

/// Makes a response with this status whose body is an HTML page that says code and reason, and stores it in `*resp`,
/// for `nng_http_res_free`. A server that sends it puts its own page for the status in the place of the body, if it
/// has one and the body was not changed.
///
/// Returns as `nng_http_res_alloc`.
///
/// # Safety
/// `resp` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_res_alloc_error(resp: *mut *mut nng_http_res, status: u16) -> c_int {
    if resp.is_null() {
        return Error::INVALID.code();
    }
    match driver::engine().and_then(|_| Response::error(status)) {
        Ok(response) => {
            // SAFETY: writable by the caller's promise.
            unsafe { *resp = nng_http_res::give(Arc::new(response)) };
            0
        }
        Err(error) => error.code(),
    }
}

/// Releases a response, together with a body that was copied. NULL is allowed. An operation that uses the response keeps
/// it until it ended.
///
/// # Safety
/// `res` is NULL or a valid handle, not released yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_res_free(res: *mut nng_http_res) {
    // SAFETY: by the caller's promise.
    drop(unsafe { nng_http_res::take(res) });
}

/// Makes the object a 200 response without headers and body again, so that it can be used for the next one.
///
/// # Safety
/// `res` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_res_reset(res: *mut nng_http_res) {
    // SAFETY: by the caller's promise.
    if let Some(response) = unsafe { nng_http_res::borrow(res) } {
        response.reset();
    }
}

/// Returns the status; 0 for a NULL handle.
///
/// # Safety
/// `res` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_res_get_status(res: *mut nng_http_res) -> u16 {
    // SAFETY: by the caller's promise.
    unsafe { nng_http_res::borrow(res) }.map_or(0, Response::status)
}

/// Sets the status. A reason that was set explicitly stays. Returns 0, or `NNG_EINVAL` if the handle is NULL. A status
/// outside of 100 to 999 cannot be sent: the write fails with `NNG_EINVAL`.
///
/// # Safety
/// `res` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_res_set_status(res: *mut nng_http_res, status: u16) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe {
        with(res, |response| {
            response.set_status(status);
            Ok(())
        })
    }
}

/// Returns the reason phrase: the one that was set or received, or that of the status; "" for a NULL handle. The string is valid until the item is changed or
/// the response is reset or released.
///
/// # Safety
/// `res` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_res_get_reason(res: *mut nng_http_res) -> *const c_char {
    // SAFETY: by the caller's promise.
    match unsafe { nng_http_res::borrow(res) } {
        Some(response) => response.reason(|reason| match reason {
            Reason::Default(reason) => c_reason(reason),
            Reason::Explicit(reason) => reason.as_ptr().cast(),
        }),
        None => c"".as_ptr(),
    }
}

/// Sets the reason phrase; NULL for that of the status. The phrase of the present status counts as NULL, so that a later
/// status brings its own. Returns 0, `NNG_EINVAL` if it has a line end or the handle is NULL, or `NNG_ENOMEM`.
///
/// # Safety
/// `res` is NULL or a valid handle; `reason` is NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_res_set_reason(res: *mut nng_http_res, reason: *const c_char) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(res, |response| response.set_reason(text(reason))) }
}

/// Returns the version, such as `"HTTP/1.1"`; "" for a NULL handle. The string is valid until the item is changed or
/// the response is reset or released.
///
/// # Safety
/// `res` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_res_get_version(res: *mut nng_http_res) -> *const c_char {
    // SAFETY: by the caller's promise.
    match unsafe { nng_http_res::borrow(res) } {
        Some(response) => response.version(|text| text.as_ptr().cast()),
        None => c"".as_ptr(),
    }
}

/// Sets the version, HTTP/1.1 for NULL. Returns 0, `NNG_EINVAL` if it has a line end or the handle is NULL, or
/// `NNG_ENOMEM`. What is not of the form `HTTP/1.1` cannot be sent: the write fails with `NNG_EINVAL`.
///
/// # Safety
/// `res` is NULL or a valid handle; `version` is NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_res_set_version(res: *mut nng_http_res, version: *const c_char) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(res, |response| response.set_version(text(version))) }
}

/// Sets a header. Names compare without regard to case; the value replaces that of a header of the same name, which keeps
/// its place and the case of its name. Returns 0; `NNG_EINVAL` if the name is no token, the value has control characters
/// other than tabs, or a pointer is NULL; `NNG_ENOMEM`.
///
/// # Safety
/// `res` is NULL or a valid handle; `key` and `value` are NULL or strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_res_set_header(
    res: *mut nng_http_res,
    key: *const c_char,
    value: *const c_char,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe {
        let (Some(key), Some(value)) = (text(key), text(value)) else { return Error::INVALID.code() };
        with(res, |response| response.set_header(key, value))
    }
}

/// Adds to a header: a header of the same name gets the value appended after a comma and a space; without one the header
/// is set. Values of `Set-Cookie` stay apart when sent. Returns as `nng_http_res_set_header`.
///
/// # Safety
/// `res` is NULL or a valid handle; `key` and `value` are NULL or strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_res_add_header(
    res: *mut nng_http_res,
    key: *const c_char,
    value: *const c_char,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe {
        let (Some(key), Some(value)) = (text(key), text(value)) else { return Error::INVALID.code() };
        with(res, |response| response.add_header(key, value))
    }
}

/// Removes a header. Returns 0, `NNG_ENOENT` if there is none, or `NNG_EINVAL` if a pointer is NULL.
///
/// # Safety
/// `res` is NULL or a valid handle; `key` is NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_res_del_header(res: *mut nng_http_res, key: *const c_char) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe {
        let Some(key) = text(key) else { return Error::INVALID.code() };
        with(res, |response| response.remove_header(key))
    }
}

/// Returns the value of a header, NULL if there is none. Values of several header lines are joined with a comma and a
/// space. The string is valid until the header is changed or the response is reset or released.
///
/// # Safety
/// `res` is NULL or a valid handle; `key` is NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_res_get_header(
    res: *mut nng_http_res,
    key: *const c_char,
) -> *const c_char {
    // SAFETY: by the caller's promise.
    let (Some(response), Some(key)) = (unsafe { (nng_http_res::borrow(res), text(key)) }) else {
        return std::ptr::null();
    };
    response.header(key, |value| value.map_or(std::ptr::null(), |value| value.as_ptr().cast()))
}

/// Makes `size` bytes at `data` the body, and sets `Content-Length`. They are not copied: they must stay valid and
/// unchanged as long as the response may be sent. With `data` NULL there is no body, but `size` is announced. Returns 0,
/// `NNG_EINVAL` if the handle is NULL, or `NNG_ENOMEM`.
///
/// # Safety
/// `res` is NULL or a valid handle; `data` is NULL or readable for `size` bytes, for as long as said.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_res_set_data(
    res: *mut nng_http_res,
    data: *const c_void,
    size: usize,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(res, |response| response.lend_body(LentBytes::new(data.cast(), size))) }
}

/// Makes a copy of `size` bytes at `data` the body, and sets `Content-Length`. Returns 0, `NNG_EINVAL` if the handle is
/// NULL or `data` is NULL and `size` is not 0, or `NNG_ENOMEM`.
///
/// # Safety
/// `res` is NULL or a valid handle; `data` is NULL or readable for `size` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_res_copy_data(
    res: *mut nng_http_res,
    data: *const c_void,
    size: usize,
) -> c_int {
    if data.is_null() && size > 0 {
        return Error::INVALID.code();
    }
    // SAFETY: by the caller's promise.
    unsafe { with(res, |response| response.copy_body(LentBytes::new(data.cast(), size).as_slice())) }
}

/// Stores the place of the body in `*datap` and its size in `*sizep`: NULL and 0 if there is none. The body belongs to
/// the response and is valid until it is changed. It has no NUL at its end. Either pointer may be NULL.
///
/// # Safety
/// `res` is NULL or a valid handle; `datap` and `sizep` are NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_res_get_data(
    res: *mut nng_http_res,
    datap: *mut *mut c_void,
    sizep: *mut usize,
) {
    // SAFETY: by the caller's promise.
    unsafe {
        let (data, size) = nng_http_res::borrow(res).map_or((std::ptr::null(), 0), Response::body);
        if let Some(datap) = datap.as_mut() {
            *datap = data.cast_mut().cast();
        }
        if let Some(sizep) = sizep.as_mut() {
            *sizep = size;
        }
    }
}

/// Does something with the response and returns the code of the outcome; that of an invalid argument for NULL.
///
/// # Safety
/// `res` is NULL or a valid handle.
unsafe fn with(res: *mut nng_http_res, f: impl FnOnce(&Response) -> Result<(), Error>) -> c_int {
    // SAFETY: by the caller's promise.
    match unsafe { nng_http_res::borrow(res) }.ok_or(Error::INVALID).and_then(f) {
        Ok(()) => 0,
        Err(error) => error.code(),
    }
}

/// A default reason as a C string. They are few and constant, so each is made once and stays.
fn c_reason(reason: &'static str) -> *const c_char {
    static MADE: Mutex<BTreeMap<&str, CString>> = Mutex::new(BTreeMap::new());
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    made.entry(reason).or_insert_with(|| CString::new(reason).unwrap_or_default()).as_ptr()
}
