//! The system's log, see syslog(3).

use std::ffi::{CStr, c_int};

/// Logs a text. `priority` is a level or-ed with a facility.
pub fn log(priority: c_int, text: &CStr) {
    // SAFETY: the format takes one string, and both are strings.
    unsafe { libc::syslog(priority, c"%s".as_ptr(), text.as_ptr()) }
}
