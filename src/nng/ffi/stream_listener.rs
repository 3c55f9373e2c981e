//! `nng/nng.h`: stream listeners.
#![allow(non_camel_case_types)]

use std::ffi::{c_char, c_int, c_void};
use std::sync::Arc;

use super::aio::nng_aio;
use super::handle::Handle;
use super::stream::start;
use super::stream_options::{self as options, Given};
use super::types::{nng_duration, nng_sockaddr, nng_url};
use super::url;
use crate::nng::error::Error;
use crate::nng::stream::{self, Listener};

/// Makes streams of the connections that others open. It may be used from any thread; the streams stay when it is closed.
///
/// | option | type | | listeners |
/// |---|---|---|---|
/// | `NNG_OPT_LOCADDR` | address | r | where it listens; of TCP and WebSockets none before it does |
/// | `NNG_OPT_TCP_BOUND_PORT` | int, in the order of the host | r | of TCP and WebSockets; `NNG_ESTATE` before it listens |
/// | `NNG_OPT_TCP_NODELAY`, `NNG_OPT_TCP_KEEPALIVE` | bool, false at first | rw | of TCP and WebSockets, for new streams |
/// | `NNG_OPT_TLS_CONFIG` and the others of TLS | | | as with dialers; of `wss` the server's, in use once it listens |
/// | `NNG_OPT_URL` | string | r | of WebSockets: the URL that it was made for |
/// | `NNG_OPT_WS_RESPONSE_HEADERS` | string | w | of WebSockets: fields of the response, as with dialers |
/// | `NNG_OPT_WS_RESPONSE_HEADER` with a name appended | string | w | of WebSockets: one such field |
/// | `NNG_OPT_WS_PROTOCOL`, `NNG_OPT_WS_SEND_TEXT`, `NNG_OPT_WS_RECV_TEXT`, `NNG_OPT_WS_RECVMAXFRAME` | | rw | as with dialers |
/// | `NNG_OPT_WS_SENDMAXFRAME` | size, 64 KiB at first | rw | of WebSockets |
/// | `NNG_OPT_IPC_PERMISSIONS` | int, bits of chmod(2) | w | UNIX-domain; `NNG_EBUSY` when it listens |
/// | `NNG_OPT_SOCKET_FD` | int | w | `socket://` |
///
/// The last is a connected stream socket, which the program gives away: it becomes the next stream that is accepted.
/// `NNG_EINVAL` if it is none, `NNG_ENOSPC` if 16 are waiting; then it is still the program's.
pub struct nng_stream_listener {
    _opaque: [u8; 0],
}

impl Handle for nng_stream_listener {
    type Object = Arc<dyn Listener>;
}

/// Makes a listener for the address in a URL, and stores it in `*listenerp`, for `nng_stream_listener_free`. A host that
/// is a name is looked up now, which may take long.
///
/// | URL | listens on |
/// |---|---|
/// | `tcp://HOST:PORT`, `tcp4:`, `tcp6:` | a port of TCP, of one that the system chooses without a port or with 0; all interfaces without a host |
/// | `tls+tcp://HOST:PORT`, `tls+tcp4:`, `tls+tcp6:` | the same, and speaks TLS |
/// | `ipc://PATH`, `unix://PATH` | a UNIX-domain socket at that path |
/// | `abstract://NAME` | a UNIX-domain socket of that name, of one that the system chooses without one; `%XX` is any byte |
/// | `socket://` | nothing: gets its connections from the program, see `NNG_OPT_SOCKET_FD` |
/// | `ws://HOST:PORT/PATH`, `ws4:`, `ws6:` | a path of the HTTP server of this host and port, see `nng_http_server_hold`; for requests with this host, if there is one |
/// | `wss://HOST:PORT/PATH` | the same over TLS |
///
/// Returns 0; `NNG_EINVAL` if that is no URL, or for NULL; `NNG_ENOTSUP` for other schemes; `NNG_EADDRINVAL` if there is no
/// such host or port, or the path is missing, or path or name are longer than 107 bytes; `NNG_EAGAIN` if the name service
/// does not answer; `NNG_ENOMEM`; or what prevents the library's threads from being started.
///
/// # Safety
/// `listenerp` is NULL or writable, `addr` NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_listener_alloc(
    listenerp: *mut *mut nng_stream_listener,
    addr: *const c_char,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { nng_stream_listener::store(listenerp, url::with_location(addr, stream::listener)) }
}

