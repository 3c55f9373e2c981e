//! `nng/supplemental/http/http.h`: servers.
#![allow(non_camel_case_types)]

use std::ffi::{CStr, OsStr, c_char, c_int};
use std::os::unix::ffi::OsStrExt;
use std::sync::Arc;

use super::handle::Handle;
use super::http_handler::nng_http_handler;
use super::http_res::nng_http_res;
use super::sockaddr;
use super::tls::{self, nng_tls_config};
use super::types::{nng_sockaddr, nng_url};
use super::url::text;
use crate::nng::address;
use crate::nng::driver;
use crate::nng::error::Error;
use crate::nng::server::{Name, Server};
use crate::sys::Errno;

/// An HTTP server. Programs, or parts of one, that hold a server for the same host and port share it, together with its
/// handlers.
///
/// Functions given a NULL handle fail with `NNG_EINVAL` or do nothing.
pub struct nng_http_server {
    _opaque: [u8; 0],
}

impl Handle for nng_http_server {
    type Object = Server;
}

/// Stores the server for a URL in `*serverp`, for `nng_http_server_release`: one that is there already for the same
/// host name and port, is as secure and was not stopped, or a new one. Of the URL only scheme, host and port matter; the scheme is
/// `http`, `https`, `ws` or `wss`, maybe with `4` or `6` for an IP version. An empty host means all addresses, port 0 one that the
/// system chooses. Names are looked up now; nothing is bound yet.
///
/// Returns 0; `NNG_EADDRINVAL` if the scheme is another one or there is no such host or port; `NNG_EINVAL` if a pointer is
/// NULL; `NNG_EAGAIN` if the name service does not answer; `NNG_ENOMEM`.
///
/// # Safety
/// `serverp` is NULL or writable; `url` is NULL or a URL whose members are NULL or strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_server_hold(
    serverp: *mut *mut nng_http_server,
    url: *const nng_url,
) -> c_int {
    // SAFETY: by the caller's promise.
    let Some(url) = (unsafe { url.as_ref() }).filter(|_| !serverp.is_null()) else {
        return Error::INVALID.code();
    };
    // SAFETY: as above.
    match unsafe { hold(url) } {
        Ok(server) => {
            // SAFETY: as above.
            unsafe { *serverp = nng_http_server::give(server) };
            0
        }
        Err(error) => error.code(),
    }
}

/// See `nng_http_server_hold`.
///
/// # Safety
/// The members of `url` are NULL or strings.
unsafe fn hold(url: &nng_url) -> Result<Arc<Server>, Error> {
    // SAFETY: by the caller's promise.
    let (scheme, host, port) = unsafe { (text(url.u_scheme), text(url.u_hostname), text(url.u_port)) };
    let (Some(scheme), Some(host), Some(port)) = (scheme, host, port) else {
        return Err(Error::ADDRESS_INVALID);
    };
    let is_secure = address::is_secure(scheme)?;
    driver::engine()?;
    let port = address::port(port)?;
    let name = Name { host: host.to_vec(), port, is_secure };
    Server::hold(name, || address::to_listen_on(host, port, address::family(scheme)))
}

/// Gives a server back. The last one that held it stops it; its handlers are released. Does not wait for connections,
/// and may be called in a handler. NULL is allowed.
///
/// # Safety
/// `server` is NULL or a valid handle, held once more than released.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_server_release(server: *mut nng_http_server) {
    // SAFETY: by the caller's promise.
    if let Some(server) = unsafe { nng_http_server::take(server) } {
        server.release();
    }
}

/// Has the server listen and serve; if it does already, the call is counted. Returns 0; `NNG_EADDRINUSE`,
/// `NNG_EADDRINVAL` if the address is not one of this machine, `NNG_EPERM`; `NNG_ESTATE` if the server was stopped,
/// `NNG_ECLOSED` if it was stopped before it was ever started; `NNG_ENOFILES`, `NNG_ENOMEM`. After a failure it can be
/// tried again.
///
/// # Safety
/// `server` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_server_start(server: *mut nng_http_server) -> c_int {
    // SAFETY: by the caller's promise.
    match unsafe { nng_http_server::share(server) }.ok_or(Error::INVALID).and_then(|server| server.start()) {
        Ok(()) => 0,
        Err(error) => error.code(),
    }
}

/// Undoes one start. The last one closes the listening socket and all connections, those that are hijacked aside; it
/// does not wait for handlers, whose responses are discarded. The server cannot be started again, but a new one can be
/// held for the same URL.
///
/// # Safety
/// `server` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_server_stop(server: *mut nng_http_server) {
    // SAFETY: by the caller's promise.
    if let Some(server) = unsafe { nng_http_server::share(server) } {
        server.stop();
    }
}

/// Gives a handler to the server, which owns it then. Returns 0; `NNG_EADDRINUSE` if a handler that is there already
/// would get its requests: one for the same method, host and path, or an exclusive tree above or below it;
/// `NNG_EINVAL` if its path does not begin with a slash, it has no function, or for NULL; `NNG_ENOMEM`.
///
/// # Safety
/// `server` and `handler` are NULL or valid handles; the program owns the handler.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_server_add_handler(
    server: *mut nng_http_server,
    handler: *mut nng_http_handler,
) -> c_int {
    // SAFETY: by the caller's promise.
    let (server, object) = unsafe { (nng_http_server::borrow(server), nng_http_handler::share(handler)) };
    let (Some(server), Some(object)) = (server, object) else { return Error::INVALID.code() };
    match server.add_handler(object) {
        Ok(()) => {
            // SAFETY: the program's reference is the server's now, which holds another one already.
            drop(unsafe { nng_http_handler::take(handler) });
            0
        }
        Err(error) => error.code(),
    }
}

