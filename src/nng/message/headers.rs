//! The headers of a request or response as C programs see them.
//!
//! They are field lines in the order of their first insertion. Lines of one name are joined with a comma (RFC 9110
//! section 5.3): at once when a program adds to a name, and when a program asks for a name that was received several
//! times. `Set-Cookie` cannot be joined without changing its meaning (RFC 9110 section 5.3): its lines stay apart on
//! the wire, and only the text that a program gets is joined.

use super::arena::{Arena, Text};
use crate::http::tables::{OBS_TEXT, TEXT, all, is_token};
use crate::nng::error::Error;

const SET_COOKIE: &[u8] = b"set-cookie";

#[derive(Clone, Copy)]
struct Line {
    name: Text,
    value: Text,
}

/// The field lines. Their texts are in the arena that every call gets.
#[derive(Default)]
pub(super) struct Headers {
    lines: Vec<Line>,
    /// The `Set-Cookie` lines joined, for the program that asked last.
    cookies: Option<Text>,
}

impl Headers {
    /// All lines in order, as name and value.
    pub(super) fn iter<'a>(
        &'a self,
        arena: &'a Arena,
    ) -> impl ExactSizeIterator<Item = (&'a [u8], &'a [u8])> + Clone {
        self.lines.iter().map(|line| (arena.get(line.name), arena.get(line.value)))
    }

    /// The value of a name with a NUL at its end, joined if there are several lines.
    pub(super) fn get<'a>(&mut self, arena: &'a mut Arena, name: &[u8]) -> Option<&'a [u8]> {
        let mut lines = self.matching(arena, name);
        let first = lines.next()?;
        if lines.next().is_none() {
            drop(lines);
            return Some(arena.get_with_nul(self.lines[first].value));
        }
        drop(lines);
        let joined = self.joined(arena, name)?;
        if name.eq_ignore_ascii_case(SET_COOKIE) {
            if let Some(old) = self.cookies.replace(joined) {
                arena.remove(old);
            }
        } else {
            self.remove_all(arena, name, Some(first));
            arena.remove(std::mem::replace(&mut self.lines[first].value, joined));
        }
        Some(arena.get_with_nul(joined))
    }

    /// Sets the value of a name: where its first line stands, or at the end.
    ///
    /// Errors: `INVALID` if the name is no token or the value has a control character, such as a line end.
    pub(super) fn set(&mut self, arena: &mut Arena, name: &[u8], value: &[u8]) -> Result<(), Error> {
        check(name, value)?;
        let Some(first) = self.matching(arena, name).next() else { return self.push(arena, name, value) };
        self.remove_all(arena, name, Some(first));
        let line = &mut self.lines[first];
        line.value = arena.replace(line.value, value).ok_or(Error::NO_MEMORY)?;
        Ok(())
    }

    /// Adds to the values of a name. Errors as for [`set`](Self::set).
    pub(super) fn add(&mut self, arena: &mut Arena, name: &[u8], value: &[u8]) -> Result<(), Error> {
        check(name, value)?;
        if name.eq_ignore_ascii_case(SET_COOKIE) || self.get(arena, name).is_none() {
            return self.push(arena, name, value);
        }
        let Some(first) = self.matching(arena, name).next() else { return Ok(()) };
        let line = &mut self.lines[first];
        let joined = [arena.get(line.value), b", ", value].concat();
        line.value = arena.replace(line.value, &joined).ok_or(Error::NO_MEMORY)?;
        Ok(())
    }

    /// Adds a line that was received, which is not checked.
    pub(super) fn push(&mut self, arena: &mut Arena, name: &[u8], value: &[u8]) -> Result<(), Error> {
        let name = arena.store(&[name]).ok_or(Error::NO_MEMORY)?;
        let value = arena.store(&[value]).ok_or(Error::NO_MEMORY)?;
        self.lines.push(Line { name, value });
        Ok(())
    }

    /// Removes all lines of a name. `NO_ENTRY` if there is none.
    pub(super) fn remove(&mut self, arena: &mut Arena, name: &[u8]) -> Result<(), Error> {
        if self.remove_all(arena, name, None) { Ok(()) } else { Err(Error::NO_ENTRY) }
    }

    /// Forgets everything. The arena is cleared by its owner.
    pub(super) fn clear(&mut self) {
        self.lines.clear();
        self.cookies = None;
    }

    fn matching<'a>(&'a self, arena: &'a Arena, name: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
        let is_match = |line: &Line| arena.get(line.name).eq_ignore_ascii_case(name);
        self.lines.iter().enumerate().filter(move |(_, line)| is_match(line)).map(|(index, _)| index)
    }

    fn joined(&self, arena: &mut Arena, name: &[u8]) -> Option<Text> {
        let values: Vec<&[u8]> =
            self.matching(arena, name).map(|index| arena.get(self.lines[index].value)).collect();
        let joined = values.join(&b", "[..]);
        arena.store(&[&joined])
    }

    /// Removes all lines of a name except one. `false` if there is none.
    fn remove_all(&mut self, arena: &mut Arena, name: &[u8], except: Option<usize>) -> bool {
        let (mut index, mut found) = (0, false);
        self.lines.retain(|line| {
            let this = index;
            index += 1;
            if Some(this) == except || !arena.get(line.name).eq_ignore_ascii_case(name) {
                return true;
            }
            arena.remove(line.name);
            arena.remove(line.value);
            found = true;
            false
        });
        found
    }
}

