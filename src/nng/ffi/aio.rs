//! `nng/nng.h`: asynchronous operations.
#![allow(non_camel_case_types)]

use std::ffi::{c_int, c_uint, c_void};
use std::sync::Arc;

use super::handle::Handle;
use super::msg::nng_msg;
use super::types::{nng_duration, nng_iov, nng_time};
use crate::nng::aio::{Aio, Callback, Operation};
use crate::nng::driver;
use crate::nng::error::Error;
use crate::sys::lent::LentBuffers;

/// The handle of an asynchronous operation. Functions that start one return at once and report the end through the
/// handle: its callback is called, on a thread of the library, and `nng_aio_wait` returns.
///
/// One handle serves one operation at a time, and any number of operations one after the other. An operation that is
/// started while another is under way is not performed, and the first is not disturbed.
///
/// Unless said otherwise, functions given a NULL handle do nothing and return 0, NULL or false.
pub struct nng_aio {
    _opaque: [u8; 0],
}

impl Handle for nng_aio {
    type Object = Aio;
}

/// A function of the program and its argument.
struct Function<F> {
    function: F,
    argument: *mut c_void,
}

// SAFETY: the program gives both to be used on other threads: that is what callbacks are for.
unsafe impl<F> Send for Function<F> {}
// SAFETY: as above.
unsafe impl<F> Sync for Function<F> {}

/// Called to end an operation early, with the operation's aio, the argument given to `nng_aio_defer` and the error
/// with which the operation should end.
pub type nng_aio_cancelfn = Option<unsafe extern "C" fn(aio: *mut nng_aio, arg: *mut c_void, err: c_int)>;

/// Makes an aio and stores it in `*aiop`. When an operation ends, `callback` is called with `arg`; it may be NULL for
/// programs that use `nng_aio_wait`. The callback runs on a thread of the library, never inside the call that started
/// or ended the operation, and may start the next operation with the same aio. It may block, but must not free, stop
/// or wait for an aio whose callback waits for this one.
///
/// The aio is released with `nng_aio_free` or `nng_aio_reap`.
///
/// Returns 0, `NNG_EINVAL` if `aiop` is NULL, `NNG_ENOMEM`, or what prevents the library's threads from being started.
///
/// # Safety
/// `aiop` is NULL or writable; `callback` accepts `arg` from any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_aio_alloc(
    aiop: *mut *mut nng_aio,
    callback: Option<unsafe extern "C" fn(arg: *mut c_void)>,
    arg: *mut c_void,
) -> c_int {
    if aiop.is_null() {
        return Error::INVALID.code();
    }
    if let Err(error) = driver::engine() {
        return error.code();
    }
    let callback = match callback {
        None => Callback::None,
        Some(function) => {
            let callback = Function { function, argument: arg };
            Callback::Program(Box::new(move || {
                let callback = &callback;
                // SAFETY: the program promised that the callback accepts its argument.
                unsafe { (callback.function)(callback.argument) }
            }))
        }
    };
    // SAFETY: writable by the caller's promise.
    unsafe { *aiop = nng_aio::give(Aio::new(callback)) };
    0
}

/// Ends the operation under way with `NNG_ECLOSED`, waits for its callback to return, and releases the aio. Called in
/// the callback of the aio itself, it does not wait, like `nng_aio_reap`. NULL is allowed.
///
/// # Safety
/// `aio` is NULL or a valid handle, which no other thread uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_aio_free(aio: *mut nng_aio) {
    // SAFETY: by the caller's promise.
    if let Some(aio) = unsafe { nng_aio::take(aio) } {
        aio.stop(Error::CLOSED);
        aio.wait();
    }
}

/// Ends the operation under way with `NNG_ECLOSED` and releases the aio once its callback has returned, without
/// waiting for that. May be called in the callback of the aio itself. NULL is allowed. Since nng 1.4.
///
/// # Safety
/// `aio` is NULL or a valid handle, which no other thread uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_aio_reap(aio: *mut nng_aio) {
    // SAFETY: by the caller's promise.
    if let Some(aio) = unsafe { nng_aio::take(aio) } {
        aio.stop(Error::CLOSED);
    }
}

/// Ends the operation under way with `NNG_ECANCELED` and waits for its callback to return. No operation can be
/// started with the aio any more: it would end at once, with the result `NNG_ECANCELED` and without a callback. In
/// the callback of the aio itself the call does not wait. NULL is allowed.
///
/// # Safety
/// `aio` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_aio_stop(aio: *mut nng_aio) {
    // SAFETY: by the caller's promise.
    if let Some(aio) = unsafe { nng_aio::share(aio) } {
        aio.stop(Error::CANCELED);
        aio.wait();
    }
}

/// Returns the result of the last operation: 0 or an error. 0 while an operation is under way or before the first.
///
/// # Safety
/// `aio` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_aio_result(aio: *mut nng_aio) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { nng_aio::borrow(aio) }.map_or(0, Aio::result)
}

