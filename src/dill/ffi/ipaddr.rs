//! IP addresses.
//!
//! `struct dill_ipaddr` begins with the system's structure for the address and may lie anywhere, so it is copied
//! before it is looked at.

use std::ffi::{c_char, c_int};
use std::net::{IpAddr, SocketAddr};
use std::ptr;

use super::text::bytes;
use super::types::*;
use super::{number, status};
use crate::dill::ipaddr::{self, Mode};
use crate::dill::scheduler::context::Context;
use crate::sys::addr::to_text;
use crate::sys::{Errno, SockAddr};

/// `EINVAL` for NULL, `EAFNOSUPPORT` if it holds no IP address.
///
/// # Safety
/// `addr` is NULL or readable.
pub(super) unsafe fn read(addr: *const dill_ipaddr) -> Result<SockAddr, Errno> {
    if addr.is_null() {
        return Err(Errno::EINVAL);
    }
    // SAFETY: readable for its size, by the caller's promise.
    let addr = unsafe { SockAddr::from_raw(addr.cast(), size_of::<dill_ipaddr>()) }?;
    addr.ip().map(SockAddr::from).ok_or(Errno::EAFNOSUPPORT)
}

/// # Safety
/// `to` is writable.
pub(super) unsafe fn write(to: *mut dill_ipaddr, addr: &SockAddr) {
    let mut out = dill_ipaddr { bytes: [0; 32] };
    let len = (addr.len() as usize).min(out.bytes.len());
    // SAFETY: both are at least `len` bytes long; `to` by the caller's promise.
    unsafe {
        out.bytes.as_mut_ptr().cast::<u8>().copy_from_nonoverlapping(addr.as_ptr().cast(), len);
        to.write_unaligned(out);
    }
}

/// The IP address in `addr`.
///
/// # Safety
/// `addr` is NULL or readable.
unsafe fn ip(addr: *const dill_ipaddr) -> Option<SocketAddr> {
    // SAFETY: by the caller's promise.
    unsafe { read(addr) }.ok()?.ip()
}

fn mode(mode: c_int) -> Result<Mode, Errno> {
    match mode {
        DILL_IPADDR_IPV4 => Ok(Mode::V4),
        DILL_IPADDR_IPV6 => Ok(Mode::V6),
        0 | DILL_IPADDR_PREF_IPV4 => Ok(Mode::PreferV4),
        DILL_IPADDR_PREF_IPV6 => Ok(Mode::PreferV6),
        _ => Err(Errno::EINVAL),
    }
}

/// Stores an address of this machine: any address if `name` is NULL, else the one that `name` means, a numeric address
/// or the name of a network interface (its first address). Never waits.
///
/// `mode` is one of the `DILL_IPADDR_` modes, or 0 for `DILL_IPADDR_PREF_IPV4`. `port` is from 0 to 65535.
///
/// Returns 0, or -1 with errno set: `EINVAL` (`addr` is NULL, or `port` or `mode` is out of range), `ENODEV` (no such
/// interface, or it has no such address).
///
/// # Safety
/// `addr` is NULL or may be written to; `name` is NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_ipaddr_local(
    addr: *mut dill_ipaddr,
    name: *const c_char,
    port: c_int,
    mode: c_int,
) -> c_int {
    if addr.is_null() {
        return status(Err(Errno::EINVAL));
    }
    // SAFETY: by the caller's promise.
    unsafe {
        addr.write_unaligned(dill_ipaddr { bytes: [0; 32] });
        let name = bytes(name).ok();
        let local = self::mode(mode).and_then(|mode| ipaddr::local(name, port, mode));
        status(local.map(|local| write(addr, &local.into())))
    }
}

/// Stores an address of the host `name`, a numeric address or a name to be looked up. Only the calling coroutine waits
/// for the look-up.
///
/// `mode` is one of the `DILL_IPADDR_` modes, or 0 for `DILL_IPADDR_PREF_IPV4`. `port` is from 0 to 65535.
///
/// Returns 0, or -1 with errno set: `EINVAL` (`addr` or `name` is NULL, or `port` or `mode` is out of range),
/// `EADDRNOTAVAIL` (the name has no such address, or no name server answered), `ETIMEDOUT`, `ECANCELED`, `EMFILE`,
/// `ENFILE`, `ENOMEM`, `EAGAIN`.
///
/// # Safety
/// `addr` is NULL or may be written to; `name` is NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_ipaddr_remote(
    addr: *mut dill_ipaddr,
    name: *const c_char,
    port: c_int,
    mode: c_int,
    deadline: i64,
) -> c_int {
    // SAFETY: by the caller's promise.
    match unsafe { remotes(addr, 1, name, port, mode, deadline) } {
        Ok(0) => status(Err(Errno::EADDRNOTAVAIL)),
        result => status(result.map(drop)),
    }
}

