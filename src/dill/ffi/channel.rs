//! Channels.

use std::ffi::{c_int, c_void};

use super::status;
use super::types::{DILL_CHRECV, DILL_CHSEND, dill_chclause, dill_chstorage};
use crate::dill::channel;
use crate::dill::channel::choose::{Clause, choose};
use crate::dill::scheduler::context::{Context, failed};
use crate::dill::scheduler::exchange::{Op, Value};
use crate::sys::Errno;

/// Makes a channel, through which coroutines of the thread hand each other values.
///
/// What is sent on one end is received on the other; the two directions have nothing to do with each other. Nothing is
/// stored: a send ends when a receive takes the value. Those who wait are served in the order of their arrival.
///
/// Stores the handles of both ends in `chv`, each to be closed with `dill_hclose`. Closing one end wakes nobody, use
/// `dill_chdone` to tell the other end; when both are closed, everybody who waits gets `EPIPE`.
///
/// Returns 0, or -1 with errno set: `EINVAL` (`chv` is NULL), `ECANCELED`, `ENOMEM`.
///
/// # Safety
/// `chv` is NULL or an array of two.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_chmake(chv: *mut c_int) -> c_int {
    if chv.is_null() {
        return failed(Errno::EINVAL);
    }
    status(Context::with(channel::make).map(|ends| {
        // SAFETY: writable by the caller's promise.
        unsafe { chv.cast::<[c_int; 2]>().write_unaligned(ends) }
    }))
}

/// Makes a channel in memory of the program, which stays in place until both ends are closed.
///
/// Otherwise like `dill_chmake`. Returns 0, or -1 with errno set: `EINVAL` (`mem` or `chv` is NULL), `ECANCELED`,
/// `ENOMEM`.
///
/// # Safety
/// `chv` is NULL or an array of two.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_chmake_mem(mem: *mut dill_chstorage, chv: *mut c_int) -> c_int {
    if mem.is_null() {
        return failed(Errno::EINVAL);
    }
    // SAFETY: by the caller's promise.
    unsafe { dill_chmake(chv) }
}

/// Sends the `len` bytes at `val` to the channel's other end. Waits until somebody receives them there, but does not
/// suspend the caller if somebody is waiting to. `len` may be 0: then the two only meet.
///
/// Returns 0. Returns -1 with errno set: `ECANCELED`; `EBADF` (not a handle), `ENOTSUP` (not a channel); `EINVAL` (`val`
/// is NULL, and `len` is not 0); `EPIPE` (`dill_chdone` was called on this end, or both ends were closed meanwhile);
/// `EMSGSIZE` (the receiver, who gets the same error, expects another size; the channel can be used further);
/// `ETIMEDOUT`.
///
/// # Safety
/// `val` is NULL or readable for `len` bytes until the call returns.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_chsend(ch: c_int, val: *const c_void, len: usize, deadline: i64) -> c_int {
    // SAFETY: by the caller's promise; who sends does not write.
    let value = unsafe { Value::new(val.cast::<u8>().cast_mut(), len) };
    status(Context::with(|cx| channel::transfer(cx, ch, Op::Send, value, deadline)))
}

/// Receives `len` bytes that are sent on the channel's other end, and stores them at `val`. Waits until somebody sends
/// them there, but does not suspend the caller if somebody is waiting to. `len` may be 0: then the two only meet.
///
/// Returns 0. Returns -1 with errno set: `ECANCELED`; `EBADF` (not a handle), `ENOTSUP` (not a channel); `EINVAL` (`val`
/// is NULL, and `len` is not 0); `EPIPE` (`dill_chdone` was called on the other end, or both ends were closed
/// meanwhile); `EMSGSIZE` (the sender, who gets the same error, sends another size; the channel can be used further);
/// `ETIMEDOUT`.
///
/// # Safety
/// `val` is NULL or writable for `len` bytes until the call returns.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_chrecv(ch: c_int, val: *mut c_void, len: usize, deadline: i64) -> c_int {
    // SAFETY: by the caller's promise.
    let value = unsafe { Value::new(val.cast(), len) };
    status(Context::with(|cx| channel::transfer(cx, ch, Op::Receive, value, deadline)))
}

/// Ends sending on this end of the channel: everybody who sends on it or receives on the other one, now or later, gets
/// `EPIPE`. The other direction goes on.
///
/// Returns 0. Returns -1 with errno set: `EBADF` (not a handle), `ENOTSUP` (not a channel), `EPIPE` (called before).
#[unsafe(no_mangle)]
pub extern "C" fn dill_chdone(ch: c_int) -> c_int {
    status(Context::with(|cx| channel::finish(cx, ch)))
}

/// Does what one of the clauses says, whichever is possible first; if several are, the one with the lowest index. If
/// none is at once, waits for one. With 0 clauses it sleeps until the deadline.
///
/// Returns the index of the clause that was done or has failed, and errno tells which: 0 (done), `EBADF` (not a handle),
/// `ENOTSUP` (not a channel), `EINVAL` (`op` is unknown, or `val` is NULL and `len` not 0), `EPIPE`, `EMSGSIZE` (as for
/// `dill_chsend` and `dill_chrecv`). Clauses with a greater index than a failed one are not looked at.
///
/// Returns -1 with errno set: `ECANCELED`; `EINVAL` (`nclauses` is negative, or `clauses` NULL and `nclauses` not 0);
/// `ENOMEM` (for waiting with many clauses); `ETIMEDOUT`.
///
/// # Safety
/// `clauses` is an array of `nclauses` elements. Memory that they name is as for `dill_chsend` and `dill_chrecv`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_choose(clauses: *mut dill_chclause, nclauses: c_int, deadline: i64) -> c_int {
    let result = Context::with(|cx| {
        cx.prepare_to_block()?;
        let count = usize::try_from(nclauses).map_err(|_| Errno::EINVAL)?;
        if clauses.is_null() && count > 0 {
            return Err(Errno::EINVAL);
        }
        // Not a slice: nothing refers to the array any more when the wait begins, so the program may reuse it then.
        let clause = |index| {
            // SAFETY: an element of the caller's array.
            let clause = unsafe { clauses.add(index).read_unaligned() };
            let op = match clause.op {
                DILL_CHSEND => Some(Op::Send),
                DILL_CHRECV => Some(Op::Receive),
                _ => None,
            };
            // SAFETY: by the caller's promise.
            let value = unsafe { Value::new(clause.val.cast(), clause.len) };
            Clause { op, ch: clause.ch, value }
        };
        choose(cx, count, clause, deadline)
    });
    match result {
        Ok((index, outcome)) => {
            outcome.set();
            index as c_int
        }
        Err(e) => failed(e),
    }
}
