//! The shared state of the workers, and the one engine that the process has.

use std::os::fd::{AsRawFd, RawFd};
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};
use std::thread::{self, JoinHandle};

use super::crew::{Crew, Order};
use super::queue::{Injector, Queue};
use super::registry::Registry;
use super::timers::Timers;
use super::worker::{self, Worker};
use super::{Source, Task, Token};
use crate::nng::error::Error;
use crate::nng::{self, lock, log};
use crate::sys::epoll::{self, Epoll};
use crate::sys::event::EventFd;
use crate::sys::{self, Errno};

/// Token of the descriptor that wakes a worker.
pub(super) const WAKE: u64 = u64::MAX;
/// Token of the timer descriptor.
pub(super) const TIMER: u64 = u64::MAX - 1;

/// Set in [`Slot::call`] while the worker is in the program's code.
pub(super) const IN_PROGRAM: u64 = 1;
/// Set in [`Slot::call`] when somebody else took over the worker's tasks.
pub(super) const RELIEVED: u64 = 2;
/// Added to [`Slot::call`] for every call, so that two calls are never mistaken for one.
pub(super) const NEXT_CALL: u64 = 4;

/// No worker, in [`Engine::library_only`].
const NOBODY: usize = usize::MAX;

/// What belongs to one worker and others may touch.
#[derive(Default)]
pub(super) struct Slot {
    pub(super) queue: Mutex<Queue>,
    /// Which call into the program the worker is in, see the constants.
    pub(super) call: AtomicU64,
    /// The kernel's name for its thread.
    pub(super) thread: AtomicI32,
    /// Wakes the worker when it watches or is parked. Belongs to the lock of the crew.
    pub(super) wake: Condvar,
}

/// The poll set, the timers and the workers.
pub(crate) struct Engine {
    pub(super) epoll: Epoll,
    wake: EventFd,
    pub(super) timers: Timers,
    pub(super) registry: Registry,
    pub(super) injector: Mutex<Injector>,
    pub(super) slots: Box<[Slot]>,
    crew: Mutex<Crew>,
    threads: Mutex<Vec<Option<JoinHandle<()>>>>,
    /// Workers that wait in the poll set, or looked for tasks for the last time before they do.
    pub(super) polling: AtomicUsize,
    /// A wake-up is under way and no worker has seen it yet.
    pub(super) notified: AtomicBool,
    /// The watcher sleeps until a worker enters the program's code.
    pub(super) dozing: AtomicBool,
    /// How many workers are active: a copy of what the crew says, to be read without its lock.
    pub(super) active: AtomicUsize,
    /// A copy of what the crew says, to be read without its lock.
    library_only: AtomicUsize,
    /// When a worker blocked last, in nanoseconds of the monotonic clock.
    pub(super) last_block: AtomicU64,
    pub(super) stopping: AtomicBool,
}

impl Engine {
    fn start(limit: usize) -> Result<Arc<Engine>, Errno> {
        let engine = Arc::new(Engine {
            epoll: Epoll::new()?,
            wake: EventFd::new()?,
            timers: Timers::new()?,
            registry: Registry::new(),
            injector: Mutex::default(),
            slots: (0..=limit).map(|_| Slot::default()).collect(),
            crew: Mutex::new(Crew::new(limit)),
            threads: Mutex::new((0..=limit).map(|_| None).collect()),
            polling: AtomicUsize::new(0),
            notified: AtomicBool::new(false),
            dozing: AtomicBool::new(false),
            active: AtomicUsize::new(1),
            library_only: AtomicUsize::new(NOBODY),
            last_block: AtomicU64::new(0),
            stopping: AtomicBool::new(false),
        });
        engine.epoll.add(engine.wake.as_raw_fd(), epoll::IN | epoll::EDGE, WAKE)?;
        engine.epoll.add(engine.timers.as_raw_fd(), epoll::IN | epoll::EDGE, TIMER)?;
        let mut crew = engine.lock_crew();
        for order in crew.start() {
            if !engine.carry_out(&mut crew, order) {
                drop(crew);
                engine.stop();
                return Err(Errno::EAGAIN);
            }
        }
        drop(crew);
        Ok(engine)
    }

    /// The timers.
    pub(crate) fn timers(&self) -> &Timers {
        &self.timers
    }

