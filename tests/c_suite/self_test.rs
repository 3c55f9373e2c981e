//! The suite can fail: programs that must be reported, each with what the report has to say.

use crate::case;
use crate::memcheck;
use crate::toolchain::Toolchain;
use libtest_mimic::{Failed, Trial};
use std::sync::Arc;

/// What must be reported of programs that only valgrind finds fault with.
const FOUND: &[(&str, &[&str])] = &[
    ("leaks.c", &["is not clean", "1,001 bytes in 1 blocks are definitely lost", "2,002 bytes"]),
    ("reads_freed.c", &["Invalid read of size 4", "wrong (reads_freed.c:", "uninitialised value"]),
];

/// Programs of `c-tests/self/`, and what the report must contain; nothing for one that passes.
const EXPECTED: &[(&str, &[&str])] = &[
    ("passes.c", &[]),
    ("passes.cpp", &[]),
    ("exits.c", &["exited with status 3", "last words"]),
    ("checks.c", &["exited with status 1", "checks.c:7: 1 + 1 == 3"]),
    ("crashes.c", &["was killed by signal 6"]),
    ("hangs.c", &["ran longer than", "going to hang"]),
    ("leaves_child.c", &["ran longer than"]),
    ("prints_other.c", &["printed something else than", "two"]),
    ("warns.c", &["-Werror", "unused"]),
    ("mistyped.c", &["unknown directive `time-limt`"]),
    ("leaks_on_purpose.c", &[]),
];

pub(crate) fn trials(tools: &Arc<Toolchain>) -> Vec<Trial> {
    let trial = |(file, wanted): (&'static str, &'static [&'static str])| {
        let tools = Arc::clone(tools);
        Trial::test(format!("self/{file}"), move || check(&tools, file, wanted))
    };
    let found = FOUND.iter().map(|&(file, report)| (file, if memcheck::is_wanted() { report } else { &[] }));
    EXPECTED.iter().copied().chain(found).map(trial).collect()
}

fn check(tools: &Toolchain, file: &str, wanted: &[&str]) -> Result<(), Failed> {
    for case in case::of_file(&tools.suite, tools.suite.join("self").join(file), &tools.machine) {
        match case.check(tools) {
            Ok(()) if wanted.is_empty() => {}
            Ok(()) => return Err("passed, although it must not".into()),
            Err(report) if wanted.is_empty() => return Err(report.into()),
            Err(report) => {
                if let Some(missing) = wanted.iter().find(|text| !report.contains(*text)) {
                    return Err(format!("the report lacks {missing:?}:\n{report}").into());
                }
            }
        }
    }
    Ok(())
}
