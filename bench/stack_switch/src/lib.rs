//! The unit of `coroutines.c`: the bare switch between two stacks of the crate corosensei, without any scheduler.

use corosensei::{Coroutine, CoroutineResult};

/// Switches to another stack and back, `rounds` times.
#[unsafe(no_mangle)]
pub extern "C" fn bare_round_trips(rounds: u64) {
    let mut other = Coroutine::new(|yielder, ()| {
        loop {
            yielder.suspend(());
        }
    });
    for _ in 0..rounds {
        let CoroutineResult::Yield(()) = other.resume(());
    }
    // It never ends, so its stack cannot be left in order; there is nothing on it.
    // SAFETY: nothing on that stack is referred to from elsewhere.
    unsafe { other.force_reset() };
}
