//! Addresses as texts for people, in the forms of `nng_str_sockaddr`.

use std::net::Ipv6Addr;

/// An IPv6 address: the first of the longest runs of groups that are 0 becomes `::`, even if it is but one group, and an
/// IPv4-mapped address ends like an IPv4 address. RFC 5952 section 4.2.2 would write out a single 0.
pub(crate) fn ipv6(ip: Ipv6Addr) -> String {
    if let Some(ip) = ip.to_ipv4_mapped() {
        return format!("::ffff:{ip}");
    }
    let groups = ip.segments();
    let zeros = |start: usize| groups[start..].iter().take_while(|group| **group == 0).count();
    // Of equal ones the last counts.
    let start = (0..groups.len()).rev().max_by_key(|&start| zeros(start)).unwrap_or(0);
    match zeros(start) {
        0 => joined(&groups),
        count => format!("{}::{}", joined(&groups[..start]), joined(&groups[start + count..])),
    }
}

fn joined(groups: &[u16]) -> String {
    groups.iter().map(|group| format!("{group:x}")).collect::<Vec<_>>().join(":")
}

/// A name in the abstract name space of UNIX-domain sockets, written like the path of its URL where it has a NUL, which
/// no C string can hold.
pub(crate) fn abstract_name(name: &[u8]) -> Vec<u8> {
    let mut text = b"abstract[".to_vec();
    for byte in name {
        match byte {
            0 => text.extend_from_slice(b"%00"),
            byte => text.push(*byte),
        }
    }
    text.push(b']');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_run_of_zeros_is_short() {
        for (address, text) in [
            ("::", "::"),
            ("::1", "::1"),
            ("1::", "1::"),
            ("fe80:0:0:1:0:0:0:2", "fe80:0:0:1::2"),
            ("1:0:0:2:0:0:3:4", "1::2:0:0:3:4"),
            ("1:2:3:0:5:6:7:8", "1:2:3::5:6:7:8"),
            ("0:2:3:4:5:6:7:8", "::2:3:4:5:6:7:8"),
            ("1:2:3:4:5:6:7:0", "1:2:3:4:5:6:7::"),
            ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
            ("2001:DB8::00AB", "2001:db8::ab"),
            ("::ffff:1.2.3.4", "::ffff:1.2.3.4"),
            ("::1.2.3.4", "::102:304"),
        ] {
            assert_eq!(ipv6(address.parse().unwrap()), text);
        }
    }

    #[test]
    fn names_keep_their_nuls() {
        assert_eq!(abstract_name(b"a\0b"), b"abstract[a%00b]");
    }
}
