//! The errors of the nng face, and the one place that turns them into `NNG_E*` codes and texts.
//!
//! The numbers and texts are interface: programs compare the former and print the latter.

use std::fmt;

use crate::http;
use crate::sys::Errno;
use crate::tls;

/// Set in a code that carries a system `errno` with no code of its own.
const SYSTEM: i32 = 0x1000_0000;
/// Set in a code that carries the error number of a transport.
const TRANSPORT: i32 = 0x2000_0000;

/// Why an operation of the nng face failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Error {
    /// One of the codes of `enum nng_errno_enum`.
    Known(Known),
    /// A system error that has no code of its own.
    System(Errno),
    /// A code that the program chose, e.g. with `nng_aio_abort`. Never 0.
    Custom(i32),
}

macro_rules! known {
    ($($variant:ident $name:ident = $code:literal, $text:literal;)*) => {
        /// The errors that have a code of their own in `enum nng_errno_enum`.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(crate) enum Known {
            $($variant = $code,)*
        }

        // The set is nng's, not only of what the library reports at present.
        #[allow(dead_code)]
        impl Error {
            $(pub(crate) const $name: Error = Error::Known(Known::$variant);)*
        }

        impl Known {
            fn from_code(code: i32) -> Option<Known> {
                match code {
                    $($code => Some(Known::$variant),)*
                    _ => None,
                }
            }

            fn text(self) -> &'static std::ffi::CStr {
                match self {
                    $(Known::$variant => $text,)*
                }
            }
        }
    };
}

known! {
    Interrupted INTERRUPTED = 1, c"Interrupted";
    NoMemory NO_MEMORY = 2, c"Out of memory";
    Invalid INVALID = 3, c"Invalid argument";
    Busy BUSY = 4, c"Resource busy";
    TimedOut TIMED_OUT = 5, c"Timed out";
    ConnectionRefused CONNECTION_REFUSED = 6, c"Connection refused";
    Closed CLOSED = 7, c"Object closed";
    Again AGAIN = 8, c"Try again";
    NotSupported NOT_SUPPORTED = 9, c"Not supported";
    AddressInUse ADDRESS_IN_USE = 10, c"Address in use";
    State STATE = 11, c"Incorrect state";
    NoEntry NO_ENTRY = 12, c"Entry not found";
    Protocol PROTOCOL = 13, c"Protocol error";
    Unreachable UNREACHABLE = 14, c"Destination unreachable";
    AddressInvalid ADDRESS_INVALID = 15, c"Address invalid";
    Permission PERMISSION = 16, c"Permission denied";
    MessageSize MESSAGE_SIZE = 17, c"Message too large";
    ConnectionAborted CONNECTION_ABORTED = 18, c"Connection aborted";
    ConnectionReset CONNECTION_RESET = 19, c"Connection reset";
    Canceled CANCELED = 20, c"Operation canceled";
    NoFiles NO_FILES = 21, c"Out of files";
    NoSpace NO_SPACE = 22, c"Out of space";
    Exists EXISTS = 23, c"Resource already exists";
    ReadOnly READ_ONLY = 24, c"Read only resource";
    WriteOnly WRITE_ONLY = 25, c"Write only resource";
    Crypto CRYPTO = 26, c"Cryptographic error";
    PeerAuth PEER_AUTH = 27, c"Peer could not be authenticated";
    NoArgument NO_ARGUMENT = 28, c"Option requires argument";
    Ambiguous AMBIGUOUS = 29, c"Ambiguous option";
    BadType BAD_TYPE = 30, c"Incorrect type";
    ConnectionShut CONNECTION_SHUT = 31, c"Connection shutdown";
    Internal INTERNAL = 1000, c"Internal error detected";
}

impl Error {
    /// The number that C programs see. Never 0.
    pub(crate) fn code(self) -> i32 {
        match self {
            Error::Known(known) => known as i32,
            Error::System(errno) => SYSTEM.wrapping_add(errno.0),
            Error::Custom(code) => code,
        }
    }

    /// The outcome that a number from a C program stands for: 0 is success, everything else an error.
    pub(crate) fn from_code(code: i32) -> Result<(), Error> {
        match Known::from_code(code) {
            _ if code == 0 => Ok(()),
            Some(known) => Err(Error::Known(known)),
            None => Err(Error::Custom(code)),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Known(known) => f.write_str(&known.text().to_string_lossy()),
            Error::System(errno) => errno.fmt(f),
            Error::Custom(code) => write!(f, "error {code}"),
        }
    }
}

impl From<Errno> for Error {
    fn from(errno: Errno) -> Error {
        match errno.0 {
            libc::EINTR => Error::INTERRUPTED,
            libc::EINVAL | libc::ENAMETOOLONG => Error::INVALID,
            libc::ENOMEM | libc::ENOBUFS => Error::NO_MEMORY,
            libc::EACCES | libc::EPERM => Error::PERMISSION,
            libc::EADDRINUSE => Error::ADDRESS_IN_USE,
            libc::EADDRNOTAVAIL => Error::ADDRESS_INVALID,
            libc::EAFNOSUPPORT | libc::ENOPROTOOPT | libc::ENOSYS | libc::ENOTSUP | libc::EPROTONOSUPPORT => {
                Error::NOT_SUPPORTED
            }
            libc::EAGAIN => Error::AGAIN,
            libc::EBADF | libc::EPIPE => Error::CLOSED,
            libc::EBUSY => Error::BUSY,
            libc::ECONNABORTED => Error::CONNECTION_ABORTED,
            libc::ECONNREFUSED => Error::CONNECTION_REFUSED,
            libc::ECONNRESET => Error::CONNECTION_RESET,
            libc::EHOSTUNREACH | libc::ENETUNREACH => Error::UNREACHABLE,
            libc::ENOENT => Error::NO_ENTRY,
            libc::EPROTO => Error::PROTOCOL,
            libc::ETIME | libc::ETIMEDOUT => Error::TIMED_OUT,
            libc::ENOSPC | libc::EFBIG | libc::EDQUOT => Error::NO_SPACE,
            libc::ENFILE | libc::EMFILE => Error::NO_FILES,
            libc::EEXIST => Error::EXISTS,
            _ => Error::System(errno),
        }
    }
}

