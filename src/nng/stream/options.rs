//! Options of streams, dialers and listeners: their names, what they read as, what they are set to.
//!
//! An object that knows an option checks in this order: `NOT_SUPPORTED` for a name that it does not know, `READ_ONLY` or
//! `WRITE_ONLY`, then what is wrong with the value.

use std::ffi::CString;
use std::os::fd::OwnedFd;
use std::sync::Arc;

use crate::nng::error::Error;
use crate::nng::ffi::types;
use crate::nng::tls::TlsConfig;
use crate::sys::SockAddr;

macro_rules! names {
    ($($name:ident $constant:ident)*) => {
        /// The names, as programs give them.
        pub(crate) mod name {
            $(pub(crate) const $name: &[u8] = super::types::$constant.to_bytes();)*
        }
    };
}

names! {
    LOCAL_ADDRESS NNG_OPT_LOCADDR
    REMOTE_ADDRESS NNG_OPT_REMADDR
    NO_DELAY NNG_OPT_TCP_NODELAY
    KEEP_ALIVE NNG_OPT_TCP_KEEPALIVE
    BOUND_PORT NNG_OPT_TCP_BOUND_PORT
    TLS_CONFIG NNG_OPT_TLS_CONFIG
    TLS_AUTH_MODE NNG_OPT_TLS_AUTH_MODE
    TLS_CERT_KEY_FILE NNG_OPT_TLS_CERT_KEY_FILE
    TLS_CA_FILE NNG_OPT_TLS_CA_FILE
    TLS_SERVER_NAME NNG_OPT_TLS_SERVER_NAME
    TLS_VERIFIED NNG_OPT_TLS_VERIFIED
    TLS_PEER_CN NNG_OPT_TLS_PEER_CN
    TLS_PEER_ALT_NAMES NNG_OPT_TLS_PEER_ALT_NAMES
    PERMISSIONS NNG_OPT_IPC_PERMISSIONS
    PEER_UID NNG_OPT_PEER_UID
    PEER_GID NNG_OPT_PEER_GID
    PEER_PID NNG_OPT_PEER_PID
    DESCRIPTOR NNG_OPT_SOCKET_FD
    URL NNG_OPT_URL
    REQUEST_HEADERS NNG_OPT_WS_REQUEST_HEADERS
    RESPONSE_HEADERS NNG_OPT_WS_RESPONSE_HEADERS
    REQUEST_HEADER NNG_OPT_WS_REQUEST_HEADER
    RESPONSE_HEADER NNG_OPT_WS_RESPONSE_HEADER
    REQUEST_URI NNG_OPT_WS_REQUEST_URI
    SEND_MAX_FRAME NNG_OPT_WS_SENDMAXFRAME
    RECEIVE_MAX_FRAME NNG_OPT_WS_RECVMAXFRAME
    PROTOCOL NNG_OPT_WS_PROTOCOL
    SEND_TEXT NNG_OPT_WS_SEND_TEXT
    RECEIVE_TEXT NNG_OPT_WS_RECV_TEXT
}

/// What has options.
pub(crate) trait Options {
    /// The value of an option.
    fn get(&self, name: &[u8]) -> Result<Value, Error>;

    /// Sets an option.
    fn set(&self, name: &[u8], to: &dyn Setting) -> Result<(), Error>;
}

/// What an option reads as.
// The types are the interface's, whether or not an option has them at present.
#[allow(dead_code)]
pub(crate) enum Value {
    Bool(bool),
    Int(i32),
    /// Milliseconds.
    Ms(i32),
    Size(usize),
    Uint64(u64),
    Text(CString),
    /// `None` for an address of no family.
    Address(Option<SockAddr>),
    TlsConfig(Arc<TlsConfig>),
    Texts(Vec<CString>),
}

/// A value that a program gives. Asked for another type than it has, it is `BAD_TYPE`; one that came without a type is
/// of every type, and `INVALID` if it has not the size.
// As above.
#[allow(dead_code)]
pub(crate) trait Setting {
    fn bool(&self) -> Result<bool, Error>;
    fn int(&self) -> Result<i32, Error>;
    /// Milliseconds.
    fn ms(&self) -> Result<i32, Error>;
    fn size(&self) -> Result<usize, Error>;
    fn uint64(&self) -> Result<u64, Error>;
    fn text(&self) -> Result<&[u8], Error>;
    /// `None` for an address of no family, `ADDRESS_INVALID` for one that the system does not have.
    fn address(&self) -> Result<Option<SockAddr>, Error>;
    fn tls_config(&self) -> Result<Arc<TlsConfig>, Error>;
    /// A connected stream socket, which the program gives away, from an integer. `INVALID` if it is none.
    fn descriptor(&self) -> Result<OwnedFd, Error>;
}
