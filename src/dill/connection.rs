//! Connections and listeners: what stream sockets of every address family have in common.

use std::cell::{Cell, RefCell};
use std::marker::PhantomData;
use std::os::fd::{AsRawFd, OwnedFd, RawFd};

use super::deferred::Gathers;
use super::ffi::types::dill_bsock_vfs;
use super::handles::iolist::IoList;
use super::handles::object::{Bytestream, Obj, Object, Shared, bytestream};
use super::scheduler::context::Context;
use super::scheduler::fds::{Owner, Readiness};
use super::stream::Stream;
use crate::sys::{Errno, SockAddr, socket};

/// A kind of stream sockets, with handles of its own.
pub(crate) trait Kind: 'static {
    /// The address families, `AF_...`.
    const FAMILIES: &[i32];

    /// Whether a connection may receive more than it is asked for.
    const READS_AHEAD: bool;

    /// Sets up a socket that the program has made.
    fn adopt(fd: RawFd);

    /// Sets up a connection that will be cut off.
    fn abort(fd: RawFd);
}

/// A connection.
pub(crate) struct Connection<K> {
    stream: Stream,
    kind: PhantomData<K>,
}

impl<K: Kind> Connection<K> {
    /// A handle of a connection that the library has made. Errors, with the descriptor closed: `ECANCELED`, `ENOMEM`.
    pub(super) fn handle(cx: &Context, fd: OwnedFd) -> Result<i32, Errno> {
        Connection::<K>::handle_of(cx, Stream::new(fd, K::READS_AHEAD, true))
    }

    fn handle_of(cx: &Context, stream: Stream) -> Result<i32, Errno> {
        cx.make_object_handle(Obj::new(Connection::<K> { stream, kind: PhantomData }))
    }

    /// The bytes of the connection, for protocols above it.
    pub(crate) fn stream(&self) -> &Stream {
        &self.stream
    }

    /// Sends bytes, now or together with what comes next. Errors: those of [`Stream::send`].
    pub(super) fn hold(
        this: &Shared<Connection<K>>,
        cx: &Context,
        bytes: Vec<u8>,
        deadline: i64,
    ) -> Result<(), Errno> {
        this.stream.hold(cx, || Shared::clone(this), bytes, deadline)
    }

    /// Closes the connection, whose handle is `h`, at once. The kernel sends what has not left yet in its own time. If
    /// sending has failed, the connection is cut off: the peer must not take what it got for all there is.
    pub(super) fn close_gracefully(this: &Shared<Connection<K>>, cx: &Context, h: i32) {
        cx.release(h, this);
        if this.stream.is_sending_broken() {
            this.close(cx);
        } else {
            drop(this.stream.close(cx));
        }
    }
}

impl<K: Kind> Gathers for Obj<Connection<K>> {
    fn flush_gathered(&self, cx: &Context) {
        self.stream.flush_held(cx);
    }
}

impl<K: Kind> Object for Connection<K> {
    const BSOCK: Option<dill_bsock_vfs> = Some(bytestream::<Connection<K>>());

    /// Cuts the connection off.
    fn close(&self, cx: &Context) {
        if let Some(fd) = self.stream.close(cx) {
            K::abort(fd.as_raw_fd());
        }
    }
}

impl<K: Kind> Bytestream for Connection<K> {
    fn send(&self, cx: &Context, list: &IoList<'_>, deadline: i64) -> Result<(), Errno> {
        self.stream.send(cx, list, deadline)
    }

    fn receive(&self, cx: &Context, list: &IoList<'_>, deadline: i64) -> Result<(), Errno> {
        self.stream.receive(cx, &mut list.cursor(), deadline)
    }
}

/// A listening socket.
pub(crate) struct Listener<K> {
    fd: RefCell<Option<OwnedFd>>,
    accepting: Cell<bool>,
    kind: PhantomData<K>,
}

