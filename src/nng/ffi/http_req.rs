//! `nng/supplemental/http/http.h`: requests.
#![allow(non_camel_case_types)]

use std::ffi::{c_char, c_int, c_void};
use std::sync::Arc;

use super::handle::Handle;
use super::types::nng_url;
use super::url::text;
use crate::nng::driver;
use crate::nng::error::Error;
use crate::nng::message::{AnyMessage, Request};
use crate::sys::lent::LentBytes;

/// An HTTP request. It is used by one thread at a time. Unless said otherwise, functions given a NULL handle do nothing.
pub struct nng_http_req {
    _opaque: [u8; 0],
}

impl Handle for nng_http_req {
    type Object = Request;
}

/// Makes a request and stores it in `*reqp`, for `nng_http_req_free`. Method GET, version HTTP/1.1, no body.
///
/// With `url` NULL it has no URI, which has to be set before it is sent. Otherwise its URI is path, query and fragment
/// of the URL (the fragment is not sent, and a missing path is sent as `/`), and it has a `Host` header: the host of
/// the URL, with the port unless that is the scheme's own.
///
/// Returns 0; `NNG_EINVAL` if `reqp` is NULL, or the URL has no host, as those of `ipc` and the like, or has a line
/// end or the like in its host or URI; `NNG_ENOMEM`; or what prevents the library's threads from being started.
///
/// # Safety
/// `reqp` is NULL or writable; `url` is NULL or a URL whose members are NULL or strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_req_alloc(reqp: *mut *mut nng_http_req, url: *const nng_url) -> c_int {
    if reqp.is_null() {
        return Error::INVALID.code();
    }
    // SAFETY: by the caller's promise.
    let made = match unsafe { url.as_ref() } {
        None => Ok(Request::new()),
        // SAFETY: as above.
        Some(url) => unsafe {
            match (text(url.u_scheme), text(url.u_host), text(url.u_requri)) {
                (Some(scheme), Some(host), Some(uri)) => Request::for_url(scheme, host, uri),
                _ => Err(Error::INVALID),
            }
        },
    };
    match driver::engine().and(made) {
        Ok(request) => {
            // SAFETY: writable by the caller's promise.
            unsafe { *reqp = nng_http_req::give(Arc::new(request)) };
            0
        }
        Err(error) => error.code(),
    }
}

/// Releases a request, together with a body that was copied. NULL is allowed. An operation that uses the request keeps
/// it until it ended.
///
/// # Safety
/// `req` is NULL or a valid handle, not released yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_req_free(req: *mut nng_http_req) {
    // SAFETY: by the caller's promise.
    drop(unsafe { nng_http_req::take(req) });
}

/// Makes the object a GET request without URI, headers and body again, so that it can be used for the next one.
///
/// # Safety
/// `req` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_req_reset(req: *mut nng_http_req) {
    // SAFETY: by the caller's promise.
    if let Some(request) = unsafe { nng_http_req::borrow(req) } {
        request.reset();
    }
}

/// Returns the method; "" for a NULL handle. The string is valid until the item is changed or
/// the request is reset or released.
///
/// # Safety
/// `req` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_req_get_method(req: *mut nng_http_req) -> *const c_char {
    // SAFETY: by the caller's promise.
    match unsafe { nng_http_req::borrow(req) } {
        Some(request) => request.method(|text| text.as_ptr().cast()),
        None => c"".as_ptr(),
    }
}

/// Returns the version, such as `"HTTP/1.1"`; "" for a NULL handle. The string is valid until the item is changed or
/// the request is reset or released.
///
/// # Safety
/// `req` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_req_get_version(req: *mut nng_http_req) -> *const c_char {
    // SAFETY: by the caller's promise.
    match unsafe { nng_http_req::borrow(req) } {
        Some(request) => request.version(|text| text.as_ptr().cast()),
        None => c"".as_ptr(),
    }
}

/// Returns the URI: for a request that was received the request target as it came, otherwise what was set; "" if there
/// is none or the handle is NULL. The string is valid until the item is changed or the request is reset or released.
///
/// # Safety
/// `req` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_req_get_uri(req: *mut nng_http_req) -> *const c_char {
    // SAFETY: by the caller's promise.
    match unsafe { nng_http_req::borrow(req) } {
        Some(request) => request.uri(|text| text.as_ptr().cast()),
        None => c"".as_ptr(),
    }
}

/// Sets the method, GET for NULL. Returns 0, `NNG_EINVAL` if it has a line end or the handle is NULL, or `NNG_ENOMEM`. A
/// method that is no token (RFC 9110 section 5.6.2) cannot be sent: the write fails with `NNG_EINVAL`.
///
/// # Safety
/// `req` is NULL or a valid handle; `method` is NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_req_set_method(req: *mut nng_http_req, method: *const c_char) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(req, |request| request.set_method(text(method))) }
}

/// Sets the version, HTTP/1.1 for NULL. Returns 0, `NNG_EINVAL` if it has a line end or the handle is NULL, or
/// `NNG_ENOMEM`. What is not of the form `HTTP/1.1` cannot be sent: the write fails with `NNG_EINVAL`.
///
/// # Safety
/// `req` is NULL or a valid handle; `version` is NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_req_set_version(req: *mut nng_http_req, version: *const c_char) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(req, |request| request.set_version(text(version))) }
}

