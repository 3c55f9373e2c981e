//! A connected stream socket as a bytestream: what connections of any address family have in common.
//!
//! Receiving goes through a read-ahead buffer, so that small receives do not make a system call each. The buffer
//! belongs to the connection only while there is something in it. It stays with this object when protocols above
//! come and go, which is why they may look at it but take no more than is theirs.
//!
//! Where descriptors travel among the bytes, nothing may be received before the program asks for it. Such a stream asks
//! the kernel for what is missing and no more, and lets protocols look at input that stays in the kernel.
//!
//! A head that HTTP hands down is held until something else is sent, see [`deferred`](super::deferred).
//!
//! Another coroutine may close the object while an operation is suspended here. The operation then finds the
//! descriptor gone and fails with `ECONNRESET`.

mod rights;

use std::cell::{Cell, RefCell};
use std::ops::ControlFlow;
use std::os::fd::{AsRawFd, OwnedFd, RawFd};
use std::rc::Rc;

use super::buffer::BUFFER_SIZE;
use super::deferred::{Gathered, Gathers};
use super::direction::{Direction, Status};
use super::handles::iolist::{Cursor, IoList};
use super::scheduler::context::Context;
use super::scheduler::fds::{Owner, Readiness};
use crate::sys::{Errno, socket};

/// A connected, non-blocking stream socket.
pub(crate) struct Stream {
    fd: RefCell<Option<OwnedFd>>,
    /// The closing handshake has begun: the directions are not for others any more.
    closing: Cell<bool>,
    rx: Direction,
    tx: Direction,
    reads_ahead: bool,
    ahead: RefCell<ReadAhead>,
    /// Nobody else has the descriptor.
    exclusive: bool,
    held: Gathered,
}

/// Looks at input until it has seen enough.
pub(crate) trait Scanner {
    /// How many bytes it will use up at least; not 0.
    fn certain(&self) -> usize;

    /// Looks at more input. `Continue`: all of it is used up, and more is needed. `Break`: so many bytes are used up, and
    /// no more is needed.
    fn look(&mut self, input: &[u8]) -> ControlFlow<usize>;
}

/// Bytes that have been received and not been asked for yet.
struct ReadAhead {
    buffer: Vec<u8>,
    start: usize,
}

impl ReadAhead {
    const EMPTY: ReadAhead = ReadAhead { buffer: Vec::new(), start: 0 };

    fn unread(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    fn consume(&mut self, cx: &Context, count: usize) {
        self.start += count;
        if self.start == self.buffer.len() {
            cx.buffers.give_back(std::mem::replace(self, ReadAhead::EMPTY).buffer);
        }
    }
}

impl Stream {
    /// `reads_ahead`: whether more may be received than was asked for. `exclusive`: the program has no other descriptor of
    /// the connection, so it cannot notice when bytes leave.
    pub(crate) fn new(fd: OwnedFd, reads_ahead: bool, exclusive: bool) -> Stream {
        Stream {
            fd: RefCell::new(Some(fd)),
            closing: Cell::new(false),
            rx: Direction::new(),
            tx: Direction::new(),
            reads_ahead,
            ahead: RefCell::new(ReadAhead::EMPTY),
            exclusive,
            held: Gathered::new(),
        }
    }

    /// The descriptor. `ECONNRESET` if the object is closed, or being closed.
    fn fd(&self) -> Result<RawFd, Errno> {
        if self.closing.get() { Err(Errno::ECONNRESET) } else { self.any_fd() }
    }

    fn any_fd(&self) -> Result<RawFd, Errno> {
        self.fd.borrow().as_ref().map(AsRawFd::as_raw_fd).ok_or(Errno::ECONNRESET)
    }

    fn wait(&self, cx: &Context, readiness: Readiness, deadline: i64) -> Result<(), Errno> {
        cx.wait_for_fd(self.fd()?, readiness, deadline, Owner::Library)
    }

