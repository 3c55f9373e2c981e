//! Reading a field section incrementally: finds its end, checks the limits on the way, then splits it.
//!
//! A byte is looked at once while the end is searched, however the input is cut up: what was scanned is in the
//! buffer, and scanning goes on with the new bytes. The complete section is then split in one of two ways with the
//! same result:
//!
//! * httparse takes it in one call. This is the only place that names httparse. It accepts a subset of what the
//!   grammar here accepts once the scan has dealt with line ends and folded lines, except for bytes from 0x80, which
//!   the policy may refuse.
//! * What httparse refuses goes through [`field_line`] line by line. That either accepts it, because the policy
//!   strips a space before a colon, or names the fault. It also serves sections of more lines than fit on the stack.
//!
//! Errors come in the order of the bytes that cause them, line by line, so that the result does not depend on how the
//! input is cut: limits and line ends while scanning, the contents of the lines once the section is complete.

use super::fields::{Fields, Span};
use super::line::field_line;
use super::policy::{ObsFold, Policy};
use super::tables::find_newline;
use super::{Error, Limits};

/// How far a call got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes taken from the front of the input. All of it unless the section is complete.
    pub consumed: usize,
    /// Whether the end was reached: the bytes after `consumed` belong to what follows.
    pub complete: bool,
}

/// Offsets are 32 bits wide; a start line and a section of this size each stay far below that.
pub(super) fn capped(limit: usize) -> usize {
    limit.min(1 << 30)
}

/// The scan of one section. Its bytes go to the end of `Fields::bytes`, behind the start line if there is one.
#[derive(Debug, Clone, Copy)]
pub(super) struct SectionReader {
    /// Where the section begins in the buffer.
    section: usize,
    /// Where the line that is being scanned begins in the buffer.
    line: usize,
    /// Complete field lines so far.
    lines: usize,
    /// Whether one of them begins with white space.
    folded: bool,
}

impl SectionReader {
    /// A section that begins where the buffer now ends.
    pub(super) fn new(fields: &Fields) -> SectionReader {
        SectionReader { section: fields.bytes.len(), line: fields.bytes.len(), lines: 0, folded: false }
    }

    /// Takes bytes up to the end of the section. Once complete, the fields are there and the reader is spent.
    pub(super) fn read(
        &mut self,
        input: &[u8],
        fields: &mut Fields,
        policy: &Policy,
        limits: &Limits,
    ) -> Result<Progress, Error> {
        let received = fields.bytes.len();
        let mut begin = 0;
        loop {
            let line = match find_newline(&input[begin..]) {
                Some(len) => &input[begin..begin + len],
                None => &input[begin..],
            };
            let ends = begin + line.len() < input.len();
            let taken = begin + line.len() + usize::from(ends);
            if received - self.section + taken > capped(limits.field_section) {
                return Err(Error::FieldSectionTooLarge);
            }
            if !ends {
                fields.bytes.extend_from_slice(input);
                return Ok(Progress { consumed: input.len(), complete: false });
            }
            let earlier = &fields.bytes[self.line.min(received)..];
            if self.end_line(earlier, line, policy, limits)? {
                fields.bytes.extend_from_slice(&input[..taken]);
                self.split(fields, policy)?;
                return Ok(Progress { consumed: taken, complete: true });
            }
            begin = taken;
            self.line = received + begin;
        }
    }

    /// Looks at a complete line, without its LF: the part received earlier and the part in the input. True for the
    /// empty line that ends the section.
    fn end_line(
        &mut self,
        earlier: &[u8],
        line: &[u8],
        policy: &Policy,
        limits: &Limits,
    ) -> Result<bool, Error> {
        let has_cr = line.last().or(earlier.last()) == Some(&b'\r');
        if !has_cr && !policy.bare_lf {
            return Err(Error::BareLf);
        }
        if earlier.len() + line.len() == usize::from(has_cr) {
            return Ok(true);
        }
        if matches!(earlier.first().or(line.first()), Some(b' ' | b'\t')) {
            // White space in front of the first field line has nothing to be joined to (RFC 9112 section 2.2).
            if policy.obs_fold == ObsFold::Reject || self.lines == 0 {
                return Err(Error::ObsFold);
            }
            self.folded = true;
        }
        self.lines += 1;
        if self.lines > limits.fields { Err(Error::TooManyFields) } else { Ok(false) }
    }

