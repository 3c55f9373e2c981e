//! HTTP: the lines of request and response heads.
//!
//! All functions: a deadline is a point in time as of `dill_now`, negative for none, 0 to fail instead of waiting.

use std::ffi::{c_char, c_int};

use super::text::{Buffer, bytes};
use super::types::dill_http_storage;
use super::{number, status};
use crate::dill::http::{self, Http};
use crate::dill::lower::close_with;
use crate::dill::scheduler::context::Context;
use crate::sys::Errno;

/// Puts HTTP on top of a bytestream, which is owned by the new handle from then on: `s` becomes invalid, and
/// `dill_hclose` closes both. Nothing is sent or received.
///
/// Returns the new handle. Returns -1 with errno set: `EBADF` (not a handle), `ENOTSUP` (not a bytestream),
/// `ECANCELED`, `ENOMEM`; the bytestream has been closed then.
#[unsafe(no_mangle)]
pub extern "C" fn dill_http_attach(s: c_int) -> c_int {
    number(Context::with(|cx| http::attach(cx, s)))
}

/// Like `dill_http_attach`, with memory of the program, which stays in place until the handle is closed or detached.
///
/// Returns the new handle. Returns -1 with errno set as `dill_http_attach` does, or to `EINVAL` (`mem` is NULL); the
/// bytestream has been closed then.
#[unsafe(no_mangle)]
pub extern "C" fn dill_http_attach_mem(s: c_int, mem: *mut dill_http_storage) -> c_int {
    number(Context::with(
        |cx| if mem.is_null() { close_with(cx, s, Errno::EINVAL) } else { http::attach(cx, s) },
    ))
}

/// Ends the head that is being sent, with the blank line. All lines of it have left the program when it returns.
///
/// The peer's receiving calls report the end as `EPIPE`. A further head may follow: it begins with
/// `dill_http_sendrequest` or `dill_http_sendstatus`.
///
/// Returns 0, or -1 with errno set: `EBADF`, `ENOTSUP` (not an HTTP handle), `EBUSY` (another coroutine is sending),
/// `EPIPE` (done before, or the bytestream has finished sending), `ECONNRESET` (the connection is broken, or an earlier
/// send has failed), `ETIMEDOUT`, `ECANCELED`.
#[unsafe(no_mangle)]
pub extern "C" fn dill_http_done(s: c_int, deadline: i64) -> c_int {
    status(Context::with(|cx| Http::done(&cx.object(s)?, cx, deadline)))
}

/// Ends HTTP and returns the bytestream below, with a handle of a number of its own; `s` becomes invalid.
///
/// Ends the head that is being sent if `dill_http_done` did not, and skips what has not been received of the peer's
/// head. The next byte received from the bytestream is the first one after the head's blank line: the content, or the
/// next message.
///
/// A head that this call ends leaves together with the content that is sent next, over TCP, UNIX-domain sockets and TLS;
/// several responses leave together if their requests were received together. Nothing stays behind while the program
/// waits in the library, suspends or ends a coroutine, closes a handle, or exits; the call in which it leaves then waits
/// as long as this deadline allows. If it cannot leave, the next call that sends on the bytestream, finishes sending or
/// closes it in good order says so: `ECONNRESET`, `ETIMEDOUT`, `ECANCELED`. `dill_http_done` before sends at once, for a
/// program that goes on to wait in other ways.
///
/// Sets errno to 0 when it succeeds. Returns -1 with errno set: `EBADF`, `ENOTSUP` (not an HTTP handle), `EBUSY`
/// (another coroutine uses it), and nothing has happened; `ECONNRESET` (the connection is broken, an earlier call has
/// failed, or the peer finished before the blank line), `ETIMEDOUT`, `ECANCELED`, and then everything has been closed.
#[unsafe(no_mangle)]
pub extern "C" fn dill_http_detach(s: c_int, deadline: i64) -> c_int {
    number(Context::with(|cx| http::detach(cx, s, deadline)).inspect(|_| Errno::clear()))
}

/// Sends the request line `command resource HTTP/1.1`. It leaves together with the fields that follow, at the latest
/// when the head is done or the program waits for something.
///
/// Returns 0, or -1 with errno set: `EBADF`, `ENOTSUP` (not an HTTP handle), `EINVAL` (`command` is not a token,
/// `resource` is empty or holds white space or control characters, or one is NULL; nothing has happened), `EBUSY`
/// (another coroutine is sending), `EPIPE` (the bytestream has finished sending), `ECONNRESET` (the connection is
/// broken, or an earlier send has failed), `ETIMEDOUT`, `ECANCELED`.
///
/// # Safety
/// `command` and `resource` are strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_http_sendrequest(
    s: c_int,
    command: *const c_char,
    resource: *const c_char,
    deadline: i64,
) -> c_int {
    // SAFETY: by the caller's promise.
    let strings = unsafe { (bytes(command), bytes(resource)) };
    status(Context::with(|cx| Http::send_request(&cx.object(s)?, cx, strings.0?, strings.1?, deadline)))
}

