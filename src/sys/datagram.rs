//! Datagram sockets, see udp(7).

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::os::fd::{FromRawFd, OwnedFd, RawFd};

use super::{Errno, SockAddr, check, socket};

/// A datagram socket of `family` (`AF_INET`, `AF_INET6`). Errors: those of socket(2).
pub fn socket(family: i32) -> Result<OwnedFd, Errno> {
    let kind = libc::SOCK_DGRAM | libc::SOCK_CLOEXEC | libc::SOCK_NONBLOCK;
    // SAFETY: takes no pointers; the new descriptor is owned by nobody else.
    unsafe { Ok(OwnedFd::from_raw_fd(check(libc::socket(family, kind, 0))?)) }
}

/// Sends the buffers as one datagram to `to`. Errors: those of sendmsg(2); `EAGAIN` and `ENOBUFS`: no room for it now,
/// `EMSGSIZE`: too big.
///
/// # Safety
/// `iov` must be readable for `count` elements. The kernel itself checks the buffers that they describe.
pub unsafe fn send(fd: RawFd, to: &SockAddr, iov: *const libc::iovec, count: usize) -> Result<(), Errno> {
    // SAFETY: all-zero is a valid msghdr, an empty one.
    let mut msg: libc::msghdr = unsafe { std::mem::zeroed() };
    msg.msg_name = to.as_ptr().cast_mut().cast();
    msg.msg_namelen = to.len();
    msg.msg_iov = iov.cast_mut();
    msg.msg_iovlen = count as _;
    // SAFETY: the address is readable for its length, the elements by the caller's promise; sendmsg only reads.
    check(unsafe { libc::sendmsg(fd, &msg, libc::MSG_NOSIGNAL) }).map(drop)
}

/// A datagram that was received.
#[derive(Clone, Copy, Debug)]
pub struct Received {
    /// Its size, which may be more than the buffers hold: then its end is lost.
    pub size: usize,
    /// Who sent it.
    pub from: SockAddr,
}

/// Receives a datagram into the buffers. Errors: those of recvmsg(2).
///
/// # Safety
/// `iov` must be readable for `count` elements, and nothing else may refer to the buffers during the call.
pub unsafe fn receive(fd: RawFd, iov: *mut libc::iovec, count: usize) -> Result<Received, Errno> {
    let mut from = SockAddr::unspecified();
    // SAFETY: all-zero is a valid msghdr, an empty one.
    let mut msg: libc::msghdr = unsafe { std::mem::zeroed() };
    msg.msg_name = from.as_mut_ptrs().0.cast();
    msg.msg_namelen = SockAddr::CAPACITY;
    msg.msg_iov = iov;
    msg.msg_iovlen = count as _;
    // SAFETY: the address is writable for its length, the buffers by the caller's promise, and the kernel checks these.
    let size = check(unsafe { libc::recvmsg(fd, &mut msg, libc::MSG_TRUNC) })? as usize;
    Ok(Received { size, from })
}

/// Joins a multicast group or leaves it, see ip(7) and ipv6(7): on the interface that has the address `own`, if the group
/// is one of IPv4, or else on the one that is the scope of the group's address; if that is unspecified or 0, on one that
/// the kernel chooses.
pub fn set_membership(fd: RawFd, group: &SocketAddr, own: IpAddr, join: bool) -> Result<(), Errno> {
    match group {
        SocketAddr::V4(group) => {
            let interface = if let IpAddr::V4(own) = own { own } else { Ipv4Addr::UNSPECIFIED };
            let s_addr = |ip: Ipv4Addr| libc::in_addr { s_addr: u32::from(ip).to_be() };
            let request =
                libc::ip_mreq { imr_multiaddr: s_addr(*group.ip()), imr_interface: s_addr(interface) };
            let name = if join { libc::IP_ADD_MEMBERSHIP } else { libc::IP_DROP_MEMBERSHIP };
            socket::set_option(fd, libc::IPPROTO_IP, name, &request)
        }
        SocketAddr::V6(group) => {
            let request = libc::ipv6_mreq {
                ipv6mr_multiaddr: libc::in6_addr { s6_addr: group.ip().octets() },
                ipv6mr_interface: group.scope_id(),
            };
            let name = if join { libc::IPV6_ADD_MEMBERSHIP } else { libc::IPV6_DROP_MEMBERSHIP };
            socket::set_option(fd, libc::IPPROTO_IPV6, name, &request)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::fd::AsRawFd;

    use super::super::socket::{bind, local_addr};
    use super::*;

    fn iovec(buffer: &mut [u8]) -> libc::iovec {
        libc::iovec { iov_base: buffer.as_mut_ptr().cast(), iov_len: buffer.len() }
    }

    #[test]
    fn datagrams_keep_their_bounds_and_their_size() {
        let socket = socket(libc::AF_INET).unwrap();
        let fd = socket.as_raw_fd();
        bind(fd, &"127.0.0.1:0".parse::<SocketAddr>().unwrap().into()).unwrap();
        let addr = local_addr(fd).unwrap();
        let (mut a, mut b) = (*b"ab", *b"cde");
        let parts = [iovec(&mut a), iovec(&mut b)];
        let mut room = [0; 2];
        let mut into = iovec(&mut room);
        // SAFETY: the buffers are above, and outlive the calls.
        unsafe {
            send(fd, &addr, parts.as_ptr(), 2).unwrap();
            send(fd, &addr, parts.as_ptr(), 0).unwrap();
            send(fd, &addr, parts.as_ptr(), 1).unwrap();
            let long = receive(fd, &mut into, 1).unwrap();
            assert_eq!((long.size, long.from.ip()), (5, addr.ip()));
            assert_eq!(receive(fd, &mut into, 1).unwrap().size, 0);
            assert_eq!(receive(fd, std::ptr::null_mut(), 0).unwrap().size, 2);
            assert_eq!(receive(fd, &mut into, 1).err(), Some(Errno::EAGAIN));
        }
        assert_eq!(&room, b"ab");
    }
}
