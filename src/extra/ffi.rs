//! `extern "C"` functions under the library's own prefix, declared in `httpcore.h`.
#![allow(unsafe_code)]

use std::ffi::c_char;

/// Returns the version of the library that the program runs with, as `"MAJOR.MINOR.PATCH"`.
///
/// The string is static: never freed, valid for the life of the process. Compare it with `HTTPCORE_VERSION`, the
/// version of the header that the program was compiled with. The call cannot fail.
#[unsafe(no_mangle)]
pub extern "C" fn httpcore_version() -> *const c_char {
    concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()
}
