//! UDP.

use std::ffi::{c_int, c_void};

use libc::ssize_t;

use super::types::{dill_iolist, dill_ipaddr, dill_udp_storage};
use super::{ipaddr, number, size, status};
use crate::dill::handles::iolist::{IoList, single};
use crate::dill::scheduler::context::{Context, failed};
use crate::dill::udp::{self, Udp};
use crate::sys::{Errno, SockAddr};

/// The address, none for NULL. `EAFNOSUPPORT` if it is no IP address.
///
/// # Safety
/// `addr` is NULL or readable.
unsafe fn optional(addr: *const dill_ipaddr) -> Result<Option<SockAddr>, Errno> {
    // SAFETY: by the caller's promise.
    if addr.is_null() { Ok(None) } else { unsafe { ipaddr::read(addr) }.map(Some) }
}

/// Opens a UDP socket, which is a message socket.
///
/// If `local` is not NULL, the socket receives what is sent to that address; a port of 0 is replaced by the one that the
/// system chooses. If `remote` is not NULL, the socket sends to that address and receives from it only: packets of
/// others are dropped. Never waits; close the socket with `dill_hclose`.
///
/// Returns a handle. Returns -1 with errno set: `EINVAL` (the addresses are of different families), `EADDRINUSE`,
/// `EADDRNOTAVAIL`, `EACCES`, `EAFNOSUPPORT`, `EMFILE`, `ENFILE`, `ENOMEM` (see bind(2)), `ECANCELED`.
///
/// # Safety
/// `local` is NULL or an address that may be written to, `remote` is NULL or an address.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_udp_open(local: *mut dill_ipaddr, remote: *const dill_ipaddr) -> c_int {
    // SAFETY: by the caller's promise.
    let addresses = unsafe { (optional(local), optional(remote)) };
    number(Context::with(|cx| {
        let (handle, bound) = udp::open(cx, addresses.0?, addresses.1?)?;
        if let Some(bound) = bound {
            // SAFETY: by the caller's promise: there is a local address, so it is not NULL.
            unsafe { ipaddr::write(local, &bound) };
        }
        Ok(handle)
    }))
}

/// Like `dill_udp_open`, with memory of the program, which stays in place until the socket is closed.
///
/// Returns a handle. Returns -1 with errno set as `dill_udp_open` does, or to `EINVAL` (`mem` is NULL).
///
/// # Safety
/// As for `dill_udp_open`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_udp_open_mem(
    local: *mut dill_ipaddr,
    remote: *const dill_ipaddr,
    mem: *mut dill_udp_storage,
) -> c_int {
    if mem.is_null() {
        return failed(Errno::EINVAL);
    }
    // SAFETY: by the caller's promise.
    unsafe { dill_udp_open(local, remote) }
}

/// Sends a packet of `len` bytes, possibly 0, to `addr`, or to the remote address of `dill_udp_open` if that is NULL.
/// Never waits: a packet that the system has no room for is dropped, as one may be on its way.
///
/// Returns 0, or -1 with errno set: `EBADF` (not a handle), `ENOTSUP` (not a UDP socket), `EINVAL` (no address, neither
/// here nor from `dill_udp_open`), `EFAULT` (`buf` is NULL and `len` is not 0), `EMSGSIZE` (too big for a packet),
/// `EACCES`, `ENETUNREACH`, `EHOSTUNREACH` (see ip(7)).
///
/// # Safety
/// `addr` is NULL or an address, `buf` is readable for `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_udp_send(
    s: c_int,
    addr: *const dill_ipaddr,
    buf: *const c_void,
    len: usize,
) -> c_int {
    let mut list = single(buf.cast_mut().cast(), len);
    // SAFETY: a list of one element; sending does not change the bytes.
    unsafe { dill_udp_sendl(s, addr, &mut list, &mut list) }
}

/// Waits for a packet and stores its bytes in `buf`, and the address of the sender in `addr` unless that is NULL. With
/// `buf` NULL the bytes are dropped.
///
/// Returns the size of the packet, possibly 0. Returns -1 with errno set, and the socket stays usable: `EBADF` (not a
/// handle), `ENOTSUP` (not a UDP socket), `EBUSY` (another coroutine is receiving), `EMSGSIZE` (the packet has more than
/// `len` bytes; it is lost), `ETIMEDOUT`, `ECANCELED`, `ECONNRESET` (the socket was closed meanwhile).
///
/// # Safety
/// `addr` is NULL or may be written to, `buf` is NULL or writable for `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_udp_recv(
    s: c_int,
    addr: *mut dill_ipaddr,
    buf: *mut c_void,
    len: usize,
    deadline: i64,
) -> ssize_t {
    let mut list = single(buf.cast(), len);
    // SAFETY: a list of one element.
    unsafe { dill_udp_recvl(s, addr, &mut list, &mut list, deadline) }
}

/// Sends the bytes of a list of buffers as one packet, like `dill_udp_send` does of one buffer. With `first` and `last`
/// NULL the packet is empty.
///
/// Returns 0, or -1 with errno set as `dill_udp_send` does, or to `EINVAL`: one of `first` and `last` is NULL, the list
/// that begins at `first` does not end at `last`, or an `iol_rsvd` is not 0. Then nothing has happened.
///
/// # Safety
/// `addr` is NULL or an address. The list and its buffers are readable, and nobody changes them during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_udp_sendl(
    s: c_int,
    addr: *const dill_ipaddr,
    first: *mut dill_iolist,
    last: *mut dill_iolist,
) -> c_int {
    let empty = single(std::ptr::null_mut(), 0);
    // SAFETY: by the caller's promise; the empty list is on this stack.
    let (list, to) = unsafe {
        let list = IoList::or_none(first, last);
        (list.and_then(|list| list.map_or_else(|| IoList::new(&empty, &empty), Ok)), optional(addr))
    };
    status(Context::with(|cx| cx.object::<Udp>(s)?.send_to(to?.as_ref(), &list?)))
}

/// Waits for a packet and stores its bytes in a list of buffers, like `dill_udp_recv` does in one. With `first` and `last`
/// NULL the bytes are dropped.
///
/// Returns the size of the packet. Returns -1 with errno set as `dill_udp_recv` does, or to `EINVAL`: one of `first` and
/// `last` is NULL, the list that begins at `first` does not end at `last`, or an `iol_rsvd` is not 0. Then nothing has
/// happened.
///
/// # Safety
/// `addr` is NULL or may be written to. The list is readable, its buffers are NULL or writable, and nobody changes or
/// uses them during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_udp_recvl(
    s: c_int,
    addr: *mut dill_ipaddr,
    first: *mut dill_iolist,
    last: *mut dill_iolist,
    deadline: i64,
) -> ssize_t {
    // SAFETY: by the caller's promise.
    let list = unsafe { IoList::or_none(first, last) };
    size(Context::with(|cx| {
        cx.deferred.flush(cx);
        let received = cx.object::<Udp>(s)?.receive_from(cx, list?.as_ref(), deadline)?;
        if !addr.is_null() {
            // SAFETY: by the caller's promise.
            unsafe { ipaddr::write(addr, &received.from) };
        }
        Ok(received.size)
    }))
}
