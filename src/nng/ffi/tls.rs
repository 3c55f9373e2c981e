//! `nng/supplemental/tls/tls.h`: configurations of TLS.
#![allow(non_camel_case_types)]

use std::ffi::{OsStr, c_char, c_int};
use std::fmt::Display;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::Arc;

use super::handle::Handle;
use super::types::{nng_tls_auth_mode_value, nng_tls_mode, nng_tls_mode_value, nng_tls_version_value};
use super::url::text;
use crate::nng::error::Error;
use crate::nng::tls::{TlsConfig, auth_mode};
use crate::tls::{self, Config, Role};

/// A configuration of TLS, which clients, servers and streams share. It may be used from any thread.
///
/// The first connection that is made with it, and the start of a server that has it, fix it: every function that changes
/// something fails with `NNG_EBUSY` from then on. A call that fails changes nothing. Functions given NULL where it is not
/// allowed fail with `NNG_EINVAL`.
///
/// Of the protocol there are the versions 1.2 and 1.3. Certificates without alternative names are taken for their common
/// name. What programs fill in is copied.
pub struct nng_tls_config {
    _opaque: [u8; 0],
}

impl Handle for nng_tls_config {
    type Object = TlsConfig;
}

/// Makes a configuration for one side and stores it in `*cfgp`, for `nng_tls_config_free`. `mode` is
/// `NNG_TLS_MODE_SERVER`, or else that of a client.
///
/// At first a client requires that the server proves who it is, and nothing vouches for any server. A server has no
/// certificate, so that all handshakes fail, and asks its clients for none.
///
/// Returns 0; `NNG_EINVAL` if `cfgp` is NULL; `NNG_ENOMEM`.
///
/// # Safety
/// `cfgp` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_tls_config_alloc(
    cfgp: *mut *mut nng_tls_config,
    mode: nng_tls_mode_value,
) -> c_int {
    if cfgp.is_null() {
        return Error::INVALID.code();
    }
    let is_server = mode == nng_tls_mode::NNG_TLS_MODE_SERVER as nng_tls_mode_value;
    let config = TlsConfig::new(if is_server { Role::Server } else { Role::Client });
    // SAFETY: by the caller's promise.
    unsafe { *cfgp = nng_tls_config::give(Arc::new(config)) };
    0
}

/// Adds a reference, for one more call of `nng_tls_config_free`. NULL is allowed. Since nng 1.1.
///
/// # Safety
/// `cfg` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_tls_config_hold(cfg: *mut nng_tls_config) {
    // SAFETY: by the caller's promise.
    if let Some(config) = unsafe { nng_tls_config::share(cfg) } {
        nng_tls_config::give(config);
    }
}

/// Drops a reference. The configuration lives as long as anybody uses it. NULL is allowed.
///
/// # Safety
/// `cfg` is NULL or a valid handle, on which the program has a reference left.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_tls_config_free(cfg: *mut nng_tls_config) {
    // SAFETY: by the caller's promise.
    drop(unsafe { nng_tls_config::take(cfg) });
}

/// Sets the name of the server that a client connects to: the server is told it, and its certificate has to be for it.
/// It replaces an earlier one. `name` is a DNS name or an IP address, the latter also in brackets. Without a name, that
/// of the URL counts. A server has no use for it.
///
/// Returns 0; `NNG_EINVAL` if that is no name of a server, or for NULL; `NNG_EBUSY`.
///
/// # Safety
/// `cfg` is NULL or a valid handle, `name` NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_tls_config_server_name(cfg: *mut nng_tls_config, name: *const c_char) -> c_int {
    // SAFETY: by the caller's promise.
    let name = unsafe { text(name) }.and_then(|name| std::str::from_utf8(name).ok());
    // SAFETY: as above.
    unsafe { change(cfg, name, |config, name| config.set_server_name(name)) }
}

