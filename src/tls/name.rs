//! Server names: what a program writes, and how it compares with what a certificate says.

use std::net::IpAddr;

use rustls::pki_types::ServerName;

use super::Error;

/// A server name as a URL or a program gives it: a DNS name, with or without a final dot, or an IP address, the
/// latter also in brackets and with a zone (`[fe80::1%eth0]`), which no certificate knows.
///
/// Errors: [`Error::BadServerName`].
pub(super) fn server_name(text: &str) -> Result<ServerName<'static>, Error> {
    let bare = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')).unwrap_or(text);
    let without_zone = bare.split_once('%').map_or(bare, |(address, _)| address);
    if let Ok(address) = without_zone.parse::<IpAddr>() {
        return Ok(address.into());
    }
    ServerName::try_from(text).map(|name| name.to_owned()).map_err(|_| Error::BadServerName)
}

/// Whether a common name is that of the server. It was never specified what a common name may hold, so this accepts
/// what implementations agree on: a DNS name, possibly with a wildcard, or an address as text.
pub(super) fn common_name_matches(common_name: &str, server: &ServerName<'_>) -> bool {
    match server {
        ServerName::DnsName(name) => dns_name_matches(common_name, name.as_ref()),
        ServerName::IpAddress(address) => common_name.parse() == Ok(IpAddr::from(*address)),
        _ => false,
    }
}

/// Whether `presented` (in a certificate) covers `name`: case does not matter, and a wildcard stands for the whole
/// first label of a name that has at least three (RFC 9525 section 6.3).
pub(super) fn dns_name_matches(presented: &str, name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    match presented.strip_prefix("*.") {
        Some(parent) => name.split_once('.').is_some_and(|(first, rest)| {
            !first.is_empty() && parent.contains('.') && rest.eq_ignore_ascii_case(parent)
        }),
        None => presented.eq_ignore_ascii_case(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &str) -> String {
        server_name(name).unwrap().to_str().into_owned()
    }

    #[test]
    fn names_and_addresses() {
        assert_eq!(text("example.com"), "example.com");
        assert_eq!(text("localhost."), "localhost.");
        assert_eq!(text("my_host"), "my_host");
        assert_eq!(text("127.0.0.1"), "127.0.0.1");
        assert_eq!(text("::1"), "::1");
        assert_eq!(text("[::1]"), "::1");
        assert_eq!(text("[fe80::1%eth0]"), "fe80::1");
        assert_eq!(text("fe80::1%25eth0"), "fe80::1");
    }

    #[test]
    fn what_is_no_server_name() {
        for name in
            ["", "a b", "exa\u{e4}mple", "a..b", "-a", "1.2.3", "host%eth0", "[host]", "[::1", "[]", "%"]
        {
            assert_eq!(server_name(name), Err(Error::BadServerName), "{name:?}");
        }
    }

    #[test]
    fn dns_names_match_without_case_and_with_a_wildcard() {
        assert!(dns_name_matches("Example.COM", "example.com"));
        assert!(dns_name_matches("example.com", "example.com."));
        assert!(dns_name_matches("*.example.com", "a.EXAMPLE.com"));
        for (presented, name) in [
            ("example.com", "example.org"),
            ("*.example.com", "example.com"),
            ("*.example.com", "a.b.example.com"),
            ("*.com", "example.com"),
            ("*", "localhost"),
            ("a*.example.com", "ab.example.com"),
            ("*.example.com", ".example.com"),
            ("", "localhost"),
        ] {
            assert!(!dns_name_matches(presented, name), "{presented:?} {name:?}");
        }
    }

    #[test]
    fn common_names_may_be_addresses() {
        assert!(common_name_matches("127.0.0.1", &server_name("127.0.0.1").unwrap()));
        assert!(common_name_matches("0:0::1", &server_name("::1").unwrap()));
        assert!(!common_name_matches("*.0.0.1", &server_name("127.0.0.1").unwrap()));
        assert!(common_name_matches("localhost", &server_name("localhost").unwrap()));
    }
}
