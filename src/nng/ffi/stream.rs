//! `nng/nng.h`: streams.
#![allow(non_camel_case_types)]

use std::ffi::{c_char, c_int, c_void};
use std::sync::Arc;

use super::aio::nng_aio;
use super::handle::Handle;
use super::stream_options::{self as options, Given};
use super::types::{nng_duration, nng_sockaddr};
use crate::nng::aio::{Op, Operation};
use crate::nng::error::Error;
use crate::nng::stream::Stream;

/// A stream of bytes in both directions: what a dialer or a listener delivers.
///
/// It may be used from any thread. Sends are carried out in the order in which they were started, and so are receives;
/// the two go on at the same time. An operation that is cancelled or takes too long leaves the stream as it is. An
/// operation given a NULL stream fails with `NNG_EINVAL`; one given a NULL aio does nothing.
///
/// A WebSocket carries bytes, too (RFC 6455): a send is a message of one frame, a receive takes what has arrived of one
/// message or several. Pings are answered, also while nobody receives, up to the next data. A text message, unless
/// `NNG_OPT_WS_RECV_TEXT` was set where the stream comes from, a frame larger than `NNG_OPT_WS_RECVMAXFRAME`, and whatever
/// breaks the protocol end the stream, with the status 1003, 1009 or 1002 for the peer and a message in the log.
///
/// | option | type | | streams |
/// |---|---|---|---|
/// | `NNG_OPT_LOCADDR`, `NNG_OPT_REMADDR` | address | r | all; of UNIX-domain ones, both are the listener's |
/// | `NNG_OPT_TCP_NODELAY`, `NNG_OPT_TCP_KEEPALIVE` | bool | rw | over TCP, WebSockets among them |
/// | `NNG_OPT_PEER_UID`, `NNG_OPT_PEER_GID`, `NNG_OPT_PEER_PID` | uint64 | r | UNIX-domain |
/// | `NNG_OPT_TLS_VERIFIED` | bool | r | over TLS: the peer has proved who it is |
/// | `NNG_OPT_TLS_PEER_CN` | string | r | over TLS: common name in the peer's certificate |
/// | `NNG_OPT_TLS_PEER_ALT_NAMES` | pointer | r | over TLS: its alternative names |
/// | `NNG_OPT_WS_REQUEST_URI` | string | r | WebSocket: the target of the request |
/// | `NNG_OPT_WS_REQUEST_HEADERS`, `NNG_OPT_WS_RESPONSE_HEADERS` | string | r | WebSocket: the fields of the handshake, CR LF behind each |
/// | `NNG_OPT_WS_REQUEST_HEADER`, `NNG_OPT_WS_RESPONSE_HEADER`, each with a name appended | string | r | WebSocket: one of these fields, `NNG_ENOENT` without it |
/// | `NNG_OPT_WS_SEND_TEXT`, `NNG_OPT_WS_RECV_TEXT` | bool | r | WebSocket |
///
/// The alternative names are an array of strings that ends with NULL; array and strings are to be released with free(3).
/// Without a certificate or a common name the last two of TLS fail with `NNG_ENOENT`. All fail with `NNG_ECLOSED` when they have to ask
/// the system about a stream that is closed.
pub struct nng_stream {
    _opaque: [u8; 0],
}

impl Handle for nng_stream {
    type Object = Arc<dyn Stream>;
}

/// Closes a stream and releases it, see `nng_stream_close`. NULL is allowed.
///
/// # Safety
/// `stream` is NULL or a valid handle, which nobody uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_free(stream: *mut nng_stream) {
    // SAFETY: by the caller's promise.
    if let Some(stream) = unsafe { nng_stream::take(stream) } {
        (*stream).clone().close();
    }
}

/// Closes a stream. Operations under way end with `NNG_ECLOSED`, and so do all that are started later. What was sent and
/// did not leave yet still does. A WebSocket completes the frame of the send under way and says goodbye, with the status
/// 1000; what the peer does not take within 100 milliseconds is lost. NULL is allowed.
///
/// # Safety
/// `stream` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_close(stream: *mut nng_stream) {
    // SAFETY: by the caller's promise.
    if let Some(stream) = unsafe { nng_stream::borrow(stream) } {
        stream.clone().close();
    }
}

