//! UNIX-domain stream sockets.
//!
//! Descriptors can travel among the bytes, and are lost when their byte is received in any other way. So nothing is read
//! ahead.

use std::os::fd::{AsRawFd, IntoRawFd, RawFd};

use super::connection::{Connection, Kind, Listener};
use super::scheduler::context::Context;
use crate::sys::clock::now_ms;
use crate::sys::{Errno, SockAddr, socket};

/// UNIX-domain streams.
pub(crate) enum Ipc {}

impl Kind for Ipc {
    const FAMILIES: &[i32] = &[libc::AF_UNIX];
    const READS_AHEAD: bool = false;

    fn adopt(_: RawFd) {}

    /// There is nothing to do: the peer gets what was sent. It is told if it sent something that was not received.
    fn abort(_: RawFd) {}
}

/// Milliseconds between two attempts to connect to a listener whose queue is full: from, to.
const RETRY: (i64, i64) = (1, 32);

/// The address of a path. Errors: `EINVAL` (empty), `ENAMETOOLONG`.
fn address(path: &[u8]) -> Result<SockAddr, Errno> {
    // For the kernel, an address that begins with a NUL is a name outside of the file system.
    if path.is_empty() { Err(Errno::EINVAL) } else { SockAddr::unix(path) }
}

/// A handle of a socket that listens on a path, where a file is created. Never waits.
///
/// Errors: `EINVAL` (empty), `ENAMETOOLONG`, those of socket(2), bind(2), listen(2); `ECANCELED`, `ENOMEM`.
pub(crate) fn listen(cx: &Context, path: &[u8], backlog: i32) -> Result<i32, Errno> {
    let addr = address(path)?;
    // Before there is a file, which nobody would remove.
    cx.running().may_block()?;
    let (fd, _) = socket::listener(&addr, backlog)?;
    cx.open_fd(fd.as_raw_fd());
    Listener::<Ipc>::handle(cx, fd)
}

/// Connects to the listener on a path: the handle of the connection. Waits while the listener's queue is full.
///
/// Errors: `EINVAL` (empty), `ENAMETOOLONG`, those of socket(2) and connect(2); `ETIMEDOUT`, `ECANCELED`, `ENOMEM`.
pub(crate) fn connect(cx: &Context, path: &[u8], deadline: i64) -> Result<i32, Errno> {
    let addr = address(path)?;
    let fd = socket::stream(libc::AF_UNIX)?;
    cx.open_fd(fd.as_raw_fd());
    let mut pause = RETRY.0;
    loop {
        match socket::connect(fd.as_raw_fd(), &addr) {
            Ok(()) => break,
            Err(Errno::EINTR) => {}
            Err(Errno::EAGAIN) => {
                // The kernel does not tell when there is room.
                let now = now_ms();
                if deadline >= 0 && deadline <= now {
                    return Err(Errno::ETIMEDOUT);
                }
                let next = now + pause;
                cx.sleep(if deadline >= 0 { next.min(deadline) } else { next })?;
                // What woke this coroutine is not what the program waits for.
                Errno::clear();
                pause = (2 * pause).min(RETRY.1);
            }
            Err(e) => return Err(e),
        }
    }
    Connection::<Ipc>::handle(cx, fd)
}

/// Two handles of a connection, one for each end.
///
/// Errors: those of socketpair(2), `ECANCELED`, `ENOMEM`.
pub(crate) fn pair(cx: &Context) -> Result<[i32; 2], Errno> {
    let (a, b) = socket::pair()?;
    cx.open_fd(a.as_raw_fd());
    cx.open_fd(b.as_raw_fd());
    let a = Connection::<Ipc>::handle(cx, a)?;
    match Connection::<Ipc>::handle(cx, b) {
        Ok(b) => Ok([a, b]),
        Err(e) => {
            let _ = cx.close(a);
            Err(e)
        }
    }
}

/// Sends a duplicate of the descriptor `fd` of the program.
///
/// Errors: `EBADF` (no handle, or `fd` is not open), `ENOTSUP` (no connection), `EINVAL` (`fd` is negative), `EBUSY`,
/// `EPIPE` (done), `ECONNRESET`, `ETIMEDOUT`, `ECANCELED` and what else sendmsg(2) says.
pub(crate) fn send_fd(cx: &Context, h: i32, fd: RawFd, deadline: i64) -> Result<(), Errno> {
    let connection = cx.object::<Connection<Ipc>>(h)?;
    if fd < 0 {
        return Err(Errno::EINVAL);
    }
    connection.stream().send_descriptor(cx, fd, deadline)
}

/// Receives a descriptor, which belongs to the program from then on.
///
/// Errors: `EBADF`, `ENOTSUP` (no connection), `EBUSY`, `EPIPE` (the peer has finished); `EPROTO` (the next byte carries
/// no descriptor), `EMFILE`, `ECONNRESET`, `ETIMEDOUT`, `ECANCELED` and what else recvmsg(2) says.
pub(crate) fn receive_fd(cx: &Context, h: i32, deadline: i64) -> Result<RawFd, Errno> {
    let connection = cx.object::<Connection<Ipc>>(h)?;
    Ok(connection.stream().receive_descriptor(cx, deadline)?.into_raw_fd())
}
