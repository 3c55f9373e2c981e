//! The driver: a few workers that poll, run what became possible and sleep, for all objects of the nng face.
//!
//! # How work flows
//!
//! An active worker waits in the poll set, puts the events that it got into its own queue and empties the queue, task
//! by task. On the common path one thread reads a request, runs the handler and writes the answer, without waking
//! another. Descriptors are watched edge-triggered, for both directions, from their registration on: per request
//! there is one wait, one read and one write.
//!
//! # Tasks
//!
//! Library tasks never block. Program tasks call into the program and may block for as long as they like; they start
//! with an empty stack above the worker's loop and with no lock held, never inside the call that caused them. A task
//! that is spawned on a worker goes to the worker's own queue and runs after the current one returned; one that is
//! spawned elsewhere goes to the injector, and a worker is woken if all are asleep.
//!
//! # When a callback blocks
//!
//! While a worker is in the program's code, another one watches: it looks every millisecond whether that is still the
//! same call, and if so becomes active itself and takes the tasks out of the stuck worker's queue ([`crew`] has the
//! rules). If it finds the workers waiting for short whiles, again and again, it has one more of them work. A call of
//! this library that is about to wait says so beforehand ([`blocking`]) and spares the millisecond.
//! The watcher sleeps without a time limit while nobody is in the program's code.
//!
//! # The end
//!
//! [`shut_down`] tells every object and every timer to end, waits until the workers have run what comes of that and
//! have nothing left to do, and joins them.
//! What callbacks start meanwhile is told at once, by a task of its own, so that it ends, too; but not for ever, since
//! there are callbacks that start an operation whenever one ends. What they start in the end stays pending, and can
//! still be cancelled.
//!
//! # One word
//!
//! The word `Slot::call` decides between "returned" and "relieved" without a lock: the worker replaces it when the
//! call returns, the watcher marks it only if it is unchanged, so exactly one of them wins. `model/` explores this and
//! the wake-ups.

mod crew;
mod engine;
mod process;
mod queue;
mod registry;
mod timers;
mod watch;
mod worker;

use std::sync::Arc;

pub(crate) use engine::Engine;
pub(crate) use process::{Parameter, engine, engine_or_abort, set_parameter, shut_down};
pub(crate) use registry::Token;
pub(crate) use timers::{Expire, TimerKey};
pub(crate) use worker::{blocking, spawn, spawn_later};

use crate::sys::epoll;

/// Something that the poll set watches.
pub(crate) trait Source: Send + Sync {
    /// The readiness of the descriptor changed. Runs on a worker, must not block.
    fn ready(self: Arc<Self>, readiness: Readiness);

    /// The library shuts down: end what is under way.
    fn shut_down(self: Arc<Self>);
}

/// What changed about a descriptor.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Readiness(pub(super) u32);

impl Readiness {
    /// Nothing changed; for tasks that look again.
    pub(crate) const NONE: Readiness = Readiness(0);

    /// There is something to read: data, the end of the stream, or an error.
    pub(crate) fn readable(self) -> bool {
        self.0 & (epoll::IN | epoll::RDHUP | epoll::HUP | epoll::ERR) != 0
    }

    /// The peer finished sending, so that a short read does not mean that nothing is left.
    pub(crate) fn hung_up(self) -> bool {
        self.0 & (epoll::RDHUP | epoll::HUP | epoll::ERR) != 0
    }

    /// There is room to write, or an error to report.
    pub(crate) fn writable(self) -> bool {
        self.0 & (epoll::OUT | epoll::HUP | epoll::ERR) != 0
    }
}

/// So many objects, and timers, of those that come when the end has begun are told to end.
const LATE: usize = 10_000;

/// A piece of work.
pub(crate) trait Job: Send + Sync {
    /// Does it.
    fn run(self: Arc<Self>);
}

/// A piece of work in a queue.
pub(crate) enum Task {
    /// A descriptor changed.
    Ready(Arc<dyn Source>, Readiness),
    /// Work of the library, which never blocks.
    Library(Arc<dyn Job>),
    /// Work that calls into the program.
    Program(Arc<dyn Job>),
}
