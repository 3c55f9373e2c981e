//! Bundles of coroutines.

use std::ffi::c_int;

use super::types::dill_bundle_storage;
use super::{number, status};
use crate::dill::handles::object::Obj;
use crate::dill::scheduler::bundle::{self, Bundle};
use crate::dill::scheduler::context::{Context, failed};
use crate::sys::Errno;

/// Makes an empty bundle, to be filled with `dill_bundle_go`.
///
/// Returns its handle. `dill_hclose` cancels the coroutines that have not finished and waits for them. Returns -1
/// with errno set: `ECANCELED`, `ENOMEM`.
#[unsafe(no_mangle)]
pub extern "C" fn dill_bundle() -> c_int {
    number(Context::with(|cx| cx.make_object_handle(Obj::new(Bundle::new()))))
}

/// Makes an empty bundle in memory of the program, which stays in place until the bundle is closed.
///
/// Returns its handle, or -1 with errno set: `EINVAL` (`mem` is NULL), `ECANCELED`, `ENOMEM`.
#[unsafe(no_mangle)]
pub extern "C" fn dill_bundle_mem(mem: *mut dill_bundle_storage) -> c_int {
    if mem.is_null() {
        return failed(Errno::EINVAL);
    }
    dill_bundle()
}

/// Waits until the last coroutine of the bundle has finished; returns at once if it is empty. Several coroutines may wait
/// for the same bundle. It stays open and can be filled again.
///
/// Returns 0, or -1 with errno set: `EBADF` (not a handle), `ENOTSUP` (not a bundle), `ECANCELED` (the caller is
/// being cancelled, or the bundle was closed), `ETIMEDOUT`.
#[unsafe(no_mangle)]
pub extern "C" fn dill_bundle_wait(h: c_int, deadline: i64) -> c_int {
    status(Context::with(|cx| bundle::wait(cx, h, deadline)))
}
