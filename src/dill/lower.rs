//! The socket below a protocol.
//!
//! A protocol owns the socket that it was put on: it has a handle that nobody else knows, is closed with the protocol, and
//! is handed back when the protocol ends. Sockets of the program are used through their tables, the library's own
//! bytestreams directly, because they can show input without giving it away.

use std::cell::RefCell;

use super::connection::Connection;
use super::direction::{Direction, Status};
use super::handles::chain::Chain;
use super::handles::iolist::{Cursor, IoList};
use super::handles::object::{Obj, Object, Shared};
use super::handles::table::BytestreamTable;
use super::ipc::Ipc;
use super::scheduler::context::Context;
use super::stream::{Scanner, Stream};
use super::tcp::Tcp;
use super::tls::Tls;
use crate::sys::Errno;

/// The socket, used as an `S`.
pub(crate) struct Lower<S> {
    /// None once it is closed or was handed back.
    socket: RefCell<Option<S>>,
    handle: i32,
}

impl<S: Clone> Lower<S> {
    /// Takes over the socket behind `h`, under a number that nobody knows. `ECANCELED`, `ENOMEM`, and it is closed then.
    pub(crate) fn own(cx: &Context, h: i32, socket: S) -> Result<Lower<S>, Errno> {
        Ok(Lower { handle: cx.own(h)?, socket: RefCell::new(Some(socket)) })
    }

    /// The socket. `ECONNRESET` if it was closed, by another coroutine while this one waited.
    pub(crate) fn get(&self) -> Result<S, Errno> {
        self.socket.borrow().clone().ok_or(Errno::ECONNRESET)
    }

    /// Closes the socket, at once.
    pub(crate) fn close(&self, cx: &Context) {
        if self.socket.take().is_some() {
            let _ = cx.close(self.handle);
        }
    }
}

impl Lower<Bytes> {
    /// Closes the bytestream, at once, but what was sent before still goes to the peer, unless it is one of the program's
    /// own: they have one way to be closed.
    pub(crate) fn close_gracefully(&self, cx: &Context) {
        if let Some(bytes) = self.socket.take() {
            bytes.close_gracefully(cx, self.handle);
        }
    }
}

/// Puts a protocol on top of the socket behind `h`, which belongs to the protocol from then on. Never waits.
///
/// `find` is how the protocol uses the socket, `make` makes its object.
///
/// Errors: `EBADF`, those of `find`; `ECANCELED`, `ENOMEM`. The socket is closed then.
pub(crate) fn attach<S: Clone, T: Object>(
    cx: &Context,
    h: i32,
    find: impl FnOnce(&Context, i32) -> Result<S, Errno>,
    make: impl FnOnce(Lower<S>) -> T,
) -> Result<i32, Errno> {
    let socket = find(cx, h).or_else(|e| close_with(cx, h, e))?;
    let lower = Lower::own(cx, h, socket)?;
    let handle = lower.handle;
    cx.make_object_handle(Obj::new(make(lower))).or_else(|e| close_with(cx, handle, e))
}

/// Ends a protocol: its handle `h` becomes invalid. Returns the handle of the socket below if the protocol was brought to
/// an end in good order, and closes the socket otherwise.
///
/// Errors: `ECONNRESET` (another coroutine closed the protocol's handle while this one waited), those of `ended`.
pub(crate) fn detach<S: Clone, T: Object>(
    cx: &Context,
    h: i32,
    object: &Shared<T>,
    lower: &Lower<S>,
    ended: Result<(), Errno>,
) -> Result<i32, Errno> {
    // The number may mean something else by now.
    lower.get()?;
    if let Err(e) = ended {
        return close_with(cx, h, e);
    }
    lower.socket.take();
    cx.release(h, object);
    Ok(lower.handle)
}

/// How a protocol ends that sends nothing to say so: `ECONNRESET` if a direction is broken. One that has ended may be so
/// because the bytestream has, and that the program wants back, to end it as well.
pub(crate) fn silent_end(rx: &Direction, tx: &Direction) -> Result<(), Errno> {
    let broken = [rx, tx].iter().any(|direction| direction.status() == Status::Broken);
    if broken { Err(Errno::ECONNRESET) } else { Ok(()) }
}

/// What the peer's end in good order means where a message has begun: it was cut off.
pub(crate) fn inside(e: Errno, begun: bool) -> Errno {
    if e == Errno::EPIPE && begun { Errno::ECONNRESET } else { e }
}

/// Closes a handle because of an error, which is returned.
pub(crate) fn close_with<T>(cx: &Context, h: i32, e: Errno) -> Result<T, Errno> {
    let _ = cx.close(h);
    Err(e)
}

/// What protocols with a kind of socket of their own say about another one.
pub(crate) fn wrong_socket(e: Errno) -> Errno {
    if e == Errno::ENOTSUP { Errno::EPROTO } else { e }
}

/// Bytes that are asked for at a time where input cannot be looked at.
const CERTAIN: usize = 32;
/// Receives there that make a round of a loop. Each brings little, since few bytes are certain.
const ROUND: u32 = 64;

/// A bytestream below a protocol.
#[derive(Clone)]
pub(crate) enum Bytes {
    Tcp(Shared<Connection<Tcp>>),
    Ipc(Shared<Connection<Ipc>>),
    /// Used through its table, too, but it can show input.
    Tls(Shared<Tls>, BytestreamTable),
    Foreign(BytestreamTable),
}

