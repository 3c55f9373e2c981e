//! Addresses as requests and replies have them (RFC 1928 section 5), followed by the port in network byte order.
//!
//! ```text
//!   01  4 bytes           port
//!   03  length  name      port
//!   04  16 bytes          port
//! ```

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use super::{ArgumentError, Error, Parsed};

/// The most bytes of an address with its type and port.
pub(super) const MAX_ADDRESS: usize = 1 + 1 + 255 + 2;

const IPV4: u8 = 1;
const NAME: u8 = 3;
const IPV6: u8 = 4;

/// Where to connect to, or where from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Address<'a> {
    /// An IP address.
    Ip(IpAddr),
    /// A host name for the proxy to resolve.
    Name(HostName<'a>),
}

/// A host name: 1 to 255 bytes without NUL. Whether it could be anyone's name is not examined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HostName<'a>(&'a [u8]);

impl<'a> HostName<'a> {
    /// The bytes.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.0
    }
}

impl<'a> Address<'a> {
    /// The address that a text says: an IPv4 address in dotted form, an IPv6 address without brackets and zone, or else
    /// a host name.
    ///
    /// Errors: `EmptyName`; `TooLong` for more than 255 bytes; `Nul`.
    pub fn from_text(text: &'a [u8]) -> Result<Address<'a>, ArgumentError> {
        if let Some(ip) = std::str::from_utf8(text).ok().and_then(|text| IpAddr::from_str(text).ok()) {
            return Ok(Address::Ip(ip));
        }
        match text.len() {
            0 => Err(ArgumentError::EmptyName),
            1..=255 if text.contains(&0) => Err(ArgumentError::Nul),
            1..=255 => Ok(Address::Name(HostName(text))),
            _ => Err(ArgumentError::TooLong),
        }
    }

    /// The address as text: writes it to the beginning of `out` and returns it. A host name stays as it is.
    pub fn text<'b>(&self, out: &'b mut [u8; 255]) -> &'b [u8] {
        let mut rest = &mut out[..];
        // An IP address has 45 characters at most and a name 255 bytes, so this cannot fail.
        let _ = match self {
            Address::Ip(ip) => write!(rest, "{ip}"),
            Address::Name(name) => rest.write_all(name.0),
        };
        let len = 255 - rest.len();
        &out[..len]
    }

    /// Writes type, address and port to `out` and returns how many bytes they are.
    pub(super) fn encode(&self, port: u16, out: &mut [u8; MAX_ADDRESS]) -> usize {
        let mut end = 0;
        let mut put = |bytes: &[u8]| {
            out[end..end + bytes.len()].copy_from_slice(bytes);
            end += bytes.len();
        };
        match self {
            Address::Ip(IpAddr::V4(ip)) => {
                put(&[IPV4]);
                put(&ip.octets());
            }
            Address::Ip(IpAddr::V6(ip)) => {
                put(&[IPV6]);
                put(&ip.octets());
            }
            Address::Name(HostName(name)) => {
                put(&[NAME, name.len() as u8]);
                put(name);
            }
        }
        put(&port.to_be_bytes());
        end
    }

    /// Reads type, address and port.
    ///
    /// Errors: `BadAddressType`, `EmptyName`, `Nul`.
    pub(super) fn parse(input: &'a [u8]) -> Result<Parsed<(Address<'a>, u16)>, Error> {
        let (raw, size) = match RawAddress::parse(input)? {
            Parsed::Done(raw, size) => (raw, size),
            Parsed::Need(more) => return Ok(Parsed::Need(more)),
        };
        let address = match (raw.kind, raw.bytes) {
            (NAME, []) => return Err(Error::EmptyName),
            (NAME, name) if name.contains(&0) => return Err(Error::Nul),
            (NAME, name) => Address::Name(HostName(name)),
            (_, &[a, b, c, d]) => Address::Ip(Ipv4Addr::new(a, b, c, d).into()),
            (_, bytes) => {
                let mut octets = [0; 16];
                octets.copy_from_slice(bytes);
                Address::Ip(Ipv6Addr::from(octets).into())
            }
        };
        Ok(Parsed::Done((address, raw.port), size))
    }
}

/// Type, address and port as they are, with an address of the size that goes with the type.
pub(super) struct RawAddress<'a> {
    kind: u8,
    bytes: &'a [u8],
    port: u16,
}

impl<'a> RawAddress<'a> {
    /// Errors: `BadAddressType`.
    pub(super) fn parse(input: &'a [u8]) -> Result<Parsed<RawAddress<'a>>, Error> {
        let (kind, start, len) = match *input {
            [IPV4, ..] => (IPV4, 1, 4),
            [IPV6, ..] => (IPV6, 1, 16),
            [NAME, len, ..] => (NAME, 2, usize::from(len)),
            [] | [NAME] => return Ok(Parsed::Need(1)),
            _ => return Err(Error::BadAddressType),
        };
        let end = start + len;
        match input.get(end..end + 2) {
            Some(&[high, low]) => {
                let port = u16::from_be_bytes([high, low]);
                Ok(Parsed::Done(RawAddress { kind, bytes: &input[start..end], port }, end + 2))
            }
            _ => Ok(Parsed::Need(end + 2 - input.len())),
        }
    }
}
