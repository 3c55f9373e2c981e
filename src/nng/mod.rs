//! The nng face: the interface of nng's HTTP calls, opaque objects whose operations complete on an `nng_aio`.

pub mod ffi;
