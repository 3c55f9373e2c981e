//! Sending messages, answers to pings, and the close frame.
//!
//! The answer to a ping goes out between two messages. If a coroutine is sending when the ping comes, it sends the answer
//! behind its message, and the coroutine that received the ping goes on. Of several pings that wait for that, only the last
//! one is answered (RFC 6455 section 5.5.3). The other way round, a coroutine that begins to send while an answer is under
//! way waits for it: the program does not know of the answer, so it must not be told that somebody is sending.
//!
//! An answer that cannot be sent breaks the sending direction, of which the next call that sends tells.

use std::cell::{Cell, RefCell};

use super::{WebSocket, masking_key};
use crate::dill::buffer::BUFFER_SIZE;
use crate::dill::direction::{Direction, Status, Transfer};
use crate::dill::handles::iolist::IoList;
use crate::dill::lower::Bytes;
use crate::dill::scheduler::context::Context;
use crate::dill::scheduler::coroutine::WaitList;
use crate::sys::Errno;
use crate::ws::{Close, MAX_CONTROL_FRAME, MAX_HEADER, Mask, MessageType, Role, SendError, Sender};

/// Most bytes that are masked and sent at a time. What is sent must not be changed where the program has it.
const BLOCK: usize = 8 * BUFFER_SIZE;

/// The sending direction.
pub(super) struct Sending {
    direction: Direction,
    /// Borrowed only between two suspensions.
    sender: RefCell<Sender>,
    /// The payload of a ping that is not answered yet.
    ping: RefCell<Option<Vec<u8>>>,
    /// It is an answer to a ping that is being sent.
    answering: Cell<bool>,
    /// Who waits for that to end.
    waiting: WaitList,
}

impl Sending {
    pub(super) fn new(role: Role) -> Sending {
        Sending {
            direction: Direction::new(),
            sender: RefCell::new(Sender::new(role)),
            ping: RefCell::new(None),
            answering: Cell::new(false),
            waiting: WaitList::new(),
        }
    }

    /// `EBUSY` if another coroutine is sending.
    pub(super) fn check_busy(&self) -> Result<(), Errno> {
        self.direction.enter().map(drop)
    }

    /// Begins a transfer that the program asked for. `EBUSY` if it asked for another one that is not over; `ETIMEDOUT`,
    /// `ECANCELED` while an answer is under way.
    fn enter(&self, cx: &Context, deadline: i64) -> Result<Transfer<'_>, Errno> {
        while self.answering.get() {
            cx.wait_in(&self.waiting, deadline)?;
        }
        self.direction.enter()
    }
}

/// A payload or a close frame that the protocol has no form for.
fn refused(e: SendError) -> Errno {
    match e {
        SendError::Closed => Errno::EPIPE,
        SendError::TooLong => Errno::EMSGSIZE,
        SendError::ControlTooLong | SendError::BadCloseCode | SendError::ReasonWithoutCode => Errno::EINVAL,
    }
}

impl WebSocket {
    /// Sends the bytes of the list as one message, in one frame.
    ///
    /// Errors: `EBUSY` (another coroutine is sending), `EPIPE` (done), `EFAULT` (a buffer is NULL), `EMSGSIZE` (2^63 bytes
    /// or more), and nothing has happened. Whatever else happens breaks the direction: `ECONNRESET` and what else the
    /// bytestream says.
    pub(crate) fn send_message(
        &self,
        cx: &Context,
        message_type: MessageType,
        list: &IoList<'_>,
        deadline: i64,
    ) -> Result<(), Errno> {
        let sending = &self.sending;
        let _transfer = sending.enter(cx, deadline)?;
        sending.direction.check()?;
        let parts = list.readable()?;
        let mut header = [0; MAX_HEADER];
        let (header, mask) = sending
            .sender
            .borrow()
            .message(message_type, list.total() as u64, masking_key, &mut header)
            .map_err(refused)?;
        let sent = self.lower.get().and_then(|lower| match mask {
            None => lower.send_list(cx, header, list, &[], deadline),
            Some(mask) => send_masked(&lower, cx, header, list.total(), parts, mask, deadline),
        });
        sent.inspect_err(|e| sending.direction.note(*e))?;
        self.send_answers(cx, deadline);
        Ok(())
    }

