//! Byte classes: one table of flag bits, built at compile time, so that every rule of the grammar is one load and one
//! test. The names are those of the ABNF in RFC 9110, RFC 9112 and RFC 3986.

/// `tchar` (RFC 9110 section 5.6.2): methods, field names, transfer codings.
pub const TCHAR: u8 = 1 << 0;
/// HTAB, SP and `VCHAR`: what field values and reason phrases are made of.
pub const TEXT: u8 = 1 << 1;
/// `obs-text`: 0x80 to 0xFF.
pub const OBS_TEXT: u8 = 1 << 2;
/// The characters of a URI (RFC 3986 section 2): unreserved, reserved and `%`.
pub const URI: u8 = 1 << 3;
/// `VCHAR`: visible ASCII, 0x21 to 0x7E.
pub const VCHAR: u8 = 1 << 4;
/// `DIGIT`.
pub const DIGIT: u8 = 1 << 5;
/// `HEXDIG`, in both cases.
pub const HEXDIG: u8 = 1 << 6;

const CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [0; 256];
    let mut i = 0;
    while i < 256 {
        let b = i as u8;
        let mut class = 0;
        if b.is_ascii_alphanumeric() || among(b, b"!#$%&'*+-.^_`|~") {
            class |= TCHAR;
        }
        if b == b'\t' || (b >= b' ' && b <= b'~') {
            class |= TEXT;
        }
        if b >= 0x80 {
            class |= OBS_TEXT;
        }
        if b.is_ascii_alphanumeric() || among(b, b"-._~:/?#[]@!$&'()*+,;=%") {
            class |= URI;
        }
        if b.is_ascii_graphic() {
            class |= VCHAR;
        }
        if b.is_ascii_digit() {
            class |= DIGIT;
        }
        if b.is_ascii_hexdigit() {
            class |= HEXDIG;
        }
        table[i] = class;
        i += 1;
    }
    table
}

const fn among(b: u8, set: &[u8]) -> bool {
    let mut i = 0;
    while i < set.len() {
        if set[i] == b {
            return true;
        }
        i += 1;
    }
    false
}

/// Whether the byte is in one of the classes (flags may be combined with `|`).
#[inline]
pub const fn is(b: u8, classes: u8) -> bool {
    CLASSES[b as usize] & classes != 0
}

/// Whether every byte is in one of the classes. True for an empty slice.
#[inline]
pub fn all(bytes: &[u8], classes: u8) -> bool {
    bytes.iter().all(|&b| is(b, classes))
}

/// Whether the bytes are a `token` (RFC 9110 section 5.6.2): one or more `tchar`.
#[inline]
pub fn is_token(bytes: &[u8]) -> bool {
    !bytes.is_empty() && all(bytes, TCHAR)
}

/// The place of the first LF. A word at a time: most of the bytes of a head are looked at for nothing else.
#[inline]
pub fn find_newline(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const LF: u64 = u64::from_ne_bytes([b'\n'; 8]);
    let mut words = bytes.chunks_exact(8);
    for (number, word) in words.by_ref().enumerate() {
        let word: [u8; 8] = word.try_into().unwrap_or_default();
        let word = u64::from_le_bytes(word) ^ LF;
        // The lowest byte that is zero now keeps its top bit; those above it are of no interest.
        let zeros = word.wrapping_sub(ONES) & !word & (ONES << 7);
        if zeros != 0 {
            return Some(number * 8 + zeros.trailing_zeros() as usize / 8);
        }
    }
    let rest = words.remainder();
    rest.iter().position(|&b| b == b'\n').map(|at| bytes.len() - rest.len() + at)
}

/// The value of a hexadecimal digit in either case, or `None`.
#[inline]
pub const fn hex_value(b: u8) -> Option<u8> {
    match b {
        b'0'..=b'9' => Some(b - b'0'),
        b'a'..=b'f' => Some(b - b'a' + 10),
        b'A'..=b'F' => Some(b - b'A' + 10),
        _ => None,
    }
}

/// The bytes without the optional white space (`OWS`, RFC 9110 section 5.6.3: SP and HTAB) at both ends.
#[inline]
pub fn trim_ows(bytes: &[u8]) -> &[u8] {
    let is_ows = |b: &u8| matches!(*b, b' ' | b'\t');
    let start = bytes.iter().position(|b| !is_ows(b)).unwrap_or(bytes.len());
    let end = bytes.iter().rposition(|b| !is_ows(b)).map_or(start, |last| last + 1);
    &bytes[start..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(class: u8) -> Vec<u8> {
        (0..=255).filter(|&b| is(b, class)).collect()
    }

    #[test]
    fn tchar_is_every_vchar_but_the_delimiters() {
        let expected: Vec<u8> = (0x21..=0x7e).filter(|b| !b"\"(),/:;<=>?@[\\]{}".contains(b)).collect();
        assert_eq!(members(TCHAR), expected);
    }

    #[test]
    fn text_leaves_out_controls_and_delete() {
        assert_eq!(members(TEXT | OBS_TEXT).len(), 256 - 32 - 1 + 1);
        assert!(is(b'\t', TEXT) && !is(0x7f, TEXT) && !is(b'\r', TEXT) && !is(0, TEXT));
    }

    #[test]
    fn uri_leaves_out_what_rfc_3986_does_not_name() {
        let excluded: Vec<u8> = (0x21..=0x7e).filter(|&b| !is(b, URI)).collect();
        assert_eq!(excluded, b"\"<>\\^`{|}");
        assert!(members(URI).iter().all(|b| b.is_ascii_graphic()));
    }

    #[test]
    fn hex_digits_have_values() {
        for b in 0..=255u8 {
            assert_eq!(hex_value(b).map(u32::from), (b as char).to_digit(16), "byte {b}");
            assert_eq!(hex_value(b).is_some(), is(b, HEXDIG));
        }
        assert_eq!(members(DIGIT), b"0123456789");
    }

    #[test]
    fn the_first_newline_in_any_place() {
        for len in 0..40 {
            // Bytes that differ from LF in one bit only, and those that make a subtraction borrow.
            for filler in [0x0b, 0x8a, 0x00, 0x09, 0xff] {
                let mut bytes = vec![filler; len];
                assert_eq!(find_newline(&bytes), None);
                for at in (0..len).rev() {
                    bytes[at] = b'\n';
                    assert_eq!(find_newline(&bytes), Some(at), "{bytes:?}");
                }
            }
        }
    }

    #[test]
    fn ows_is_trimmed_at_both_ends_only() {
        assert_eq!(trim_ows(b" \t a \t b\t "), b"a \t b");
        assert_eq!(trim_ows(b" \t "), b"");
        assert_eq!(trim_ows(b""), b"");
        assert_eq!(trim_ows(b"\x0ba"), b"\x0ba");
    }
}
