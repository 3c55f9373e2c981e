//! Sending or receiving on whichever of several channels allows it first.
//!
//! First all clauses are tried in their order, and the first one that yields anything, be it an error, decides. Only
//! if none does, the coroutine waits on all of them at once. It cannot meet itself: what it waits with is queued after
//! all clauses have been tried.

use super::End;
use crate::dill::handles::object::Shared;
use crate::dill::scheduler::context::Context;
use crate::dill::scheduler::exchange::{self, Op, Value, Waiter};
use crate::sys::Errno;

/// What belongs to so many clauses has room on the coroutine's stack, which may be small. For more it is allocated.
const ON_STACK: usize = 4;

/// One of the possibilities.
pub(crate) struct Clause<'a> {
    /// None if the program names an operation that does not exist.
    pub(crate) op: Option<Op>,
    pub(crate) ch: i32,
    pub(crate) value: Value<'a>,
}

impl Clause<'_> {
    /// The end of the channel and what to do there. `EBADF`, `ENOTSUP` (no end of a channel), `EINVAL` (no memory for
    /// the value, or no such operation).
    fn resolve(&self, cx: &Context) -> Result<(Shared<End>, Op), Errno> {
        let end = cx.object(self.ch)?;
        self.value.check()?;
        Ok((end, self.op.ok_or(Errno::EINVAL)?))
    }

    fn try_now(&self, cx: &Context) -> Option<Result<(), Errno>> {
        match self.resolve(cx) {
            Ok((end, op)) => end.direction(op).try_now(cx, op, &self.value),
            Err(e) => Some(Err(e)),
        }
    }
}

/// Does what one of the clauses says, see `choose`; `clause` tells what they are, by index. Returns the clause's index and
/// how it went: `Errno(0)`, the errors of [`transfer`](super::transfer), or `EINVAL` (no such operation).
///
/// Errors: `ECANCELED`, `ETIMEDOUT`, `ENOMEM` (many clauses).
pub(crate) fn choose<'a>(
    cx: &Context,
    count: usize,
    clause: impl Fn(usize) -> Clause<'a>,
    deadline: i64,
) -> Result<(usize, Errno), Errno> {
    for index in 0..count {
        if let Some(result) = clause(index).try_now(cx) {
            return Ok((index, result.err().unwrap_or(Errno(0))));
        }
    }
    if deadline == 0 {
        return Err(Errno::ETIMEDOUT);
    }
    if count <= ON_STACK {
        let mut ends = [const { None }; ON_STACK];
        let mut waiters = [const { None }; ON_STACK];
        wait(cx, clause, &mut ends[..count], &mut waiters[..count], deadline)
    } else {
        let mut ends = room(count)?;
        let mut waiters = room(count)?;
        wait(cx, clause, &mut ends, &mut waiters, deadline)
    }
}

/// Room for so many values. Fails with `ENOMEM`.
fn room<T>(count: usize) -> Result<Vec<Option<T>>, Errno> {
    let mut room = Vec::new();
    room.try_reserve_exact(count).map_err(|_| Errno::ENOMEM)?;
    room.resize_with(count, || None);
    Ok(room)
}

/// Waits until one of the clauses is possible. All of them were tried, and nobody has run since. For each there is room
/// for an end and a waiter.
fn wait<'a: 'e, 'e>(
    cx: &Context,
    clause: impl Fn(usize) -> Clause<'a>,
    ends: &'e mut [Option<Shared<End>>],
    waiters: &mut [Option<Waiter<'e>>],
    deadline: i64,
) -> Result<(usize, Errno), Errno> {
    for (index, (end, waiter)) in ends.iter_mut().zip(waiters.iter_mut()).enumerate() {
        let clause = clause(index);
        let (resolved, op) = clause.resolve(cx)?;
        let direction = end.insert(resolved).direction(op);
        *waiter = Some(Waiter::new(cx, direction.waiting(op), clause.value));
    }
    let result = exchange::wait(cx, waiters, deadline).err().unwrap_or(Errno(0));
    match waiters.iter().flatten().position(Waiter::is_settled) {
        Some(index) => Ok((index, result)),
        None => Err(result),
    }
}
