//! WebSocket (RFC 6455): messages over a bytestream.
//!
//! A WebSocket is a message socket: `dill_msend`, `dill_mrecv` and their kin work on it, with messages of the type that was
//! given to the attach function.
//!
//! All functions: a deadline is a point in time as of `dill_now`, negative for none, 0 to fail instead of waiting.

use std::ffi::{c_char, c_int, c_void};
use std::slice;

use libc::ssize_t;

use super::text::{Buffer, bytes};
use super::types::{DILL_WS_BINARY, DILL_WS_NOHTTP, DILL_WS_TEXT, dill_iolist, dill_ws_storage};
use super::{number, size, status};
use crate::dill::handles::iolist::{IoList, single};
use crate::dill::lower::close_with;
use crate::dill::scheduler::context::Context;
use crate::dill::ws::{self, WebSocket};
use crate::sys::Errno;
use crate::ws::{Close, MessageType, Role, handshake};

/// The type of messages that the flags choose.
fn message_type(flags: c_int) -> MessageType {
    if flags & DILL_WS_TEXT != 0 { MessageType::Text } else { MessageType::Binary }
}

/// Puts a WebSocket on top of a bytestream, after the handshake unless the flags say that there is none.
fn attach(
    cx: &Context,
    s: c_int,
    flags: c_int,
    role: Role,
    handshake: impl FnOnce() -> Result<c_int, Errno>,
) -> Result<c_int, Errno> {
    let s = if flags & DILL_WS_NOHTTP != 0 { s } else { handshake()? };
    ws::attach(cx, s, role, message_type(flags))
}

/// Opens a WebSocket as client on top of a bytestream, which is owned by the new handle from then on: `s` becomes invalid,
/// and `dill_hclose` closes both.
///
/// Sends the opening handshake, a GET request for `resource` (path and query) with `host` as the value of its `Host` field,
/// and checks the response. `flags` is `DILL_WS_BINARY` or `DILL_WS_TEXT`, the type of messages that `dill_msend` sends and
/// `dill_mrecv` receives. With `DILL_WS_NOHTTP` added there is no handshake, and `resource` and `host` are not looked at.
///
/// Returns the new handle. Returns -1 with errno set: `EBADF` (not a handle), `ENOTSUP` (not a bytestream), `EINVAL`
/// (`resource` or `host` is NULL or contains what a head cannot hold), `EPROTO` (the response does not switch to WebSocket
/// or is malformed, or `host` is empty), `EMSGSIZE` (a line of the response is longer than 8192 bytes, it has
/// more than 256 field lines or more than 65,536 bytes of them, or more than 256 interim responses precede it), `EPIPE`,
/// `ECONNRESET` (the peer ended the connection), `ETIMEDOUT`, `ECANCELED`, `ENOMEM`. The bytestream has been closed then.
///
/// # Safety
/// `resource` and `host` are NULL or strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_ws_attach_client(
    s: c_int,
    flags: c_int,
    resource: *const c_char,
    host: *const c_char,
    deadline: i64,
) -> c_int {
    number(Context::with(|cx| {
        cx.deferred.flush(cx);
        attach(cx, s, flags, Role::Client, || {
            // SAFETY: by the caller's promise.
            match unsafe { (bytes(resource), bytes(host)) } {
                (Ok(resource), Ok(host)) => ws::connect(cx, s, resource, host, deadline),
                (Err(e), _) | (_, Err(e)) => close_with(cx, s, e),
            }
        })
    }))
}

/// Like `dill_ws_attach_client`, with memory of the program, which stays in place until the handle is closed or detached.
///
/// Returns the new handle. Returns -1 with errno set as `dill_ws_attach_client` does, or to `EINVAL` (`mem` is NULL); the
/// bytestream has been closed then.
///
/// # Safety
/// `resource` and `host` are NULL or strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_ws_attach_client_mem(
    s: c_int,
    flags: c_int,
    resource: *const c_char,
    host: *const c_char,
    mem: *mut dill_ws_storage,
    deadline: i64,
) -> c_int {
    if mem.is_null() {
        return number(Context::with(|cx| close_with(cx, s, Errno::EINVAL)));
    }
    // SAFETY: by the caller's promise.
    unsafe { dill_ws_attach_client(s, flags, resource, host, deadline) }
}