/// Sets the URI, none for NULL. It is sent without its fragment and with what no URI may hold percent-encoded. Returns 0,
/// `NNG_EINVAL` if it has a line end or the handle is NULL, or `NNG_ENOMEM`.
///
/// # Safety
/// `req` is NULL or a valid handle; `uri` is NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_req_set_uri(req: *mut nng_http_req, uri: *const c_char) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(req, |request| request.set_uri(text(uri))) }
}

/// Sets a header. Names compare without regard to case; the value replaces that of a header of the same name, which keeps
/// its place and the case of its name. Returns 0; `NNG_EINVAL` if the name is no token, the value has control characters
/// other than tabs, or a pointer is NULL; `NNG_ENOMEM`.
///
/// # Safety
/// `req` is NULL or a valid handle; `key` and `value` are NULL or strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_req_set_header(
    req: *mut nng_http_req,
    key: *const c_char,
    value: *const c_char,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe {
        let (Some(key), Some(value)) = (text(key), text(value)) else { return Error::INVALID.code() };
        with(req, |request| request.set_header(key, value))
    }
}

/// Adds to a header: a header of the same name gets the value appended after a comma and a space; without one the header
/// is set. Values of `Set-Cookie` stay apart when sent. Returns as `nng_http_req_set_header`.
///
/// # Safety
/// `req` is NULL or a valid handle; `key` and `value` are NULL or strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_req_add_header(
    req: *mut nng_http_req,
    key: *const c_char,
    value: *const c_char,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe {
        let (Some(key), Some(value)) = (text(key), text(value)) else { return Error::INVALID.code() };
        with(req, |request| request.add_header(key, value))
    }
}

/// Removes a header. Returns 0, `NNG_ENOENT` if there is none, or `NNG_EINVAL` if a pointer is NULL.
///
/// # Safety
/// `req` is NULL or a valid handle; `key` is NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_req_del_header(req: *mut nng_http_req, key: *const c_char) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe {
        let Some(key) = text(key) else { return Error::INVALID.code() };
        with(req, |request| request.remove_header(key))
    }
}

/// Returns the value of a header, NULL if there is none. Values of several header lines are joined with a comma and a
/// space. The string is valid until the header is changed or the request is reset or released.
///
/// # Safety
/// `req` is NULL or a valid handle; `key` is NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_req_get_header(
    req: *mut nng_http_req,
    key: *const c_char,
) -> *const c_char {
    // SAFETY: by the caller's promise.
    let (Some(request), Some(key)) = (unsafe { (nng_http_req::borrow(req), text(key)) }) else {
        return std::ptr::null();
    };
    request.header(key, |value| value.map_or(std::ptr::null(), |value| value.as_ptr().cast()))
}

/// Makes `size` bytes at `data` the body, and sets `Content-Length`. They are not copied: they must stay valid and
/// unchanged as long as the request may be sent. With `data` NULL there is no body, but `size` is announced. Returns 0,
/// `NNG_EINVAL` if the handle is NULL, or `NNG_ENOMEM`.
///
/// # Safety
/// `req` is NULL or a valid handle; `data` is NULL or readable for `size` bytes, for as long as said.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_req_set_data(
    req: *mut nng_http_req,
    data: *const c_void,
    size: usize,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(req, |request| request.lend_body(LentBytes::new(data.cast(), size))) }
}

/// Makes a copy of `size` bytes at `data` the body, and sets `Content-Length`. Returns 0, `NNG_EINVAL` if the handle is
/// NULL or `data` is NULL and `size` is not 0, or `NNG_ENOMEM`.
///
/// # Safety
/// `req` is NULL or a valid handle; `data` is NULL or readable for `size` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_req_copy_data(
    req: *mut nng_http_req,
    data: *const c_void,
    size: usize,
) -> c_int {
    if data.is_null() && size > 0 {
        return Error::INVALID.code();
    }
    // SAFETY: by the caller's promise.
    unsafe { with(req, |request| request.copy_body(LentBytes::new(data.cast(), size).as_slice())) }
}

/// Stores the place of the body in `*datap` and its size in `*sizep`: NULL and 0 if there is none. The body belongs to
/// the request and is valid until it is changed. It has no NUL at its end. Either pointer may be NULL.
///
/// # Safety
/// `req` is NULL or a valid handle; `datap` and `sizep` are NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_req_get_data(
    req: *mut nng_http_req,
    datap: *mut *mut c_void,
    sizep: *mut usize,
) {
    // SAFETY: by the caller's promise.
    unsafe {
        let (data, size) = nng_http_req::borrow(req).map_or((std::ptr::null(), 0), Request::body);
        if let Some(datap) = datap.as_mut() {
            *datap = data.cast_mut().cast();
        }
        if let Some(sizep) = sizep.as_mut() {
            *sizep = size;
        }
    }
}

/// Does something with the request and returns the code of the outcome; that of an invalid argument for NULL.
///
/// # Safety
/// `req` is NULL or a valid handle.
unsafe fn with(req: *mut nng_http_req, f: impl FnOnce(&Request) -> Result<(), Error>) -> c_int {
    // SAFETY: by the caller's promise.
    match unsafe { nng_http_req::borrow(req) }.ok_or(Error::INVALID).and_then(f) {
        Ok(()) => 0,
        Err(error) => error.code(),
    }
}