/// Sends bytes from the buffers of the aio (`nng_aio_set_iov`): at least one, but perhaps not all. The count is that of
/// the bytes sent; the buffers of the aio stay as they are. With nothing in the buffers nothing is sent.
///
/// Over a WebSocket, it is one message: at most `NNG_OPT_WS_SENDMAXFRAME` bytes, an empty message with nothing in the
/// buffers. The peer gets it as a whole even if the send is cancelled when a part of it has left.
///
/// Results: 0; `NNG_ECONNSHUT` if the peer closed the stream, of a WebSocket `NNG_ECLOSED`; `NNG_ECONNRESET` if the connection
/// broke; `NNG_ECLOSED`; `NNG_ECANCELED`, `NNG_ETIMEDOUT`; over TLS `NNG_EPEERAUTH` if the peer is not who it should be, `NNG_ECRYPTO` if it
/// does not speak TLS as it should; `NNG_ENOMEM`.
///
/// # Safety
/// `stream` and `aio` are NULL or valid handles. The buffers stay valid until the operation ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_send(stream: *mut nng_stream, aio: *mut nng_aio) {
    // SAFETY: by the caller's promise.
    unsafe { start(nng_stream::borrow(stream), aio, |stream, op| stream.clone().send(op)) }
}

/// Receives bytes into the buffers of the aio: at least one, and at most as many as they hold. The count is that of the
/// bytes received; the buffers of the aio stay as they are.
///
/// Results: those of `nng_stream_send`; `NNG_EINVAL` if the buffers have no room.
///
/// # Safety
/// `stream` and `aio` are NULL or valid handles. The buffers stay valid until the operation ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_recv(stream: *mut nng_stream, aio: *mut nng_aio) {
    // SAFETY: by the caller's promise.
    unsafe { start(nng_stream::borrow(stream), aio, |stream, op| stream.clone().recv(op)) }
}

/// Starts an operation on an object; it fails with `NNG_EINVAL` if that is NULL.
///
/// # Safety
/// `aio` is NULL or a valid handle.
pub(super) unsafe fn start<O>(object: Option<&O>, aio: *mut nng_aio, begin: impl FnOnce(&O, Op)) {
    // SAFETY: by the caller's promise.
    let Some(aio) = (unsafe { nng_aio::share(aio) }) else { return };
    match object {
        Some(object) => begin(object, aio),
        None if aio.begin() => aio.finish(Err(Error::INVALID)),
        None => {}
    }
}

/// Reads an option of any type into the `*size` bytes at `val`, and stores the size of the value in `*size`.
///
/// Returns 0; `NNG_EINVAL` if the value does not fit, and is cut off, or for NULL; `NNG_ENOTSUP` if there is no such option
/// here; `NNG_EWRITEONLY` if it cannot be read; `NNG_ENOMEM`; and what the option has to say.
///
/// # Safety
/// `stream` is NULL or a valid handle, `opt` NULL or a string, `size` NULL or writable, `val` NULL or writable for as many
/// bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_get(
    stream: *mut nng_stream,
    opt: *const c_char,
    val: *mut c_void,
    size: *mut usize,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::get_untyped(nng_stream::borrow(stream), opt, val, size) }
}

/// Reads an option that is true or false into `*val`. Returns what `nng_stream_get` does, and `NNG_EBADTYPE` if the option is of
/// another type.
///
/// # Safety
/// `stream` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_get_bool(
    stream: *mut nng_stream,
    opt: *const c_char,
    val: *mut bool,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::get(nng_stream::borrow(stream), opt, val, options::to_bool) }
}

/// Reads an option that is an integer into `*val`. Returns what `nng_stream_get` does, and `NNG_EBADTYPE` if the option is of
/// another type.
///
/// # Safety
/// `stream` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_get_int(
    stream: *mut nng_stream,
    opt: *const c_char,
    val: *mut c_int,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::get(nng_stream::borrow(stream), opt, val, options::to_int) }
}

/// Reads an option that is a time in milliseconds into `*val`. Returns what `nng_stream_get` does, and `NNG_EBADTYPE` if the option is of
/// another type.
///
/// # Safety
/// `stream` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_get_ms(
    stream: *mut nng_stream,
    opt: *const c_char,
    val: *mut nng_duration,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::get(nng_stream::borrow(stream), opt, val, options::to_ms) }
}

/// Reads an option that is a number of bytes into `*val`. Returns what `nng_stream_get` does, and `NNG_EBADTYPE` if the option is of
/// another type.
///
/// # Safety
/// `stream` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_get_size(
    stream: *mut nng_stream,
    opt: *const c_char,
    val: *mut usize,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::get(nng_stream::borrow(stream), opt, val, options::to_size) }
}

/// Reads an option that is a 64-bit number into `*val`. Returns what `nng_stream_get` does, and `NNG_EBADTYPE` if the option is of
/// another type.
///
/// # Safety
/// `stream` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_get_uint64(
    stream: *mut nng_stream,
    opt: *const c_char,
    val: *mut u64,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::get(nng_stream::borrow(stream), opt, val, options::to_uint64) }
}

/// Reads an option that is a string into `*val`: a copy, for `nng_strfree`. Returns what `nng_stream_get` does, and
/// `NNG_EBADTYPE` if the option is of another type.
///
/// # Safety
/// `stream` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_get_string(
    stream: *mut nng_stream,
    opt: *const c_char,
    val: *mut *mut c_char,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::get(nng_stream::borrow(stream), opt, val, options::to_string) }
}

