//! The suite under valgrind's memcheck: no process of a program may use memory wrongly, or lose some.

use crate::directives::{Directives, Memcheck};
use crate::toolchain::beside;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

/// How many times longer programs may run.
pub(crate) const SLOWER: u32 = 10;

/// Whether `MEMCHECK=1` is in the environment.
pub(crate) fn is_wanted() -> bool {
    static WANTED: OnceLock<bool> = OnceLock::new();
    *WANTED.get_or_init(|| std::env::var_os("MEMCHECK").is_some_and(|value| value == "1"))
}

/// Runs a program under valgrind, which writes only about errors, into one file for each process. The program ends with
/// its own status.
pub(crate) fn command(executable: &Path, directives: &Directives, suite: &Path) -> Result<Command, String> {
    let logs = beside(executable, "memcheck");
    fs::remove_dir_all(&logs).ok();
    fs::create_dir_all(&logs).map_err(|e| e.to_string())?;
    let mut command = Command::new("valgrind");
    command.args(["--quiet", "--num-callers=40"]);
    command.arg(format!("--log-file={}/%p", logs.display()));
    command.arg(format!("--suppressions={}", suite.join("memcheck.supp").display()));
    if directives.memcheck == Memcheck::Clean {
        let kinds = "definite,indirect";
        command.arg("--leak-check=full");
        command.args([format!("--show-leak-kinds={kinds}"), format!("--errors-for-leak-kinds={kinds}")]);
    } else {
        command.arg("--leak-check=no");
    }
    command.arg(executable);
    Ok(command)
}

/// What valgrind wrote about the processes of a program, if it ran there.
pub(crate) fn reports(executable: &Path) -> Result<String, String> {
    let mut reports = String::new();
    if is_wanted() {
        for log in fs::read_dir(beside(executable, "memcheck")).map_err(|e| e.to_string())? {
            let log = log.map_err(|e| e.to_string())?.path();
            reports += &fs::read_to_string(log).map_err(|e| e.to_string())?;
        }
    }
    Ok(reports)
}
