//! Addresses in the form that programs get them.

use std::net::SocketAddr;

use super::types::{
    nng_sockaddr, nng_sockaddr_family, nng_sockaddr_in, nng_sockaddr_in6, nng_sockaddr_storage,
};
use crate::sys::SockAddr;

/// An address of the system; one of no family for none.
pub(super) fn from_system(address: Option<&SockAddr>) -> nng_sockaddr {
    let family = |family: nng_sockaddr_family| family as u16;
    // The largest member first, so that no byte is left without a value.
    let none = family(nng_sockaddr_family::NNG_AF_UNSPEC);
    let mut out = nng_sockaddr { s_storage: nng_sockaddr_storage { sa_family: none, sa_pad: [0; 16] } };
    match address.and_then(SockAddr::ip) {
        Some(SocketAddr::V4(a)) => {
            out.s_in = nng_sockaddr_in {
                sa_family: family(nng_sockaddr_family::NNG_AF_INET),
                sa_port: a.port().to_be(),
                sa_addr: u32::from(*a.ip()).to_be(),
            };
        }
        Some(SocketAddr::V6(a)) => {
            out.s_in6 = nng_sockaddr_in6 {
                sa_family: family(nng_sockaddr_family::NNG_AF_INET6),
                sa_port: a.port().to_be(),
                sa_addr: a.ip().octets(),
                sa_scope: a.scope_id(),
            };
        }
        None => {}
    }
    out
}
