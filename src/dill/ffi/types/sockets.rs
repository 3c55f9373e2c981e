//! `libdill.h`, types of the sockets section, hidden by `DILL_DISABLE_SOCKETS`.

use std::ffi::{c_char, c_int, c_void};

/// Address mode: IPv4 only.
pub const DILL_IPADDR_IPV4: c_int = 1;

/// Address mode: IPv6 only.
pub const DILL_IPADDR_IPV6: c_int = 2;

/// Address mode: IPv4 if there is such an address, IPv6 otherwise.
pub const DILL_IPADDR_PREF_IPV4: c_int = 3;

/// Address mode: IPv6 if there is such an address, IPv4 otherwise.
pub const DILL_IPADDR_PREF_IPV6: c_int = 4;

/// Bytes that `dill_ipaddr_str` may write, the terminating NUL included.
pub const DILL_IPADDR_MAXSTRLEN: c_int = 46;

/// Flag of `dill_prefix_attach`: the length prefix is sent most significant byte first.
pub const DILL_PREFIX_BIG_ENDIAN: c_int = 0;

/// Flag of `dill_prefix_attach`: the length prefix is sent least significant byte first.
pub const DILL_PREFIX_LITTLE_ENDIAN: c_int = 1;

/// Flag of the WebSocket calls: binary messages.
pub const DILL_WS_BINARY: c_int = 0;

/// Flag of the WebSocket calls: text messages.
pub const DILL_WS_TEXT: c_int = 1;

/// Flag of the WebSocket attach calls: start with frames at once, without the HTTP handshake.
pub const DILL_WS_NOHTTP: c_int = 2;

/// Bytes of a buffer for `dill_ws_request_key` or `dill_ws_response_key`, the terminating NUL included.
pub const DILL_WS_KEY_SIZE: c_int = 32;

/// SOCKS5 command: connect to the address.
pub const DILL_SOCKS5_CONNECT: c_int = 1;

/// SOCKS5 command: wait for one connection.
pub const DILL_SOCKS5_BIND: c_int = 2;

/// SOCKS5 command: relay UDP packets.
pub const DILL_SOCKS5_UDP_ASSOCIATE: c_int = 3;

/// SOCKS5 reply: succeeded.
pub const DILL_SOCKS5_SUCCESS: c_int = 0;

/// SOCKS5 reply: general failure of the server.
pub const DILL_SOCKS5_GENERAL_FAILURE: c_int = 1;

/// SOCKS5 reply: the rules do not allow this connection.
pub const DILL_SOCKS5_CONNECTION_NOT_ALLOWED: c_int = 2;

/// SOCKS5 reply: network unreachable.
pub const DILL_SOCKS5_NETWORK_UNREACHABLE: c_int = 3;

/// SOCKS5 reply: host unreachable.
pub const DILL_SOCKS5_HOST_UNREACHABLE: c_int = 4;

/// SOCKS5 reply: connection refused.
pub const DILL_SOCKS5_CONNECTION_REFUSED: c_int = 5;

/// SOCKS5 reply: time to live expired.
pub const DILL_SOCKS5_TTL_EXPIRED: c_int = 6;

/// SOCKS5 reply: the server does not know the command.
pub const DILL_SOCKS5_COMMAND_NOT_SUPPORTED: c_int = 7;

/// SOCKS5 reply: the server does not know the address type.
pub const DILL_SOCKS5_ADDRESS_TYPE_NOT_SUPPORTED: c_int = 8;

/// One element of a gather/scatter list: a buffer and the link to the next one.
///
/// A list is checked before anything else happens, and never changed, so it may be constant and several coroutines may
/// use it at the same time. The program leaves it and its buffers alone until the call returns.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct dill_iolist {
    /// First byte of the buffer. NULL in a receive drops `iol_len` bytes.
    pub iol_base: *mut c_void,
    /// Size of the buffer in bytes; 0 is allowed.
    pub iol_len: usize,
    /// Next element, NULL in the last one.
    pub iol_next: *mut dill_iolist,
    /// Must be 0.
    pub iol_rsvd: c_int,
}

/// An IP address with port. It begins with a `struct sockaddr_in` or a `struct sockaddr_in6` of the system, so the
/// result of `dill_ipaddr_sockaddr` may be cast to either.
///
/// cbindgen:field-names=[_]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct dill_ipaddr {
    /// A `sockaddr_in` or `sockaddr_in6`, unaligned, the rest unused.
    pub bytes: [c_char; 32],
}

/// Memory for one TCP listener, passed to a `dill_tcp_*_mem` function.
///
/// cbindgen:field-names=[_]
#[repr(C)]
pub struct dill_tcp_listener_storage {
    _bytes: [c_char; 56],
}

/// Memory for one TCP connection, passed to a `dill_tcp_*_mem` function.
///
/// cbindgen:field-names=[_]
#[repr(C)]
pub struct dill_tcp_storage {
    _bytes: [c_char; 72],
}

/// Memory for one UNIX-domain listener, passed to a `dill_ipc_*_mem` function.
///
/// cbindgen:field-names=[_]
#[repr(C)]
pub struct dill_ipc_listener_storage {
    _bytes: [c_char; 24],
}

/// Memory for one UNIX-domain connection, passed to a `dill_ipc_*_mem` function.
///
/// cbindgen:field-names=[_]
#[repr(C)]
pub struct dill_ipc_storage {
    _bytes: [c_char; 72],
}

/// Memory for a pair of UNIX-domain connections, passed to `dill_ipc_pair_mem`; in use until both are closed.
///
/// cbindgen:field-names=[_]
#[repr(C)]
pub struct dill_ipc_pair_storage {
    _bytes: [c_char; 144],
}

/// Memory for one length-prefix protocol, passed to `dill_prefix_attach_mem`.
///
/// cbindgen:field-names=[_]
#[repr(C)]
pub struct dill_prefix_storage {
    _bytes: [c_char; 56],
}

/// Memory for one delimiter protocol, passed to `dill_suffix_attach_mem`.
///
/// cbindgen:field-names=[_]
#[repr(C)]
pub struct dill_suffix_storage {
    _bytes: [c_char; 128],
}

/// Memory for one UDP socket, passed to `dill_udp_open_mem`.
///
/// cbindgen:field-names=[_]
#[repr(C)]
pub struct dill_udp_storage {
    _bytes: [c_char; 72],
}

/// Memory for one HTTP connection, passed to `dill_http_attach_mem`.
///
/// cbindgen:field-names=[_]
#[repr(C)]
pub struct dill_http_storage {
    _bytes: [c_char; 1296],
}

/// Memory for one WebSocket, passed to a `dill_ws_attach_*_mem` function.
///
/// cbindgen:field-names=[_]
#[repr(C)]
pub struct dill_ws_storage {
    _bytes: [c_char; 176],
}

/// Memory for one terminator protocol, passed to `dill_term_attach_mem`.
///
/// cbindgen:field-names=[_]
#[repr(C)]
pub struct dill_term_storage {
    _bytes: [c_char; 88],
}