/// Like `nng_stream_listener_alloc`, with a URL that was parsed.
///
/// # Safety
/// `listenerp` is NULL or writable; `url` is NULL or a URL whose members are NULL or strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_listener_alloc_url(
    listenerp: *mut *mut nng_stream_listener,
    url: *const nng_url,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { nng_stream_listener::store(listenerp, url::with_location_of(url, stream::listener)) }
}

/// Closes a listener and releases it, see `nng_stream_listener_close`. NULL is allowed.
///
/// # Safety
/// `listener` is NULL or a valid handle, which nobody uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_listener_free(listener: *mut nng_stream_listener) {
    // SAFETY: by the caller's promise.
    if let Some(listener) = unsafe { nng_stream_listener::take(listener) } {
        listener.close();
    }
}

/// Closes a listener: it listens no more, accepts under way end with `NNG_ECLOSED`, and so do all that are started later.
/// The file of a UNIX-domain socket is removed; what waits to be accepted is closed. NULL is allowed.
///
/// # Safety
/// `listener` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_listener_close(listener: *mut nng_stream_listener) {
    // SAFETY: by the caller's promise.
    if let Some(listener) = unsafe { nng_stream_listener::borrow(listener) } {
        listener.close();
    }
}

/// Listens. At a path, a socket that nobody listens on any more makes room. Has no effect on `socket://`. A listener of
/// WebSockets becomes a handler of its HTTP server, and counts as one of those who have started it until it is closed.
///
/// Returns 0; `NNG_ESTATE` if it listens already; `NNG_ECLOSED`; `NNG_EADDRINUSE`, also if the server has a handler in the
/// place of a WebSocket; `NNG_EADDRINVAL` if the address is not
/// one of this machine; `NNG_EPERM`; `NNG_ENOENT` if there is no such directory; `NNG_ENOFILES`, `NNG_ENOMEM`; `NNG_EINVAL`
/// for NULL.
///
/// # Safety
/// `listener` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_listener_listen(listener: *mut nng_stream_listener) -> c_int {
    // SAFETY: by the caller's promise.
    match unsafe { nng_stream_listener::borrow(listener) } {
        Some(listener) => listener.clone().listen().map_or_else(Error::code, |()| 0),
        None => Error::INVALID.code(),
    }
}

/// Makes a stream of the next connection: output 0 of the aio is the `nng_stream *`, for `nng_stream_free`. Accepts are
/// carried out in the order in which they were started. The handshake of TLS is left to the first send or receive; its
/// configuration is in use from the first accept on. While the process has no descriptors left, accepts wait. Of a WebSocket,
/// connections wait with both handshakes done, 128 at most; the server answers further ones with the status 503.
///
/// Results: 0; `NNG_ESTATE` before `nng_stream_listener_listen`; `NNG_ECLOSED`; `NNG_ECANCELED`, `NNG_ETIMEDOUT`;
/// `NNG_ENOMEM`; `NNG_EINVAL` if the listener is NULL.
///
/// # Safety
/// `listener` and `aio` are NULL or valid handles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_listener_accept(listener: *mut nng_stream_listener, aio: *mut nng_aio) {
    // SAFETY: by the caller's promise.
    unsafe { start(nng_stream_listener::borrow(listener), aio, |listener, op| listener.clone().accept(op)) }
}

