//! Connections by name, over whichever of IPv4 and IPv6 works (RFC 8305).
//!
//! [`Race`] decides when to try which address; it knows neither sockets nor clocks. [`connect`] does what it says. All
//! that is waited for is in a poll set, which the coroutine waits for.

use std::collections::VecDeque;
use std::net::{IpAddr, SocketAddr};
use std::os::fd::{AsRawFd, OwnedFd};

use super::connection::Connection;
use super::ipaddr::{Lookup, Mode, literal};
use super::scheduler::context::Context;
use super::scheduler::fds::{Owner, Readiness};
use super::tcp::{Tcp, start_to_connect};
use crate::sys::clock::now_ms;
use crate::sys::epoll::{self, Epoll, Event};
use crate::sys::resolver::{Answer, Family, LookupError};
use crate::sys::{Errno, SockAddr, socket};

/// Milliseconds that IPv4 waits for the first IPv6 address.
const RESOLUTION_DELAY: i64 = 50;
/// Milliseconds between two attempts, if the first is still under way.
const ATTEMPT_DELAY: i64 = 300;
/// Addresses of a family that are tried.
const MAX_ADDRESSES: usize = 10;

/// What to do next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Step {
    /// Begin to connect to an address.
    Try(IpAddr),
    /// Wait for something to happen, but no longer than until then.
    Wait(Option<i64>),
    /// Everything has failed.
    Fail(Errno),
}

/// The addresses of one family.
#[derive(Default)]
struct Addresses {
    looked_up: bool,
    left: VecDeque<IpAddr>,
}

/// When to try which address.
struct Race {
    v6: Addresses,
    v4: Addresses,
    v6_is_next: bool,
    /// Until when IPv4 waits for IPv6.
    v6_until: i64,
    next_attempt: i64,
    under_way: usize,
    failure: Errno,
}

impl Race {
    fn new(now: i64) -> Race {
        Race {
            v6: Addresses::default(),
            v4: Addresses::default(),
            v6_is_next: true,
            v6_until: now + RESOLUTION_DELAY,
            next_attempt: now,
            under_way: 0,
            failure: Errno::EADDRNOTAVAIL,
        }
    }

    /// A lookup has ended, in the worst case without any address.
    fn looked_up(&mut self, v6: bool, found: impl IntoIterator<Item = IpAddr>) {
        let addresses = if v6 { &mut self.v6 } else { &mut self.v4 };
        addresses.looked_up = true;
        addresses.left = found.into_iter().filter(|ip| ip.is_ipv6() == v6).take(MAX_ADDRESSES).collect();
    }

    /// A lookup could not be made. That is the result unless there is another one.
    fn lookup_failed(&mut self, v6: bool, e: Errno) {
        self.looked_up(v6, []);
        if self.failure == Errno::EADDRNOTAVAIL {
            self.failure = e;
        }
    }

    fn attempt_failed(&mut self, e: Errno) {
        self.under_way -= 1;
        self.failure = e;
    }

    fn next(&mut self, now: i64) -> Step {
        let left = [&self.v6, &self.v4].iter().any(|addresses| !addresses.left.is_empty());
        if !left {
            let ended = self.v6.looked_up && self.v4.looked_up && self.under_way == 0;
            return if ended { Step::Fail(self.failure) } else { Step::Wait(None) };
        }
        // There is nothing to wait for if no attempt is under way.
        let mut from = if self.under_way > 0 { self.next_attempt } else { now };
        if !self.v6.looked_up {
            from = from.max(self.v6_until);
        }
        if now < from {
            return Step::Wait(Some(from));
        }
        let mut order = [&mut self.v6, &mut self.v4];
        if !self.v6_is_next {
            order.reverse();
        }
        let Some(ip) = order.into_iter().find_map(|addresses| addresses.left.pop_front()) else {
            return Step::Wait(None);
        };
        self.v6_is_next = ip.is_ipv4();
        self.next_attempt = now + ATTEMPT_DELAY;
        self.under_way += 1;
        Step::Try(ip)
    }
}

/// What is under way, named in the poll set by its position.
struct UnderWay {
    set: Epoll,
    /// For IPv4 and IPv6.
    lookups: [Option<Lookup>; 2],
    attempts: Vec<Option<OwnedFd>>,
    race: Race,
    port: u16,
}