    /// Turns the complete section into fields.
    fn split(&self, fields: &mut Fields, policy: &Policy) -> Result<(), Error> {
        if self.folded {
            unfold(&mut fields.bytes[self.section..]);
        }
        let done = match self.lines {
            0..=16 => self.split_at_once::<16>(fields, policy),
            17..=64 => self.split_at_once::<64>(fields, policy),
            _ => false,
        };
        if done { Ok(()) } else { self.split_by_line(fields, policy) }
    }

    /// httparse's way, with room for so many lines on the stack, whose initialisation is a part of the cost. False,
    /// with nothing done, if it is not to be used here or refuses the section.
    fn split_at_once<const LINES: usize>(&self, fields: &mut Fields, policy: &Policy) -> bool {
        let mut room = [httparse::EMPTY_HEADER; LINES];
        // The buffer is lent out while it is parsed.
        let bytes = std::mem::take(&mut fields.bytes);
        let section = &bytes[self.section..];
        let parsed = if policy.obs_text || section.is_ascii() {
            httparse::parse_headers(section, &mut room)
        } else {
            Ok(httparse::Status::Partial)
        };
        let done = match parsed {
            Ok(httparse::Status::Complete((_, headers))) => {
                for header in headers {
                    fields.push(Span::of(header.name.as_bytes(), &bytes), Span::of(header.value, &bytes));
                }
                true
            }
            _ => false,
        };
        fields.bytes = bytes;
        done
    }

    /// Our own way, by the rules of a single line.
    fn split_by_line(&self, fields: &mut Fields, policy: &Policy) -> Result<(), Error> {
        let bytes = std::mem::take(&mut fields.bytes);
        let mut result = Ok(());
        for line in bytes[self.section..].split_inclusive(|&b| b == b'\n') {
            result = without_line_end(line, policy).and_then(|line| {
                if !line.is_empty() {
                    let field = field_line(line, policy)?;
                    fields.push(Span::of(field.name, &bytes), Span::of(field.value, &bytes));
                }
                Ok(())
            });
            if result.is_err() {
                break;
            }
        }
        fields.bytes = bytes;
        result
    }
}

/// The line without its CR LF, or without its LF alone if the policy accepts that. It has to end in LF.
pub(super) fn without_line_end<'a>(line: &'a [u8], policy: &Policy) -> Result<&'a [u8], Error> {
    match line {
        [line @ .., b'\r', b'\n'] => Ok(line),
        [line @ .., _] if policy.bare_lf => Ok(line),
        _ => Err(Error::BareLf),
    }
}

