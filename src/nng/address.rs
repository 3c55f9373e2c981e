//! From the host and port of a URL to an address, and from an address to what the program gets.

use std::ffi::CString;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::mpsc;

use super::driver;
use super::error::Error;
use crate::sys::resolver::{self, Family, Lookup, LookupError};
use crate::sys::{Errno, service};

/// Whether a scheme under which HTTP is spoken is secure: `http`, or `ws`, whose connections begin with it, and their
/// secure relatives. `ADDRESS_INVALID` for all others.
pub(crate) fn is_secure(scheme: &[u8]) -> Result<bool, Error> {
    match scheme.strip_suffix(b"4").or(scheme.strip_suffix(b"6")).unwrap_or(scheme) {
        b"http" | b"ws" => Ok(false),
        b"https" | b"wss" => Ok(true),
        _ => Err(Error::ADDRESS_INVALID),
    }
}

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
    let ip = match (host, literal(host, family)) {
        (b"", _) if family == Family::V6 => Ipv6Addr::UNSPECIFIED.into(),
        (b"", _) => Ipv4Addr::UNSPECIFIED.into(),
        (_, Some(literal)) => literal?,
        (_, None) => {
            let (sender, receiver) = mpsc::channel();
            // Nobody listens any more only if this call is gone, which waits.
            look_up(host, family, move |found| drop(sender.send(found)))?;
            let found = driver::blocking(|| receiver.recv()).map_err(|_| Error::ADDRESS_INVALID)?;
            *found?.first().ok_or(Error::ADDRESS_INVALID)?
        }
    };
    Ok(SocketAddr::new(ip, port))
}

/// The address that a host is written as; `ADDRESS_INVALID` if it is of another IP version. `None` for a name.
pub(crate) fn literal(host: &[u8], family: Family) -> Option<Result<IpAddr, Error>> {
    let ip: IpAddr = std::str::from_utf8(host).ok()?.parse().ok()?;
    let fits = match family {
        Family::Any => true,
        Family::V4 => ip.is_ipv4(),
        Family::V6 => ip.is_ipv6(),
    };
    Some(if fits { Ok(ip) } else { Err(Error::ADDRESS_INVALID) })
}

/// Looks a name up in the background; `callback` gets its addresses, at least one, on a thread of the resolver.
///
/// Errors, there and here: `ADDRESS_INVALID` if there is no such host, or none of that IP version; `AGAIN` if the name
/// service does not answer or no thread could be started.
pub(crate) fn look_up(
    host: &[u8],
    family: Family,
    callback: impl FnOnce(Result<Vec<IpAddr>, Error>) + Send + 'static,
) -> Result<Lookup, Error> {
    let lookup = resolver::lookup(host, family, move |answer| {
        callback(answer.map_err(|error| match error {
            LookupError::NotFound => Error::ADDRESS_INVALID,
            LookupError::TryAgain => Error::AGAIN,
            LookupError::System(errno) => errno.into(),
        }));
    });
    lookup.map_err(|errno| if errno == Errno::EINVAL { Error::ADDRESS_INVALID } else { errno.into() })
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
