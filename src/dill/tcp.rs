//! TCP: listeners and connections.
//!
//! Small segments are sent at once (TCP_NODELAY): a caller that hands over a head and a body one after the other
//! must not wait for the peer's delayed acknowledgement.

use std::cell::{Cell, RefCell};
use std::os::fd::{AsRawFd, OwnedFd, RawFd};

use super::ffi::types::dill_bsock_vfs;
use super::handles::iolist::IoList;
use super::handles::object::{Bytestream, Obj, Object, Shared, bytestream};
use super::scheduler::context::Context;
use super::scheduler::fds::{Owner, Readiness};
use super::stream::Stream;
use crate::sys::{Errno, SockAddr, socket};

/// A connection.
pub(crate) struct Connection {
    stream: Stream,
}

impl Connection {
    fn handle(cx: &Context, fd: OwnedFd) -> Result<i32, Errno> {
        cx.make_object_handle(Obj::new(Connection { stream: Stream::new(fd) }))
    }

    /// The bytes of the connection, for protocols above it.
    pub(crate) fn stream(&self) -> &Stream {
        &self.stream
    }
}

impl Object for Connection {
    const BSOCK: Option<dill_bsock_vfs> = Some(bytestream::<Connection>());

    /// Cuts the connection off: what has not left yet is lost, and the peer gets a reset.
    fn close(&self, cx: &Context) {
        if let Some(fd) = self.stream.close(cx) {
            // If it fails, the connection is closed in good order, which is no harm.
            let _ = socket::set_abortive_close(fd.as_raw_fd());
        }
    }
}

impl Bytestream for Connection {
    fn send(&self, cx: &Context, list: &IoList<'_>, deadline: i64) -> Result<(), Errno> {
        self.stream.send(cx, list, deadline)
    }

    fn receive(&self, cx: &Context, list: &IoList<'_>, deadline: i64) -> Result<(), Errno> {
        self.stream.receive(cx, list, deadline)
    }
}

/// A listening socket.
pub(crate) struct Listener {
    fd: RefCell<Option<OwnedFd>>,
    accepting: Cell<bool>,
}

impl Listener {
    fn handle(cx: &Context, fd: OwnedFd) -> Result<i32, Errno> {
        cx.make_object_handle(Obj::new(Listener { fd: RefCell::new(Some(fd)), accepting: Cell::new(false) }))
    }

    fn fd(&self) -> Result<RawFd, Errno> {
        self.fd.borrow().as_ref().map(AsRawFd::as_raw_fd).ok_or(Errno::EBADF)
    }

    fn accept(&self, cx: &Context, deadline: i64) -> Result<(OwnedFd, SockAddr), Errno> {
        loop {
            let fd = self.fd()?;
            match socket::accept(fd) {
                Ok(connection) => return Ok(connection),
                Err(Errno::EAGAIN) => cx.wait_for_fd(fd, Readiness::In, deadline, Owner::Library)?,
                Err(e) if is_of_the_connection(e) => {}
                Err(e) => return Err(e),
            }
        }
    }
}

/// Whether an error of accept(2) concerns the connection that was to be accepted and not the listener: Linux passes
/// pending network errors of the new socket on.
fn is_of_the_connection(e: Errno) -> bool {
    matches!(
        e.0,
        libc::EINTR
            | libc::ECONNABORTED
            | libc::ENETDOWN
            | libc::EPROTO
            | libc::ENOPROTOOPT
            | libc::EHOSTDOWN
            | libc::ENONET
            | libc::EHOSTUNREACH
            | libc::EOPNOTSUPP
            | libc::ENETUNREACH
            | libc::EPERM
    )
}

