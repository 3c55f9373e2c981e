//! Test cases: which there are, and how one is checked.

use crate::checker::{self, Checker};
use crate::directives::{Directives, Way};
use crate::machine::Machine;
use crate::program::{self, Outcome};
use crate::reference::{self, Reference};
use crate::toolchain::{Compiler, Library, Toolchain, beside, missing};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One program, compiled in one way for one library.
pub(crate) struct Case {
    /// `GROUP/FILE`.
    pub(crate) program: PathBuf,
    /// `GROUP/FILE`, the compiler and the variant's flags, and `reference` if it runs on that.
    pub(crate) name: String,
    pub(crate) source: PathBuf,
    pub(crate) way: Way,
    pub(crate) library: Library,
    /// Or what is wrong with them.
    pub(crate) directives: Result<Directives, String>,
}

/// All cases below the suite's directory but those that test the suite itself.
pub(crate) fn all(suite: &Path, machine: &Machine) -> Vec<Case> {
    let groups = entries(suite).into_iter().filter(|p| p.is_dir() && !p.ends_with("self"));
    groups.flat_map(|group| entries(&group)).flat_map(|source| of_file(suite, source, machine)).collect()
}

/// The cases of one file: none when it is not a program or not for the machine, else one for each way of compiling it, or
/// only one for a checker; and one on the reference.
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
    let mut ways = match &directives {
        Ok(directives) => directives.ways.clone(),
        Err(_) => vec![Way { compiler: Compiler::Gcc, flags: Vec::new() }],
    };
    if let Some(checker) = Checker::wanted() {
        ways.retain(|way| checker.knows(way.compiler));
        ways.truncate(1);
    }
    let case = |way: Way| Case {
        program: relative.to_owned(),
        name: [&[name.clone(), way.compiler.name().to_owned()], &way.flags[..]].concat().join(" "),
        source: source.clone(),
        way,
        library: Library::Ours,
        directives: directives.clone(),
    };
    let mut cases: Vec<_> = ways.iter().cloned().map(case).collect();
    if reference::has(relative) && Checker::wanted().is_none() && !machine.is_emulated {
        let ours = case(ways.swap_remove(0));
        cases.push(Case { name: format!("{} reference", ours.name), library: Library::Reference, ..ours });
    }
    cases
}

fn entries(dir: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

impl Case {
    /// Whether it is a test in this run.
    pub(crate) fn is_wanted(&self) -> bool {
        let Ok(directives) = &self.directives else { return Checker::wanted().is_none() };
        match self.library {
            Library::Ours => Checker::wanted().is_none_or(|checker| checker.takes(&self.program, directives)),
            Library::Reference => directives.reference != Reference::No,
        }
    }

    /// Compiles and runs the program. The error is what a person needs to see.
    pub(crate) fn check(&self, tools: &Toolchain) -> Result<(), String> {
        let directives = self.directives.as_ref()?;
        match self.library {
            Library::Ours => self.run(tools, directives),
            Library::Reference => {
                reference::judge(&self.source, directives.reference, || self.run(tools, directives))
            }
        }
    }

    fn run(&self, tools: &Toolchain, directives: &Directives) -> Result<(), String> {
        let executable = tools.compile(self, directives)?;
        if !directives.run {
            return Ok(());
        }
        let (mut command, limit) = match Checker::wanted() {
            Some(checker) => {
                let command = checker.command(&executable, directives, &tools.suite)?;
                (command, directives.time_limit * checker::SLOWER)
            }
            None => (tools.machine.command(&executable), tools.machine.time_limit(directives.time_limit)),
        };
        command.args(&directives.args).envs(directives.env.iter().map(|(name, value)| (name, value)));
        let tool = Command::new(command.get_program());
        let run =
            program::run(command, &beside(&executable, "cwd"), limit).map_err(|e| missing(&tool, &e))?;
        let reports = Checker::wanted().map_or(Ok(String::new()), |checker| checker.reports(&executable))?;
        let complaint = match run.outcome {
            Outcome::Exited(0) if !reports.is_empty() => "is not clean".to_owned(),
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
            Outcome::TimedOut => format!("ran longer than {} s", limit.as_secs()),
        };
        Err(format!(
            "{} {complaint}\n--- stdout\n{}--- stderr\n{}{reports}",
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
