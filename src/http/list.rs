//! Comma-separated lists in field values (RFC 9110 section 5.6.1), which may be spread over several field lines of
//! the same name (section 5.3).

use super::tables::{TCHAR, is, is_token, trim_ows};

/// A field line as name and value.
pub type Field<'a> = (&'a [u8], &'a [u8]);

/// The elements of one field value, between commas that stand outside of quoted strings, without the white space
/// around them. Empty elements are delivered: most users skip them, as section 5.6.1.2 asks; framing must not. A
/// quoted string that is not closed extends to the end of the value.
pub fn elements(value: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(value);
    std::iter::from_fn(move || {
        let value = rest?;
        let end = element_end(value);
        rest = value.get(end + 1..);
        Some(trim_ows(&value[..end]))
    })
}

/// The offset of the first comma outside of quoted strings, or the length.
fn element_end(value: &[u8]) -> usize {
    let mut at = 0;
    while at < value.len() && value[at] != b',' {
        at += if value[at] == b'"' { quoted_string_len(&value[at..]).unwrap_or(value.len() - at) } else { 1 };
    }
    at
}

/// The length of the quoted string (RFC 9110 section 5.6.4) at the start of the bytes, quotes included, or `None` if
/// there is none or it is not closed. Control characters are the caller's matter: no field value holds any.
pub fn quoted_string_len(bytes: &[u8]) -> Option<usize> {
    if bytes.first() != Some(&b'"') {
        return None;
    }
    let mut at = 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// The length of the token at the start of the bytes, 0 if there is none.
pub fn token_len(bytes: &[u8]) -> usize {
    bytes.iter().position(|&b| !is(b, TCHAR)).unwrap_or(bytes.len())
}

/// The tokens among the elements of all field lines called `name`, whatever the case of the name. Elements that are
/// no token are passed over.
pub fn tokens<'a>(
    fields: impl IntoIterator<Item = Field<'a>>,
    name: &'static str,
) -> impl Iterator<Item = &'a [u8]> {
    fields
        .into_iter()
        .filter(move |(n, _)| n.eq_ignore_ascii_case(name.as_bytes()))
        .flat_map(|(_, value)| elements(value))
        .filter(|element| is_token(element))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(value: &str) -> Vec<&str> {
        elements(value.as_bytes()).map(|e| std::str::from_utf8(e).unwrap()).collect()
    }

    #[test]
    fn elements_are_trimmed_and_empty_ones_delivered() {
        assert_eq!(split("a, b\t ,c"), ["a", "b", "c"]);
        assert_eq!(split(""), [""]);
        assert_eq!(split(" , "), ["", ""]);
        assert_eq!(split("a,"), ["a", ""]);
    }

    #[test]
    fn commas_in_quoted_strings_do_not_separate() {
        assert_eq!(split(r#"a="x,y", b"#), [r#"a="x,y""#, "b"]);
        assert_eq!(split(r#"a="x\",y", b"#), [r#"a="x\",y""#, "b"]);
        assert_eq!(split(r#"a="x\\", b"#), [r#"a="x\\""#, "b"]);
        assert_eq!(split(r#"a="x, b"#), [r#"a="x, b"#]);
        assert_eq!(split(r#"a="x\"#), [r#"a="x\"#]);
    }

    #[test]
    fn quoted_strings_end_at_the_first_unescaped_quote() {
        assert_eq!(quoted_string_len(br#""a"b"#), Some(3));
        assert_eq!(quoted_string_len(br#""\"""#), Some(4));
        assert_eq!(quoted_string_len(br#""""#), Some(2));
        for bad in [r#"""#, r#""\""#, r#""a\"#, "a", ""] {
            assert_eq!(quoted_string_len(bad.as_bytes()), None, "{bad}");
        }
    }

    #[test]
    fn tokens_come_from_all_lines_of_the_name() {
        let fields: [Field<'_>; 4] = [
            (b"Connection", b"close, x"),
            (b"Via", b"y"),
            (b"CONNECTION", b"a b,,Upgrade"),
            (b"connection", b""),
        ];
        let found: Vec<&[u8]> = tokens(fields, "connection").collect();
        assert_eq!(found, [&b"close"[..], b"x", b"Upgrade"]);
    }
}
