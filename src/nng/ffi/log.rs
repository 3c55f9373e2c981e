//! `nng/nng.h`: log messages.
#![allow(non_camel_case_types)]

use std::ffi::{CStr, c_char};
use std::sync::Arc;

use super::log_variadic;
use super::types::{nng_log_facility_value, nng_log_level_value, nng_logger};
use crate::nng::log::{self, Message};

/// A logger that drops all messages: the one in use until another is set. Since nng 1.8.
///
/// # Safety
/// Any arguments are allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_null_logger(
    level: nng_log_level_value,
    facility: nng_log_facility_value,
    msgid: *const c_char,
    msg: *const c_char,
) {
    let _ = (level, facility, msgid, msg);
}

/// A logger that writes each message to standard error as one line: level, local time, `msgid` unless it is NULL, text.
/// When the date has changed since the last message, and before the first one, another line tells the date and the
/// offset of the time zone. On a terminal, lines have colours, unless the environment variable `NO_COLOR` or
/// `NNG_LOG_NO_COLOR` is set, or `TERM` is not. Since nng 1.8.
///
/// # Safety
/// `msgid` is NULL or a string; `msg` is NULL, which is the empty text, or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stderr_logger(
    level: nng_log_level_value,
    facility: nng_log_facility_value,
    msgid: *const c_char,
    msg: *const c_char,
) {
    // SAFETY: by the caller's promise.
    log::to_stderr(&unsafe { message(level, facility, msgid, msg) });
}

/// A logger that hands messages to syslog(3), with their level and facility. `NNG_LOG_AUTH` is `LOG_AUTHPRIV` there; an
/// unknown level is logged as `LOG_INFO`, an unknown facility as `LOG_USER`. Since nng 1.8.
///
/// # Safety
/// `msgid` is NULL or a string; `msg` is NULL, which is the empty text, or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_system_logger(
    level: nng_log_level_value,
    facility: nng_log_facility_value,
    msgid: *const c_char,
    msg: *const c_char,
) {
    // SAFETY: by the caller's promise.
    log::to_system(&unsafe { message(level, facility, msgid, msg) });
}

/// The message that a logger was called with.
///
/// # Safety
/// The pointers are NULL or those of strings that live as long as the message.
unsafe fn message<'a>(level: u32, facility: u32, id: *const c_char, text: *const c_char) -> Message<'a> {
    // SAFETY: by the caller's promise.
    let string = |ptr: *const c_char| (!ptr.is_null()).then(|| unsafe { CStr::from_ptr(ptr) });
    Message { level, facility, id: string(id), text: string(text).unwrap_or(c"") }
}

/// Sets the facility of all messages but those of `nng_log_auth`; at first `NNG_LOG_USER`. With 0 no such message is
/// passed on. Since nng 1.8.
#[unsafe(no_mangle)]
pub extern "C" fn nng_log_set_facility(facility: nng_log_facility_value) {
    log::set_facility(facility);
}

/// Sets up to which level messages are passed on, `NNG_LOG_NONE` for none; at first `NNG_LOG_NOTICE`. Since nng 1.8.
#[unsafe(no_mangle)]
pub extern "C" fn nng_log_set_level(level: nng_log_level_value) {
    log::set_level(level);
}

/// Returns up to which level messages are passed on. Since nng 1.8.
#[unsafe(no_mangle)]
pub extern "C" fn nng_log_get_level() -> nng_log_level_value {
    log::level()
}

/// Sets the function that gets the messages; NULL for `nng_null_logger`, which is the one at first. It is called on any
/// thread, also on several at a time, and may still be called once by another thread that began to log before the
/// function was replaced.
///
/// The library itself logs that it has started (`NNG-INIT`, a notice), why a TLS configuration was not accepted
/// (`NNG-TLS-CONFIG`, an error), why a handshake of TLS failed (`NNG-TLS-HANDSHAKE`, a warning), and what a peer did wrong
/// for which a WebSocket was closed (`NNG-WS-CLOSE`, a warning). Since nng 1.8.
///
/// # Safety
/// `logger` is NULL or a function that may be called on any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_log_set_logger(logger: nng_logger) {
    let Some(function) = logger else { return log::set_logger(None) };
    log::set_logger(Some(Arc::new(move |message: &Message<'_>| {
        let id = message.id.map_or(std::ptr::null(), CStr::as_ptr);
        // SAFETY: by the caller's promise; the strings live during the call.
        unsafe { function(message.level, message.facility, id, message.text.as_ptr()) }
    })));
    log_variadic::connect();
}