impl From<http::Error> for Error {
    /// What is too large is `NNG_EMSGSIZE`, a message that ends too early `NNG_ECONNSHUT`, all else `NNG_EPROTO`.
    fn from(error: http::Error) -> Error {
        match error {
            http::Error::StartLineTooLong
            | http::Error::FieldSectionTooLarge
            | http::Error::TooManyFields
            | http::Error::TooManyInterimResponses
            | http::Error::ChunkLineTooLong
            | http::Error::TrailersTooLarge
            | http::Error::ContentLengthOverflow
            | http::Error::ChunkSizeOverflow
            | http::Error::BodyTooLarge => Error::MESSAGE_SIZE,
            http::Error::TruncatedHead | http::Error::TruncatedBody => Error::CONNECTION_SHUT,
            _ => Error::PROTOCOL,
        }
    }
}

impl From<tls::Error> for Error {
    /// A peer that is not who it should be is `NNG_EPEERAUTH`, one that is gone too early `NNG_ECONNSHUT`. A file says
    /// why it cannot be read. All else is `NNG_ECRYPTO`, but for what the program asked for by number or name.
    fn from(error: tls::Error) -> Error {
        match error {
            error if error.is_verification() => Error::PEER_AUTH,
            tls::Error::File(errno) => Errno(errno).into(),
            tls::Error::UnsupportedVersions => Error::NOT_SUPPORTED,
            tls::Error::BadServerName => Error::INVALID,
            tls::Error::Truncated => Error::CONNECTION_SHUT,
            tls::Error::Closed => Error::CLOSED,
            _ => Error::CRYPTO,
        }
    }
}

/// The text of a code: a constant, or what to make one of.
pub(crate) enum Text {
    /// The text of a known code.
    Static(&'static std::ffi::CStr),
    /// The text of the system for this `errno`.
    System(i32),
    /// `Transport error #` and the number.
    Transport(i32),
    /// `Unknown error #` and the number.
    Unknown(i32),
}

/// Finds the text that `nng_strerror` returns for a code.
pub(crate) fn text(code: i32) -> Text {
    if code == 0 {
        Text::Static(c"Hunky dory")
    } else if let Some(known) = Known::from_code(code) {
        Text::Static(known.text())
    } else if code & SYSTEM != 0 {
        Text::System(code & !SYSTEM)
    } else if code & TRANSPORT != 0 {
        Text::Transport(code & !TRANSPORT)
    } else {
        Text::Unknown(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_survive_the_round_trip() {
        for code in (1..=31).chain([1000]) {
            let error = Error::from_code(code).unwrap_err();
            assert!(matches!(error, Error::Known(_)), "{code}");
            assert_eq!(error.code(), code);
        }
        assert_eq!(Error::from_code(0), Ok(()));
        assert_eq!(Error::from_code(-7), Err(Error::Custom(-7)));
        assert_eq!(Error::Custom(-7).code(), -7);
    }

    #[test]
    fn errors_of_the_system_have_the_codes_of_nng() {
        for (errnos, error) in [
            (&[libc::EINTR][..], Error::INTERRUPTED),
            (&[libc::EINVAL, libc::ENAMETOOLONG], Error::INVALID),
            (&[libc::ENOMEM, libc::ENOBUFS], Error::NO_MEMORY),
            (&[libc::EACCES, libc::EPERM], Error::PERMISSION),
            (&[libc::EADDRINUSE], Error::ADDRESS_IN_USE),
            (&[libc::EADDRNOTAVAIL], Error::ADDRESS_INVALID),
            (&[libc::EAFNOSUPPORT, libc::ENOPROTOOPT, libc::ENOSYS, libc::ENOTSUP], Error::NOT_SUPPORTED),
            (&[libc::EPROTONOSUPPORT], Error::NOT_SUPPORTED),
            (&[libc::EAGAIN], Error::AGAIN),
            (&[libc::EBADF, libc::EPIPE], Error::CLOSED),
            (&[libc::EBUSY], Error::BUSY),
            (&[libc::ECONNABORTED], Error::CONNECTION_ABORTED),
            (&[libc::ECONNREFUSED], Error::CONNECTION_REFUSED),
            (&[libc::ECONNRESET], Error::CONNECTION_RESET),
            (&[libc::EHOSTUNREACH, libc::ENETUNREACH], Error::UNREACHABLE),
            (&[libc::ENOENT], Error::NO_ENTRY),
            (&[libc::EPROTO], Error::PROTOCOL),
            (&[libc::ETIME, libc::ETIMEDOUT], Error::TIMED_OUT),
            (&[libc::ENOSPC, libc::EFBIG, libc::EDQUOT], Error::NO_SPACE),
            (&[libc::ENFILE, libc::EMFILE], Error::NO_FILES),
            (&[libc::EEXIST], Error::EXISTS),
        ] {
            for errno in errnos {
                assert_eq!(Error::from(Errno(*errno)), error, "{errno}");
            }
        }
        // Those without one keep their number.
        assert_eq!(Error::from(Errno(libc::EISDIR)).code(), 268_435_477);
    }
}
