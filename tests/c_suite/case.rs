//! Test cases: which there are, and how one is checked.

use crate::directives::Directives;
use crate::machine::Machine;
use crate::program::{self, Outcome};
use crate::toolchain::Toolchain;
use std::fs;
use std::path::{Path, PathBuf};

/// One program in one variant.
pub(crate) struct Case {
    /// `GROUP/FILE` and the variant's flags.
    pub(crate) name: String,
    pub(crate) source: PathBuf,
    /// Flags of the variant.
    pub(crate) variant: Vec<String>,
    /// Or what is wrong with them.
    pub(crate) directives: Result<Directives, String>,
}

/// All cases below the suite's directory but those that test the suite itself.
pub(crate) fn all(suite: &Path, machine: &Machine) -> Vec<Case> {
    let groups = entries(suite).into_iter().filter(|p| p.is_dir() && !p.ends_with("self"));
    groups.flat_map(|group| entries(&group)).flat_map(|source| of_file(suite, source, machine)).collect()
}

/// The cases of one file: none when it is not a program or not for the machine, several when it has variants.
pub(crate) fn of_file(suite: &Path, source: PathBuf, machine: &Machine) -> Vec<Case> {
    if !source.extension().is_some_and(|e| e == "c" || e == "cpp") {
        return Vec::new();
    }
    let relative = source.strip_prefix(suite).unwrap();
    // Two languages may have a program of the same name.
    let name = if source.extension().is_some_and(|e| e == "c") {
        relative.with_extension("")
    } else {
        relative.into()
    };
    let name = name.to_str().expect("names are ASCII").to_owned();
    let directives = fs::read_to_string(&source)
        .map_err(|e| e.to_string())
        .and_then(|text| Directives::read(&source, &text, machine));
    if directives.as_ref().is_ok_and(|d| !d.applies) {
        return Vec::new();
    }
    let variants = directives.as_ref().map(|d| d.variants.clone()).unwrap_or_default();
    if variants.is_empty() {
        return vec![Case { name, source, variant: Vec::new(), directives }];
    }
    let case = |variant: Vec<String>| Case {
        name: format!("{name} {}", variant.join(" ")),
        source: source.clone(),
        variant,
        directives: directives.clone(),
    };
    variants.into_iter().map(case).collect()
}

fn entries(dir: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

impl Case {
    /// Compiles and runs the program. The error is what a person needs to see.
    pub(crate) fn check(&self, tools: &Toolchain) -> Result<(), String> {
        let directives = self.directives.as_ref()?;
        let Some(executable) = tools.compile(self, directives)? else {
            return Ok(());
        };
        if !directives.run {
            return Ok(());
        }
        let run = program::run(&executable, directives, &tools.machine);
        let complaint = match run.outcome {
            Outcome::Exited(0) => match &directives.stdout {
                None => return Ok(()),
                Some(file) => {
                    let wanted = fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
                    if run.stdout == wanted {
                        return Ok(());
                    }
                    format!("printed something else than {}", file.display())
                }
            },
            Outcome::Exited(status) => format!("exited with status {status}"),
            Outcome::Killed(signal) => format!("was killed by signal {signal}"),
            Outcome::TimedOut => format!("ran longer than {} s", directives.time_limit.as_secs()),
        };
        Err(format!(
            "{} {complaint}\n--- stdout\n{}--- stderr\n{}",
            executable.display(),
            tail(&run.stdout),
            tail(&run.stderr)
        ))
    }
}

/// The last part of a long output.
fn tail(text: &str) -> &str {
    let mut from = text.len().saturating_sub(20_000);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..]
}
