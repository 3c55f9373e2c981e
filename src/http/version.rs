//! HTTP versions (RFC 9110 section 2.5, RFC 9112 section 2.3). The engine speaks `HTTP/1.` with any minor number;
//! what a peer of a higher minor version sends is read as HTTP/1.1.

use std::fmt;

use super::Error;
use super::tables::{DIGIT, all, is};

/// An HTTP version with major number 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    minor: u8,
}

impl Version {
    /// `HTTP/1.0`.
    pub const HTTP_10: Version = Version { minor: 0 };
    /// `HTTP/1.1`.
    pub const HTTP_11: Version = Version { minor: 1 };

    /// Reads exactly `HTTP/1.` and one digit. The name is case-sensitive.
    ///
    /// Errors: `UnsupportedVersion` for `HTTP/` and another major number, with or without a minor one;
    /// `BadVersion` for anything else.
    pub fn parse(bytes: &[u8]) -> Result<Version, Error> {
        let Some(number) = bytes.strip_prefix(b"HTTP/") else { return Err(Error::BadVersion) };
        match *number {
            [b'1', b'.', minor] if is(minor, DIGIT) => Ok(Version { minor: minor - b'0' }),
            _ => Err(number_error(number)),
        }
    }

    /// The minor number, 0 to 9.
    pub const fn minor(self) -> u8 {
        self.minor
    }

    /// Whether the sender is an HTTP/1.1 one or later, so that `Host` is needed, chunked coding is understood and
    /// connections persist by default.
    pub const fn is_at_least_11(self) -> bool {
        self.minor >= 1
    }

    /// The eight bytes on the wire.
    pub const fn as_bytes(self) -> [u8; 8] {
        [b'H', b'T', b'T', b'P', b'/', b'1', b'.', b'0' + self.minor]
    }
}

/// Tells a version that is merely another one (`HTTP/2`, `HTTP/2.0`) from a malformed one (`HTTP/1`, `HTTP/1.10`).
fn number_error(number: &[u8]) -> Error {
    let mut parts = number.splitn(2, |&b| b == b'.');
    let major = parts.next().unwrap_or_default();
    let minor = parts.next().unwrap_or(b"0");
    let is_number = |part: &[u8]| !part.is_empty() && all(part, DIGIT);
    if is_number(major) && is_number(minor) && major != b"1" {
        Error::UnsupportedVersion
    } else {
        Error::BadVersion
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HTTP/1.{}", self.minor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_http_1_and_one_digit() {
        assert_eq!(Version::parse(b"HTTP/1.0"), Ok(Version::HTTP_10));
        assert_eq!(Version::parse(b"HTTP/1.1"), Ok(Version::HTTP_11));
        assert_eq!(Version::parse(b"HTTP/1.9").map(Version::minor), Ok(9));
        for other in ["HTTP/2", "HTTP/2.0", "HTTP/0.9", "HTTP/3", "HTTP/11.1"] {
            assert_eq!(Version::parse(other.as_bytes()), Err(Error::UnsupportedVersion), "{other}");
        }
        for bad in
            ["", "HTTP/", "HTTP/1", "HTTP/1.", "HTTP/1.15", "HTTP/1.1foo", "http/1.1", "HTTP/1.x", "HTTP/x.1"]
        {
            assert_eq!(Version::parse(bad.as_bytes()), Err(Error::BadVersion), "{bad}");
        }
    }

    #[test]
    fn writes_what_it_reads() {
        for minor in 0..=9 {
            let version = Version { minor };
            assert_eq!(Version::parse(&version.as_bytes()), Ok(version));
            assert_eq!(version.to_string().as_bytes(), version.as_bytes());
        }
    }
}
