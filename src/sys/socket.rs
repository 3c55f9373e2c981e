//! Stream sockets, see socket(7), tcp(7) and unix(7).
//!
//! `EAGAIN` from a call here means "wait for the descriptor to become ready and try again".

use std::io::IoSlice;
use std::mem::size_of;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};

use super::{Errno, SockAddr, check};

/// A stream socket of `family` (`AF_INET`, `AF_INET6`, `AF_UNIX`). Errors: those of socket(2).
pub fn stream(family: i32) -> Result<OwnedFd, Errno> {
    let kind = libc::SOCK_STREAM | libc::SOCK_CLOEXEC | libc::SOCK_NONBLOCK;
    // SAFETY: takes no pointers; the new descriptor is owned by nobody else.
    unsafe { Ok(OwnedFd::from_raw_fd(check(libc::socket(family, kind, 0))?)) }
}

/// Two connected UNIX-domain stream sockets. Errors: those of socketpair(2).
pub fn pair() -> Result<(OwnedFd, OwnedFd), Errno> {
    let kind = libc::SOCK_STREAM | libc::SOCK_CLOEXEC | libc::SOCK_NONBLOCK;
    let mut fds = [-1; 2];
    // SAFETY: `fds` takes the two descriptors, which nobody else owns.
    unsafe {
        check(libc::socketpair(libc::AF_UNIX, kind, 0, fds.as_mut_ptr()))?;
        Ok((OwnedFd::from_raw_fd(fds[0]), OwnedFd::from_raw_fd(fds[1])))
    }
}

/// Two connected UNIX-domain stream sockets as a program makes them itself: they block, are inherited by programs that
/// the process starts, and belong to the caller. Errors: those of socketpair(2).
pub fn pair_for_program() -> Result<[RawFd; 2], Errno> {
    let mut fds = [-1; 2];
    // SAFETY: `fds` takes the two descriptors.
    check(unsafe { libc::socketpair(libc::AF_UNIX, libc::SOCK_STREAM, 0, fds.as_mut_ptr()) })?;
    Ok(fds)
}

/// bind(2).
pub fn bind(fd: RawFd, addr: &SockAddr) -> Result<(), Errno> {
    // SAFETY: the address is readable for its length.
    check(unsafe { libc::bind(fd, addr.as_ptr(), addr.len()) }).map(drop)
}

/// listen(2).
pub fn listen(fd: RawFd, backlog: i32) -> Result<(), Errno> {
    // SAFETY: takes no pointers.
    check(unsafe { libc::listen(fd, backlog) }).map(drop)
}

/// accept4(2): the connection and the peer's address.
pub fn accept(fd: RawFd) -> Result<(OwnedFd, SockAddr), Errno> {
    let mut addr = SockAddr::unspecified();
    let (to, len) = addr.as_mut_ptrs();
    // SAFETY: the address is writable for its length; the new descriptor is owned by nobody else.
    let conn = unsafe {
        let flags = libc::SOCK_CLOEXEC | libc::SOCK_NONBLOCK;
        OwnedFd::from_raw_fd(check(libc::accept4(fd, to, len, flags))?)
    };
    Ok((conn, addr))
}

/// connect(2). `EINPROGRESS`: wait until the socket is writable, then ask [`take_error`].
pub fn connect(fd: RawFd, addr: &SockAddr) -> Result<(), Errno> {
    // SAFETY: the address is readable for its length.
    check(unsafe { libc::connect(fd, addr.as_ptr(), addr.len()) }).map(drop)
}

/// The socket's own address, see getsockname(2).
pub fn local_addr(fd: RawFd) -> Result<SockAddr, Errno> {
    let mut addr = SockAddr::unspecified();
    let (to, len) = addr.as_mut_ptrs();
    // SAFETY: the address is writable for its length.
    check(unsafe { libc::getsockname(fd, to, len) })?;
    Ok(addr)
}

/// The address of the socket's peer, see getpeername(2).
pub fn peer_addr(fd: RawFd) -> Result<SockAddr, Errno> {
    let mut addr = SockAddr::unspecified();
    let (to, len) = addr.as_mut_ptrs();
    // SAFETY: the address is writable for its length.
    check(unsafe { libc::getpeername(fd, to, len) })?;
    Ok(addr)
}

/// Finishes the sending direction, see shutdown(2). `ENOTCONN` if there is no connection any more.
pub fn shutdown_write(fd: RawFd) -> Result<(), Errno> {
    // SAFETY: takes no pointers.
    check(unsafe { libc::shutdown(fd, libc::SHUT_WR) }).map(drop)
}

