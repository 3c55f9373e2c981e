//! Our side: C programs, compiled as those of the C suite are, and the servers among them.

use crate::case;
use crate::process::{Process, tool};
use crate::toolchain::{Library, Toolchain};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{LazyLock, Mutex, PoisonError};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The command that runs `DIRECTORY/NAME.c` of the source tree, linked with a library.
fn program(directory: &str, name: &str, library: Library) -> Command {
    // Locked, since several tests may want the same program at once.
    static TOOLS: LazyLock<Mutex<Toolchain>> = LazyLock::new(|| Toolchain::prepare().into());
    let tools = TOOLS.lock().unwrap_or_else(PoisonError::into_inner);
    let source = root().join(directory).join(name).with_extension("c");
    let mut case = case::of_file(root(), source, &tools.machine).swap_remove(0);
    if library == Library::Reference {
        case.name += " reference";
        case.library = library;
    }
    let executable = tools.compile(&case, case.directives.as_ref().unwrap());
    Command::new(executable.unwrap_or_else(|e| panic!("{e}")))
}

/// A program of `examples/`.
pub(crate) fn example(name: &str) -> Command {
    program("examples", name, Library::Ours)
}

/// A program of `examples/`, linked with nng itself (Debian package libnng-dev).
pub(crate) fn example_on_nng(name: &str) -> Command {
    program("examples", name, Library::Reference)
}

/// A program of `tests/peers/programs/`.
pub(crate) fn ours(name: &str) -> Command {
    program("tests/peers/programs", name, Library::Ours)
}

/// A script of `tests/peers/python/`, for Debian's Python, which is the one that Debian's modules are for.
pub(crate) fn python(script: &str) -> Command {
    let mut command = tool("python3", "python3");
    command.arg(root().join("tests/peers/python").join(script));
    command
}

/// A file with certificates or keys. The certificate `server.crt` is for localhost and 127.0.0.1, from `ca.crt`.
pub(crate) fn pem(name: &str) -> String {
    root().join("tests/tls/pem").join(name).into_os_string().into_string().unwrap()
}

/// An empty directory for a test.
pub(crate) fn scratch(test: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("peers").join(test);
    fs::remove_dir_all(&directory).ok();
    fs::create_dir_all(&directory).unwrap();
    directory
}

/// A server of ours under its port.
pub(crate) struct Server {
    pub(crate) process: Process,
    pub(crate) port: u16,
}

impl Server {
    pub(crate) fn start(command: &mut Command) -> Server {
        let mut process = Process::start(command);
        let port = process.port();
        Server { process, port }
    }

    /// `examples/web_server`.
    pub(crate) fn web() -> Server {
        Server::start(example("web_server").arg("0"))
    }

    /// `examples/rest_server`.
    pub(crate) fn rest() -> Server {
        Server::start(example("rest_server").arg("0"))
    }

    /// Ends a server that stops on SIGTERM.
    pub(crate) fn stop(self) {
        let status = self.process.terminate();
        assert!(status.success(), "the server ended with {status}");
    }
}

/// The content that the programs make: what `programs/pattern.h` calls a pattern.
pub(crate) fn pattern(size: usize) -> Vec<u8> {
    (0..size).map(|i| b'a' + u8::try_from(i % 23).unwrap()).collect()
}
