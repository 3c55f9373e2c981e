//! UNIX-domain sockets.

use std::ffi::{c_char, c_int};

use super::text::bytes;
use super::types::{dill_ipc_listener_storage, dill_ipc_pair_storage, dill_ipc_storage};
use super::{number, status};
use crate::dill::connection;
use crate::dill::ipc::{self, Ipc};
use crate::dill::scheduler::context::{Context, failed};
use crate::sys::Errno;

/// Listens on a path of the file system, of up to 107 bytes, where it creates a socket file. The file must not exist, and
/// it stays when the listener is closed. About `backlog` connections can wait for `dill_ipc_accept`, see listen(2). Never
/// waits.
///
/// Returns a handle for `dill_ipc_accept`. Returns -1 with errno set: `EINVAL` (`addr` is NULL or empty),
/// `ENAMETOOLONG`, `EADDRINUSE` (the file exists), `EACCES`, `ENOENT`, `ENOTDIR`, `ELOOP`, `EROFS`, `EMFILE`, `ENFILE`,
/// `ENOMEM` (see bind(2), listen(2) and unix(7)), `ECANCELED`.
///
/// # Safety
/// `addr` is NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_ipc_listen(addr: *const c_char, backlog: c_int) -> c_int {
    // SAFETY: by the caller's promise.
    let path = unsafe { bytes(addr) };
    number(Context::with(|cx| ipc::listen(cx, path?, backlog)))
}

/// Like `dill_ipc_listen`, with memory of the program, which stays in place until the handle is closed.
///
/// Returns a handle. Returns -1 with errno set as `dill_ipc_listen` does, or to `EINVAL` (`mem` is NULL).
///
/// # Safety
/// `addr` is NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_ipc_listen_mem(
    addr: *const c_char,
    backlog: c_int,
    mem: *mut dill_ipc_listener_storage,
) -> c_int {
    if mem.is_null() {
        return failed(Errno::EINVAL);
    }
    // SAFETY: by the caller's promise.
    unsafe { dill_ipc_listen(addr, backlog) }
}

/// Waits for a connection to a listener.
///
/// Returns the handle of the connection. Returns -1 with errno set: `EBADF` (not a handle, or it was closed
/// meanwhile), `ENOTSUP` (not a listener of this kind), `EBUSY` (another coroutine accepts on it), `ETIMEDOUT`,
/// `ECANCELED`, `EMFILE`, `ENFILE`, `ENOMEM` (see accept(2)). The listener stays usable.
#[unsafe(no_mangle)]
pub extern "C" fn dill_ipc_accept(s: c_int, deadline: i64) -> c_int {
    number(Context::with(|cx| connection::accept::<Ipc>(cx, s, deadline).map(|(handle, _)| handle)))
}

/// Like `dill_ipc_accept`, with memory of the program, which stays in place until the connection is closed.
///
/// Returns a handle. Returns -1 with errno set as `dill_ipc_accept` does, or to `EINVAL` (`mem` is NULL).
#[unsafe(no_mangle)]
pub extern "C" fn dill_ipc_accept_mem(s: c_int, mem: *mut dill_ipc_storage, deadline: i64) -> c_int {
    if mem.is_null() {
        return failed(Errno::EINVAL);
    }
    dill_ipc_accept(s, deadline)
}

/// Connects to the listener on a path. Waits while the listener has as many unaccepted connections as it takes.
///
/// Returns the handle of the connection. Returns -1 with errno set: `EINVAL` (`addr` is NULL or empty),
/// `ENAMETOOLONG`, `ENOENT`, `ECONNREFUSED` (nobody listens), `EACCES`, `ENOTDIR`, `ELOOP`, `EPROTOTYPE` (not a stream
/// socket), `EMFILE`, `ENFILE`, `ENOMEM` (see connect(2) and unix(7)), `ETIMEDOUT`, `ECANCELED`.
///
/// # Safety
/// `addr` is NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_ipc_connect(addr: *const c_char, deadline: i64) -> c_int {
    // SAFETY: by the caller's promise.
    let path = unsafe { bytes(addr) };
    number(Context::with(|cx| ipc::connect(cx, path?, deadline)))
}

