//! Coroutines and time.

use std::ffi::{c_char, c_int, c_void};

use super::status;
use crate::dill::scheduler::context::{Context, failed};
use crate::dill::scheduler::start::Memory;
use crate::sys::clock;

/// The first half of `dill_go`, `dill_go_mem`, `dill_bundle_go` and `dill_bundle_go_mem`. Programs use those macros;
/// compiled programs contain calls of this function.
///
/// `bndl` is the bundle that the coroutine joins, negative to make a new one. `*ptr` is NULL for a stack of the
/// library, or memory of `len` bytes. `file` and `line` tell where the coroutine is started; they are not used.
///
/// Returns the new bundle's handle (0 when it joins one), and then the coroutine counts as running: `*ctx` is where
/// the caller saves its registers, `*ptr` the stack pointer to call the coroutine's function with. Returns -1 with
/// errno set, and nothing has happened: `ECANCELED` (the caller is being cancelled), `EBADF` (not a handle),
/// `ENOTSUP` (not a bundle), `ENOMEM` (no memory, or `len` is too small for a stack).
///
/// # Safety
/// `ctx` and `ptr` are writable. Memory of the program stays valid until the coroutine has finished.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_prologue(
    ctx: *mut *mut c_void,
    ptr: *mut *mut c_void,
    len: usize,
    bndl: c_int,
    file: *const c_char,
    line: c_int,
) -> c_int {
    let _ = (file, line);
    // SAFETY: by the caller's promise.
    let start = unsafe { *ptr }.cast::<u8>();
    let memory = if start.is_null() { Memory::Library } else { Memory::Program { start, len } };
    let bundle = (bndl >= 0).then_some(bndl);
    match Context::with(|cx| cx.start(bundle, memory)) {
        Ok(started) => {
            // SAFETY: by the caller's promise.
            unsafe {
                *ctx = started.parent.cast();
                *ptr = started.stack_pointer.cast();
            }
            started.handle
        }
        Err(e) => failed(e),
    }
}

/// The second half of the `go` macros: ends the coroutine that calls it. Never returns.
#[unsafe(no_mangle)]
pub extern "C" fn dill_epilogue() {
    Context::with(|cx| cx.finish());
}

/// Returns the current time in milliseconds, on a clock that never goes back and whose origin is unspecified.
///
/// Deadlines are points on this clock; a function that is passed 0 does not wait, one that is passed a negative number
/// has no limit. The result is greater than 0.
#[unsafe(no_mangle)]
pub extern "C" fn dill_now() -> i64 {
    clock::now_ms()
}

/// Suspends the calling coroutine until `deadline`, for ever if it is negative. Always gives the others a turn, even
/// if the deadline has passed.
///
/// Returns 0, or -1 with errno set to `ECANCELED`.
#[unsafe(no_mangle)]
pub extern "C" fn dill_msleep(deadline: i64) -> c_int {
    status(Context::with(|cx| cx.sleep(deadline)))
}

/// Gives the other coroutines of the thread that are ready a turn.
///
/// Returns 0, or -1 with errno set to `ECANCELED`.
#[unsafe(no_mangle)]
pub extern "C" fn dill_yield() -> c_int {
    status(Context::with(|cx| cx.yield_now()))
}