/// Stores up to `naddrs` addresses of the host `name` in `addrs`, those of the preferred family first.
///
/// Returns how many, possibly 0. Returns -1 with errno set as `dill_ipaddr_remote` does except for `EADDRNOTAVAIL`, or
/// to `EINVAL` (`naddrs` is not positive).
///
/// # Safety
/// `addrs` is NULL or may be written to for `naddrs` elements; `name` is NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_ipaddr_remotes(
    addrs: *mut dill_ipaddr,
    naddrs: c_int,
    name: *const c_char,
    port: c_int,
    mode: c_int,
    deadline: i64,
) -> c_int {
    // SAFETY: by the caller's promise.
    number(unsafe { remotes(addrs, naddrs, name, port, mode, deadline) })
}

/// # Safety
/// As for `dill_ipaddr_remotes`.
unsafe fn remotes(
    addrs: *mut dill_ipaddr,
    naddrs: c_int,
    name: *const c_char,
    port: c_int,
    mode: c_int,
    deadline: i64,
) -> Result<c_int, Errno> {
    let room = usize::try_from(naddrs).ok().filter(|n| *n > 0 && !addrs.is_null()).ok_or(Errno::EINVAL)?;
    // SAFETY: by the caller's promise.
    let name = unsafe { bytes(name) }?;
    let mode = self::mode(mode)?;
    let found = Context::with(|cx| ipaddr::remote(cx, name, port, mode, deadline))?;
    let count = found.len().min(room);
    for (i, addr) in found[..count].iter().enumerate() {
        // SAFETY: fewer than `naddrs`.
        unsafe { write(addrs.add(i), &SockAddr::from(*addr)) };
    }
    Ok(count as c_int)
}

/// Writes the numeric form of the address, without port, to `ipstr`, which has at least `DILL_IPADDR_MAXSTRLEN` bytes.
///
/// Returns `ipstr`, or NULL with errno set: `EINVAL` (a pointer is NULL), `EAFNOSUPPORT` (not an IP address).
///
/// # Safety
/// `addr` is NULL or an address, `ipstr` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_ipaddr_str(addr: *const dill_ipaddr, ipstr: *mut c_char) -> *const c_char {
    // SAFETY: by the caller's promise.
    let ip = unsafe { read(addr) }.and_then(|addr| addr.ip().ok_or(Errno::EAFNOSUPPORT));
    match ip {
        Ok(ip) if !ipstr.is_null() => {
            let mut text = [0; DILL_IPADDR_MAXSTRLEN as usize];
            to_text(&ip.ip(), &mut text);
            let len = text.iter().position(|b| *b == 0).map_or(text.len(), |end| end + 1);
            // SAFETY: by the caller's promise.
            unsafe { ipstr.cast::<u8>().copy_from_nonoverlapping(text.as_ptr(), len) };
            ipstr
        }
        result => {
            result.err().unwrap_or(Errno::EINVAL).set();
            ptr::null()
        }
    }
}

/// Returns the family of the address, `AF_INET` or `AF_INET6`; -1 if it is neither.
///
/// # Safety
/// `addr` is NULL or an address.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_ipaddr_family(addr: *const dill_ipaddr) -> c_int {
    // SAFETY: by the caller's promise.
    number(unsafe { read(addr) }.map(|addr| addr.family()))
}

/// Returns the address in the system's form, of `dill_ipaddr_len` bytes: a pointer to `addr` itself.
#[unsafe(no_mangle)]
pub extern "C" fn dill_ipaddr_sockaddr(addr: *const dill_ipaddr) -> *const libc::sockaddr {
    addr.cast()
}

/// Returns the size of the address in the system's form: 16 bytes for IPv4, 28 for IPv6.
///
/// # Safety
/// `addr` is an address.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_ipaddr_len(addr: *const dill_ipaddr) -> c_int {
    // SAFETY: by the caller's promise.
    match unsafe { ip(addr) } {
        Some(SocketAddr::V4(_)) => size_of::<libc::sockaddr_in>() as c_int,
        _ => size_of::<libc::sockaddr_in6>() as c_int,
    }
}

/// Returns the port; 0 if there is no address.
///
/// # Safety
/// `addr` is NULL or an address.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_ipaddr_port(addr: *const dill_ipaddr) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { ip(addr) }.map_or(0, |addr| c_int::from(addr.port()))
}

/// Changes the port to the low 16 bits of `port`. Does nothing if there is no address.
///
/// # Safety
/// `addr` is NULL or an address that may be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_ipaddr_setport(addr: *mut dill_ipaddr, port: c_int) {
    // SAFETY: by the caller's promise.
    unsafe {
        if let Some(mut ip) = ip(addr) {
            ip.set_port(port as u16);
            write(addr, &ip.into());
        }
    }
}

/// Returns 1 if both are the same address, and the same port unless `ignore_port` is not 0; 0 otherwise. Scope and flow
/// of IPv6 do not count.
///
/// # Safety
/// Both are NULL or addresses.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_ipaddr_equal(
    addr1: *const dill_ipaddr,
    addr2: *const dill_ipaddr,
    ignore_port: c_int,
) -> c_int {
    let parts =
        |addr: SocketAddr| -> (IpAddr, u16) { (addr.ip(), if ignore_port != 0 { 0 } else { addr.port() }) };
    // SAFETY: by the caller's promise.
    let (a, b) = unsafe { (ip(addr1).map(parts), ip(addr2).map(parts)) };
    c_int::from(a.is_some() && a == b)
}