/// Replaces each `obs-fold` (white space, line end, white space) by as many spaces (RFC 9112 section 5.2).
///
/// Only values fold: a line without a colon is left as it is, to be refused, lest a name be put together from two
/// lines.
fn unfold(section: &mut [u8]) {
    let is_blank = |b: u8| matches!(b, b' ' | b'\t');
    let mut colon = false;
    for at in 0..section.len().saturating_sub(1) {
        colon |= section[at] == b':';
        if section[at] != b'\n' {
            continue;
        }
        if !is_blank(section[at + 1]) || !colon {
            colon = false;
            continue;
        }
        section[at] = b' ';
        let mut before = at;
        if before > 0 && section[before - 1] == b'\r' {
            before -= 1;
            section[before] = b' ';
        }
        while before > 0 && is_blank(section[before - 1]) {
            before -= 1;
            section[before] = b' ';
        }
        for b in section[at + 1..].iter_mut().take_while(|b| is_blank(**b)) {
            *b = b' ';
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(input: &str, policy: &Policy, limits: &Limits) -> Result<Vec<(String, String)>, Error> {
        let mut fields = Fields::new();
        let mut reader = SectionReader::new(&fields);
        let progress = reader.read(input.as_bytes(), &mut fields, policy, limits)?;
        assert!(progress.complete, "{input:?} is not complete");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ok(fields.iter().map(|(name, value)| (text(name), text(value))).collect())
    }

    /// Both ways of splitting have to agree wherever httparse accepts.
    #[test]
    fn the_two_ways_of_splitting_agree() {
        let sections = [
            "a: b\r\n\r\n",
            "a:b\r\nc: \t d \t\r\n\r\n",
            "a:\r\nb: \r\n\r\n",
            "a: b\n\n",
            "a: \u{e9}\r\n\r\n",
            "a: b\r\n c\r\n\td\r\n\r\n",
            "a:\r\n  \r\n\r\n",
            "a : b\r\n\r\n",
            "\r\n",
        ];
        for section in sections {
            let policy = &Policy::CLIENT;
            let mut fields = Fields::new();
            let mut reader = SectionReader::new(&fields);
            reader.read(section.as_bytes(), &mut fields, policy, &Limits::DEFAULT).unwrap();
            let mut by_line = Fields::new();
            by_line.bytes.clone_from(&fields.bytes);
            reader.split_by_line(&mut by_line, policy).unwrap();
            assert_eq!(fields, by_line, "{section:?}");
        }
    }

    #[test]
    fn as_many_lines_as_fit_on_the_stack_and_more() {
        for count in [0, 1, 15, 16, 17, 63, 64, 65, 200] {
            let lines: String = (0..count).map(|i| format!("f{i}: {i}\r\n")).collect();
            let fields = read(&(lines + "\r\n"), &Policy::STRICT, &Limits::DEFAULT).unwrap();
            let expected: Vec<_> = (0..count).map(|i| (format!("f{i}"), i.to_string())).collect();
            assert_eq!(fields, expected);
        }
    }

    #[test]
    fn folds_become_spaces() {
        let fields =
            read("a: b \t\r\n\t c\r\n d\r\ne: f\r\n\r\n", &Policy::CLIENT, &Limits::DEFAULT).unwrap();
        assert_eq!(fields, [("a".into(), "b      c   d".into()), ("e".into(), "f".into())]);
    }

    #[test]
    fn names_do_not_fold() {
        for input in ["a\r\n : b\r\n\r\n", "x: y\r\na\r\n b: c\r\n\r\n"] {
            assert_eq!(read(input, &Policy::CLIENT, &Limits::DEFAULT), Err(Error::MissingColon), "{input:?}");
        }
    }

    #[test]
    fn a_limit_of_exactly_that_size_passes() {
        let input = "a: b\r\nc: d\r\n\r\n";
        let limits = |bytes, fields| Limits { field_section: bytes, fields, ..Limits::DEFAULT };
        assert!(read(input, &Policy::STRICT, &limits(14, 2)).is_ok());
        assert_eq!(read(input, &Policy::STRICT, &limits(13, 2)), Err(Error::FieldSectionTooLarge));
        assert_eq!(read(input, &Policy::STRICT, &limits(14, 1)), Err(Error::TooManyFields));
    }

    #[test]
    fn the_buffer_never_grows_beyond_the_limit() {
        let limits = Limits { field_section: 100, ..Limits::DEFAULT };
        let mut fields = Fields::new();
        let mut reader = SectionReader::new(&fields);
        let input = [b'a'; 5000];
        assert_eq!(
            reader.read(&input, &mut fields, &Policy::STRICT, &limits),
            Err(Error::FieldSectionTooLarge)
        );
        assert!(fields.bytes.len() <= 100);
    }
}