    /// Sends all bytes of the list: `EBUSY`; `EPIPE` after [`finish_sending`](Self::finish_sending); `ECONNRESET`,
    /// `ETIMEDOUT`, `ECANCELED` and what else the kernel says, after which the direction is broken.
    ///
    /// In the middle of a batch they may leave later: what is held goes first, and the next request is here already.
    pub(crate) fn send(&self, cx: &Context, list: &IoList<'_>, deadline: i64) -> Result<(), Errno> {
        let _transfer = self.tx.enter()?;
        self.check_sending()?;
        let batch = !self.ahead.borrow().unread().is_empty();
        if batch && self.held.add_list(list, deadline) {
            return Ok(());
        }
        self.held.send_before(cx, list, |list| self.transmit(cx, list, deadline))
    }

    /// Sends all bytes of the list, now, with the errors of [`send`](Self::send).
    pub(crate) fn send_now(&self, cx: &Context, list: &IoList<'_>, deadline: i64) -> Result<(), Errno> {
        let _transfer = self.tx.enter()?;
        self.check_sending()?;
        self.held.send_before(cx, list, |list| self.transmit(cx, list, deadline))
    }

    /// Sends all bytes, now, with the errors of [`send`](Self::send).
    pub(crate) fn send_bytes(&self, cx: &Context, bytes: &[u8], deadline: i64) -> Result<(), Errno> {
        let _transfer = self.tx.enter()?;
        self.check_sending()?;
        if self.held.is_empty() {
            return self.transmit_bytes(cx, bytes, deadline);
        }
        let mut held = self.held.take();
        held.extend_from_slice(bytes);
        let sent = self.transmit_bytes(cx, &held, deadline);
        cx.buffers.give_back(held);
        sent
    }

    /// Sends bytes together with what comes next, or now if the stream cannot do that or they are too many; with the
    /// errors of [`send`](Self::send). `object`: what this stream belongs to.
    pub(crate) fn hold<T: Gathers + 'static>(
        &self,
        cx: &Context,
        object: impl FnOnce() -> Rc<T>,
        bytes: Vec<u8>,
        deadline: i64,
    ) -> Result<(), Errno> {
        if !self.exclusive || !self.held.has_room(bytes.len()) {
            let sent = self.send_bytes(cx, &bytes, deadline);
            cx.buffers.give_back(bytes);
            return sent;
        }
        let _transfer = self.tx.enter()?;
        self.check_sending()?;
        if self.held.is_empty() {
            cx.deferred.add(object());
        }
        self.held.add(cx, bytes, deadline);
        Ok(())
    }

    /// Sends what is held.
    pub(crate) fn flush_held(&self, cx: &Context) {
        self.held.flush(cx, &self.tx, |bytes, deadline| self.transmit_bytes(cx, bytes, deadline));
    }

    /// Whether the direction can be used, and what became of bytes that were held.
    fn check_sending(&self) -> Result<(), Errno> {
        self.held.report_failure()?;
        self.tx.check()
    }

    /// Sends what the kernel takes at once, as the last thing that is sent: nobody is told how much that was. Does nothing
    /// if the direction cannot be used.
    pub(crate) fn offer(&self, bytes: &[u8]) {
        if let (Ok(_transfer), Ok(()), Ok(fd)) = (self.tx.enter(), self.tx.check(), self.fd()) {
            let _ = socket::send(fd, bytes);
        }
    }

    /// Whether a transfer in the sending direction failed.
    pub(crate) fn is_sending_broken(&self) -> bool {
        self.tx.status() == Status::Broken
    }

    fn transmit(&self, cx: &Context, list: &IoList<'_>, deadline: i64) -> Result<(), Errno> {
        let mut cursor = list.cursor();
        self.transmit_with(cx, deadline, |fd| {
            if cursor.left() == 0 { Ok(true) } else { cursor.send(fd).map(|_| false) }
        })
    }

    fn transmit_bytes(&self, cx: &Context, mut bytes: &[u8], deadline: i64) -> Result<(), Errno> {
        self.transmit_with(cx, deadline, |fd| {
            let sent = socket::send(fd, bytes)?;
            bytes = &bytes[sent..];
            Ok(bytes.is_empty())
        })
    }

