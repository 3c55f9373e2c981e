//! TCP.

use std::ffi::c_int;

use super::types::{dill_ipaddr, dill_tcp_listener_storage, dill_tcp_storage};
use super::{ipaddr, number, status};
use crate::dill::connection;
use crate::dill::scheduler::context::{Context, failed};
use crate::dill::tcp::{self, Tcp};
use crate::sys::Errno;

/// Listens on an address of this machine, with `SO_REUSEADDR`. If its port is 0, the system chooses one, which is
/// stored in `addr`. About `backlog` connections can wait for `dill_tcp_accept`, see listen(2). Never waits.
///
/// Returns a handle for `dill_tcp_accept`. Returns -1 with errno set: `EINVAL` (`addr` is NULL), `EADDRINUSE`,
/// `EADDRNOTAVAIL`, `EACCES`, `EAFNOSUPPORT`, `EMFILE`, `ENFILE`, `ENOMEM` (see bind(2) and listen(2)), `ECANCELED`.
///
/// # Safety
/// `addr` is NULL or an address that may be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_tcp_listen(addr: *mut dill_ipaddr, backlog: c_int) -> c_int {
    number(Context::with(|cx| {
        // SAFETY: by the caller's promise.
        let at = unsafe { ipaddr::read(addr) }?;
        let (handle, bound) = tcp::listen(cx, &at, backlog)?;
        // SAFETY: as above, and not NULL.
        unsafe { ipaddr::write(addr, &bound) };
        Ok(handle)
    }))
}

/// Like `dill_tcp_listen`, with memory of the program, which stays in place until the handle is closed.
///
/// Returns a handle. Returns -1 with errno set as `dill_tcp_listen` does, or to `EINVAL` (`mem` is NULL).
///
/// # Safety
/// `addr` is NULL or an address that may be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_tcp_listen_mem(
    addr: *mut dill_ipaddr,
    backlog: c_int,
    mem: *mut dill_tcp_listener_storage,
) -> c_int {
    if mem.is_null() {
        return failed(Errno::EINVAL);
    }
    // SAFETY: by the caller's promise.
    unsafe { dill_tcp_listen(addr, backlog) }
}

/// Waits for a connection to a listener and stores the peer's address in `addr` unless that is NULL.
///
/// Returns the handle of the connection. Returns -1 with errno set: `EBADF` (not a handle, or it was closed
/// meanwhile), `ENOTSUP` (not a listener), `EBUSY` (another coroutine accepts on it), `ETIMEDOUT`, `ECANCELED`,
/// `EMFILE`, `ENFILE`, `ENOMEM` (see accept(2)). The listener stays usable.
///
/// # Safety
/// `addr` is NULL or may be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_tcp_accept(s: c_int, addr: *mut dill_ipaddr, deadline: i64) -> c_int {
    number(Context::with(|cx| {
        let (handle, peer) = connection::accept::<Tcp>(cx, s, deadline)?;
        if !addr.is_null() {
            // SAFETY: by the caller's promise.
            unsafe { ipaddr::write(addr, &peer) };
        }
        Ok(handle)
    }))
}

/// Like `dill_tcp_accept`, with memory of the program, which stays in place until the connection is closed.
///
/// Returns a handle. Returns -1 with errno set as `dill_tcp_accept` does, or to `EINVAL` (`mem` is NULL).
///
/// # Safety
/// `addr` is NULL or may be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_tcp_accept_mem(
    s: c_int,
    addr: *mut dill_ipaddr,
    mem: *mut dill_tcp_storage,
    deadline: i64,
) -> c_int {
    if mem.is_null() {
        return failed(Errno::EINVAL);
    }
    // SAFETY: by the caller's promise.
    unsafe { dill_tcp_accept(s, addr, deadline) }
}

/// Connects to an address.
///
/// Returns the handle of the connection. Returns -1 with errno set: `EINVAL` (`addr` is NULL), `ECONNREFUSED`,
/// `ECONNRESET`, `EHOSTUNREACH`, `ENETUNREACH`, `ENETDOWN`, `EACCES`, `EADDRNOTAVAIL`, `EAFNOSUPPORT`, `EMFILE`,
/// `ENFILE`, `ENOMEM` (see connect(2)), `ETIMEDOUT` (the deadline, or the system gave up), `ECANCELED`.
///
/// # Safety
/// `addr` is NULL or an address.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_tcp_connect(addr: *const dill_ipaddr, deadline: i64) -> c_int {
    // SAFETY: by the caller's promise.
    number(Context::with(|cx| tcp::connect(cx, &unsafe { ipaddr::read(addr) }?, deadline)))
}