impl Object for Listener {
    fn close(&self, cx: &Context) {
        if let Some(fd) = self.fd.borrow_mut().take() {
            cx.close_fd(fd.as_raw_fd(), Errno::EBADF);
        }
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
    Ok((Listener::handle(cx, fd)?, addr))
}

/// Waits for a connection: its handle and the peer's address.
///
/// Errors: `EBADF` (no handle, or closed meanwhile), `ENOTSUP` (no listener), `EBUSY` (another coroutine accepts),
/// `ETIMEDOUT`, `ECANCELED`; `EMFILE`, `ENFILE`, `ENOMEM` and what else accept(2) says.
pub(crate) fn accept(cx: &Context, h: i32, deadline: i64) -> Result<(i32, SockAddr), Errno> {
    let listener: Shared<Listener> = cx.object(h)?;
    if listener.accepting.replace(true) {
        return Err(Errno::EBUSY);
    }
    let accepted = listener.accept(cx, deadline);
    listener.accepting.set(false);
    let (fd, addr) = accepted?;
    cx.open_fd(fd.as_raw_fd());
    Ok((Connection::handle(cx, fd)?, addr))
}

/// Connects: the handle of the connection.
///
/// Errors: those of socket(2) and connect(2), `ETIMEDOUT` also for the deadline; `ECANCELED`, `ENOMEM`.
pub(crate) fn connect(cx: &Context, addr: &SockAddr, deadline: i64) -> Result<i32, Errno> {
    let fd = socket::stream(addr.family())?;
    let number = fd.as_raw_fd();
    cx.open_fd(number);
    let connected = socket::set_no_delay(number).and_then(|()| match socket::connect(number, addr) {
        Err(Errno::EINPROGRESS | Errno::EINTR) => {
            cx.wait_for_fd(number, Readiness::Out, deadline, Owner::Library)?;
            socket::take_error(number)
        }
        result => result,
    });
    connected.and_then(|()| Connection::handle(cx, fd)).inspect_err(|e| cx.close_fd(number, *e))
}

/// Finishes the sending direction, at once.
///
/// Errors: `EBADF`, `ENOTSUP` (no connection); `EPIPE` (done before), `ECONNRESET`.
pub(crate) fn done(cx: &Context, h: i32) -> Result<(), Errno> {
    cx.object::<Connection>(h)?.stream.finish_sending()
}

/// Closes a connection in good order: finishes sending, then drops what is received until the peer has finished,
/// too. Whatever comes out, the connection is closed; if the peer did not finish, it gets a reset. A listener is just
/// closed.
///
/// Errors: `EBADF`, `ENOTSUP` (neither; the handle is left alone); `ECONNRESET`, `ETIMEDOUT`, `ECANCELED`.
pub(crate) fn close(cx: &Context, h: i32, deadline: i64) -> Result<(), Errno> {
    if cx.object::<Listener>(h).is_ok() {
        return cx.close(h);
    }
    let connection: Shared<Connection> = cx.object(h)?;
    let result = connection.stream.handshake(cx, deadline);
    cx.release(h, &connection);
    match result {
        Ok(()) => {
            // What has not left yet is sent by the kernel in its own time.
            drop(connection.stream.close(cx));
            // How the last receive ended. Programs may look at it.
            Errno::EPIPE.set();
        }
        Err(_) => connection.close(cx),
    }
    result
}

/// Makes a connection of a descriptor of the program. The descriptor is replaced by a duplicate and closed, but left
/// alone in case of failure.
///
/// Errors: `EINVAL` (negative, no TCP socket, or listening), `EBADF` (not open), `ENOTSOCK`; `ECANCELED`, `ENOMEM`,
/// `EMFILE`.
pub(crate) fn connection_from_fd(cx: &Context, fd: RawFd) -> Result<i32, Errno> {
    from_fd(cx, fd, false, |duplicate| Connection::handle(cx, duplicate))
}

/// Makes a listener of a descriptor of the program, like [`connection_from_fd`] does of a connection.
pub(crate) fn listener_from_fd(cx: &Context, fd: RawFd) -> Result<i32, Errno> {
    from_fd(cx, fd, true, |duplicate| Listener::handle(cx, duplicate))
}

fn from_fd(
    cx: &Context,
    fd: RawFd,
    listening: bool,
    make_handle: impl FnOnce(OwnedFd) -> Result<i32, Errno>,
) -> Result<i32, Errno> {
    if fd < 0 {
        return Err(Errno::EINVAL);
    }
    let option = |name| socket::option(fd, libc::SOL_SOCKET, name);
    let is_stream = option(libc::SO_TYPE)? == libc::SOCK_STREAM;
    let is_ip = matches!(option(libc::SO_DOMAIN)?, libc::AF_INET | libc::AF_INET6);
    if !is_stream || !is_ip || (option(libc::SO_ACCEPTCONN)? != 0) != listening {
        return Err(Errno::EINVAL);
    }
    cx.running().may_block()?;
    let duplicate = socket::duplicate(fd)?;
    let number = duplicate.as_raw_fd();
    cx.open_fd(number);
    let handle = make_handle(duplicate)?;
    // Settings of the socket, which both descriptors share; made last, since a failure must leave it as it was. They
    // cannot fail for a TCP socket.
    let _ = socket::set_nonblocking(number);
    let _ = socket::set_reuse_address(number);
    let _ = socket::set_no_delay(number);
    cx.replace_fd(fd);
    Ok(handle)
}
