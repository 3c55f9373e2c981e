//! `libdillimpl.h`: the table that a program fills in to make a handle type of its own.
//!
//! The library keeps the pointer to the table, never a copy, and passes it back to each callback: a program puts the
//! table into its own object, usually at the head. Callbacks run on the calling coroutine's stack.

use std::ffi::c_void;

/// What every handle can do: answer which interfaces it offers, and be closed.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct dill_hvfs {
    /// Returns the object's table for the interface that `type` identifies, the same until it is closed; or NULL with
    /// errno set (`ENOTSUP` when it has no such interface).
    pub query: Option<unsafe extern "C" fn(vfs: *mut dill_hvfs, type_: *const c_void) -> *mut c_void>,
    /// Releases the object. Called once, by `dill_hclose`, also while another coroutine is inside of a function of the
    /// object.
    pub close: Option<unsafe extern "C" fn(vfs: *mut dill_hvfs)>,
}
