//! In place of the driver, for the aio: a thread for each task, and the library's timers.

use std::sync::{Arc, Mutex};

use loom::thread::JoinHandle;

#[path = "../../../src/nng/driver/timers.rs"]
mod timers;

const LATE: usize = 2;

pub(crate) use timers::{Expire, TimerKey, Timers};

pub(crate) trait Job: Send + Sync {
    fn run(self: Arc<Self>);
}

pub(crate) enum Task {
    Library(Arc<dyn Job>),
    Program(Arc<dyn Job>),
}

/// Outside of the model: it is no subject of the scenarios.
static TASKS: Mutex<Vec<JoinHandle<()>>> = Mutex::new(Vec::new());

pub(crate) fn spawn(task: Task) {
    let (Task::Library(job) | Task::Program(job)) = task;
    let handle = loom::thread::spawn(move || job.run());
    TASKS.lock().unwrap().push(handle);
}

/// Waits until all tasks have ended, also those that came from others. What they use is gone after the scenario.
pub(crate) fn join() {
    loop {
        let task = TASKS.lock().unwrap().pop();
        let Some(task) = task else { break };
        task.join().unwrap();
    }
}

pub(crate) fn blocking<T>(wait: impl FnOnce() -> T) -> T {
    wait()
}

pub(crate) struct Engine;

pub(crate) fn engine_or_abort() -> Engine {
    Engine
}

loom::lazy_static! {
    static ref TIMERS: Timers = Timers::new().unwrap();
}

impl Engine {
    pub(crate) fn timers(&self) -> &Timers {
        &TIMERS
    }
}

/// The time of all operations that have one is over.
pub(crate) fn expire_all() {
    TIMERS.expire(u64::MAX);
}

/// What `nng_fini` does to operations that have a time.
pub(crate) fn shut_down() {
    TIMERS.shut_down();
}
