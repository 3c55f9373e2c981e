//! Writing heads (RFC 9112 sections 3 to 5) into a caller's buffer, so that nothing in a part can end its line or
//! begin another one (RFC 9112 section 11.1): methods and field names are tokens, targets hold neither white space
//! nor controls, values and reason phrases no control but HTAB.
//!
//! Line by line, or a whole head with [`head`] around the lines. Each function appends contiguous bytes, allocates
//! only when the buffer has to grow, and leaves the buffer as it was if it fails. What is written is read back as it
//! was given, white space at the ends of values aside. No field is added and none is interpreted.

use super::tables::{OBS_TEXT, TEXT, VCHAR, all, is_token, trim_ows};
use super::{Error, Version};

/// Appends `method SP target SP version CRLF`.
///
/// Errors: `BadMethod` if the method is no token; `BadTarget` if the target is empty or holds white space or control
/// characters. Which of the four forms it has is the caller's business (RFC 9112 section 3.2).
pub fn request_line(out: &mut Vec<u8>, method: &[u8], target: &[u8], version: Version) -> Result<(), Error> {
    if !is_token(method) {
        return Err(Error::BadMethod);
    }
    if target.is_empty() || !all(target, VCHAR | OBS_TEXT) {
        return Err(Error::BadTarget);
    }
    append(out, &[method, b" ", target, b" ", &version.as_bytes(), b"\r\n"]);
    Ok(())
}

/// Appends `version SP status SP reason CRLF`; the second space also in front of an empty reason.
///
/// Errors: `BadStatusCode` outside of 100 to 999; `BadReason` if the reason holds a control character other than
/// HTAB.
pub fn status_line(out: &mut Vec<u8>, version: Version, status: u16, reason: &[u8]) -> Result<(), Error> {
    if !(100..=999).contains(&status) {
        return Err(Error::BadStatusCode);
    }
    if !all(reason, TEXT | OBS_TEXT) {
        return Err(Error::BadReason);
    }
    let digit = |n: u16| b'0' + (n % 10) as u8;
    let code = [digit(status / 100), digit(status / 10), digit(status)];
    append(out, &[&version.as_bytes(), b" ", &code, b" ", reason, b"\r\n"]);
    Ok(())
}

/// Appends `name ":" SP value CRLF`, the value without SP and HTAB at its ends.
///
/// Errors: `BadFieldName` if the name is no token; `BadFieldValue` if the value holds a control character other than
/// HTAB.
pub fn field_line(out: &mut Vec<u8>, name: &[u8], value: &[u8]) -> Result<(), Error> {
    if !is_token(name) {
        return Err(Error::BadFieldName);
    }
    if !all(value, TEXT | OBS_TEXT) {
        return Err(Error::BadFieldValue);
    }
    append(out, &[name, b": ", trim_ows(value), b"\r\n"]);
    Ok(())
}

/// Appends a field line with a decimal number as its value, such as `Content-Length`. Error: `BadFieldName`.
pub fn number_field(out: &mut Vec<u8>, name: &[u8], value: u64) -> Result<(), Error> {
    let mut digits = [0; 20];
    field_line(out, name, decimal(value, &mut digits))
}

/// Appends the empty line that ends a head or a trailer section.
pub fn end(out: &mut Vec<u8>) {
    out.extend_from_slice(b"\r\n");
}

/// Appends a whole head: the lines that `lines` writes, and the empty line. If `lines` fails, all that it has written
/// is taken back, and its error returned.
pub fn head(out: &mut Vec<u8>, lines: impl FnOnce(&mut Vec<u8>) -> Result<(), Error>) -> Result<(), Error> {
    let before = out.len();
    lines(out).inspect_err(|_| out.truncate(before))?;
    end(out);
    Ok(())
}

fn append(out: &mut Vec<u8>, parts: &[&[u8]]) {
    out.reserve(parts.iter().map(|part| part.len()).sum());
    for part in parts {
        out.extend_from_slice(part);
    }
}

