//! `nng/nng.h`: the functions that log messages, which have a variable number of arguments.
//!
//! Stable Rust cannot define them, so their bodies are C (`log_variadic.c`), under names of their own. From a shared
//! library rustc exports only what Rust defines. Hence each exported function is Rust, too, but consists of one
//! instruction, a jump that leaves all arguments where they are. Nothing but a naked function promises that nothing
//! precedes the jump; before Rust 1.88 there were none, and the body is an ordinary one that has neither arguments nor
//! locals, so that the compiler has no reason to touch a register or the stack. `c-tests/nng/log.c` would notice.
//!
//! C cannot call Rust by name without that name being exported as well, so it has a pointer instead. It is NULL until a
//! logger is set for the first time; until then nobody wants a message.
//!
//! The text is formatted by vsnprintf(3), which alone knows all that a format may say, and only when the message is
//! wanted.

use std::ffi::{CStr, c_char, c_int, c_uint};
use std::sync::atomic::{AtomicPtr, Ordering};

use crate::nng::log;

/// A text that C has not formatted yet.
#[repr(C)]
struct Text {
    _opaque: [u8; 0],
}

#[link(name = "httpcore_log_variadic", kind = "static")]
unsafe extern "C" {
    fn httpcore_log_err(msgid: *const c_char, msg: *const c_char, ...);
    fn httpcore_log_warn(msgid: *const c_char, msg: *const c_char, ...);
    fn httpcore_log_notice(msgid: *const c_char, msg: *const c_char, ...);
    fn httpcore_log_info(msgid: *const c_char, msg: *const c_char, ...);
    fn httpcore_log_debug(msgid: *const c_char, msg: *const c_char, ...);
    fn httpcore_log_auth(level: c_uint, msgid: *const c_char, msg: *const c_char, ...);

    /// A pointer to [`submit`], or NULL.
    static httpcore_log_sink: AtomicPtr<()>;
    /// Formats the text, into as many bytes as `size` says. Once.
    fn httpcore_format(text: *mut Text, buf: *mut c_char, size: usize);
}

#[cfg(target_arch = "x86_64")]
macro_rules! jump {
    () => {
        "jmp {}"
    };
}
#[cfg(target_arch = "aarch64")]
macro_rules! jump {
    () => {
        "b {}"
    };
}

/// Exports C functions under the names that programs know.
macro_rules! variadic {
    ($($name:ident is $body:ident;)*) => {
        $(
            /// Has a variable number of arguments: see `cbindgen/nng_log_variadic.h`.
            ///
            /// # Safety
            /// The message is a format as for printf(3), and the arguments are those that it names.
            #[unsafe(no_mangle)]
            #[cfg_attr(naked_functions, unsafe(naked))]
            pub unsafe extern "C" fn $name() {
                #[cfg(naked_functions)]
                std::arch::naked_asm!(jump!(), sym $body);
                // SAFETY: the jump is the first instruction, see the head of this file, so that the C function finds
                // what the caller has passed, and returns to the caller.
                #[cfg(not(naked_functions))]
                unsafe {
                    std::arch::asm!(jump!(), sym $body, options(noreturn, nostack))
                }
            }
        )*
    };
}

variadic! {
    nng_log_err is httpcore_log_err;
    nng_log_warn is httpcore_log_warn;
    nng_log_notice is httpcore_log_notice;
    nng_log_info is httpcore_log_info;
    nng_log_debug is httpcore_log_debug;
    nng_log_auth is httpcore_log_auth;
}

/// Called by the C functions. `id` is NULL or a string; `text` can be formatted.
unsafe extern "C" fn submit(level: c_uint, is_auth: c_int, id: *const c_char, text: *mut Text) {
    // SAFETY: by the caller's promise.
    let id = (!id.is_null()).then(|| unsafe { CStr::from_ptr(id) });
    log::submit(level, is_auth != 0, id, || {
        let mut buf = [0; log::TEXT_SIZE];
        // SAFETY: the buffer is writable for its size. vsnprintf leaves a string in it; in case of an error it may
        // leave it as it was, which is the empty string.
        unsafe {
            httpcore_format(text, buf.as_mut_ptr(), buf.len());
            Formatted(buf)
        }
    });
}

/// A buffer with a NUL in it.
struct Formatted([c_char; log::TEXT_SIZE]);

impl AsRef<CStr> for Formatted {
    fn as_ref(&self) -> &CStr {
        // SAFETY: there is a NUL in the buffer.
        unsafe { CStr::from_ptr(self.0.as_ptr()) }
    }
}

/// Lets the functions reach the library.
pub(super) fn connect() {
    // SAFETY: C reads the variable atomically, too.
    unsafe { httpcore_log_sink.store(submit as *mut (), Ordering::Release) };
}
