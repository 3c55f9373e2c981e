//! User name and password, and the status that answers them (RFC 1929 section 2).
//!
//! ```text
//!   01  length  user name  length  password        status:  01  0 or else
//! ```
//!
//! The RFC wants one byte at least in each text. Empty ones are sent and accepted all the same: whether they are good
//! enough is for whoever checks them.

use std::fmt;

use super::{ArgumentError, Error, Parsed, check_version};

/// The most bytes that the message has.
pub const MAX_CREDENTIALS: usize = 3 + 2 * 255;

const VERSION: u8 = 1;

/// User name and password, of 255 bytes at most each.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Credentials<'a> {
    username: &'a [u8],
    password: &'a [u8],
}

impl<'a> Credentials<'a> {
    /// User name and password to be sent.
    ///
    /// Errors: `TooLong` for more than 255 bytes in either.
    pub const fn new(username: &'a [u8], password: &'a [u8]) -> Result<Credentials<'a>, ArgumentError> {
        match username.len() <= 255 && password.len() <= 255 {
            true => Ok(Credentials { username, password }),
            false => Err(ArgumentError::TooLong),
        }
    }

    /// The user name.
    pub const fn username(&self) -> &'a [u8] {
        self.username
    }

    /// The password.
    pub const fn password(&self) -> &'a [u8] {
        self.password
    }

    /// Reads the message.
    ///
    /// Errors: `BadVersion`, `Nul`.
    pub fn parse(input: &'a [u8]) -> Result<Parsed<Credentials<'a>>, Error> {
        check_version(input, VERSION)?;
        let [_, length, rest @ ..] = input else { return Ok(Parsed::Need(2 - input.len())) };
        let length = usize::from(*length);
        let Some((username, [password_length, rest @ ..])) = rest.split_at_checked(length) else {
            return Ok(Parsed::Need(length + 1 - rest.len()));
        };
        let password_length = usize::from(*password_length);
        let Some(password) = rest.get(..password_length) else {
            return Ok(Parsed::Need(password_length - rest.len()));
        };
        if username.contains(&0) || password.contains(&0) {
            return Err(Error::Nul);
        }
        Ok(Parsed::Done(Credentials { username, password }, 3 + length + password_length))
    }

    /// Writes the message to the beginning of `out` and returns it.
    pub fn encode<'b>(&self, out: &'b mut [u8; MAX_CREDENTIALS]) -> &'b [u8] {
        out[0] = VERSION;
        let mut end = 1;
        for text in [self.username, self.password] {
            out[end] = text.len() as u8;
            out[end + 1..][..text.len()].copy_from_slice(text);
            end += 1 + text.len();
        }
        &out[..end]
    }
}

/// Without the password, so that it never gets into a log.
impl fmt::Debug for Credentials<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("username", &format_args!("\"{}\"", self.username.escape_ascii()))
            .finish_non_exhaustive()
    }
}

/// The answer to user name and password. After a refusal the proxy ends the connection.
pub const fn status(accepted: bool) -> [u8; 2] {
    [VERSION, if accepted { 0 } else { 0xff }]
}

/// Reads the status.
///
/// Errors: `BadVersion`, `CredentialsRefused`.
pub fn parse_status(input: &[u8]) -> Result<Parsed<()>, Error> {
    check_version(input, VERSION)?;
    match *input {
        [_, 0, ..] => Ok(Parsed::Done((), 2)),
        [_, _, ..] => Err(Error::CredentialsRefused),
        _ => Ok(Parsed::Need(2 - input.len())),
    }
}
