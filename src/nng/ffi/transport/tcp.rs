//! `nng/transport/tcp/tcp.h`.

use std::ffi::c_int;

/// Does nothing: TCP needs no registration. For programs that were written when it did. Returns 0.
#[unsafe(no_mangle)]
pub extern "C" fn nng_tcp_register() -> c_int {
    0
}
