//! SOCKS5: connections through a proxy.
//!
//! The functions run on a bytestream, which stays with the caller in every case. After a failure nobody knows what comes on
//! it next, and all that is left is to close it.
//!
//! All functions: a deadline is a point in time as of `dill_now`, negative for none, 0 to fail instead of waiting.

use std::ffi::{CString, c_char, c_int};
use std::net::SocketAddr;

use super::text::{Buffer, bytes};
use super::types::dill_ipaddr;
use super::{ipaddr, number, status};
use crate::dill::http::Output;
use crate::dill::scheduler::context::Context;
use crate::dill::socks5::{self, Target};
use crate::socks5::{Address, Credentials, ReplyCode};
use crate::sys::{Errno, SockAddr};

/// Room for any host name that a request may hold, the terminating NUL included.
const HOST_SIZE: usize = 256;

/// User name and password if both are given. `EINVAL` if one is longer than 255 bytes.
///
/// # Safety
/// Both are NULL or strings that stay unchanged as long as the result is in use.
unsafe fn credentials<'a>(
    username: *const c_char,
    password: *const c_char,
) -> Result<Option<Credentials<'a>>, Errno> {
    // SAFETY: by the caller's promise. NULL means that there is none.
    let (username, password) = unsafe { (bytes(username).ok(), bytes(password).ok()) };
    let checked = Credentials::new(username.unwrap_or_default(), password.unwrap_or_default());
    let checked = checked.map_err(|_| Errno::EINVAL)?;
    Ok((username.is_some() && password.is_some()).then_some(checked))
}

/// `EINVAL` for NULL, `EAFNOSUPPORT` if it holds no IP address.
///
/// # Safety
/// `addr` is NULL or readable.
unsafe fn address(addr: *const dill_ipaddr) -> Result<SocketAddr, Errno> {
    // SAFETY: by the caller's promise.
    unsafe { ipaddr::read(addr) }?.ip().ok_or(Errno::EAFNOSUPPORT)
}

/// Asks the SOCKS5 proxy at the other end of the bytestream `s` to connect to `addr`. On success everything that is sent and
/// received on `s` from then on goes to and comes from there.
///
/// `username` and `password` are used if the proxy wants them; if either is NULL, they are not offered to it. `s` stays
/// the program's, also after a failure.
///
/// Returns 0. Returns -1 with errno set: `EINVAL` (`addr` is NULL, or `username` or `password` is longer than 255 bytes),
/// `EAFNOSUPPORT` (`addr` holds no IP address), `EBADF` (not a handle), `ENOTSUP` (not a bytestream), and nothing has
/// happened. The proxy's answers: `EACCES` (none of the authentication methods is acceptable, user name and password are
/// wrong, or its rules forbid the connection), `EIO` (general failure), `ENETUNREACH`, `EHOSTUNREACH`, `ECONNREFUSED`,
/// `ETIMEDOUT` (the time to live expired), `EOPNOTSUPP` (it cannot connect), `EAFNOSUPPORT` (it does not know this type of
/// address), `EPROTO` (the proxy breaks the protocol). Of the bytestream: `EPIPE`, `ECONNRESET`, `ETIMEDOUT`,
/// `ECANCELED`, `EBUSY`.
///
/// # Safety
/// `username` and `password` are NULL or strings; `addr` is NULL or an address.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_socks5_client_connect(
    s: c_int,
    username: *const c_char,
    password: *const c_char,
    addr: *mut dill_ipaddr,
    deadline: i64,
) -> c_int {
    status(Context::with(|cx| {
        cx.deferred.flush(cx);
        // SAFETY: by the caller's promise.
        let (credentials, to) = unsafe { (credentials(username, password)?, address(addr)?) };
        socks5::connect(cx, s, credentials, Address::Ip(to.ip()), to.port(), deadline)
    }))
}

/// Like `dill_socks5_client_connect`, to the host `hostname`, a name of up to 255 bytes that the proxy looks up, or a numeric
/// address. `port` is from 1 to 65535.
///
/// Returns 0, or -1 with errno set as `dill_socks5_client_connect` does; `EINVAL`, before anything has happened, also if
/// `hostname` is NULL, empty or too long, or `port` is out of range.
///
/// # Safety
/// `username` and `password` are NULL or strings; `hostname` is NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_socks5_client_connectbyname(
    s: c_int,
    username: *const c_char,
    password: *const c_char,
    hostname: *const c_char,
    port: c_int,
    deadline: i64,
) -> c_int {
    status(Context::with(|cx| {
        cx.deferred.flush(cx);
        // SAFETY: by the caller's promise.
        let (credentials, name) = unsafe { (credentials(username, password)?, bytes(hostname)?) };
        let to = Address::from_text(name).map_err(|_| Errno::EINVAL)?;
        let port = u16::try_from(port).ok().filter(|port| *port > 0).ok_or(Errno::EINVAL)?;
        socks5::connect(cx, s, credentials, to, port, deadline)
    }))
}

