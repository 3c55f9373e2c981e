//! SOCKS version 5 (RFC 1928) with user name and password (RFC 1929): the messages of both sides, and what they decide.
//!
//! Sans-I/O: the functions here read from and write to the caller's buffers. They keep no state between calls, because
//! the exchange has none: each message follows from the one before.
//!
//! ```text
//!   client                                          proxy
//!   offer                          -- methods -->   MethodOffer::parse, select
//!   parse_selection                <- methods ---
//!   Credentials::encode         -- credentials ->   Credentials::parse      only if these were selected
//!   parse_status                <- credentials --   status
//!   Request::encode                -- request -->   Request::parse
//!   ReplyCode::parse               <-- reply ----   ReplyCode::encode
//!              <-- whatever the connection carries -->
//! ```
//!
//! # Reading without taking too much
//!
//! The stream belongs to somebody else afterwards, so not one byte behind a message may be taken. Every `parse`
//! function takes what is there of the message, from its first byte, and either returns it with its size or says how
//! many bytes more are certain to come ([`Parsed::Need`]). A caller starts with nothing, reads exactly that many behind
//! what it has, and asks again. It may as well pass more than the message: what is behind it is not looked at. A wrong
//! version is refused with the first byte, anything else as soon as the bytes that were asked for are there.
//!
//! | file | subject | RFC |
//! |---|---|---|
//! | [`methods`] | offer and selection of an authentication method | 1928 §3 |
//! | [`credentials`] | user name and password, and the status that answers them | 1929 §2 |
//! | [`request`] | what the proxy is to do | 1928 §4 |
//! | [`reply`] | what became of it, and the table of outcomes | 1928 §6 |
//! | [`address`] | addresses inside the last two | 1928 §5 |
//! | [`error`] | everything that can be wrong | |
//! | [`trace`] | the parsers as functions from bytes to a log, for tests and fuzz targets | |

#![forbid(unsafe_code)]

pub mod address;
pub mod credentials;
pub mod error;
pub mod methods;
pub mod reply;
pub mod request;
pub mod trace;

pub use address::Address;
pub use credentials::Credentials;
pub use error::{ArgumentError, Error};
pub use methods::{Method, MethodOffer};
pub use reply::ReplyCode;
pub use request::{Command, Request};

/// The version in every message but those of RFC 1929.
const VERSION: u8 = 5;

/// A buffer of this size holds any message.
pub const MAX_MESSAGE: usize = credentials::MAX_CREDENTIALS;

/// How far a message is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parsed<T> {
    /// The message is not complete: so many bytes more are certain to come, 1 or more.
    Need(usize),
    /// The message is complete and has this size.
    Done(T, usize),
}

impl<T> Parsed<T> {
    /// The same of a message which has `head` more bytes in front.
    fn map<U>(self, head: usize, build: impl FnOnce(T) -> U) -> Parsed<U> {
        match self {
            Parsed::Need(more) => Parsed::Need(more),
            Parsed::Done(value, size) => Parsed::Done(build(value), head + size),
        }
    }
}

/// Fails if the message has begun with anything but this version.
fn check_version(input: &[u8], version: u8) -> Result<(), Error> {
    match input.first() {
        Some(&first) if first != version => Err(Error::BadVersion),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