/// Refuses what would end the field line or begin another (RFC 9110 section 5.5).
fn check(name: &[u8], value: &[u8]) -> Result<(), Error> {
    if is_token(name) && all(value, TEXT | OBS_TEXT) { Ok(()) } else { Err(Error::INVALID) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(headers: &Headers, arena: &Arena) -> String {
        headers
            .iter(arena)
            .map(|(name, value)| {
                format!("{}={};", String::from_utf8_lossy(name), String::from_utf8_lossy(value))
            })
            .collect()
    }

    #[test]
    fn values_join_where_they_may() {
        let (mut headers, mut arena) = (Headers::default(), Arena::default());
        for (name, value) in [("A", "1"), ("Set-Cookie", "x"), ("a", "2"), ("set-cookie", "y"), ("B", "")] {
            headers.add(&mut arena, name.as_bytes(), value.as_bytes()).unwrap();
        }
        headers.add(&mut arena, b"b", b"z").unwrap();
        assert_eq!(lines(&headers, &arena), "A=1, 2;Set-Cookie=x;set-cookie=y;B=, z;");
        assert_eq!(headers.get(&mut arena, b"SET-COOKIE"), Some(&b"x, y\0"[..]));
        assert_eq!(lines(&headers, &arena), "A=1, 2;Set-Cookie=x;set-cookie=y;B=, z;");
        headers.set(&mut arena, b"Set-Cookie", b"w").unwrap();
        assert_eq!(lines(&headers, &arena), "A=1, 2;Set-Cookie=w;B=, z;");
        assert_eq!(headers.remove(&mut arena, b"a"), Ok(()));
        assert_eq!(headers.remove(&mut arena, b"a"), Err(Error::NO_ENTRY));
        assert_eq!(lines(&headers, &arena), "Set-Cookie=w;B=, z;");
    }

    #[test]
    fn received_lines_join_when_asked_for() {
        let (mut headers, mut arena) = (Headers::default(), Arena::default());
        for (name, value) in [(b"X", b"1"), (b"Y", b"2"), (b"x", b"3")] {
            headers.push(&mut arena, name, value).unwrap();
        }
        assert_eq!(lines(&headers, &arena), "X=1;Y=2;x=3;");
        assert_eq!(headers.get(&mut arena, b"x"), Some(&b"1, 3\0"[..]));
        assert_eq!(lines(&headers, &arena), "X=1, 3;Y=2;");
        headers.set(&mut arena, b"x", b"new").unwrap();
        assert_eq!(lines(&headers, &arena), "X=new;Y=2;");
    }

    #[test]
    fn nothing_breaks_out_of_a_line() {
        let (mut headers, mut arena) = (Headers::default(), Arena::default());
        for (name, value) in [
            ("", "v"),
            ("a b", "v"),
            ("a:", "v"),
            ("a\r\nb", "v"),
            ("a", "v\r\nb: c"),
            ("a", "\n"),
            ("a", "\x7f"),
        ] {
            assert_eq!(headers.set(&mut arena, name.as_bytes(), value.as_bytes()), Err(Error::INVALID));
            assert_eq!(headers.add(&mut arena, name.as_bytes(), value.as_bytes()), Err(Error::INVALID));
        }
        assert_eq!(headers.set(&mut arena, b"a", "\t\u{e9}".as_bytes()), Ok(()));
    }
}
