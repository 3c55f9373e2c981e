//! `nng/nng.h`: time, randomness, threads, locks.
#![allow(non_camel_case_types)]

use std::ffi::{CStr, c_char, c_int, c_void};
use std::os::unix::thread::JoinHandleExt;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::handle::Handle;
use super::types::{nng_duration, nng_time};
use crate::nng::driver;
use crate::nng::error::Error;
use crate::sys::sync::{CheckedMutex, Condition};
use crate::sys::{self, Errno, clock, random, socket};

/// Stack of a thread of the program, as large as pthread_create(3) usually makes it.
const STACK_SIZE: usize = 8 << 20;

/// Returns the milliseconds of a clock that never goes back; its zero is arbitrary.
#[unsafe(no_mangle)]
pub extern "C" fn nng_clock() -> nng_time {
    clock::now_ms() as nng_time
}

/// Waits for at least `msec` milliseconds; returns at once if that is 0 or negative.
#[unsafe(no_mangle)]
pub extern "C" fn nng_msleep(msec: nng_duration) {
    if let Ok(ms @ 1..) = u64::try_from(msec) {
        driver::blocking(|| thread::sleep(Duration::from_millis(ms)));
    }
}

/// Returns 32 random bits of cryptographic quality.
#[unsafe(no_mangle)]
pub extern "C" fn nng_random() -> u32 {
    let mut bytes = [0; 4];
    random::fill(&mut bytes);
    u32::from_ne_bytes(bytes)
}

/// Makes two connected UNIX-domain stream sockets, which the program closes. Returns 0, `NNG_EINVAL` if `fds` is
/// NULL, or `NNG_ENOFILES`. Since nng 1.7.
///
/// # Safety
/// `fds` is NULL or writable for two elements.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_socket_pair(fds: *mut c_int) -> c_int {
    if fds.is_null() {
        return Error::INVALID.code();
    }
    match socket::pair_for_program() {
        Ok(pair) => {
            // SAFETY: writable by the caller's promise.
            unsafe { fds.cast::<[c_int; 2]>().write(pair) };
            0
        }
        Err(errno) => Error::from(errno).code(),
    }
}

/// A thread.
pub struct nng_thread {
    handle: JoinHandle<()>,
}

/// Starts a thread that calls `func` with `arg`, and stores it in `*threadp`. `SIGPIPE` is blocked in it. It is
/// released with `nng_thread_destroy`. Returns 0, `NNG_EINVAL` for NULL, or `NNG_ENOMEM`.
///
/// # Safety
/// `threadp` is NULL or writable; `func` accepts `arg` from another thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_thread_create(
    threadp: *mut *mut nng_thread,
    func: Option<unsafe extern "C" fn(arg: *mut c_void)>,
    arg: *mut c_void,
) -> c_int {
    struct Argument(*mut c_void);
    // SAFETY: the program hands the argument to the thread.
    unsafe impl Send for Argument {}

    let Some(func) = func.filter(|_| !threadp.is_null()) else { return Error::INVALID.code() };
    let argument = Argument(arg);
    let run = move || {
        let argument = argument;
        sys::thread::block_sigpipe();
        // SAFETY: the program promised that the function accepts its argument.
        unsafe { func(argument.0) }
    };
    match thread::Builder::new().stack_size(STACK_SIZE).spawn(run) {
        Ok(handle) => {
            // SAFETY: writable by the caller's promise.
            unsafe { *threadp = Box::into_raw(Box::new(nng_thread { handle })) };
            0
        }
        Err(_) => Error::NO_MEMORY.code(),
    }
}

/// Waits until the function of the thread has returned, and releases the thread. Does not wait when called by the
/// thread itself. NULL is allowed.
///
/// # Safety
/// `thread` is NULL or from `nng_thread_create` and not destroyed yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_thread_destroy(thread: *mut nng_thread) {
    if thread.is_null() {
        return;
    }
    // SAFETY: from `Box::into_raw` by the caller's promise.
    let thread = unsafe { Box::from_raw(thread) };
    if thread.handle.thread().id() != thread::current().id() {
        // The only failure is a panic of the thread, and that ends the process.
        let _ = driver::blocking(|| thread.handle.join());
    }
}

/// Names a thread for debuggers and the like, as far as the system permits; the calling thread if `thread` is NULL.
/// Since nng 1.4.
///
/// # Safety
/// `thread` is NULL or a valid handle; `name` is NULL, which does nothing, or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_thread_set_name(thread: *mut nng_thread, name: *const c_char) {
    if name.is_null() {
        return;
    }
    // SAFETY: by the caller's promise.
    let (thread, name) = unsafe { (thread.as_ref(), CStr::from_ptr(name)) };
    let thread = thread.map_or_else(sys::thread::current, |thread| thread.handle.as_pthread_t());
    sys::thread::set_name(thread, name);
}

/// A mutex. It is not recursive: locking it twice in one thread, or unlocking it in a thread that has not locked it,
/// ends the process with a message.
pub struct nng_mtx {
    _opaque: [u8; 0],
}

impl Handle for nng_mtx {
    type Object = CheckedMutex;
}

/// Makes an unlocked mutex and stores it in `*mtxp`, for `nng_mtx_free`. Returns 0, `NNG_EINVAL` if `mtxp` is NULL,
/// or `NNG_ENOMEM`.
///
/// # Safety
/// `mtxp` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_mtx_alloc(mtxp: *mut *mut nng_mtx) -> c_int {
    if mtxp.is_null() {
        return Error::INVALID.code();
    }
    let Ok(mutex) = CheckedMutex::new() else { return Error::NO_MEMORY.code() };
    // SAFETY: writable by the caller's promise.
    unsafe { *mtxp = nng_mtx::give(Arc::new(mutex)) };
    0
}

