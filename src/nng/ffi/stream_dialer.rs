//! `nng/nng.h`: stream dialers.
#![allow(non_camel_case_types)]

use std::ffi::{c_char, c_int, c_void};
use std::sync::Arc;

use super::aio::nng_aio;
use super::handle::Handle;
use super::stream::start;
use super::stream_options::{self as options, Given};
use super::types::{nng_duration, nng_sockaddr, nng_url};
use super::url;
use crate::nng::stream::{self, Dialer};

/// Makes streams by connecting to an address. It may be used from any thread, for any number of streams; those that are
/// there stay when it is closed.
///
/// | option | type | | dialers |
/// |---|---|---|---|
/// | `NNG_OPT_LOCADDR` | address | rw | of TCP and WebSockets: the address to connect from, with the port 0 |
/// | `NNG_OPT_TCP_NODELAY`, `NNG_OPT_TCP_KEEPALIVE` | bool, false at first | rw | of TCP and WebSockets, for new streams |
/// | `NNG_OPT_TLS_CONFIG` | pointer to a `nng_tls_config` | rw | of TLS |
/// | `NNG_OPT_TLS_SERVER_NAME`, `NNG_OPT_TLS_CA_FILE`, `NNG_OPT_TLS_CERT_KEY_FILE` | string | w | of TLS |
/// | `NNG_OPT_TLS_AUTH_MODE` | int | w | of TLS |
/// | `NNG_OPT_WS_REQUEST_HEADERS` | string | w | of WebSockets: fields of the request, CR LF behind each, the last aside |
/// | `NNG_OPT_WS_REQUEST_HEADER` with a name appended | string | w | of WebSockets: one such field |
/// | `NNG_OPT_WS_PROTOCOL` | string | rw | of WebSockets: names of subprotocols, with commas between them |
/// | `NNG_OPT_WS_SEND_TEXT`, `NNG_OPT_WS_RECV_TEXT` | bool, false at first | rw | of WebSockets: messages are sent as text; text messages are accepted, too |
/// | `NNG_OPT_WS_SENDMAXFRAME`, `NNG_OPT_WS_RECVMAXFRAME` | size, 1 MiB at first | rw | of WebSockets: largest frame, 0 for any |
///
/// Options of WebSockets hold for streams that are dialed from then on. A field takes the place of an earlier one of its
/// name. `NNG_EINVAL`, and nothing has changed, for what is no field, for those that make the handshake or announce
/// content (`Upgrade`, `Connection`, `Sec-WebSocket-*`, `Content-Length`, `Transfer-Encoding`), for names of protocols that
/// are no tokens, and for frames of 2^32 bytes or more. `Host` is replaced; `Sec-WebSocket-Protocol` is another way to name
/// the protocols. Without an agreement on one of them a dial fails.
///
/// Setting the configuration takes a reference to it, reading it gives one to the caller. The options after it change the
/// configuration that is there; they fail as the functions `nng_tls_config_*` do, with `NNG_EBUSY` once it is in use.
pub struct nng_stream_dialer {
    _opaque: [u8; 0],
}

impl Handle for nng_stream_dialer {
    type Object = Arc<dyn Dialer>;
}

/// Makes a dialer for the address in a URL, and stores it in `*dialerp`, for `nng_stream_dialer_free`.
///
/// | URL | connects to |
/// |---|---|
/// | `tcp://HOST:PORT`, `tcp4:`, `tcp6:` | a port of TCP, perhaps with that version of IP only |
/// | `tls+tcp://HOST:PORT`, `tls+tcp4:`, `tls+tcp6:` | the same, and speaks TLS |
/// | `ipc://PATH`, `unix://PATH` | the UNIX-domain socket at that path |
/// | `abstract://NAME` | the UNIX-domain socket of that name; `%XX` is any byte |
/// | `ws://HOST:PORT/PATH?QUERY`, `ws4:`, `ws6:` | a WebSocket of the HTTP server there, at port 80 without a port |
/// | `wss://HOST:PORT/PATH?QUERY` | the same over TLS, at port 443 without a port |
///
/// Returns 0; `NNG_EINVAL` if that is no URL, or for NULL; `NNG_ENOTSUP` for other schemes; `NNG_EADDRINVAL` if host, port
/// or path are missing, or the path or name is longer than 107 bytes; `NNG_ENOMEM`; or what prevents the library's
/// threads from being started.
///
/// # Safety
/// `dialerp` is NULL or writable, `addr` NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_dialer_alloc(
    dialerp: *mut *mut nng_stream_dialer,
    addr: *const c_char,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { nng_stream_dialer::store(dialerp, url::with_location(addr, stream::dialer)) }
}

