//! What a program says about itself in the comments at its head, one `// key: value` a line.

use crate::machine::{ARCHITECTURES, Machine};
use crate::reference::Reference;
use crate::toolchain::Compiler;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Longest run of a program that does not ask for more.
const TIME_LIMIT: Duration = Duration::from_secs(30);

#[derive(Clone, Debug)]
pub(crate) struct Directives {
    /// `// args: A B`: the program's arguments.
    pub(crate) args: Vec<String>,
    /// `// env: NAME=VALUE ...`: additions to the environment.
    pub(crate) env: Vec<(String, String)>,
    /// `// std: c99`: the language version.
    pub(crate) std: Option<String>,
    /// `// define: A B=1`: macros.
    pub(crate) define: Vec<String>,
    /// `// flags: -O2 ...`: further arguments of the compiler.
    pub(crate) flags: Vec<String>,
    /// `// link: -lm`: further arguments at the end of the compiler's command line.
    pub(crate) link: Vec<String>,
    /// `// variants: -O0 | gcc -O2 ...`: sets of further arguments, each for all compilers or for one.
    /// `// variants-aarch64: ...`: more of them on that architecture.
    pub(crate) ways: Vec<Way>,
    /// `// stdout: FILE`: what the program has to print, in a file beside it.
    pub(crate) stdout: Option<PathBuf>,
    /// `// time-limit: SECONDS`: more than the default.
    pub(crate) time_limit: Duration,
    /// `// run: no`: the program only has to compile and link.
    pub(crate) run: bool,
    /// `// only: native`: no test under an emulator, since that behaves in another way than the kernel.
    pub(crate) applies: bool,
    /// `// memcheck: no, REASON` or `// memcheck: leaks, REASON`.
    pub(crate) memcheck: Memcheck,
    /// `// races: no, REASON`: it does not run under ThreadSanitizer.
    pub(crate) races: bool,
    /// `// reference: differs, REASON` or `// reference: no, REASON`.
    pub(crate) reference: Reference,
}

/// One way of compiling a program.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    pub(crate) compiler: Compiler,
    pub(crate) flags: Vec<String>,
}

/// What a program does under valgrind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Memcheck {
    /// It runs without a complaint.
    Clean,
    /// It leaves memory behind, on purpose.
    Leaks,
    /// It cannot run there.
    No,
}

impl Directives {
    /// Reads the comment lines at the head of a source.
    pub(crate) fn read(path: &Path, source: &str, machine: &Machine) -> Result<Directives, String> {
        let mut d = Directives {
            args: Vec::new(),
            env: Vec::new(),
            std: None,
            define: Vec::new(),
            flags: Vec::new(),
            link: Vec::new(),
            ways: Vec::new(),
            stdout: None,
            time_limit: TIME_LIMIT,
            run: true,
            applies: true,
            memcheck: Memcheck::Clean,
            races: true,
            reference: Reference::Passes,
        };
        let head = source.lines().take_while(|line| line.starts_with("//") || line.is_empty());
        for (key, value) in head.filter_map(|line| line.strip_prefix("// ")?.split_once(": ")) {
            let words = || value.split_whitespace().map(str::to_owned);
            match key {
                "args" => d.args = words().collect(),
                "env" => {
                    for pair in words() {
                        let (name, value) = pair.split_once('=').ok_or(format!("env: {pair} lacks a ="))?;
                        d.env.push((name.to_owned(), value.to_owned()));
                    }
                }
                "std" => d.std = Some(value.to_owned()),
                "define" => d.define = words().collect(),
                "flags" => d.flags = words().collect(),
                "link" => d.link = words().collect(),
                "variants" => d.ways.extend(ways(value)?),
                _ if key.strip_prefix("variants-").is_some_and(|arch| ARCHITECTURES.contains(&arch)) => {
                    if key.ends_with(machine.arch) {
                        d.ways.extend(ways(value)?);
                    }
                }
                "stdout" => d.stdout = Some(path.with_file_name(value)),
                "time-limit" => {
                    let seconds =
                        value.parse().map_err(|_| format!("time-limit: {value} is not a number"))?;
                    d.time_limit = Duration::from_secs(seconds);
                }
                "run" if value == "no" => d.run = false,
                "only" if value == "native" => d.applies = !machine.is_emulated,
                "memcheck" => {
                    d.memcheck = match value.split_once(", ") {
                        Some(("no", _)) => Memcheck::No,
                        Some(("leaks", _)) => Memcheck::Leaks,
                        _ => {
                            return Err(format!(
                                "memcheck: `{value}` is not `no, REASON` or `leaks, REASON`"
                            ));
                        }
                    };
                }
                "races" => {
                    d.races = match value.split_once(", ") {
                        Some(("no", _)) => false,
                        _ => return Err(format!("races: `{value}` is not `no, REASON`")),
                    };
                }
                "reference" => {
                    d.reference = match value.split_once(", ") {
                        Some(("differs", _)) => Reference::Differs,
                        Some(("no", _)) => Reference::No,
                        _ => {
                            return Err(format!(
                                "reference: `{value}` is not `differs, REASON` or `no, REASON`"
                            ));
                        }
                    };
                }
                // A line of prose; but a key in this style that nobody knows is a mistake.
                _ if key.chars().any(|c| !c.is_ascii_lowercase() && c != '-') => {}
                _ => return Err(format!("unknown directive `{key}`")),
            }
        }
        if d.ways.is_empty() {
            d.ways = ways("")?;
            // An emulator is slow, and what it is for are the programs with variants.
            d.ways.truncate(if machine.is_emulated { 1 } else { usize::MAX });
        }
        Ok(d)
    }
}

/// What sets of flags mean: an entry for each set and each compiler that it is for.
fn ways(variants: &str) -> Result<Vec<Way>, String> {
    let mut ways = Vec::new();
    for variant in variants.split('|') {
        let mut words = variant.split_whitespace().map(str::to_owned).peekable();
        let compilers = match words.next_if(|word| !word.starts_with('-')) {
            Some(name) => {
                let known = Compiler::ALL.into_iter().find(|c| c.name() == name);
                vec![known.ok_or(format!("variants: no compiler is called `{name}`"))?]
            }
            None => Compiler::ALL.to_vec(),
        };
        let flags: Vec<String> = words.collect();
        ways.extend(compilers.into_iter().map(|compiler| Way { compiler, flags: flags.clone() }));
    }
    Ok(ways)
}
