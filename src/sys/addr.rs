//! Socket addresses in the kernel's form, see ip(7), ipv6(7) and unix(7).

use std::fmt;
use std::mem::size_of;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};

use super::Errno;

/// Bytes of the family, with which every address begins.
const FAMILY_LEN: usize = size_of::<libc::sa_family_t>();

#[derive(Clone, Copy)]
#[repr(C)]
union Raw {
    any: libc::sockaddr,
    v4: libc::sockaddr_in,
    v6: libc::sockaddr_in6,
    un: libc::sockaddr_un,
}

/// The address of an IPv4, IPv6 or UNIX-domain socket.
#[derive(Clone, Copy)]
pub struct SockAddr {
    raw: Raw,
    /// Of a UNIX-domain address: how many bytes count. The other families have a size of their own.
    len: libc::socklen_t,
}

/// The name of a UNIX-domain socket, see unix(7).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnixName<'a> {
    /// None: the socket was not bound.
    Unnamed,
    /// A path in the file system.
    Path(&'a [u8]),
    /// A name in the abstract name space.
    Abstract(&'a [u8]),
}

impl SockAddr {
    /// An address of no family, to be filled by a system call.
    pub fn unspecified() -> SockAddr {
        // SAFETY: all-zero bytes are a value of every member.
        SockAddr { raw: unsafe { std::mem::zeroed() }, len: 0 }
    }

    /// Copies `len` bytes of an address that C code holds, e.g. in a `struct sockaddr_storage`.
    ///
    /// `EAFNOSUPPORT` if the family is none of the three, `EINVAL` if `len` is too short for it.
    ///
    /// # Safety
    /// `addr` must be readable for `len` bytes. It may have any alignment.
    pub unsafe fn from_raw(addr: *const libc::sockaddr, len: usize) -> Result<SockAddr, Errno> {
        let mut copy = SockAddr::unspecified();
        let held = len.min(size_of::<Raw>());
        // SAFETY: readable by the caller's promise, and never more than the destination holds.
        unsafe { (&raw mut copy.raw).cast::<u8>().copy_from(addr.cast(), held) };
        copy.len = held as libc::socklen_t;
        let least = match copy.family() {
            libc::AF_INET => size_of::<libc::sockaddr_in>(),
            libc::AF_INET6 => size_of::<libc::sockaddr_in6>(),
            libc::AF_UNIX => FAMILY_LEN,
            _ => return Err(Errno::EAFNOSUPPORT),
        };
        if len < least { Err(Errno::EINVAL) } else { Ok(copy) }
    }

    /// The UNIX-domain address of a path. `ENAMETOOLONG` beyond 107 bytes, `EINVAL` for a path with a NUL.
    pub fn unix(path: &[u8]) -> Result<SockAddr, Errno> {
        if path.contains(&0) {
            return Err(Errno::EINVAL);
        }
        let mut addr = SockAddr::unix_bytes(path, 0)?;
        addr.len = size_of::<libc::sockaddr_un>() as libc::socklen_t;
        Ok(addr)
    }

    /// The UNIX-domain address of a name in the abstract name space; bind(2) chooses one if it is empty.
    /// `ENAMETOOLONG` beyond 107 bytes.
    pub fn unix_abstract(name: &[u8]) -> Result<SockAddr, Errno> {
        let mut addr = SockAddr::unix_bytes(name, 1)?;
        let len = if name.is_empty() { FAMILY_LEN } else { FAMILY_LEN + 1 + name.len() };
        addr.len = len as libc::socklen_t;
        Ok(addr)
    }

    /// A UNIX-domain address with these bytes from `at` on, and room for one more.
    fn unix_bytes(bytes: &[u8], at: usize) -> Result<SockAddr, Errno> {
        let mut un = libc::sockaddr_un { sun_family: libc::AF_UNIX as libc::sa_family_t, sun_path: [0; 108] };
        if bytes.len() >= un.sun_path.len() {
            return Err(Errno::ENAMETOOLONG);
        }
        for (to, from) in un.sun_path[at..].iter_mut().zip(bytes) {
            *to = *from as libc::c_char;
        }
        Ok(SockAddr { raw: Raw { un }, len: 0 })
    }

    /// `AF_INET`, `AF_INET6`, `AF_UNIX`, or `AF_UNSPEC` when not filled.
    pub fn family(&self) -> i32 {
        // SAFETY: every member starts with the family, and all-zero bytes were there before any was written.
        i32::from(unsafe { self.raw.any.sa_family })
    }

    /// The size of the address, as bind(2) and connect(2) want it.
    pub fn len(&self) -> libc::socklen_t {
        match self.family() {
            libc::AF_INET => size_of::<libc::sockaddr_in>() as libc::socklen_t,
            libc::AF_INET6 => size_of::<libc::sockaddr_in6>() as libc::socklen_t,
            _ => self.len,
        }
    }

    /// Whether the address has no family, i.e. nothing filled it.
    pub fn is_empty(&self) -> bool {
        self.family() == libc::AF_UNSPEC
    }

    /// For calls that read an address, together with [`len`](Self::len).
    pub fn as_ptr(&self) -> *const libc::sockaddr {
        (&raw const self.raw).cast()
    }

    /// For calls that fill an address of at most [`CAPACITY`](Self::CAPACITY) bytes and tell its size.
    pub fn as_mut_ptrs(&mut self) -> (*mut libc::sockaddr, *mut libc::socklen_t) {
        self.len = SockAddr::CAPACITY;
        ((&raw mut self.raw).cast(), &raw mut self.len)
    }

    /// The size of the largest address.
    pub const CAPACITY: libc::socklen_t = size_of::<Raw>() as libc::socklen_t;

    /// The name of a UNIX-domain socket, or `None` for the other families.
    pub fn unix_name(&self) -> Option<UnixName<'_>> {
        if self.family() != libc::AF_UNIX {
            return None;
        }
        // SAFETY: the family says which member was written, and the others have left no byte without a value; char and
        // u8 have the same size.
        let bytes: &[u8; 108] = unsafe { &*(&raw const self.raw.un.sun_path).cast() };
        let len = (self.len as usize).clamp(FAMILY_LEN, FAMILY_LEN + bytes.len()) - FAMILY_LEN;
        Some(match &bytes[..len] {
            [] => UnixName::Unnamed,
            [0, name @ ..] => UnixName::Abstract(name),
            path => UnixName::Path(path.split(|&b| b == 0).next().unwrap_or_default()),
        })
    }

    /// The IP address and port, or `None` for the other families.
    pub fn ip(&self) -> Option<SocketAddr> {
        match self.family() {
            libc::AF_INET => {
                // SAFETY: the family says which member was written.
                let a = unsafe { self.raw.v4 };
                let ip = Ipv4Addr::from(u32::from_be(a.sin_addr.s_addr));
                Some(SocketAddrV4::new(ip, u16::from_be(a.sin_port)).into())
            }
            libc::AF_INET6 => {
                // SAFETY: the family says which member was written.
                let a = unsafe { self.raw.v6 };
                let ip = Ipv6Addr::from(a.sin6_addr.s6_addr);
                let port = u16::from_be(a.sin6_port);
                Some(SocketAddrV6::new(ip, port, a.sin6_flowinfo, a.sin6_scope_id).into())
            }
            _ => None,
        }
    }
}

