//! The data that the library exports.
//!
//! A program may contain copies of these objects (copy relocations), so their sizes are part of the binary interface,
//! and the library reads them through their symbols.

use std::ffi::c_void;
use std::sync::atomic::AtomicPtr;

/// The identity of an interface. Only its address matters.
#[repr(transparent)]
pub(crate) struct Identity(*const c_void);

// SAFETY: an address that is never followed.
unsafe impl Sync for Identity {}

static BSOCK: u8 = 0;
static MSOCK: u8 = 0;

/// Identifies the bytestream interface (`struct dill_bsock_vfs`) in `dill_hquery`.
#[unsafe(no_mangle)]
pub(crate) static dill_bsock_type: Identity = Identity(&raw const BSOCK as *const c_void);

/// Identifies the message socket interface (`struct dill_msock_vfs`) in `dill_hquery`.
#[unsafe(no_mangle)]
pub(crate) static dill_msock_type: Identity = Identity(&raw const MSOCK as *const c_void);

/// Written by programs that were compiled with a portable variant of the macro `go`. Nobody reads it.
#[unsafe(no_mangle)]
pub(crate) static dill_unoptimisable: AtomicPtr<c_void> = AtomicPtr::new(std::ptr::null_mut());

/// What programs pass to `dill_hquery` to ask for a bytestream.
pub(crate) fn bsock_type() -> *const c_void {
    // SAFETY: a valid static. Volatile: its value is the one behind the symbol, which need not be the object above.
    unsafe { (&raw const dill_bsock_type.0).read_volatile() }
}

/// What programs pass to `dill_hquery` to ask for a message socket.
pub(crate) fn msock_type() -> *const c_void {
    // SAFETY: as in `bsock_type`.
    unsafe { (&raw const dill_msock_type.0).read_volatile() }
}
