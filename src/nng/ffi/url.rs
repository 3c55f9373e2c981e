//! `nng/nng.h`: URLs.
//!
//! Programs read the members and sometimes replace one, so each is a string of its own in memory of malloc(3), and so
//! is the structure.

use std::ffi::{CStr, c_char, c_int};

use super::general::strdup;
use super::types::nng_url;
use crate::http::uri::Url;
use crate::nng::error::Error;
use crate::nng::stream::Location;

/// Parses a URL and stores its parts in `*urlp`, to be released with `nng_url_free`. `*urlp` is left alone on failure.
///
/// Scheme and host become lower case. In path, query and fragment, escapes of characters that need none are decoded
/// and the others written in upper case; in the path, repeated slashes and dot segments are removed. The result has to
/// be UTF-8.
///
/// Returns 0; `NNG_EINVAL` if the string is no URL or a pointer is NULL; `NNG_ENOMEM`.
///
/// # Safety
/// `urlp` is NULL or writable; `str` is NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_url_parse(urlp: *mut *mut nng_url, str: *const c_char) -> c_int {
    if urlp.is_null() || str.is_null() {
        return Error::INVALID.code();
    }
    // SAFETY: a string by the caller's promise.
    let text = unsafe { CStr::from_ptr(str) }.to_bytes();
    let Ok(url) = Url::parse(text) else { return Error::INVALID.code() };
    // SAFETY: `urlp` is writable by the caller's promise.
    unsafe {
        store(
            urlp,
            [
                Some(text),
                Some(url.scheme()),
                url.userinfo(),
                url.host(),
                url.hostname(),
                url.port(),
                Some(url.path()),
                url.query(),
                url.fragment(),
                url.request_uri(),
            ],
        )
    }
}

/// Copies a URL into `*dstp`, to be released with `nng_url_free`. Returns 0; `NNG_EINVAL` if a pointer is NULL;
/// `NNG_ENOMEM`.
///
/// # Safety
/// `dstp` is NULL or writable; `src` is NULL or a URL whose members are NULL or strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_url_clone(dstp: *mut *mut nng_url, src: *const nng_url) -> c_int {
    // SAFETY: by the caller's promise.
    match unsafe { src.as_ref() } {
        // SAFETY: as above.
        Some(src) if !dstp.is_null() => unsafe { store(dstp, members(src).map(|member| text(member))) },
        _ => Error::INVALID.code(),
    }
}

/// Releases a URL with all its parts. NULL is allowed.
///
/// # Safety
/// `url` is NULL or from `nng_url_parse` or `nng_url_clone` and not released yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_url_free(url: *mut nng_url) {
    // SAFETY: by the caller's promise; structure and members are malloc's.
    unsafe {
        if let Some(parts) = url.as_ref() {
            for member in members(parts) {
                libc::free(member.cast());
            }
            libc::free(url.cast());
        }
    }
}

/// The text of a member; `None` for NULL.
///
/// # Safety
/// `member` is NULL or a string, valid for the chosen lifetime.
pub(super) unsafe fn text<'a>(member: *const c_char) -> Option<&'a [u8]> {
    // SAFETY: by the caller's promise.
    (!member.is_null()).then(|| unsafe { CStr::from_ptr(member) }.to_bytes())
}

/// Calls `make` with where a URL, given as a string, leads to. `INVALID` if it is none, or for NULL.
///
/// # Safety
/// `url` is NULL or a string.
pub(super) unsafe fn with_location<T>(
    url: *const c_char,
    make: impl FnOnce(&Location<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    // SAFETY: by the caller's promise.
    let text = unsafe { text(url) }.ok_or(Error::INVALID)?;
    let url = Url::parse(text).map_err(|_| Error::INVALID)?;
    make(&Location {
        url: text,
        scheme: url.scheme(),
        host: url.host().unwrap_or_default(),
        hostname: url.hostname().unwrap_or_default(),
        port: url.port().unwrap_or_default(),
        path: url.path(),
        request_uri: url.request_uri().unwrap_or_default(),
    })
}

/// Calls `make` with where a URL leads to. `INVALID` for NULL.
///
/// # Safety
/// `url` is NULL or a URL whose members are NULL or strings.
pub(super) unsafe fn with_location_of<T>(
    url: *const nng_url,
    make: impl FnOnce(&Location<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    // SAFETY: by the caller's promise.
    let location = unsafe {
        let url = url.as_ref().ok_or(Error::INVALID)?;
        Location {
            url: text(url.u_rawurl).unwrap_or_default(),
            scheme: text(url.u_scheme).unwrap_or_default(),
            host: text(url.u_host).unwrap_or_default(),
            hostname: text(url.u_hostname).unwrap_or_default(),
            port: text(url.u_port).unwrap_or_default(),
            path: text(url.u_path).unwrap_or_default(),
            request_uri: text(url.u_requri).unwrap_or_default(),
        }
    };
    make(&location)
}

/// The members in the order in which they stand in the structure.
fn members(url: &nng_url) -> [*mut c_char; 10] {
    [
        url.u_rawurl,
        url.u_scheme,
        url.u_userinfo,
        url.u_host,
        url.u_hostname,
        url.u_port,
        url.u_path,
        url.u_query,
        url.u_fragment,
        url.u_requri,
    ]
}

/// Makes a structure with copies of the parts, in the order of [`members`].
///
/// # Safety
/// `urlp` is writable.
unsafe fn store(urlp: *mut *mut nng_url, parts: [Option<&[u8]>; 10]) -> c_int {
    let copies = parts.map(|part| part.map_or(std::ptr::null_mut(), strdup));
    let failed = parts.iter().zip(&copies).any(|(part, copy)| part.is_some() && copy.is_null());
    // SAFETY: malloc takes any size.
    let url = unsafe { libc::malloc(size_of::<nng_url>()) }.cast::<nng_url>();
    if failed || url.is_null() {
        // SAFETY: all are NULL or malloc's, and nobody else has seen them.
        unsafe {
            copies.iter().for_each(|copy| libc::free(copy.cast()));
            libc::free(url.cast());
        }
        return Error::NO_MEMORY.code();
    }
    let [u_rawurl, u_scheme, u_userinfo, u_host, u_hostname, u_port, u_path, u_query, u_fragment, u_requri] =
        copies;
    // SAFETY: `url` has room for the structure, `urlp` is writable by the caller's promise.
    unsafe {
        url.write(nng_url {
            u_rawurl,
            u_scheme,
            u_userinfo,
            u_host,
            u_hostname,
            u_port,
            u_path,
            u_query,
            u_fragment,
            u_requri,
        });
        *urlp = url;
    }
    0
}
