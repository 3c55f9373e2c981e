//! Everything that can be wrong with a peer's message, and with what a caller wants to send, as closed sets; and the
//! `errno` values by which programs know them.

use std::fmt;

/// Why a message ends the exchange. The connection goes on being the caller's, but nobody knows what comes on it next.
///
/// `Display` gives one lower-case phrase without a full stop, fit for a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Error {
    /// The version is not 5, or not 1 in the messages of RFC 1929.
    BadVersion,
    /// The reserved byte is not 0.
    BadReserved,
    /// The command is not 1 to 3 (RFC 1928 section 4).
    BadCommand,
    /// The address type is not 1, 3 or 4 (RFC 1928 section 5).
    BadAddressType,
    /// The reply code is none of RFC 1928 section 6.
    BadReplyCode,
    /// A host name that is empty.
    EmptyName,
    /// NUL in a host name, a user name or a password. None of them has one, and in C it would hide what follows it.
    Nul,
    /// The proxy selected a method that was not offered (RFC 1928 section 3).
    MethodNotOffered,
    /// None of the methods that the client offered is acceptable to the proxy (RFC 1928 section 3).
    NoAcceptableMethod,
    /// The proxy refused user name and password (RFC 1929 section 2).
    CredentialsRefused,
}

impl Error {
    /// The `errno` value: `EACCES` where the proxy refused the client, `EPROTO` for whatever is malformed.
    pub const fn errno(self) -> i32 {
        match self {
            Error::NoAcceptableMethod | Error::CredentialsRefused => libc::EACCES,
            _ => libc::EPROTO,
        }
    }

    /// The phrase that `Display` prints.
    pub const fn phrase(self) -> &'static str {
        match self {
            Error::BadVersion => "unexpected version",
            Error::BadReserved => "reserved byte is not zero",
            Error::BadCommand => "unknown command",
            Error::BadAddressType => "unknown address type",
            Error::BadReplyCode => "unknown reply code",
            Error::EmptyName => "empty host name",
            Error::Nul => "NUL byte",
            Error::MethodNotOffered => "authentication method that was not offered",
            Error::NoAcceptableMethod => "no acceptable authentication method",
            Error::CredentialsRefused => "user name and password refused",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.phrase())
    }
}

impl std::error::Error for Error {}

/// Why something cannot be put into a message; `EINVAL` in C.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ArgumentError {
    /// More than 255 bytes for a host name, a user name or a password.
    TooLong,
    /// An empty host name.
    EmptyName,
    /// NUL in a host name.
    Nul,
}

impl fmt::Display for ArgumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ArgumentError::TooLong => "text longer than 255 bytes",
            ArgumentError::EmptyName => "empty host name",
            ArgumentError::Nul => "NUL byte",
        })
    }
}

impl std::error::Error for ArgumentError {}
