//! Loops that only a peer ends.
//!
//! An operation that finds what it needs never waits, and so never looks at its deadline or lets others run. That is
//! wanted, unless it can go on for ever because a peer keeps sending.

use super::context::Context;
use crate::sys::Errno;
use crate::sys::clock::now_ms;

/// Rounds of a loop without a look at the deadline and a turn for the others.
const ROUNDS: u32 = 256;

/// Counts the rounds of a loop.
pub(crate) struct FairTurns {
    deadline: i64,
    rounds: u32,
}

impl Context {
    pub(crate) fn fair_turns(&self, deadline: i64) -> FairTurns {
        FairTurns { deadline, rounds: 0 }
    }
}

impl FairTurns {
    /// Called once a round. `ETIMEDOUT`, `ECANCELED`.
    pub(crate) fn next(&mut self, cx: &Context) -> Result<(), Errno> {
        self.rounds += 1;
        if self.rounds < ROUNDS {
            return Ok(());
        }
        self.rounds = 0;
        if self.deadline >= 0 && self.deadline <= now_ms() {
            return Err(Errno::ETIMEDOUT);
        }
        cx.yield_now()
    }
}
