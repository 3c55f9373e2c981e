//! Model checking of the nng face: its aio and its driver, compiled from the library's own files, run here under
//! [loom], which repeats a scenario until it has seen every way in which the threads can interleave.
//!
//! What stands below those files is replaced: `sync` by loom's locks, atomics and threads, `sys` by a poll set without
//! a kernel. Everything else is the code that the library consists of.
//!
//! | scenarios | code | what they ask |
//! |---|---|---|
//! | `aio` | `src/nng/aio/` | one completion each, nobody waits for ever, nothing is called too late |
//! | `driver` | `src/nng/driver/` | no task is lost or run twice, whoever blocks, and everything ends |
//! | `self` | none | that a race, a lost wake-up and a deadlock are found at all |
//!
//! `make model` runs all; `cargo run --release -- NAME...` those whose names contain a NAME.
//!
//! # What this shows and what not
//!
//! `every_interleaving_keeps_the_rules` in `aio/state.rs` walks through the rules of one operation, each step of which
//! is atomic under the aio's lock. Here the steps between them are looked at: what is read before a lock is taken and
//! used after it was released, wake-ups, timers that are removed while they expire, and the words that the driver's
//! threads share without a lock, under the weak ordering that the C11 model permits.
//!
//! The scenarios are small: at most four threads beside the first, as loom allows. Where a scenario says so, only
//! interleavings with at most that many preemptions are explored; switches at which a thread has to wait do not count.
//!
//! [loom]: https://docs.rs/loom

// The library uses more of its files than the scenarios do.
#![allow(dead_code, unused_imports)]

mod scenarios;
mod sync;
mod sys;

/// The driver, where the scenarios of the aio do not find it: those have a simpler one.
#[path = "../../src/nng/driver/mod.rs"]
mod driver;

/// What the files of the library expect around them.
mod nng {
    pub(crate) use crate::sync;

    #[path = "../../../src/nng/aio/mod.rs"]
    pub(crate) mod aio;
    pub(crate) mod driver;
    pub(crate) mod error;
    pub(crate) mod log;

    pub(crate) const VERSION: &str = "";
}

fn main() {
    let names: Vec<String> = std::env::args().skip(1).collect();
    scenarios::run(&names);
}