/// Like `nng_stream_dialer_alloc`, with a URL that was parsed.
///
/// # Safety
/// `dialerp` is NULL or writable; `url` is NULL or a URL whose members are NULL or strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_dialer_alloc_url(
    dialerp: *mut *mut nng_stream_dialer,
    url: *const nng_url,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { nng_stream_dialer::store(dialerp, url::with_location_of(url, stream::dialer)) }
}

/// Closes a dialer and releases it, see `nng_stream_dialer_close`. NULL is allowed.
///
/// # Safety
/// `dialer` is NULL or a valid handle, which nobody uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_dialer_free(dialer: *mut nng_stream_dialer) {
    // SAFETY: by the caller's promise.
    if let Some(dialer) = unsafe { nng_stream_dialer::take(dialer) } {
        dialer.close();
    }
}

/// Closes a dialer: dials under way end with `NNG_ECLOSED`, and so do all that are started later. NULL is allowed.
///
/// # Safety
/// `dialer` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_dialer_close(dialer: *mut nng_stream_dialer) {
    // SAFETY: by the caller's promise.
    if let Some(dialer) = unsafe { nng_stream_dialer::borrow(dialer) } {
        dialer.close();
    }
}

/// Makes a stream: output 0 of the aio is the `nng_stream *`, for `nng_stream_free`. All addresses of a host are tried in
/// order. The handshake of TLS is left to the first send or receive; that of a WebSocket is part of the dial, and then so is
/// that of TLS. The server has 30 seconds for TLS, 2 seconds to take the request, and 2 to answer it.
///
/// Results: 0; `NNG_ECONNREFUSED`, `NNG_EUNREACHABLE`; `NNG_EADDRINVAL` if there is no such host or port; `NNG_EAGAIN` if
/// the name service does not answer; `NNG_EPERM`; `NNG_ECLOSED`; `NNG_ECANCELED`, `NNG_ETIMEDOUT`; `NNG_ENOFILES`,
/// `NNG_ENOMEM`; `NNG_EINVAL` if the dialer is NULL. Of a WebSocket also `NNG_EPERM` for the status 401 or 403,
/// `NNG_ECONNREFUSED` for 404 or 405, `NNG_EPROTO` for every other answer that does not complete the handshake,
/// `NNG_EMSGSIZE` if that is too long, `NNG_ECONNSHUT` if none comes, and over TLS `NNG_EPEERAUTH`, `NNG_ECRYPTO`; `NNG_EINVAL`
/// if the URL holds what no request can have.
///
/// # Safety
/// `dialer` and `aio` are NULL or valid handles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_dialer_dial(dialer: *mut nng_stream_dialer, aio: *mut nng_aio) {
    // SAFETY: by the caller's promise.
    unsafe { start(nng_stream_dialer::borrow(dialer), aio, |dialer, op| dialer.dial(op)) }
}

/// Reads an option of any type into the `*size` bytes at `val`, and stores the size of the value in `*size`.
///
/// Returns 0; `NNG_EINVAL` if the value does not fit, and is cut off, or for NULL; `NNG_ENOTSUP` if there is no such option
/// here; `NNG_EWRITEONLY` if it cannot be read; `NNG_ENOMEM`; and what the option has to say.
///
/// # Safety
/// `dialer` is NULL or a valid handle, `opt` NULL or a string, `size` NULL or writable, `val` NULL or writable for as many
/// bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_dialer_get(
    dialer: *mut nng_stream_dialer,
    opt: *const c_char,
    val: *mut c_void,
    size: *mut usize,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::get_untyped(nng_stream_dialer::borrow(dialer), opt, val, size) }
}

