//! `nng/transport/ws/websocket.h`.

use std::ffi::c_int;

/// Does nothing: the transport over WebSocket needs no registration. For programs that were written when it did. Returns 0.
#[unsafe(no_mangle)]
pub extern "C" fn nng_ws_register() -> c_int {
    0
}

/// Does nothing: the transport over WebSocket and TLS needs no registration. For programs that were written when it did. Returns 0.
#[unsafe(no_mangle)]
pub extern "C" fn nng_wss_register() -> c_int {
    0
}
