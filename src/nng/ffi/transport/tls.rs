//! `nng/transport/tls/tls.h`.

use std::ffi::c_int;

/// Does nothing: TLS needs no registration. For programs that were written when it did. Returns 0.
#[unsafe(no_mangle)]
pub extern "C" fn nng_tls_register() -> c_int {
    0
}
