//! `nng/supplemental/util/options.h`.

use std::ffi::{c_char, c_int};

/// One command line option that `nng_opts_parse` knows. A list of them ends with an element whose `o_val` is 0.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nng_optspec {
    /// Long name without the dashes, or NULL.
    pub o_name: *const c_char,
    /// Short name, a character, or 0.
    pub o_short: c_int,
    /// What `nng_opts_parse` stores when it meets the option; not 0.
    pub o_val: c_int,
    /// True when the option takes an argument.
    pub o_arg: bool,
}
