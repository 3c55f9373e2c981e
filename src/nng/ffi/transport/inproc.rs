//! `nng/transport/inproc/inproc.h`.

use std::ffi::c_int;

/// Does nothing: the transport inside of a process needs no registration. For programs that were written when it did. Returns 0.
#[unsafe(no_mangle)]
pub extern "C" fn nng_inproc_register() -> c_int {
    0
}