/// Opens a WebSocket as server on top of a bytestream, which is owned by the new handle from then on: `s` becomes invalid,
/// and `dill_hclose` closes both.
///
/// Receives and answers the opening handshake. The target of the request is stored in `resource`, a buffer of `resourcelen`
/// bytes, and the value of its `Host` field, empty if there is none, in `host`, a buffer of `hostlen` bytes; both become
/// strings. `flags` is as in `dill_ws_attach_client`; with `DILL_WS_NOHTTP` the buffers are not looked at.
///
/// Returns the new handle. Returns -1 with errno set: `EBADF` (not a handle), `ENOTSUP` (not a bytestream), `EINVAL` (a
/// buffer is NULL or has size 0), `EPROTO` (not a request for a WebSocket of version 13, or malformed), `EMSGSIZE` (a buffer
/// is too small, a line of the request is longer than 8192 bytes, or it has more than 256 field lines or more than 65,536
/// bytes of them), `EPIPE`, `ECONNRESET` (the peer ended the connection), `ETIMEDOUT`, `ECANCELED`, `ENOMEM`. The bytestream
/// has been closed then; a request that is refused is not answered.
///
/// # Safety
/// The buffers are NULL or writable for their sizes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_ws_attach_server(
    s: c_int,
    flags: c_int,
    resource: *mut c_char,
    resourcelen: usize,
    host: *mut c_char,
    hostlen: usize,
    deadline: i64,
) -> c_int {
    number(Context::with(|cx| {
        cx.deferred.flush(cx);
        attach(cx, s, flags, Role::Server, || {
            // SAFETY: by the caller's promise.
            match unsafe { (Buffer::new(resource, resourcelen), Buffer::new(host, hostlen)) } {
                (Ok(mut resource), Ok(mut host)) => ws::accept(cx, s, &mut resource, &mut host, deadline),
                (Err(e), _) | (_, Err(e)) => close_with(cx, s, e),
            }
        })
    }))
}

/// Like `dill_ws_attach_server`, with memory of the program, which stays in place until the handle is closed or detached.
///
/// Returns the new handle. Returns -1 with errno set as `dill_ws_attach_server` does, or to `EINVAL` (`mem` is NULL); the
/// bytestream has been closed then.
///
/// # Safety
/// The buffers are NULL or writable for their sizes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_ws_attach_server_mem(
    s: c_int,
    flags: c_int,
    resource: *mut c_char,
    resourcelen: usize,
    host: *mut c_char,
    hostlen: usize,
    mem: *mut dill_ws_storage,
    deadline: i64,
) -> c_int {
    if mem.is_null() {
        return number(Context::with(|cx| close_with(cx, s, Errno::EINVAL)));
    }
    // SAFETY: by the caller's promise.
    unsafe { dill_ws_attach_server(s, flags, resource, resourcelen, host, hostlen, deadline) }
}

/// Sends a message of `len` bytes. `flags` is its type, `DILL_WS_BINARY` or `DILL_WS_TEXT`. Text should be UTF-8, which is
/// not checked. The message goes out as one frame.
///
/// Returns 0, or -1 with errno set: `EBADF`, `ENOTSUP` (not a WebSocket), `EBUSY` (another coroutine is sending), `EPIPE`
/// (`dill_ws_done` was called), `EFAULT` (`buf` is NULL and `len` is not 0), and nothing has happened. The rest breaks the
/// sending direction, and further sends get `ECONNRESET`: `ECONNRESET` (the connection is broken), `ETIMEDOUT`,
/// `ECANCELED`.
///
/// # Safety
/// `buf` is NULL or readable for `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_ws_send(
    s: c_int,
    flags: c_int,
    buf: *const c_void,
    len: usize,
    deadline: i64,
) -> c_int {
    let mut list = single(buf.cast_mut().cast(), len);
    // SAFETY: a list of one element; sending does not change the bytes.
    unsafe { dill_ws_sendl(s, flags, &mut list, &mut list, deadline) }
}

/// Receives a message of up to `len` bytes. Its type, `DILL_WS_BINARY` or `DILL_WS_TEXT`, is stored in `flags` unless that is
/// NULL. A message in several frames is put together; pings that come before its end are answered. With `buf` NULL up to
/// `len` bytes are dropped.
///
/// Returns the size of the message in bytes. Returns -1 with errno set: `EBADF`, `ENOTSUP` (not a WebSocket), `EBUSY`
/// (another coroutine is receiving), `EPIPE` (the peer has closed, see `dill_ws_status`, or the connection has ended between
/// two messages). The rest breaks the receiving direction, and further receives get `ECONNRESET`: `EMSGSIZE` (the message is
/// longer than `len` bytes), `EPROTO` (the peer breaks the protocol), `ECONNRESET` (the connection is broken, or has ended
/// inside of a message), `ETIMEDOUT`, `ECANCELED`.
///
/// # Safety
/// `flags` is NULL or may be written to; `buf` is NULL or writable for `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_ws_recv(
    s: c_int,
    flags: *mut c_int,
    buf: *mut c_void,
    len: usize,
    deadline: i64,
) -> ssize_t {
    let mut list = single(buf.cast(), len);
    // SAFETY: a list of one element.
    unsafe { dill_ws_recvl(s, flags, &mut list, &mut list, deadline) }
}

