//! The scenarios, and how they are run.

mod aio;
mod driver;
mod findable;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// What threads do with each other, in one of the ways that loom repeats it in.
pub(crate) struct Scenario {
    name: &'static str,
    /// Preemptions that are explored at most; `None`: all.
    preemptions: Option<usize>,
    run: fn(),
}

/// Runs the scenarios whose names contain one of `names`, or all. Ends the process when one fails.
pub(crate) fn run(names: &[String]) {
    let is_wanted = |name: &str| names.is_empty() || names.iter().any(|part| name.contains(part.as_str()));
    let mut passed = 0;
    for scenario in aio::SCENARIOS.iter().chain(driver::SCENARIOS).filter(|s| is_wanted(s.name)) {
        explore(scenario);
        passed += 1;
    }
    for scenario in findable::SCENARIOS.iter().filter(|s| is_wanted(s.name)) {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        let found = catch_unwind(AssertUnwindSafe(|| explore(scenario))).is_err();
        std::panic::set_hook(hook);
        assert!(found, "{} was not found", scenario.name);
        println!("{:<46} found", scenario.name);
        passed += 1;
    }
    assert!(passed > 0, "no scenario is called so");
    println!("{passed} scenarios passed");
}

fn explore(scenario: &Scenario) {
    let started = Instant::now();
    let count = Arc::new(AtomicU64::new(0));
    let mut model = loom::model::Builder::new();
    model.preemption_bound = scenario.preemptions;
    model.max_branches = 10_000;
    let (run, counter) = (scenario.run, count.clone());
    model.check(move || {
        counter.fetch_add(1, Ordering::Relaxed);
        run();
        crate::nng::driver::join();
    });
    let bound = scenario.preemptions.map_or("all".to_owned(), |n| format!("{n} preemptions"));
    let count = count.load(Ordering::Relaxed);
    println!("{:<46} {count:>8} ways, {bound}, {:.1} s", scenario.name, started.elapsed().as_secs_f64());
}