/// Sends from one buffer and returns how much the kernel took. `EPIPE` raises no signal.
pub fn send(fd: RawFd, buf: &[u8]) -> Result<usize, Errno> {
    // SAFETY: `buf` is readable for its length.
    check(unsafe { libc::send(fd, buf.as_ptr().cast(), buf.len(), libc::MSG_NOSIGNAL) }).map(|n| n as usize)
}

/// Sends from several buffers and returns how much the kernel took. `EPIPE` raises no signal.
///
/// No more than `IOV_MAX` (1024) buffers are looked at.
pub fn send_vectored(fd: RawFd, bufs: &[IoSlice<'_>]) -> Result<usize, Errno> {
    // SAFETY: IoSlice is guaranteed to have the layout of struct iovec and to be readable.
    unsafe { send_iovec(fd, bufs.as_ptr().cast(), bufs.len()) }
}

/// Like [`send_vectored`], from buffers that C code described.
///
/// `EFAULT` if a buffer is not readable.
///
/// # Safety
/// `iov` must be readable for `count` elements. The kernel itself checks the buffers that they describe.
pub unsafe fn send_iovec(fd: RawFd, iov: *const libc::iovec, count: usize) -> Result<usize, Errno> {
    // SAFETY: all-zero is a valid msghdr, an empty one.
    let mut msg: libc::msghdr = unsafe { std::mem::zeroed() };
    msg.msg_iov = iov.cast_mut();
    msg.msg_iovlen = count.min(libc::UIO_MAXIOV as usize) as _;
    // SAFETY: the elements are readable by the caller's promise; sendmsg only reads.
    check(unsafe { libc::sendmsg(fd, &msg, libc::MSG_NOSIGNAL) }).map(|n| n as usize)
}

/// Receives into one buffer. 0 is the end of the stream (or an empty buffer).
pub fn recv(fd: RawFd, buf: &mut [u8]) -> Result<usize, Errno> {
    // SAFETY: `buf` is writable for its length.
    unsafe { recv_raw(fd, buf.as_mut_ptr(), buf.len()) }
}

/// Receives up to `limit` bytes into the room that a vector has left, without growing it. 0 is the end of the stream (or
/// no room).
pub fn recv_append(fd: RawFd, buf: &mut Vec<u8>, limit: usize) -> Result<usize, Errno> {
    append(fd, buf, limit, 0)
}

/// Like [`recv_append`], but what is received stays in the socket and is received again.
pub fn peek_append(fd: RawFd, buf: &mut Vec<u8>) -> Result<usize, Errno> {
    append(fd, buf, usize::MAX, libc::MSG_PEEK)
}

fn append(fd: RawFd, buf: &mut Vec<u8>, limit: usize, flags: i32) -> Result<usize, Errno> {
    let room = buf.spare_capacity_mut();
    // SAFETY: the room is writable for its length; the kernel has written as many bytes as it says.
    unsafe {
        let len = room.len().min(limit);
        let received = check(libc::recv(fd, room.as_mut_ptr().cast(), len, flags))? as usize;
        buf.set_len(buf.len() + received);
        Ok(received)
    }
}

/// Like [`recv`], into memory that C code gave and that may not be initialised.
///
/// `EFAULT` if the kernel finds the memory unwritable.
///
/// # Safety
/// If any of the `len` bytes at `buf` belong to this program, nothing else may refer to them during the call.
pub unsafe fn recv_raw(fd: RawFd, buf: *mut u8, len: usize) -> Result<usize, Errno> {
    // SAFETY: by the caller's promise.
    check(unsafe { libc::recv(fd, buf.cast(), len, 0) }).map(|n| n as usize)
}

/// Receives into several buffers. 0 is the end of the stream (or no room at all).
///
/// # Safety
/// `iov` must be readable for `count` elements, and nothing else may refer to the buffers during the call.
pub unsafe fn recv_iovec(fd: RawFd, iov: *const libc::iovec, count: usize) -> Result<usize, Errno> {
    let count = count.min(libc::UIO_MAXIOV as usize) as i32;
    // SAFETY: by the caller's promise; the kernel checks that the buffers are writable.
    check(unsafe { libc::readv(fd, iov, count) }).map(|n| n as usize)
}

/// Who is behind a UNIX-domain socket: what held when it was connected, see `SO_PEERCRED` in unix(7).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Credentials {
    /// Process.
    pub pid: i32,
    /// Effective user.
    pub uid: u32,
    /// Effective group.
    pub gid: u32,
}

