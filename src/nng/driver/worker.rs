//! The loop of a worker in each of its roles.

use std::cell::RefCell;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use super::crew::{Crew, Role};
use super::engine::{Engine, IN_PROGRAM, NEXT_CALL, RELIEVED, Slot, TIMER, WAKE};
use super::process::engine_or_abort;
use super::{Readiness, Task, Token};
use crate::nng::sync::atomic::Ordering;
use crate::nng::sync::{self, Condvar, MutexGuard, lock, thread_local};
use crate::sys::epoll::Event;
use crate::sys::{clock, thread};

/// Stack of a worker, on which the program's callbacks run: as large as a thread of the program's own usually has.
/// It is reserved, not used.
pub(super) const STACK_SIZE: usize = 8 << 20;

/// So many events at a time are a sign of a load that the watcher should see.
const MANY_EVENTS: usize = 8;
/// How long a parked worker stays.
const PARK: Duration = Duration::from_secs(5);
/// While more than one worker polls, each looks after so many milliseconds whether it is still needed.
const REST_MS: i32 = 1000;
/// So long after the last callback that blocked, in nanoseconds, one active worker is enough again.
const CALM: u64 = 1_000_000_000;
/// Most events that are fetched at a time.
const EVENTS: usize = 64;
/// After so many tasks a worker looks at the poll set and the injector, even if there are more of its own.
const BUDGET: usize = 64;

thread_local! {
    static CURRENT: RefCell<Option<(Arc<Engine>, usize)>> = const { RefCell::new(None) };
}

/// The engine of the worker that calls.
pub(super) fn current_engine() -> Option<Arc<Engine>> {
    CURRENT.with_borrow(|current| current.as_ref().map(|(engine, _)| engine.clone()))
}

/// Queues a task: on the worker that calls, to run after the present task, or else for whichever worker comes first.
pub(crate) fn spawn(task: Task) {
    if let Some(task) = spawn_here(task, false) {
        engine_or_abort().inject(task);
    }
}

/// Like [`spawn`], but on a worker the task waits until nothing else is to be done.
pub(crate) fn spawn_later(task: Task) {
    if let Some(task) = spawn_here(task, true) {
        engine_or_abort().inject(task);
    }
}

/// Queues a task on the worker that calls, to run after the present one. Gives it back on any other thread, and on a
/// worker that is stuck as far as the others know.
fn spawn_here(task: Task, later: bool) -> Option<Task> {
    CURRENT.with_borrow(|current| {
        let Some((engine, index)) = current else { return Some(task) };
        let slot = &engine.slots[*index];
        let mut queue = lock(&slot.queue);
        // Whoever relieves a worker marks it before it empties its queue. So under this lock: not marked, and the
        // task will be found; or marked, and it must not be left here.
        if slot.call.load(Ordering::SeqCst) & RELIEVED != 0 {
            return Some(task);
        }
        if later {
            queue.push_later(task)
        } else {
            queue.push(task)
        }
        None
    })
}

/// Runs `wait`, which may take long. When the caller is a worker, another one takes over first.
pub(crate) fn blocking<T>(wait: impl FnOnce() -> T) -> T {
    let here = CURRENT.with_borrow(|current| current.clone());
    if let Some((engine, index)) = here {
        let mut crew = engine.lock_crew();
        let call = engine.slots[index].call.load(Ordering::SeqCst);
        // In the end tasks are also run by workers that are not active.
        let is_active = crew.role(index) == Some(Role::Active);
        if is_active && call & (IN_PROGRAM | RELIEVED) == IN_PROGRAM {
            relieve(&engine, &mut crew, index, call);
        }
    }
    wait()
}