/// Reads an option that is a pointer into `*val`: what it points to is the caller's. Returns what `nng_stream_get` does, and
/// `NNG_EBADTYPE` if the option is of another type.
///
/// # Safety
/// `stream` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_get_ptr(
    stream: *mut nng_stream,
    opt: *const c_char,
    val: *mut *mut c_void,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::get(nng_stream::borrow(stream), opt, val, options::to_pointer) }
}

/// Reads an option that is an address into `*val`. Returns what `nng_stream_get` does, and `NNG_EBADTYPE` if the option is
/// of another type.
///
/// # Safety
/// `stream` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_get_addr(
    stream: *mut nng_stream,
    opt: *const c_char,
    val: *mut nng_sockaddr,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::get(nng_stream::borrow(stream), opt, val, options::to_address) }
}

/// Sets an option of any type to the `size` bytes at `val`; a string comes with its NUL.
///
/// Returns 0; `NNG_EINVAL` if the size or the value is wrong, or for NULL; `NNG_ENOTSUP` if there is no such option here;
/// `NNG_EREADONLY` if it cannot be set; `NNG_ENOMEM`; and what the option has to say.
///
/// # Safety
/// `stream` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or readable for `size` bytes, which are a value of
/// the option's type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_set(
    stream: *mut nng_stream,
    opt: *const c_char,
    val: *const c_void,
    size: usize,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::set(nng_stream::borrow(stream), opt, Given::Bytes(val, size)) }
}

/// Sets an option that is true or false. Returns what `nng_stream_set` does, and `NNG_EBADTYPE` if the option is of another
/// type.
///
/// # Safety
/// `stream` is NULL or a valid handle, `opt` NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_set_bool(
    stream: *mut nng_stream,
    opt: *const c_char,
    val: bool,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::set(nng_stream::borrow(stream), opt, Given::Bool(val)) }
}

/// Sets an option that is an integer. Returns what `nng_stream_set` does, and `NNG_EBADTYPE` if the option is of another
/// type.
///
/// # Safety
/// `stream` is NULL or a valid handle, `opt` NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_set_int(
    stream: *mut nng_stream,
    opt: *const c_char,
    val: c_int,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::set(nng_stream::borrow(stream), opt, Given::Int(val)) }
}

/// Sets an option that is a time in milliseconds. Returns what `nng_stream_set` does, and `NNG_EBADTYPE` if the option is of another
/// type.
///
/// # Safety
/// `stream` is NULL or a valid handle, `opt` NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_set_ms(
    stream: *mut nng_stream,
    opt: *const c_char,
    val: nng_duration,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::set(nng_stream::borrow(stream), opt, Given::Ms(val)) }
}

/// Sets an option that is a number of bytes. Returns what `nng_stream_set` does, and `NNG_EBADTYPE` if the option is of another
/// type.
///
/// # Safety
/// `stream` is NULL or a valid handle, `opt` NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_set_size(
    stream: *mut nng_stream,
    opt: *const c_char,
    val: usize,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::set(nng_stream::borrow(stream), opt, Given::Size(val)) }
}

/// Sets an option that is a 64-bit number. Returns what `nng_stream_set` does, and `NNG_EBADTYPE` if the option is of another
/// type.
///
/// # Safety
/// `stream` is NULL or a valid handle, `opt` NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_set_uint64(
    stream: *mut nng_stream,
    opt: *const c_char,
    val: u64,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::set(nng_stream::borrow(stream), opt, Given::Uint64(val)) }
}

/// Sets an option that is a string, which is copied. Returns what `nng_stream_set` does, and `NNG_EBADTYPE` if the option is
/// of another type.
///
/// # Safety
/// `stream` is NULL or a valid handle, `opt` and `val` are NULL or strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_set_string(
    stream: *mut nng_stream,
    opt: *const c_char,
    val: *const c_char,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::set(nng_stream::borrow(stream), opt, Given::String(val)) }
}

/// Sets an option that is a pointer. Returns what `nng_stream_set` does, and `NNG_EBADTYPE` if the option is of another type.
///
/// # Safety
/// `stream` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or what the option takes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_set_ptr(
    stream: *mut nng_stream,
    opt: *const c_char,
    val: *mut c_void,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::set(nng_stream::borrow(stream), opt, Given::Pointer(val)) }
}

/// Sets an option that is an address. Returns what `nng_stream_set` does, and `NNG_EBADTYPE` if the option is of another type.
///
/// # Safety
/// `stream` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or readable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_stream_set_addr(
    stream: *mut nng_stream,
    opt: *const c_char,
    val: *const nng_sockaddr,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { options::set(nng_stream::borrow(stream), opt, Given::Address(val)) }
}
