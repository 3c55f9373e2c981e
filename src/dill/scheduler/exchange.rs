//! Values that go from one coroutine to another: the memory that they are in, and queues of coroutines that wait to
//! hand one over or to get one.
//!
//! A value goes straight from the sender's memory to the receiver's, at the moment in which the second of the two
//! arrives. The first one has left a [`Waiter`] in a queue, on its own stack, that says where its memory is:
//!
//! ```text
//!   waiting coroutine                      running coroutine
//!   +----------+   +-----------------+
//!   | value    |<--| Waiter          |     queue.exchange(value):
//!   +----------+   |   place --------|---> first of the queue; copies, marks it as settled, wakes its coroutine
//!                  |   settled       |
//!                  +-----------------+
//! ```
//!
//! A coroutine may wait in several queues with a waiter in each. Waking it takes it out of all of them, so at most one
//! is ever settled; none is, if the wait ended in another way.

use std::cell::Cell;
use std::marker::PhantomData;
use std::ptr;

use super::context::Context;
use super::coroutine::{Place, WaitList};
use crate::sys::Errno;

/// Which side of an exchange.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Op {
    Send,
    Receive,
}

impl Op {
    /// What the partner does.
    pub(crate) fn partner(self) -> Op {
        match self {
            Op::Send => Op::Receive,
            Op::Receive => Op::Send,
        }
    }
}

/// The program's memory of a value: read by a sender, written by a receiver.
#[derive(Clone, Copy)]
pub(crate) struct Value<'a> {
    start: *mut u8,
    len: usize,
    memory: PhantomData<&'a mut [u8]>,
}

impl Value<'_> {
    /// # Safety
    /// For the lifetime of the result, `start` is valid for accesses of `len` bytes: for reads if it is used to send,
    /// for writes if it is used to receive. It may be NULL.
    pub(crate) unsafe fn new<'a>(start: *mut u8, len: usize) -> Value<'a> {
        Value { start, len, memory: PhantomData }
    }

    /// `EINVAL` if there is no memory for the bytes.
    pub(crate) fn check(&self) -> Result<(), Errno> {
        if self.start.is_null() && self.len > 0 { Err(Errno::EINVAL) } else { Ok(()) }
    }

    /// Copies `from` to `to`. `EMSGSIZE` if the sizes differ.
    fn copy(from: &Value<'_>, to: &Value<'_>) -> Result<(), Errno> {
        if from.len != to.len {
            return Err(Errno::EMSGSIZE);
        }
        if from.len > 0 {
            // SAFETY: both were checked not to be NULL before they came here, and are valid by the promise of `new`.
            // They may overlap: programs may use the same variable on both sides.
            unsafe { ptr::copy(from.start, to.start, from.len) };
        }
        Ok(())
    }
}

/// Coroutines that wait with a value, all of them to send or all of them to receive, in the order of their arrival.
pub(crate) struct Queue(WaitList);

impl Queue {
    pub(crate) const fn new() -> Queue {
        Queue(WaitList::new())
    }

    /// Does `op` with whoever waits the longest to do the opposite, and wakes it with the same result; none if nobody
    /// waits. Fails with `EMSGSIZE` if the sizes differ.
    #[inline]
    pub(crate) fn exchange(&self, cx: &Context, op: Op, value: &Value<'_>) -> Option<Result<(), Errno>> {
        let (co, item) = self.0.first_item()?;
        // SAFETY: `wait` has entered with a waiter that stays until its coroutine goes on, which it cannot do meanwhile.
        let waiter = unsafe { &*item.cast::<Waiter<'_>>() };
        let result = match op {
            Op::Send => Value::copy(value, &waiter.value),
            Op::Receive => Value::copy(&waiter.value, value),
        };
        waiter.settled.set(true);
        cx.wake(co, result.err().unwrap_or(Errno(0)));
        Some(result)
    }

    /// Ends the wait of everybody with this error.
    pub(crate) fn fail_all(&self, cx: &Context, e: Errno) {
        while let Some((co, item)) = self.0.first_item() {
            // SAFETY: as in `exchange`.
            unsafe { &*item.cast::<Waiter<'_>>() }.settled.set(true);
            cx.wake(co, e);
        }
    }
}

/// What a coroutine waits in a queue with.
pub(crate) struct Waiter<'a> {
    place: Place,
    value: Value<'a>,
    /// Whether it is what ended the wait.
    settled: Cell<bool>,
    queue: PhantomData<&'a Queue>,
}

impl<'a> Waiter<'a> {
    /// Prepares the running coroutine for waiting in `queue` with a value that was [checked](Value::check).
    pub(crate) fn new(cx: &Context, queue: &'a Queue, value: Value<'a>) -> Waiter<'a> {
        let place = queue.0.place(cx.running());
        Waiter { place, value, settled: Cell::new(false), queue: PhantomData }
    }

    pub(crate) fn is_settled(&self) -> bool {
        self.settled.get()
    }
}

/// Suspends the running coroutine until one of its waiters is settled, or until the deadline.
///
/// Errors: that of whoever settled a waiter; `ETIMEDOUT`, `ECANCELED` if none is settled.
pub(crate) fn wait(cx: &Context, waiters: &[Option<Waiter<'_>>], deadline: i64) -> Result<(), Errno> {
    for waiter in waiters.iter().flatten() {
        // SAFETY: waiters and queues are borrowed until this function returns. It does so after a wake-up, which takes
        // the coroutine out of all queues.
        unsafe { waiter.place.enter_with(ptr::from_ref(waiter).cast()) };
    }
    cx.wait_until(deadline)
}
