//! Reading the trailer section of a chunked message (RFC 9112 section 7.1.2).
//!
//! Trailer fields are kept apart from those of the head and never merged into them: what they claim about framing,
//! routing or authentication has no effect (RFC 9110 section 6.5.1).

use super::field_section::{Progress, SectionLimits, SectionReader};
use super::{Error, Fields, Limits, Policy};

/// Reads one trailer section, closing empty line included: what follows the line of the last chunk.
#[derive(Debug, Clone)]
pub struct TrailerReader {
    policy: Policy,
    limits: SectionLimits,
    reader: SectionReader,
    fields: Fields,
}

impl TrailerReader {
    /// A reader at the beginning of a trailer section.
    pub fn new(policy: Policy, limits: &Limits) -> TrailerReader {
        let fields = Fields::new();
        let reader = SectionReader::new(&fields);
        TrailerReader { policy, limits: SectionLimits::of_trailers(limits), reader, fields }
    }

    /// The trailer fields, once `read` has said that they are complete.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Starts the next trailer section, with the memory of this one.
    pub fn restart(&mut self) {
        self.fields.clear();
        self.reader = SectionReader::new(&self.fields);
    }

    /// Takes bytes up to the end of the section, never beyond it. Not to be called again before `restart` once it
    /// has said that the section is complete, or failed.
    ///
    /// Errors: `TrailersTooLarge`, `TooManyFields`, `BareLf`, `ObsFold`, those of
    /// [`field_line`](super::line::field_line).
    pub fn read(&mut self, input: &[u8]) -> Result<Progress, Error> {
        self.reader.read(input, &mut self.fields, &self.policy, &self.limits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_one_after_another() {
        let mut reader = TrailerReader::new(Policy::STRICT, &Limits::DEFAULT);
        assert_eq!(reader.read(b"\r\nGET"), Ok(Progress { consumed: 2, complete: true }));
        assert!(reader.fields().is_empty());
        reader.restart();
        assert_eq!(reader.read(b"a: b\r"), Ok(Progress { consumed: 5, complete: false }));
        assert_eq!(reader.read(b"\n\r\nGET"), Ok(Progress { consumed: 3, complete: true }));
        assert_eq!(reader.fields().get(b"A"), Some(&b"b"[..]));
    }

    #[test]
    fn too_large() {
        let limits = Limits { trailer_section: 8, ..Limits::DEFAULT };
        let mut reader = TrailerReader::new(Policy::STRICT, &limits);
        assert_eq!(reader.read(b"a: bcdefg"), Err(Error::TrailersTooLarge));
    }
}
