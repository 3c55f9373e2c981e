//! Running one program under a time limit.

use std::fs;
use std::io;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

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
pub(crate) fn run(mut command: Command, directory: &Path, limit: Duration) -> io::Result<Run> {
    fs::remove_dir_all(directory).ok();
    fs::create_dir_all(directory)?;
    let child = command
        .current_dir(directory)
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;

    let group = -i32::try_from(child.id()).unwrap();
    let (ended, wait) = mpsc::channel::<()>();
    let watchdog = thread::spawn(move || {
        let timed_out = wait.recv_timeout(limit) == Err(RecvTimeoutError::Timeout);
        if timed_out {
            // SAFETY: no memory is involved. The group is that of the child, which has not been waited for.
            unsafe { libc::kill(group, libc::SIGKILL) };
        }
        timed_out
    });
    let output = child.wait_with_output()?;
    drop(ended);
    let timed_out = watchdog.join().unwrap();

    let outcome = match (timed_out, output.status.code(), output.status.signal()) {
        (true, ..) => Outcome::TimedOut,
        (false, Some(status), _) => Outcome::Exited(status),
        (false, None, signal) => Outcome::Killed(signal.unwrap_or_default()),
    };
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok(Run { outcome, stdout: text(&output.stdout), stderr: text(&output.stderr) })
}