/// Takes everything from a worker that is in the call `call` of the program's code. `false`: it is not any more.
pub(super) fn relieve(engine: &Arc<Engine>, crew: &mut Crew, stuck: usize, call: u64) -> bool {
    let slot = &engine.slots[stuck];
    if slot.call.compare_exchange(call, call | RELIEVED, Ordering::SeqCst, Ordering::SeqCst).is_err() {
        return false;
    }
    engine.last_block.store(clock::now_ns(), Ordering::Relaxed);
    lock(&engine.injector).take_over(&mut lock(&slot.queue));
    for order in crew.block(stuck) {
        engine.carry_out(crew, order);
    }
    engine.publish(crew);
    engine.notify();
    true
}

/// A thread of the engine.
pub(super) struct Worker {
    pub(super) engine: Arc<Engine>,
    pub(super) index: usize,
    events: Box<[Event; EVENTS]>,
    /// How many workers may be active for the sake of throughput.
    pub(super) processors: usize,
}

impl Worker {
    pub(super) fn new(engine: Arc<Engine>, index: usize) -> Worker {
        let processors =
            sync::thread::available_parallelism().map_or(1, |n| n.get().saturating_sub(1).max(1));
        Worker { engine, index, events: Box::new([Event::EMPTY; EVENTS]), processors }
    }

    /// The life of the thread.
    pub(super) fn run(mut self) {
        thread::block_sigpipe();
        self.slot().thread.store(thread::current_id(), Ordering::Relaxed);
        CURRENT.set(Some((self.engine.clone(), self.index)));
        while !self.stopping() {
            match self.role() {
                Some(Role::Active) => self.work(),
                Some(Role::Watching) => self.watch(),
                Some(Role::Parked) => self.park(),
                // A worker is blocked only inside `work`, and has no role after it left.
                Some(Role::Blocked) | None => break,
            }
        }
        if self.stopping() {
            while let Some(task) = self.next_task() {
                self.run_task(task);
            }
            self.engine.pass_stop_on();
        }
        CURRENT.set(None);
    }

    fn role(&self) -> Option<Role> {
        let crew = self.engine.lock_crew();
        if self.engine.is_closing() {
            self.engine.tell_settled(&crew);
        }
        crew.role(self.index)
    }

    pub(super) fn stopping(&self) -> bool {
        self.engine.stopping.load(Ordering::SeqCst)
    }

    pub(super) fn slot(&self) -> &Slot {
        &self.engine.slots[self.index]
    }

    /// Polls and runs tasks until the role changes.
    fn work(&mut self) {
        let mut budget = BUDGET;
        while !self.stopping() {
            let task = if budget > 0 { self.next_task() } else { None };
            match task {
                Some(task) => {
                    budget -= 1;
                    if !self.run_task(task) {
                        return;
                    }
                }
                None => {
                    if !self.poll(budget > 0) {
                        return;
                    }
                    budget = BUDGET;
                }
            }
        }
    }

    fn next_task(&self) -> Option<Task> {
        let task = lock(&self.slot().queue).pop();
        task.or_else(|| self.next_injected())
    }

    fn next_injected(&self) -> Option<Task> {
        let library_only = self.engine.is_library_only(self.index);
        let mut injector = lock(&self.engine.injector);
        let task = injector.pop(library_only);
        let more = !injector.is_empty(false);
        drop(injector);
        if more && task.is_some() {
            self.engine.notify();
        }
        task
    }

    /// Runs one task. `false`: the worker was relieved meanwhile, and has another role now.
    fn run_task(&self, task: Task) -> bool {
        match task {
            Task::Ready(source, readiness) => source.ready(readiness),
            Task::Library(job) => job.run(),
            Task::Program(_) if self.engine.is_library_only(self.index) => self.engine.inject(task),
            Task::Program(job) => {
                self.enter_program();
                job.run();
                return self.leave_program();
            }
        }
        true
    }

    fn enter_program(&self) {
        let call = &self.slot().call;
        call.store((call.load(Ordering::Relaxed) + NEXT_CALL) | IN_PROGRAM, Ordering::SeqCst);
        if self.engine.dozing.load(Ordering::SeqCst) {
            self.wake_watcher();
        }
    }