    /// Sends the close frame. Errors: `EBUSY` (another coroutine is sending), `EPIPE` (done before); `ECONNRESET` and what
    /// else the bytestream says, after which the direction is broken.
    pub(super) fn send_close(&self, cx: &Context, close: Close<'_>, deadline: i64) -> Result<(), Errno> {
        let sending = &self.sending;
        let _transfer = sending.enter(cx, deadline)?;
        sending.direction.check()?;
        let mut frame = [0; MAX_CONTROL_FRAME];
        let frame = sending.sender.borrow_mut().close(close, masking_key, &mut frame).map_err(refused)?;
        let sent = self.lower.get().and_then(|lower| lower.send(cx, frame, deadline));
        sent.inspect_err(|e| sending.direction.note(*e))?;
        sending.direction.end();
        Ok(())
    }

    /// Sends the close frame unless that was done.
    pub(super) fn finish_sending(&self, cx: &Context, close: Close<'_>, deadline: i64) -> Result<(), Errno> {
        match self.sending.direction.status() {
            Status::Ended => Ok(()),
            _ => self.send_close(cx, close, deadline),
        }
    }

    /// Answers a ping, at once or, if another coroutine is sending, when that has finished its message.
    pub(super) fn answer_ping(&self, cx: &Context, payload: Vec<u8>, deadline: i64) {
        let sending = &self.sending;
        *sending.ping.borrow_mut() = Some(payload);
        let Ok(transfer) = sending.direction.enter() else { return };
        sending.answering.set(true);
        self.send_answers(cx, deadline);
        sending.answering.set(false);
        drop(transfer);
        while let Some(waiter) = sending.waiting.first() {
            cx.wake(waiter, Errno(0));
        }
    }

    /// Sends answers until none is missing. The caller has entered the direction.
    fn send_answers(&self, cx: &Context, deadline: i64) {
        let sending = &self.sending;
        loop {
            let Some(payload) = sending.ping.take() else { return };
            let mut frame = [0; MAX_CONTROL_FRAME];
            let frame = sending.sender.borrow().pong(&payload, masking_key, &mut frame);
            // Nothing goes out after the close frame, or after a failure.
            let (Ok(frame), Ok(())) = (frame, sending.direction.check()) else { return };
            if let Err(e) = self.lower.get().and_then(|lower| lower.send(cx, frame, deadline)) {
                sending.direction.note(e);
            }
        }
    }
}

/// Sends a header and a masked copy of the payload, in one call if it is not large.
fn send_masked<'a>(
    lower: &Bytes,
    cx: &Context,
    header: &[u8],
    len: usize,
    parts: impl Iterator<Item = &'a [u8]>,
    mut mask: Mask,
    deadline: i64,
) -> Result<(), Errno> {
    let size = header.len().saturating_add(len).min(BLOCK);
    let mut block = if size <= BUFFER_SIZE { cx.buffers.take() } else { Vec::with_capacity(size) };
    block.extend_from_slice(header);
    let send = || -> Result<(), Errno> {
        for mut part in parts {
            while !part.is_empty() {
                if block.len() == BLOCK {
                    lower.send(cx, &block, deadline)?;
                    block.clear();
                }
                let (now, later) = part.split_at(part.len().min(BLOCK - block.len()));
                let start = block.len();
                block.extend_from_slice(now);
                mask.apply(&mut block[start..]);
                part = later;
            }
        }
        lower.send(cx, &block, deadline)
    };
    let sent = send();
    cx.buffers.give_back(block);
    sent
}
