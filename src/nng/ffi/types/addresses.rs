//! `nng/nng.h`: socket addresses. Ports and IPv4 addresses are in network byte order.

use std::ffi::c_char;

/// Address families: which member of an `nng_sockaddr` is meant.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum nng_sockaddr_family {
    /// No address.
    NNG_AF_UNSPEC = 0,
    /// Inside the process: `s_inproc`.
    NNG_AF_INPROC = 1,
    /// UNIX-domain socket by path: `s_ipc`.
    NNG_AF_IPC = 2,
    /// IPv4: `s_in`.
    NNG_AF_INET = 3,
    /// IPv6: `s_in6`.
    NNG_AF_INET6 = 4,
    /// ZeroTier: `s_zt`.
    NNG_AF_ZT = 5,
    /// UNIX-domain socket in the abstract name space: `s_abstract`.
    NNG_AF_ABSTRACT = 6,
}

/// A name inside the process.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nng_sockaddr_inproc {
    /// `NNG_AF_INPROC`.
    pub sa_family: u16,
    /// The name, NUL-terminated.
    pub sa_name: [c_char; 128],
}

/// A UNIX-domain socket's path.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nng_sockaddr_path {
    /// `NNG_AF_IPC`.
    pub sa_family: u16,
    /// The path, NUL-terminated.
    pub sa_path: [c_char; 128],
}

/// A UNIX-domain socket's path.
pub type nng_sockaddr_ipc = nng_sockaddr_path;

/// An IPv6 address and port.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nng_sockaddr_in6 {
    /// `NNG_AF_INET6`.
    pub sa_family: u16,
    /// Port, network byte order.
    pub sa_port: u16,
    /// The address, most significant byte first.
    pub sa_addr: [u8; 16],
    /// Scope id of a link-local address, 0 otherwise.
    pub sa_scope: u32,
}

/// An IPv4 address and port.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nng_sockaddr_in {
    /// `NNG_AF_INET`.
    pub sa_family: u16,
    /// Port, network byte order.
    pub sa_port: u16,
    /// The address, network byte order.
    pub sa_addr: u32,
}

/// A ZeroTier address. No transport of this library uses it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nng_sockaddr_zt {
    /// `NNG_AF_ZT`.
    pub sa_family: u16,
    /// Network id.
    pub sa_nwid: u64,
    /// Node id.
    pub sa_nodeid: u64,
    /// Port.
    pub sa_port: u32,
}

/// A UNIX-domain socket in the abstract name space (Linux).
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nng_sockaddr_abstract {
    /// `NNG_AF_ABSTRACT`.
    pub sa_family: u16,
    /// Bytes of the name, 0 to 107.
    pub sa_len: u16,
    /// The name, without a leading NUL; it may contain NULs.
    pub sa_name: [u8; 107],
}

/// Room for every address, and its alignment.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nng_sockaddr_storage {
    /// One of `nng_sockaddr_family`.
    pub sa_family: u16,
    /// Not to be used.
    pub sa_pad: [u64; 16],
}

/// A socket address of any family. `s_family` may be read whatever the address is.
#[repr(C)]
#[derive(Clone, Copy)]
pub union nng_sockaddr {
    /// One of `nng_sockaddr_family`.
    pub s_family: u16,
    /// When `s_family` is `NNG_AF_IPC`.
    pub s_ipc: nng_sockaddr_ipc,
    /// When `s_family` is `NNG_AF_INPROC`.
    pub s_inproc: nng_sockaddr_inproc,
    /// When `s_family` is `NNG_AF_INET6`.
    pub s_in6: nng_sockaddr_in6,
    /// When `s_family` is `NNG_AF_INET`.
    pub s_in: nng_sockaddr_in,
    /// When `s_family` is `NNG_AF_ZT`.
    pub s_zt: nng_sockaddr_zt,
    /// When `s_family` is `NNG_AF_ABSTRACT`.
    pub s_abstract: nng_sockaddr_abstract,
    /// Makes the union as large as every address.
    pub s_storage: nng_sockaddr_storage,
}