/// Who is behind a UNIX-domain socket's peer. Errors: those of getsockopt(2).
pub fn peer_credentials(fd: RawFd) -> Result<Credentials, Errno> {
    let mut found = libc::ucred { pid: 0, uid: 0, gid: 0 };
    let mut len = size_of::<libc::ucred>() as libc::socklen_t;
    let to = (&raw mut found).cast();
    // SAFETY: `found` is writable for `len` bytes.
    check(unsafe { libc::getsockopt(fd, libc::SOL_SOCKET, libc::SO_PEERCRED, to, &mut len) })?;
    Ok(Credentials { pid: found.pid, uid: found.uid, gid: found.gid })
}

/// Takes the pending error of a socket, e.g. the outcome of a [`connect`] that was in progress.
pub fn take_error(fd: RawFd) -> Result<(), Errno> {
    match option(fd, libc::SOL_SOCKET, libc::SO_ERROR)? {
        0 => Ok(()),
        e => Err(Errno(e)),
    }
}

/// Lets a listener bind to an address that old connections still use.
pub fn set_reuse_address(fd: RawFd) -> Result<(), Errno> {
    set_flag(fd, libc::SOL_SOCKET, libc::SO_REUSEADDR, true)
}

/// Sends small segments at once instead of waiting for acknowledgements (no Nagle delay).
pub fn set_no_delay(fd: RawFd) -> Result<(), Errno> {
    set_flag(fd, libc::IPPROTO_TCP, libc::TCP_NODELAY, true)
}

/// Makes the next close(2) drop what is not sent yet and reset the connection.
pub fn set_abortive_close(fd: RawFd) -> Result<(), Errno> {
    set_option(fd, libc::SOL_SOCKET, libc::SO_LINGER, &libc::linger { l_onoff: 1, l_linger: 0 })
}

/// Makes a descriptor that others made non-blocking.
pub fn set_nonblocking(fd: RawFd) -> Result<(), Errno> {
    // SAFETY: take no pointers.
    unsafe {
        let flags = check(libc::fcntl(fd, libc::F_GETFL))?;
        if flags & libc::O_NONBLOCK == 0 {
            check(libc::fcntl(fd, libc::F_SETFL, flags | libc::O_NONBLOCK))?;
        }
    }
    Ok(())
}

/// Takes over a connected stream socket that others made, and makes it non-blocking and close-on-exec.
///
/// `EINVAL` if it is a socket of another kind; `EBADF`, `ENOTSOCK`. Then it is still the others'.
///
/// # Safety
/// The descriptor is given away: nobody else uses it any more, if the call succeeds.
pub unsafe fn adopt(fd: RawFd) -> Result<OwnedFd, Errno> {
    if option(fd, libc::SOL_SOCKET, libc::SO_TYPE)? != libc::SOCK_STREAM {
        return Err(Errno::EINVAL);
    }
    set_nonblocking(fd)?;
    // SAFETY: takes no pointers; the descriptor is open, and the caller's by its promise.
    unsafe {
        check(libc::fcntl(fd, libc::F_SETFD, libc::FD_CLOEXEC))?;
        Ok(OwnedFd::from_raw_fd(fd))
    }
}

/// A duplicate of a descriptor that others made, close-on-exec if that one is. Errors: `EBADF`, `EMFILE`.
pub fn duplicate(fd: RawFd) -> Result<OwnedFd, Errno> {
    // SAFETY: take no pointers; the new descriptor is owned by nobody else.
    unsafe {
        let flags = check(libc::fcntl(fd, libc::F_GETFD))?;
        let command = if flags & libc::FD_CLOEXEC == 0 { libc::F_DUPFD } else { libc::F_DUPFD_CLOEXEC };
        Ok(OwnedFd::from_raw_fd(check(libc::fcntl(fd, command, 0))?))
    }
}

/// Closes a descriptor that others made and that nobody uses any more.
///
/// # Safety
/// No object of this process owns the descriptor.
pub unsafe fn close(fd: RawFd) {
    // SAFETY: by the caller's promise. A failure means that the descriptor was not open.
    unsafe { libc::close(fd) };
}

/// An integer option, see getsockopt(2). `EBADF` (not open), `ENOTSOCK` (not a socket).
pub fn option(fd: RawFd, level: i32, name: i32) -> Result<i32, Errno> {
    let mut value = 0i32;
    let mut len = size_of::<i32>() as libc::socklen_t;
    // SAFETY: `value` is writable for `len` bytes.
    check(unsafe { libc::getsockopt(fd, level, name, (&raw mut value).cast(), &mut len) })?;
    Ok(value)
}