/// Returns how many bytes the last operation moved; 0 if it failed or moves none.
///
/// # Safety
/// `aio` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_aio_count(aio: *mut nng_aio) -> usize {
    // SAFETY: by the caller's promise.
    unsafe { nng_aio::borrow(aio) }.map_or(0, Aio::count)
}

/// Ends the operation under way with `NNG_ECANCELED`; the same as `nng_aio_abort` with that error.
///
/// # Safety
/// `aio` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_aio_cancel(aio: *mut nng_aio) {
    // SAFETY: by the caller's promise.
    unsafe { nng_aio_abort(aio, Error::CANCELED.code()) }
}

/// Asks to end the operation under way, normally with the result `err`. Does not wait for that. An operation that is
/// complete keeps its result. An operation that has begun and is not pending yet ends with `err` when it would become
/// pending.
///
/// # Safety
/// `aio` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_aio_abort(aio: *mut nng_aio, err: c_int) {
    // SAFETY: by the caller's promise.
    if let Some(aio) = unsafe { nng_aio::share(aio) } {
        aio.abort_with(err);
    }
}

/// Waits until no operation is under way, and callback and cancel function have returned. If the callback starts
/// another operation, the wait includes that. Returns at once for an aio that was never used, and in the callback or the
/// cancel function of the aio itself.
///
/// # Safety
/// `aio` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_aio_wait(aio: *mut nng_aio) {
    // SAFETY: by the caller's promise.
    if let Some(aio) = unsafe { nng_aio::share(aio) } {
        aio.wait();
    }
}

/// Returns whether an operation is under way or its callback has not returned yet. Since nng 1.6.
///
/// # Safety
/// `aio` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_aio_busy(aio: *mut nng_aio) -> bool {
    // SAFETY: by the caller's promise.
    unsafe { nng_aio::borrow(aio) }.is_some_and(Aio::busy)
}

/// Returns input `index`, NULL if it was never set or `index` is greater than 3.
///
/// # Safety
/// `aio` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_aio_get_input(aio: *mut nng_aio, index: c_uint) -> *mut c_void {
    // SAFETY: by the caller's promise.
    unsafe { nng_aio::borrow(aio) }.map_or(std::ptr::null_mut(), |aio| aio.input(index as usize))
}

/// Sets input `index`, a pointer from the program to the provider of an operation. Inputs stay until they are set
/// again. Returns 0, or `NNG_EINVAL` if `index` is greater than 3 or `aio` is NULL.
///
/// # Safety
/// `aio` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_aio_set_input(aio: *mut nng_aio, index: c_uint, arg: *mut c_void) -> c_int {
    // SAFETY: by the caller's promise.
    match unsafe { nng_aio::borrow(aio) } {
        Some(aio) if index < 4 => {
            aio.set_input(index as usize, arg);
            0
        }
        _ => Error::INVALID.code(),
    }
}

/// Returns output `index`: what the last operation produced. NULL if it produced nothing there or `index` is greater
/// than 3.
///
/// # Safety
/// `aio` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_aio_get_output(aio: *mut nng_aio, index: c_uint) -> *mut c_void {
    // SAFETY: by the caller's promise.
    unsafe { nng_aio::borrow(aio) }.map_or(std::ptr::null_mut(), |aio| aio.output(index as usize))
}

/// Sets output `index`, a pointer from the provider of an operation to the program; before `nng_aio_finish`. All
/// outputs are NULL when an operation begins. Returns 0, or `NNG_EINVAL` if `index` is greater than 3 or `aio` is
/// NULL.
///
/// # Safety
/// `aio` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_aio_set_output(aio: *mut nng_aio, index: c_uint, arg: *mut c_void) -> c_int {
    // SAFETY: by the caller's promise.
    match unsafe { nng_aio::borrow(aio) } {
        Some(aio) if index < 4 => {
            aio.set_output(index as usize, arg);
            0
        }
        _ => Error::INVALID.code(),
    }
}

/// Returns the message that `nng_aio_set_msg` stored, NULL if none.
///
/// # Safety
/// `aio` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_aio_get_msg(aio: *mut nng_aio) -> *mut nng_msg {
    // SAFETY: by the caller's promise.
    unsafe { nng_aio::borrow(aio) }.map_or(std::ptr::null_mut(), |aio| aio.message().cast())
}

/// Stores a message pointer in the aio. It stays until the next call; the message is not released with the aio.
///
/// # Safety
/// `aio` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_aio_set_msg(aio: *mut nng_aio, msg: *mut nng_msg) {
    // SAFETY: by the caller's promise.
    if let Some(aio) = unsafe { nng_aio::borrow(aio) } {
        aio.set_message(msg.cast());
    }
}