/// Reads an option that is true or false into `*val`. Returns what `nng_stream_dialer_get` does, and `NNG_EBADTYPE` if the option is of
/// another type.
///
/// # Safety
/// `dialer` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_dialer_get_bool(
    dialer: *mut nng_stream_dialer,
    opt: *const c_char,
    val: *mut bool,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::get(nng_stream_dialer::borrow(dialer), opt, val, options::to_bool) }
}

/// Reads an option that is an integer into `*val`. Returns what `nng_stream_dialer_get` does, and `NNG_EBADTYPE` if the option is of
/// another type.
///
/// # Safety
/// `dialer` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_dialer_get_int(
    dialer: *mut nng_stream_dialer,
    opt: *const c_char,
    val: *mut c_int,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::get(nng_stream_dialer::borrow(dialer), opt, val, options::to_int) }
}

/// Reads an option that is a time in milliseconds into `*val`. Returns what `nng_stream_dialer_get` does, and `NNG_EBADTYPE` if the option is of
/// another type.
///
/// # Safety
/// `dialer` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_dialer_get_ms(
    dialer: *mut nng_stream_dialer,
    opt: *const c_char,
    val: *mut nng_duration,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::get(nng_stream_dialer::borrow(dialer), opt, val, options::to_ms) }
}

/// Reads an option that is a number of bytes into `*val`. Returns what `nng_stream_dialer_get` does, and `NNG_EBADTYPE` if the option is of
/// another type.
///
/// # Safety
/// `dialer` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_dialer_get_size(
    dialer: *mut nng_stream_dialer,
    opt: *const c_char,
    val: *mut usize,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::get(nng_stream_dialer::borrow(dialer), opt, val, options::to_size) }
}

/// Reads an option that is a 64-bit number into `*val`. Returns what `nng_stream_dialer_get` does, and `NNG_EBADTYPE` if the option is of
/// another type.
///
/// # Safety
/// `dialer` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_dialer_get_uint64(
    dialer: *mut nng_stream_dialer,
    opt: *const c_char,
    val: *mut u64,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::get(nng_stream_dialer::borrow(dialer), opt, val, options::to_uint64) }
}

/// Reads an option that is a string into `*val`: a copy, for `nng_strfree`. Returns what `nng_stream_dialer_get` does, and
/// `NNG_EBADTYPE` if the option is of another type.
///
/// # Safety
/// `dialer` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_dialer_get_string(
    dialer: *mut nng_stream_dialer,
    opt: *const c_char,
    val: *mut *mut c_char,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::get(nng_stream_dialer::borrow(dialer), opt, val, options::to_string) }
}

/// Reads an option that is a pointer into `*val`: what it points to is the caller's. Returns what `nng_stream_dialer_get` does, and
/// `NNG_EBADTYPE` if the option is of another type.
///
/// # Safety
/// `dialer` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_dialer_get_ptr(
    dialer: *mut nng_stream_dialer,
    opt: *const c_char,
    val: *mut *mut c_void,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::get(nng_stream_dialer::borrow(dialer), opt, val, options::to_pointer) }
}

/// Reads an option that is an address into `*val`. Returns what `nng_stream_dialer_get` does, and `NNG_EBADTYPE` if the option is
/// of another type.
///
/// # Safety
/// `dialer` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_dialer_get_addr(
    dialer: *mut nng_stream_dialer,
    opt: *const c_char,
    val: *mut nng_sockaddr,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::get(nng_stream_dialer::borrow(dialer), opt, val, options::to_address) }
}