/// Sends the bytes of a list of buffers as one message, like `dill_ws_send` does those of one.
///
/// Returns 0, or -1 with errno set as `dill_ws_send` does, or to `EINVAL`: `first` or `last` is NULL, the list that begins
/// at `first` does not end at `last`, or an `iol_rsvd` is not 0. Then nothing has happened.
///
/// # Safety
/// The list and its buffers are readable, and nobody changes them during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_ws_sendl(
    s: c_int,
    flags: c_int,
    first: *mut dill_iolist,
    last: *mut dill_iolist,
    deadline: i64,
) -> c_int {
    status(Context::with(|cx| {
        cx.deferred.flush(cx);
        let ws = cx.object::<WebSocket>(s)?;
        // SAFETY: by the caller's promise.
        let list = unsafe { IoList::new(first, last) }?;
        ws.send_message(cx, message_type(flags), &list, deadline)
    }))
}

/// Receives a message into a list of buffers, like `dill_ws_recv` does into one. With `first` and `last` NULL the message is
/// dropped, whatever its size.
///
/// Returns the size of the message in bytes. Returns -1 with errno set as `dill_ws_recv` does, or to `EINVAL`: one of `first`
/// and `last` is NULL, the list that begins at `first` does not end at `last`, or an `iol_rsvd` is not 0. Then nothing has
/// happened.
///
/// # Safety
/// `flags` is NULL or may be written to. The list is readable, its buffers are NULL or writable, and nobody changes or uses
/// them during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_ws_recvl(
    s: c_int,
    flags: *mut c_int,
    first: *mut dill_iolist,
    last: *mut dill_iolist,
    deadline: i64,
) -> ssize_t {
    size(Context::with(|cx| {
        cx.deferred.flush(cx);
        let ws = cx.object::<WebSocket>(s)?;
        // SAFETY: by the caller's promise.
        let list = unsafe { IoList::or_none(first, last) }?;
        let (size, message_type) = ws.receive_message(cx, list.as_ref(), deadline)?;
        if !flags.is_null() {
            let received = if message_type == MessageType::Text { DILL_WS_TEXT } else { DILL_WS_BINARY };
            // SAFETY: by the caller's promise.
            unsafe { flags.write(received) };
        }
        Ok(size)
    }))
}

/// A close frame. `EINVAL` if there cannot be one with this content.
///
/// # Safety
/// `buf` is NULL or readable for `len` bytes as long as the result is in use.
unsafe fn close<'a>(status: c_int, buf: *const c_void, len: usize) -> Result<Close<'a>, Errno> {
    let reason = match (buf.is_null(), len) {
        (_, 0) => &[][..],
        (true, _) => return Err(Errno::EINVAL),
        // SAFETY: by the caller's promise.
        (false, _) => unsafe { slice::from_raw_parts(buf.cast(), len) },
    };
    let status = u16::try_from(status).map_err(|_| Errno::EINVAL)?;
    Close::new(status, reason).map_err(|_| Errno::EINVAL)
}

/// Sends the close frame: this side will send no more messages. Receiving goes on.
///
/// `status` is from 1000 to 4999, usually 1000 for a connection that has served its purpose (RFC 6455 section 7.4), and `buf`
/// points to a reason of `len` bytes, up to 123; or `status` is 0 for none, and then there is no reason.
///
/// Returns 0, or -1 with errno set: `EINVAL` (`status` or `len` is out of range, or `buf` is NULL and `len` is not 0),
/// `EBADF`, `ENOTSUP` (not a WebSocket), `EBUSY` (another coroutine is sending), `EPIPE` (done before), and nothing has
/// happened; `ECONNRESET` (the connection is broken, or an earlier send has failed), `ETIMEDOUT`, `ECANCELED`.
///
/// # Safety
/// `buf` is NULL or readable for `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_ws_done(
    s: c_int,
    status: c_int,
    buf: *const c_void,
    len: usize,
    deadline: i64,
) -> c_int {
    // SAFETY: by the caller's promise.
    let close = unsafe { close(status, buf, len) };
    super::status(Context::with(|cx| {
        let close = close?;
        cx.deferred.flush(cx);
        ws::done(cx, s, close, deadline)
    }))
}

