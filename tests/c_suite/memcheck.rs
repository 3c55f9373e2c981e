//! The suite under valgrind's memcheck: no process of a program may use memory wrongly, or lose some.

use crate::directives::{Directives, Memcheck};
use std::path::Path;
use std::process::Command;

pub(crate) fn command(executable: &Path, logs: &Path, directives: &Directives, suite: &Path) -> Command {
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
    command
}
