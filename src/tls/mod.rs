//! TLS for both faces: configuration, and sessions as bytes in and bytes out.
//!
//! ```text
//!   Config  --build-->  Context  --Session::new-->  Session
//!   changes             shared, does not change     one connection
//! ```
//!
//! A [`Config`] is what a program fills in, call by call; a [`Context`] is what it says at one moment, ready for use
//! by any number of connections; a [`Session`] is one connection. There are no sockets and no threads here: the face
//! moves the bytes, and decides when to wait. rustls does the protocol, aws-lc the cryptography.
//!
//! # Where the rules are wider than those of the web
//!
//! Programs bring certificates that they made themselves, and the libraries that these programs were written for
//! accept them. So this module accepts some that rustls alone would refuse:
//!
//! - of X.509 version 1, as `openssl x509 -req` makes them when it is given no extensions;
//! - those that are themselves among the configured ones, even if they say that they are an authority;
//! - those that have the server's name as their common name only, if a face chooses [`CommonName::Fallback`].
//!
//! What no setting brings back: TLS before 1.2, RSA keys below 2048 bits, SHA-1 signatures, pre-shared keys.

#![forbid(unsafe_code)]

mod adapter;
mod certificate;
mod config;
mod context;
mod decrypt;
mod error;
mod handshake;
mod identity;
mod key;
mod name;
mod pem;
mod record;
mod session;
mod trust;

pub use certificate::{AltName, Certificate};
pub use config::{AuthMode, CommonName, Config, Role};
pub use context::Context;
pub use error::Error;
pub use session::{Plaintext, Session};

/// Whether the cryptography is in a mode that is certified by FIPS 140.
pub fn is_fips() -> bool {
    handshake::provider().fips()
}
