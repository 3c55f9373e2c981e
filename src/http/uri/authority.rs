//! `uri-host [ ":" port ]` as `Host`, authority-form and absolute-form carry it (RFC 9110 section 7.2, RFC 3986
//! section 3.2): strict, because hosts decide who answers and who may see the answer.

use core::net::Ipv6Addr;
use std::str;

use super::normal::escapes_are_valid;
use crate::http::tables::{DIGIT, all};

/// A host and a port in the text of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Authority<'a> {
    text: &'a [u8],
    host_len: usize,
    port: Option<u16>,
}

impl<'a> Authority<'a> {
    /// Parses all of the text: a registered name, an IPv4 address, or an IPv6 address in brackets; then a colon and a
    /// decimal number up to 65535, which may be missing with or without its colon. An empty host is fine. User
    /// information is not (RFC 9110 section 4.2.4). A zone in an IPv6 address is accepted in the form of RFC 6874,
    /// since clients send it although they should not.
    ///
    /// `None` if it is anything else.
    pub fn parse(text: &'a [u8]) -> Option<Authority<'a>> {
        let host_len = match text {
            [b'[', ..] => text.iter().position(|&b| b == b']')? + 1,
            _ => text.iter().position(|&b| b == b':').unwrap_or(text.len()),
        };
        let (host, rest) = text.split_at(host_len);
        let is_host = match host {
            [b'[', literal @ .., b']'] => is_ip_literal(literal),
            name => is_reg_name(name),
        };
        let port = match rest {
            b"" | b":" => None,
            [b':', digits @ ..] if all(digits, DIGIT) => Some(str::from_utf8(digits).ok()?.parse().ok()?),
            _ => return None,
        };
        is_host.then_some(Authority { text, host_len, port })
    }

    /// The text as it was received, port included.
    pub fn as_bytes(&self) -> &'a [u8] {
        self.text
    }

    /// The host as it was received, with the brackets of an IPv6 address. Hosts compare without regard to case.
    pub fn host(&self) -> &'a [u8] {
        &self.text[..self.host_len]
    }

    /// The port, if there is one.
    pub fn port(&self) -> Option<u16> {
        self.port
    }
}

/// `reg-name` (RFC 3986 section 3.2.2), of which IPv4 addresses are a part.
fn is_reg_name(name: &[u8]) -> bool {
    name.iter().all(|b| b.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=%".contains(b))
        && escapes_are_valid(name)
}

/// `IPv6address / IPvFuture` (RFC 3986 section 3.2.2), `IPv6addrz` (RFC 6874 section 2).
fn is_ip_literal(literal: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(literal) else { return false };
    if let Some(future) = text.strip_prefix(['v', 'V']) {
        let is_address_byte = |b: &u8| b.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:".contains(b);
        return future.split_once('.').is_some_and(|(version, address)| {
            !version.is_empty()
                && version.bytes().all(|b| b.is_ascii_hexdigit())
                && !address.is_empty()
                && address.as_bytes().iter().all(is_address_byte)
        });
    }
    let (address, zone) = text.split_once("%25").unwrap_or((text, "zone"));
    let is_zone_byte = |b: &u8| b.is_ascii_alphanumeric() || b"-._~%".contains(b);
    address.parse::<Ipv6Addr>().is_ok()
        && !zone.is_empty()
        && zone.as_bytes().iter().all(is_zone_byte)
        && escapes_are_valid(zone.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_ports() {
        for (text, host, port) in [
            ("h", "h", None),
            ("example.com.", "example.com.", None),
            ("h:80", "h", Some(80)),
            ("h:", "h", None),
            ("h:0", "h", Some(0)),
            ("h:00080", "h", Some(80)),
            ("h:65535", "h", Some(65535)),
            ("", "", None),
            (":80", "", Some(80)),
            ("127.0.0.1:1", "127.0.0.1", Some(1)),
            ("a_b~c!$&'()*+,;=", "a_b~c!$&'()*+,;=", None),
            ("a%20b", "a%20b", None),
            ("[::1]", "[::1]", None),
            ("[::1]:8080", "[::1]", Some(8080)),
            ("[::ffff:1.2.3.4]", "[::ffff:1.2.3.4]", None),
            ("[fe80::1%25eth0]:1", "[fe80::1%25eth0]", Some(1)),
            ("[v1.a:b]", "[v1.a:b]", None),
        ] {
            let authority = Authority::parse(text.as_bytes()).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((authority.host(), authority.port()), (host.as_bytes(), port), "{text}");
            assert_eq!(authority.as_bytes(), text.as_bytes());
        }
    }

    #[test]
    fn anything_else() {
        for text in [
            " h",
            "h ",
            "h h",
            "h\t",
            "u@h",
            "u:p@h",
            "h/",
            "h?",
            "h#",
            "h\\",
            "h:x",
            "h:-1",
            "h:+1",
            "h: 80",
            "h:80x",
            "h:65536",
            "h:99999999999999999999",
            "h:1:2",
            "::1",
            "[::1",
            "::1]",
            "[::1]x",
            "[::1]x:80",
            "[::1] :80",
            "[]",
            "[x]",
            "[1.2.3.4]",
            "[::1%eth0]",
            "[::1%25]",
            "[::1%25a%]",
            "[v.a]",
            "[v1.]",
            "[vg.a]",
            "[v1]",
            "[[::1]]",
            "a[::1]",
            "a%",
            "a%2",
            "a%zz",
            "h\0",
            "h\x7f",
            "caf\u{e9}",
            "<h>",
            "\"h\"",
            "h,u@x",
        ] {
            assert_eq!(Authority::parse(text.as_bytes()), None, "{text:?}");
        }
        assert_eq!(Authority::parse(b"[\xff]"), None);
    }
}
