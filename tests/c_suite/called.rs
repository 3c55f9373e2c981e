//! Every function of nng's interface that the library exports is called by a program of the suite.

use crate::case::{self, Case};
use crate::checker::Checker;
use crate::toolchain::{Library, Toolchain};
use libtest_mimic::{Failed, Trial};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

pub(crate) fn trial(tools: &Arc<Toolchain>) -> Trial {
    // The tools of this machine do not read executables of another one, and a tool that watches programs has no part in it.
    let ignored = tools.machine.is_emulated || Checker::wanted().is_some();
    let tools = Arc::clone(tools);
    Trial::test("every function of nng is called", move || check(&tools)).with_ignored_flag(ignored)
}

fn check(tools: &Toolchain) -> Result<(), Failed> {
    let names = listed();
    // What one program does not call is seen.
    let one = case::of_file(&tools.suite, tools.suite.join("self/calls_one.c"), &tools.machine);
    let called: Vec<_> = names.difference(&uncalled(&names, tools, one)?).cloned().collect();
    if called != ["nng_version"] {
        return Err(format!("self/calls_one.c calls {called:?}").into());
    }
    let left = uncalled(&names, tools, case::all(&tools.suite, &tools.machine))?;
    if left.is_empty() { Ok(()) } else { Err(format!("no program calls {left:?}").into()) }
}

/// The names of nng's interface that the library exports.
fn listed() -> BTreeSet<String> {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exports/names.txt");
    let text = fs::read_to_string(list).unwrap();
    text.lines().filter(|line| line.starts_with("nng_")).map(str::to_owned).collect()
}

/// Those of `names` that none of the programs refers to, compiled in the first of its ways.
fn uncalled(
    names: &BTreeSet<String>,
    tools: &Toolchain,
    cases: Vec<Case>,
) -> Result<BTreeSet<String>, String> {
    let mut left = names.clone();
    let mut last = None;
    for case in cases.into_iter().filter(|case| case.library == Library::Ours) {
        let Ok(directives) = &case.directives else { continue };
        if last.as_ref() == Some(&case.source) {
            continue;
        }
        // Its own test says when it does not compile.
        let Ok(executable) = tools.compile(&case, directives) else { continue };
        let out = Command::new("nm").args(["-D", "-P", "--undefined-only"]).arg(&executable).output();
        let out = out.map_err(|e| format!("cannot run nm: {e}"))?;
        for line in String::from_utf8_lossy(&out.stdout).lines() {
            left.remove(line.split(' ').next().unwrap_or_default());
        }
        last = Some(case.source);
    }
    Ok(left)
}
