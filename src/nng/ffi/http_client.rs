//! `nng/supplemental/http/http.h`: clients.
#![allow(non_camel_case_types)]

use std::ffi::c_int;
use std::sync::Arc;

use super::aio::nng_aio;
use super::handle::Handle;
use super::http_conn::{nng_http_conn, start_with};
use super::http_req::nng_http_req;
use super::http_res::nng_http_res;
use super::tls::{self, nng_tls_config};
use super::types::nng_url;
use super::url::text;
use crate::nng::aio::Operation;
use crate::nng::client::Client;
use crate::nng::error::Error;
use crate::nng::{address, driver};

/// An HTTP client: the server to connect to. It may be used from any thread, for any number of connections.
pub struct nng_http_client {
    _opaque: [u8; 0],
}

impl Handle for nng_http_client {
    type Object = Client;
}

/// Makes a client for the server of a URL, and stores it in `*clientp`, for `nng_http_client_free`. Of the URL only
/// scheme, host and port matter; the scheme is `http`, `https`, `ws` or `wss`, maybe with `4` or `6` for an IP version.
///
/// Returns 0; `NNG_EADDRINVAL` if the scheme is another one or the host is empty; `NNG_EINVAL` if a pointer is NULL;
/// `NNG_ENOMEM`; or what prevents the library's threads from being started.
///
/// # Safety
/// `clientp` is NULL or writable; `url` is NULL or a URL whose members are NULL or strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_client_alloc(
    clientp: *mut *mut nng_http_client,
    url: *const nng_url,
) -> c_int {
    // SAFETY: by the caller's promise.
    let Some(url) = (unsafe { url.as_ref() }).filter(|_| !clientp.is_null()) else {
        return Error::INVALID.code();
    };
    // SAFETY: as above.
    match unsafe { make(url) } {
        Ok(client) => {
            // SAFETY: as above.
            unsafe { *clientp = nng_http_client::give(Arc::new(client)) };
            0
        }
        Err(error) => error.code(),
    }
}

/// See `nng_http_client_alloc`.
///
/// # Safety
/// The members of `url` are NULL or strings.
unsafe fn make(url: &nng_url) -> Result<Client, Error> {
    // SAFETY: by the caller's promise.
    let (scheme, host, port) = unsafe { (text(url.u_scheme), text(url.u_hostname), text(url.u_port)) };
    let (Some(scheme), Some(host), Some(port)) = (scheme, host, port) else {
        return Err(Error::ADDRESS_INVALID);
    };
    let is_secure = address::is_secure(scheme)?;
    driver::engine()?;
    Client::new(host, port, address::family(scheme), is_secure)
}

/// Releases a client. Connects that are under way end with `NNG_ECLOSED`; connections stay. NULL is allowed.
///
/// # Safety
/// `client` is NULL or a valid handle, not released yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_client_free(client: *mut nng_http_client) {
    // SAFETY: by the caller's promise.
    drop(unsafe { nng_http_client::take(client) });
}

/// Makes a connection to the server: output 0 of the aio is the `nng_http_conn *`, which the program closes with
/// `nng_http_conn_close`. The addresses of the host are tried in order. Under `https` and `wss` the handshake of TLS is
/// part of the first read or write on the connection, and so are its failures; the configuration is in use from now on.
///
/// Results: 0; `NNG_ECONNREFUSED`, `NNG_EUNREACHABLE`; `NNG_EADDRINVAL` if there is no such host or port, `NNG_EAGAIN`
/// if the name service does not answer; `NNG_ECLOSED` if the client is released meanwhile; `NNG_ECANCELED`,
/// `NNG_ETIMEDOUT`; `NNG_ENOFILES`, `NNG_ENOMEM`; `NNG_EINVAL` if the client is NULL.
///
/// # Safety
/// `client` and `aio` are NULL or valid handles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_client_connect(client: *mut nng_http_client, aio: *mut nng_aio) {
    // SAFETY: by the caller's promise.
    let (client, aio) = unsafe { (nng_http_client::borrow(client), nng_aio::share(aio)) };
    match (client, aio) {
        (Some(client), Some(aio)) => client.connect(aio),
        (None, Some(aio)) if aio.begin() => aio.finish(Err(Error::INVALID)),
        _ => {}
    }
}

