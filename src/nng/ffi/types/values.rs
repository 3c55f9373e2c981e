//! Enumerations as they arrive from C: any value of the enumeration's integer type.
//!
//! No header is generated from this file; the headers' configuration maps each name to the enumeration's.

use std::ffi::c_uint;

/// An [`nng_log_level`](super::nng_log_level) as passed by a program: may be any number.
pub type nng_log_level_value = c_uint;

/// An [`nng_log_facility`](super::nng_log_facility) as passed by a program: may be any number.
pub type nng_log_facility_value = c_uint;

/// An [`nng_tls_mode`](super::nng_tls_mode) as passed by a program: may be any number.
pub type nng_tls_mode_value = c_uint;

/// An [`nng_tls_auth_mode`](super::nng_tls_auth_mode) as passed by a program: may be any number.
pub type nng_tls_auth_mode_value = c_uint;

/// An [`nng_tls_version`](super::nng_tls_version) as passed by a program: may be any number.
pub type nng_tls_version_value = c_uint;
