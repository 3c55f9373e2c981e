//! Bytes and errors as text in logs.

use std::fmt::Write as _;

use httpcore::http::Error;

/// The bytes between double quotes, with the escapes that fixtures use.
pub(crate) fn quoted(bytes: &[u8]) -> String {
    let mut text = String::from('"');
    for &b in bytes {
        match b {
            b'\r' => text.push_str("\\r"),
            b'\n' => text.push_str("\\n"),
            b'\t' => text.push_str("\\t"),
            0 => text.push_str("\\0"),
            b'\\' => text.push_str("\\\\"),
            b' '..=b'~' => text.push(b as char),
            _ => drop(write!(text, "\\x{b:02X}")),
        }
    }
    text + "\""
}

/// An error with the status a server answers.
pub(crate) fn error_line(error: Error) -> String {
    format!("error {error:?} ({})", error.status())
}
