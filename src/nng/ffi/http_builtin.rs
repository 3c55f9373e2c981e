//! `nng/supplemental/http/http.h`: handlers that need no function of the program.
#![allow(non_camel_case_types)]

use std::ffi::{OsStr, c_char, c_int, c_void};
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

use super::http_handler::{give, nng_http_handler};
use super::url::text;
use crate::nng::error::Error;
use crate::nng::server::content::Content;
use crate::nng::server::files::Files;
use crate::nng::server::handler::Action;
use crate::nng::server::media_type;
use crate::nng::server::redirect::Redirect;
use crate::sys::lent::LentBytes;

/// Makes a handler that answers with a copy of the `size` bytes at `data`, and stores it in `*handlerp` as
/// `nng_http_handler_alloc` does. `content_type` is the media type; NULL for `application/octet-stream`. Requests with
/// a body are answered with status 400.
///
/// Returns 0, `NNG_EINVAL` if `handlerp` is NULL or `data` is NULL and `size` is not 0, `NNG_ENOMEM`.
///
/// # Safety
/// `handlerp` is NULL or writable, the strings are NULL or strings; `data` is NULL or readable for `size` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_handler_alloc_static(
    handlerp: *mut *mut nng_http_handler,
    path: *const c_char,
    data: *const c_void,
    size: usize,
    content_type: *const c_char,
) -> c_int {
    if data.is_null() && size > 0 {
        return Error::INVALID.code();
    }
    // SAFETY: by the caller's promise.
    unsafe {
        let content_type = text(content_type).unwrap_or(media_type::UNKNOWN);
        let content = Content::new(LentBytes::new(data.cast(), size).as_slice(), content_type);
        give(handlerp, path, Action::Content(content))
    }
}

/// Makes a handler that answers with the file `filename`, and stores it in `*handlerp` as `nng_http_handler_alloc` does.
/// The media type is that of the name. The file is opened at each request, and read while it is being sent; one that
/// becomes shorter meanwhile breaks the connection off. Requests are answered with status 404 if there is no such file,
/// 403 if it must not be read, 500 if it is no regular file or something else fails, and 400 if they have a body.
///
/// Returns 0, `NNG_EINVAL` if `handlerp` or `filename` is NULL, `NNG_ENOMEM`.
///
/// # Safety
/// `handlerp` is NULL or writable, the strings are NULL or strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_handler_alloc_file(
    handlerp: *mut *mut nng_http_handler,
    path: *const c_char,
    filename: *const c_char,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { give_files(handlerp, path, filename, Files::One) }
}

/// Makes a handler that answers with the files below the directory `dirname`, and stores it in `*handlerp` as
/// `nng_http_handler_alloc` does. It is an exclusive tree, see `nng_http_handler_set_tree_exclusive`. A request for a
/// directory gets its `index.html`, or else its `index.htm`, or else status 404, with or without a slash at the end.
///
/// Names in requests are decoded once; none leads out of the directory, but symbolic links in it are followed. What is
/// neither a regular file nor a directory counts as missing. Otherwise as for `nng_http_handler_alloc_file`.
///
/// Returns 0, `NNG_EINVAL` if `handlerp` or `dirname` is NULL, `NNG_ENOMEM`.
///
/// # Safety
/// `handlerp` is NULL or writable, the strings are NULL or strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_handler_alloc_directory(
    handlerp: *mut *mut nng_http_handler,
    path: *const c_char,
    dirname: *const c_char,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { give_files(handlerp, path, dirname, Files::Below) }
}

/// Makes a handler that answers requests of all methods with another location, and stores it in `*handlerp` as
/// `nng_http_handler_alloc` does. `status` is that of the response, 0 for 301. `Location` is `location`, followed by
/// what follows `path` in the request, query included: also what is below it, after `nng_http_handler_set_tree`. A query
/// of `location` and that of the request are joined with `&`, and a fragment of `location` stays at the end. Characters
/// that no URI has are escaped. The connection ends with the response, and a body is not read.
///
/// Returns 0; `NNG_EINVAL` if `handlerp` or `location` is NULL, `location` has a control character or `status` is not
/// from 200 to 999; `NNG_ENOMEM`.
///
/// # Safety
/// `handlerp` is NULL or writable, the strings are NULL or strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_handler_alloc_redirect(
    handlerp: *mut *mut nng_http_handler,
    path: *const c_char,
    status: u16,
    location: *const c_char,
) -> c_int {
    let status = if status == 0 { 301 } else { status };
    // SAFETY: by the caller's promise.
    let redirect = unsafe { text(location) }.ok_or(Error::INVALID).and_then(|to| Redirect::new(status, to));
    match redirect {
        // SAFETY: by the caller's promise.
        Ok(redirect) => unsafe { give(handlerp, path, Action::Redirect(redirect)) },
        Err(error) => error.code(),
    }
}

/// Makes a handler of files for the program.
///
/// # Safety
/// `handlerp` is NULL or writable, the strings are NULL or strings.
unsafe fn give_files(
    handlerp: *mut *mut nng_http_handler,
    path: *const c_char,
    name: *const c_char,
    files: impl FnOnce(PathBuf) -> Files,
) -> c_int {
    // SAFETY: by the caller's promise.
    let Some(name) = (unsafe { text(name) }) else { return Error::INVALID.code() };
    let files = files(PathBuf::from(OsStr::from_bytes(name)));
    // SAFETY: by the caller's promise.
    unsafe { give(handlerp, path, Action::Files(files)) }
}
