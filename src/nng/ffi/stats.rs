//! `nng/nng.h`: statistics.
//!
//! All statistics are about messaging sockets, which this library does not have. What is left is the root of the tree.
#![allow(non_camel_case_types)]

use std::ffi::{CStr, c_char, c_int};
use std::ptr::null_mut;

use super::platform::nng_clock;
use super::types::{nng_dialer, nng_listener, nng_socket, nng_stat_type_enum, nng_time, nng_unit_enum};
use crate::nng::error::Error;

/// A node in a tree of statistics. There is none but the root: a scope without a name, which has neither children nor
/// siblings.
///
/// Functions given a NULL handle return 0, NULL, "" or false.
pub struct nng_stat {
    timestamp: nng_time,
}

/// Takes a snapshot of the statistics and stores its root in `*statsp`, for `nng_stats_free`. Returns 0, or `NNG_EINVAL`
/// if `statsp` is NULL.
///
/// # Safety
/// `statsp` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stats_get(statsp: *mut *mut nng_stat) -> c_int {
    if statsp.is_null() {
        return Error::INVALID.code();
    }
    // SAFETY: writable by the caller's promise.
    unsafe { *statsp = Box::into_raw(Box::new(nng_stat { timestamp: nng_clock() })) };
    0
}

/// Releases a snapshot. NULL is allowed.
///
/// # Safety
/// `stats` is NULL or the root of a snapshot, no part of which is used any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stats_free(stats: *mut nng_stat) {
    if !stats.is_null() {
        // SAFETY: from `Box::into_raw` by the caller's promise.
        drop(unsafe { Box::from_raw(stats) });
    }
}

/// Prints the statistics to standard output: nothing, as there are none.
///
/// # Safety
/// `stats` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stats_dump(stats: *mut nng_stat) {
    let _ = stats;
}

/// Returns the next node with the same parent: NULL.
///
/// # Safety
/// `stat` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stat_next(stat: *mut nng_stat) -> *mut nng_stat {
    let _ = stat;
    null_mut()
}

/// Returns the first child: NULL.
///
/// # Safety
/// `stat` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stat_child(stat: *mut nng_stat) -> *mut nng_stat {
    let _ = stat;
    null_mut()
}

/// Returns the first node with this name, `stat` or one below it; NULL if there is none. The root's name is "". Since
/// nng 1.3.
///
/// # Safety
/// `stat` is NULL or a valid handle; `name` is NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stat_find(stat: *mut nng_stat, name: *const c_char) -> *mut nng_stat {
    // SAFETY: a string by the caller's promise.
    let is_found = !name.is_null() && unsafe { CStr::from_ptr(name) }.is_empty();
    if is_found { stat } else { null_mut() }
}

/// Returns the node of this socket: NULL, since this library has no messaging sockets. Since nng 1.3.
///
/// # Safety
/// `stat` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stat_find_socket(stat: *mut nng_stat, socket: nng_socket) -> *mut nng_stat {
    let _ = (stat, socket);
    null_mut()
}

/// Returns the node of this dialer: NULL, since this library has no messaging sockets. Since nng 1.3.
///
/// # Safety
/// `stat` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stat_find_dialer(stat: *mut nng_stat, dialer: nng_dialer) -> *mut nng_stat {
    let _ = (stat, dialer);
    null_mut()
}

/// Returns the node of this listener: NULL, since this library has no messaging sockets. Since nng 1.3.
///
/// # Safety
/// `stat` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stat_find_listener(
    stat: *mut nng_stat,
    listener: nng_listener,
) -> *mut nng_stat {
    let _ = (stat, listener);
    null_mut()
}

/// Returns the name, a static string: "".
///
/// # Safety
/// `stat` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stat_name(stat: *mut nng_stat) -> *const c_char {
    let _ = stat;
    c"".as_ptr()
}

/// Returns the description, a static string: "all statistics".
///
/// # Safety
/// `stat` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stat_desc(stat: *mut nng_stat) -> *const c_char {
    if stat.is_null() { c"" } else { c"all statistics" }.as_ptr()
}

/// Returns what the node is, one of `nng_stat_type_enum`: `NNG_STAT_SCOPE`.
///
/// # Safety
/// `stat` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stat_type(stat: *mut nng_stat) -> c_int {
    let _ = stat;
    nng_stat_type_enum::NNG_STAT_SCOPE as c_int
}

/// Returns what the value counts, one of `nng_unit_enum`: `NNG_UNIT_NONE`.
///
/// # Safety
/// `stat` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stat_unit(stat: *mut nng_stat) -> c_int {
    let _ = stat;
    nng_unit_enum::NNG_UNIT_NONE as c_int
}

/// Returns the value of a number; 0 for a scope.
///
/// # Safety
/// `stat` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stat_value(stat: *mut nng_stat) -> u64 {
    let _ = stat;
    0
}

/// Returns the value of a boolean; false for a scope. Since nng 1.4.
///
/// # Safety
/// `stat` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stat_bool(stat: *mut nng_stat) -> bool {
    let _ = stat;
    false
}

/// Returns the value of a string; "" for a scope.
///
/// # Safety
/// `stat` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stat_string(stat: *mut nng_stat) -> *const c_char {
    let _ = stat;
    c"".as_ptr()
}

/// Returns when the snapshot was taken, a time of `nng_clock`.
///
/// # Safety
/// `stat` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stat_timestamp(stat: *mut nng_stat) -> u64 {
    // SAFETY: by the caller's promise.
    unsafe { stat.as_ref() }.map_or(0, |stat| stat.timestamp)
}
