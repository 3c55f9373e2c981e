//! `nng/supplemental/tls/tls.h`.

/// The side of a TLS connection that a configuration is for.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum nng_tls_mode {
    /// The side that connects.
    NNG_TLS_MODE_CLIENT = 0,
    /// The side that accepts.
    NNG_TLS_MODE_SERVER = 1,
}

/// Whether the peer has to prove who it is.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum nng_tls_auth_mode {
    /// The peer's certificate is not looked at.
    NNG_TLS_AUTH_MODE_NONE = 0,
    /// The peer's certificate is verified, but the connection goes on in any case.
    NNG_TLS_AUTH_MODE_OPTIONAL = 1,
    /// The peer must have a certificate and it must verify.
    NNG_TLS_AUTH_MODE_REQUIRED = 2,
}

/// Protocol versions, as on the wire.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum nng_tls_version {
    /// TLS 1.0.
    NNG_TLS_1_0 = 0x301,
    /// TLS 1.1.
    NNG_TLS_1_1 = 0x302,
    /// TLS 1.2.
    NNG_TLS_1_2 = 0x303,
    /// TLS 1.3.
    NNG_TLS_1_3 = 0x304,
}
