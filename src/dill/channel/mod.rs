//! Channels: values of the program's, from one coroutine to another.
//!
//! A channel has two ends, each with a handle of its own, and two directions that have nothing to do with each other:
//! what is sent on one end is received on the other. Nothing is stored in a channel; a send is done when a receive
//! takes the value, and whoever comes first waits for the other.
//!
//! ```text
//!                 direction 0: senders waiting, receivers waiting, done
//!        end 0 ==============================================================> end 1
//!              <==============================================================
//!                 direction 1: senders waiting, receivers waiting, done
//! ```
//!
//! `chdone` finishes the direction that leads away from an end, and everybody in it gets `EPIPE`. Closing one end does
//! nothing of the kind, since programs wait on an end whose peer is closed until the other one is closed as well;
//! when both are, everybody who waits gets `EPIPE`.

pub(crate) mod choose;

use std::cell::Cell;
use std::rc::Rc;

use super::handles::object::{Obj, Object, Shared};
use super::scheduler::context::Context;
use super::scheduler::exchange::{self, Op, Queue, Value, Waiter};
use crate::sys::Errno;

/// The way from one end to the other.
struct Direction {
    /// Who waits, indexed by [`Op`].
    waiting: [Queue; 2],
    done: Cell<bool>,
}

impl Direction {
    const fn new() -> Direction {
        Direction { waiting: [Queue::new(), Queue::new()], done: Cell::new(false) }
    }

    /// Whoever waits to do `op`.
    fn waiting(&self, op: Op) -> &Queue {
        &self.waiting[op as usize]
    }

    /// Sends or receives if that is possible, or fails, without waiting. `EPIPE` (finished), `EMSGSIZE`.
    #[inline]
    fn try_now(&self, cx: &Context, op: Op, value: &Value<'_>) -> Option<Result<(), Errno>> {
        if self.done.get() {
            return Some(Err(Errno::EPIPE));
        }
        self.waiting(op.partner()).exchange(cx, op, value)
    }

    fn release(&self, cx: &Context) {
        self.waiting.iter().for_each(|queue| queue.fail_all(cx, Errno::EPIPE));
    }
}

/// A channel, which belongs to its two ends.
struct Channel {
    directions: [Direction; 2],
    open_ends: Cell<u32>,
}

/// One end of a channel.
pub(crate) struct End {
    channel: Rc<Channel>,
    /// The direction that leads away from this end.
    outbound: usize,
}

impl End {
    /// The direction in which `op` on this end takes place.
    fn direction(&self, op: Op) -> &Direction {
        match op {
            Op::Send => &self.channel.directions[self.outbound],
            Op::Receive => &self.channel.directions[1 - self.outbound],
        }
    }
}

impl Object for End {
    fn close(&self, cx: &Context) {
        let open = self.channel.open_ends.get() - 1;
        self.channel.open_ends.set(open);
        if open == 0 {
            self.channel.directions.iter().for_each(|direction| direction.release(cx));
        }
    }
}

/// Makes a channel and returns the handles of its ends. Errors: `ECANCELED`, `ENOMEM`.
pub(crate) fn make(cx: &Context) -> Result<[i32; 2], Errno> {
    let channel =
        Rc::new(Channel { directions: [Direction::new(), Direction::new()], open_ends: Cell::new(2) });
    let first = Obj::new(End { channel: Rc::clone(&channel), outbound: 0 });
    let second = Obj::new(End { channel, outbound: 1 });
    let first_handle = cx.make_object_handle(Shared::clone(&first))?;
    match cx.make_object_handle(second) {
        Ok(second_handle) => Ok([first_handle, second_handle]),
        Err(e) => {
            cx.release(first_handle, &first);
            Err(e)
        }
    }
}

/// Sends or receives a value on the end behind `h`. Does not wait if a partner does, and then leaves errno alone.
///
/// Errors: `ECANCELED`; `EBADF`, `ENOTSUP` (no end of a channel); `EINVAL` (no memory); `EPIPE` (the direction is
/// finished, or both ends were closed meanwhile), `EMSGSIZE` (the partner, who gets the same, names another size);
/// `ETIMEDOUT`.
pub(crate) fn transfer(cx: &Context, h: i32, op: Op, value: Value<'_>, deadline: i64) -> Result<(), Errno> {
    cx.prepare_to_block()?;
    let end: Shared<End> = cx.object(h)?;
    value.check()?;
    let direction = end.direction(op);
    if let Some(result) = direction.try_now(cx, op, &value) {
        return result;
    }
    if deadline == 0 {
        return Err(Errno::ETIMEDOUT);
    }
    exchange::wait(cx, &[Some(Waiter::new(cx, direction.waiting(op), value))], deadline)
}

/// Finishes the direction that leads away from the end behind `h`, see `chdone`.
///
/// Errors: `EBADF`, `ENOTSUP` (no end of a channel), `EPIPE` (finished already).
pub(crate) fn finish(cx: &Context, h: i32) -> Result<(), Errno> {
    let end: Shared<End> = cx.object(h)?;
    let direction = end.direction(Op::Send);
    if direction.done.replace(true) {
        return Err(Errno::EPIPE);
    }
    direction.release(cx);
    Ok(())
}