impl Bytes {
    /// The bytestream behind a handle. `EBADF`, or the errno of the query (`ENOTSUP`).
    pub(crate) fn find(cx: &Context, h: i32) -> Result<Bytes, Errno> {
        if let Ok(connection) = cx.object(h) {
            return Ok(Bytes::Tcp(connection));
        }
        if let Ok(connection) = cx.object(h) {
            return Ok(Bytes::Ipc(connection));
        }
        let table = cx.bytestream(h)?;
        Ok(match cx.object(h) {
            Ok(tls) => Bytes::Tls(tls, table),
            Err(_) => Bytes::Foreign(table),
        })
    }

    /// The library's own stream; or else, the table of another object.
    fn stream(&self) -> Result<&Stream, BytestreamTable> {
        match self {
            Bytes::Tcp(connection) => Ok(connection.stream()),
            Bytes::Ipc(connection) => Ok(connection.stream()),
            Bytes::Tls(_, table) | Bytes::Foreign(table) => Err(*table),
        }
    }

    /// See [`Lower::close_gracefully`]. `h`: the handle.
    fn close_gracefully(&self, cx: &Context, h: i32) {
        match self {
            Bytes::Tcp(connection) => Connection::close_gracefully(connection, cx, h),
            Bytes::Ipc(connection) => Connection::close_gracefully(connection, cx, h),
            Bytes::Tls(tls, _) => Tls::close_gracefully(tls, cx, h),
            Bytes::Foreign(_) => drop(cx.close(h)),
        }
    }

    /// Sends what can be sent at once, as the last thing that is sent; nothing if this is not a connection.
    pub(crate) fn offer(&self, bytes: &[u8]) {
        if let Ok(stream) = self.stream() {
            stream.offer(bytes);
        }
    }

    /// Sends bytes. Errors: those of the bytestream.
    pub(crate) fn send(&self, cx: &Context, bytes: &[u8], deadline: i64) -> Result<(), Errno> {
        match self.stream() {
            Ok(stream) => stream.send_bytes(cx, bytes, deadline),
            Err(table) => table.send(bytes, deadline),
        }
    }

    /// Sends bytes, now or together with what comes next, see [`deferred`](super::deferred). Errors: those of the
    /// bytestream; if it is later, a later call reports them.
    pub(crate) fn hold(&self, cx: &Context, bytes: Vec<u8>, deadline: i64) -> Result<(), Errno> {
        match self {
            Bytes::Tcp(connection) => Connection::hold(connection, cx, bytes, deadline),
            Bytes::Ipc(connection) => Connection::hold(connection, cx, bytes, deadline),
            Bytes::Tls(tls, _) => Tls::hold(tls, cx, bytes, deadline),
            Bytes::Foreign(table) => {
                cx.deferred.flush(cx);
                let sent = table.send(&bytes, deadline);
                cx.buffers.give_back(bytes);
                sent
            }
        }
    }

    /// Sends a list between bytes of the protocol, all at once. Errors: those of the bytestream.
    pub(crate) fn send_list(
        &self,
        cx: &Context,
        before: &[u8],
        list: &IoList<'_>,
        after: &[u8],
        deadline: i64,
    ) -> Result<(), Errno> {
        let mut chain = Chain::sending(before, list, after);
        match self.stream() {
            Ok(stream) => stream.send_now(cx, &chain.list(), deadline),
            Err(table) => table.send_list(&chain.list(), deadline),
        }
    }

    /// Receives all that the cursor has left. Errors: those of the bytestream; the cursor tells how much came before, as
    /// far as the bytestream does.
    pub(crate) fn receive(&self, cx: &Context, cursor: &mut Cursor<'_>, deadline: i64) -> Result<(), Errno> {
        match self.stream() {
            Ok(stream) => stream.receive(cx, cursor, deadline),
            Err(table) => {
                cx.deferred.flush(cx);
                let count = cursor.left();
                table.receive_list(&Chain::receiving(&mut [], cursor.rest()).list(), deadline)?;
                cursor.advance(count);
                Ok(())
            }
        }
    }

    /// Receives what the scanner uses up, and no more. Errors: those of the bytestream; what came before was looked at.
    pub(crate) fn scan(&self, cx: &Context, scanner: &mut impl Scanner, deadline: i64) -> Result<(), Errno> {
        if let Bytes::Tls(tls, _) = self {
            return tls.scan(cx, scanner, deadline);
        }
        match self.stream() {
            Ok(stream) => stream.scan(cx, scanner, deadline),
            Err(table) => {
                let (mut turns, mut receives) = (cx.fair_turns(deadline), 0);
                loop {
                    cx.deferred.flush(cx);
                    // What is received from it cannot be given back, so it is asked for no more than will be used up.
                    let mut buffer = [0; CERTAIN];
                    let len = scanner.certain().min(CERTAIN);
                    let mut chain = Chain::receiving(&mut buffer[..len], Cursor::dropping(0));
                    table.receive_list(&chain.list(), deadline)?;
                    if scanner.look(&buffer[..len]).is_break() {
                        return Ok(());
                    }
                    receives += 1;
                    if receives == ROUND {
                        receives = 0;
                        turns.next(cx)?;
                    }
                }
            }
        }
    }
}