    fn wake_watcher(&self) {
        let crew = self.engine.lock_crew();
        self.engine.dozing.store(false, Ordering::SeqCst);
        if let Some(watcher) = crew.watcher() {
            self.engine.slots[watcher].wake.notify_one();
        }
    }

    fn leave_program(&self) -> bool {
        let call = &self.slot().call;
        let next = call.load(Ordering::Relaxed) & !(IN_PROGRAM | RELIEVED);
        if call.swap(next, Ordering::SeqCst) & RELIEVED == 0 {
            return true;
        }
        let mut crew = self.engine.lock_crew();
        crew.rejoin(self.index);
        self.engine.publish(&crew);
        crew.role(self.index) == Some(Role::Active)
    }

    /// Waits for events, if `wait`, and queues them. `false`: the worker is not needed and has another role now.
    fn poll(&mut self, wait: bool) -> bool {
        let active = self.engine.active.load(Ordering::Relaxed);
        if wait && active > 1 && !self.stay() {
            return false;
        }
        // With several workers that poll, each takes few events, so that one that blocks keeps few from the others.
        let batch = (EVENTS >> (2 * active.saturating_sub(1)).min(6)).max(1);
        self.engine.polling.fetch_add(1, Ordering::SeqCst);
        let wait = wait && lock(&self.engine.injector).is_empty(self.engine.is_library_only(self.index));
        // `polling` is raised before this look, so either `stop` sees that, or it is told here.
        if wait && self.engine.is_closing() {
            self.engine.tell_settled(&self.engine.lock_crew());
        }
        let timeout = if !wait {
            0
        } else if active <= 1 {
            -1
        } else {
            REST_MS
        };
        let result = self.engine.epoll.wait(&mut self.events[..batch], timeout);
        self.engine.polling.fetch_sub(1, Ordering::SeqCst);
        // The only failure is EINTR.
        let count = result.unwrap_or(0);
        if count >= MANY_EVENTS && self.engine.dozing.load(Ordering::Relaxed) {
            self.wake_watcher();
        }
        let mut expire = false;
        {
            let mut queue = lock(&self.slot().queue);
            for event in &self.events[..count] {
                match event.token() {
                    WAKE => self.engine.notified.store(false, Ordering::SeqCst),
                    TIMER => expire = true,
                    token => {
                        if let Some(source) = self.engine.registry.get(Token(token)) {
                            queue.push_event(Task::Ready(source, Readiness(event.events())));
                        }
                    }
                }
            }
        }
        if expire {
            self.engine.timers.expire(clock::now_ns());
        }
        true
    }

    /// Whether one of several active workers, which has nothing to do, goes on polling.
    fn stay(&self) -> bool {
        if clock::now_ns().saturating_sub(self.engine.last_block.load(Ordering::Relaxed)) <= CALM {
            return true;
        }
        let mut crew = self.engine.lock_crew();
        crew.reset_quota();
        crew.rest(self.index);
        self.engine.publish(&crew);
        crew.role(self.index) == Some(Role::Active)
    }

    /// Waits to be needed, and leaves when that takes long.
    fn park(&mut self) {
        let mut crew = self.engine.lock_crew();
        while !self.stopping() && crew.role(self.index) == Some(Role::Parked) {
            let timed_out;
            (crew, timed_out) = wait(&self.slot().wake, crew, PARK);
            if timed_out && crew.leave(self.index) {
                return;
            }
        }
    }
}

/// Waits to be woken, at most for `limit`. The flag tells whether the time is over.
pub(super) fn wait<'a, T>(
    condvar: &Condvar,
    guard: MutexGuard<'a, T>,
    limit: Duration,
) -> (MutexGuard<'a, T>, bool) {
    let (guard, timeout) = condvar.wait_timeout(guard, limit).unwrap_or_else(PoisonError::into_inner);
    (guard, timeout.timed_out())
}
