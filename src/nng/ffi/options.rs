//! `nng/supplemental/util/options.h`: command line options.

use std::ffi::{CStr, c_char, c_int};

use super::types::nng_optspec;
use crate::nng::command_line::{self, Argument, Spec, Word};
use crate::nng::error::Error;

/// The end of the options.
const END: c_int = -1;

/// Reads the next option of a command line.
///
/// `*optidx` says which word is next, at first 1. When an option was found, its `o_val` is stored in `*val`, a pointer to
/// its argument in `*optarg` if it takes one, and `*optidx` is moved behind it. `opts` is a list of the options there
/// are, whose end has the `o_val` 0.
///
/// `-x` is a short option and `--name` a long one, which may be abbreviated as long as it stays unique. The argument
/// of a short option follows at once or as the next word; that of a long one behind `=` or `:` or as the next word.
///
/// Returns 0 if there was an option; -1 if there is none: the word does not begin with `-`, or is a lone `-`, which is
/// passed over, or there are no more words. Errors, for which nothing is stored: `NNG_EINVAL` if there is no such option,
/// it takes no argument and has one, or a pointer is NULL; `NNG_EAMBIGUOUS` if the abbreviation fits several;
/// `NNG_ENOARG` if an argument is missing.
///
/// # Safety
/// `argv` is NULL or has `argc` strings. `opts` is NULL or a list as above, whose names are NULL or strings. `val`,
/// `optarg` and `optidx` are NULL or writable. `optarg` may be NULL if no option takes an argument.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_opts_parse(
    argc: c_int,
    argv: *const *mut c_char,
    opts: *const nng_optspec,
    val: *mut c_int,
    optarg: *mut *mut c_char,
    optidx: *mut c_int,
) -> c_int {
    if argv.is_null() || opts.is_null() || val.is_null() || optidx.is_null() {
        return Error::INVALID.code();
    }
    // SAFETY: by the caller's promise.
    let index = unsafe { *optidx };
    let Ok(at) = usize::try_from(index) else { return Error::INVALID.code() };
    if index >= argc {
        return END;
    }
    // SAFETY: the index is that of a string; the list ends as promised, and its names are NULL or strings.
    let (word, values, specs) = unsafe {
        let word = *argv.add(at);
        let list = (0..).map(|number| &*opts.add(number)).take_while(|spec| spec.o_val != 0);
        let (values, specs): (Vec<c_int>, Vec<Spec<'_>>) =
            list.map(|spec| (spec.o_val, specification(spec))).unzip();
        (word, values, specs)
    };
    // SAFETY: a string by the caller's promise.
    let text = unsafe { CStr::from_ptr(word) }.to_bytes();
    let (number, argument) = match command_line::parse(text, index + 1 == argc, &specs) {
        Ok(Word::Option(number, argument)) => (number, argument),
        Ok(Word::Dash) => {
            // SAFETY: writable by the caller's promise.
            unsafe { *optidx = index + 1 };
            return END;
        }
        Ok(Word::Other) => return END,
        Err(error) => return error.code(),
    };
    if argument.is_some() && optarg.is_null() {
        return Error::INVALID.code();
    }
    // SAFETY: all are writable by the caller's promise, the argument only where there is one. It is within the word, or
    // the next word, which is there.
    unsafe {
        *val = values[number];
        *optidx = index + 1;
        match argument {
            None => {}
            Some(Argument::At(byte)) => *optarg = word.add(byte),
            Some(Argument::Next) => {
                *optarg = *argv.add(at + 1);
                *optidx = index + 2;
            }
        }
    }
    0
}

/// # Safety
/// The name is NULL or a string that lives as long as the result.
unsafe fn specification<'a>(spec: &nng_optspec) -> Spec<'a> {
    Spec {
        // SAFETY: by the caller's promise.
        long: (!spec.o_name.is_null()).then(|| unsafe { CStr::from_ptr(spec.o_name) }.to_bytes()),
        short: u8::try_from(spec.o_short).ok().filter(|&short| short != 0),
        takes_argument: spec.o_arg,
    }
}
