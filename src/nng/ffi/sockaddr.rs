//! `nng/nng.h`: addresses in the form that programs have them.

use std::ffi::c_char;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, SocketAddrV6};

use super::types::{
    nng_sockaddr, nng_sockaddr_abstract, nng_sockaddr_family, nng_sockaddr_in, nng_sockaddr_in6,
    nng_sockaddr_storage,
};
use crate::nng::address_text;
use crate::nng::error::Error;
use crate::sys::SockAddr;

const INPROC: u16 = nng_sockaddr_family::NNG_AF_INPROC as u16;
const IPC: u16 = nng_sockaddr_family::NNG_AF_IPC as u16;
const INET: u16 = nng_sockaddr_family::NNG_AF_INET as u16;
const INET6: u16 = nng_sockaddr_family::NNG_AF_INET6 as u16;
const ZT: u16 = nng_sockaddr_family::NNG_AF_ZT as u16;
const ABSTRACT: u16 = nng_sockaddr_family::NNG_AF_ABSTRACT as u16;

/// An address of the system; one of no family for none.
pub(super) fn from_system(address: Option<&SockAddr>) -> nng_sockaddr {
    // The largest member first, so that no byte is left without a value.
    let none = nng_sockaddr_family::NNG_AF_UNSPEC as u16;
    let mut out = nng_sockaddr { s_storage: nng_sockaddr_storage { sa_family: none, sa_pad: [0; 16] } };
    match address.and_then(SockAddr::ip) {
        Some(SocketAddr::V4(a)) => {
            out.s_in = nng_sockaddr_in {
                sa_family: INET,
                sa_port: a.port().to_be(),
                sa_addr: u32::from(*a.ip()).to_be(),
            };
        }
        Some(SocketAddr::V6(a)) => {
            out.s_in6 = nng_sockaddr_in6 {
                sa_family: INET6,
                sa_port: a.port().to_be(),
                sa_addr: a.ip().octets(),
                sa_scope: a.scope_id(),
            };
        }
        None => {}
    }
    out
}

/// The IP address and port that a program gave, in the form of the system. `ADDRESS_INVALID` for NULL and for an address
/// of another family.
///
/// # Safety
/// `sa` is NULL or points to an address.
pub(super) unsafe fn ip_to_system(sa: *const nng_sockaddr) -> Result<SockAddr, Error> {
    if sa.is_null() {
        return Err(Error::ADDRESS_INVALID);
    }
    // SAFETY: every address begins with its family, which says which member there is.
    let address: SocketAddr = unsafe {
        match (&raw const (*sa).s_family).read() {
            INET => {
                let a = (&raw const (*sa).s_in).read();
                SocketAddrV4::new(Ipv4Addr::from(u32::from_be(a.sa_addr)), u16::from_be(a.sa_port)).into()
            }
            INET6 => {
                let a = (&raw const (*sa).s_in6).read();
                SocketAddrV6::new(a.sa_addr.into(), u16::from_be(a.sa_port), 0, a.sa_scope).into()
            }
            _ => return Err(Error::ADDRESS_INVALID),
        }
    };
    Ok(address.into())
}

/// Writes an address as a text into the `bufsz` bytes at `buf`, cut off if it does not fit, and returns `buf`. An address
/// takes at most `NNG_MAXADDRSTRLEN` bytes, except that a NUL in an abstract name is written as `%00`.
///
/// The forms are `127.0.0.1:80`, `[::1]:80`, `[fe80::1%2]:80` with the number of the scope, the path of a UNIX-domain
/// socket, `abstract[name]`, `inproc[name]`, and `ZT[node:network:port]` with the first two in hexadecimal. For an address
/// of another family, or none, the result is the static string "unknown", and nothing is written. Since nng 1.8.
///
/// # Safety
/// `sa` is NULL or points to an address; `buf` is writable for `bufsz` bytes, or NULL, which stands for no room.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_str_sockaddr(
    sa: *const nng_sockaddr,
    buf: *mut c_char,
    bufsz: usize,
) -> *const c_char {
    // SAFETY: by the caller's promise.
    let Some(text) = (unsafe { text(sa) }) else { return c"unknown".as_ptr() };
    if !buf.is_null() && bufsz > 0 {
        let len = text.len().min(bufsz - 1);
        // SAFETY: writable by the caller's promise, and longer by one than what is copied.
        unsafe {
            buf.cast::<u8>().copy_from_nonoverlapping(text.as_ptr(), len);
            buf.add(len).write(0);
        }
    }
    buf
}

/// # Safety
/// `sa` is NULL or points to an address.
unsafe fn text(sa: *const nng_sockaddr) -> Option<Vec<u8>> {
    if sa.is_null() {
        return None;
    }
    // SAFETY: every address begins with its family, which says which member there is.
    unsafe {
        let text = match (&raw const (*sa).s_family).read() {
            INPROC => [b"inproc[", string(&(*sa).s_inproc.sa_name), b"]"].concat(),
            IPC => string(&(*sa).s_ipc.sa_path).to_vec(),
            INET => {
                let nng_sockaddr_in { sa_port, sa_addr, .. } = (*sa).s_in;
                format!("{}:{}", Ipv4Addr::from(u32::from_be(sa_addr)), u16::from_be(sa_port)).into()
            }
            INET6 => {
                let nng_sockaddr_in6 { sa_port, sa_addr, sa_scope, .. } = (*sa).s_in6;
                let scope = if sa_scope == 0 { String::new() } else { format!("%{sa_scope}") };
                format!("[{}{scope}]:{}", address_text::ipv6(sa_addr.into()), u16::from_be(sa_port)).into()
            }
            ZT => {
                let zt = (*sa).s_zt;
                format!("ZT[{:x}:{:x}:{}]", zt.sa_nodeid, zt.sa_nwid, zt.sa_port).into()
            }
            ABSTRACT => {
                let nng_sockaddr_abstract { sa_len, sa_name, .. } = &(*sa).s_abstract;
                address_text::abstract_name(&sa_name[..usize::from(*sa_len).min(sa_name.len())])
            }
            _ => return None,
        };
        Some(text)
    }
}

/// The bytes of a string that ends with a NUL or fills its array.
fn string(array: &[c_char; 128]) -> &[u8] {
    // SAFETY: a char has the size of a byte, and any value.
    let bytes = unsafe { &*(&raw const *array).cast::<[u8; 128]>() };
    bytes.split(|&byte| byte == 0).next().unwrap_or_default()
}
