//! Locks, atomics and threads of the aio and the driver, in one place: `model/` compiles their files with this one
//! replaced by loom's, and explores how threads can interleave there.

pub(crate) use std::sync::{Condvar, Mutex, MutexGuard, atomic};
pub(crate) use std::{thread, thread_local};

use std::sync::PoisonError;

/// Locks. A poisoned lock does not exist: a panic ends the process.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
