//! Looking for the end of a message: the first occurrence of its delimiter.
//!
//! The search goes over input that comes in pieces and never looks back at it: what was seen of the delimiter so far is
//! known by its length (Knuth, Morris, Pratt). The length also tells how many bytes are certain to follow.

use std::io::BufRead;
use std::ops::ControlFlow;

/// Longest delimiter in bytes.
pub(crate) const MAX_DELIMITER: usize = 32;

/// A delimiter: 1 to [`MAX_DELIMITER`] bytes.
pub(crate) struct Delimiter {
    bytes: [u8; MAX_DELIMITER],
    len: usize,
    /// For each begin of the delimiter, by its length: the length of the longest shorter begin that it ends with.
    shorter: [u8; MAX_DELIMITER],
}

impl Delimiter {
    /// None if the length is out of range.
    pub(crate) fn new(delimiter: &[u8]) -> Option<Delimiter> {
        let len = delimiter.len();
        if !(1..=MAX_DELIMITER).contains(&len) {
            return None;
        }
        let mut bytes = [0; MAX_DELIMITER];
        bytes[..len].copy_from_slice(delimiter);
        let mut shorter = [0; MAX_DELIMITER];
        for end in 2..len {
            let is_both = |n: &usize| delimiter[..*n] == delimiter[end - n..end];
            shorter[end] = (1..end).rev().find(is_both).unwrap_or(0) as u8;
        }
        Some(Delimiter { bytes, len, shorter })
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    /// Begins to look for it.
    pub(crate) fn search(&self) -> Search<'_> {
        Search { delimiter: self, matched: 0 }
    }

    /// Whether it occurs first right after these bytes, and not among them.
    pub(crate) fn ends<'a>(&self, content: impl Iterator<Item = &'a [u8]>) -> bool {
        let mut search = self.search();
        for part in content {
            if search.go_on(part, |_| ()).is_break() {
                return false;
            }
        }
        search.go_on(self.bytes(), |_| ()) == ControlFlow::Break(self.len)
    }
}

/// A search under way.
pub(crate) struct Search<'a> {
    delimiter: &'a Delimiter,
    /// The length of the delimiter's longest begin that the input ends with.
    matched: usize,
}

impl Search<'_> {
    /// How many bytes there will be at least until the delimiter has been found.
    pub(crate) fn certain(&self) -> usize {
        self.delimiter.len - self.matched
    }

    /// Goes on with more input, and passes what belongs to the message to `content`: `Break` with the number of bytes up
    /// to the end of the delimiter, `Continue` if that is not among them.
    pub(crate) fn go_on(&mut self, input: &[u8], mut content: impl FnMut(&[u8])) -> ControlFlow<usize> {
        let delimiter = self.delimiter.bytes();
        let mut at = 0;
        while at < input.len() {
            if self.matched == 0 {
                let rest = &input[at..];
                let mut unread = rest;
                // Looks at many bytes at a time. Reading from memory does not fail.
                let skipped = unread.skip_until(delimiter[0]).unwrap_or(rest.len());
                let found = rest[..skipped].ends_with(&delimiter[..1]);
                self.matched = usize::from(found);
                content(&rest[..skipped - self.matched]);
                at += skipped;
            } else if input[at] == delimiter[self.matched] {
                self.matched += 1;
                at += 1;
            } else {
                let shorter = usize::from(self.delimiter.shorter[self.matched]);
                content(&delimiter[..self.matched - shorter]);
                self.matched = shorter;
            }
            if self.matched == delimiter.len() {
                return ControlFlow::Break(at);
            }
        }
        ControlFlow::Continue(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Messages found in the input, and what is left.
    fn split(delimiter: &[u8], input: &[u8], piece: usize) -> (Vec<Vec<u8>>, Vec<u8>) {
        let delimiter = Delimiter::new(delimiter).unwrap();
        let mut messages = Vec::new();
        let mut rest = input;
        loop {
            let (mut search, mut message, mut at) = (delimiter.search(), Vec::new(), 0);
            let found = loop {
                if at == rest.len() {
                    break false;
                }
                let end = rest.len().min(at + piece.min(search.certain()));
                match search.go_on(&rest[at..end], |content| message.extend_from_slice(content)) {
                    ControlFlow::Break(used) => {
                        assert_eq!(at + used, end, "no more was asked for than is used up");
                        at = end;
                        break true;
                    }
                    ControlFlow::Continue(()) => at = end,
                }
            };
            if !found {
                return (messages, rest.to_vec());
            }
            messages.push(message);
            rest = &rest[at..];
        }
    }

    /// The same, found naively.
    fn split_naively(delimiter: &[u8], input: &[u8]) -> (Vec<Vec<u8>>, Vec<u8>) {
        let mut messages = Vec::new();
        let mut rest = input;
        while let Some(at) = rest.windows(delimiter.len()).position(|window| window == delimiter) {
            messages.push(rest[..at].to_vec());
            rest = &rest[at + delimiter.len()..];
        }
        (messages, rest.to_vec())
    }

    #[test]
    fn every_short_input_is_split_at_first_occurrences() {
        for delimiter in [&b"a"[..], b"ab", b"aa", b"aab", b"aba", b"abab", b"aabaa", b"abaab"] {
            for bits in 0..1u32 << 12 {
                let input: Vec<u8> = (0..12).map(|i| b'a' + (bits >> i & 1) as u8).collect();
                for piece in [1, 2, 32] {
                    assert_eq!(split(delimiter, &input, piece), split_naively(delimiter, &input));
                }
            }
        }
    }

    #[test]
    fn whole_input_at_once() {
        let delimiter = Delimiter::new(b"\r\n").unwrap();
        let (mut search, mut message) = (delimiter.search(), Vec::new());
        let flow = search.go_on(b"one\rtwo\n\r\r\nmore\r\n", |content| message.extend_from_slice(content));
        assert_eq!((flow, &message[..]), (ControlFlow::Break(11), &b"one\rtwo\n\r"[..]));
    }

    #[test]
    fn delimiters_in_and_at_the_end_of_content() {
        let ends = |delimiter: &[u8], parts: &[&[u8]]| {
            Delimiter::new(delimiter).unwrap().ends(parts.iter().copied())
        };
        assert!(ends(b"ab", &[b"", b"b", b"aa"]));
        assert!(!ends(b"ab", &[b"xa", b"", b"bx"]));
        assert!(!ends(b"aa", &[b"xa"]), "the content's end and the delimiter's begin make one");
        assert!(ends(b"aab", &[b"xa"]));
        assert!(!ends(b"abab", &[b"xab"]));
    }

    #[test]
    fn lengths() {
        assert!(Delimiter::new(b"").is_none());
        assert!(Delimiter::new(&[b'x'; 32]).is_some());
        assert!(Delimiter::new(&[b'x'; 33]).is_none());
    }
}
