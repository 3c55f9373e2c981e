//! `libdill.h`, types of the part that is always visible: coroutines and channels.

use std::ffi::{c_char, c_int, c_void};

/// Operation of a `dill_chclause`: send the value to the channel.
pub const DILL_CHSEND: c_int = 1;

/// Operation of a `dill_chclause`: receive a value from the channel.
pub const DILL_CHRECV: c_int = 2;

/// Memory for one bundle, passed to `dill_bundle_mem`; in use until the bundle is closed.
///
/// cbindgen:field-names=[_]
#[repr(C)]
pub struct dill_bundle_storage {
    _bytes: [c_char; 64],
}

/// Memory for one channel, passed to `dill_chmake_mem`; in use until both ends are closed.
///
/// cbindgen:field-names=[_]
#[repr(C)]
pub struct dill_chstorage {
    _bytes: [c_char; 144],
}

/// One clause of `dill_choose`: what to do with which channel.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct dill_chclause {
    /// `DILL_CHSEND` or `DILL_CHRECV`.
    pub op: c_int,
    /// Handle of the channel's end.
    pub ch: c_int,
    /// The value to send, or the buffer that receives it. May be NULL when `len` is 0.
    pub val: *mut c_void,
    /// Size of the value in bytes. Both sides of an exchange must name the same size.
    pub len: usize,
}
