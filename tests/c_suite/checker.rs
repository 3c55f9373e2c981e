//! A tool that watches programs while they run, when one is asked for. It writes only about errors, into one file for
//! each process, and leaves the program its own status.

use crate::directives::{Directives, Memcheck};
use crate::toolchain::{Compiler, beside};
use crate::{memcheck, races, reference};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// How many times longer programs may run under one.
pub(crate) const SLOWER: u32 = 10;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Checker {
    Memcheck,
    Races,
}

impl Checker {
    /// The one that `MEMCHECK=1` or `RACES=1` in the environment asks for.
    pub(crate) fn wanted() -> Option<Checker> {
        static WANTED: OnceLock<Option<Checker>> = OnceLock::new();
        *WANTED.get_or_init(|| {
            let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| value == "1");
            let all = [("MEMCHECK", Checker::Memcheck), ("RACES", Checker::Races)];
            all.into_iter().find(|(name, _)| is_set(name)).map(|(_, checker)| checker)
        })
    }

    /// Whether a program can run under it: `GROUP/FILE`, and what that says about itself.
    pub(crate) fn takes(self, program: &Path, directives: &Directives) -> bool {
        match self {
            Checker::Memcheck => directives.memcheck != Memcheck::No,
            Checker::Races => directives.races && (program.starts_with("both") || reference::has(program)),
        }
    }

    /// Whether it works with what a compiler makes.
    pub(crate) fn knows(self, compiler: Compiler) -> bool {
        self != Checker::Races || compiler == Compiler::Gcc
    }

    /// The command line that runs an executable.
    pub(crate) fn command(
        self,
        executable: &Path,
        directives: &Directives,
        suite: &Path,
    ) -> Result<Command, String> {
        let logs = logs(executable);
        fs::remove_dir_all(&logs).ok();
        fs::create_dir_all(&logs).map_err(|e| e.to_string())?;
        Ok(match self {
            Checker::Memcheck => memcheck::command(executable, &logs, directives, suite),
            Checker::Races => races::command(executable, &logs),
        })
    }

    /// What it wrote about the processes of a program that has run.
    pub(crate) fn reports(self, executable: &Path) -> Result<String, String> {
        let mut reports = String::new();
        for log in fs::read_dir(logs(executable)).map_err(|e| e.to_string())? {
            let log = log.map_err(|e| e.to_string())?.path();
            reports += &fs::read_to_string(log).map_err(|e| e.to_string())?;
        }
        Ok(reports)
    }
}

/// The directory of the files that the tool writes about an executable.
fn logs(executable: &Path) -> PathBuf {
    beside(executable, "logs")
}