/// Like `dill_tcp_connect`, with memory of the program, which stays in place until the connection is closed.
///
/// Returns a handle. Returns -1 with errno set as `dill_tcp_connect` does, or to `EINVAL` (`mem` is NULL).
///
/// # Safety
/// `addr` is NULL or an address.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_tcp_connect_mem(
    addr: *const dill_ipaddr,
    mem: *mut dill_tcp_storage,
    deadline: i64,
) -> c_int {
    if mem.is_null() {
        return failed(Errno::EINVAL);
    }
    // SAFETY: by the caller's promise.
    unsafe { dill_tcp_connect(addr, deadline) }
}

/// Finishes sending on a connection: the peer gets what was sent and then the end of the stream. Receiving goes on.
/// Never waits, unless an HTTP head has to leave first, see `dill_http_detach`: another coroutine that is sending gets
/// `ECONNRESET`, and the peer cannot tell that something is missing.
///
/// Returns 0, or -1 with errno set: `EBADF`, `ENOTSUP` (not a TCP connection), `EPIPE` (done before), `ECONNRESET` (an
/// earlier send has failed, or there is no connection any more), and what became of that head.
#[unsafe(no_mangle)]
pub extern "C" fn dill_tcp_done(s: c_int, deadline: i64) -> c_int {
    let _ = deadline;
    status(Context::with(|cx| {
        cx.deferred.flush(cx);
        connection::done::<Tcp>(cx, s)
    }))
}

/// Closes a connection in good order: finishes sending if need be, drops what is received, and returns when the peer
/// has finished as well. Closes a listener like `dill_hclose`.
///
/// Returns 0, with errno set to `EPIPE` for a connection. Returns -1 with errno set: `EBADF`, `ENOTSUP` (not TCP),
/// `EBUSY` (another coroutine is closing it), and nothing has happened; `ECONNRESET` (broken before or meanwhile),
/// `ETIMEDOUT`, `ECANCELED`, and the connection has been cut off.
#[unsafe(no_mangle)]
pub extern "C" fn dill_tcp_close(s: c_int, deadline: i64) -> c_int {
    status(Context::with(|cx| {
        cx.deferred.flush(cx);
        connection::close::<Tcp>(cx, s, deadline)
    }))
}

/// Makes a listener of a listening TCP socket of the program. The library keeps a duplicate and closes `fd`.
///
/// Returns its handle. Returns -1 with errno set, and `fd` is still the program's: `EINVAL` (negative, not TCP, or not
/// listening), `EBADF` (not open), `ENOTSOCK`, `EMFILE`, `ENOMEM`, `ECANCELED`.
#[unsafe(no_mangle)]
pub extern "C" fn dill_tcp_listener_fromfd(fd: c_int) -> c_int {
    number(Context::with(|cx| connection::listener_from_fd::<Tcp>(cx, fd)))
}

/// Like `dill_tcp_listener_fromfd`, with memory of the program, which stays in place until the handle is closed.
///
/// Returns a handle. Returns -1 with errno set as `dill_tcp_listener_fromfd` does, or to `EINVAL` (`mem` is NULL).
#[unsafe(no_mangle)]
pub extern "C" fn dill_tcp_listener_fromfd_mem(fd: c_int, mem: *mut dill_tcp_listener_storage) -> c_int {
    if mem.is_null() {
        return failed(Errno::EINVAL);
    }
    dill_tcp_listener_fromfd(fd)
}

/// Makes a connection of a connected TCP socket of the program. The library keeps a duplicate and closes `fd`.
///
/// Returns its handle. Returns -1 with errno set, and `fd` is still the program's: `EINVAL` (negative, not TCP, or
/// listening), `EBADF` (not open), `ENOTSOCK`, `EMFILE`, `ENOMEM`, `ECANCELED`.
#[unsafe(no_mangle)]
pub extern "C" fn dill_tcp_fromfd(fd: c_int) -> c_int {
    number(Context::with(|cx| connection::connection_from_fd::<Tcp>(cx, fd)))
}

/// Like `dill_tcp_fromfd`, with memory of the program, which stays in place until the connection is closed.
///
/// Returns a handle. Returns -1 with errno set as `dill_tcp_fromfd` does, or to `EINVAL` (`mem` is NULL).
#[unsafe(no_mangle)]
pub extern "C" fn dill_tcp_fromfd_mem(fd: c_int, mem: *mut dill_tcp_storage) -> c_int {
    if mem.is_null() {
        return failed(Errno::EINVAL);
    }
    dill_tcp_fromfd(fd)
}