    /// Makes `source` known, so that [`watch`](Self::watch) can be called with its token.
    pub(crate) fn register(&self, source: Arc<dyn Source>) -> Token {
        self.registry.insert(source)
    }

    /// Reports changes of `fd`, in both directions, to the object of `token`. What is possible already is reported
    /// at once. Closing the descriptor ends it.
    pub(crate) fn watch(&self, fd: RawFd, token: Token) -> Result<(), Errno> {
        self.epoll.add(fd, epoll::IN | epoll::OUT | epoll::RDHUP | epoll::EDGE, token.0)
    }

    /// Reports no changes of `fd` any more, while it stays open.
    pub(crate) fn unwatch(&self, fd: RawFd) -> Result<(), Errno> {
        self.epoll.delete(fd)
    }

    /// Reports nothing to the object of `token` any more, and drops the reference to it.
    pub(crate) fn unregister(&self, token: Token) {
        drop(self.registry.remove(token));
    }

    /// Queues a task for whichever worker comes first.
    pub(super) fn inject(&self, task: Task) {
        lock(&self.injector).push(task);
        self.notify();
    }

    /// Sees to it that a worker looks at the injector.
    pub(super) fn notify(&self) {
        // A worker raises `polling` before it looks at the injector for the last time, so either it finds the task
        // that was put there before this call, or it is seen here.
        if self.polling.load(Ordering::SeqCst) > 0 && !self.notified.swap(true, Ordering::SeqCst) {
            self.wake.signal();
        }
    }

    pub(super) fn lock_crew(&self) -> MutexGuard<'_, Crew> {
        lock(&self.crew)
    }

    pub(super) fn is_library_only(&self, worker: usize) -> bool {
        self.library_only.load(Ordering::Relaxed) == worker
    }

    /// Does what the crew decided. `false`: a thread could not be started, and the crew goes on without it.
    pub(super) fn carry_out(self: &Arc<Engine>, crew: &mut Crew, order: Order) -> bool {
        let started = match order {
            Order::Wake(worker) => {
                self.slots[worker].wake.notify_one();
                true
            }
            Order::Start(worker) => {
                let engine = self.clone();
                let run = move || Worker::new(engine, worker).run();
                let builder = thread::Builder::new().name("nng:worker".into()).stack_size(worker::STACK_SIZE);
                match builder.spawn(run) {
                    Ok(handle) => {
                        lock(&self.threads)[worker] = Some(handle);
                        true
                    }
                    Err(_) => {
                        crew.failed_to_start(worker);
                        false
                    }
                }
            }
        };
        self.publish(crew);
        started
    }

    /// Copies what is read without the lock.
    pub(super) fn publish(&self, crew: &Crew) {
        self.active.store(crew.active().count(), Ordering::Relaxed);
        let before = self.library_only.swap(crew.library_only().unwrap_or(NOBODY), Ordering::Relaxed);
        if before != NOBODY && crew.library_only().is_none() {
            // The tasks that were passed over may run now.
            self.notify();
        }
    }

    /// Ends everything that is under way, lets the callbacks run and ends the workers. Called from a callback, it
    /// leaves alone the worker that runs the callback, which ends by itself.
    fn stop(self: &Arc<Engine>) {
        for source in self.registry.all() {
            source.shut_down();
        }
        self.timers.shut_down();
        self.stopping.store(true, Ordering::SeqCst);
        let crew = self.lock_crew();
        for slot in &self.slots {
            slot.wake.notify_one();
        }
        drop(crew);
        self.wake.signal();
        let handles: Vec<_> = lock(&self.threads).iter_mut().filter_map(Option::take).collect();
        for handle in handles.into_iter().filter(|handle| handle.thread().id() != thread::current().id()) {
            // The only failure is a panic of the thread, and that ends the process.
            let _ = handle.join();
        }
    }

    /// Passes the news of the end on to the next worker that waits.
    pub(super) fn pass_stop_on(&self) {
        self.wake.signal();
    }
}

static ENGINE: RwLock<Option<Arc<Engine>>> = RwLock::new(None);

/// Set in a child that was forked after the engine had started: its threads do not exist there.
static FORKED: AtomicBool = AtomicBool::new(false);

extern "C" fn forked() {
    FORKED.store(true, Ordering::Relaxed);
}