/// Stores the configuration of TLS of a client in `*cfgp`, for `nng_tls_config_free`: the one that is in effect, not a
/// copy. At first it requires that the server has a certificate for the host of the URL, which no authority is there to
/// vouch for yet.
///
/// Returns 0; `NNG_ENOTSUP` if the scheme is neither `https` nor `wss`; `NNG_EINVAL` for NULL.
///
/// # Safety
/// `client` is NULL or a valid handle, `cfgp` NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_client_get_tls(
    client: *mut nng_http_client,
    cfgp: *mut *mut nng_tls_config,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { tls::store(nng_http_client::borrow(client).map(|client| client.tls().get()), cfgp) }
}

/// Replaces the configuration of TLS of a client, for the connections that are made from now on. The client takes a
/// reference of its own. If the configuration has no server name, the host of the URL is.
///
/// Returns 0; `NNG_ENOTSUP` if the scheme is neither `https` nor `wss`; `NNG_EINVAL` if the configuration is one for
/// servers, or for NULL.
///
/// # Safety
/// `client` and `cfg` are NULL or valid handles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_client_set_tls(
    client: *mut nng_http_client,
    cfg: *mut nng_tls_config,
) -> c_int {
    // SAFETY: by the caller's promise.
    let (client, config) = unsafe { (nng_http_client::borrow(client), nng_tls_config::share(cfg)) };
    let (Some(client), Some(config)) = (client, config) else { return Error::INVALID.code() };
    client.tls().set(config).map_or_else(Error::code, |()| 0)
}

/// Makes a connection, sends the request with its body, receives the response, whole with its body, and closes the
/// connection. Sets the header `Connection: close` of the request. The response is reset before.
///
/// Results: those of `nng_http_client_connect` and `nng_http_conn_transact`.
///
/// # Safety
/// `client`, `req`, `res` and `aio` are NULL or valid handles. `req` and `res` are not used otherwise until the
/// operation ended, and the body of the request stays valid.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_client_transact(
    client: *mut nng_http_client,
    req: *mut nng_http_req,
    res: *mut nng_http_res,
    aio: *mut nng_aio,
) {
    // SAFETY: by the caller's promise.
    let (client, req, res, aio) = unsafe {
        (
            nng_http_client::borrow(client),
            nng_http_req::share(req),
            nng_http_res::share(res),
            nng_aio::share(aio),
        )
    };
    match (client, req, res, aio) {
        (Some(client), Some(req), Some(res), Some(aio)) => client.transact(req, res, aio),
        (.., Some(aio)) if aio.begin() => aio.finish(Err(Error::INVALID)),
        _ => {}
    }
}

/// Sends a request with its body on a connection and receives the response, whole with its body, which is its data
/// then. The response is reset before. Interim responses (status 100 to 199, except 101) are passed over, up to 256.
/// The connection stays open, whatever the headers say: that is for the program to decide. After a failure it is of no use
/// any more. Transactions on one connection are carried out one after the other.
///
/// Results: those of `nng_http_conn_read`; `NNG_ECONNSHUT` if the connection is closed before the end of the response;
/// `NNG_EPROTO` also if more than an earlier response had come with it.
///
/// # Safety
/// `conn`, `req`, `res` and `aio` are NULL or valid handles. `req` and `res` are not used otherwise until the operation
/// ended, and the body of the request stays valid.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_conn_transact(
    conn: *mut nng_http_conn,
    req: *mut nng_http_req,
    res: *mut nng_http_res,
    aio: *mut nng_aio,
) {
    // SAFETY: by the caller's promise.
    unsafe {
        let objects = nng_http_req::share(req).zip(nng_http_res::share(res));
        start_with(conn, objects, aio, |conn, (req, res), op| conn.transact(req, res, op));
    }
}
