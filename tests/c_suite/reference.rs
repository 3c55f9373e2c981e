//! nng itself, on which programs of its interface run as well: the suite asks of this library what nng does, but for
//! what each program says in its own text.

use std::path::Path;

/// What a program does on nng.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Reference {
    /// It passes, without what is between `#if OURS` and `#endif`.
    Passes,
    /// It fails, each time, or is not even compiled.
    Differs,
    /// It sometimes fails.
    No,
}

/// Whether a program, `GROUP/FILE`, is one of nng's interface.
pub(crate) fn has(program: &Path) -> bool {
    program.starts_with("nng")
        || program.file_name().is_some_and(|f| f.as_encoded_bytes().starts_with(b"nng_"))
}

/// Whether a program did on nng what it is said to do.
pub(crate) fn judge(
    source: &Path,
    wanted: Reference,
    outcome: impl FnOnce() -> Result<(), String>,
) -> Result<(), String> {
    if !Path::new("/usr/include/nng/nng.h").exists() {
        return Err("nng is missing (Debian package libnng-dev)".to_owned());
    }
    let source = source.display();
    match (wanted, outcome()) {
        (Reference::Differs, Ok(())) => {
            Err(format!("{source} passes on nng, too: remove its line `// reference: differs, ...`"))
        }
        (Reference::Differs, Err(_)) | (_, Ok(())) => Ok(()),
        (_, Err(report)) => Err(format!(
            "{source} does not pass on nng itself. Put `#if NNG_MINOR_VERSION >= 6` and `#endif` around what only this \
             library does; raw.h calls it OURS. Is that all of the program, add a line at its head:\n\
             // reference: differs, REASON\n{report}"
        )),
    }
}