    /// Calls `send` until it is done, waiting whenever the kernel takes no more. The caller is inside of the direction.
    fn transmit_with(
        &self,
        cx: &Context,
        deadline: i64,
        mut send: impl FnMut(RawFd) -> Result<bool, Errno>,
    ) -> Result<(), Errno> {
        let result = loop {
            match self.fd().and_then(&mut send) {
                Ok(true) => break Ok(()),
                Ok(false) | Err(Errno::EINTR) => {}
                Err(Errno::EAGAIN) => {
                    if let Err(e) = self.wait(cx, Readiness::Out, deadline) {
                        break Err(e);
                    }
                }
                // Sending to who has gone is no end in good order.
                Err(Errno::EPIPE) => break Err(Errno::ECONNRESET),
                Err(e) => break Err(e),
            }
        };
        result.inspect_err(|e| self.tx.note(*e))
    }

    /// Receives all that the cursor has left: `EBUSY`; `EPIPE` when the peer has finished in good order; `ECONNRESET`,
    /// `ETIMEDOUT`, `ECANCELED` and what else the kernel says, after which the direction is broken.
    pub(crate) fn receive(&self, cx: &Context, cursor: &mut Cursor<'_>, deadline: i64) -> Result<(), Errno> {
        let _transfer = self.rx.enter()?;
        self.rx.check()?;
        self.fill(cx, cursor, deadline).inspect_err(|e| self.rx.note(*e))
    }

    fn fill(&self, cx: &Context, cursor: &mut Cursor<'_>, deadline: i64) -> Result<(), Errno> {
        // Large amounts, and all where nothing is read ahead, go straight to their place.
        let least = if self.reads_ahead { BUFFER_SIZE } else { 1 };
        let mut turns = cx.fair_turns(deadline);
        loop {
            self.take(cx, |unread| cursor.fill(unread));
            if cursor.left() == 0 {
                return Ok(());
            }
            cx.deferred.flush(cx);
            match cursor.receive(self.fd()?, least) {
                None => {
                    // However much is to be dropped.
                    turns.next(cx)?;
                    if self.reads_ahead {
                        self.read_ahead(cx, deadline)?;
                    } else {
                        self.receive_to_drop(cx, cursor, deadline)?;
                    }
                }
                Some(Ok(0)) => return Err(Errno::EPIPE),
                Some(Ok(_) | Err(Errno::EINTR)) => {}
                Some(Err(Errno::EAGAIN)) => self.wait(cx, Readiness::In, deadline)?,
                Some(Err(e)) => return Err(e),
            }
        }
    }

    /// Receives what the scanner uses up. What it does not is received the next time. The errors are those of
    /// [`receive`](Self::receive).
    pub(crate) fn scan(&self, cx: &Context, scanner: &mut impl Scanner, deadline: i64) -> Result<(), Errno> {
        let _transfer = self.rx.enter()?;
        self.rx.check()?;
        let mut scan = || -> Result<(), Errno> {
            let mut more = true;
            let mut turns = cx.fair_turns(deadline);
            while more {
                turns.next(cx)?;
                let mut look = |input: &[u8]| {
                    let flow = scanner.look(input);
                    more = flow.is_continue();
                    flow.break_value().unwrap_or(input.len())
                };
                if self.reads_ahead {
                    if self.ahead.borrow().unread().is_empty() {
                        self.read_ahead(cx, deadline)?;
                    }
                    self.take(cx, look);
                } else {
                    let buffer = self.input(cx, deadline, socket::peek_append)?;
                    let used = look(&buffer);
                    cx.buffers.give_back(buffer);
                    self.fill(cx, &mut Cursor::dropping(used), deadline)?;
                }
            }
            Ok(())
        };
        scan().inspect_err(|e| self.rx.note(*e))
    }

    /// Lets `take` have what was read ahead; it returns how much of it is used up.
    fn take(&self, cx: &Context, take: impl FnOnce(&[u8]) -> usize) {
        let mut ahead = self.ahead.borrow_mut();
        let count = take(ahead.unread());
        ahead.consume(cx, count);
    }

    /// Waits for input and reads ahead. Nothing was left there.
    fn read_ahead(&self, cx: &Context, deadline: i64) -> Result<(), Errno> {
        let buffer = self.input(cx, deadline, |fd, buffer| socket::recv_append(fd, buffer, usize::MAX))?;
        *self.ahead.borrow_mut() = ReadAhead { buffer, start: 0 };
        Ok(())
    }