impl<K: Kind> Listener<K> {
    /// A handle of a listener. Errors, with the descriptor closed: `ECANCELED`, `ENOMEM`.
    pub(super) fn handle(cx: &Context, fd: OwnedFd) -> Result<i32, Errno> {
        let (fd, accepting) = (RefCell::new(Some(fd)), Cell::new(false));
        cx.make_object_handle(Obj::new(Listener::<K> { fd, accepting, kind: PhantomData }))
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

impl<K: Kind> Object for Listener<K> {
    fn close(&self, cx: &Context) {
        if let Some(fd) = self.fd.borrow_mut().take() {
            cx.close_fd(fd.as_raw_fd(), Errno::EBADF);
        }
    }
}

/// Waits for a connection: its handle and the peer's address.
///
/// Errors: `EBADF` (no handle, or closed meanwhile), `ENOTSUP` (no listener of this kind), `EBUSY` (another coroutine
/// accepts), `ETIMEDOUT`, `ECANCELED`; `EMFILE`, `ENFILE`, `ENOMEM` and what else accept(2) says.
pub(crate) fn accept<K: Kind>(cx: &Context, h: i32, deadline: i64) -> Result<(i32, SockAddr), Errno> {
    let listener: Shared<Listener<K>> = cx.object(h)?;
    if listener.accepting.replace(true) {
        return Err(Errno::EBUSY);
    }
    let accepted = listener.accept(cx, deadline);
    listener.accepting.set(false);
    let (fd, addr) = accepted?;
    cx.open_fd(fd.as_raw_fd());
    Ok((Connection::<K>::handle(cx, fd)?, addr))
}

/// Finishes the sending direction, at once.
///
/// Errors: `EBADF`, `ENOTSUP` (no connection of this kind); `EPIPE` (done before), `ECONNRESET`, and the error of what
/// was held.
pub(crate) fn done<K: Kind>(cx: &Context, h: i32) -> Result<(), Errno> {
    cx.object::<Connection<K>>(h)?.stream.finish_sending()
}

/// Closes a connection in good order: finishes sending, then drops what is received until the peer has finished,
/// too. Whatever comes out, the connection is closed; if the peer did not finish, it is cut off. A listener is just
/// closed.
///
/// Errors: `EBADF`, `ENOTSUP` (neither), `EBUSY` (another coroutine is closing it), and the handle is left alone;
/// `ECONNRESET`, `ETIMEDOUT`, `ECANCELED`, and the error of what was held.
pub(crate) fn close<K: Kind>(cx: &Context, h: i32, deadline: i64) -> Result<(), Errno> {
    if cx.object::<Listener<K>>(h).is_ok() {
        return cx.close(h);
    }
    let connection: Shared<Connection<K>> = cx.object(h)?;
    if connection.stream.is_closing() {
        return Err(Errno::EBUSY);
    }
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
/// Errors: `EINVAL` (negative, no socket of this kind, or listening), `EBADF` (not open), `ENOTSOCK`; `ECANCELED`,
/// `ENOMEM`, `EMFILE`.
pub(crate) fn connection_from_fd<K: Kind>(cx: &Context, fd: RawFd) -> Result<i32, Errno> {
    from_fd::<K>(cx, fd, false, |duplicate| {
        Connection::<K>::handle_of(cx, Stream::new(duplicate, K::READS_AHEAD, false))
    })
}

/// Makes a listener of a descriptor of the program, like [`connection_from_fd`] does of a connection.
pub(crate) fn listener_from_fd<K: Kind>(cx: &Context, fd: RawFd) -> Result<i32, Errno> {
    from_fd::<K>(cx, fd, true, |duplicate| Listener::<K>::handle(cx, duplicate))
}

fn from_fd<K: Kind>(
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
    let is_of_kind = K::FAMILIES.contains(&option(libc::SO_DOMAIN)?);
    if !is_stream || !is_of_kind || (option(libc::SO_ACCEPTCONN)? != 0) != listening {
        return Err(Errno::EINVAL);
    }
    cx.running().may_block()?;
    let duplicate = socket::duplicate(fd)?;
    let number = duplicate.as_raw_fd();
    cx.open_fd(number);
    let handle = make_handle(duplicate)?;
    // Settings of the socket, which both descriptors share; made last, since a failure must leave it as it was. They
    // cannot fail for a socket of this kind.
    let _ = socket::set_nonblocking(number);
    K::adopt(number);
    cx.replace_fd(fd);
    Ok(handle)
}