/// Sets an option that is on or off, see setsockopt(2).
pub fn set_flag(fd: RawFd, level: i32, name: i32, is_on: bool) -> Result<(), Errno> {
    set_option(fd, level, name, &i32::from(is_on))
}

pub(super) fn set_option<T: Copy>(fd: RawFd, level: i32, name: i32, value: &T) -> Result<(), Errno> {
    let len = size_of::<T>() as libc::socklen_t;
    // SAFETY: `value` is readable for `len` bytes.
    check(unsafe { libc::setsockopt(fd, level, name, (&raw const *value).cast(), len) }).map(drop)
}

/// A listening socket, bound to `addr` with `SO_REUSEADDR`, and the address it got (the port, if `addr` had 0).
///
/// Errors: those of socket(2), bind(2) and listen(2).
pub fn listener(addr: &SockAddr, backlog: i32) -> Result<(OwnedFd, SockAddr), Errno> {
    let fd = stream(addr.family())?;
    set_reuse_address(fd.as_raw_fd())?;
    bind(fd.as_raw_fd(), addr)?;
    listen(fd.as_raw_fd(), backlog)?;
    let bound = local_addr(fd.as_raw_fd())?;
    Ok((fd, bound))
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use super::*;

    fn connected() -> (OwnedFd, OwnedFd) {
        let any = SockAddr::from("127.0.0.1:0".parse::<SocketAddr>().unwrap());
        let (listener, addr) = listener(&any, 8).unwrap();
        let client = stream(libc::AF_INET).unwrap();
        // A connection over the loopback interface is complete in the kernel when connect returns.
        assert_eq!(connect(client.as_raw_fd(), &addr), Err(Errno::EINPROGRESS));
        let (server, peer) = accept(listener.as_raw_fd()).unwrap();
        assert_eq!(take_error(client.as_raw_fd()), Ok(()));
        assert_eq!(local_addr(client.as_raw_fd()).unwrap().ip(), peer.ip());
        (client, server)
    }

    #[test]
    fn bytes_travel_and_directions_end() {
        let (client, server) = connected();
        let (c, s) = (client.as_raw_fd(), server.as_raw_fd());
        let mut buf = [0; 16];
        assert_eq!(recv(s, &mut buf), Err(Errno::EAGAIN));
        assert_eq!(send(c, b"ab"), Ok(2));
        assert_eq!(send_vectored(c, &[IoSlice::new(b"c"), IoSlice::new(b""), IoSlice::new(b"de")]), Ok(3));
        assert_eq!(recv(s, &mut buf), Ok(5));
        assert_eq!(&buf[..5], b"abcde");
        shutdown_write(c).unwrap();
        assert_eq!(recv(s, &mut buf), Ok(0));
    }

    #[test]
    fn send_to_a_reset_connection_fails_without_a_signal() {
        let (client, server) = connected();
        set_abortive_close(server.as_raw_fd()).unwrap();
        drop(server);
        assert_eq!(send(client.as_raw_fd(), b"x"), Err(Errno::ECONNRESET));
        assert_eq!(send(client.as_raw_fd(), b"x"), Err(Errno::EPIPE));
    }

    #[test]
    fn refused_connection_is_reported_by_take_error() {
        let any = SockAddr::from("127.0.0.1:0".parse::<SocketAddr>().unwrap());
        let (closed, addr) = listener(&any, 1).unwrap();
        drop(closed);
        let client = stream(libc::AF_INET).unwrap();
        let outcome = match connect(client.as_raw_fd(), &addr) {
            Err(Errno::EINPROGRESS) => take_error(client.as_raw_fd()),
            other => other,
        };
        assert_eq!(outcome, Err(Errno::ECONNREFUSED));
    }

    #[test]
    fn options_of_what_is_not_a_socket() {
        assert_eq!(option(-1, libc::SOL_SOCKET, libc::SO_TYPE), Err(Errno::EBADF));
        let file = std::fs::File::open("/dev/null").unwrap();
        assert_eq!(option(file.as_raw_fd(), libc::SOL_SOCKET, libc::SO_TYPE), Err(Errno::ENOTSOCK));
        let (a, _b) = pair().unwrap();
        assert_eq!(option(a.as_raw_fd(), libc::SOL_SOCKET, libc::SO_TYPE), Ok(libc::SOCK_STREAM));
    }
}
