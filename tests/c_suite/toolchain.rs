//! Compiling: the compilers, the library under test, and executables that are kept until an input changes.

use crate::case::Case;
use crate::directives::Directives;
use crate::machine::Machine;
use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) struct Toolchain {
    pub(crate) machine: Machine,
    /// The directory `c-tests`.
    pub(crate) suite: PathBuf,
    include: PathBuf,
    /// Where the library is, under the names that linker and loader look for.
    library: PathBuf,
    /// Where executables go.
    output: PathBuf,
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
        let (output, built) = if machine.is_emulated {
            let target = deps.ancestors().nth(2).unwrap().join(machine.target());
            (suite.join(machine.arch).join(profile), target.join(profile).join("libhttpcore.so"))
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
        Toolchain { machine, suite: root.join("c-tests"), include: root.join("include"), library, output }
    }

    /// Compiles a program unless it is there already. `None`: the compiler that the variant asks for is not installed.
    pub(crate) fn compile(&self, case: &Case, directives: &Directives) -> Result<Option<PathBuf>, String> {
        let Some(mut command) = self.command(case, directives) else {
            return Ok(None);
        };
        let executable = self.output.join(case.name.replace(' ', "_"));
        fs::create_dir_all(executable.parent().unwrap()).map_err(|e| e.to_string())?;
        let dependencies = beside(&executable, "d");
        command.arg("-o").arg(&executable).arg("-MMD").arg("-MF").arg(&dependencies);
        let key_file = beside(&executable, "key");
        if executable.exists()
            && key(&command, &dependencies)
                .is_some_and(|now| fs::read_to_string(&key_file).is_ok_and(|k| k == now))
        {
            return Ok(Some(executable));
        }
        let out = command.output().map_err(|e| format!("{command:?}: {e}"))?;
        if !out.status.success() {
            fs::remove_file(&key_file).ok();
            return Err(format!("{command:?}\n{}", String::from_utf8_lossy(&out.stderr)));
        }
        let key = key(&command, &dependencies).ok_or("the compiler did not list what it read")?;
        fs::write(&key_file, key).map_err(|e| e.to_string())?;
        Ok(Some(executable))
    }

    /// The compiler's command line but for the output.
    fn command(&self, case: &Case, directives: &Directives) -> Option<Command> {
        let cpp = case.source.extension().is_some_and(|e| e == "cpp");
        let (chooser, std) = if cpp { ("cxx=", "c++17") } else { ("cc=", "gnu11") };
        let chosen = case.variant.iter().find_map(|flag| flag.strip_prefix(chooser));
        if chosen.is_some_and(|name| Command::new(name).arg("--version").output().is_err()) {
            return None;
        }
        let mut command = self.compiler(cpp, chosen);
        command
            .arg(format!("-std={}", directives.std.as_deref().unwrap_or(std)))
            .args(["-O1", "-g", "-Wall", "-Wextra", "-Werror"])
            .arg("-I")
            .arg(&self.include)
            .arg("-I")
            .arg(&self.suite)
            .args(directives.define.iter().map(|d| format!("-D{d}")))
            .args(&directives.flags)
            .args(case.variant.iter().filter(|flag| !flag.starts_with(chooser)))
            .arg(&case.source)
            .arg("-L")
            .arg(&self.library)
            .arg(format!("-Wl,-rpath,{}", self.library.display()))
            .args(["-pthread", "-lhttpcore"])
            .args(&directives.link);
        Some(command)
    }

    /// The compiler of this name, or else the one that `CC` or `CXX` names, with the options given there; or else the
    /// system's for the machine.
    fn compiler(&self, cpp: bool, chosen: Option<&str>) -> Command {
        // What a build script would learn from cargo.
        let host = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
        let target = self.machine.target();
        let mut build = cc::Build::new();
        build.cpp(cpp).target(&target).host(&host).opt_level(1).no_default_flags(true).cargo_metadata(false);
        if let Some(name) = chosen {
            build.compiler(name);
        }
        let mut command = build.get_compiler().to_command();
        if self.machine.is_emulated && chosen.is_some_and(|name| name.starts_with("clang")) {
            command.arg(format!("--target={}", self.machine.triplet()));
        }
        command
    }
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
