//! WebSocket (RFC 6455) over a bytestream.
//!
//! Frames, messages and keys are the codec's ([`crate::ws`]); this module decides when bytes are read and sent, and what
//! a coroutine waits for. A message is received straight into the program's buffers, and no byte behind the peer's close
//! frame is taken, because the bytestream belongs to the program again after a detach.
//!
//! ```text
//!   received:   open --close frame, or end of the bytestream between messages--> ended (EPIPE)
//!   sent:       open --ws_done--> ended (EPIPE)
//!               either --any failure--> broken (ECONNRESET)
//! ```
//!
//! Pings are answered by whoever receives, see `send` for how that goes together with a coroutine that is sending. The
//! peer's close frame is not answered by itself: the program does that with `ws_done` or `ws_detach`, with a status of its
//! own.

mod handshake;
mod receive;
mod send;

use self::receive::Receiving;
use self::send::Sending;
use super::ffi::types::dill_msock_vfs;
use super::handles::iolist::IoList;
use super::handles::object::{MessageSocket, Object, Shared, message_socket};
use super::lower::{self, Bytes, Lower};
use super::scheduler::context::Context;
use crate::sys::{Errno, random};
use crate::ws::{Close, MessageType, Role};

pub(crate) use self::handshake::{accept, connect};

/// A WebSocket.
pub(crate) struct WebSocket {
    lower: Lower<Bytes>,
    /// What the generic functions for message sockets send, and the only type that they receive.
    message_type: MessageType,
    receiving: Receiving,
    sending: Sending,
}

impl Object for WebSocket {
    const MSOCK: Option<dill_msock_vfs> = Some(message_socket::<WebSocket>());

    /// Closes the bytestream below, too.
    fn close(&self, cx: &Context) {
        self.lower.close(cx);
    }
}

impl MessageSocket for WebSocket {
    /// Errors: those of [`WebSocket::send_message`].
    fn send(&self, cx: &Context, list: &IoList<'_>, deadline: i64) -> Result<(), Errno> {
        self.send_message(cx, self.message_type, list, deadline)
    }

    /// Errors: `EPROTO` also for a message of the other type, which is used up; those of [`WebSocket::receive_message`].
    fn receive(&self, cx: &Context, list: Option<&IoList<'_>>, deadline: i64) -> Result<usize, Errno> {
        let (size, message_type) = self.receive_message(cx, list, deadline)?;
        if message_type == self.message_type { Ok(size) } else { Err(Errno::EPROTO) }
    }
}

/// Puts WebSocket on top of the bytestream behind `h`, which belongs to the new object from then on. The opening handshake
/// is over. Never waits.
///
/// Errors: `EBADF`; `ENOTSUP` (no bytestream), `ECANCELED`, `ENOMEM`, and then the bytestream is closed.
pub(crate) fn attach(cx: &Context, h: i32, role: Role, message_type: MessageType) -> Result<i32, Errno> {
    let make = |lower| WebSocket {
        lower,
        message_type,
        receiving: Receiving::new(role),
        sending: Sending::new(role),
    };
    lower::attach(cx, h, Bytes::find, make)
}

/// Sends the close frame: no more messages will be sent.
///
/// Errors: `EBADF`, `ENOTSUP` (no WebSocket), `EBUSY` (another coroutine is sending), `EPIPE` (done before); `ECONNRESET`
/// and what else the bytestream says, after which the direction is broken.
pub(crate) fn done(cx: &Context, h: i32, close: Close<'_>, deadline: i64) -> Result<(), Errno> {
    let ws: Shared<WebSocket> = cx.object(h)?;
    ws.send_close(cx, close, deadline)
}

/// Ends the protocol and returns the handle of the bytestream: sends the close frame if that was not done, and drops
/// messages up to the peer's close frame, or the end of the bytestream.
///
/// Errors: `EBADF`, `ENOTSUP` (no WebSocket), `EBUSY` (another coroutine uses it), and nothing has happened; `ECONNRESET`
/// (a direction is broken, or the bytestream ends inside of a message), `EPROTO`, `ETIMEDOUT`, `ECANCELED` and what else
/// the bytestream says, and then everything is closed.
pub(crate) fn detach(cx: &Context, h: i32, close: Close<'_>, deadline: i64) -> Result<i32, Errno> {
    let ws: Shared<WebSocket> = cx.object(h)?;
    let _receiving = ws.receiving.enter()?;
    ws.sending.check_busy()?;
    let ended = ws.finish_sending(cx, close, deadline).and_then(|()| ws.skip_messages(cx, deadline));
    lower::detach(cx, h, &ws, &ws.lower, ended)
}

/// Calls `look` with the close frame of the peer.
///
/// Errors: `EBADF`, `ENOTSUP` (no WebSocket), `EAGAIN` (none was received).
pub(crate) fn status<R>(cx: &Context, h: i32, look: impl FnOnce(Close<'_>) -> R) -> Result<R, Errno> {
    let ws: Shared<WebSocket> = cx.object(h)?;
    ws.receiving.with_close(look).ok_or(Errno::EAGAIN)
}

/// The masking key of a frame: it has to be unpredictable (RFC 6455 section 10.3).
fn masking_key() -> [u8; 4] {
    let mut key = [0; 4];
    random::fill(&mut key);
    key
}

/// A key for an opening handshake.
pub(crate) fn request_key() -> [u8; crate::ws::handshake::KEY_LEN] {
    let mut nonce = [0; 16];
    random::fill(&mut nonce);
    crate::ws::handshake::request_key(nonce)
}
