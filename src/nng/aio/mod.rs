//! The aio: one asynchronous operation after the other, each with its callback.
//!
//! [`state`] has the rules of an operation's life; this file adds the lock, the timer, the callback and the waiting.
//!
//! # Locks
//!
//! An aio's lock is taken after any lock of a provider (providers schedule and finish under their own), and before
//! those of the timers and of the task queues. Callbacks and cancellers run without any.
//!
//! # Who calls what, and how often
//!
//! | what | called | how often |
//! |---|---|---|
//! | callback | by a worker, as a task of its own | once an operation |
//! | canceller of the library | inside the call that cancels, or when time is over | at most once an operation |
//! | canceller of the program | inside the call that cancels; by a worker when time is over | likewise |
//!
//! Whoever takes the canceller out under the lock calls it, so that of all that would end an operation one does. It is
//! called after the lock was released, and the operation may be completed in between: a canceller of the library finds
//! nothing then, because its provider decides under its own lock who finishes an operation. One of the program that
//! waits for a worker is not called then. The program orders the rest itself, as `nng_aio_defer` demands.
//!
//! The aio is busy until callbacks and cancellers have returned. So when a wait is over, nothing of the library uses
//! what the program gave to them.
//!
//! `model/` explores how threads can interleave in this file.

mod operation;
mod state;
mod time;

use std::cell::Cell;
use std::ffi::c_void;
use std::ptr::null_mut;
use std::sync::{Arc, PoisonError, Weak};

pub(crate) use operation::{Completion, Op, Operation, Provider};
use state::{Canceled, Finished, Scheduled, State};
use time::Deadline;

use super::driver::{self, Job, Task, TimerKey};
use super::error::Error;
use super::sync::atomic::{AtomicPtr, Ordering};
use super::sync::{Condvar, Mutex, lock, thread_local};
use crate::sys::lent::LentBuffers;

/// Inputs, and outputs, of an aio.
const VALUES: usize = 4;
/// What to call when an operation ended.
pub(crate) enum Callback {
    /// Nothing.
    None,
    /// Code of the program, which may block.
    Program(Box<dyn Fn() + Send + Sync>),
    /// Code of the library.
    Library(Weak<dyn Completion>),
}

/// A function of the program that ends an operation early, with the code that it gets.
type CancelFn = Box<dyn FnOnce(i32) + Send>;

/// What ends a pending operation early.
enum Canceller {
    /// A provider of the library, and what it calls the operation.
    Provider(Arc<dyn Provider>, u64),
    /// A function of the program.
    Program(CancelFn),
    /// The operation is a sleep, and ends with this code when its time is over.
    Sleep(i32),
}

struct Shared {
    state: State<Canceller>,
    /// Milliseconds that operations may take, or `INFINITE`, `DEFAULT`, or less for no time at all.
    timeout: i32,
    /// Overrides the timeout for the next operation: nanoseconds of the monotonic clock.
    expire_at: Option<u64>,
    timer: Option<TimerKey>,
    buffers: LentBuffers,
    /// Threads that wait for the aio to be idle: waking nobody would cost a system call, too.
    waiting: u32,
}

/// An `nng_aio`.
pub(crate) struct Aio {
    shared: Mutex<Shared>,
    idle: Condvar,
    callback: Callback,
    inputs: [AtomicPtr<c_void>; VALUES],
    outputs: [AtomicPtr<c_void>; VALUES],
    message: AtomicPtr<c_void>,
}

thread_local! {
    /// The aio whose callback or canceller runs on this thread.
    static CALLED_BY: Cell<*const Aio> = const { Cell::new(std::ptr::null()) };
}

impl Aio {
    /// An aio that no operation uses.
    pub(crate) fn new(callback: Callback) -> Arc<Aio> {
        let has_callback = !matches!(callback, Callback::None);
        Arc::new(Aio {
            shared: Mutex::new(Shared {
                state: State::new(has_callback),
                timeout: time::DEFAULT,
                expire_at: None,
                timer: None,
                buffers: LentBuffers::EMPTY,
                waiting: 0,
            }),
            idle: Condvar::new(),
            callback,
            inputs: Default::default(),
            outputs: Default::default(),
            message: AtomicPtr::default(),
        })
    }

    /// The code with which the last operation ended.
    pub(crate) fn result(&self) -> i32 {
        lock(&self.shared).state.outcome().0
    }

