//! Interim responses (RFC 9110 section 15.2): which responses are, and how many of them are too many.

use super::{Error, Limits};

/// The interim responses of one exchange.
#[derive(Debug, Clone, Copy, Default)]
pub struct InterimResponses {
    count: usize,
}

impl InterimResponses {
    /// Whether a response with this status is an interim one, so that another one has to follow. 101 is none: it is the
    /// last message of HTTP/1.1 on its connection (section 15.2.2).
    ///
    /// Errors: `TooManyInterimResponses` beyond [`Limits::interim_responses`].
    pub fn is_interim(&mut self, status: u16, limits: &Limits) -> Result<bool, Error> {
        if !matches!(status, 100 | 102..=199) {
            return Ok(false);
        }
        if self.count == limits.interim_responses {
            return Err(Error::TooManyInterimResponses);
        }
        self.count += 1;
        Ok(true)
    }

    /// Whether there was none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}
