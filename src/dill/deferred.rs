//! Bytes that a program has handed over for sending and that have not left yet.
//!
//! Gathering them makes one system call of many: the lines of a head, the content behind it, the answers to requests
//! that came together.
//!
//! ```text
//!   lines ----> Http ----http_detach----> connection, or TLS above it ----> kernel
//!                                              ^
//!   content -----------bsend-------------------+
//! ```
//!
//! A head that `http_detach` ends stays with the bytestream below until the content comes, or anything else is sent
//! there. If the next request has been received already, the content of this response stays, too: the program is about
//! to answer that one. Descriptors that the program may have a duplicate of are not treated like this, nor are
//! bytestreams of the program.
//!
//! It must not be noticed, so nothing stays behind while the program waits. [`Deferred::flush`] is called first by
//! whatever suspends a coroutine or ends one, asks the kernel or the program's own code for input, sends on another
//! handle, finishes sending or closes a handle; and when the thread or the process ends. Receiving what is in a buffer
//! is no waiting. Since a coroutine flushes before every suspension, all that is gathered at a time comes from the
//! running one.
//!
//! Deadlines: what leaves in a call on the object itself that sends has the deadline of that call. What leaves on
//! another occasion has the deadline of the call that handed it over, so that the program waits as long as it would
//! have waited there, even in a call that has less time itself.
//!
//! Errors: the next call that sends on the object reports the error, or finishes sending, or closes in good order; once,
//! and after that the direction is broken. Receiving goes on.

use std::cell::{Cell, RefCell};
use std::ptr;
use std::rc::Rc;

use super::buffer::BUFFER_SIZE;
use super::direction::Direction;
use super::handles::chain::Chain;
use super::handles::iolist::IoList;
use super::scheduler::context::Context;
use crate::sys::Errno;

/// Something that gathers bytes.
pub(crate) trait Gathers {
    /// Sends what was gathered. Keeps the error, if there is one, for the program's next call.
    fn flush_gathered(&self, cx: &Context);
}

/// Who has gathered bytes, of one thread. Who has none any more may still be there.
pub(crate) struct Deferred {
    any: Cell<bool>,
    list: RefCell<Vec<Rc<dyn Gathers>>>,
}

impl Deferred {
    pub(crate) const fn new() -> Deferred {
        Deferred { any: Cell::new(false), list: RefCell::new(Vec::new()) }
    }

    /// Notes that `who` has begun to gather.
    pub(crate) fn add(&self, who: Rc<dyn Gathers>) {
        self.any.set(true);
        self.list.borrow_mut().push(who);
    }

    /// Notes that `who` has nothing any more.
    pub(crate) fn remove<T: Gathers>(&self, who: &Rc<T>) {
        drop(self.take(|other| ptr::addr_eq(Rc::as_ptr(other), Rc::as_ptr(who))));
    }

    /// Lets all that was gathered leave. May suspend the running coroutine. A failure does not change errno, since the
    /// call may succeed.
    #[inline]
    pub(crate) fn flush(&self, cx: &Context) {
        self.flush_but(cx, ptr::null());
    }

    /// Lets all that was gathered leave but that of the object at `own`.
    #[inline]
    pub(crate) fn flush_but(&self, cx: &Context, own: *const ()) {
        if self.any.get() {
            self.flush_all_but(cx, own);
        }
    }

    #[inline(never)]
    fn flush_all_but(&self, cx: &Context, own: *const ()) {
        while let Some(who) = self.take(|who| !ptr::addr_eq(Rc::as_ptr(who), own)) {
            who.flush_gathered(cx);
        }
    }

    /// Takes out the last one for which `matches` holds.
    fn take(&self, matches: impl Fn(&Rc<dyn Gathers>) -> bool) -> Option<Rc<dyn Gathers>> {
        let mut list = self.list.borrow_mut();
        let who = list.iter().rposition(matches).map(|at| list.remove(at));
        self.any.set(!list.is_empty());
        who
    }
}

