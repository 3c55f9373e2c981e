//! `extern "C"` functions under the library's own prefix, declared in `httpcore.h`.
#![allow(unsafe_code)]
#![allow(non_camel_case_types)]

use std::ffi::{c_char, c_int};

use crate::nng::server::settings::{self, Setting};

/// What `httpcore_server_set` sets. The values of timeouts are milliseconds, 0 for none. A connection that has waited
/// for its peer for so long is closed, in the middle of a request after a response with status 408.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum httpcore_server_option {
    /// 1: responses without a `Date` get one (RFC 9110 section 6.6.1); 0: they do not. Initially 0, because nng's servers
    /// send none.
    HTTPCORE_SERVER_DATE = 1,
    /// For the handshake of TLS. Initially 30,000.
    HTTPCORE_SERVER_HANDSHAKE_TIMEOUT = 2,
    /// For a request to begin. Initially 300,000.
    HTTPCORE_SERVER_IDLE_TIMEOUT = 3,
    /// For the rest of a request's head, from its first byte on. Initially 60,000.
    HTTPCORE_SERVER_HEAD_TIMEOUT = 4,
    /// For more of a request's body, or for the peer to take more of a response. Initially 60,000.
    HTTPCORE_SERVER_STALL_TIMEOUT = 5,
    /// For the peer to close after the last response. Initially 2000.
    HTTPCORE_SERVER_LINGER_TIMEOUT = 6,
}

/// Changes what the servers of nng's interface do. Holds for those that `nng_http_server_hold` makes afterwards; those
/// that are there already stay as they are. `option` is one of `enum httpcore_server_option`.
///
/// Returns 0, or `EINVAL` for an unknown option or a value that it cannot have; `errno` is left alone. May be called at
/// any time from any thread.
#[unsafe(no_mangle)]
pub extern "C" fn httpcore_server_set(option: c_int, value: u64) -> c_int {
    use httpcore_server_option as options;
    const NAMES: [(options, Setting); 6] = [
        (options::HTTPCORE_SERVER_DATE, Setting::Date),
        (options::HTTPCORE_SERVER_HANDSHAKE_TIMEOUT, Setting::Handshake),
        (options::HTTPCORE_SERVER_IDLE_TIMEOUT, Setting::Idle),
        (options::HTTPCORE_SERVER_HEAD_TIMEOUT, Setting::Head),
        (options::HTTPCORE_SERVER_STALL_TIMEOUT, Setting::Stall),
        (options::HTTPCORE_SERVER_LINGER_TIMEOUT, Setting::Linger),
    ];
    let found = NAMES.iter().find(|(name, _)| *name as c_int == option);
    match found.map(|(_, setting)| settings::set(*setting, value)) {
        Some(Ok(())) => 0,
        _ => libc::EINVAL,
    }
}

/// Returns the version of the library that the program runs with, as `"MAJOR.MINOR.PATCH"`.
///
/// The string is static: never freed, valid for the life of the process. Compare it with `HTTPCORE_VERSION`, the
/// version of the header that the program was compiled with. The call cannot fail.
#[unsafe(no_mangle)]
pub extern "C" fn httpcore_version() -> *const c_char {
    concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()
}
