//! Running one program under a time limit.

use crate::directives::Directives;
use crate::machine::Machine;
use crate::toolchain::beside;
use std::fs;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::Stdio;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Exited(i32),
    Killed(i32),
    TimedOut,
}

pub(crate) struct Run {
    pub(crate) outcome: Outcome,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs a program in an empty directory of its own, in a process group of its own. The run ends when the program and
/// all processes that hold its output have ended, or at the time limit, which kills the whole group.
pub(crate) fn run(executable: &Path, directives: &Directives, machine: &Machine) -> Run {
    let directory = beside(executable, "cwd");
    fs::remove_dir_all(&directory).ok();
    fs::create_dir_all(&directory).unwrap();
    let child = machine
        .command(executable)
        .args(&directives.args)
        .envs(directives.env.iter().map(|(name, value)| (name, value)))
        .current_dir(&directory)
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|e| panic!("{}: {e}", executable.display()));

    let group = -i32::try_from(child.id()).unwrap();
    let limit = machine.time_limit(directives.time_limit);
    let (ended, wait) = mpsc::channel::<()>();
    let watchdog = thread::spawn(move || {
        let timed_out = wait.recv_timeout(limit) == Err(RecvTimeoutError::Timeout);
        if timed_out {
            // SAFETY: no memory is involved. The group is that of the child, which has not been waited for.
            unsafe { libc::kill(group, libc::SIGKILL) };
        }
        timed_out
    });
    let output = child.wait_with_output().unwrap();
    drop(ended);
    let timed_out = watchdog.join().unwrap();

    let outcome = match (timed_out, output.status.code(), output.status.signal()) {
        (true, ..) => Outcome::TimedOut,
        (false, Some(status), _) => Outcome::Exited(status),
        (false, None, signal) => Outcome::Killed(signal.unwrap_or_default()),
    };
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Run { outcome, stdout: text(&output.stdout), stderr: text(&output.stderr) }
}