/// Takes a handler away from the server; the program owns it again. Requests that it is working on are finished.
/// Returns 0, `NNG_ENOENT` if the server does not have it, `NNG_EINVAL` for NULL.
///
/// # Safety
/// `server` and `handler` are NULL or valid handles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_server_del_handler(
    server: *mut nng_http_server,
    handler: *mut nng_http_handler,
) -> c_int {
    // SAFETY: by the caller's promise.
    let (server, handler) = unsafe { (nng_http_server::borrow(server), nng_http_handler::borrow(handler)) };
    let (Some(server), Some(handler)) = (server, handler) else { return Error::INVALID.code() };
    match server.remove_handler(handler) {
        Ok(handler) => {
            // The program's reference.
            nng_http_handler::give(handler);
            0
        }
        Err(error) => error.code(),
    }
}

/// Stores in `*sa` where the server listens, with the port that the system chose if that was left to it; a family of
/// `NNG_AF_UNSPEC` before it is started. Returns 0, `NNG_EINVAL` for NULL. Since nng 1.3.
///
/// # Safety
/// `server` is NULL or a valid handle, `sa` NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_server_get_addr(
    server: *mut nng_http_server,
    sa: *mut nng_sockaddr,
) -> c_int {
    // SAFETY: by the caller's promise.
    let Some(server) = (unsafe { nng_http_server::borrow(server) }).filter(|_| !sa.is_null()) else {
        return Error::INVALID.code();
    };
    let address = sockaddr::from_system(server.address().as_ref());
    // SAFETY: as above.
    unsafe { sa.write(address) };
    0
}

/// Stores the configuration of TLS of a server in `*cfgp`, for `nng_tls_config_free`: the one that is in effect, not a
/// copy. At first it has no certificate, so that all handshakes fail.
///
/// Returns 0; `NNG_ENOTSUP` if the scheme is neither `https` nor `wss`; `NNG_EINVAL` for NULL.
///
/// # Safety
/// `server` is NULL or a valid handle, `cfgp` NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_server_get_tls(
    server: *mut nng_http_server,
    cfgp: *mut *mut nng_tls_config,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { tls::store(nng_http_server::borrow(server).map(Server::tls_config), cfgp) }
}

/// Replaces the configuration of TLS of a server, for the connections that come from now on; it may be running. The
/// server takes a reference of its own.
///
/// Returns 0; `NNG_ENOTSUP` if the scheme is neither `https` nor `wss`; `NNG_EINVAL` if the configuration is one for
/// clients, or for NULL; `NNG_ECRYPTO` if the system has no random numbers.
///
/// # Safety
/// `server` and `cfg` are NULL or valid handles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_server_set_tls(
    server: *mut nng_http_server,
    cfg: *mut nng_tls_config,
) -> c_int {
    // SAFETY: by the caller's promise.
    let (server, config) = unsafe { (nng_http_server::borrow(server), nng_tls_config::share(cfg)) };
    let (Some(server), Some(config)) = (server, config) else { return Error::INVALID.code() };
    server.set_tls_config(config).map_or_else(Error::code, |()| 0)
}

/// Sets the page that the server sends as the body of an error with this status: of its own errors, and of the
/// responses of `nng_http_res_alloc_error`. Replaces an earlier one. Returns 0, `NNG_EINVAL` for NULL, `NNG_ENOMEM`.
///
/// # Safety
/// `server` is NULL or a valid handle, `html` NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_server_set_error_page(
    server: *mut nng_http_server,
    status: u16,
    html: *const c_char,
) -> c_int {
    // SAFETY: by the caller's promise.
    let (Some(server), Some(html)) = (unsafe { (nng_http_server::borrow(server), text(html)) }) else {
        return Error::INVALID.code();
    };
    server.set_error_page(status, html);
    0
}

/// Like `nng_http_server_set_error_page`, with the content of a file, which is read now. Returns also what prevents
/// that: `NNG_ENOENT`, `NNG_EPERM` and others.
///
/// # Safety
/// `server` is NULL or a valid handle, `path` NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_server_set_error_file(
    server: *mut nng_http_server,
    status: u16,
    path: *const c_char,
) -> c_int {
    if path.is_null() {
        return Error::INVALID.code();
    }
    // SAFETY: by the caller's promise.
    let (server, path) = unsafe { (nng_http_server::borrow(server), CStr::from_ptr(path)) };
    let Some(server) = server else { return Error::INVALID.code() };
    match std::fs::read(OsStr::from_bytes(path.to_bytes())) {
        Ok(page) => {
            server.set_error_page(status, &page);
            0
        }
        Err(error) => Error::from(Errno(error.raw_os_error().unwrap_or(libc::EIO))).code(),
    }
}

/// Replaces the body of a response by the server's page for its status, and sets its media type. Returns 0,
/// `NNG_EINVAL` for NULL, `NNG_ENOMEM`.
///
/// # Safety
/// `server` and `res` are NULL or valid handles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_server_res_error(
    server: *mut nng_http_server,
    res: *mut nng_http_res,
) -> c_int {
    // SAFETY: by the caller's promise.
    let (server, res) = unsafe { (nng_http_server::borrow(server), nng_http_res::borrow(res)) };
    let (Some(server), Some(res)) = (server, res) else { return Error::INVALID.code() };
    match server.put_error_page(res, true) {
        Ok(()) => 0,
        Err(error) => error.code(),
    }
}
