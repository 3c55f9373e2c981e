//! `nng/supplemental/util/idhash.h`.

use std::ffi::c_int;

/// Flag of `nng_id_map_alloc`: start at a random identifier.
pub const NNG_MAP_RANDOM: c_int = 1;
