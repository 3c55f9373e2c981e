//! The value of `Content-Length` (RFC 9110 section 8.6): `1*DIGIT`, and nothing that a number parser may also take
//! for one: no sign, no white space inside, no other base. Leading zeros are digits.

use crate::http::Error;
use crate::http::policy::Policy;
use crate::http::tables::{DIGIT, all, trim_ows};

/// What the `Content-Length` lines that were read so far say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ContentLength {
    /// There is none.
    Absent,
    /// This number, once or as often as the policy accepts it.
    Bytes(u64),
    /// No number, or several. The error of the first fault.
    Invalid(Error),
}

impl ContentLength {
    /// The number, or `None` if there is no field.
    pub(super) fn bytes(self) -> Result<Option<u64>, Error> {
        match self {
            ContentLength::Absent => Ok(None),
            ContentLength::Bytes(bytes) => Ok(Some(bytes)),
            ContentLength::Invalid(error) => Err(error),
        }
    }

    /// Takes one field line into account.
    pub(super) fn add_line(&mut self, value: &[u8], policy: &Policy) {
        // Not `list::elements`: there are no quoted strings here, a quote is a fault like any other.
        for element in value.split(|&b| b == b',') {
            *self = match (*self, number(trim_ows(element))) {
                (ContentLength::Invalid(error), _) | (_, Err(error)) => ContentLength::Invalid(error),
                (ContentLength::Absent, Ok(bytes)) => ContentLength::Bytes(bytes),
                (ContentLength::Bytes(before), Ok(bytes)) if before != bytes => {
                    ContentLength::Invalid(Error::ConflictingContentLength)
                }
                (ContentLength::Bytes(bytes), Ok(_)) if policy.repeated_content_length => {
                    ContentLength::Bytes(bytes)
                }
                (ContentLength::Bytes(_), Ok(_)) => ContentLength::Invalid(Error::BadContentLength),
            };
        }
    }
}

fn number(digits: &[u8]) -> Result<u64, Error> {
    if digits.is_empty() || !all(digits, DIGIT) {
        return Err(Error::BadContentLength);
    }
    let add_digit = |n: u64, digit: &u8| n.checked_mul(10)?.checked_add(u64::from(digit - b'0'));
    digits.iter().try_fold(0, add_digit).ok_or(Error::ContentLengthOverflow)
}