    /// Waits for input and drops some of what the cursor has left.
    fn receive_to_drop(&self, cx: &Context, cursor: &mut Cursor<'_>, deadline: i64) -> Result<(), Errno> {
        let limit = cursor.left();
        let buffer = self.input(cx, deadline, |fd, buffer| socket::recv_append(fd, buffer, limit))?;
        cursor.fill(&buffer);
        cx.buffers.give_back(buffer);
        Ok(())
    }

    /// Waits until `receive` puts something into a buffer, and returns the buffer.
    fn input(
        &self,
        cx: &Context,
        deadline: i64,
        receive: impl Fn(RawFd, &mut Vec<u8>) -> Result<usize, Errno>,
    ) -> Result<Vec<u8>, Errno> {
        cx.deferred.flush(cx);
        loop {
            let mut buffer = cx.buffers.take();
            let received = self.fd().and_then(|fd| receive(fd, &mut buffer));
            if received.is_ok_and(|n| n > 0) {
                return Ok(buffer);
            }
            // Nobody keeps a buffer while waiting.
            cx.buffers.give_back(buffer);
            match received {
                Ok(_) => return Err(Errno::EPIPE),
                Err(Errno::EINTR) => {}
                Err(Errno::EAGAIN) => self.wait(cx, Readiness::In, deadline)?,
                Err(e) => return Err(e),
            }
        }
    }

    /// Tells the peer that nothing more will be sent. `EPIPE` if that was done before, `ECONNRESET` if the direction is
    /// broken or there is no connection any more; the error of what was held, which has been flushed before.
    pub(crate) fn finish_sending(&self) -> Result<(), Errno> {
        self.check_sending()?;
        match socket::shutdown_write(self.fd()?) {
            Ok(()) => {
                self.tx.end();
                Ok(())
            }
            Err(Errno::ENOTCONN) => {
                self.tx.note(Errno::ECONNRESET);
                Err(Errno::ECONNRESET)
            }
            Err(e) => Err(e),
        }
    }

    /// Whether a coroutine is in [`handshake`](Self::handshake).
    pub(crate) fn is_closing(&self) -> bool {
        self.closing.get()
    }

    /// Finishes sending if need be, and drops what is received until the peer finishes as well. Other coroutines that
    /// use the connection get `ECONNRESET`.
    ///
    /// `ECONNRESET` if a direction is broken; `ETIMEDOUT`, `ECANCELED` and what else the kernel says.
    pub(crate) fn handshake(&self, cx: &Context, deadline: i64) -> Result<(), Errno> {
        if self.rx.status() == Status::Broken {
            return Err(Errno::ECONNRESET);
        }
        match self.finish_sending() {
            Ok(()) | Err(Errno::EPIPE) => {}
            Err(e) => return Err(e),
        }
        if self.rx.status() == Status::Ended {
            return Ok(());
        }
        self.closing.set(true);
        cx.evict_fd(self.any_fd()?, Errno::ECONNRESET);
        self.drain(cx, deadline)
    }

    fn drain(&self, cx: &Context, deadline: i64) -> Result<(), Errno> {
        let mut buffer = cx.buffers.take();
        let mut turns = cx.fair_turns(deadline);
        let mut drain = || -> Result<(), Errno> {
            loop {
                buffer.clear();
                let fd = self.any_fd()?;
                match socket::recv_append(fd, &mut buffer, usize::MAX) {
                    Ok(0) => return Ok(()),
                    Ok(_) | Err(Errno::EINTR) => turns.next(cx)?,
                    Err(Errno::EAGAIN) => cx.wait_for_fd(fd, Readiness::In, deadline, Owner::Library)?,
                    Err(e) => return Err(e),
                }
            }
        };
        let result = drain();
        cx.buffers.give_back(buffer);
        result
    }

    /// Takes the descriptor out of the object, which is closed from now on. Coroutines that use it get `ECONNRESET`.
    pub(crate) fn close(&self, cx: &Context) -> Option<OwnedFd> {
        let fd = self.fd.borrow_mut().take()?;
        cx.close_fd(fd.as_raw_fd(), Errno::ECONNRESET);
        let mut ahead = self.ahead.borrow_mut();
        let unread = ahead.unread().len();
        ahead.consume(cx, unread);
        Some(fd)
    }
}