/// Begins the proxy's side of the exchange on the bytestream `s`, which stays the program's: agrees with the client on how
/// it authenticates.
///
/// With `auth_fn` NULL clients need not authenticate, and only those are accepted that offer to do without. Otherwise only
/// those are accepted that offer user name and password, for which `auth_fn` returns a value other than 0. Its arguments are
/// valid until it returns; it may block.
///
/// Returns 0. `dill_socks5_proxy_recvcommand` or `dill_socks5_proxy_recvcommandbyname` comes next. Returns -1 with errno set:
/// `EBADF` (not a handle), `ENOTSUP` (not a bytestream); `EACCES` (the client was rejected, and has been told), `EPROTO` (the
/// client breaks the protocol); of the bytestream `EPIPE`, `ECONNRESET`, `ETIMEDOUT`, `ECANCELED`, `EBUSY`.
///
/// # Safety
/// `auth_fn` is NULL or a function that may be called.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_socks5_proxy_auth(
    s: c_int,
    auth_fn: Option<unsafe extern "C" fn(username: *const c_char, password: *const c_char) -> c_int>,
    deadline: i64,
) -> c_int {
    let check = auth_fn.map(|auth_fn| {
        move |username: &CString, password: &CString| {
            // SAFETY: the function may be called with two strings, by the caller's promise.
            unsafe { auth_fn(username.as_ptr(), password.as_ptr()) != 0 }
        }
    });
    status(Context::with(|cx| {
        cx.deferred.flush(cx);
        socks5::authenticate(cx, s, check, deadline)
    }))
}

/// Receives what the client wants from the proxy and stores the address in `ipaddr`. A host name is looked up first, for an
/// IPv4 address if it has one.
///
/// Returns the command: `DILL_SOCKS5_CONNECT`, `DILL_SOCKS5_BIND` or `DILL_SOCKS5_UDP_ASSOCIATE`.
/// `dill_socks5_proxy_sendreply` comes next. Returns -1 with errno set: `EINVAL` (`ipaddr` is NULL; nothing has happened),
/// `EBADF` (not a handle), `ENOTSUP` (not a bytestream); `EPROTO` (the client breaks the protocol; no reply has been sent);
/// what `dill_ipaddr_remote` says of the host name, such as `EADDRNOTAVAIL`, and the client still waits for a reply; of the
/// bytestream `EPIPE`, `ECONNRESET`, `ETIMEDOUT`, `ECANCELED`, `EBUSY`.
///
/// # Safety
/// `ipaddr` is NULL or may be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_socks5_proxy_recvcommand(
    s: c_int,
    ipaddr: *mut dill_ipaddr,
    deadline: i64,
) -> c_int {
    number(Context::with(|cx| {
        cx.deferred.flush(cx);
        if ipaddr.is_null() {
            return Err(Errno::EINVAL);
        }
        let (command, target) = socks5::receive_command(cx, s, deadline)?;
        let to = SockAddr::from(socks5::resolve(cx, target, deadline)?);
        // SAFETY: by the caller's promise, and not NULL.
        unsafe { self::ipaddr::write(ipaddr, &to) };
        Ok(command as c_int)
    }))
}

/// Like `dill_socks5_proxy_recvcommand`, but does not look up names: stores the host in `host`, a buffer of at least 256
/// bytes, as a string, be it a name or a numeric address, and the port in `port`.
///
/// Returns the command. Returns -1 with errno set as `dill_socks5_proxy_recvcommand` does: `EINVAL` if `host` or `port` is
/// NULL, nothing about looking up names.
///
/// # Safety
/// `host` is NULL or writable for 256 bytes; `port` is NULL or may be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_socks5_proxy_recvcommandbyname(
    s: c_int,
    host: *mut c_char,
    port: *mut c_int,
    deadline: i64,
) -> c_int {
    number(Context::with(|cx| {
        cx.deferred.flush(cx);
        // SAFETY: by the caller's promise.
        let mut host = unsafe { Buffer::new(host, HOST_SIZE) }?;
        if port.is_null() {
            return Err(Errno::EINVAL);
        }
        let (command, target) = socks5::receive_command(cx, s, deadline)?;
        let number = match target {
            Target::Name(name, port) => {
                host.store(&name)?;
                port
            }
            Target::Address(to) => {
                host.store(to.ip().to_string().as_bytes())?;
                to.port()
            }
        };
        // SAFETY: by the caller's promise, and not NULL.
        unsafe { port.write(c_int::from(number)) };
        Ok(command as c_int)
    }))
}

/// Tells the client what became of its request, which ends the exchange. After `DILL_SOCKS5_SUCCESS` the proxy passes on what
/// is sent and received.
///
/// `reply` is one of the `DILL_SOCKS5_` replies, 0 to 8. `ipaddr` is the proxy's own address on the new connection; after a
/// failure any address will do.
///
/// Returns 0, or -1 with errno set: `EINVAL` (`reply` is out of range, or `ipaddr` is NULL), `EAFNOSUPPORT` (`ipaddr` holds
/// no IP address), `EBADF` (not a handle), `ENOTSUP` (not a bytestream), and nothing has happened; of the bytestream `EPIPE`,
/// `ECONNRESET`, `ETIMEDOUT`, `ECANCELED`, `EBUSY`.
///
/// # Safety
/// `ipaddr` is NULL or an address.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_socks5_proxy_sendreply(
    s: c_int,
    reply: c_int,
    ipaddr: *mut dill_ipaddr,
    deadline: i64,
) -> c_int {
    status(Context::with(|cx| {
        cx.deferred.flush(cx);
        let reply = u8::try_from(reply).ok().and_then(ReplyCode::from_number).ok_or(Errno::EINVAL)?;
        // SAFETY: by the caller's promise.
        let bound = unsafe { address(ipaddr) }?;
        socks5::send_reply(cx, s, reply, bound, deadline)
    }))
}