/// Adds certificates that vouch for peers, and revocation lists: both PEM texts, each with any number of blocks. `crl`
/// may be NULL. With a revocation list, the certificates of its issuer have to be valid by it.
///
/// Returns 0; `NNG_ECRYPTO` if there is no certificate in `chain` or no revocation list in `crl`, or anything in them is
/// malformed; `NNG_EINVAL` for NULL; `NNG_EBUSY`.
///
/// # Safety
/// `cfg` is NULL or a valid handle, `chain` and `crl` are NULL or strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_tls_config_ca_chain(
    cfg: *mut nng_tls_config,
    chain: *const c_char,
    crl: *const c_char,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe {
        let crl = text(crl);
        change(cfg, text(chain), |config, chain| config.add_ca_chain(chain, crl))
    }
}

/// Adds a certificate of this side with its private key: PEM texts, the former with the certificates between it and the
/// authority behind it. `pass` is the password of the key, or NULL. A server with several certificates shows the one
/// that is for the name that the client asks for. Whether the key is that of the certificate shows in the handshake.
///
/// Keys are RSA of at least 2048 bits, ECDSA (P-256, P-384, P-521) or Ed25519, in PKCS#8, PKCS#1 or SEC1 form, encrypted
/// as OpenSSL does it (`DEK-Info`, or PKCS#8 with PBES2) or not.
///
/// Returns 0; `NNG_ECRYPTO` if certificate or key are missing, malformed or of another kind, or if the password is
/// missing or wrong; `NNG_EINVAL` for NULL; `NNG_EBUSY`.
///
/// # Safety
/// `cfg` is NULL or a valid handle, `cert`, `key` and `pass` are NULL or strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_tls_config_own_cert(
    cfg: *mut nng_tls_config,
    cert: *const c_char,
    key: *const c_char,
    pass: *const c_char,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe {
        let pass = text(pass);
        let pair = text(cert).zip(text(key));
        change(cfg, pair, |config, (cert, key)| config.add_own_cert(cert, key, pass))
    }
}

/// Not supported: a key without a certificate is of no use. See `nng_tls_config_own_cert`. Returns `NNG_ENOTSUP`.
#[unsafe(no_mangle)]
pub extern "C" fn nng_tls_config_key(cfg: *mut nng_tls_config, key: *const u8, size: usize) -> c_int {
    let _ = (cfg, key, size);
    Error::NOT_SUPPORTED.code()
}

/// Not supported: a password belongs to a key. See `nng_tls_config_own_cert`. Returns `NNG_ENOTSUP`.
#[unsafe(no_mangle)]
pub extern "C" fn nng_tls_config_pass(cfg: *mut nng_tls_config, pass: *const c_char) -> c_int {
    let _ = (cfg, pass);
    Error::NOT_SUPPORTED.code()
}

/// Sets whether the peer has to prove who it is.
///
/// | mode | a client | a server |
/// |---|---|---|
/// | `NNG_TLS_AUTH_MODE_NONE` | accepts every server | asks clients for no certificate |
/// | `NNG_TLS_AUTH_MODE_OPTIONAL` | accepts every server | accepts every client |
/// | `NNG_TLS_AUTH_MODE_REQUIRED` | verifies the server | verifies the client's certificate, which it must have |
///
/// If the peer does not pass, the operation of a client fails with `NNG_EPEERAUTH`, and a server closes the connection.
///
/// Returns 0; `NNG_EINVAL` if `mode` is none of these, or for NULL; `NNG_EBUSY`.
///
/// # Safety
/// `cfg` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_tls_config_auth_mode(
    cfg: *mut nng_tls_config,
    mode: nng_tls_auth_mode_value,
) -> c_int {
    let mode = auth_mode(mode.into());
    // SAFETY: by the caller's promise.
    unsafe {
        change(cfg, mode, |config, mode| {
            config.set_auth_mode(mode);
            Ok::<_, Error>(())
        })
    }
}

/// Like `nng_tls_config_ca_chain`, with certificates, and revocation lists if there are any, in one file. Returns also
/// what prevents it from being read: `NNG_ENOENT`, `NNG_EPERM` and others.
///
/// # Safety
/// `cfg` is NULL or a valid handle, `path` NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_tls_config_ca_file(cfg: *mut nng_tls_config, path: *const c_char) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { change(cfg, text(path), |config, path| config.add_ca_file(as_path(path))) }
}

