//! The library's own additions to C: everything here carries the prefix `httpcore_`.

pub mod ffi;
