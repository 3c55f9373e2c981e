//! Tasks that are spawned while workers look for some, fall asleep, block and relieve each other.
//!
//! Nothing wakes a worker but the driver's own wake-ups, so one that is lost is a deadlock, which loom reports. Every
//! scenario ends with the end of the driver, which joins all workers.

use std::sync::Arc;

use loom::thread;

use super::Scenario;
use crate::driver::{self, Job, Parameter, Task};
use crate::sync::{Condvar, Mutex, lock};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario { name: "driver: start, end", preemptions: Some(2), run: start_end },
    Scenario { name: "driver: task of another thread", preemptions: Some(2), run: injected },
    Scenario { name: "driver: tasks of two threads", preemptions: Some(1), run: injected_twice },
    Scenario { name: "driver: task that blocks for another", preemptions: Some(2), run: blocks },
    Scenario { name: "driver: relieved task that spawns", preemptions: Some(1), run: relieved_spawns },
    Scenario { name: "driver: as many block as may", preemptions: Some(1), run: all_block },
];

/// A gate that opens once.
#[derive(Default)]
struct Gate {
    is_open: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    /// Panics if it is open: whoever opens it ran twice.
    fn open(&self) {
        let mut is_open = lock(&self.is_open);
        assert!(!*is_open, "the task ran twice");
        *is_open = true;
        self.opened.notify_all();
    }

    fn pass(&self) {
        let mut is_open = lock(&self.is_open);
        while !*is_open {
            is_open = self.opened.wait(is_open).unwrap();
        }
    }
}

struct Run<F>(F);

impl<F: Fn() + Send + Sync> Job for Run<F> {
    fn run(self: Arc<Self>) {
        (self.0)();
    }
}

fn program(f: impl Fn() + Send + Sync + 'static) -> Task {
    Task::Program(Arc::new(Run(f)))
}

fn library(f: impl Fn() + Send + Sync + 'static) -> Task {
    Task::Library(Arc::new(Run(f)))
}

fn opener(gate: &Arc<Gate>) -> impl Fn() + Send + Sync + 'static {
    let gate = gate.clone();
    move || gate.open()
}

/// Starts the driver, with the fewest workers that it has.
fn start() {
    driver::set_parameter(Parameter::TaskThreads, 2);
    driver::engine().unwrap();
}

fn start_end() {
    start();
    driver::shut_down();
}

fn injected() {
    start();
    let gate = Arc::new(Gate::default());
    driver::spawn(program(opener(&gate)));
    gate.pass();
    driver::shut_down();
}

fn injected_twice() {
    start();
    let gates = [Arc::new(Gate::default()), Arc::new(Gate::default())];
    let other = opener(&gates[0]);
    let spawner = thread::spawn(move || driver::spawn(library(other)));
    driver::spawn(program(opener(&gates[1])));
    for gate in gates {
        gate.pass();
    }
    spawner.join().unwrap();
    driver::shut_down();
}

/// A callback waits for what it spawned itself, and says nothing about it: the watcher has to notice.
fn blocks() {
    start();
    let (first, second) = (Arc::new(Gate::default()), Arc::new(Gate::default()));
    let (inner, outer) = (first.clone(), second.clone());
    driver::spawn(program(move || {
        driver::spawn(program(opener(&inner)));
        inner.pass();
        outer.open();
    }));
    second.pass();
    driver::shut_down();
}

/// A callback says that it blocks, and is relieved. What it spawns afterwards must not stay with it.
fn relieved_spawns() {
    start();
    let (first, second) = (Arc::new(Gate::default()), Arc::new(Gate::default()));
    let (inner, outer) = (first.clone(), second.clone());
    driver::spawn(program(move || {
        driver::blocking(|| driver::spawn(library(opener(&inner))));
        inner.pass();
        outer.open();
    }));
    second.pass();
    driver::shut_down();
}

/// Two callbacks, more than which may not run, wait for a task of the library.
fn all_block() {
    start();
    let gate = Arc::new(Gate::default());
    let ends = [Arc::new(Gate::default()), Arc::new(Gate::default())];
    for end in &ends {
        let (gate, end) = (gate.clone(), end.clone());
        driver::spawn(program(move || {
            driver::blocking(|| gate.pass());
            end.open();
        }));
    }
    driver::spawn(library(opener(&gate)));
    for end in ends {
        end.pass();
    }
    driver::shut_down();
}