/// Like `nng_tls_config_own_cert`, with certificates and key in one file, in any order. Returns also what prevents it from
/// being read: `NNG_ENOENT`, `NNG_EPERM` and others.
///
/// # Safety
/// `cfg` is NULL or a valid handle, `path` and `pass` are NULL or strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_tls_config_cert_key_file(
    cfg: *mut nng_tls_config,
    path: *const c_char,
    pass: *const c_char,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe {
        let pass = text(pass);
        change(cfg, text(path), |config, path| config.add_cert_key_file(as_path(path), pass))
    }
}

/// Not supported: the library has no pre-shared keys. Returns `NNG_ENOTSUP`; `NNG_EINVAL` for NULL; `NNG_EBUSY`. Since
/// nng 1.9.
///
/// # Safety
/// `cfg` is NULL or a valid handle, `identity` NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_tls_config_psk(
    cfg: *mut nng_tls_config,
    identity: *const c_char,
    key: *const u8,
    size: usize,
) -> c_int {
    let _ = size;
    let is_complete = !identity.is_null() && !key.is_null();
    // SAFETY: by the caller's promise.
    unsafe { change(cfg, is_complete.then_some(()), |_, ()| Err(Error::NOT_SUPPORTED)) }
}

/// Sets the range of protocol versions. 1.0 and 1.1 may be named but are not used: a range that begins with them begins
/// with 1.2. At first all versions that there are may be used.
///
/// Returns 0; `NNG_ENOTSUP` if `max` is below `min` or below 1.2, or one of them is no version from 1.0 to 1.3;
/// `NNG_EINVAL` for NULL; `NNG_EBUSY`. Since nng 1.3.
///
/// # Safety
/// `cfg` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_tls_config_version(
    cfg: *mut nng_tls_config,
    min_ver: nng_tls_version_value,
    max_ver: nng_tls_version_value,
) -> c_int {
    // A number that is too large is no version either.
    let wire = |version: u32| u16::try_from(version).unwrap_or(u16::MAX);
    // SAFETY: by the caller's promise.
    unsafe { change(cfg, Some(()), |config, ()| config.set_versions(wire(min_ver), wire(max_ver))) }
}

/// The name of the TLS implementation: "rustls". Since nng 1.3.
#[unsafe(no_mangle)]
pub extern "C" fn nng_tls_engine_name() -> *const c_char {
    c"rustls".as_ptr()
}

/// A description of the TLS implementation, for people. Since nng 1.3.
#[unsafe(no_mangle)]
pub extern "C" fn nng_tls_engine_description() -> *const c_char {
    c"rustls, with the cryptography of AWS-LC".as_ptr()
}

/// Whether the TLS implementation is in a mode that is certified by FIPS 140: it is not. Since nng 1.3.
#[unsafe(no_mangle)]
pub extern "C" fn nng_tls_engine_fips_mode() -> bool {
    tls::is_fips()
}

/// Gives the program a reference to the configuration of an object, `None` if that is NULL, and returns the code of the
/// outcome.
///
/// # Safety
/// `cfgp` is NULL or writable.
pub(super) unsafe fn store(
    config: Option<Result<Arc<TlsConfig>, Error>>,
    cfgp: *mut *mut nng_tls_config,
) -> c_int {
    match config.filter(|_| !cfgp.is_null()).unwrap_or(Err(Error::INVALID)) {
        Ok(config) => {
            // SAFETY: by the caller's promise.
            unsafe { *cfgp = nng_tls_config::give(config) };
            0
        }
        Err(error) => error.code(),
    }
}

/// Changes a configuration by an argument, `None` if that is not valid, and returns the code of the outcome.
///
/// # Safety
/// `cfg` is NULL or a valid handle.
unsafe fn change<T, E: Into<Error> + Display>(
    cfg: *mut nng_tls_config,
    argument: Option<T>,
    change: impl FnOnce(&mut Config, T) -> Result<(), E>,
) -> c_int {
    // SAFETY: by the caller's promise.
    let (Some(config), Some(argument)) = (unsafe { nng_tls_config::borrow(cfg) }, argument) else {
        return Error::INVALID.code();
    };
    config.change(|config| change(config, argument)).map_or_else(Error::code, |()| 0)
}

fn as_path(name: &[u8]) -> &Path {
    Path::new(OsStr::from_bytes(name))
}
