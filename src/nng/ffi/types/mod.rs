//! The plain types and constants of the nng headers, with their C names.
//!
//! Plain means that programs see their members. The opaque types (`nng_aio`, `nng_http_req`, ...) are declared where
//! they are implemented. Sizes, offsets and values are part of the binary interface and are asserted by
//! `tests/layout.rs` and by the programs under `c-tests/abi/`.
//!
//! The enumerations here describe C's to the header and to our own code. A program may pass any integer where C
//! declares one of them, so a function never takes the Rust enum as a parameter: it takes the `*_value` alias of
//! `values.rs`, which the header shows under the name of the enumeration.
#![allow(non_camel_case_types)]

mod addresses;
mod errors;
mod general;
mod http_status;
mod idhash;
mod logging;
mod options;
mod optspec;
mod statistics;
mod tls;
mod values;

pub use addresses::*;
pub use errors::*;
pub use general::*;
pub use http_status::*;
pub use idhash::*;
pub use logging::*;
pub use options::*;
pub use optspec::*;
pub use statistics::*;
pub use tls::*;
pub use values::*;
