//! The trailer section (RFC 9112 section 7.1.2), read line by line without the leniencies of heads.

use crate::http::field_section::capped;
use crate::http::fields::Span;
use crate::http::line::field_line;
use crate::http::{Error, Fields, Limits, Policy};

/// A trailer section that is being received. Nothing is allocated unless there are trailers.
#[derive(Debug, Clone, Default)]
pub(super) struct TrailerSection {
    /// The field lines so far and, at the end of the buffer, the line that is being received.
    fields: Fields,
    /// Where that line begins in the buffer.
    line: usize,
    /// Bytes of the section: field lines with their line ends.
    len: usize,
}

impl TrailerSection {
    pub(super) fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Adds to the line that is being received.
    pub(super) fn add_text(&mut self, text: &[u8], limits: &Limits) -> Result<(), Error> {
        self.grow(text.len(), limits)?;
        self.fields.bytes.extend_from_slice(text);
        Ok(())
    }

    /// Ends the line. True if it was a field line, false if it was the empty line that ends the section.
    pub(super) fn end_line(&mut self, limits: &Limits, policy: &Policy) -> Result<bool, Error> {
        let buffer = &self.fields.bytes;
        let line = &buffer[self.line..];
        if line.is_empty() {
            return Ok(false);
        }
        if self.fields.len() >= limits.fields {
            return Err(Error::TooManyFields);
        }
        let field = field_line(line, policy)?;
        let (name, value) = (Span::of(field.name, buffer), Span::of(field.value, buffer));
        self.fields.push(name, value);
        self.line = self.fields.bytes.len();
        self.grow(2, limits)?;
        Ok(true)
    }

    fn grow(&mut self, by: usize, limits: &Limits) -> Result<(), Error> {
        self.len += by;
        if self.len > capped(limits.trailer_section) { Err(Error::TrailersTooLarge) } else { Ok(()) }
    }
}
