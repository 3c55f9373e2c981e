//! Compiling: the compilers, the library under test, and executables that are kept until an input changes.

use crate::case::Case;
use crate::checker::Checker;
use crate::directives::Directives;
use crate::machine::Machine;
use crate::races;
use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};

/// What programs have to work with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Compiler {
    Gcc,
    Clang,
}

impl Compiler {
    pub(crate) const ALL: [Compiler; 2] = [Compiler::Gcc, Compiler::Clang];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Compiler::Gcc => "gcc",
            Compiler::Clang => "clang",
        }
    }

    /// The command that compiles C or C++ for a machine.
    fn command(self, cpp: bool, machine: &Machine) -> Command {
        let (gcc, clang) = if cpp { ("g++", "clang++") } else { ("gcc", "clang") };
        match self {
            Compiler::Gcc if machine.is_emulated => Command::new(format!("{}-{gcc}", machine.triplet())),
            Compiler::Gcc => Command::new(gcc),
            Compiler::Clang => {
                let mut command = Command::new(clang);
                if machine.is_emulated {
                    command.arg(format!("--target={}", machine.triplet()));
                }
                command
            }
        }
    }
}

/// What a program is linked with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Library {
    Ours,
    Reference,
}

pub(crate) struct Toolchain {
    pub(crate) machine: Machine,
    /// The directory `c-tests`.
    pub(crate) suite: PathBuf,
    include: PathBuf,
    /// Where the library is, under the names that linker and loader look for.
    library: PathBuf,
    /// Where executables go.
    output: PathBuf,
    /// A lock for each executable: two tests may want the same one.
    executables: Mutex<HashMap<PathBuf, Arc<Mutex<()>>>>,
}

impl Toolchain {
    /// Makes the library available under its names.
    pub(crate) fn prepare() -> Toolchain {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        // The test executable and the library that cargo built for it are in one directory, target/PROFILE/deps.
        let deps = std::env::current_exe().unwrap().parent().unwrap().to_owned();
        let profile = deps.parent().unwrap().file_name().unwrap();
        let machine = Machine::chosen();
        let suite = Path::new(env!("CARGO_TARGET_TMPDIR")).join("c-suite");
        let target = deps.ancestors().nth(2).unwrap();
        let (output, built) = if Checker::wanted() == Some(Checker::Races) {
            (suite.join("races"), races::library(target, &machine.target()))
        } else if machine.is_emulated {
            let of_machine = target.join(machine.target()).join(profile);
            (suite.join(machine.arch).join(profile), of_machine.join("libhttpcore.so"))
        } else {
            (suite.join(profile), deps.join("libhttpcore.so"))
        };
        let library = output.join("lib");
        fs::create_dir_all(&library).unwrap();
        assert!(built.exists(), "{} is missing", built.display());
        for name in ["libhttpcore.so", "libhttpcore.so.1"] {
            let link = library.join(name);
            if fs::read_link(&link).is_ok_and(|target| target == built) {
                continue;
            }
            fs::remove_file(&link).ok();
            std::os::unix::fs::symlink(&built, &link).unwrap();
        }
        let (suite, include) = (root.join("c-tests"), root.join("include"));
        Toolchain { machine, suite, include, library, output, executables: Mutex::default() }
    }

    /// Compiles a program unless it is there already.
    pub(crate) fn compile(&self, case: &Case, directives: &Directives) -> Result<PathBuf, String> {
        let mut command = self.command(case, directives);
        let executable = self.output.join(case.name.replace(' ', "_"));
        fs::create_dir_all(executable.parent().unwrap()).map_err(|e| e.to_string())?;
        let mut executables = self.executables.lock().unwrap_or_else(PoisonError::into_inner);
        let lock = Arc::clone(executables.entry(executable.clone()).or_default());
        drop(executables);
        let _lock = lock.lock().unwrap_or_else(PoisonError::into_inner);
        let dependencies = beside(&executable, "d");
        command.arg("-o").arg(&executable).arg("-MMD").arg("-MF").arg(&dependencies);
        let key_file = beside(&executable, "key");
        if executable.exists()
            && key(&command, &dependencies)
                .is_some_and(|now| fs::read_to_string(&key_file).is_ok_and(|k| k == now))
        {
            return Ok(executable);
        }
        let out = command.output().map_err(|e| missing(&command, &e))?;
        if !out.status.success() {
            fs::remove_file(&key_file).ok();
            return Err(format!("{command:?}\n{}", String::from_utf8_lossy(&out.stderr)));
        }
        let key = key(&command, &dependencies).ok_or("the compiler did not list what it read")?;
        fs::write(&key_file, key).map_err(|e| e.to_string())?;
        Ok(executable)
    }

    /// The compiler's command line but for the output.
    fn command(&self, case: &Case, directives: &Directives) -> Command {
        let cpp = case.source.extension().is_some_and(|e| e == "cpp");
        let std = if cpp { "c++17" } else { "gnu11" };
        let mut command = case.way.compiler.command(cpp, &self.machine);
        command
            .arg(format!("-std={}", directives.std.as_deref().unwrap_or(std)))
            .args(["-O1", "-g", "-Wall", "-Wextra", "-Werror"]);
        if case.library == Library::Ours {
            command.arg("-I").arg(&self.include);
        }
        if Checker::wanted() == Some(Checker::Races) {
            command.args(races::flags(&self.suite));
        }
        command
            .arg("-I")
            .arg(&self.suite)
            .args(directives.define.iter().map(|d| format!("-D{d}")))
            .args(&directives.flags)
            .args(&case.way.flags)
            .arg(&case.source);
        match case.library {
            Library::Ours => command
                .arg("-L")
                .arg(&self.library)
                .arg(format!("-Wl,-rpath,{}", self.library.display()))
                .args(["-pthread", "-lhttpcore"]),
            // What only this library's part of a program uses is there, too.
            Library::Reference => command.args(["-Wno-unused", "-pthread", "-lnng"]),
        };
        command.args(&directives.link);
        command
    }
}

/// What to say when a tool cannot be run.
pub(crate) fn missing(command: &Command, error: &io::Error) -> String {
    let tool = command.get_program().to_string_lossy();
    // Packages have the names of their commands, but for these.
    let package = match tool.rsplit_once('-') {
        Some((machine, gcc)) => format!("{gcc}-{machine}"),
        None => tool.replace("clang++", "clang"),
    };
    format!("cannot run {tool} (Debian package {package}): {error}")
}

/// A file that goes with an executable.
pub(crate) fn beside(executable: &Path, extension: &str) -> PathBuf {
    PathBuf::from(format!("{}.{extension}", executable.display()))
}

/// Changes whenever compiling could give another executable: with the command and with every file that the compiler
/// read the last time, which it left as a make rule.
fn key(command: &Command, dependencies: &Path) -> Option<String> {
    let mut hasher = DefaultHasher::new();
    format!("{command:?}").hash(&mut hasher);
    let rule = fs::read_to_string(dependencies).ok()?;
    for file in rule.split_once(':')?.1.split_whitespace().filter(|word| *word != "\\") {
        fs::read(file).ok()?.hash(&mut hasher);
    }
    Some(format!("{:016x}", hasher.finish()))
}
