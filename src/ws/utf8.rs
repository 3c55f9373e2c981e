//! UTF-8 validation over a payload that comes in pieces cut anywhere, also inside a character.
//!
//! Each piece is checked by the standard library; only the bytes of a character that is cut (three at most) are kept.
//! A fault is found with the first byte that cannot be part of any text.

/// How far the text has been checked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Utf8 {
    /// The beginning of a character, in the first `len` bytes.
    partial: [u8; 4],
    len: u8,
}

impl Utf8 {
    /// At the beginning of a text.
    pub(super) const fn new() -> Utf8 {
        Utf8 { partial: [0; 4], len: 0 }
    }

    /// Checks the next piece. False if the text cannot be UTF-8, whatever follows.
    pub(super) fn feed(&mut self, mut piece: &[u8]) -> bool {
        while self.len > 0 {
            let Some((&byte, rest)) = piece.split_first() else { return true };
            piece = rest;
            // The fourth byte completes or spoils any character, so the index stays below four.
            self.partial[usize::from(self.len)] = byte;
            self.len += 1;
            match std::str::from_utf8(&self.partial[..usize::from(self.len)]) {
                Ok(_) => self.len = 0,
                Err(error) if error.error_len().is_some() => return false,
                Err(_) => {}
            }
        }
        match std::str::from_utf8(piece) {
            Ok(_) => true,
            Err(error) if error.error_len().is_some() => false,
            Err(error) => {
                let cut = &piece[error.valid_up_to()..];
                self.partial[..cut.len()].copy_from_slice(cut);
                self.len = cut.len() as u8;
                true
            }
        }
    }

    /// Whether the text may end here: not inside a character.
    pub(super) fn is_complete(&self) -> bool {
        self.len == 0
    }
}

#[cfg(test)]
mod tests {
    use super::Utf8;

    const TEXTS: [&[u8]; 16] = [
        b"",
        b"Hello",
        "κόσμε € \u{10000} \u{10ffff} \u{7ff}\u{800}\u{ffff}\u{80}".as_bytes(),
        b"\x80",             // a continuation byte alone
        b"a\xc3",            // a cut character
        b"\xc0\xaf",         // overlong
        b"\xe0\x80\xaf",     // overlong
        b"\xf0\x80\x80\xaf", // overlong
        b"\xed\xa0\x80",     // a surrogate
        b"\xf4\x90\x80\x80", // beyond U+10FFFF
        b"\xf5",             // never in UTF-8
        b"\xff",
        b"\xe2\x82a",
        b"\xf0\x9f\x98",
        b"ok\xf0\x9f\x98\x80\xfe",
        b"\xc3\xc3",
    ];

    #[test]
    fn agrees_with_the_standard_library_wherever_the_text_is_cut() {
        for text in TEXTS {
            let valid = std::str::from_utf8(text).is_ok();
            for cut in 0..=text.len() {
                let mut utf8 = Utf8::new();
                let fed = utf8.feed(&text[..cut]) && utf8.feed(&text[cut..]);
                assert_eq!(fed && utf8.is_complete(), valid, "{text:x?} cut at {cut}");
            }
            let mut utf8 = Utf8::new();
            let fed = text.iter().all(|&byte| utf8.feed(&[byte]));
            assert_eq!(fed && utf8.is_complete(), valid, "{text:x?}");
        }
    }

    /// RFC 6455 section 8.1 lets a receiver fail as soon as it is certain.
    #[test]
    fn a_fault_is_found_with_its_first_byte() {
        let mut utf8 = Utf8::new();
        assert!(utf8.feed(b"\xf4"));
        assert!(!utf8.feed(b"\x90"));
    }
}
