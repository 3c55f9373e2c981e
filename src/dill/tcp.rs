//! TCP.
//!
//! Small segments are sent at once (TCP_NODELAY): a caller that hands over a head and a body one after the other
//! must not wait for the peer's delayed acknowledgement.

use std::os::fd::{AsRawFd, OwnedFd, RawFd};

use super::connection::{Connection, Kind, Listener};
use super::scheduler::context::Context;
use super::scheduler::fds::{Owner, Readiness};
use crate::sys::{Errno, SockAddr, socket};

/// TCP over IPv4 or IPv6.
pub(crate) enum Tcp {}

impl Kind for Tcp {
    const FAMILIES: &[i32] = &[libc::AF_INET, libc::AF_INET6];
    const READS_AHEAD: bool = true;

    fn adopt(fd: RawFd) {
        let _ = socket::set_reuse_address(fd);
        let _ = socket::set_no_delay(fd);
    }

    /// What has not left yet is lost, and the peer gets a reset.
    fn abort(fd: RawFd) {
        // If it fails, the connection is closed in good order, which is no harm.
        let _ = socket::set_abortive_close(fd);
    }
}

/// A handle of a socket that listens on `addr`, and the address with the port that it got. Never waits.
///
/// Errors: those of socket(2), bind(2), listen(2); `ECANCELED`, `ENOMEM`.
pub(crate) fn listen(cx: &Context, addr: &SockAddr, backlog: i32) -> Result<(i32, SockAddr), Errno> {
    let (fd, addr) = socket::listener(addr, backlog)?;
    cx.open_fd(fd.as_raw_fd());
    // Accepted connections inherit it.
    socket::set_no_delay(fd.as_raw_fd())?;
    Ok((Listener::<Tcp>::handle(cx, fd)?, addr))
}

/// Connects: the handle of the connection.
///
/// Errors: those of socket(2) and connect(2), `ETIMEDOUT` also for the deadline; `ECANCELED`, `ENOMEM`.
pub(crate) fn connect(cx: &Context, addr: &SockAddr, deadline: i64) -> Result<i32, Errno> {
    let (fd, connected) = start_to_connect(cx, addr)?;
    let number = fd.as_raw_fd();
    if !connected {
        let connected = cx
            .wait_for_fd(number, Readiness::Out, deadline, Owner::Library)
            .and_then(|()| socket::take_error(number));
        if let Err(e) = connected {
            cx.close_fd(number, e);
            return Err(e);
        }
    }
    Connection::<Tcp>::handle(cx, fd).inspect_err(|e| cx.close_fd(number, *e))
}

/// A socket that is connecting, or connected already (true). A connecting one becomes writable when
/// [`socket::take_error`] can tell what came of it.
///
/// Errors: those of socket(2) and connect(2).
pub(super) fn start_to_connect(cx: &Context, addr: &SockAddr) -> Result<(OwnedFd, bool), Errno> {
    let fd = socket::stream(addr.family())?;
    let number = fd.as_raw_fd();
    cx.open_fd(number);
    socket::set_no_delay(number)?;
    match socket::connect(number, addr) {
        Ok(()) => Ok((fd, true)),
        Err(Errno::EINPROGRESS | Errno::EINTR) => Ok((fd, false)),
        Err(e) => Err(e),
    }
}
