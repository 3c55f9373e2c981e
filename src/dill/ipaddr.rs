//! IP addresses by name: literals, local interfaces, lookups.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::os::fd::{AsRawFd, RawFd};
use std::sync::{Arc, Mutex, PoisonError};

use super::scheduler::context::Context;
use super::scheduler::fds::{Owner, Readiness};
use crate::sys::Errno;
use crate::sys::addr::interface;
use crate::sys::event::EventFd;
use crate::sys::resolver::{self, Family, LookupError};

/// Which families of addresses are wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    V4,
    V6,
    PreferV4,
    PreferV6,
}

impl Mode {
    /// The families in order of preference; true for IPv6.
    fn families(self) -> &'static [bool] {
        match self {
            Mode::V4 => &[false],
            Mode::V6 => &[true],
            Mode::PreferV4 => &[false, true],
            Mode::PreferV6 => &[true, false],
        }
    }
}

/// The address that a numeric name means, if it is one of a wanted family. Numeric is what inet_pton(3) understands.
pub(crate) fn literal(name: &[u8], mode: Mode) -> Option<IpAddr> {
    let name = std::str::from_utf8(name).ok()?;
    let ip: IpAddr = name.parse().ok()?;
    mode.families().contains(&ip.is_ipv6()).then_some(ip)
}

/// An address of this machine: any (no name), a literal, or the first one that the named interface has. Never waits.
///
/// Errors: `EINVAL` (port out of range), `ENODEV` (no such interface, or it has no such address).
pub(crate) fn local(name: Option<&[u8]>, port: i32, mode: Mode) -> Result<SocketAddr, Errno> {
    let port = u16::try_from(port).map_err(|_| Errno::EINVAL)?;
    let ip = match name {
        None if matches!(mode, Mode::V4 | Mode::PreferV4) => Ipv4Addr::UNSPECIFIED.into(),
        None => Ipv6Addr::UNSPECIFIED.into(),
        Some(name) => match literal(name, mode) {
            Some(ip) => ip,
            None => {
                let found = mode.families().iter().map(|&v6| interface(name, v6)).find(|r| r.is_ok());
                let mut addr = found.unwrap_or(Err(Errno::ENODEV))?;
                addr.set_port(port);
                return Ok(addr);
            }
        },
    };
    Ok(SocketAddr::new(ip, port))
}

/// Addresses of a host, the preferred family first, possibly none. Only the calling coroutine waits.
///
/// Errors: `EINVAL` (port out of range); `ETIMEDOUT`, `ECANCELED`; `EMFILE`, `ENFILE`, `ENOMEM`, `EAGAIN` and what else
/// the resolver says if it cannot work.
pub(crate) fn remote(
    cx: &Context,
    name: &[u8],
    port: i32,
    mode: Mode,
    deadline: i64,
) -> Result<Vec<SocketAddr>, Errno> {
    let port = u16::try_from(port).map_err(|_| Errno::EINVAL)?;
    if let Some(ip) = literal(name, mode) {
        return Ok(vec![SocketAddr::new(ip, port)]);
    }
    let found = match look_up(cx, name, mode, deadline)? {
        Ok(found) => found,
        Err(LookupError::NotFound | LookupError::TryAgain) => Vec::new(),
        Err(LookupError::System(e)) => return Err(e),
    };
    let of_family = |v6: bool| found.iter().filter(move |ip| ip.is_ipv6() == v6);
    let ordered = mode.families().iter().flat_map(|&v6| of_family(v6));
    Ok(ordered.map(|&ip| SocketAddr::new(ip, port)).collect())
}

/// What a lookup leaves for the coroutine that waits for it.
struct Mailbox {
    answer: Mutex<Option<resolver::Answer>>,
    arrived: EventFd,
}

/// A lookup in the background. Dropping it loses interest in the answer.
pub(crate) struct Lookup {
    mailbox: Arc<Mailbox>,
    request: resolver::Lookup,
}

impl Lookup {
    /// Errors: `EINVAL` (the name contains a NUL), `EMFILE`, `ENFILE`, `ENOMEM`, `EAGAIN` (no thread could be started).
    pub(crate) fn start(name: &[u8], family: Family) -> Result<Lookup, Errno> {
        let mailbox = Arc::new(Mailbox { answer: Mutex::new(None), arrived: EventFd::new()? });
        let sender = Arc::clone(&mailbox);
        let request = resolver::lookup(name, family, move |answer| {
            *sender.answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
            sender.arrived.signal();
        })?;
        Ok(Lookup { mailbox, request })
    }

    /// The answer, once the descriptor is readable.
    pub(crate) fn answer(&self) -> resolver::Answer {
        let answer = self.mailbox.answer.lock().unwrap_or_else(PoisonError::into_inner).take();
        answer.unwrap_or(Err(LookupError::TryAgain))
    }
}

/// Becomes readable with the answer. Take it out of every poll set: whoever answers may keep it open a moment longer.
impl AsRawFd for Lookup {
    fn as_raw_fd(&self) -> RawFd {
        self.mailbox.arrived.as_raw_fd()
    }
}

impl Drop for Lookup {
    fn drop(&mut self) {
        self.request.cancel();
    }
}

fn look_up(cx: &Context, name: &[u8], mode: Mode, deadline: i64) -> Result<resolver::Answer, Errno> {
    let family = match mode {
        Mode::V4 => Family::V4,
        Mode::V6 => Family::V6,
        Mode::PreferV4 | Mode::PreferV6 => Family::Any,
    };
    cx.prepare_to_block()?;
    let lookup = Lookup::start(name, family)?;
    cx.open_fd(lookup.as_raw_fd());
    let waited = cx.wait_for_fd(lookup.as_raw_fd(), Readiness::In, deadline, Owner::Library);
    // Nobody waits for it, so this does not fail.
    let _ = cx.clean_fd(lookup.as_raw_fd());
    waited.map(|()| lookup.answer())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(addr: Result<SocketAddr, Errno>) -> String {
        addr.map_or_else(|e| format!("{e:?}"), |a| a.to_string())
    }

    #[test]
    fn local_addresses() {
        let at = |name: Option<&str>, port, mode| text(local(name.map(str::as_bytes), port, mode));
        assert_eq!(at(None, 80, Mode::PreferV4), "0.0.0.0:80");
        assert_eq!(at(None, 0, Mode::V6), "[::]:0");
        assert_eq!(at(None, 65536, Mode::V4), "EINVAL");
        assert_eq!(at(Some("1.2.3.4"), 1, Mode::PreferV6), "1.2.3.4:1");
        assert_eq!(at(Some("::1"), 1, Mode::PreferV4), "[::1]:1");
        assert_eq!(at(Some("::1"), 1, Mode::V4), "ENODEV");
        assert_eq!(at(Some("lo"), 65535, Mode::V4), "127.0.0.1:65535");
        for no_literal in ["", "1.2.3", "01.2.3.4", "1.2.3.4:5", "[::1]", "fe80::1%lo", "nowhere"] {
            assert_eq!(at(Some(no_literal), 1, Mode::PreferV4), "ENODEV", "{no_literal}");
        }
    }
}
