//! Receiving messages.

use std::cell::RefCell;

use super::WebSocket;
use crate::dill::direction::{Direction, Status, Transfer};
use crate::dill::handles::iolist::{Cursor, IoList, Room};
use crate::dill::lower;
use crate::dill::scheduler::context::Context;
use crate::sys::Errno;
use crate::ws::{Close, Error, Event, Limits, MessageType, Policy, Receiver, Role, Want};

/// Bytes that are dropped at a time. Everything of the protocol fits, too.
const SCRATCH: usize = 512;

/// The receiving direction.
pub(super) struct Receiving {
    direction: Direction,
    /// Borrowed only between two suspensions.
    receiver: RefCell<Receiver>,
}

impl Receiving {
    pub(super) fn new(role: Role) -> Receiving {
        let receiver = Receiver::new(role, Policy::DILL, Limits::DEFAULT);
        Receiving { direction: Direction::new(), receiver: RefCell::new(receiver) }
    }

    /// Begins to receive. `EBUSY` if another coroutine is receiving.
    pub(super) fn enter(&self) -> Result<Transfer<'_>, Errno> {
        self.direction.enter()
    }

    /// Calls `look` with the peer's close frame, if it was received.
    pub(super) fn with_close<R>(&self, look: impl FnOnce(Close<'_>) -> R) -> Option<R> {
        self.receiver.borrow().close().map(look)
    }

    /// Feeds a piece of the size that the receiver wanted.
    fn feed(&self, piece: &mut [u8]) -> Result<Step, Errno> {
        let mut receiver = self.receiver.borrow_mut();
        let (_, event) = receiver.feed(piece).map_err(|e| match e {
            Error::FrameTooLarge | Error::MessageTooLarge => Errno::EMSGSIZE,
            _ => Errno::EPROTO,
        })?;
        Ok(match event {
            Event::NeedMore => Step::More,
            Event::Data { message_type, bytes, end } => Step::Data { message_type, len: bytes.len(), end },
            Event::Ping(payload) => Step::Ping(payload.to_vec()),
            Event::Close(_) => Step::Close,
        })
    }
}

/// An [`Event`] that borrows nothing.
enum Step {
    More,
    Data { message_type: MessageType, len: usize, end: bool },
    Ping(Vec<u8>),
    Close,
}

impl WebSocket {
    /// Receives one message into the list, or drops one if there is none. Returns its size and its type. Pings that come
    /// before or inside of it are answered.
    ///
    /// Errors: `EBUSY` (another coroutine is receiving); `EPIPE` (the peer's close frame, or the bytestream has ended
    /// between two messages). Whatever else happens breaks the direction: `EMSGSIZE` (larger than the list), `EPROTO`
    /// (the peer breaks the protocol), `ECONNRESET` (also if the bytestream ends inside of a message), and what else the
    /// bytestream says.
    pub(crate) fn receive_message(
        &self,
        cx: &Context,
        list: Option<&IoList<'_>>,
        deadline: i64,
    ) -> Result<(usize, MessageType), Errno> {
        let _transfer = self.receiving.enter()?;
        self.next_message(cx, list, deadline)
    }

    /// The same, when the caller has entered the direction.
    fn next_message(
        &self,
        cx: &Context,
        list: Option<&IoList<'_>>,
        deadline: i64,
    ) -> Result<(usize, MessageType), Errno> {
        let direction = &self.receiving.direction;
        direction.check()?;
        self.read_message(cx, list, deadline).inspect_err(|e| direction.note(*e))
    }

    /// Drops messages until the peer has ended its direction, which the caller has entered. The errors are those of
    /// [`receive_message`](Self::receive_message).
    pub(super) fn skip_messages(&self, cx: &Context, deadline: i64) -> Result<(), Errno> {
        let mut turns = cx.fair_turns(deadline);
        loop {
            match self.next_message(cx, None, deadline) {
                Ok(_) => turns.next(cx)?,
                Err(Errno::EPIPE) if self.receiving.direction.status() == Status::Ended => return Ok(()),
                Err(e) => return Err(e),
            }
        }
    }

    fn read_message(
        &self,
        cx: &Context,
        list: Option<&IoList<'_>>,
        deadline: i64,
    ) -> Result<(usize, MessageType), Errno> {
        let mut message = list.map_or(Cursor::dropping(usize::MAX), IoList::cursor);
        let mut scratch = [0; SCRATCH];
        let (mut turns, mut size) = (cx.fair_turns(deadline), 0);
        loop {
            let want = self.receiving.receiver.borrow().want();
            let piece = match want {
                Want::Protocol(len) => {
                    // Pings and empty frames may come without end.
                    turns.next(cx)?;
                    &mut scratch[..len]
                }
                Want::Payload(left) => {
                    let left = usize::try_from(left).ok().filter(|left| *left <= message.left());
                    message.part(left.ok_or(Errno::EMSGSIZE)?, &mut scratch)
                }
                Want::Nothing => return Err(Errno::EPIPE),
            };
            self.read_piece(cx, piece, deadline)?;
            match self.receiving.feed(piece)? {
                Step::More => {}
                Step::Data { message_type, len, end } => {
                    size += len;
                    if end {
                        return Ok((size, message_type));
                    }
                }
                Step::Ping(payload) => self.answer_ping(cx, payload, deadline),
                Step::Close => return Err(Errno::EPIPE),
            }
        }
    }

    fn read_piece(&self, cx: &Context, piece: &mut [u8], deadline: i64) -> Result<(), Errno> {
        let len = piece.len();
        let mut room = Room::new(piece);
        let mut cursor = room.cursor();
        let received = self.lower.get()?.receive(cx, &mut cursor, deadline);
        received.map_err(|e| {
            let begun = cursor.left() < len || !self.receiving.receiver.borrow().is_between_messages();
            lower::inside(e, begun)
        })
    }
}
