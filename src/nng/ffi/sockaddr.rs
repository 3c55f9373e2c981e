//! `nng/nng.h`: addresses in the form that programs have them.

use std::ffi::c_char;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV6};

use super::types::{
    nng_sockaddr, nng_sockaddr_abstract, nng_sockaddr_family, nng_sockaddr_in, nng_sockaddr_in6,
    nng_sockaddr_path,
};
use crate::nng::address_text;
use crate::nng::error::Error;
use crate::sys::SockAddr;
use crate::sys::addr::UnixName;

const UNSPEC: u16 = nng_sockaddr_family::NNG_AF_UNSPEC as u16;
const INPROC: u16 = nng_sockaddr_family::NNG_AF_INPROC as u16;
const IPC: u16 = nng_sockaddr_family::NNG_AF_IPC as u16;
const INET: u16 = nng_sockaddr_family::NNG_AF_INET as u16;
const INET6: u16 = nng_sockaddr_family::NNG_AF_INET6 as u16;
const ZT: u16 = nng_sockaddr_family::NNG_AF_ZT as u16;
const ABSTRACT: u16 = nng_sockaddr_family::NNG_AF_ABSTRACT as u16;

/// An address of the system; one of no family for none.
pub(super) fn from_system(address: Option<&SockAddr>) -> nng_sockaddr {
    // SAFETY: a union of numbers. No byte of it is left without a value, not even between members: programs compare
    // and copy addresses as a whole.
    let mut out: nng_sockaddr = unsafe { std::mem::zeroed() };
    let Some(address) = address else { return out };
    match (address.ip(), address.unix_name()) {
        (Some(SocketAddr::V4(a)), _) => {
            out.s_in = nng_sockaddr_in {
                sa_family: INET,
                sa_port: a.port().to_be(),
                sa_addr: u32::from(*a.ip()).to_be(),
            };
        }
        (Some(SocketAddr::V6(a)), _) => {
            out.s_in6 = nng_sockaddr_in6 {
                sa_family: INET6,
                sa_port: a.port().to_be(),
                sa_addr: a.ip().octets(),
                sa_scope: a.scope_id(),
            };
        }
        (None, Some(UnixName::Path(path))) => {
            let mut sa_path = [0; 128];
            sa_path.iter_mut().zip(path).for_each(|(to, from)| *to = *from as c_char);
            out.s_ipc = nng_sockaddr_path { sa_family: IPC, sa_path };
        }
        (None, Some(UnixName::Abstract(name))) => {
            out.s_abstract.sa_family = ABSTRACT;
            out.s_abstract.sa_len = name.len() as u16;
            // SAFETY: every bit pattern is a name.
            let to = unsafe { &mut out.s_abstract.sa_name };
            to.iter_mut().zip(name).for_each(|(to, from)| *to = *from);
        }
        (None, Some(UnixName::Unnamed) | None) => {}
    }
    out
}

/// The address that a program gave, in the form of the system; `None` for one of no family. `ADDRESS_INVALID` for NULL,
/// and if the system has no such address.
///
/// # Safety
/// `sa` is NULL or points to an address.
pub(super) unsafe fn to_system(sa: *const nng_sockaddr) -> Result<Option<SockAddr>, Error> {
    if sa.is_null() {
        return Err(Error::ADDRESS_INVALID);
    }
    // SAFETY: every address begins with its family, which says which member there is.
    let address = unsafe {
        match (&raw const (*sa).s_family).read() {
            UNSPEC => return Ok(None),
            INET => {
                let a = (&raw const (*sa).s_in).read();
                let ip = Ipv4Addr::from(u32::from_be(a.sa_addr));
                Ok(SocketAddr::from((ip, u16::from_be(a.sa_port))).into())
            }
            INET6 => {
                let a = (&raw const (*sa).s_in6).read();
                let port = u16::from_be(a.sa_port);
                Ok(SocketAddr::from(SocketAddrV6::new(a.sa_addr.into(), port, 0, a.sa_scope)).into())
            }
            IPC => SockAddr::unix(string(&(*sa).s_ipc.sa_path)),
            ABSTRACT => {
                let nng_sockaddr_abstract { sa_len, sa_name, .. } = &(*sa).s_abstract;
                let name = sa_name.get(..usize::from(*sa_len)).ok_or(Error::ADDRESS_INVALID)?;
                SockAddr::unix_abstract(name)
            }
            _ => return Err(Error::ADDRESS_INVALID),
        }
    };
    address.map(Some).map_err(|_| Error::ADDRESS_INVALID)
}

/// Like [`to_system`], of IP addresses only: `ADDRESS_INVALID` for all others.
///
/// # Safety
/// `sa` is NULL or points to an address.
pub(super) unsafe fn ip_to_system(sa: *const nng_sockaddr) -> Result<SockAddr, Error> {
    // SAFETY: by the caller's promise.
    unsafe { to_system(sa) }?.filter(|address| address.ip().is_some()).ok_or(Error::ADDRESS_INVALID)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn system(address: &nng_sockaddr) -> Result<Option<String>, Error> {
        // SAFETY: an address.
        unsafe { to_system(address) }.map(|address| address.map(|address| format!("{address:?}")))
    }

    #[test]
    fn addresses_survive_the_round_trip() {
        for address in [
            "127.0.0.1:80".parse::<SocketAddr>().unwrap().into(),
            "[fe80::1%3]:1".parse::<SocketAddr>().unwrap().into(),
            SockAddr::unix(&[b'x'; 107]).unwrap(),
            SockAddr::unix_abstract(&[0; 107]).unwrap(),
            SockAddr::unix_abstract(b"a").unwrap(),
        ] {
            assert_eq!(system(&from_system(Some(&address))), Ok(Some(format!("{address:?}"))));
        }
        assert_eq!(system(&from_system(None)), Ok(None));
    }

    #[test]
    fn addresses_that_the_system_has_not() {
        let mut address = from_system(None);
        address.s_family = ZT;
        assert_eq!(system(&address), Err(Error::ADDRESS_INVALID));
        address.s_abstract.sa_family = ABSTRACT;
        address.s_abstract.sa_len = 108;
        assert_eq!(system(&address), Err(Error::ADDRESS_INVALID));
        address.s_ipc = nng_sockaddr_path { sa_family: IPC, sa_path: [1; 128] };
        assert_eq!(system(&address), Err(Error::ADDRESS_INVALID));
    }
}