/// Ends WebSocket and returns the bytestream below, with a handle of a number of its own; `s` becomes invalid.
///
/// Sends the close frame, with `status`, `buf` and `len` as in `dill_ws_done`, if `dill_ws_done` did not. Then drops messages
/// until the peer's close frame comes or the connection ends. The next byte received from the bytestream is the first one
/// after the close frame.
///
/// Returns -1 with errno set: `EINVAL` (as `dill_ws_done`), `EBADF`, `ENOTSUP` (not a WebSocket), `EBUSY` (another coroutine
/// uses it), and nothing has happened; `ECONNRESET` (the connection is broken or has ended inside of a message, or an earlier
/// call has failed), `EPROTO` (the peer breaks the protocol), `ETIMEDOUT`, `ECANCELED`, and then everything has been closed.
///
/// # Safety
/// `buf` is NULL or readable for `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_ws_detach(
    s: c_int,
    status: c_int,
    buf: *const c_void,
    len: usize,
    deadline: i64,
) -> c_int {
    // SAFETY: by the caller's promise.
    let close = unsafe { close(status, buf, len) };
    number(Context::with(|cx| {
        let close = close?;
        cx.deferred.flush(cx);
        ws::detach(cx, s, close, deadline)
    }))
}

/// Tells how the peer closed, once a receive has failed with `EPIPE`. Stores the status, 0 if the peer gave none, in `status`
/// unless that is NULL, and the reason in `buf`, a buffer of `len` bytes, unless that is NULL. The reason has up to 123 bytes
/// and no terminating NUL.
///
/// Returns the size of the reason in bytes. Returns -1 with errno set: `EINVAL` (`buf` is NULL and `len` is not 0), `EBADF`,
/// `ENOTSUP` (not a WebSocket), `EAGAIN` (no close frame has been received), `EMSGSIZE` (the reason is longer than `len`
/// bytes); nothing has been stored then.
///
/// # Safety
/// `status` is NULL or may be written to; `buf` is NULL or writable for `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_ws_status(
    s: c_int,
    status: *mut c_int,
    buf: *mut c_void,
    len: usize,
) -> ssize_t {
    let store = |close: Close<'_>| {
        let reason = close.reason();
        if !buf.is_null() {
            if reason.len() > len {
                return Err(Errno::EMSGSIZE);
            }
            // SAFETY: it fits, by the caller's promise; the program has no access to the reason.
            unsafe { buf.cast::<u8>().copy_from_nonoverlapping(reason.as_ptr(), reason.len()) };
        }
        if !status.is_null() {
            // SAFETY: by the caller's promise.
            unsafe { status.write(close.code().map_or(0, |code| c_int::from(code.get()))) };
        }
        Ok(reason.len())
    };
    size(Context::with(|cx| {
        if buf.is_null() && len > 0 {
            return Err(Errno::EINVAL);
        }
        ws::status(cx, s, store)?
    }))
}

/// Writes the string `text` to a buffer.
///
/// # Safety
/// `out` is writable for the text and a NUL.
unsafe fn write_string(text: &[u8], out: *mut c_char) {
    // SAFETY: by the caller's promise; the program has no access to the text.
    unsafe {
        out.cast::<u8>().copy_from_nonoverlapping(text.as_ptr(), text.len());
        out.add(text.len()).write(0);
    }
}

/// Makes a key for an opening handshake, the value of `Sec-WebSocket-Key`: 24 characters that stand for 16 random bytes.
/// `request_key` is a buffer of `WS_KEY_SIZE` bytes, which becomes a string.
///
/// Returns 0, or -1 with errno set: `EINVAL` (`request_key` is NULL).
///
/// # Safety
/// `request_key` is NULL or writable for `WS_KEY_SIZE` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_ws_request_key(request_key: *mut c_char) -> c_int {
    if request_key.is_null() {
        return status(Err(Errno::EINVAL));
    }
    // SAFETY: by the caller's promise; 25 bytes.
    unsafe { write_string(&ws::request_key(), request_key) };
    0
}

/// Computes the answer to a key of an opening handshake, the value of `Sec-WebSocket-Accept`: 28 characters.
/// `response_key` is a buffer of `WS_KEY_SIZE` bytes, which becomes a string.
///
/// Returns 0, or -1 with errno set: `EINVAL` (an argument is NULL), `EPROTO` (`request_key` does not stand for 16 bytes).
///
/// # Safety
/// `request_key` is NULL or a string; `response_key` is NULL or writable for `WS_KEY_SIZE` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_ws_response_key(
    request_key: *const c_char,
    response_key: *mut c_char,
) -> c_int {
    // SAFETY: by the caller's promise.
    status(unsafe { bytes(request_key) }.and_then(|key| {
        if response_key.is_null() {
            return Err(Errno::EINVAL);
        }
        let accept = handshake::accept(key).map_err(|_| Errno::EPROTO)?;
        // SAFETY: by the caller's promise; 29 bytes.
        unsafe { write_string(&accept, response_key) };
        Ok(())
    }))
}
