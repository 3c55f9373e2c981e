//! The machine that programs are compiled for and run on: this one, or another one that is emulated.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// Those that the library is made for.
pub(crate) const ARCHITECTURES: &[&str] = &["aarch64", "x86_64"];

pub(crate) struct Machine {
    pub(crate) arch: &'static str,
    pub(crate) is_emulated: bool,
}

impl Machine {
    /// What `C_SUITE_ARCH` names, else this machine.
    pub(crate) fn chosen() -> Machine {
        let wanted = std::env::var("C_SUITE_ARCH").unwrap_or_else(|_| std::env::consts::ARCH.to_owned());
        let Some(arch) = ARCHITECTURES.iter().find(|arch| **arch == wanted) else {
            panic!("C_SUITE_ARCH={wanted}: must be one of {ARCHITECTURES:?}");
        };
        Machine { arch, is_emulated: *arch != std::env::consts::ARCH }
    }

    /// As cargo calls it.
    pub(crate) fn target(&self) -> String {
        format!("{}-unknown-linux-gnu", self.arch)
    }

    /// As Debian calls it.
    pub(crate) fn triplet(&self) -> String {
        format!("{}-linux-gnu", self.arch)
    }

    /// The command line that runs an executable.
    pub(crate) fn command(&self, executable: &Path) -> Command {
        if !self.is_emulated {
            return Command::new(executable);
        }
        let mut command = Command::new(format!("qemu-{}-static", self.arch));
        // Where the loader and the libraries of that machine are.
        command.arg("-L").arg(format!("/usr/{}", self.triplet())).arg(executable);
        command
    }

    /// The time for a program that has this much on this machine.
    pub(crate) fn time_limit(&self, limit: Duration) -> Duration {
        if self.is_emulated { limit * 8 } else { limit }
    }
}
