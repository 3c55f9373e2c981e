//! SOCKS5 (RFC 1928, RFC 1929): the exchange that comes before the bytes of a connection through a proxy, both sides.
//!
//! There is no object: the exchange runs on a bytestream that stays the program's, whatever comes out. The messages are the
//! codec's ([`crate::socks5`]); this module sends and receives them, and takes no byte behind the last one.

use std::ffi::CString;
use std::net::SocketAddr;

use super::handles::iolist::Room;
use super::ipaddr::{self, Mode};
use super::lower::Bytes;
use super::scheduler::context::Context;
use crate::socks5::credentials::{self, MAX_CREDENTIALS};
use crate::socks5::methods::{self, Method, MethodOffer};
use crate::socks5::request::MAX_REQUEST;
use crate::socks5::{Address, Command, Credentials, Error, MAX_MESSAGE, Parsed, ReplyCode, Request};
use crate::sys::Errno;

/// The bytestream of one exchange, and how long it may take.
struct Exchange<'a> {
    cx: &'a Context,
    h: i32,
    deadline: i64,
}

impl Exchange<'_> {
    /// The bytestream, looked up for each use: the program may close it while a coroutine waits here. `EBADF`,
    /// `ENOTSUP`.
    fn bytes(&self) -> Result<Bytes, Errno> {
        Bytes::find(self.cx, self.h)
    }

    fn send(&self, message: &[u8]) -> Result<(), Errno> {
        self.bytes()?.send(self.cx, message, self.deadline)
    }

    /// Receives one message. Errors: what `parse` says, those of the bytestream.
    fn receive<T>(&self, parse: impl Fn(&[u8]) -> Result<Parsed<T>, Error>) -> Result<T, Errno> {
        let mut message = [0; MAX_MESSAGE];
        let mut len = 0;
        loop {
            match parse(&message[..len]).map_err(errno)? {
                Parsed::Done(value, _) => return Ok(value),
                Parsed::Need(more) => {
                    // No message is larger, so there is always room.
                    let piece = message.get_mut(len..len + more).ok_or(Errno::EPROTO)?;
                    self.bytes()?.receive(self.cx, &mut Room::new(piece).cursor(), self.deadline)?;
                    len += more;
                }
            }
        }
    }
}

fn errno(e: Error) -> Errno {
    Errno(e.errno())
}

/// The same with another value.
fn map<T, U>(parsed: Parsed<T>, build: impl FnOnce(T) -> U) -> Parsed<U> {
    match parsed {
        Parsed::Need(more) => Parsed::Need(more),
        Parsed::Done(value, size) => Parsed::Done(build(value), size),
    }
}

/// The client's side: asks the proxy behind `h` to connect to an address, with user name and password if the proxy wants
/// them.
///
/// Errors: `EBADF`, `ENOTSUP` (no bytestream), those of the bytestream; `EPROTO`; `EACCES` (refused by the proxy) and what
/// [`ReplyCode::errno`] says.
pub(crate) fn connect(
    cx: &Context,
    h: i32,
    credentials: Option<Credentials<'_>>,
    address: Address<'_>,
    port: u16,
    deadline: i64,
) -> Result<(), Errno> {
    let exchange = Exchange { cx, h, deadline };
    exchange.send(methods::offer(credentials.is_some()))?;
    let method = exchange.receive(|input| methods::parse_selection(input, credentials.is_some()))?;
    if let (Method::Password, Some(credentials)) = (method, credentials) {
        exchange.send(credentials.encode(&mut [0; MAX_CREDENTIALS]))?;
        exchange.receive(credentials::parse_status)?;
    }
    let request = Request { command: Command::Connect, address, port };
    exchange.send(request.encode(&mut [0; MAX_REQUEST]))?;
    match exchange.receive(ReplyCode::parse)? {
        ReplyCode::Succeeded => Ok(()),
        failure => Err(Errno(failure.errno())),
    }
}

/// The proxy's side, first part: settles on an authentication method, which is user name and password if `check` is given,
/// and none otherwise. `check` says whether they are accepted.
///
/// Errors: `EBADF`, `ENOTSUP` (no bytestream), those of the bytestream; `EPROTO`; `EACCES` (the client does not offer the
/// method, or is not accepted; it has been told so).
pub(crate) fn authenticate(
    cx: &Context,
    h: i32,
    check: Option<impl FnOnce(&CString, &CString) -> bool>,
    deadline: i64,
) -> Result<(), Errno> {
    let exchange = Exchange { cx, h, deadline };
    let method = if check.is_some() { Method::Password } else { Method::None };
    let select = |offer: MethodOffer<'_>| offer.select(method);
    let (answer, selected) = exchange.receive(|input| Ok(map(MethodOffer::parse(input)?, select)))?;
    exchange.send(&answer)?;
    selected.map_err(errno)?;
    let Some(check) = check else { return Ok(()) };

    let copy =
        |credentials: Credentials<'_>| [credentials.username(), credentials.password()].map(CString::new);
    let [username, password] = exchange.receive(|input| Ok(map(Credentials::parse(input)?, copy)))?;
    // The codec lets no NUL through.
    let accepted = match (username, password) {
        (Ok(username), Ok(password)) => check(&username, &password),
        _ => false,
    };
    exchange.send(&credentials::status(accepted))?;
    if accepted { Ok(()) } else { Err(Errno::EACCES) }
}

/// Where a client wants to be connected to.
pub(crate) enum Target {
    Address(SocketAddr),
    Name(Vec<u8>, u16),
}

/// The proxy's side, second part: receives the request.
///
/// Errors: `EBADF`, `ENOTSUP` (no bytestream), those of the bytestream; `EPROTO`.
pub(crate) fn receive_command(cx: &Context, h: i32, deadline: i64) -> Result<(Command, Target), Errno> {
    let copy = |request: Request<'_>| {
        let target = match request.address {
            Address::Ip(ip) => Target::Address(SocketAddr::new(ip, request.port)),
            Address::Name(name) => Target::Name(name.as_bytes().to_vec(), request.port),
        };
        (request.command, target)
    };
    Exchange { cx, h, deadline }.receive(|input| Ok(map(Request::parse(input)?, copy)))
}

/// The address of a target, of which a name is looked up, IPv4 preferred.
///
/// Errors: `EADDRNOTAVAIL` (no such name), those of [`ipaddr::remote`].
pub(crate) fn resolve(cx: &Context, target: Target, deadline: i64) -> Result<SocketAddr, Errno> {
    match target {
        Target::Address(address) => Ok(address),
        Target::Name(name, port) => {
            let found = ipaddr::remote(cx, &name, i32::from(port), Mode::PreferV4, deadline)?;
            found.first().copied().ok_or(Errno::EADDRNOTAVAIL)
        }
    }
}

/// The proxy's side, last part: tells the client what became of the request.
///
/// Errors: `EBADF`, `ENOTSUP` (no bytestream), those of the bytestream.
pub(crate) fn send_reply(
    cx: &Context,
    h: i32,
    reply: ReplyCode,
    address: SocketAddr,
    deadline: i64,
) -> Result<(), Errno> {
    let reply = reply.encode(&Address::Ip(address.ip()), address.port(), &mut [0; MAX_REQUEST]).to_vec();
    Exchange { cx, h, deadline }.send(&reply)
}
