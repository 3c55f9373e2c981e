//! Processes that end with the test that started them.
//!
//! Each is the leader of a process group of its own, which is killed when its owner is dropped or it has run for too long.
//! Whoever waits for its output then finds the end of it, so nothing else needs a deadline. If the test executable
//! itself is killed, the system asks the leader to end.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(60);

/// The command for a tool of a Debian package, whether or not `PATH` has the directories of administrators.
pub(crate) fn tool(name: &str, package: &str) -> Command {
    let directories = ["/usr/bin", "/usr/sbin", "/bin", "/sbin"].map(PathBuf::from);
    let found = directories.iter().map(|directory| directory.join(name)).find(|path| path.exists());
    Command::new(found.unwrap_or_else(|| panic!("{name} is missing: install the Debian package {package}")))
}

/// Runs a command to its end.
pub(crate) fn run(command: &mut Command) -> Output {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let (child, watchdog) = spawn(command);
    // A process that keeps the output open counts as the command.
    let output = child.wait_with_output().unwrap();
    assert!(!watchdog.end(), "{command:?} ran for too long: {output:?}");
    output
}

/// Runs a command to its end, with this as its input.
pub(crate) fn run_with_input(command: &mut Command, input: &[u8]) -> Output {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let (mut child, watchdog) = spawn(command);
    // It may end without having read all of it.
    child.stdin.take().unwrap().write_all(input).ok();
    let output = child.wait_with_output().unwrap();
    assert!(!watchdog.end(), "{command:?} ran for too long: {output:?}");
    output
}

/// Runs a command that has to succeed, and returns what it printed.
pub(crate) fn stdout_of(command: &mut Command) -> Vec<u8> {
    let output = run(command);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {}\n{stderr}", output.status);
    output.stdout
}

/// A process that runs beside the test.
pub(crate) struct Process {
    child: Child,
    stdout: BufReader<ChildStdout>,
    /// Until the process has been waited for.
    watchdog: Option<Watchdog>,
}

impl Process {
    pub(crate) fn start(command: &mut Command) -> Process {
        let (mut child, watchdog) = spawn(command.stdin(Stdio::null()).stdout(Stdio::piped()));
        let stdout = BufReader::new(child.stdout.take().unwrap());
        Process { child, stdout, watchdog: Some(watchdog) }
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// The next line that it prints.
    pub(crate) fn line(&mut self) -> String {
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        assert!(line.ends_with('\n'), "the process ended, its last words were {line:?}");
        line.trim_end().to_owned()
    }

    /// The port that it prints: the last digits of the next line.
    pub(crate) fn port(&mut self) -> u16 {
        let line = self.line();
        let digits = line.split(|c: char| !c.is_ascii_digit()).rfind(|part| !part.is_empty());
        digits.and_then(|digits| digits.parse().ok()).unwrap_or_else(|| panic!("no port in {line:?}"))
    }

    /// Waits for its end.
    pub(crate) fn wait(mut self) -> ExitStatus {
        let status = self.child.wait().unwrap();
        assert!(!self.watchdog.take().unwrap().end(), "the process ran for too long");
        status
    }

    /// Asks it to end, with SIGTERM, and waits for that.
    pub(crate) fn terminate(self) -> ExitStatus {
        self.end_with(libc::SIGTERM)
    }

    /// Asks it to end, with a signal, and waits for that.
    pub(crate) fn end_with(self, number: i32) -> ExitStatus {
        signal(pid(&self.child), number);
        self.wait()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Some(watchdog) = self.watchdog.take() {
            signal(-pid(&self.child), libc::SIGKILL);
            watchdog.end();
            self.child.wait().ok();
        }
    }
}

struct Watchdog {
    ended: mpsc::Sender<()>,
    thread: JoinHandle<bool>,
}

impl Watchdog {
    /// Calls it off. True if it has killed the process.
    fn end(self) -> bool {
        drop(self.ended);
        self.thread.join().unwrap()
    }
}

fn spawn(command: &mut Command) -> (Child, Watchdog) {
    command.process_group(0);
    // SAFETY: prctl(2) is a system call and nothing else.
    unsafe {
        command.pre_exec(|| match libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGTERM) {
            0 => Ok(()),
            _ => Err(std::io::Error::last_os_error()),
        });
    }
    let child = command.spawn().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    let group = -pid(&child);
    let (ended, wait) = mpsc::channel();
    let thread = thread::spawn(move || {
        let too_long = wait.recv_timeout(LIMIT) == Err(RecvTimeoutError::Timeout);
        if too_long {
            signal(group, libc::SIGKILL);
        }
        too_long
    });
    (child, Watchdog { ended, thread })
}

fn pid(child: &Child) -> i32 {
    i32::try_from(child.id()).unwrap()
}

/// Signals a process, or a group. The caller has not waited for it, so its number is its own.
fn signal(id: i32, number: i32) {
    // SAFETY: no memory is involved.
    unsafe { libc::kill(id, number) };
}
