//! The options on a command line, as `nng_opts_parse` reads them.
//!
//! There are short options, `-x`, which cannot be combined, and long ones, `--name`, which may be abbreviated as long as
//! only one fits. An argument follows a short option at once or as the next word, a long one after `=` or `:` or as the
//! next word.

use super::error::Error;

/// An option.
#[derive(Clone, Copy)]
pub(crate) struct Spec<'a> {
    pub(crate) long: Option<&'a [u8]>,
    pub(crate) short: Option<u8>,
    pub(crate) takes_argument: bool,
}

/// What a word of the command line is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Word {
    /// An option: its number among the specifications, and where its argument is if it takes one.
    Option(usize, Option<Argument>),
    /// A lone `-`: the options end behind it.
    Dash,
    /// No option: the options end before it.
    Other,
}

/// Where the argument of an option is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Argument {
    /// In the same word, from this byte on.
    At(usize),
    /// The next word.
    Next,
}

/// Reads one word.
///
/// Errors: `INVALID` for an unknown option, and for an argument of one that takes none; `AMBIGUOUS` for an abbreviation
/// of several; `NO_ARGUMENT` if an argument is missing: there is no further word (`is_last`).
pub(crate) fn parse(word: &[u8], is_last: bool, specs: &[Spec<'_>]) -> Result<Word, Error> {
    let (number, glued) = match word {
        b"-" => return Ok(Word::Dash),
        [b'-', b'-', long @ ..] => {
            let end = long.iter().position(|byte| matches!(byte, b'=' | b':'));
            let number = find_long(&long[..end.unwrap_or(long.len())], specs)?;
            (number, end.map(|end| "--".len() + end + 1))
        }
        [b'-', short, rest @ ..] => {
            let number = specs.iter().position(|spec| spec.short == Some(*short)).ok_or(Error::INVALID)?;
            (number, (!rest.is_empty()).then_some(2))
        }
        _ => return Ok(Word::Other),
    };
    let argument = match (specs[number].takes_argument, glued) {
        (false, None) => None,
        (false, Some(_)) => return Err(Error::INVALID),
        (true, Some(at)) => Some(Argument::At(at)),
        (true, None) if is_last => return Err(Error::NO_ARGUMENT),
        (true, None) => Some(Argument::Next),
    };
    Ok(Word::Option(number, argument))
}

/// The option with this name, or else the only one whose name begins with it.
fn find_long(name: &[u8], specs: &[Spec<'_>]) -> Result<usize, Error> {
    let mut fitting = None;
    for (number, spec) in specs.iter().enumerate() {
        match spec.long {
            Some(long) if long == name => return Ok(number),
            Some(long) if long.starts_with(name) => {
                fitting = Some(if fitting.is_none() { Ok(number) } else { Err(Error::AMBIGUOUS) });
            }
            _ => {}
        }
    }
    fitting.unwrap_or(Err(Error::INVALID))
}
