//! Happy Eyeballs.

use std::ffi::{c_char, c_int};

use super::number;
use super::text::bytes;
use crate::dill::happyeyeballs;
use crate::dill::scheduler::context::Context;

/// Connects to a host by TCP, over whichever of IPv4 and IPv6 works. `name` is a numeric address or a name to be looked up.
///
/// Looks up addresses of both families at the same time, up to ten of each, and tries them in turn, IPv6 first, each 300
/// milliseconds after the one before, or at once when no other attempt is under way. The first connection wins; everything
/// else is given up. IPv4 waits up to 50 milliseconds for the addresses of IPv6.
///
/// Returns the handle of the connection, with errno set to 0. Returns -1 with errno set: `EINVAL` (`name` is NULL, or
/// `port` is not from 1 to 65535); when all attempts have failed, what connect(2) says about the last one:
/// `ECONNREFUSED`, `ENETUNREACH`, ...; `EADDRNOTAVAIL` (the name has no address, or no name server answered),
/// `ETIMEDOUT`, `ECANCELED`, `EMFILE`, `ENFILE`, `ENOMEM`, `EAGAIN`.
///
/// # Safety
/// `name` is NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_happyeyeballs_connect(
    name: *const c_char,
    port: c_int,
    deadline: i64,
) -> c_int {
    // SAFETY: by the caller's promise.
    let name = unsafe { bytes(name) };
    number(Context::with(|cx| happyeyeballs::connect(cx, name?, port, deadline)))
}
