//! What became of a request (RFC 1928 section 6), and the table of outcomes.
//!
//! ```text
//!   05  code  00  address and port
//! ```
//!
//! The address is the proxy's own end of the new connection. A client of this library has no use for it, so it is read
//! and dropped without being interpreted: some proxies fill it with nothing sensible.

use super::address::RawAddress;
use super::request::{self, MAX_REQUEST};
use super::{Address, Error, Parsed, VERSION, check_version};

/// The outcome of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum ReplyCode {
    /// Success.
    Succeeded = 0,
    /// A failure of the proxy itself.
    GeneralFailure = 1,
    /// The rules of the proxy forbid the connection.
    NotAllowed = 2,
    /// No route to the network.
    NetworkUnreachable = 3,
    /// No route to the host.
    HostUnreachable = 4,
    /// The host refused the connection.
    ConnectionRefused = 5,
    /// The time to live expired on the way.
    TtlExpired = 6,
    /// The proxy does not know the command.
    CommandNotSupported = 7,
    /// The proxy does not know the type of the address.
    AddressTypeNotSupported = 8,
}

/// Every outcome, by its code, with the `errno` value by which a client's program knows it.
const OUTCOMES: [(ReplyCode, i32); 9] = [
    (ReplyCode::Succeeded, 0),
    (ReplyCode::GeneralFailure, libc::EIO),
    (ReplyCode::NotAllowed, libc::EACCES),
    (ReplyCode::NetworkUnreachable, libc::ENETUNREACH),
    (ReplyCode::HostUnreachable, libc::EHOSTUNREACH),
    (ReplyCode::ConnectionRefused, libc::ECONNREFUSED),
    (ReplyCode::TtlExpired, libc::ETIMEDOUT),
    (ReplyCode::CommandNotSupported, libc::EOPNOTSUPP),
    (ReplyCode::AddressTypeNotSupported, libc::EAFNOSUPPORT),
];

impl ReplyCode {
    /// The outcome with this number, 0 to 8.
    pub fn from_number(number: u8) -> Option<ReplyCode> {
        OUTCOMES.get(usize::from(number)).map(|&(code, _)| code)
    }

    /// The `errno` value for the client; 0 for success.
    pub const fn errno(self) -> i32 {
        OUTCOMES[self as usize].1
    }

    /// Reads a reply.
    ///
    /// Errors: `BadVersion`, `BadReplyCode`, `BadReserved`, `BadAddressType`.
    pub fn parse(input: &[u8]) -> Result<Parsed<ReplyCode>, Error> {
        check_version(input, VERSION)?;
        let Some((&[_, code, reserved], address @ [_, ..])) = input.split_first_chunk() else {
            return Ok(Parsed::Need(4 - input.len()));
        };
        let code = ReplyCode::from_number(code).ok_or(Error::BadReplyCode)?;
        if reserved != 0 {
            return Err(Error::BadReserved);
        }
        Ok(RawAddress::parse(address)?.map(3, |_| code))
    }

    /// Writes a reply with this outcome and the proxy's address to the beginning of `out` and returns it.
    pub fn encode<'b>(self, address: &Address<'_>, port: u16, out: &'b mut [u8; MAX_REQUEST]) -> &'b [u8] {
        request::encode(self as u8, address, port, out)
    }
}
