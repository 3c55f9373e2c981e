//! `nng/transport/ipc/ipc.h`.

use std::ffi::c_int;

/// Does nothing: the transport over UNIX-domain sockets needs no registration. For programs that were written when it did. Returns 0.
#[unsafe(no_mangle)]
pub extern "C" fn nng_ipc_register() -> c_int {
    0
}
