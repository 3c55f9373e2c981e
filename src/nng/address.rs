//! From the host and port of a URL to an address, and from an address to what the program gets.

use std::ffi::CString;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::mpsc;

use super::driver;
use super::error::Error;
use crate::sys::resolver::{self, Family, LookupError};
use crate::sys::service;

/// The IP versions that a scheme asks for with a `4` or `6` at its end.
pub(crate) fn family(scheme: &[u8]) -> Family {
    match scheme.last() {
        Some(b'4') => Family::V4,
        Some(b'6') => Family::V6,
        _ => Family::Any,
    }
}

/// The number of a port that is given as a number or as the name of a service. `ADDRESS_INVALID` if it is neither.
pub(crate) fn port(text: &[u8]) -> Result<u16, Error> {
    let text = CString::new(text).map_err(|_| Error::ADDRESS_INVALID)?;
    service::tcp_port(&text).ok_or(Error::ADDRESS_INVALID)
}

/// The address of an interface of this machine to listen on; all interfaces if the host is empty. Waits for the name
/// service if the host is a name.
///
/// Errors: `ADDRESS_INVALID` if there is no such host, or none of that IP version; `AGAIN` if the name service does
/// not answer.
pub(crate) fn to_listen_on(host: &[u8], port: u16, family: Family) -> Result<SocketAddr, Error> {
    let ip = match host {
        b"" if family == Family::V6 => Ipv6Addr::UNSPECIFIED.into(),
        b"" => Ipv4Addr::UNSPECIFIED.into(),
        _ => match std::str::from_utf8(host).ok().and_then(|text| text.parse::<IpAddr>().ok()) {
            Some(ip) if is_of(family, ip) => ip,
            Some(_) => return Err(Error::ADDRESS_INVALID),
            None => look_up(host, family)?,
        },
    };
    Ok(SocketAddr::new(ip, port))
}

fn is_of(family: Family, ip: IpAddr) -> bool {
    match family {
        Family::Any => true,
        Family::V4 => ip.is_ipv4(),
        Family::V6 => ip.is_ipv6(),
    }
}

fn look_up(host: &[u8], family: Family) -> Result<IpAddr, Error> {
    let (sender, receiver) = mpsc::channel();
    // Nobody listens any more only if this call is gone, which waits.
    let lookup = resolver::lookup(host, family, move |answer| drop(sender.send(answer)));
    lookup.map_err(|_| Error::ADDRESS_INVALID)?;
    match driver::blocking(|| receiver.recv()) {
        Ok(Ok(addresses)) => addresses.first().copied().ok_or(Error::ADDRESS_INVALID),
        Ok(Err(LookupError::NotFound)) | Err(_) => Err(Error::ADDRESS_INVALID),
        Ok(Err(LookupError::TryAgain)) => Err(Error::AGAIN),
        Ok(Err(LookupError::System(errno))) => Err(errno.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_need_no_name_service() {
        let address = |host: &str, family| to_listen_on(host.as_bytes(), 1, family).map(|a| a.to_string());
        assert_eq!(address("", Family::Any), Ok("0.0.0.0:1".into()));
        assert_eq!(address("", Family::V6), Ok("[::]:1".into()));
        assert_eq!(address("::1", Family::Any), Ok("[::1]:1".into()));
        assert_eq!(address("127.0.0.1", Family::V4), Ok("127.0.0.1:1".into()));
        assert_eq!(address("127.0.0.1", Family::V6), Err(Error::ADDRESS_INVALID));
    }
}
