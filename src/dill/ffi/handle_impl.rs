//! Handles of a program's own types.

use std::ffi::{c_int, c_void};
use std::ptr;

use super::number;
use super::types::dill_hvfs;
use crate::dill::scheduler::context::Context;

/// Makes a handle for an object of the program, which contains the table `vfs`.
///
/// The library keeps the pointer until it calls the `close` callback, once, from `dill_hclose`. Callbacks run on the
/// caller's stack; while `close` runs, nothing may block and no handle can be made (`ECANCELED`).
///
/// Returns the handle. Returns -1 with errno set: `EINVAL` (`vfs` or one of its callbacks is NULL), `ECANCELED` (the
/// caller is being cancelled, or is in a `close` callback), `ENOMEM`; the object is still the caller's then.
///
/// # Safety
/// `vfs` is NULL or points to a table that is valid until it is closed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_hmake(vfs: *mut dill_hvfs) -> c_int {
    // SAFETY: by the caller's promise.
    number(Context::with(|cx| unsafe { cx.make_handle(vfs) }))
}

/// Asks the object behind a handle for its table of the kind `type`, for instance `dill_bsock_type`.
///
/// Returns what its `query` callback returns. The latest answer is remembered: asked for the same kind again, the
/// callback is not called. Returns NULL with errno set: `EBADF` (not a handle), or what the callback has set, which is
/// `ENOTSUP` for the library's own objects.
#[unsafe(no_mangle)]
pub extern "C" fn dill_hquery(h: c_int, r#type: *const c_void) -> *mut c_void {
    match Context::with(|cx| cx.query(h, r#type)) {
        Ok(answer) => answer.as_ptr(),
        Err(e) => {
            e.set();
            ptr::null_mut()
        }
    }
}
