//! The suite can fail: programs that must be reported, each with what the report has to say.

use crate::case;
use crate::checker::Checker;
use crate::toolchain::{Library, Toolchain};
use libtest_mimic::{Failed, Trial};
use std::sync::Arc;

/// What must be reported of programs that only a checker finds fault with.
const FOUND: &[(Checker, &str, &[&str])] = &[
    (
        Checker::Memcheck,
        "leaks.c",
        &["is not clean", "1,001 bytes in 1 blocks are definitely lost", "2,002 bytes"],
    ),
    (
        Checker::Memcheck,
        "reads_freed.c",
        &["Invalid read of size 4", "wrong (reads_freed.c:", "uninitialised value"],
    ),
    (Checker::Races, "races.c", &["is not clean", "data race", "late_answer", "races.c:"]),
    (Checker::Races, "races_inside.c", &["is not clean", "data race", "nng_id_set"]),
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

/// Programs of nng's interface that pass here, and what must be reported of them on nng.
const ON_REFERENCE: &[(&str, &[&str])] = &[
    ("nng_passes.c", &[]),
    ("nng_ours_only.c", &["does not pass on nng", "// reference: differs, REASON", "nng_init_set_parameter"]),
    ("nng_fails_there.c", &["does not pass on nng", "exited with status 1", "NNG_MINOR_VERSION >= 6 (errno"]),
    ("nng_listed.c", &["passes on nng, too", "remove its line"]),
];

pub(crate) fn trials(tools: &Arc<Toolchain>) -> Vec<Trial> {
    let trial = |(file, wanted): (&'static str, &'static [&'static str])| {
        let tools = Arc::clone(tools);
        Trial::test(format!("self/{file}"), move || check(&tools, file, Library::Ours, wanted))
    };
    let on_reference = |(file, wanted): (&'static str, &'static [&'static str])| {
        let tools = Arc::clone(tools);
        Trial::test(format!("self/{file} reference"), move || {
            check(&tools, file, Library::Ours, &[])?;
            check(&tools, file, Library::Reference, wanted)
        })
    };
    let found = FOUND.iter().filter_map(|&(checker, file, report)| match Checker::wanted() {
        None => Some((file, &[][..])),
        Some(wanted) => (wanted == checker).then_some((file, report)),
    });
    let ours = EXPECTED.iter().copied().chain(found).map(trial);
    ours.chain(ON_REFERENCE.iter().copied().map(on_reference)).collect()
}

fn check(tools: &Toolchain, file: &str, library: Library, wanted: &[&str]) -> Result<(), Failed> {
    let cases = case::of_file(&tools.suite, tools.suite.join("self").join(file), &tools.machine);
    for case in cases.into_iter().filter(|case| case.library == library) {
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