/// The engine, which is started when it does not run.
///
/// Ends the process in a child that was forked while the engine ran: the workers are missing there, and the calls of
/// the child would wait for ever.
///
/// Errors: no descriptor, thread or memory could be had.
pub(crate) fn engine() -> Result<Arc<Engine>, Error> {
    if FORKED.load(Ordering::Relaxed) {
        eprintln!("panic: nng is used in a forked child; it was started before the fork");
        std::process::abort();
    }
    if let Some(engine) = worker::current_engine() {
        return Ok(engine);
    }
    if let Some(engine) = &*ENGINE.read().unwrap_or_else(PoisonError::into_inner) {
        return Ok(engine.clone());
    }
    let mut slot = ENGINE.write().unwrap_or_else(PoisonError::into_inner);
    if let Some(engine) = &*slot {
        return Ok(engine.clone());
    }
    static AT_FORK: OnceLock<Result<(), Errno>> = OnceLock::new();
    (*AT_FORK.get_or_init(|| sys::thread::at_fork_in_child(forked)))?;
    let engine = Engine::start(parameters().task_threads())?;
    *slot = Some(engine.clone());
    drop(slot);
    // The logger may use the library in turn.
    log::report(
        log::level::NOTICE,
        c"NNG-INIT",
        &format!("NNG library version {} initialized", nng::VERSION),
    );
    Ok(engine)
}

/// The engine, for calls that cannot report an error because an operation depends on them.
///
/// Ends the process if the engine, having been shut down, cannot be started again: whoever waits for the operation
/// would wait for ever.
pub(crate) fn engine_or_abort() -> Arc<Engine> {
    engine().unwrap_or_else(|error| {
        eprintln!("panic: nng cannot be started again: {error:?}");
        std::process::abort();
    })
}

/// Ends the engine if it runs, and forgets all parameters. The next use starts a new one.
pub(crate) fn shut_down() {
    let engine = ENGINE.read().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some(engine) = engine {
        // Operations that end now still find this engine, to run their callbacks.
        engine.stop();
        *ENGINE.write().unwrap_or_else(PoisonError::into_inner) = None;
    }
    *parameters() = Parameters::DEFAULT;
}

/// Start-up parameters, see `nng_init_set_parameter`. Those of threads that this engine does not have are ignored.
struct Parameters {
    task_threads: Option<u64>,
    max_task_threads: u64,
}

impl Parameters {
    const DEFAULT: Parameters = Parameters { task_threads: None, max_task_threads: 16 };
    /// Beyond this many threads no number makes sense.
    const MOST: u64 = 4096;

    /// How many callbacks may run at a time. Threads are started only when callbacks block, so that the default does
    /// not depend on the number of processors.
    fn task_threads(&self) -> usize {
        let max = if self.max_task_threads == 0 { Parameters::MOST } else { self.max_task_threads };
        self.task_threads.unwrap_or(max).min(max).clamp(2, Parameters::MOST) as usize
    }
}

static PARAMETERS: Mutex<Parameters> = Mutex::new(Parameters::DEFAULT);

fn parameters() -> MutexGuard<'static, Parameters> {
    lock(&PARAMETERS)
}

/// How many threads run callbacks, and how many at most: what the next start of the engine takes into account.
pub(crate) enum Parameter {
    /// `NNG_INIT_NUM_TASK_THREADS`.
    TaskThreads,
    /// `NNG_INIT_MAX_TASK_THREADS`, 0 for no limit.
    MaxTaskThreads,
}

/// Sets a parameter. Without effect while the engine runs.
pub(crate) fn set_parameter(parameter: Parameter, value: u64) {
    if ENGINE.read().unwrap_or_else(PoisonError::into_inner).is_none() {
        match parameter {
            Parameter::TaskThreads => parameters().task_threads = Some(value),
            Parameter::MaxTaskThreads => parameters().max_task_threads = value,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn task_threads_are_capped_and_at_least_two() {
        let threads =
            |task_threads, max_task_threads| Parameters { task_threads, max_task_threads }.task_threads();
        assert_eq!(threads(None, 16), 16);
        assert_eq!(threads(Some(4), 16), 4);
        assert_eq!(threads(Some(40), 16), 16);
        assert_eq!(threads(Some(40), 0), 40);
        assert_eq!(threads(Some(0), 16), 2);
        assert_eq!(threads(Some(4), 1), 2);
    }
}