impl From<SocketAddr> for SockAddr {
    fn from(addr: SocketAddr) -> SockAddr {
        let mut out = SockAddr::unspecified();
        match addr {
            SocketAddr::V4(a) => {
                out.raw.v4 = libc::sockaddr_in {
                    sin_family: libc::AF_INET as libc::sa_family_t,
                    sin_port: a.port().to_be(),
                    sin_addr: libc::in_addr { s_addr: u32::from(*a.ip()).to_be() },
                    sin_zero: [0; 8],
                }
            }
            SocketAddr::V6(a) => {
                out.raw.v6 = libc::sockaddr_in6 {
                    sin6_family: libc::AF_INET6 as libc::sa_family_t,
                    sin6_port: a.port().to_be(),
                    sin6_flowinfo: a.flowinfo(),
                    sin6_addr: libc::in6_addr { s6_addr: a.ip().octets() },
                    sin6_scope_id: a.scope_id(),
                }
            }
        }
        out
    }
}

impl fmt::Debug for SockAddr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.ip(), self.unix_name()) {
            (Some(ip), _) => ip.fmt(f),
            (_, Some(name)) => name.fmt(f),
            _ => write!(f, "SockAddr(family {})", self.family()),
        }
    }
}

/// Bytes of the longest textual form, `INET6_ADDRSTRLEN`.
pub const TEXT_LEN: usize = 46;

/// Writes the textual form of an address, as inet_ntop(3) knows it, with a terminating NUL.
pub fn to_text(ip: &IpAddr, text: &mut [u8; TEXT_LEN]) {
    unsafe extern "C" {
        fn inet_ntop(
            family: i32,
            address: *const libc::c_void,
            text: *mut libc::c_char,
            len: libc::socklen_t,
        ) -> *const libc::c_char;
    }
    let mut octets = [0; 16];
    let family = match ip {
        IpAddr::V4(ip) => {
            octets[..4].copy_from_slice(&ip.octets());
            libc::AF_INET
        }
        IpAddr::V6(ip) => {
            octets = ip.octets();
            libc::AF_INET6
        }
    };
    // SAFETY: the address has as many bytes as its family needs, and the text is as long as the longest form. Nothing
    // else can fail.
    unsafe {
        inet_ntop(family, octets.as_ptr().cast(), text.as_mut_ptr().cast(), text.len() as libc::socklen_t)
    };
}