/// Reads an option of any type into the `*size` bytes at `val`, and stores the size of the value in `*size`.
///
/// Returns 0; `NNG_EINVAL` if the value does not fit, and is cut off, or for NULL; `NNG_ENOTSUP` if there is no such option
/// here; `NNG_EWRITEONLY` if it cannot be read; `NNG_ENOMEM`; and what the option has to say.
///
/// # Safety
/// `listener` is NULL or a valid handle, `opt` NULL or a string, `size` NULL or writable, `val` NULL or writable for as many
/// bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_listener_get(
    listener: *mut nng_stream_listener,
    opt: *const c_char,
    val: *mut c_void,
    size: *mut usize,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::get_untyped(nng_stream_listener::borrow(listener), opt, val, size) }
}

/// Reads an option that is true or false into `*val`. Returns what `nng_stream_listener_get` does, and `NNG_EBADTYPE` if the option is of
/// another type.
///
/// # Safety
/// `listener` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_listener_get_bool(
    listener: *mut nng_stream_listener,
    opt: *const c_char,
    val: *mut bool,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::get(nng_stream_listener::borrow(listener), opt, val, options::to_bool) }
}

/// Reads an option that is an integer into `*val`. Returns what `nng_stream_listener_get` does, and `NNG_EBADTYPE` if the option is of
/// another type.
///
/// # Safety
/// `listener` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_listener_get_int(
    listener: *mut nng_stream_listener,
    opt: *const c_char,
    val: *mut c_int,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::get(nng_stream_listener::borrow(listener), opt, val, options::to_int) }
}

/// Reads an option that is a time in milliseconds into `*val`. Returns what `nng_stream_listener_get` does, and `NNG_EBADTYPE` if the option is of
/// another type.
///
/// # Safety
/// `listener` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_listener_get_ms(
    listener: *mut nng_stream_listener,
    opt: *const c_char,
    val: *mut nng_duration,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::get(nng_stream_listener::borrow(listener), opt, val, options::to_ms) }
}

/// Reads an option that is a number of bytes into `*val`. Returns what `nng_stream_listener_get` does, and `NNG_EBADTYPE` if the option is of
/// another type.
///
/// # Safety
/// `listener` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_listener_get_size(
    listener: *mut nng_stream_listener,
    opt: *const c_char,
    val: *mut usize,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::get(nng_stream_listener::borrow(listener), opt, val, options::to_size) }
}

/// Reads an option that is a 64-bit number into `*val`. Returns what `nng_stream_listener_get` does, and `NNG_EBADTYPE` if the option is of
/// another type.
///
/// # Safety
/// `listener` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_listener_get_uint64(
    listener: *mut nng_stream_listener,
    opt: *const c_char,
    val: *mut u64,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::get(nng_stream_listener::borrow(listener), opt, val, options::to_uint64) }
}

/// Reads an option that is a string into `*val`: a copy, for `nng_strfree`. Returns what `nng_stream_listener_get` does, and
/// `NNG_EBADTYPE` if the option is of another type.
///
/// # Safety
/// `listener` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_listener_get_string(
    listener: *mut nng_stream_listener,
    opt: *const c_char,
    val: *mut *mut c_char,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::get(nng_stream_listener::borrow(listener), opt, val, options::to_string) }
}

/// Reads an option that is a pointer into `*val`: what it points to is the caller's. Returns what `nng_stream_listener_get` does, and
/// `NNG_EBADTYPE` if the option is of another type.
///
/// # Safety
/// `listener` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_listener_get_ptr(
    listener: *mut nng_stream_listener,
    opt: *const c_char,
    val: *mut *mut c_void,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::get(nng_stream_listener::borrow(listener), opt, val, options::to_pointer) }
}

/// Reads an option that is an address into `*val`. Returns what `nng_stream_listener_get` does, and `NNG_EBADTYPE` if the option is
/// of another type.
///
/// # Safety
/// `listener` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_listener_get_addr(
    listener: *mut nng_stream_listener,
    opt: *const c_char,
    val: *mut nng_sockaddr,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::get(nng_stream_listener::borrow(listener), opt, val, options::to_address) }
}