/// The decimal digits of a number, at the end of a buffer that is large enough for any.
fn decimal(mut value: u64, digits: &mut [u8; 20]) -> &[u8] {
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            return &digits[at..];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bytes appended to a buffer that already holds something, or the error, after which it holds only that.
    fn written(write: impl FnOnce(&mut Vec<u8>) -> Result<(), Error>) -> Result<String, Error> {
        let mut out = b"before".to_vec();
        let result = write(&mut out);
        if result.is_err() {
            assert_eq!(out, b"before");
        }
        result.map(|()| String::from_utf8(out[6..].to_vec()).unwrap())
    }

    #[test]
    fn lines_as_they_go_on_the_wire() {
        let v11 = Version::HTTP_11;
        assert_eq!(written(|out| request_line(out, b"GET", b"/x", v11)), Ok("GET /x HTTP/1.1\r\n".into()));
        assert_eq!(written(|out| status_line(out, v11, 100, b"")), Ok("HTTP/1.1 100 \r\n".into()));
        assert_eq!(
            written(|out| status_line(out, Version::HTTP_10, 599, b"a\tb")),
            Ok("HTTP/1.0 599 a\tb\r\n".into())
        );
        assert_eq!(written(|out| field_line(out, b"a", b"  v w \t")), Ok("a: v w\r\n".into()));
        assert_eq!(written(|out| field_line(out, b"a", b"")), Ok("a: \r\n".into()));
    }

    #[test]
    fn no_part_ends_its_line() {
        for bad in 0..=255u8 {
            if matches!(bad, b'\t' | b' '..=b'~' | 0x80..) {
                continue;
            }
            let text = [b'a', bad, b'b'];
            let v11 = Version::HTTP_11;
            assert_eq!(written(|out| request_line(out, &text, b"/", v11)), Err(Error::BadMethod), "{bad}");
            assert_eq!(written(|out| request_line(out, b"GET", &text, v11)), Err(Error::BadTarget), "{bad}");
            assert_eq!(written(|out| status_line(out, v11, 200, &text)), Err(Error::BadReason), "{bad}");
            assert_eq!(written(|out| field_line(out, &text, b"v")), Err(Error::BadFieldName), "{bad}");
            assert_eq!(written(|out| field_line(out, b"a", &text)), Err(Error::BadFieldValue), "{bad}");
        }
    }

    #[test]
    fn parts_that_would_shift_the_others() {
        let v11 = Version::HTTP_11;
        assert_eq!(written(|out| request_line(out, b"", b"/", v11)), Err(Error::BadMethod));
        assert_eq!(written(|out| request_line(out, b"GET", b"", v11)), Err(Error::BadTarget));
        assert_eq!(written(|out| request_line(out, b"GET", b"/ x", v11)), Err(Error::BadTarget));
        assert_eq!(written(|out| request_line(out, b"GET", b"/\tx", v11)), Err(Error::BadTarget));
        assert_eq!(written(|out| status_line(out, v11, 99, b"")), Err(Error::BadStatusCode));
        assert_eq!(written(|out| status_line(out, v11, 1000, b"")), Err(Error::BadStatusCode));
        for name in ["", "a:", "a b", "a\u{e9}", "(a)"] {
            assert_eq!(
                written(|out| field_line(out, name.as_bytes(), b"v")),
                Err(Error::BadFieldName),
                "{name}"
            );
        }
    }

    #[test]
    fn a_whole_head_or_nothing() {
        let whole = written(|out| {
            head(out, |out| {
                status_line(out, Version::HTTP_11, 200, b"OK")?;
                field_line(out, b"X", b"1")?;
                number_field(out, b"Content-Length", u64::MAX)?;
                number_field(out, b"Y", 0)
            })
        });
        let expected = "HTTP/1.1 200 OK\r\nX: 1\r\nContent-Length: 18446744073709551615\r\nY: 0\r\n\r\n";
        assert_eq!(whole, Ok(expected.into()));
        let failed = written(|out| {
            head(out, |out| {
                request_line(out, b"GET", b"/", Version::HTTP_11)?;
                field_line(out, b"b", b"\n")
            })
        });
        assert_eq!(failed, Err(Error::BadFieldValue));
    }
}
