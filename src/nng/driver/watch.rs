//! What the watcher looks for: calls into the program that are stuck, and workers that do not manage.
//!
//! It looks every millisecond while somebody is in the program's code or nobody rests, and sleeps otherwise. What it
//! sees is a sample, so it acts on what it sees several times in a row:
//!
//! | seen | done |
//! |---|---|
//! | a worker in the same call as before, and asleep | its tasks go to another worker |
//! | a worker in the same call for long, and computing | the same |
//! | all active workers asleep in the program's code, in whatever calls | one more becomes active |
//! | no active worker waiting for events, and processors to spare | one more becomes active |

use std::sync::PoisonError;
use std::time::Duration;

use super::crew::Role;
use super::engine::IN_PROGRAM;
use super::worker::{Worker, relieve, wait};
use crate::nng::sync::atomic::Ordering;
use crate::sys::{clock, thread};

/// How often the watcher looks.
const TICK: Duration = Duration::from_millis(1);
/// A call into the program that computes, rather than waits, counts as stuck after so many looks: it may only have lost
/// its processor to others, and then another worker would be of no help.
const BUSY_TICKS: u32 = 10;
/// After so many looks in a row at which all active workers waited in the program's code, one more becomes active.
const STUCK_TICKS: u32 = 2;
/// After so many looks in a row at which no worker waited for events, one more becomes active, as long as there are
/// fewer than processors to run them beside whoever they serve.
const SATURATED_TICKS: u32 = 20;
/// After so many looks in a row the workers count as loaded, and those that were added stay.
const LOADED_TICKS: u32 = 10;
/// After so many looks at which nobody was in the program's code, and somebody rested, the watcher sleeps.
const QUIET_TICKS: u32 = 2;

impl Worker {
    /// Looks after the active workers until one has to be relieved.
    pub(super) fn watch(&self) {
        let engine = &self.engine;
        // The call that each was in at the last look, and at how many looks before.
        let mut calls = vec![(0, 0); engine.slots.len()];
        let (mut quiet, mut stuck, mut busy) = (0, 0, 0);
        let mut crew = engine.lock_crew();
        while !self.stopping() && crew.role(self.index) == Some(Role::Watching) {
            let (mut occupied, mut awake) = (false, false);
            for (worker, slot) in engine.slots.iter().enumerate() {
                if crew.role(worker) != Some(Role::Active) {
                    continue;
                }
                let call = slot.call.load(Ordering::SeqCst);
                let looks = if calls[worker].0 == call { calls[worker].1 + 1 } else { 0 };
                calls[worker] = (call, looks);
                if call & IN_PROGRAM == 0 {
                    awake = true;
                    continue;
                }
                occupied = true;
                let is_asleep = self.is_asleep(worker);
                if looks >= BUSY_TICKS || (looks > 0 && is_asleep) {
                    if relieve(engine, &mut crew, worker, call) {
                        return;
                    }
                } else if is_asleep {
                    engine.last_block.store(clock::now_ns(), Ordering::Relaxed);
                } else {
                    awake = true;
                }
            }
            // Calls that wait for less than a tick each hold up everything all the same, if there are enough of them.
            stuck = if awake || !occupied { 0 } else { stuck + 1 };
            // Workers that never rest have more to do than they manage, and there may be processors to spare.
            let is_idle = engine.polling.load(Ordering::Relaxed) > 0;
            busy = if is_idle { 0 } else { busy + 1 };
            if busy >= LOADED_TICKS {
                engine.last_block.store(clock::now_ns(), Ordering::Relaxed);
            }
            let is_saturated = busy >= SATURATED_TICKS && crew.active().count() < self.processors;
            if stuck >= STUCK_TICKS || is_saturated {
                (stuck, busy) = (0, 0);
                if let Some(order) = crew.reinforce() {
                    engine.carry_out(&mut crew, order);
                    engine.publish(&crew);
                }
            }
            quiet = if occupied || !is_idle { 0 } else { quiet + 1 };
            if quiet <= QUIET_TICKS {
                (crew, _) = wait(&self.slot().wake, crew, TICK);
                continue;
            }
            engine.dozing.store(true, Ordering::SeqCst);
            // A worker enters the program's code first and looks at `dozing` then, so one of the two notices.
            let entered =
                crew.active().any(|w| engine.slots[w].call.load(Ordering::SeqCst) & IN_PROGRAM != 0);
            if !entered {
                crew = self.slot().wake.wait(crew).unwrap_or_else(PoisonError::into_inner);
            }
            engine.dozing.store(false, Ordering::SeqCst);
            quiet = 0;
        }
    }

    /// Whether a worker waits for something. Where that cannot be told, a long call is taken for one that does.
    fn is_asleep(&self, worker: usize) -> bool {
        thread::is_asleep(self.engine.slots[worker].thread.load(Ordering::Relaxed)).unwrap_or(true)
    }
}
