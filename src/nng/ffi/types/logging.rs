//! `nng/nng.h`: log levels and facilities, numbered like syslog's.

use std::ffi::c_char;

use super::{nng_log_facility_value, nng_log_level_value};

/// How important a log message is.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum nng_log_level {
    /// As a threshold: log nothing.
    NNG_LOG_NONE = 0,
    /// Something failed.
    NNG_LOG_ERR = 3,
    /// Something looks wrong.
    NNG_LOG_WARN = 4,
    /// Normal but significant.
    NNG_LOG_NOTICE = 5,
    /// For information.
    NNG_LOG_INFO = 6,
    /// For debugging.
    NNG_LOG_DEBUG = 7,
}

/// What part of the system a log message comes from.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum nng_log_facility {
    /// A user program.
    NNG_LOG_USER = 1,
    /// A daemon.
    NNG_LOG_DAEMON = 3,
    /// Authentication and security.
    NNG_LOG_AUTH = 10,
    /// Local use 0.
    NNG_LOG_LOCAL0 = 16,
    /// Local use 1.
    NNG_LOG_LOCAL1 = 17,
    /// Local use 2.
    NNG_LOG_LOCAL2 = 18,
    /// Local use 3.
    NNG_LOG_LOCAL3 = 19,
    /// Local use 4.
    NNG_LOG_LOCAL4 = 20,
    /// Local use 5.
    NNG_LOG_LOCAL5 = 21,
    /// Local use 6.
    NNG_LOG_LOCAL6 = 22,
    /// Local use 7.
    NNG_LOG_LOCAL7 = 23,
}

/// A function that receives log messages: the message's id (a short constant, or NULL) and its text. May be called on
/// any thread; the strings are valid until it returns.
pub type nng_logger = Option<
    unsafe extern "C" fn(
        level: nng_log_level_value,
        facility: nng_log_facility_value,
        msgid: *const c_char,
        msg: *const c_char,
    ),
>;
