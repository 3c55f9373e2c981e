//! The nng face: the interface of nng's HTTP calls, opaque objects whose operations complete on an `nng_aio`.

// The connections, which use the rest of these, are on their way.
#[allow(dead_code, unused_imports)]
mod aio;
#[allow(dead_code, unused_imports)]
mod driver;
mod error;
#[allow(dead_code, unused_imports)]
mod message;

pub mod ffi;

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks. A poisoned lock does not exist: a panic ends the process.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
