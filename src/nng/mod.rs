//! The nng face: the interface of nng's HTTP calls, opaque objects whose operations complete on an `nng_aio`.

mod address;
mod aio;
mod client;
mod conn;
mod driver;
mod error;
mod message;

pub mod ffi;
mod server;

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks. A poisoned lock does not exist: a panic ends the process.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
