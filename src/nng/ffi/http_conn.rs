//! `nng/supplemental/http/http.h`: connections.
#![allow(non_camel_case_types)]

use std::ffi::c_int;
use std::sync::Arc;

use super::aio::nng_aio;
use super::handle::Handle;
use super::http_req::nng_http_req;
use super::http_res::nng_http_res;
use crate::nng::aio::{Op, Operation};
use crate::nng::conn::Conn;
use crate::nng::error::Error;

/// An HTTP connection, from the client's side or, in the handler of a server, from the server's.
///
/// Operations may be started from any thread. Reads are carried out one after the other, and so are writes; a read and
/// a write go on at the same time. If an operation in progress fails, times out or is cancelled, the connection is
/// closed; an operation that still waits for others may be cancelled without that.
///
/// The results of all operations are those of `nng_http_conn_read`. Operations given a NULL connection or object fail
/// with `NNG_EINVAL`; those given a NULL aio do nothing.
pub struct nng_http_conn {
    _opaque: [u8; 0],
}

impl Handle for nng_http_conn {
    type Object = Conn;
}

/// Closes a connection and releases it. Operations in progress end with `NNG_ECANCELED`, those that wait for them with
/// `NNG_ECLOSED`. Not for the connection of a server, unless `nng_http_hijack` took it: that is closed, too, but
/// remains the server's. NULL is allowed.
///
/// # Safety
/// `conn` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_conn_close(conn: *mut nng_http_conn) {
    // SAFETY: by the caller's promise.
    let Some(object) = (unsafe { nng_http_conn::share(conn) }) else { return };
    object.close();
    if object.take_from_program() {
        // SAFETY: the program had a reference of its own, and it was not taken back before.
        drop(unsafe { nng_http_conn::take(conn) });
    }
}

/// Takes a connection over from the server, in a handler: connection and request belong to the program from now on,
/// which calls `nng_http_conn_close` and `nng_http_req_free` later. The handler finishes its aio all the same; its
/// response is ignored. What was received already can be read. Returns 0; `NNG_EINVAL` for NULL.
///
/// # Safety
/// `conn` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_hijack(conn: *mut nng_http_conn) -> c_int {
    // SAFETY: by the caller's promise.
    match unsafe { nng_http_conn::share(conn) } {
        Some(conn) => {
            conn.hijack();
            0
        }
        None => Error::INVALID.code(),
    }
}

/// Reads at least one byte into the buffers of the aio (`nng_aio_set_iov`), and at most as many as they hold. The count
/// is that of the bytes read. The buffers of the aio are left as the part that was not filled, so that another read
/// goes on there. Without room in the buffers nothing is read.
///
/// Results: 0; `NNG_ECONNSHUT` if the peer closed the connection; `NNG_ECONNRESET` if it broke; `NNG_ECLOSED` if it is
/// closed; `NNG_ECANCELED`, `NNG_ETIMEDOUT`; `NNG_EPROTO` if what was received is not HTTP, `NNG_EMSGSIZE` if it is
/// too large; `NNG_EINVAL` if what shall be sent is not; `NNG_ENOMEM`.
///
/// # Safety
/// `conn` and `aio` are NULL or valid handles. The buffers stay valid until the operation ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_conn_read(conn: *mut nng_http_conn, aio: *mut nng_aio) {
    // SAFETY: by the caller's promise.
    unsafe { start(conn, aio, |conn, op| conn.read(op)) }
}

/// Fills the buffers of the aio. The count is their size.
///
/// # Safety
/// `conn` and `aio` are NULL or valid handles. The buffers stay valid until the operation ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_conn_read_all(conn: *mut nng_http_conn, aio: *mut nng_aio) {
    // SAFETY: by the caller's promise.
    unsafe { start(conn, aio, |conn, op| conn.read_all(op)) }
}

/// Writes at least one byte from the buffers of the aio, and at most all. The count is that of the bytes written; the
/// buffers of the aio stay as they are. With nothing in the buffers nothing is written.
///
/// # Safety
/// `conn` and `aio` are NULL or valid handles. The buffers stay valid until the operation ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_conn_write(conn: *mut nng_http_conn, aio: *mut nng_aio) {
    // SAFETY: by the caller's promise.
    unsafe { start(conn, aio, |conn, op| conn.write(op)) }
}

