//! `nng/nng.h`: life of the library, memory, errors.
#![allow(non_camel_case_types)]

use std::cell::Cell;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::io::Write;

use super::types::{NNG_INIT_MAX_TASK_THREADS, NNG_INIT_NUM_TASK_THREADS, nng_init_parameter};
use crate::nng::driver::{self, Parameter};
use crate::nng::error::{self, Text};
use crate::nng::server;

/// Ends whatever is under way, closes all connections and ends the library's threads. Operations end with
/// `NNG_ECLOSED`, and their callbacks are called before the function returns. Start-up parameters are forgotten. Any
/// later use starts the library again. Not to be called while other threads use the library; need not be called at
/// all.
#[unsafe(no_mangle)]
pub extern "C" fn nng_fini() {
    server::shut_down();
}

/// Sets a start-up parameter, one of the `NNG_INIT_` values. Has an effect only before the library is first used, or
/// after `nng_fini`. This library heeds `NNG_INIT_NUM_TASK_THREADS` and `NNG_INIT_MAX_TASK_THREADS`, which tell how
/// many callbacks may run at the same time: 16 by default, never fewer than 2, without a limit if the latter is 0.
/// Other parameters are accepted and ignored. Since nng 1.7.
#[unsafe(no_mangle)]
pub extern "C" fn nng_init_set_parameter(parameter: nng_init_parameter, value: u64) {
    match parameter {
        NNG_INIT_NUM_TASK_THREADS => driver::set_parameter(Parameter::TaskThreads, value),
        NNG_INIT_MAX_TASK_THREADS => driver::set_parameter(Parameter::MaxTaskThreads, value),
        _ => {}
    }
}

/// Returns the version of nng whose interface this is, such as `"1.11.0"`. The string is static.
#[unsafe(no_mangle)]
pub extern "C" fn nng_version() -> *const c_char {
    c"1.11.0".as_ptr()
}

/// Returns the text of an error code. Never NULL. Constant for codes that have a name; the others have one text a thread for
/// transport errors and one for unknown ones, which is valid until the thread ends and says what the last such code was.
#[unsafe(no_mangle)]
pub extern "C" fn nng_strerror(num: c_int) -> *const c_char {
    thread_local! {
        static TRANSPORT: NumberedText = const { NumberedText::new() };
        static UNKNOWN: NumberedText = const { NumberedText::new() };
    }
    match error::text(num) {
        Text::Static(text) => text.as_ptr(),
        // SAFETY: any number is allowed; the result is never NULL.
        Text::System(errno) => unsafe { libc::strerror(errno) },
        Text::Transport(number) => TRANSPORT.with(|text| text.set("Transport error #", number)),
        Text::Unknown(number) => UNKNOWN.with(|text| text.set("Unknown error #", number)),
    }
}

/// A text that stays where it is: a program that has asked for two of them can still read the first.
struct NumberedText(Cell<[u8; 32]>);

impl NumberedText {
    const fn new() -> NumberedText {
        NumberedText(Cell::new([0; 32]))
    }

    /// Makes it `prefix` and the number, followed by NUL, and returns it.
    fn set(&self, prefix: &str, number: i32) -> *const c_char {
        let mut text = [0; 32];
        let end = text.len() - 1;
        // What is too long is cut; no number is.
        let _ = write!(&mut text[..end], "{prefix}{number}");
        self.0.set(text);
        self.0.as_ptr().cast()
    }
}

/// Allocates `size` bytes, which are not initialised, for `nng_free` or free(3). Returns NULL if `size` is 0 or there
/// is not enough memory.
#[unsafe(no_mangle)]
pub extern "C" fn nng_alloc(size: usize) -> *mut c_void {
    if size == 0 {
        return std::ptr::null_mut();
    }
    // SAFETY: any size is allowed.
    unsafe { libc::malloc(size) }
}

/// Releases memory of `nng_alloc` or malloc(3). `size` is what was asked for. NULL is allowed.
///
/// # Safety
/// `ptr` is NULL or from malloc and not released yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_free(ptr: *mut c_void, size: usize) {
    let _ = size;
    // SAFETY: by the caller's promise.
    unsafe { libc::free(ptr) }
}

/// Copies a string, for `nng_strfree` or free(3). Returns NULL for NULL, or if there is not enough memory.
///
/// # Safety
/// `src` is NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_strdup(src: *const c_char) -> *mut c_char {
    if src.is_null() {
        return std::ptr::null_mut();
    }
    // SAFETY: a string by the caller's promise.
    unsafe { strdup(CStr::from_ptr(src).to_bytes()) }
}

/// Releases a string of `nng_strdup` or strdup(3). NULL is allowed.
///
/// # Safety
/// `str` is NULL or from malloc and not released yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_strfree(str: *mut c_char) {
    // SAFETY: by the caller's promise.
    unsafe { libc::free(str.cast()) }
}

/// A copy of the bytes as a C string in memory of malloc(3); NULL if there is not enough. A NUL among the bytes ends
/// the string early for whoever reads it.
pub(super) fn strdup(bytes: &[u8]) -> *mut c_char {
    // SAFETY: malloc takes any size; what it returns is writable for that size, one more than there are bytes.
    unsafe {
        let copy = libc::malloc(bytes.len() + 1).cast::<u8>();
        if !copy.is_null() {
            copy.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
            copy.add(bytes.len()).write(0);
        }
        copy.cast()
    }
}