/// Releases a mutex, which nobody has locked. NULL is allowed.
///
/// # Safety
/// `mtx` is NULL or a valid handle, which nobody uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_mtx_free(mtx: *mut nng_mtx) {
    // SAFETY: by the caller's promise.
    drop(unsafe { nng_mtx::take(mtx) });
}

/// Locks a mutex, waiting as long as another thread has it locked.
///
/// # Safety
/// `mtx` is a valid handle, or NULL, which does nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_mtx_lock(mtx: *mut nng_mtx) {
    // SAFETY: by the caller's promise.
    let Some(mutex) = (unsafe { nng_mtx::borrow(mtx) }) else { return };
    if mutex.try_lock().is_err() {
        check("mutex lock", driver::blocking(|| mutex.lock()));
    }
}

/// Unlocks a mutex.
///
/// # Safety
/// `mtx` is a valid handle, or NULL, which does nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_mtx_unlock(mtx: *mut nng_mtx) {
    // SAFETY: by the caller's promise.
    if let Some(mutex) = unsafe { nng_mtx::borrow(mtx) } {
        check("mutex unlock", mutex.unlock());
    }
}

/// A condition variable, bound to a mutex.
pub struct nng_cv {
    _opaque: [u8; 0],
}

/// What an `nng_cv` stands for.
#[doc(hidden)]
pub struct BoundCondition {
    condition: Condition,
    mutex: Arc<CheckedMutex>,
}

impl Handle for nng_cv {
    type Object = BoundCondition;
}

/// Makes a condition variable that belongs to `mtx` and stores it in `*cvp`, for `nng_cv_free`. Returns 0,
/// `NNG_EINVAL` for NULL, or `NNG_ENOMEM`.
///
/// # Safety
/// `cvp` is NULL or writable; `mtx` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_cv_alloc(cvp: *mut *mut nng_cv, mtx: *mut nng_mtx) -> c_int {
    // SAFETY: by the caller's promise.
    let Some(mutex) = (unsafe { nng_mtx::share(mtx) }).filter(|_| !cvp.is_null()) else {
        return Error::INVALID.code();
    };
    let Ok(condition) = Condition::new() else { return Error::NO_MEMORY.code() };
    // SAFETY: writable by the caller's promise.
    unsafe { *cvp = nng_cv::give(Arc::new(BoundCondition { condition, mutex })) };
    0
}

/// Releases a condition variable. NULL is allowed.
///
/// # Safety
/// `cv` is NULL or a valid handle, which nobody uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_cv_free(cv: *mut nng_cv) {
    // SAFETY: by the caller's promise.
    drop(unsafe { nng_cv::take(cv) });
}

/// Unlocks the mutex, which the calling thread has locked, waits to be woken, and locks it again. May return without
/// having been woken.
///
/// # Safety
/// `cv` is a valid handle, or NULL, which does nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_cv_wait(cv: *mut nng_cv) {
    // SAFETY: by the caller's promise.
    if let Some(cv) = unsafe { nng_cv::borrow(cv) } {
        check("condition wait", driver::blocking(|| cv.condition.wait(&cv.mutex)));
    }
}

/// Like `nng_cv_wait`, but no longer than until `when`, a time of `nng_clock`. Returns 0 when woken, maybe without
/// reason; `NNG_ETIMEDOUT` when the time is over; `NNG_EAGAIN` at once if `when` is 0. The greatest number means
/// without limit.
///
/// # Safety
/// `cv` is a valid handle, or NULL, for which the result is `NNG_EINVAL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_cv_until(cv: *mut nng_cv, when: nng_time) -> c_int {
    // SAFETY: by the caller's promise.
    let Some(cv) = (unsafe { nng_cv::borrow(cv) }) else { return Error::INVALID.code() };
    let waited = match when {
        0 => return Error::AGAIN.code(),
        nng_time::MAX => driver::blocking(|| cv.condition.wait(&cv.mutex)),
        when => driver::blocking(|| cv.condition.wait_until(&cv.mutex, when)),
    };
    if waited == Err(Errno::ETIMEDOUT) {
        return Error::TIMED_OUT.code();
    }
    check("condition wait", waited);
    0
}

/// Wakes all threads that wait for the condition variable.
///
/// # Safety
/// `cv` is a valid handle, or NULL, which does nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_cv_wake(cv: *mut nng_cv) {
    // SAFETY: by the caller's promise.
    if let Some(cv) = unsafe { nng_cv::borrow(cv) } {
        cv.condition.wake_all();
    }
}

/// Wakes one thread that waits for the condition variable.
///
/// # Safety
/// `cv` is a valid handle, or NULL, which does nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_cv_wake1(cv: *mut nng_cv) {
    // SAFETY: by the caller's promise.
    if let Some(cv) = unsafe { nng_cv::borrow(cv) } {
        cv.condition.wake_one();
    }
}

/// Ends the process when a lock is misused: the program has a bug that would corrupt its data.
fn check(what: &str, outcome: Result<(), Errno>) {
    if let Err(errno) = outcome {
        eprintln!("panic: {what}: {errno}");
        std::process::abort();
    }
}
