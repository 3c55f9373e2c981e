//! TLS.
//!
//! All functions: a deadline is a point in time as of `dill_now`, negative for none, 0 to fail instead of waiting.

use std::ffi::{OsStr, c_char, c_int};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use super::text::bytes;
use super::types::dill_tls_storage;
use super::{number, status};
use crate::dill::lower::close_with;
use crate::dill::scheduler::context::Context;
use crate::dill::tls;
use crate::sys::Errno;

/// Puts TLS on top of a bytestream, as the side that shows a certificate, and does the handshake. The bytestream is
/// owned by the new handle from then on: `s` becomes invalid, and `dill_hclose` closes both. The new handle is a
/// bytestream.
///
/// `cert` and `pkey` are names of PEM files: one with the certificate, possibly followed by those between it and the
/// authority, and one with its private key, without a password. Both may be the same file. A file that was changed or
/// replaced counts from the next call on. As long as the files are the same, clients may resume sessions, in the whole
/// process. The client is not asked for a certificate. The versions of the protocol are 1.2 and 1.3. The handshake takes
/// more stack than other calls: a coroutine made in memory of the program needs at least 128 KiB.
///
/// Returns the new handle. Returns -1 with errno set, and the bytestream has been closed: `EBADF` (not a handle),
/// `EPROTO` (not a bytestream, or the handshake failed: the peer does not speak TLS, or has no version or algorithm in
/// common), `EFAULT` (`cert` or `pkey` is NULL, a file is not readable or has not what it should, or the key is not that
/// of the certificate), `ECONNRESET` (the connection is broken, or the peer finished during the handshake),
/// `ETIMEDOUT`, `ECANCELED`, `ENOMEM`.
///
/// # Safety
/// `cert` and `pkey` are NULL or strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_tls_attach_server(
    s: c_int,
    cert: *const c_char,
    pkey: *const c_char,
    deadline: i64,
) -> c_int {
    // SAFETY: by the caller's promise.
    let files = unsafe { bytes(cert).and_then(|cert| Ok((path(cert), path(bytes(pkey)?)))) };
    number(Context::with(|cx| {
        cx.deferred.flush(cx);
        tls::attach_server(cx, s, files.ok(), deadline)
    }))
}

/// Like `dill_tls_attach_server`, with memory of the program, which stays in place until the handle is closed or
/// detached.
///
/// Returns the new handle. Returns -1 with errno set as `dill_tls_attach_server` does, or to `EINVAL` (`mem` is NULL);
/// the bytestream has been closed then.
///
/// # Safety
/// `cert` and `pkey` are NULL or strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dill_tls_attach_server_mem(
    s: c_int,
    cert: *const c_char,
    pkey: *const c_char,
    mem: *mut dill_tls_storage,
    deadline: i64,
) -> c_int {
    if mem.is_null() {
        return number(Context::with(|cx| close_with(cx, s, Errno::EINVAL)));
    }
    // SAFETY: by the caller's promise.
    unsafe { dill_tls_attach_server(s, cert, pkey, deadline) }
}

/// Puts TLS on top of a bytestream, as the side that begins, and does the handshake. The bytestream is owned by the new
/// handle from then on: `s` becomes invalid, and `dill_hclose` closes both. The new handle is a bytestream.
///
/// The server is NOT verified: any certificate is accepted, and the server is not told what name it was called by. This
/// keeps out who listens, but not who takes the server's place. The handshake takes more stack than other calls: a
/// coroutine made in memory of the program needs at least 128 KiB.
///
/// Returns the new handle. Returns -1 with errno set, and the bytestream has been closed: `EBADF` (not a handle),
/// `EPROTO` (not a bytestream, or the handshake failed: the peer does not speak TLS, or has no version or algorithm in
/// common), `EFAULT` (the system has no random numbers), `ECONNRESET` (the connection is broken, or the peer finished
/// during the handshake), `ETIMEDOUT`, `ECANCELED`, `ENOMEM`.
#[unsafe(no_mangle)]
pub extern "C" fn dill_tls_attach_client(s: c_int, deadline: i64) -> c_int {
    number(Context::with(|cx| {
        cx.deferred.flush(cx);
        tls::attach_client(cx, s, deadline)
    }))
}

/// Like `dill_tls_attach_client`, with memory of the program, which stays in place until the handle is closed or
/// detached.
///
/// Returns the new handle. Returns -1 with errno set as `dill_tls_attach_client` does, or to `EINVAL` (`mem` is NULL);
/// the bytestream has been closed then.
#[unsafe(no_mangle)]
pub extern "C" fn dill_tls_attach_client_mem(s: c_int, mem: *mut dill_tls_storage, deadline: i64) -> c_int {
    if mem.is_null() {
        return number(Context::with(|cx| close_with(cx, s, Errno::EINVAL)));
    }
    dill_tls_attach_client(s, deadline)
}

/// Finishes sending: the peer gets what was sent and then, by a close_notify alert, the end of the stream. Receiving
/// goes on.
///
/// Returns 0, or -1 with errno set: `EBADF`, `ENOTSUP` (not a TLS handle), `EBUSY` (another coroutine is sending),
/// `EPIPE` (done before); `ECONNRESET` (the connection is broken, or an earlier send has failed), `ETIMEDOUT`,
/// `ECANCELED`, and the sending direction is broken.
#[unsafe(no_mangle)]
pub extern "C" fn dill_tls_done(s: c_int, deadline: i64) -> c_int {
    status(Context::with(|cx| {
        cx.deferred.flush(cx);
        tls::done(cx, s, deadline)
    }))
}

/// Ends TLS and returns the bytestream below, with a handle of a number of its own; `s` becomes invalid.
///
/// Finishes sending if `dill_tls_done` did not, drops what is received, and returns when the peer has finished as well.
/// The next byte received from the bytestream is the first one that the peer sent after that.
///
/// Returns that handle. Returns -1 with errno set: `EBADF`, `ENOTSUP` (not a TLS handle), `EBUSY` (another coroutine
/// uses it), and nothing has happened; `ECONNRESET` (the connection is broken, an earlier call has failed, or the
/// bytestream ended before the peer had finished), `EFAULT` (the peer breaks the rules of TLS), `ETIMEDOUT`,
/// `ECANCELED`, and then everything has been closed.
#[unsafe(no_mangle)]
pub extern "C" fn dill_tls_detach(s: c_int, deadline: i64) -> c_int {
    number(Context::with(|cx| {
        cx.deferred.flush(cx);
        tls::detach(cx, s, deadline)
    }))
}

fn path(name: &[u8]) -> &Path {
    Path::new(OsStr::from_bytes(name))
}