/// Sets an option of any type to the `size` bytes at `val`; a string comes with its NUL.
///
/// Returns 0; `NNG_EINVAL` if the size or the value is wrong, or for NULL; `NNG_ENOTSUP` if there is no such option here;
/// `NNG_EREADONLY` if it cannot be set; `NNG_ENOMEM`; and what the option has to say.
///
/// # Safety
/// `listener` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or readable for `size` bytes, which are a value of
/// the option's type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_listener_set(
    listener: *mut nng_stream_listener,
    opt: *const c_char,
    val: *const c_void,
    size: usize,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::set(nng_stream_listener::borrow(listener), opt, Given::Bytes(val, size)) }
}

/// Sets an option that is true or false. Returns what `nng_stream_listener_set` does, and `NNG_EBADTYPE` if the option is of another
/// type.
///
/// # Safety
/// `listener` is NULL or a valid handle, `opt` NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_listener_set_bool(
    listener: *mut nng_stream_listener,
    opt: *const c_char,
    val: bool,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::set(nng_stream_listener::borrow(listener), opt, Given::Bool(val)) }
}

/// Sets an option that is an integer. Returns what `nng_stream_listener_set` does, and `NNG_EBADTYPE` if the option is of another
/// type.
///
/// # Safety
/// `listener` is NULL or a valid handle, `opt` NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_listener_set_int(
    listener: *mut nng_stream_listener,
    opt: *const c_char,
    val: c_int,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::set(nng_stream_listener::borrow(listener), opt, Given::Int(val)) }
}

/// Sets an option that is a time in milliseconds. Returns what `nng_stream_listener_set` does, and `NNG_EBADTYPE` if the option is of another
/// type.
///
/// # Safety
/// `listener` is NULL or a valid handle, `opt` NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_listener_set_ms(
    listener: *mut nng_stream_listener,
    opt: *const c_char,
    val: nng_duration,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::set(nng_stream_listener::borrow(listener), opt, Given::Ms(val)) }
}

/// Sets an option that is a number of bytes. Returns what `nng_stream_listener_set` does, and `NNG_EBADTYPE` if the option is of another
/// type.
///
/// # Safety
/// `listener` is NULL or a valid handle, `opt` NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_listener_set_size(
    listener: *mut nng_stream_listener,
    opt: *const c_char,
    val: usize,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::set(nng_stream_listener::borrow(listener), opt, Given::Size(val)) }
}

/// Sets an option that is a 64-bit number. Returns what `nng_stream_listener_set` does, and `NNG_EBADTYPE` if the option is of another
/// type.
///
/// # Safety
/// `listener` is NULL or a valid handle, `opt` NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_listener_set_uint64(
    listener: *mut nng_stream_listener,
    opt: *const c_char,
    val: u64,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::set(nng_stream_listener::borrow(listener), opt, Given::Uint64(val)) }
}

/// Sets an option that is a string, which is copied. Returns what `nng_stream_listener_set` does, and `NNG_EBADTYPE` if the option is
/// of another type.
///
/// # Safety
/// `listener` is NULL or a valid handle, `opt` and `val` are NULL or strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_listener_set_string(
    listener: *mut nng_stream_listener,
    opt: *const c_char,
    val: *const c_char,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::set(nng_stream_listener::borrow(listener), opt, Given::String(val)) }
}

/// Sets an option that is a pointer. Returns what `nng_stream_listener_set` does, and `NNG_EBADTYPE` if the option is of another type.
///
/// # Safety
/// `listener` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or what the option takes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_listener_set_ptr(
    listener: *mut nng_stream_listener,
    opt: *const c_char,
    val: *mut c_void,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::set(nng_stream_listener::borrow(listener), opt, Given::Pointer(val)) }
}

/// Sets an option that is an address. Returns what `nng_stream_listener_set` does, and `NNG_EBADTYPE` if the option is of another type.
///
/// # Safety
/// `listener` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or readable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_listener_set_addr(
    listener: *mut nng_stream_listener,
    opt: *const c_char,
    val: *const nng_sockaddr,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::set(nng_stream_listener::borrow(listener), opt, Given::Address(val)) }
}
