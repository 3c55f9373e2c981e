//! Names of services, see services(5).

use std::ffi::CStr;
use std::ptr::null_mut;

use super::SockAddr;

/// The TCP port of a service: a decimal number up to 65535, or a name that the system knows.
pub fn tcp_port(service: &CStr) -> Option<u16> {
    let text = service.to_str().ok()?;
    if !text.starts_with(|first: char| first.is_ascii_alphabetic()) {
        // Left to the system, this would be read as a number, whatever it is.
        return if text.bytes().all(|b| b.is_ascii_digit()) { text.parse().ok() } else { None };
    }
    // SAFETY: all-zero is a valid addrinfo of hints.
    let mut hints: libc::addrinfo = unsafe { std::mem::zeroed() };
    hints.ai_family = libc::AF_INET;
    hints.ai_socktype = libc::SOCK_STREAM;
    hints.ai_flags = libc::AI_PASSIVE;
    let mut list = null_mut();
    // SAFETY: the strings are readable, NULL allowed for the node; `list` takes a chain that is freed below.
    if unsafe { libc::getaddrinfo(std::ptr::null(), service.as_ptr(), &hints, &mut list) } != 0 {
        return None;
    }
    // SAFETY: on success there is at least one element, whose address has the length that it says.
    unsafe {
        let address = SockAddr::from_raw((*list).ai_addr, (*list).ai_addrlen as usize);
        libc::freeaddrinfo(list);
        address.ok()?.ip().map(|ip| ip.port())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_nonsense() {
        assert_eq!(tcp_port(c"0"), Some(0));
        assert_eq!(tcp_port(c"65535"), Some(65535));
        for bad in [c"65536", c"", c"-1", c"no such service", c"80 "] {
            assert_eq!(tcp_port(bad), None, "{bad:?}");
        }
    }
}
