//! Locks, atomics and threads of the library's files: loom's, with what loom lacks.

use std::ops::{Deref, DerefMut};
use std::sync::LockResult;
use std::time::Duration;

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap()
}

/// A lock whose guard knows it, so that a wait can let go of it and take it again.
#[derive(Default)]
pub(crate) struct Mutex<T>(loom::sync::Mutex<T>);

pub(crate) struct MutexGuard<'a, T> {
    mutex: &'a Mutex<T>,
    guard: loom::sync::MutexGuard<'a, T>,
}

impl<T> Mutex<T> {
    pub(crate) fn new(value: T) -> Mutex<T> {
        Mutex(loom::sync::Mutex::new(value))
    }

    pub(crate) fn lock(&self) -> LockResult<MutexGuard<'_, T>> {
        Ok(MutexGuard { mutex: self, guard: self.0.lock().unwrap() })
    }
}

impl<T> Deref for MutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.guard
    }
}

impl<T> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.guard
    }
}

/// A condition variable whose waits can time out.
#[derive(Default)]
pub(crate) struct Condvar(loom::sync::Condvar);

pub(crate) struct TimedOut(bool);

impl TimedOut {
    pub(crate) fn timed_out(&self) -> bool {
        self.0
    }
}

impl Condvar {
    pub(crate) fn new() -> Condvar {
        Condvar::default()
    }

    pub(crate) fn wait<'a, T>(&self, guard: MutexGuard<'a, T>) -> LockResult<MutexGuard<'a, T>> {
        let MutexGuard { mutex, guard } = guard;
        Ok(MutexGuard { mutex, guard: self.0.wait(guard).unwrap() })
    }

    /// A tick of the watcher is over when the others have had a chance to run. Longer waits last for ever, so that
    /// nothing may depend on their end.
    pub(crate) fn wait_timeout<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        limit: Duration,
    ) -> LockResult<(MutexGuard<'a, T>, TimedOut)> {
        if limit > Duration::from_millis(1) {
            return Ok((self.wait(guard).unwrap(), TimedOut(false)));
        }
        let mutex = guard.mutex;
        drop(guard);
        loom::thread::yield_now();
        Ok((lock(mutex), TimedOut(true)))
    }

    pub(crate) fn notify_one(&self) {
        self.0.notify_one();
    }

    pub(crate) fn notify_all(&self) {
        self.0.notify_all();
    }
}

pub(crate) mod thread {
    pub(crate) use loom::thread::{Builder, JoinHandle, current};

    pub(crate) fn available_parallelism() -> std::io::Result<std::num::NonZeroUsize> {
        Ok(std::num::NonZeroUsize::MIN)
    }
}

/// Atomics whose sequentially consistent accesses are: loom takes them for acquire and release, but knows fences.
pub(crate) mod atomic {
    use loom::sync::atomic as loom;
    pub(crate) use std::sync::atomic::Ordering;

    fn fence(ordering: Ordering) {
        if ordering == Ordering::SeqCst {
            loom::fence(Ordering::SeqCst);
        }
    }

    macro_rules! atomic {
        ($name:ident[$($parameter:ident)?], $value:ty) => {
            #[derive(Debug)]
            pub(crate) struct $name<$($parameter)?>(loom::$name<$($parameter)?>);

            impl<$($parameter)?> $name<$($parameter)?> {
                pub(crate) fn new(value: $value) -> Self {
                    $name(loom::$name::new(value))
                }

                pub(crate) fn load(&self, ordering: Ordering) -> $value {
                    fence(ordering);
                    let value = self.0.load(ordering);
                    fence(ordering);
                    value
                }

                pub(crate) fn store(&self, value: $value, ordering: Ordering) {
                    fence(ordering);
                    self.0.store(value, ordering);
                    fence(ordering);
                }

                pub(crate) fn swap(&self, value: $value, ordering: Ordering) -> $value {
                    fence(ordering);
                    let before = self.0.swap(value, ordering);
                    fence(ordering);
                    before
                }

                pub(crate) fn compare_exchange(
                    &self,
                    current: $value,
                    new: $value,
                    success: Ordering,
                    failure: Ordering,
                ) -> Result<$value, $value> {
                    fence(success);
                    let result = self.0.compare_exchange(current, new, success, failure);
                    fence(success);
                    result
                }
            }
        };
        ($name:ident, $value:ty, number) => {
            atomic!($name[], $value);

            impl Default for $name {
                fn default() -> Self {
                    Self::new(0)
                }
            }

            impl $name {
                pub(crate) fn fetch_add(&self, value: $value, ordering: Ordering) -> $value {
                    fence(ordering);
                    let before = self.0.fetch_add(value, ordering);
                    fence(ordering);
                    before
                }

                pub(crate) fn fetch_sub(&self, value: $value, ordering: Ordering) -> $value {
                    fence(ordering);
                    let before = self.0.fetch_sub(value, ordering);
                    fence(ordering);
                    before
                }
            }
        };
    }

    atomic!(AtomicBool[], bool);
    atomic!(AtomicI32, i32, number);
    atomic!(AtomicU64, u64, number);
    atomic!(AtomicUsize, usize, number);
    atomic!(AtomicPtr[T], *mut T);

    impl<T> Default for AtomicPtr<T> {
        fn default() -> Self {
            Self::new(std::ptr::null_mut())
        }
    }
}

/// A variable of each of loom's threads, which are one thread to the system.
pub(crate) struct LocalKey<T: 'static>(
    pub(crate) fn() -> &'static loom::thread::LocalKey<std::cell::RefCell<T>>,
);

impl<T: 'static> LocalKey<T> {
    pub(crate) fn with_borrow<R>(&'static self, f: impl FnOnce(&T) -> R) -> R {
        (self.0)().with(|value| f(&value.borrow()))
    }

    pub(crate) fn replace(&'static self, value: T) -> T {
        (self.0)().with(|old| old.replace(value))
    }

    pub(crate) fn set(&'static self, value: T) {
        self.replace(value);
    }

    pub(crate) fn get(&'static self) -> T
    where
        T: Copy,
    {
        (self.0)().with(|value| *value.borrow())
    }
}

/// As in the standard library, for a `Cell` or a `RefCell`.
macro_rules! local {
    ($(#[$doc:meta])* static $name:ident: $cell:ident<$t:ty> = const { $init:expr };) => {
        static $name: crate::sync::LocalKey<$t> = crate::sync::LocalKey(|| {
            loom::thread_local! {
                static INNER: std::cell::RefCell<$t> =
                    std::cell::RefCell::new($cell::into_inner($init));
            }
            &INNER
        });
    };
}
pub(crate) use local as thread_local;
