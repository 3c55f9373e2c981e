//! A mutex that notices misuse, and a condition variable on the monotonic clock, for C programs that lock in one call
//! and unlock in another. See pthread_mutex_lock(3) and pthread_cond_wait(3).
//!
//! The library's own code uses `std::sync`, whose guards make the same misuse impossible.

use std::cell::UnsafeCell;
use std::pin::Pin;

use super::Errno;

/// An error-checking mutex.
pub struct CheckedMutex(Pin<Box<UnsafeCell<libc::pthread_mutex_t>>>);

// SAFETY: a pthread mutex may be used from any thread.
unsafe impl Send for CheckedMutex {}
// SAFETY: as above; all access goes through pthread calls.
unsafe impl Sync for CheckedMutex {}

impl CheckedMutex {
    /// An unlocked mutex. Errors: `ENOMEM`, `EAGAIN`.
    pub fn new() -> Result<CheckedMutex, Errno> {
        let mutex = Box::pin(UnsafeCell::new(libc::PTHREAD_MUTEX_INITIALIZER));
        // SAFETY: the attributes are initialised before they are used and destroyed after; the mutex is at its final
        // place and not in use yet.
        unsafe {
            let mut attributes = std::mem::zeroed();
            result(libc::pthread_mutexattr_init(&mut attributes))?;
            libc::pthread_mutexattr_settype(&mut attributes, libc::PTHREAD_MUTEX_ERRORCHECK);
            let made = result(libc::pthread_mutex_init(mutex.get(), &attributes));
            libc::pthread_mutexattr_destroy(&mut attributes);
            made?;
        }
        Ok(CheckedMutex(mutex))
    }

    /// Locks. `EDEADLK` if the calling thread has it locked.
    pub fn lock(&self) -> Result<(), Errno> {
        // SAFETY: the mutex was initialised and has not moved.
        result(unsafe { libc::pthread_mutex_lock(self.0.get()) })
    }

    /// Locks if that is possible at once. `EBUSY` if anybody, the calling thread included, has it locked.
    pub fn try_lock(&self) -> Result<(), Errno> {
        // SAFETY: as in `lock`.
        result(unsafe { libc::pthread_mutex_trylock(self.0.get()) })
    }

    /// Unlocks. `EPERM` if the calling thread does not have it locked.
    pub fn unlock(&self) -> Result<(), Errno> {
        // SAFETY: as in `lock`.
        result(unsafe { libc::pthread_mutex_unlock(self.0.get()) })
    }
}

impl Drop for CheckedMutex {
    fn drop(&mut self) {
        // One that is still locked must not be destroyed: it is simply forgotten.
        if self.try_lock().and_then(|()| self.unlock()).is_ok() {
            // SAFETY: initialised, unlocked, and nobody refers to it any more.
            unsafe { libc::pthread_mutex_destroy(self.0.get()) };
        }
    }
}

/// A condition variable whose deadlines are times of the monotonic clock.
pub struct Condition(Pin<Box<UnsafeCell<libc::pthread_cond_t>>>);

// SAFETY: a pthread condition variable may be used from any thread.
unsafe impl Send for Condition {}
// SAFETY: as above; all access goes through pthread calls.
unsafe impl Sync for Condition {}

impl Condition {
    /// A condition variable that nobody waits for. Errors: `ENOMEM`, `EAGAIN`.
    pub fn new() -> Result<Condition, Errno> {
        let condition = Box::pin(UnsafeCell::new(libc::PTHREAD_COND_INITIALIZER));
        // SAFETY: the attributes are initialised before they are used and destroyed after; the variable is at its
        // final place and not in use yet.
        unsafe {
            let mut attributes = std::mem::zeroed();
            result(libc::pthread_condattr_init(&mut attributes))?;
            libc::pthread_condattr_setclock(&mut attributes, libc::CLOCK_MONOTONIC);
            let made = result(libc::pthread_cond_init(condition.get(), &attributes));
            libc::pthread_condattr_destroy(&mut attributes);
            made?;
        }
        Ok(Condition(condition))
    }

    /// Waits to be woken, maybe without reason. `EPERM` if the calling thread does not have `mutex` locked.
    pub fn wait(&self, mutex: &CheckedMutex) -> Result<(), Errno> {
        // SAFETY: both were initialised and have not moved.
        result(unsafe { libc::pthread_cond_wait(self.0.get(), mutex.0.get()) })
    }

    /// Like [`wait`](Self::wait), until `deadline` milliseconds of the monotonic clock: then `ETIMEDOUT`.
    pub fn wait_until(&self, mutex: &CheckedMutex, deadline: u64) -> Result<(), Errno> {
        let at = libc::timespec {
            tv_sec: (deadline / 1000) as libc::time_t,
            tv_nsec: (deadline % 1000 * 1_000_000) as libc::c_long,
        };
        // SAFETY: as in `wait`; `at` is readable and normalised.
        result(unsafe { libc::pthread_cond_timedwait(self.0.get(), mutex.0.get(), &at) })
    }

    /// Wakes one waiter.
    pub fn wake_one(&self) {
        // SAFETY: as in `wait`.
        unsafe { libc::pthread_cond_signal(self.0.get()) };
    }

    /// Wakes all waiters.
    pub fn wake_all(&self) {
        // SAFETY: as in `wait`.
        unsafe { libc::pthread_cond_broadcast(self.0.get()) };
    }
}

impl Drop for Condition {
    fn drop(&mut self) {
        // SAFETY: initialised, and nobody refers to it any more.
        unsafe { libc::pthread_cond_destroy(self.0.get()) };
    }
}

/// Turns the convention of pthread calls, which return an error number, into a result.
fn result(error: i32) -> Result<(), Errno> {
    if error == 0 { Ok(()) } else { Err(Errno(error)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sys::clock;

    #[test]
    fn misuse_is_noticed() {
        let mutex = CheckedMutex::new().unwrap();
        assert_eq!(mutex.unlock(), Err(Errno::EPERM));
        mutex.lock().unwrap();
        assert_eq!(mutex.lock(), Err(Errno::EDEADLK));
        assert_eq!(mutex.try_lock(), Err(Errno::EBUSY));
        mutex.unlock().unwrap();
        mutex.try_lock().unwrap();
    }

    #[test]
    fn waiting_ends_at_the_deadline() {
        let (mutex, condition) = (CheckedMutex::new().unwrap(), Condition::new().unwrap());
        mutex.lock().unwrap();
        let deadline = clock::now_ms() as u64 + 3;
        while condition.wait_until(&mutex, deadline) != Err(Errno::ETIMEDOUT) {}
        assert!(clock::now_ms() as u64 >= deadline);
        assert_eq!(condition.wait_until(&mutex, 1), Err(Errno::ETIMEDOUT));
    }
}