/// What one object has gathered.
pub(crate) struct Gathered {
    bytes: RefCell<Vec<u8>>,
    /// That of the last call that added something.
    deadline: Cell<i64>,
    /// Why it could not be sent; no call has reported it yet.
    failure: Cell<Option<Errno>>,
}

impl Gathered {
    pub(crate) const fn new() -> Gathered {
        let bytes = RefCell::new(Vec::new());
        Gathered { bytes, deadline: Cell::new(-1), failure: Cell::new(None) }
    }

    pub(crate) fn len(&self) -> usize {
        self.bytes.borrow().len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(crate) fn set_deadline(&self, deadline: i64) {
        self.deadline.set(deadline);
    }

    /// Reports, once, that what was gathered could not be sent.
    pub(crate) fn report_failure(&self) -> Result<(), Errno> {
        self.failure.take().map_or(Ok(()), Err)
    }

    /// Adds what `write` appends; nothing if it fails.
    pub(crate) fn write(
        &self,
        cx: &Context,
        write: impl FnOnce(&mut Vec<u8>) -> Result<(), Errno>,
    ) -> Result<(), Errno> {
        let mut bytes = self.bytes.borrow_mut();
        if bytes.capacity() == 0 {
            *bytes = cx.buffers.take();
        }
        let before = bytes.len();
        write(&mut bytes).inspect_err(|_| {
            bytes.truncate(before);
            if before == 0 {
                cx.buffers.give_back(std::mem::take(&mut *bytes));
            }
        })
    }

    /// Whether there is room for so much more.
    pub(crate) fn has_room(&self, count: usize) -> bool {
        count <= BUFFER_SIZE - self.len().min(BUFFER_SIZE)
    }

    /// Adds bytes.
    pub(crate) fn add(&self, cx: &Context, more: Vec<u8>, deadline: i64) {
        let mut bytes = self.bytes.borrow_mut();
        if bytes.is_empty() {
            *bytes = more;
        } else {
            bytes.extend_from_slice(&more);
            cx.buffers.give_back(more);
        }
        self.deadline.set(deadline);
    }

    /// Adds the bytes of a list if something is here already and there is room for them. Returns whether it did.
    pub(crate) fn add_list(&self, list: &IoList<'_>, deadline: i64) -> bool {
        if self.is_empty() || !self.has_room(list.total()) {
            return false;
        }
        let Ok(parts) = list.readable() else { return false };
        parts.for_each(|part| self.bytes.borrow_mut().extend_from_slice(part));
        self.deadline.set(deadline);
        true
    }

    /// Takes out everything. The caller sends it, and is inside of the sending direction.
    pub(crate) fn take(&self) -> Vec<u8> {
        self.bytes.take()
    }

    /// Has everything sent, and the list behind it. The caller is inside of the sending direction.
    pub(crate) fn send_before(
        &self,
        cx: &Context,
        list: &IoList<'_>,
        send: impl FnOnce(&IoList<'_>) -> Result<(), Errno>,
    ) -> Result<(), Errno> {
        if self.is_empty() {
            return send(list);
        }
        let bytes = self.take();
        let sent = send(&Chain::sending(&bytes, list, &[]).list());
        cx.buffers.give_back(bytes);
        sent
    }

    /// Has everything sent, if there is anything, and keeps the error.
    pub(crate) fn flush(
        &self,
        cx: &Context,
        direction: &Direction,
        send: impl FnOnce(&[u8], i64) -> Result<(), Errno>,
    ) {
        // Who is sending has taken what there was.
        let Ok(_transfer) = direction.enter() else { return };
        let bytes = self.take();
        if bytes.is_empty() {
            return;
        }
        let errno = Errno::last();
        let sent = send(&bytes, self.deadline.get());
        cx.buffers.give_back(bytes);
        if let Err(e) = sent {
            errno.set();
            direction.note(Errno::ECONNRESET);
            self.failure.set(Some(e));
        }
    }
}
