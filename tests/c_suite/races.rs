//! The suite under ThreadSanitizer: no two threads of a program may use memory at once, one of them writing, without
//! something that orders them.
//!
//! `scripts/races.sh` builds the library for this. The programs of nng's interface run, which are those with threads.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the library is, below the directory of all builds.
pub(crate) fn library(target: &Path, triple: &str) -> PathBuf {
    target.join("races").join(triple).join("debug").join("libhttpcore.so")
}

/// What the compiler needs. The executable brings the runtime, which the library finds there: gcc's, and what Rust's
/// compiler expects beyond that.
pub(crate) fn flags(suite: &Path) -> Vec<String> {
    vec!["-fsanitize=thread".to_owned(), "-include".to_owned(), suite.join("races.h").display().to_string()]
}

pub(crate) fn command(executable: &Path, logs: &Path) -> Command {
    let mut command = Command::new(executable);
    // An error does not end the program, and so does not change its status. Memory that is too much is refused, as
    // malloc(3) does it. Threads that have ended are joined by nng_fini, which programs need not call.
    let options = "exitcode=0 allocator_may_return_null=1 report_thread_leaks=0";
    command.env("TSAN_OPTIONS", format!("{options} log_path={}", logs.join("log").display()));
    command
}