/// Sets how many milliseconds each further operation may take until it fails with `NNG_ETIMEDOUT`.
/// `NNG_DURATION_INFINITE` and `NNG_DURATION_DEFAULT`, the initial value, set no limit; with 0 operations fail at
/// once. A time set with `nng_aio_set_expire` is forgotten.
///
/// # Safety
/// `aio` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_aio_set_timeout(aio: *mut nng_aio, timeout: nng_duration) {
    // SAFETY: by the caller's promise.
    if let Some(aio) = unsafe { nng_aio::borrow(aio) } {
        aio.set_timeout(timeout);
    }
}

/// Sets the time, on the clock of `nng_clock`, at which the next operation fails with `NNG_ETIMEDOUT` if it has not
/// ended. Holds for that operation only and takes precedence over `nng_aio_set_timeout`. Has no effect on
/// `nng_sleep_aio`. Since nng 1.7.
///
/// # Safety
/// `aio` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_aio_set_expire(aio: *mut nng_aio, expire: nng_time) {
    // SAFETY: by the caller's promise.
    if let Some(aio) = unsafe { nng_aio::borrow(aio) } {
        aio.set_expire(expire);
    }
}

/// Sets the buffers that the next operation reads into or writes from. The array is copied, the buffers are not: they
/// must stay valid until the operation ended. Returns 0, or `NNG_EINVAL`, with the old buffers kept, if `niov` is
/// greater than 8 or a pointer is NULL.
///
/// # Safety
/// `aio` is NULL or a valid handle; `iov` is readable for `niov` elements, and each names valid memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_aio_set_iov(aio: *mut nng_aio, niov: c_uint, iov: *const nng_iov) -> c_int {
    // SAFETY: by the caller's promise.
    let Some(aio) = (unsafe { nng_aio::borrow(aio) }) else { return Error::INVALID.code() };
    if niov as usize > crate::sys::lent::MAX_BUFFERS || (iov.is_null() && niov > 0) {
        return Error::INVALID.code();
    }
    let mut buffers = LentBuffers::EMPTY;
    for i in 0..niov as usize {
        // SAFETY: the element is readable, and the program keeps the buffer valid for the operation.
        unsafe {
            let element = &*iov.add(i);
            if element.iov_buf.is_null() && element.iov_len > 0 {
                return Error::INVALID.code();
            }
            buffers.push(element.iov_buf.cast(), element.iov_len);
        }
    }
    aio.set_buffers(buffers);
    0
}

/// For providers of operations: begins one. Result, count and outputs are cleared. If it returns true, the provider
/// must call `nng_aio_finish` exactly once, later or now; if false, since the aio was stopped or is busy, it must do
/// nothing. Handlers of an HTTP server do not call it: their aio has begun already.
///
/// # Safety
/// `aio` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_aio_begin(aio: *mut nng_aio) -> bool {
    // SAFETY: by the caller's promise.
    unsafe { nng_aio::borrow(aio) }.is_some_and(Operation::begin)
}

/// For providers of operations: registers the function that is called when the operation shall end early, because it
/// was cancelled, its time is over, or the aio is stopped. The function gets `arg` and an error, is called at most
/// once, and should see to it that `nng_aio_finish` is called with that error. If the operation has no time left or
/// was aborted already, the function is called soon, from another thread, unless the operation is finished by then.
/// `nng_aio_wait`, `nng_aio_stop` and `nng_aio_free` wait until it has returned. The provider orders the function against
/// its own `nng_aio_finish`.
///
/// # Safety
/// `aio` is NULL or a valid handle; `fn` accepts `arg` from any thread until the operation ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_aio_defer(aio: *mut nng_aio, r#fn: nng_aio_cancelfn, arg: *mut c_void) {
    // SAFETY: by the caller's promise.
    if let (Some(object), Some(function)) = (unsafe { nng_aio::share(aio) }, r#fn) {
        let cancel = Function { function, argument: arg };
        let weak = Arc::downgrade(&object);
        object.defer(Box::new(move |code| {
            let cancel = cancel;
            if let Some(aio) = weak.upgrade() {
                // SAFETY: the program promised that the function accepts its argument; the aio is alive.
                unsafe { (cancel.function)(Arc::as_ptr(&aio).cast_mut().cast(), cancel.argument, code) }
            }
        }));
    }
}

/// For providers of operations: ends the operation with the result `err`, 0 for success. Outputs are set before. The
/// callback is called soon, on a thread of the library. The provider must not use the aio for this operation any
/// more; a second call is ignored until the callback was called.
///
/// # Safety
/// `aio` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_aio_finish(aio: *mut nng_aio, err: c_int) {
    // SAFETY: by the caller's promise.
    if let Some(aio) = unsafe { nng_aio::share(aio) } {
        aio.finish_with(err);
    }
}

/// Starts an operation that ends after `ms` milliseconds with success; at once if `ms` is 0 or negative. If the
/// timeout of the aio is shorter, it ends then with `NNG_ETIMEDOUT`.
///
/// # Safety
/// `aio` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_sleep_aio(ms: nng_duration, aio: *mut nng_aio) {
    // SAFETY: by the caller's promise.
    if let Some(aio) = unsafe { nng_aio::share(aio) } {
        aio.sleep(ms);
    }
}