    /// Bytes that the last operation moved.
    pub(crate) fn count(&self) -> usize {
        lock(&self.shared).state.outcome().1
    }

    /// Input `index`, NULL if there is none of that index.
    pub(crate) fn input(&self, index: usize) -> *mut c_void {
        self.inputs.get(index).map_or(null_mut(), |value| value.load(Ordering::Acquire))
    }

    /// The message pointer, which the library only keeps.
    pub(crate) fn message(&self) -> *mut c_void {
        self.message.load(Ordering::Acquire)
    }

    /// Sets the message pointer.
    pub(crate) fn set_message(&self, message: *mut c_void) {
        self.message.store(message, Ordering::Release);
    }

    /// Whether an operation is under way or its callback has not returned yet.
    pub(crate) fn busy(&self) -> bool {
        lock(&self.shared).state.busy()
    }

    /// Waits until the aio is no longer busy. In its own callback or canceller, which would wait for itself, it returns
    /// at once.
    pub(crate) fn wait(&self) {
        if CALLED_BY.get() == std::ptr::from_ref(self) || !self.busy() {
            return;
        }
        driver::blocking(|| {
            let mut shared = lock(&self.shared);
            shared.waiting += 1;
            while shared.state.busy() {
                shared = self.idle.wait(shared).unwrap_or_else(PoisonError::into_inner);
            }
            shared.waiting -= 1;
        });
    }

    /// Ends the pending operation early with `code`; without one, does nothing.
    pub(crate) fn abort_with(self: &Arc<Aio>, code: i32) {
        let canceled = lock(&self.shared).state.abort(code);
        if let Some(canceled) = canceled {
            self.cancel(canceled);
        }
    }

    /// Lets no further operation begin, and ends the pending one early with `error`.
    pub(crate) fn stop(self: &Arc<Aio>, error: Error) {
        let canceled = lock(&self.shared).state.stop(error.code());
        if let Some(canceled) = canceled {
            self.cancel(canceled);
        }
    }

    /// Registers a function of the program that ends the operation early. If it is too late for that already, since
    /// there is no time left or the operation was aborted, the function is called from a worker.
    pub(crate) fn defer(self: &Arc<Aio>, cancel: CancelFn) {
        if let Scheduled::Aborted(canceled) = self.pend(Canceller::Program(cancel)) {
            self.spawn_canceller(canceled);
        }
    }

    /// Ends the operation with a code that the program chose. The count stays as it is.
    pub(crate) fn finish_with(self: &Arc<Aio>, code: i32) {
        let count = self.count();
        self.complete(code, count);
    }

    /// Makes the begun operation pending, and sets its timer.
    fn pend(self: &Arc<Aio>, canceller: Canceller) -> Scheduled<Canceller> {
        let mut shared = lock(&self.shared);
        let deadline = shared.deadline();
        if matches!(deadline, Deadline::Now) {
            // No canceller is there yet, so nothing is handed out.
            shared.state.abort(Error::TIMED_OUT.code());
        }
        let scheduled = shared.state.schedule(canceller);
        if let (Scheduled::Pending(sequence), Deadline::At(deadline)) = (&scheduled, deadline) {
            self.set_timer(&mut shared, deadline, *sequence);
        }
        scheduled
    }

    fn complete(self: &Arc<Aio>, code: i32, count: usize) {
        let mut shared = lock(&self.shared);
        let finished = shared.state.finish(code, count);
        if finished == Finished::Ignored {
            return;
        }
        shared.expire_at = None;
        let timer = shared.timer.take();
        let is_awaited = shared.waiting > 0;
        drop(shared);
        if let Some(timer) = timer {
            driver::engine_or_abort().timers().remove(timer);
        }
        match self.callback {
            Callback::Program(_) => driver::spawn(Task::Program(self.clone())),
            Callback::Library(_) => driver::spawn(Task::Library(self.clone())),
            Callback::None if is_awaited => self.idle.notify_all(),
            Callback::None => {}
        }
    }

    /// Calls a canceller that was handed out.
    fn cancel(self: &Arc<Aio>, canceled: Canceled<Canceller>) {
        let Canceled { canceller, code, .. } = canceled;
        match canceller {
            Canceller::Provider(provider, token) => provider.cancel(token, outcome(code)),
            Canceller::Program(cancel) => self.call(|| cancel(code)),
            Canceller::Sleep(_) => self.complete(code, 0),
        }
        self.end_call();
    }