/// Writes everything in the buffers of the aio, which stay as they are. The count is their size.
///
/// # Safety
/// `conn` and `aio` are NULL or valid handles. The buffers stay valid until the operation ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_conn_write_all(conn: *mut nng_http_conn, aio: *mut nng_aio) {
    // SAFETY: by the caller's promise.
    unsafe { start(conn, aio, |conn, op| conn.write_all(op)) }
}

/// Reads the head of a request into `req`, in place of all that is there. The body, if the request has one, is left to
/// be read.
///
/// # Safety
/// `conn`, `req` and `aio` are NULL or valid handles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_conn_read_req(
    conn: *mut nng_http_conn,
    req: *mut nng_http_req,
    aio: *mut nng_aio,
) {
    // SAFETY: by the caller's promise.
    unsafe {
        let req = nng_http_req::share(req);
        start_with(conn, req, aio, |conn, req, op| conn.read_request(req, op));
    }
}

/// Reads the head of a response into `res`, in place of all that is there. The body, if the response has one, is left
/// to be read. Interim responses (status 100 to 199, except 101) are passed over, up to 256.
///
/// # Safety
/// `conn`, `res` and `aio` are NULL or valid handles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_conn_read_res(
    conn: *mut nng_http_conn,
    res: *mut nng_http_res,
    aio: *mut nng_aio,
) {
    // SAFETY: by the caller's promise.
    unsafe {
        let res = nng_http_res::share(res);
        start_with(conn, res, aio, |conn, res, op| conn.read_response(res, op));
    }
}

/// Writes a request with its body. The count is that of all bytes. Nothing is added to the headers that it has. The
/// buffers of the aio are forgotten.
///
/// Fails with `NNG_EINVAL` if the request has no URI, or a part that would be read as something else.
///
/// # Safety
/// `conn`, `req` and `aio` are NULL or valid handles. The body stays valid until the operation ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_conn_write_req(
    conn: *mut nng_http_conn,
    req: *mut nng_http_req,
    aio: *mut nng_aio,
) {
    // SAFETY: by the caller's promise.
    unsafe {
        let req = nng_http_req::share(req);
        start_with(conn, req, aio, |conn, req, op| conn.write_request(req, op));
    }
}

/// Writes a response with its body. The count is that of all bytes. Nothing is added to the headers that it has, so
/// the program sees to `Content-Length` or another end of the body. The buffers of the aio are forgotten.
///
/// In the handler of a server this answers the request: the handler finishes its aio afterwards, without a response.
/// If the response has a `Connection` header with `close` (in any case), or the request was one after which the
/// connection cannot live on, because it says so or is of HTTP/1.0, the connection is closed after the response. That
/// is when the response is sent, if its `Content-Length` is that of its body; otherwise the handler may go on to
/// write, and it is when the handler finishes. No body is sent in response to HEAD, and with a status that has none.
///
/// Fails with `NNG_EINVAL` if the response has a part that would be read as something else.
///
/// # Safety
/// `conn`, `res` and `aio` are NULL or valid handles. The body stays valid until the operation ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_conn_write_res(
    conn: *mut nng_http_conn,
    res: *mut nng_http_res,
    aio: *mut nng_aio,
) {
    // SAFETY: by the caller's promise.
    unsafe {
        let res = nng_http_res::share(res);
        start_with(conn, res, aio, |conn, res, op| conn.write_response(res, op));
    }
}

/// Starts an operation on a connection.
///
/// # Safety
/// `conn` and `aio` are NULL or valid handles.
unsafe fn start(conn: *mut nng_http_conn, aio: *mut nng_aio, begin: impl FnOnce(&Arc<Conn>, Op)) {
    // SAFETY: by the caller's promise.
    unsafe { start_with(conn, Some(()), aio, |conn, (), op| begin(conn, op)) }
}

/// Starts an operation on a connection that concerns another object.
///
/// # Safety
/// `conn` and `aio` are NULL or valid handles.
pub(super) unsafe fn start_with<T>(
    conn: *mut nng_http_conn,
    object: Option<T>,
    aio: *mut nng_aio,
    begin: impl FnOnce(&Arc<Conn>, T, Op),
) {
    // SAFETY: by the caller's promise.
    let (conn, aio) = unsafe { (nng_http_conn::share(conn), nng_aio::share(aio)) };
    let Some(aio) = aio else { return };
    match (conn, object) {
        (Some(conn), Some(object)) => begin(&conn, object, aio),
        _ => {
            if aio.begin() {
                aio.finish(Err(Error::INVALID));
            }
        }
    }
}
