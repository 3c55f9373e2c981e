//! The shared state of the workers.

use std::os::fd::{AsRawFd, RawFd};
use std::sync::{Arc, PoisonError};

use super::crew::{Crew, Order};
use super::queue::{Injector, Queue};
use super::registry::Registry;
use super::timers::Timers;
use super::worker::{self, Worker};
use super::{Job, LATE, Source, Task, Token};
use crate::nng::sync::atomic::{AtomicBool, AtomicI32, AtomicU64, AtomicUsize, Ordering};
use crate::nng::sync::thread::{self, JoinHandle};
use crate::nng::sync::{Condvar, Mutex, MutexGuard, lock};
use crate::sys::Errno;
use crate::sys::epoll::{self, Epoll};
use crate::sys::event::EventFd;

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

/// An object that came when the end had begun.
struct Late(Arc<dyn Source>);

impl Job for Late {
    fn run(self: Arc<Self>) {
        self.0.clone().shut_down();
    }
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
    /// The end has begun: whatever is registered now is told to end.
    closing: AtomicBool,
    /// How many were registered since then.
    late: AtomicUsize,
    /// A worker has nothing to do, while the end has begun. Belongs to the lock of the crew.
    settled: Condvar,
    /// The workers end.
    pub(super) stopping: AtomicBool,
}

impl Engine {
    pub(super) fn start(limit: usize) -> Result<Arc<Engine>, Errno> {
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
            closing: AtomicBool::new(false),
            late: AtomicUsize::new(0),
            settled: Condvar::new(),
            stopping: AtomicBool::new(false),
        });
        engine.epoll.add(engine.wake.as_raw_fd(), epoll::IN | epoll::EDGE, WAKE)?;
        engine.epoll.add(engine.timers.as_raw_fd(), epoll::IN | epoll::EDGE, TIMER)?;
        let mut crew = engine.lock_crew();
        for order in crew.start() {
            if !engine.carry_out(&mut crew, order) {
                drop(crew);
                engine.end();
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
        let token = self.registry.insert(source.clone());
        // It is in the table before this look, so either `stop` finds it there, or it is told here.
        if self.is_closing() && self.late.fetch_add(1, Ordering::Relaxed) < LATE {
            worker::spawn(Task::Library(Arc::new(Late(source))));
        }
        token
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
    /// waits neither for this nor for others, and leaves alone the worker that runs the callback, which ends by itself.
    pub(super) fn stop(self: &Arc<Engine>) {
        self.closing.store(true, Ordering::SeqCst);
        for source in self.registry.all() {
            source.shut_down();
        }
        self.timers.shut_down();
        if worker::current_engine().is_none() {
            // Until then callbacks may block, and are relieved.
            let mut crew = self.lock_crew();
            while !self.is_settled(&crew) {
                crew = self.settled.wait(crew).unwrap_or_else(PoisonError::into_inner);
            }
        }
        self.end();
    }

    /// Whether nothing is left to do, and nobody does anything. Not for callers on workers.
    fn is_settled(&self, crew: &Crew) -> bool {
        crew.blocked() == 0
            && self.polling.load(Ordering::SeqCst) == crew.active().count()
            && lock(&self.injector).is_empty(false)
            && self.slots.iter().all(|slot| lock(&slot.queue).is_empty())
    }

    /// A worker got to a point where it has nothing to do: whoever waits for all of them to get there looks again.
    pub(super) fn tell_settled(&self, _: &MutexGuard<'_, Crew>) {
        self.settled.notify_all();
    }

    /// Whether the end has begun.
    pub(super) fn is_closing(&self) -> bool {
        self.closing.load(Ordering::SeqCst)
    }

    /// Ends the workers.
    fn end(&self) {
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