/// Like `dill_ipc_connect`, with memory of the program, which stays in place until the connection is closed.
///
/// Returns a handle. Returns -1 with errno set as `dill_ipc_connect` does, or to `EINVAL` (`mem` is NULL).
///
/// # Safety
/// `addr` is NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_ipc_connect_mem(
    addr: *const c_char,
    mem: *mut dill_ipc_storage,
    deadline: i64,
) -> c_int {
    if mem.is_null() {
        return failed(Errno::EINVAL);
    }
    // SAFETY: by the caller's promise.
    unsafe { dill_ipc_connect(addr, deadline) }
}

/// Sends a file descriptor of the program over a connection, with one byte that carries it. The peer takes it with
/// `dill_ipc_recvfd` at that point of the stream. `fd` stays open and the program's.
///
/// Returns 0, or -1 with errno set: `EBADF` (not a handle, or `fd` is not open), `ENOTSUP` (not a connection of this
/// kind), `EINVAL` (`fd` is negative), `EBUSY` (another coroutine is sending), `EPIPE` (after `dill_ipc_done`),
/// `ETIMEDOUT`, `ECANCELED`, `ETOOMANYREFS` (see unix(7)), and nothing has been sent; `ECONNRESET` (the connection is
/// broken, or an earlier send has failed).
#[unsafe(no_mangle)]
pub extern "C" fn dill_ipc_sendfd(s: c_int, fd: c_int, deadline: i64) -> c_int {
    status(Context::with(|cx| {
        cx.deferred.flush(cx);
        ipc::send_fd(cx, s, fd, deadline)
    }))
}

/// Receives a file descriptor that the peer sent with `dill_ipc_sendfd`, together with the byte that carries it. Any other
/// way of receiving that byte loses the descriptor.
///
/// Returns the descriptor, which is the program's, and close-on-exec. Returns -1 with errno set: `EBADF` (not a
/// handle), `ENOTSUP` (not a connection of this kind), `EBUSY` (another coroutine is receiving), `EPIPE` (the peer has
/// finished). The rest breaks the receiving direction: `EPROTO` (the next byte carries no descriptor), `EMFILE` (the
/// program has too many to take another one), `ECONNRESET` (the connection is broken, or an earlier receive has failed),
/// `ETIMEDOUT`, `ECANCELED`.
#[unsafe(no_mangle)]
pub extern "C" fn dill_ipc_recvfd(s: c_int, deadline: i64) -> c_int {
    number(Context::with(|cx| {
        cx.deferred.flush(cx);
        ipc::receive_fd(cx, s, deadline)
    }))
}

/// Finishes sending on a connection: the peer gets what was sent and then the end of the stream. Receiving goes on.
/// Never waits, unless an HTTP head has to leave first, see `dill_http_detach`: another coroutine that is sending gets
/// `ECONNRESET`, and the peer cannot tell that something is missing.
///
/// Returns 0, or -1 with errno set: `EBADF`, `ENOTSUP` (not a connection of this kind), `EPIPE` (done before),
/// `ECONNRESET` (an earlier send has failed), and what became of that head.
#[unsafe(no_mangle)]
pub extern "C" fn dill_ipc_done(s: c_int, deadline: i64) -> c_int {
    let _ = deadline;
    status(Context::with(|cx| {
        cx.deferred.flush(cx);
        connection::done::<Ipc>(cx, s)
    }))
}

/// Closes a connection in good order: finishes sending if need be, drops what is received, and returns when the peer
/// has finished as well. Closes a listener like `dill_hclose`.
///
/// Returns 0, with errno set to `EPIPE` for a connection. Returns -1 with errno set: `EBADF`, `ENOTSUP` (neither of
/// this kind), `EBUSY` (another coroutine is closing it), and nothing has happened; `ECONNRESET` (broken before or
/// meanwhile), `ETIMEDOUT`, `ECANCELED`, and the connection has been closed.
#[unsafe(no_mangle)]
pub extern "C" fn dill_ipc_close(s: c_int, deadline: i64) -> c_int {
    status(Context::with(|cx| {
        cx.deferred.flush(cx);
        connection::close::<Ipc>(cx, s, deadline)
    }))
}

