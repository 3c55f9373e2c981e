//! Normal forms of paths (RFC 3986 section 6.2.2): escapes, repeated slashes, dot segments.

use crate::http::Error;
use crate::http::tables::hex_value;

/// The byte that an escape (`"%" HEXDIG HEXDIG`) at the start of the bytes stands for.
///
/// Error: `BadPercentEncoding` if there is none.
pub fn escaped_byte(bytes: &[u8]) -> Result<u8, Error> {
    let [b'%', high, low, ..] = *bytes else { return Err(Error::BadPercentEncoding) };
    match (hex_value(high), hex_value(low)) {
        (Some(high), Some(low)) => Ok(high << 4 | low),
        _ => Err(Error::BadPercentEncoding),
    }
}

/// Appends `%` and two upper-case hexadecimal digits.
pub fn push_escape(byte: u8, out: &mut Vec<u8>) {
    let digit = |value: u8| b"0123456789ABCDEF"[usize::from(value)];
    out.extend_from_slice(&[b'%', digit(byte >> 4), digit(byte & 0xf)]);
}

/// Appends bytes with their escapes in one form: those of unreserved characters (RFC 3986 section 2.3) and of bytes from
/// 0x80 decoded, the others in upper case.
///
/// Error: `BadPercentEncoding`.
pub fn normalise_escapes(bytes: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte != b'%' {
            out.push(byte);
            at += 1;
            continue;
        }
        match escaped_byte(&bytes[at..])? {
            plain @ (b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'.' | b'~' | b'_' | b'-' | 0x80..) => {
                out.push(plain)
            }
            reserved => push_escape(reserved, out),
        }
        at += 3;
    }
    Ok(())
}

/// Whether every `%` begins an escape.
pub fn escapes_are_valid(bytes: &[u8]) -> bool {
    let mut escapes = bytes.iter().enumerate().filter(|&(_, &b)| b == b'%');
    escapes.all(|(at, _)| escaped_byte(&bytes[at..]).is_ok())
}

/// What a dot segment at the end of a path leaves behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FinalDots {
    /// The slash in front of it, as RFC 3986 section 5.2.4 has it: `/a/b/..` is the directory `/a/`.
    LeaveSlash,
    /// Nothing: `/a/b/..` is `/a`, and `/..` is the empty path.
    LeaveNothing,
}

/// Removes the dot segments of a path that is empty or begins with a slash, and turns runs of slashes into one.
///
/// `..` at the root goes nowhere, so that the result never leads out of it. The work is done in place; returned is the
/// length of the result.
pub fn simplify(path: &mut [u8], final_dots: FinalDots) -> usize {
    debug_assert!(path.first().is_none_or(|&b| b == b'/'));
    let (mut read, mut written) = (0, 0);
    while read < path.len() {
        // At a slash. Its segment extends to the next one.
        let end = path[read + 1..].iter().position(|&b| b == b'/').map_or(path.len(), |len| read + 1 + len);
        let is_last = end == path.len();
        let is_dots = match &path[read + 1..end] {
            b".." => {
                written = path[..written].iter().rposition(|&b| b == b'/').unwrap_or(0);
                true
            }
            segment => segment == b".",
        };
        if is_dots {
            if is_last && final_dots == FinalDots::LeaveSlash {
                path[written] = b'/';
                written += 1;
            }
        } else if is_last || end > read + 1 {
            path.copy_within(read..end, written);
            written += end - read;
        }
        read = end;
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    fn simplified(path: &str, final_dots: FinalDots) -> String {
        let mut bytes = path.as_bytes().to_vec();
        let len = simplify(&mut bytes, final_dots);
        bytes.truncate(len);
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn dot_segments_and_slashes() {
        for (path, slash, nothing) in [
            ("", "", ""),
            ("/", "/", "/"),
            ("//", "/", "/"),
            ("/a//b///c", "/a/b/c", "/a/b/c"),
            ("/a/", "/a/", "/a/"),
            ("/a//", "/a/", "/a/"),
            ("/.", "/", ""),
            ("/./", "/", "/"),
            ("/..", "/", ""),
            ("/../", "/", "/"),
            ("/../..", "/", ""),
            ("/../../a", "/a", "/a"),
            ("/a/.", "/a/", "/a"),
            ("/a/..", "/", ""),
            ("/a/../", "/", "/"),
            ("/a/b/..", "/a/", "/a"),
            ("/a//..", "/", ""),
            ("/a/b//../c", "/a/c", "/a/c"),
            ("/a/./b/.", "/a/b/", "/a/b"),
            ("/a/b/../../../c", "/c", "/c"),
            ("/...", "/...", "/..."),
            ("/.a/..b/c../d.", "/.a/..b/c../d.", "/.a/..b/c../d."),
            // The example of RFC 3986 section 5.2.4.
            ("/a/b/c/./../../g", "/a/g", "/a/g"),
        ] {
            assert_eq!(simplified(path, FinalDots::LeaveSlash), slash, "{path}");
            assert_eq!(simplified(path, FinalDots::LeaveNothing), nothing, "{path}");
        }
    }

    #[test]
    fn escapes() {
        assert_eq!(escaped_byte(b"%4a!"), Ok(b'J'));
        assert_eq!(escaped_byte(b"%fF"), Ok(0xff));
        for bad in ["", "%", "%4", "%zz", "%4g", "a4a", "%+1", "%%41"] {
            assert_eq!(escaped_byte(bad.as_bytes()), Err(Error::BadPercentEncoding), "{bad}");
        }
        assert!(escapes_are_valid(b"") && escapes_are_valid(b"a%20%2fb"));
        assert!(!escapes_are_valid(b"a%20%") && !escapes_are_valid(b"%2%20") && !escapes_are_valid(b"%%20"));
        for byte in 0..=255 {
            let mut out = Vec::new();
            push_escape(byte, &mut out);
            assert_eq!(escaped_byte(&out), Ok(byte));
            assert_eq!(out, out.to_ascii_uppercase());
        }
    }
}
