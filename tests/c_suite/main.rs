//! The C suite: every `.c` and `.cpp` file under `c-tests/GROUP/` is one program and one test.
//!
//! A program is compiled against `include/` and the shared library that cargo has just built, and passes when it exits
//! with status 0 within its time limit. `c-tests/README.md` tells how to write one. The usual arguments of
//! `cargo test --test c_suite -- [FILTER]` work. Programs of nng's interface run on nng itself, too. With `MEMCHECK=1` in
//! the environment the programs run under valgrind, with `RACES=1` those of nng's interface under ThreadSanitizer.

mod called;
mod case;
mod checker;
mod directives;
mod machine;
mod memcheck;
mod program;
mod races;
mod reference;
mod self_test;
mod toolchain;

use libtest_mimic::{Arguments, Trial};
use std::process::ExitCode;
use std::sync::Arc;

fn main() -> ExitCode {
    let args = Arguments::from_args();
    let tools = Arc::new(toolchain::Toolchain::prepare());
    let mut trials = self_test::trials(&tools);
    trials.push(called::trial(&tools));
    for case in case::all(&tools.suite, &tools.machine) {
        let tools = Arc::clone(&tools);
        let ignored = !case.is_wanted();
        let trial = Trial::test(case.name.clone(), move || Ok(case.check(&tools)?));
        trials.push(trial.with_ignored_flag(ignored));
    }
    libtest_mimic::run(&args, trials).exit_code()
}