/// Makes a listener of a listening UNIX-domain stream socket of the program. The library keeps a duplicate and closes
/// `fd`.
///
/// Returns its handle. Returns -1 with errno set, and `fd` is still the program's: `EINVAL` (negative, not of this kind,
/// or not listening), `EBADF` (not open), `ENOTSOCK`, `EMFILE`, `ENOMEM`, `ECANCELED`.
#[unsafe(no_mangle)]
pub extern "C" fn dill_ipc_listener_fromfd(fd: c_int) -> c_int {
    number(Context::with(|cx| connection::listener_from_fd::<Ipc>(cx, fd)))
}

/// Like `dill_ipc_listener_fromfd`, with memory of the program, which stays in place until the handle is closed.
///
/// Returns a handle. Returns -1 with errno set as `dill_ipc_listener_fromfd` does, or to `EINVAL` (`mem` is NULL).
#[unsafe(no_mangle)]
pub extern "C" fn dill_ipc_listener_fromfd_mem(fd: c_int, mem: *mut dill_ipc_listener_storage) -> c_int {
    if mem.is_null() {
        return failed(Errno::EINVAL);
    }
    dill_ipc_listener_fromfd(fd)
}

/// Makes a connection of a connected UNIX-domain stream socket of the program. The library keeps a duplicate and closes
/// `fd`.
///
/// Returns its handle. Returns -1 with errno set, and `fd` is still the program's: `EINVAL` (negative, not of this kind,
/// or listening), `EBADF` (not open), `ENOTSOCK`, `EMFILE`, `ENOMEM`, `ECANCELED`.
#[unsafe(no_mangle)]
pub extern "C" fn dill_ipc_fromfd(fd: c_int) -> c_int {
    number(Context::with(|cx| connection::connection_from_fd::<Ipc>(cx, fd)))
}

/// Like `dill_ipc_fromfd`, with memory of the program, which stays in place until the connection is closed.
///
/// Returns a handle. Returns -1 with errno set as `dill_ipc_fromfd` does, or to `EINVAL` (`mem` is NULL).
#[unsafe(no_mangle)]
pub extern "C" fn dill_ipc_fromfd_mem(fd: c_int, mem: *mut dill_ipc_storage) -> c_int {
    if mem.is_null() {
        return failed(Errno::EINVAL);
    }
    dill_ipc_fromfd(fd)
}

/// Makes a connection between two handles, which are stored in `s`.
///
/// Returns 0, or -1 with errno set: `EINVAL` (`s` is NULL), `EMFILE`, `ENFILE`, `ENOMEM` (see socketpair(2)),
/// `ECANCELED`.
///
/// # Safety
/// `s` is NULL or writable for two elements.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_ipc_pair(s: *mut c_int) -> c_int {
    if s.is_null() {
        return failed(Errno::EINVAL);
    }
    // SAFETY: by the caller's promise.
    status(Context::with(ipc::pair).map(|pair| unsafe { s.cast::<[c_int; 2]>().write(pair) }))
}

/// Like `dill_ipc_pair`, with memory of the program, which stays in place until both handles are closed.
///
/// Returns 0, or -1 with errno set as `dill_ipc_pair` does, or to `EINVAL` (`mem` is NULL).
///
/// # Safety
/// `s` is NULL or writable for two elements.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_ipc_pair_mem(mem: *mut dill_ipc_pair_storage, s: *mut c_int) -> c_int {
    if mem.is_null() {
        return failed(Errno::EINVAL);
    }
    // SAFETY: by the caller's promise.
    unsafe { dill_ipc_pair(s) }
}