/// The first address of a family that the network interface called `name` has, in the order of getifaddrs(3). The port
/// is 0; a link-local address has its scope, without which it cannot be used.
///
/// `ENODEV` if there is no such interface or it has no address of that family; otherwise what getifaddrs reports.
pub fn interface(name: &[u8], v6: bool) -> Result<SocketAddr, Errno> {
    let family = if v6 { libc::AF_INET6 } else { libc::AF_INET };
    let mut list = std::ptr::null_mut();
    // SAFETY: fills `list` with a chain that stays valid until it is freed below, once.
    super::check(unsafe { libc::getifaddrs(&mut list) })?;
    let mut at = list;
    let mut found = Err(Errno::ENODEV);
    while !at.is_null() {
        // SAFETY: `at` is an element of the chain; its name is a C string, its address NULL or of the family's size.
        unsafe {
            let element = &*at;
            let same = std::ffi::CStr::from_ptr(element.ifa_name).to_bytes() == name;
            if same && !element.ifa_addr.is_null() && i32::from((*element.ifa_addr).sa_family) == family {
                let addr = SockAddr::from_raw(element.ifa_addr, if v6 { 28 } else { 16 });
                if let Some(ip) = addr.ok().and_then(|a| a.ip()) {
                    found = Ok(ip);
                    break;
                }
            }
            at = element.ifa_next;
        }
    }
    // SAFETY: `list` came from getifaddrs and nothing refers to it any more.
    unsafe { libc::freeifaddrs(list) };
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ip_addresses_survive_the_round_trip() {
        for text in ["127.0.0.1:80", "[::1]:8080", "[fe80::1%3]:1"] {
            let addr: SocketAddr = text.parse().unwrap();
            assert_eq!(SockAddr::from(addr).ip(), Some(addr));
        }
        assert_eq!(SockAddr::from("1.2.3.4:5".parse::<SocketAddr>().unwrap()).len(), 16);
        assert_eq!(SockAddr::from("[::]:5".parse::<SocketAddr>().unwrap()).len(), 28);
    }

    #[test]
    fn raw_addresses_are_checked() {
        let addr = SockAddr::from("1.2.3.4:5".parse::<SocketAddr>().unwrap());
        // SAFETY: the address is longer than the lengths given.
        unsafe {
            assert_eq!(SockAddr::from_raw(addr.as_ptr(), 16).unwrap().ip(), addr.ip());
            assert_eq!(SockAddr::from_raw(addr.as_ptr(), 15).err(), Some(Errno::EINVAL));
            let none = SockAddr::unspecified();
            assert_eq!(SockAddr::from_raw(none.as_ptr(), 16).err(), Some(Errno::EAFNOSUPPORT));
        }
    }

    #[test]
    fn unix_paths_have_a_limit() {
        assert_eq!(SockAddr::unix(&[b'x'; 107]).unwrap().family(), libc::AF_UNIX);
        assert_eq!(SockAddr::unix(&[b'x'; 108]).err(), Some(Errno::ENAMETOOLONG));
        assert_eq!(SockAddr::unix_abstract(&[0; 107]).unwrap().len(), 110);
        assert_eq!(SockAddr::unix_abstract(&[0; 108]).err(), Some(Errno::ENAMETOOLONG));
    }

    #[test]
    fn unix_names_survive_the_round_trip() {
        assert_eq!(SockAddr::unix(b"/a").unwrap().unix_name(), Some(UnixName::Path(b"/a")));
        assert_eq!(SockAddr::unix(&[b'x'; 107]).unwrap().unix_name(), Some(UnixName::Path(&[b'x'; 107])));
        let name = SockAddr::unix_abstract(b"a\0b").unwrap();
        assert_eq!((name.len(), name.unix_name()), (6, Some(UnixName::Abstract(b"a\0b"))));
        assert_eq!(SockAddr::unix_abstract(b"").unwrap().unix_name(), Some(UnixName::Unnamed));
        assert_eq!(SockAddr::unspecified().unix_name(), None);
    }

    #[test]
    #[cfg_attr(miri, ignore = "has no inet_ntop")]
    fn textual_form_is_the_canonical_one() {
        for form in ["127.0.0.1", "::1", "::", "2001:db8::1:0:0:1", "::ffff:1.2.3.4", "::1.2.3.4"] {
            let mut text = [0; 46];
            to_text(&form.parse().unwrap(), &mut text);
            let end = text.iter().position(|&b| b == 0).unwrap();
            assert_eq!(std::str::from_utf8(&text[..end]), Ok(form));
        }
    }

    #[test]
    #[cfg_attr(miri, ignore = "has no getifaddrs")]
    fn loopback_interface_has_an_address() {
        assert_eq!(interface(b"lo", false), Ok(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))));
        assert_eq!(interface(b"no-such-interface", false), Err(Errno::ENODEV));
    }
}