/// Connects to a host: the handle of the connection. Sets errno to 0.
///
/// Errors: `EINVAL` (port out of range); `EADDRNOTAVAIL` (the name has no address), those of socket(2) and connect(2) for
/// the last attempt that failed; `ETIMEDOUT`, `ECANCELED`, `EMFILE`, `ENFILE`, `ENOMEM`, `EAGAIN`.
pub(crate) fn connect(cx: &Context, name: &[u8], port: i32, deadline: i64) -> Result<i32, Errno> {
    let port = u16::try_from(port).ok().filter(|port| *port > 0).ok_or(Errno::EINVAL)?;
    cx.prepare_to_block()?;
    let mut under_way = UnderWay {
        set: Epoll::new()?,
        lookups: [None, None],
        attempts: Vec::new(),
        race: Race::new(now_ms()),
        port,
    };
    cx.open_fd(under_way.set.as_raw_fd());
    let connected = under_way.look_up(name).and_then(|()| under_way.run(cx, deadline));
    cx.close_fd(under_way.set.as_raw_fd(), Errno::EBADF);
    drop(under_way);
    let handle = Connection::<Tcp>::handle(cx, connected?)?;
    Errno::clear();
    Ok(handle)
}

impl UnderWay {
    fn look_up(&mut self, name: &[u8]) -> Result<(), Errno> {
        let literal = literal(name, Mode::PreferV6);
        for v6 in [false, true] {
            if literal.is_some() {
                self.race.looked_up(v6, literal);
                continue;
            }
            match Lookup::start(name, if v6 { Family::V6 } else { Family::V4 }) {
                Ok(lookup) => {
                    self.set.add(lookup.as_raw_fd(), epoll::IN, u64::from(v6))?;
                    self.lookups[usize::from(v6)] = Some(lookup);
                }
                Err(e) => self.race.lookup_failed(v6, e),
            }
        }
        Ok(())
    }

    /// Runs the race and returns the winner.
    fn run(&mut self, cx: &Context, deadline: i64) -> Result<OwnedFd, Errno> {
        loop {
            let until = match self.race.next(now_ms()) {
                Step::Fail(e) => return Err(e),
                Step::Wait(until) => until,
                Step::Try(ip) => {
                    match start_to_connect(cx, &SockAddr::from(SocketAddr::new(ip, self.port))) {
                        Ok((fd, true)) => return Ok(fd),
                        Ok((fd, false)) => {
                            let token = (self.lookups.len() + self.attempts.len()) as u64;
                            self.set.add(fd.as_raw_fd(), epoll::OUT, token)?;
                            self.attempts.push(Some(fd));
                            continue;
                        }
                        Err(e) => {
                            self.race.attempt_failed(e);
                            continue;
                        }
                    }
                }
            };
            let soonest =
                [Some(deadline).filter(|deadline| *deadline >= 0), until].into_iter().flatten().min();
            let set = self.set.as_raw_fd();
            match cx.wait_for_fd(set, Readiness::In, soonest.unwrap_or(-1), Owner::Library) {
                Ok(()) => {
                    if let Some(winner) = self.look()? {
                        return Ok(winner);
                    }
                }
                // Only a pause is over.
                Err(Errno::ETIMEDOUT) if deadline < 0 || now_ms() < deadline => {}
                Err(e) => return Err(e),
            }
        }
    }

    /// Takes note of what has happened. Returns an attempt that was successful.
    fn look(&mut self) -> Result<Option<OwnedFd>, Errno> {
        let mut events = [Event::EMPTY; 4];
        let count =
            self.set.wait(&mut events, 0).or_else(|e| if e == Errno::EINTR { Ok(0) } else { Err(e) })?;
        for event in &events[..count] {
            let position = event.token() as usize;
            if let Some(lookup) = self.lookups.get_mut(position) {
                if let Some(lookup) = lookup.take() {
                    self.set.delete(lookup.as_raw_fd())?;
                    self.take_answer(position == 1, lookup.answer());
                }
            } else if let Some(fd) = self.attempts[position - self.lookups.len()].take() {
                self.set.delete(fd.as_raw_fd())?;
                match socket::take_error(fd.as_raw_fd()) {
                    Ok(()) => return Ok(Some(fd)),
                    Err(e) => self.race.attempt_failed(e),
                }
            }
        }
        Ok(None)
    }