/// Receives a request line, the first line of a request, and stores its method and its target as strings.
///
/// `commandlen` and `resourcelen` are the sizes of the buffers in bytes, for the terminating NUL too. The version is
/// `HTTP/1.` with any digit and is not reported. When the head before is complete, this begins the next one.
///
/// Returns 0, or -1 with errno set: `EBADF`, `ENOTSUP` (not an HTTP handle), `EINVAL` (a buffer is NULL or has size
/// 0); `EPROTO` (not a request line; its first word is stored), `EMSGSIZE` (a buffer is too small), and the next call
/// receives the next line; `EPIPE` (a blank line; or the peer has finished, and this is where a head may begin);
/// `EBUSY` (another coroutine is receiving). The rest breaks the receiving direction: `EMSGSIZE` (a line of more than
/// 8192 bytes), `ECONNRESET` (the connection is broken, an earlier call has failed, or the peer finished inside of the
/// head), `ETIMEDOUT`, `ECANCELED`.
///
/// # Safety
/// The buffers are writable for their sizes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_http_recvrequest(
    s: c_int,
    command: *mut c_char,
    commandlen: usize,
    resource: *mut c_char,
    resourcelen: usize,
    deadline: i64,
) -> c_int {
    // SAFETY: by the caller's promise.
    let buffers = unsafe { (Buffer::new(command, commandlen), Buffer::new(resource, resourcelen)) };
    status(Context::with(|cx| {
        let http = cx.object::<Http>(s)?;
        http.receive_request(cx, &mut buffers.0?, &mut buffers.1?, deadline)
    }))
}

/// Sends the status line `HTTP/1.1 status reason`. It leaves together with the fields that follow, at the latest when
/// the head is done or the program waits for something.
///
/// Returns 0, or -1 with errno set: `EBADF`, `ENOTSUP` (not an HTTP handle), `EINVAL` (`status` is not from 100 to 599,
/// or `reason` is NULL or holds control characters; nothing has happened), `EBUSY` (another coroutine is sending),
/// `EPIPE` (the bytestream has finished sending), `ECONNRESET` (the connection is broken, or an earlier send has
/// failed), `ETIMEDOUT`, `ECANCELED`.
///
/// # Safety
/// `reason` is a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_http_sendstatus(
    s: c_int,
    status: c_int,
    reason: *const c_char,
    deadline: i64,
) -> c_int {
    // SAFETY: by the caller's promise.
    let reason = unsafe { bytes(reason) };
    super::status(Context::with(|cx| Http::send_status(&cx.object(s)?, cx, status, reason?, deadline)))
}

/// Receives a status line, the first line of a response, and stores its reason phrase, possibly empty, as a string.
///
/// `reasonlen` is the size of the buffer in bytes, for the terminating NUL too. When the head before is complete, as
/// after an interim response, this begins the next one.
///
/// Returns the status, from 100 to 999, or -1 with errno set as `dill_http_recvrequest` does.
///
/// # Safety
/// The buffer is writable for its size.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_http_recvstatus(
    s: c_int,
    reason: *mut c_char,
    reasonlen: usize,
    deadline: i64,
) -> c_int {
    // SAFETY: by the caller's promise.
    let buffer = unsafe { Buffer::new(reason, reasonlen) };
    number(Context::with(|cx| cx.object::<Http>(s)?.receive_status(cx, &mut buffer?, deadline)))
}

/// Sends the field line `name: value`; white space at the ends of the value is left out. It leaves together with the
/// other lines of the head, at the latest when the head is done or the program waits for something.
///
/// Returns 0, or -1 with errno set: `EBADF`, `ENOTSUP` (not an HTTP handle), `EINVAL` (`name` is not a token, `value`
/// holds control characters, or one is NULL), `EPROTO` (`value` is empty), and nothing has happened; `EPIPE` (after
/// `dill_http_done`, or the bytestream has finished sending), `EBUSY` (another coroutine is sending), `ECONNRESET` (the
/// connection is broken, or an earlier send has failed), `ETIMEDOUT`, `ECANCELED`.
///
/// # Safety
/// `name` and `value` are strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_http_sendfield(
    s: c_int,
    name: *const c_char,
    value: *const c_char,
    deadline: i64,
) -> c_int {
    // SAFETY: by the caller's promise.
    let strings = unsafe { (bytes(name), bytes(value)) };
    status(Context::with(|cx| Http::send_field(&cx.object(s)?, cx, strings.0?, strings.1?, deadline)))
}

/// Receives a field line and stores its name and its value, without white space at its ends and possibly empty, as
/// strings.
///
/// `namelen` and `valuelen` are the sizes of the buffers in bytes, for the terminating NUL too. Names compare without
/// regard to case.
///
/// Returns 0, or -1 with errno set: `EPROTO` (not a field line; what may be its name is stored), `EPIPE` (the blank line
/// has been received: there are no more fields, now and in further calls), and otherwise as `dill_http_recvrequest` does. If the peer finished inside of the head, which is
/// `ECONNRESET`, further calls get `EPIPE`.
///
/// # Safety
/// The buffers are writable for their sizes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_http_recvfield(
    s: c_int,
    name: *mut c_char,
    namelen: usize,
    value: *mut c_char,
    valuelen: usize,
    deadline: i64,
) -> c_int {
    // SAFETY: by the caller's promise.
    let buffers = unsafe { (Buffer::new(name, namelen), Buffer::new(value, valuelen)) };
    status(Context::with(|cx| {
        let http = cx.object::<Http>(s)?;
        http.receive_field(cx, &mut buffers.0?, &mut buffers.1?, deadline)
    }))
}
