//! Offer and selection of an authentication method (RFC 1928 section 3).
//!
//! ```text
//!   offer:      05  count  method...        selection:  05  method
//! ```

use super::{Error, Parsed, VERSION, check_version};

/// An authentication method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Method {
    /// No authentication.
    None = 0,
    /// User name and password (RFC 1929).
    Password = 2,
}

/// The number that selects no method at all.
const NO_ACCEPTABLE_METHOD: u8 = 0xff;

/// What a client offers: user name and password beside no authentication if it has them, else only the latter.
pub const fn offer(has_credentials: bool) -> &'static [u8] {
    match has_credentials {
        true => &[VERSION, 2, Method::None as u8, Method::Password as u8],
        false => &[VERSION, 1, Method::None as u8],
    }
}

/// The methods that a client offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MethodOffer<'a> {
    numbers: &'a [u8],
}

impl<'a> MethodOffer<'a> {
    /// Reads an offer. One of no methods passes; there is just nothing to select from it.
    ///
    /// Errors: `BadVersion`.
    pub fn parse(input: &'a [u8]) -> Result<Parsed<MethodOffer<'a>>, Error> {
        check_version(input, VERSION)?;
        let [_, count, numbers @ ..] = input else { return Ok(Parsed::Need(2 - input.len())) };
        let count = usize::from(*count);
        match numbers.get(..count) {
            Some(numbers) => Ok(Parsed::Done(MethodOffer { numbers }, 2 + count)),
            None => Ok(Parsed::Need(count - numbers.len())),
        }
    }

    /// Whether the client offers this method.
    pub fn includes(&self, method: Method) -> bool {
        self.numbers.contains(&(method as u8))
    }

    /// The answer of a proxy that accepts just one method, and whether the exchange goes on after it: with
    /// `NoAcceptableMethod` the proxy still has to send the answer, and then ends the connection.
    pub fn select(&self, method: Method) -> ([u8; 2], Result<(), Error>) {
        match self.includes(method) {
            true => ([VERSION, method as u8], Ok(())),
            false => ([VERSION, NO_ACCEPTABLE_METHOD], Err(Error::NoAcceptableMethod)),
        }
    }
}

/// Reads the selection that answers [`offer`] with the same argument.
///
/// Errors: `BadVersion`, `NoAcceptableMethod`, `MethodNotOffered`.
pub fn parse_selection(input: &[u8], has_credentials: bool) -> Result<Parsed<Method>, Error> {
    check_version(input, VERSION)?;
    let [_, method, ..] = *input else { return Ok(Parsed::Need(2 - input.len())) };
    match method {
        0 => Ok(Parsed::Done(Method::None, 2)),
        2 if has_credentials => Ok(Parsed::Done(Method::Password, 2)),
        NO_ACCEPTABLE_METHOD => Err(Error::NoAcceptableMethod),
        _ => Err(Error::MethodNotOffered),
    }
}
