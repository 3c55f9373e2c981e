//! The one engine that the process has: when it starts and ends, and with how many threads.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};

use super::engine::Engine;
use super::worker;
use crate::nng::error::Error;
use crate::nng::{self, log};
use crate::sys::{self, Errno};

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
    PARAMETERS.lock().unwrap_or_else(PoisonError::into_inner)
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
