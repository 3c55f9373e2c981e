//! The plain types and constants of `libdill.h` and `libdillimpl.h`, with their C names.
//!
//! One file per section of the headers, because the headers' switches hide whole sections (`DILL_DISABLE_SOCKETS`,
//! `DILL_DISABLE_TLS`). Sizes, offsets and values are part of the binary interface and are asserted by
//! `tests/layout.rs` and by the programs under `c-tests/abi/`.
//!
//! A `*_storage` struct is memory that a program provides to a `*_mem` function instead of letting the library
//! allocate. It is made of bytes only, so it has alignment 1 and may sit at any address; the library may leave it
//! untouched. The program keeps it in place, unmoved and unshared, until every handle made in it is closed or
//! detached; it need not be initialised.
#![allow(non_camel_case_types)]
// rustdoc takes the annotations for cbindgen, `field-names=[_]`, for links.
#![allow(rustdoc::broken_intra_doc_links)]

mod core;
mod handles;
mod protocols;
mod sockets;
mod tls;

pub use core::*;
pub use handles::*;
pub use protocols::*;
pub use sockets::*;
pub use tls::*;