    fn take_answer(&mut self, v6: bool, answer: Answer) {
        match answer {
            Ok(found) => self.race.looked_up(v6, found),
            Err(LookupError::NotFound | LookupError::TryAgain) => self.race.looked_up(v6, []),
            Err(LookupError::System(e)) => self.race.lookup_failed(v6, e),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn v4(n: u8) -> IpAddr {
        [127, 0, 0, n].into()
    }

    fn v6(n: u16) -> IpAddr {
        [0, 0, 0, 0, 0, 0, 0, n].into()
    }

    const REFUSED: Errno = Errno::ECONNREFUSED;

    #[test]
    fn one_family_only() {
        for (is_v6, ip) in [(true, v6(1)), (false, v4(1))] {
            let mut race = Race::new(1000);
            assert_eq!(race.next(1000), Step::Wait(None));
            race.looked_up(is_v6, [ip]);
            race.looked_up(!is_v6, []);
            assert_eq!(race.next(1000), Step::Try(ip));
            assert_eq!(race.next(1000), Step::Wait(None));
            race.attempt_failed(REFUSED);
            assert_eq!(race.next(1001), Step::Fail(REFUSED));
        }
    }

    #[test]
    fn ipv4_waits_for_ipv6_but_not_long() {
        let mut race = Race::new(1000);
        race.looked_up(false, [v4(1)]);
        assert_eq!(race.next(1010), Step::Wait(Some(1050)));
        race.looked_up(true, [v6(1)]);
        assert_eq!(race.next(1010), Step::Try(v6(1)));

        let mut race = Race::new(1000);
        race.looked_up(false, [v4(1)]);
        assert_eq!(race.next(1049), Step::Wait(Some(1050)));
        assert_eq!(race.next(1050), Step::Try(v4(1)));

        // There is nothing to wait for.
        let mut race = Race::new(1000);
        race.looked_up(false, [v4(1)]);
        race.looked_up(true, []);
        assert_eq!(race.next(1010), Step::Try(v4(1)));
    }

    #[test]
    fn families_take_turns() {
        let mut race = Race::new(0);
        race.looked_up(true, [v6(1), v6(2), v6(3)]);
        race.looked_up(false, [v4(1), v4(2)]);
        let mut now = 0;
        for ip in [v6(1), v4(1), v6(2), v4(2), v6(3)] {
            assert_eq!(race.next(now), Step::Try(ip));
            if ip != v6(3) {
                assert_eq!(race.next(now + 299), Step::Wait(Some(now + 300)));
            }
            now += 300;
        }
        assert_eq!(race.next(now), Step::Wait(None));
    }

    #[test]
    fn late_family_joins() {
        let mut race = Race::new(0);
        race.looked_up(true, [v6(1), v6(2), v6(3)]);
        assert_eq!(race.next(0), Step::Try(v6(1)));
        assert_eq!(race.next(300), Step::Try(v6(2)));
        race.looked_up(false, [v4(1), v4(2)]);
        assert_eq!(race.next(400), Step::Wait(Some(600)));
        assert_eq!(race.next(600), Step::Try(v4(1)));
        assert_eq!(race.next(900), Step::Try(v6(3)));
        assert_eq!(race.next(1200), Step::Try(v4(2)));

        let mut race = Race::new(0);
        race.looked_up(false, [v4(1), v4(2)]);
        assert_eq!(race.next(60), Step::Try(v4(1)));
        race.looked_up(true, [v6(1)]);
        assert_eq!(race.next(360), Step::Try(v6(1)));
    }

    #[test]
    fn pause_counts_from_the_attempt_and_is_left_out_when_nothing_is_under_way() {
        let mut race = Race::new(0);
        race.looked_up(true, []);
        race.looked_up(false, [v4(1), v4(2), v4(3)]);
        assert_eq!(race.next(1000), Step::Try(v4(1)));
        assert_eq!(race.next(1001), Step::Wait(Some(1300)));
        race.attempt_failed(REFUSED);
        assert_eq!(race.next(1002), Step::Try(v4(2)));
        assert_eq!(race.next(1302), Step::Try(v4(3)));
        race.attempt_failed(Errno::EHOSTUNREACH);
        assert_eq!(race.next(1303), Step::Wait(None));
        race.attempt_failed(REFUSED);
        assert_eq!(race.next(1304), Step::Fail(REFUSED));
    }

    #[test]
    fn failures_without_an_attempt() {
        let mut race = Race::new(0);
        race.looked_up(true, []);
        assert_eq!(race.next(0), Step::Wait(None));
        race.looked_up(false, []);
        assert_eq!(race.next(0), Step::Fail(Errno::EADDRNOTAVAIL));

        let mut race = Race::new(0);
        race.lookup_failed(true, Errno::EMFILE);
        race.looked_up(false, []);
        assert_eq!(race.next(0), Step::Fail(Errno::EMFILE));
    }

    #[test]
    fn only_so_many_addresses() {
        let mut race = Race::new(0);
        race.looked_up(true, []);
        race.looked_up(false, (0..20).map(v4));
        let tried = (0..20).filter(|i| race.next(i * 300) != Step::Wait(None)).count();
        assert_eq!(tried, MAX_ADDRESSES);
    }
}