    /// Has a worker call a canceller that was handed out, unless the operation is complete by then.
    fn spawn_canceller(self: &Arc<Aio>, canceled: Canceled<Canceller>) {
        let late = Late { aio: self.clone(), canceled: Mutex::new(Some(canceled)) };
        driver::spawn(Task::Program(Arc::new(late)));
    }

    /// Runs code of the program that must not wait for itself.
    fn call(&self, f: impl FnOnce()) {
        let outer = CALLED_BY.replace(std::ptr::from_ref(self));
        f();
        CALLED_BY.set(outer);
    }

    /// A callback returned, or a canceller is done with.
    fn end_call(&self) {
        let mut shared = lock(&self.shared);
        let is_awaited = shared.state.end_call() && shared.waiting > 0;
        drop(shared);
        if is_awaited {
            self.idle.notify_all();
        }
    }
}

impl Operation for Aio {
    fn begin(&self) -> bool {
        let mut shared = lock(&self.shared);
        let began = shared.state.begin(Error::CANCELED.code());
        if began || !shared.state.busy() {
            for output in &self.outputs {
                output.store(null_mut(), Ordering::Release);
            }
        }
        began
    }

    fn schedule(self: Arc<Self>, provider: Arc<dyn Provider>, token: u64) -> bool {
        match self.pend(Canceller::Provider(provider, token)) {
            Scheduled::Pending(_) => true,
            Scheduled::Aborted(canceled) => {
                self.complete(canceled.code, 0);
                self.end_call();
                false
            }
            Scheduled::Refused => false,
        }
    }

    fn finish(self: Arc<Self>, outcome: Result<usize, Error>) {
        match outcome {
            Ok(count) => self.complete(0, count),
            Err(error) => self.complete(error.code(), 0),
        }
    }

    fn abort(self: Arc<Self>, error: Error) {
        self.abort_with(error.code());
    }

    fn outcome(&self) -> Result<(), Error> {
        Error::from_code(self.result())
    }

    fn buffers(&self) -> LentBuffers {
        lock(&self.shared).buffers.clone()
    }

    fn set_buffers(&self, buffers: LentBuffers) {
        lock(&self.shared).buffers = buffers;
    }

    fn set_input(&self, index: usize, value: *mut c_void) {
        self.inputs[index].store(value, Ordering::Release);
    }

    fn output(&self, index: usize) -> *mut c_void {
        self.outputs.get(index).map_or(null_mut(), |value| value.load(Ordering::Acquire))
    }

    fn set_output(&self, index: usize, value: *mut c_void) {
        self.outputs[index].store(value, Ordering::Release);
    }

    fn handle(&self) -> *mut c_void {
        std::ptr::from_ref(self).cast_mut().cast()
    }
}

impl Job for Aio {
    /// Calls the callback of a completed operation.
    fn run(self: Arc<Self>) {
        lock(&self.shared).state.start_callback();
        match &self.callback {
            Callback::Program(callback) => self.call(callback),
            Callback::Library(completion) => {
                if let Some(completion) = completion.upgrade() {
                    completion.complete(self.clone());
                }
            }
            Callback::None => {}
        }
        self.end_call();
    }
}

/// A canceller that a worker has to call.
struct Late {
    aio: Arc<Aio>,
    canceled: Mutex<Option<Canceled<Canceller>>>,
}

impl Job for Late {
    fn run(self: Arc<Self>) {
        let Some(canceled) = lock(&self.canceled).take() else { return };
        if lock(&self.aio.shared).state.is_pending(canceled.sequence) {
            self.aio.cancel(canceled);
        } else {
            self.aio.end_call();
        }
    }
}

/// An aio for the handlers of a server, to be given to the program. Its operation begins before a handler is called,
/// and the completion is told when the handler has finished it.
pub(crate) fn for_handlers(completion: Weak<dyn Completion>) -> Op {
    Aio::new(Callback::Library(completion))
}

/// The outcome that a provider reports when an operation is ended early with this code, which may be 0.
fn outcome(code: i32) -> Result<usize, Error> {
    Error::from_code(code).map(|()| 0)
}