/// Sets an option of any type to the `size` bytes at `val`; a string comes with its NUL.
///
/// Returns 0; `NNG_EINVAL` if the size or the value is wrong, or for NULL; `NNG_ENOTSUP` if there is no such option here;
/// `NNG_EREADONLY` if it cannot be set; `NNG_ENOMEM`; and what the option has to say.
///
/// # Safety
/// `dialer` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or readable for `size` bytes, which are a value of
/// the option's type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_dialer_set(
    dialer: *mut nng_stream_dialer,
    opt: *const c_char,
    val: *const c_void,
    size: usize,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::set(nng_stream_dialer::borrow(dialer), opt, Given::Bytes(val, size)) }
}

/// Sets an option that is true or false. Returns what `nng_stream_dialer_set` does, and `NNG_EBADTYPE` if the option is of another
/// type.
///
/// # Safety
/// `dialer` is NULL or a valid handle, `opt` NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_dialer_set_bool(
    dialer: *mut nng_stream_dialer,
    opt: *const c_char,
    val: bool,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::set(nng_stream_dialer::borrow(dialer), opt, Given::Bool(val)) }
}

/// Sets an option that is an integer. Returns what `nng_stream_dialer_set` does, and `NNG_EBADTYPE` if the option is of another
/// type.
///
/// # Safety
/// `dialer` is NULL or a valid handle, `opt` NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_dialer_set_int(
    dialer: *mut nng_stream_dialer,
    opt: *const c_char,
    val: c_int,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::set(nng_stream_dialer::borrow(dialer), opt, Given::Int(val)) }
}

/// Sets an option that is a time in milliseconds. Returns what `nng_stream_dialer_set` does, and `NNG_EBADTYPE` if the option is of another
/// type.
///
/// # Safety
/// `dialer` is NULL or a valid handle, `opt` NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_dialer_set_ms(
    dialer: *mut nng_stream_dialer,
    opt: *const c_char,
    val: nng_duration,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::set(nng_stream_dialer::borrow(dialer), opt, Given::Ms(val)) }
}

/// Sets an option that is a number of bytes. Returns what `nng_stream_dialer_set` does, and `NNG_EBADTYPE` if the option is of another
/// type.
///
/// # Safety
/// `dialer` is NULL or a valid handle, `opt` NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_dialer_set_size(
    dialer: *mut nng_stream_dialer,
    opt: *const c_char,
    val: usize,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::set(nng_stream_dialer::borrow(dialer), opt, Given::Size(val)) }
}

/// Sets an option that is a 64-bit number. Returns what `nng_stream_dialer_set` does, and `NNG_EBADTYPE` if the option is of another
/// type.
///
/// # Safety
/// `dialer` is NULL or a valid handle, `opt` NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_dialer_set_uint64(
    dialer: *mut nng_stream_dialer,
    opt: *const c_char,
    val: u64,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::set(nng_stream_dialer::borrow(dialer), opt, Given::Uint64(val)) }
}

/// Sets an option that is a string, which is copied. Returns what `nng_stream_dialer_set` does, and `NNG_EBADTYPE` if the option is
/// of another type.
///
/// # Safety
/// `dialer` is NULL or a valid handle, `opt` and `val` are NULL or strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_dialer_set_string(
    dialer: *mut nng_stream_dialer,
    opt: *const c_char,
    val: *const c_char,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::set(nng_stream_dialer::borrow(dialer), opt, Given::String(val)) }
}

/// Sets an option that is a pointer. Returns what `nng_stream_dialer_set` does, and `NNG_EBADTYPE` if the option is of another type.
///
/// # Safety
/// `dialer` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or what the option takes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_dialer_set_ptr(
    dialer: *mut nng_stream_dialer,
    opt: *const c_char,
    val: *mut c_void,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::set(nng_stream_dialer::borrow(dialer), opt, Given::Pointer(val)) }
}

/// Sets an option that is an address. Returns what `nng_stream_dialer_set` does, and `NNG_EBADTYPE` if the option is of another type.
///
/// # Safety
/// `dialer` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or readable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_dialer_set_addr(
    dialer: *mut nng_stream_dialer,
    opt: *const c_char,
    val: *const nng_sockaddr,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::set(nng_stream_dialer::borrow(dialer), opt, Given::Address(val)) }
}
