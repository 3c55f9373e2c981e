//! `libdill.h`, types of the TLS section, hidden by `DILL_DISABLE_TLS`.

use std::ffi::c_char;

/// Memory for one TLS connection, passed to a `dill_tls_attach_*_mem` function.
///
/// cbindgen:field-names=[_]
#[repr(C)]
pub struct dill_tls_storage {
    _bytes: [c_char; 72],
}

/// Memory for one DTLS connection. No function uses it: DTLS was declared but never provided, and programs that
/// only name the type keep compiling.
///
/// cbindgen:field-names=[_]
#[repr(C)]
pub struct dill_dtls_storage {
    _bytes: [c_char; 88],
}
