//! Header fields of the opening handshake, as programs set and read them.

use crate::http::list::Field;
use crate::http::serialise;
use crate::http::tables::{OBS_TEXT, TEXT, all, is_token, trim_ows};
use crate::nng::error::Error;

/// Fields that make the handshake, which is not the program's to change, and those that announce content, which would
/// be taken out of the frames.
const RESERVED: [&str; 8] = [
    "Upgrade",
    "Connection",
    "Sec-WebSocket-Key",
    "Sec-WebSocket-Version",
    "Sec-WebSocket-Accept",
    "Sec-WebSocket-Extensions",
    "Content-Length",
    "Transfer-Encoding",
];

/// Field lines in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Fields(Vec<(Vec<u8>, Vec<u8>)>);

impl Fields {
    /// A copy of fields that were received.
    pub(super) fn copy<'a>(lines: impl Iterator<Item = Field<'a>>) -> Fields {
        Fields(lines.map(|(name, value)| (name.to_vec(), value.to_vec())).collect())
    }

    /// Sets the value of a name: where it stands, or at the end.
    ///
    /// Errors: `INVALID` if the name is no token or one that the program may not set, or the value holds a control
    /// character, such as a line end.
    pub(super) fn set(&mut self, name: &[u8], value: &[u8]) -> Result<(), Error> {
        let is_reserved = RESERVED.iter().any(|reserved| name.eq_ignore_ascii_case(reserved.as_bytes()));
        if is_reserved || !is_token(name) || !all(value, TEXT | OBS_TEXT) {
            return Err(Error::INVALID);
        }
        let value = trim_ows(value).to_vec();
        match self.0.iter_mut().find(|(present, _)| present.eq_ignore_ascii_case(name)) {
            Some((_, present)) => *present = value,
            None => self.0.push((name.to_vec(), value)),
        }
        Ok(())
    }

    /// Adds a line of the handshake itself.
    pub(super) fn push(&mut self, name: &str, value: &[u8]) {
        self.0.push((name.as_bytes().to_vec(), value.to_vec()));
    }

    /// Adds lines behind those that are there.
    pub(super) fn extend(&mut self, others: &Fields) {
        self.0.extend_from_slice(&others.0);
    }

    /// The value of a name, joined if there are several lines.
    pub(super) fn get(&self, name: &[u8]) -> Option<Vec<u8>> {
        let mut values = self.values(name);
        let mut joined = values.next()?.to_vec();
        for value in values {
            joined.extend_from_slice(b", ");
            joined.extend_from_slice(value);
        }
        Some(joined)
    }

    /// Removes all lines of a name, and returns the value of the first one.
    pub(super) fn take(&mut self, name: &[u8]) -> Option<Vec<u8>> {
        let value = self.values(name).next().map(<[u8]>::to_vec);
        self.0.retain(|(present, _)| !present.eq_ignore_ascii_case(name));
        value
    }

    /// Appends all lines.
    ///
    /// Error: `INVALID` if one cannot be sent; those of this type can.
    pub(super) fn write(&self, out: &mut Vec<u8>) -> Result<(), Error> {
        self.0
            .iter()
            .try_for_each(|(name, value)| serialise::field_line(out, name, value))
            .map_err(|_| Error::INVALID)
    }

    fn values<'a>(&'a self, name: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
        self.0
            .iter()
            .filter(move |(present, _)| present.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_slice())
    }
}

/// The field lines in a text, each with CR LF at its end, which the last one may lack.
///
/// Error: `INVALID` for a line without a colon, an empty one among them. What else is wrong with name or value,
/// [`Fields::set`] finds.
pub(super) fn lines(text: &[u8]) -> Result<Vec<Field<'_>>, Error> {
    let mut lines = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.windows(2).position(|pair| pair == b"\r\n");
        let line = &rest[..end.unwrap_or(rest.len())];
        rest = end.map_or(&[], |end| &rest[end + 2..]);
        let colon = line.iter().position(|&byte| byte == b':').ok_or(Error::INVALID)?;
        lines.push((&line[..colon], &line[colon + 1..]));
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set_all(text: &str) -> Result<String, Error> {
        let mut fields = Fields::default();
        for (name, value) in lines(text.as_bytes())? {
            fields.set(name, value)?;
        }
        let mut out = Vec::new();
        fields.write(&mut out)?;
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn lines_of_a_program() {
        for (text, written) in [
            ("", ""),
            ("A: b\r\n", "A: b\r\n"),
            ("A:b\r\nC: \t d \r\nE:", "A: b\r\nC: d\r\nE: \r\n"),
            ("A: 1\r\nB: 2\r\na: 3\r\n", "A: 3\r\nB: 2\r\n"),
            ("Host: other\r\n", "Host: other\r\n"),
            ("A: b:c\r\n", "A: b:c\r\n"),
        ] {
            assert_eq!(set_all(text).as_deref(), Ok(written), "{text:?}");
        }
    }

    #[test]
    fn what_would_be_read_as_something_else_is_refused() {
        for text in [
            "A",
            "\r\n",
            "A: b\r\n\r\n",
            "A: b\r\n\r\nGET / HTTP/1.1\r\n",
            ": b",
            "A : b",
            " A: b",
            "A: b\nC: d",
            "A: b\rC: d",
            "A: b\n",
            "A: \x01",
            "A: b\r\n c",
            "upgrade: h2c",
            "Connection: close",
            "Sec-WebSocket-Key: x",
            "Content-Length: 5",
            "Transfer-Encoding: chunked",
        ] {
            assert_eq!(set_all(text), Err(Error::INVALID), "{text:?}");
        }
    }

    #[test]
    fn values_are_joined_for_the_program() {
        let fields = Fields::copy([(&b"A"[..], &b"1"[..]), (b"B", b"2"), (b"a", b"3")].into_iter());
        assert_eq!(fields.get(b"A").as_deref(), Some(&b"1, 3"[..]));
        assert_eq!(fields.get(b"C"), None);
        let mut fields = fields;
        assert_eq!(fields.take(b"a").as_deref(), Some(&b"1"[..]));
        assert_eq!(fields, Fields::copy([(&b"B"[..], &b"2"[..])].into_iter()));
    }
}
