//! `nng/nng.h`: UDP sockets.
#![allow(non_camel_case_types)]

use std::ffi::c_int;

use super::aio::nng_aio;
use super::handle::Handle;
use super::msg::code;
use super::sockaddr;
use super::types::nng_sockaddr;
use crate::nng::error::Error;
use crate::nng::udp::Udp;

/// A UDP socket. Functions given a NULL handle return `NNG_EINVAL`, or do nothing.
pub struct nng_udp {
    _opaque: [u8; 0],
}

impl Handle for nng_udp {
    type Object = Udp;
}

/// Makes a UDP socket that is bound to the address `*sa`, of the family `NNG_AF_INET` or `NNG_AF_INET6`; with the port 0
/// the system chooses one. Stores it in `*udpp`, for `nng_udp_close`. Returns 0; `NNG_EINVAL` if `udpp` is NULL;
/// `NNG_EADDRINVAL` if `sa` is NULL or of another family, or not an address of this machine; `NNG_EADDRINUSE`;
/// `NNG_EPERM` for a port that is reserved; `NNG_ENOFILES`; `NNG_ENOMEM`. Since nng 1.9.
///
/// # Safety
/// `udpp` is NULL or writable; `sa` is NULL or points to an address.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_udp_open(udpp: *mut *mut nng_udp, sa: *mut nng_sockaddr) -> c_int {
    if udpp.is_null() {
        return Error::INVALID.code();
    }
    // SAFETY: by the caller's promise.
    let opened = unsafe { sockaddr::ip_to_system(sa) }.and_then(|address| Udp::open(&address));
    // SAFETY: writable by the caller's promise.
    code(opened.map(|udp| unsafe { *udpp = nng_udp::give(udp) }))
}

/// Closes and releases a UDP socket. Operations that are under way end with `NNG_ECLOSED`. NULL is allowed. Since nng 1.9.
///
/// # Safety
/// `udp` is NULL or a valid handle, which nobody uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_udp_close(udp: *mut nng_udp) {
    // SAFETY: by the caller's promise.
    if let Some(udp) = unsafe { nng_udp::take(udp) } {
        udp.close();
    }
}

/// Stores the address that the socket is bound to in `*sa`. Returns 0, `NNG_EINVAL` for NULL, or `NNG_ECLOSED` after
/// `nng_fini`. Since nng 1.9.
///
/// # Safety
/// `udp` is NULL or a valid handle; `sa` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_udp_sockname(udp: *mut nng_udp, sa: *mut nng_sockaddr) -> c_int {
    // SAFETY: by the caller's promise.
    let (Some(udp), false) = (unsafe { nng_udp::borrow(udp) }, sa.is_null()) else {
        return Error::INVALID.code();
    };
    // SAFETY: writable by the caller's promise.
    code(udp.address().map(|address| unsafe { *sa = sockaddr::from_system(Some(&address)) }))
}

/// Sends the buffers of the aio as one datagram to the address that its input 0 points to, an `nng_sockaddr`, which is
/// read before the call returns. The count is the size of the datagram. Several sends are carried out in their order.
///
/// Errors: `NNG_EADDRINVAL` without an address or for one of a family other than `NNG_AF_INET` and `NNG_AF_INET6`;
/// `NNG_EMSGSIZE` for a datagram that is too large; `NNG_ENOTSUP` for an address that is not of the socket's family;
/// `NNG_EUNREACHABLE`; `NNG_EPERM`; `NNG_ECLOSED`; those of the aio. Since nng 1.9.
///
/// # Safety
/// `udp` and `aio` are NULL or valid handles; the aio's input 0 is NULL or points to an address. Its buffers stay valid
/// until the operation ends.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_udp_send(udp: *mut nng_udp, aio: *mut nng_aio) {
    // SAFETY: by the caller's promise.
    if let (Some(udp), Some(aio)) = unsafe { (nng_udp::share(udp), nng_aio::share(aio)) } {
        // SAFETY: by the caller's promise.
        let to = unsafe { sockaddr::ip_to_system(aio.input(0).cast()) };
        udp.send(to, aio);
    }
}

/// Receives one datagram into the buffers of the aio, and stores the address of its sender in the `nng_sockaddr` that the
/// aio's input 0 points to, unless that is NULL. The count is how many bytes were stored; the end of a datagram that the
/// buffers have no room for is lost. Several receives are carried out in their order.
///
/// Errors: `NNG_ECLOSED`; those of the aio. Since nng 1.9.
///
/// # Safety
/// `udp` and `aio` are NULL or valid handles; the aio's input 0 is NULL or writable for an address. That and the buffers
/// stay valid, and are used by nobody else, until the operation ends.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_udp_recv(udp: *mut nng_udp, aio: *mut nng_aio) {
    struct Target(*mut nng_sockaddr);
    // SAFETY: the program lends the memory to the operation, not to a thread.
    unsafe impl Send for Target {}

    // SAFETY: by the caller's promise.
    if let (Some(udp), Some(aio)) = unsafe { (nng_udp::share(udp), nng_aio::share(aio)) } {
        let target = Target(aio.input(0).cast());
        let store = move |address: &crate::sys::SockAddr| {
            let Target(target) = &target;
            if !target.is_null() {
                // SAFETY: writable by the caller's promise, as the operation has not ended.
                unsafe { **target = sockaddr::from_system(Some(address)) };
            }
        };
        udp.receive(Box::new(store), aio);
    }
}

/// Joins the multicast group whose address `*sa` is, or leaves it. For IPv4, the interface is the one that has the
/// address which the socket is bound to, or one that the system chooses if that is none in particular; for IPv6 it is the
/// one with the number `sa_scope`, or one that the system chooses for 0.
///
/// Returns 0; `NNG_EINVAL` for NULL or an address that is not a group's; `NNG_EADDRINVAL` if the address is of another
/// family than the socket, or when leaving a group that was not joined; `NNG_EADDRINUSE` if it was joined before;
/// `NNG_ECLOSED`; another error of the system. Since nng 1.9.
///
/// # Safety
/// `udp` is NULL or a valid handle; `sa` is NULL or points to an address.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_udp_multicast_membership(
    udp: *mut nng_udp,
    sa: *mut nng_sockaddr,
    join: bool,
) -> c_int {
    // SAFETY: by the caller's promise.
    let (Some(udp), false) = (unsafe { nng_udp::borrow(udp) }, sa.is_null()) else {
        return Error::INVALID.code();
    };
    // SAFETY: as above.
    code(unsafe { sockaddr::ip_to_system(sa) }.and_then(|group| udp.set_membership(&group, join)))
}
