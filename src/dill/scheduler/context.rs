//! What the library keeps for a thread.
//!
//! Everything here belongs to one thread, so there are no locks and no atomics. It is made at the thread's first
//! call and found through one thread-local pointer, which every exported function reads once and passes on.
//!
//! Re-entry: user code runs inside calls of the library (callbacks, and whatever runs while a coroutine is
//! suspended). So a `RefCell` of the context is borrowed only for operations that call nobody, and nothing exclusive
//! is held across a callback or a suspension.
//!
//! The end: a thread's context is freed when the thread ends; open handles are not closed, and coroutines that have
//! not finished are never resumed. The main thread's context stays until the process is gone, since exit handlers
//! of the program may still use it. What is gathered for sending leaves at that time.
//!
//! A forked child has a copy of the context of the thread that forked, coroutines and all. Both go on independently of
//! each other: the child with a poll set of its own, and without what was gathered for sending, since the parent has
//! sent it.

use std::cell::{Cell, RefCell};
use std::ptr::{self, NonNull};
use std::sync::Once;

use super::Poller;
use super::coroutine::{Co, Coroutine, ReadyQueue};
use super::fds::Fds;
use super::stack::Stacks;
use super::timers::Timers;
use crate::dill::buffer::Buffers;
use crate::dill::deferred::Deferred;
use crate::dill::handles::Handles;
use crate::sys::Errno;
use crate::sys::thread::{at_fork, at_fork_in_child};

/// The state of one thread.
pub(crate) struct Context {
    running: Cell<Co>,
    pub(super) ready: ReadyQueue,
    pub(super) timers: RefCell<Timers<Co>>,
    pub(super) fds: RefCell<Fds<Co>>,
    pub(super) poller: Poller,
    pub(super) stacks: RefCell<Stacks>,
    pub(crate) handles: Handles,
    pub(crate) buffers: Buffers,
    pub(crate) deferred: Deferred,
    /// The control block of the thread's own stack. It came from a box, but is not kept as one, which would be the only
    /// way to it.
    main: NonNull<Coroutine>,
}

thread_local! {
    static CURRENT: Cell<*const Context> = const { Cell::new(ptr::null()) };
    static END_OF_THREAD: EndOfThread = const { EndOfThread };
}

impl Context {
    /// Calls `f` with the thread's context.
    #[inline]
    pub(crate) fn with<R>(f: impl FnOnce(&Context) -> R) -> R {
        let mut context = CURRENT.get();
        if context.is_null() {
            context = Context::create();
        }
        // SAFETY: made by `create` and valid until the thread ends. What still refers to it then are stacks of
        // coroutines that are never resumed.
        f(unsafe { &*context })
    }

    #[cold]
    fn create() -> *const Context {
        // Without a poll set nothing works, and the functions have no way to tell.
        let fds = Fds::new().unwrap_or_else(|e| panic!("libhttpcore: cannot create the poll set: {e}"));
        let main = NonNull::from(Box::leak(Box::new(Coroutine::new(None, None))));
        // SAFETY: freed with the context, and not moved until then.
        let running = unsafe { Co::new(main) };
        let context = Box::into_raw(Box::new(Context {
            running: Cell::new(running),
            ready: ReadyQueue::new(),
            timers: RefCell::new(Timers::new()),
            fds: RefCell::new(fds),
            poller: Poller::new(),
            stacks: RefCell::new(Stacks::new()),
            handles: Handles::new(),
            buffers: Buffers::new(),
            deferred: Deferred::new(),
            main,
        }));
        CURRENT.set(context);
        static AT_FORK: Once = Once::new();
        AT_FORK.call_once(|| {
            // Fails for lack of memory. Then children share the poll set with their parent.
            let _ = at_fork(before_fork).and_then(|()| at_fork_in_child(after_fork));
        });
        // Fails when the thread is ending already; then the context is never freed.
        let _ = END_OF_THREAD.try_with(|_| ());
        if is_main_thread() {
            // SAFETY: registers a function that takes and returns nothing. Failure is tolerable: the handler only
            // matters to programs that write lines in exit handlers of their own.
            unsafe { libc::atexit(end_of_process) };
        }
        context
    }

    /// The coroutine that runs.
    #[inline]
    pub(crate) fn running(&self) -> Co {
        self.running.get()
    }

    pub(super) fn set_running(&self, co: Co) {
        self.running.set(co);
    }

    /// Whether the thread's own stack is the one in use.
    fn main_is_running(&self) -> bool {
        ptr::eq(&raw const *self.running(), self.main.as_ptr())
    }

    /// Sends what was gathered, as far as that does not block.
    fn last_flush(&self) {
        let me = self.running();
        me.closing.set(me.closing.get() + 1);
        self.deferred.flush(self);
        me.closing.set(me.closing.get() - 1);
    }
}

impl Drop for Context {
    fn drop(&mut self) {
        if let Some(stack) = self.poller.stack.take() {
            self.stacks.get_mut().give_back(stack);
        }
        // SAFETY: from a box, and used by nobody but the context.
        drop(unsafe { Box::from_raw(self.main.as_ptr()) });
    }
}

fn is_main_thread() -> bool {
    // SAFETY: take no pointers and cannot fail.
    unsafe { libc::gettid() == libc::getpid() }
}

extern "C" fn before_fork() {
    if !CURRENT.get().is_null() {
        Context::with(Context::last_flush);
    }
}

extern "C" fn after_fork() {
    if !CURRENT.get().is_null() {
        Context::with(Context::part_from_parent);
    }
}

extern "C" fn end_of_process() {
    if !CURRENT.get().is_null() {
        Context::with(Context::last_flush);
    }
}

struct EndOfThread;

impl Drop for EndOfThread {
    fn drop(&mut self) {
        if CURRENT.get().is_null() {
            return;
        }
        Context::with(Context::last_flush);
        // A thread that ends on a coroutine's stack still uses memory of the context.
        let free = Context::with(Context::main_is_running) && !is_main_thread();
        if free {
            let context = CURRENT.replace(ptr::null());
            // SAFETY: made by `create` from a box, and unreachable from here on.
            drop(unsafe { Box::from_raw(context.cast_mut()) });
        }
    }
}

/// Stores the error where C finds it and returns what C functions return then.
pub(crate) fn failed(e: Errno) -> i32 {
    e.set();
    -1
}
