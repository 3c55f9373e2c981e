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

/// As many waiters have room on the coroutine's stack, which may be small. More are allocated.
const ON_STACK: usize = 4;

/// One of the possibilities.
pub(crate) struct Clause<'a> {
    /// None if the program names an operation that does not exist.
    pub(crate) op: Option<Op>,
    pub(crate) ch: i32,
    pub(crate) value: Value<'a>,
}

impl<'a> Clause<'a> {
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

    /// Not to be called unless `try_now` has found that waiting is possible.
    fn waiter(&self, cx: &Context) -> Result<Waiter<'a>, Errno> {
        let (end, op) = self.resolve(cx)?;
        Ok(Waiter::new(cx, end.direction(op).waiting(op), self.value))
    }
}

/// Does what one of the clauses says, see `choose`. Returns the clause's index and how it went: `Errno(0)`, the errors
/// of [`transfer`](super::transfer), or `EINVAL` (no such operation).
///
/// Errors: `ECANCELED`, `ETIMEDOUT`, `ENOMEM` (many clauses).
pub(crate) fn choose<'a>(
    cx: &Context,
    clauses: impl ExactSizeIterator<Item = Clause<'a>> + Clone,
    deadline: i64,
) -> Result<(usize, Errno), Errno> {
    for (index, clause) in clauses.clone().enumerate() {
        if let Some(result) = clause.try_now(cx) {
            return Ok((index, result.err().unwrap_or(Errno(0))));
        }
    }
    if deadline == 0 {
        return Err(Errno::ETIMEDOUT);
    }
    let mut few: [Option<Waiter<'_>>; ON_STACK] = [const { None }; ON_STACK];
    if clauses.len() <= few.len() {
        for (clause, waiter) in clauses.zip(&mut few) {
            *waiter = Some(clause.waiter(cx)?);
        }
        wait(cx, few.iter().flatten(), deadline)
    } else {
        let mut many = Vec::new();
        many.try_reserve_exact(clauses.len()).map_err(|_| Errno::ENOMEM)?;
        for clause in clauses {
            many.push(clause.waiter(cx)?);
        }
        wait(cx, many.iter(), deadline)
    }
}

fn wait<'a: 'b, 'b>(
    cx: &Context,
    waiters: impl Iterator<Item = &'b Waiter<'a>> + Clone,
    deadline: i64,
) -> Result<(usize, Errno), Errno> {
    let result = exchange::wait(cx, waiters.clone(), deadline).err().unwrap_or(Errno(0));
    match waiters.enumerate().find(|(_, waiter)| waiter.is_settled()) {
        Some((index, _)) => Ok((index, result)),
        None => Err(result),
    }
}
