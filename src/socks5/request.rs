//! What the client wants from the proxy (RFC 1928 section 4).
//!
//! ```text
//!   05  command  00  address and port
//! ```

use super::address::MAX_ADDRESS;
use super::{Address, Error, Parsed, VERSION, check_version};

/// The most bytes of a request or a reply.
pub const MAX_REQUEST: usize = 3 + MAX_ADDRESS;

/// What the proxy is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Command {
    /// Connect to the address.
    Connect = 1,
    /// Accept one connection from the address.
    Bind = 2,
    /// Relay datagrams.
    UdpAssociate = 3,
}

impl Command {
    /// The command with this number.
    pub const fn from_number(number: u8) -> Option<Command> {
        Some(match number {
            1 => Command::Connect,
            2 => Command::Bind,
            3 => Command::UdpAssociate,
            _ => return None,
        })
    }
}

/// A request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request<'a> {
    /// What to do.
    pub command: Command,
    /// Where.
    pub address: Address<'a>,
    /// The port.
    pub port: u16,
}

impl<'a> Request<'a> {
    /// Reads a request.
    ///
    /// Errors: `BadVersion`, `BadCommand`, `BadReserved`, `BadAddressType`, `EmptyName`, `Nul`.
    pub fn parse(input: &'a [u8]) -> Result<Parsed<Request<'a>>, Error> {
        check_version(input, VERSION)?;
        let Some((&[_, command, reserved], address @ [_, ..])) = input.split_first_chunk() else {
            return Ok(Parsed::Need(4 - input.len()));
        };
        let command = Command::from_number(command).ok_or(Error::BadCommand)?;
        if reserved != 0 {
            return Err(Error::BadReserved);
        }
        Ok(Address::parse(address)?.map(3, |(address, port)| Request { command, address, port }))
    }

    /// Writes the request to the beginning of `out` and returns it.
    pub fn encode<'b>(&self, out: &'b mut [u8; MAX_REQUEST]) -> &'b [u8] {
        encode(self.command as u8, &self.address, self.port, out)
    }
}

/// Requests and replies have the same form.
pub(super) fn encode<'b>(
    code: u8,
    address: &Address<'_>,
    port: u16,
    out: &'b mut [u8; MAX_REQUEST],
) -> &'b [u8] {
    let [version, number, reserved, rest @ ..] = out;
    (*version, *number, *reserved) = (VERSION, code, 0);
    let len = 3 + address.encode(port, rest);
    &out[..len]
}
