//! Paths of requests, resolved once for every use a server makes of them: choosing a handler and finding a file.
//!
//! Two readers of one path must not disagree about what it names (RFC 3986 section 7.3). Hence:
//!
//! * Escapes are decoded exactly once. `%252e` names a file called `%2e`.
//! * Dot segments are removed after that, and `..` at the root goes nowhere.
//! * Runs of slashes are one slash, as they are to a file system: `//private` does not get past a handler for
//!   `/private`.
//! * A slash that was encoded separates nothing. It is kept as [`ENCODED_SLASH`], a byte that the result cannot hold
//!   otherwise, since NUL is refused: such a path equals no handler's path, and names no file even if somebody
//!   forgets about it.

use super::Error;
use super::uri::normal::{FinalDots, escaped_byte, simplify};

/// What stands for `%2F` in a resolved path.
pub const ENCODED_SLASH: u8 = 0;

/// A path without escapes, dot segments and repeated slashes. It begins with a slash.
///
/// Resolving again uses the same memory.
#[derive(Debug, Clone)]
pub struct ResolvedPath {
    text: Vec<u8>,
}

impl ResolvedPath {
    /// The root. No memory is used until a path is resolved.
    pub const fn new() -> ResolvedPath {
        ResolvedPath { text: Vec::new() }
    }

    /// Resolves the path of a request target: without query, empty or beginning with a slash
    /// ([`RequestTarget::path`](super::target::RequestTarget::path)).
    ///
    /// Errors, after which this is the root: `BadPath` for NUL, escaped or not, and for a path that begins otherwise;
    /// `BadPercentEncoding`.
    pub fn resolve(&mut self, path: &[u8]) -> Result<(), Error> {
        self.text.clear();
        self.decode(path).inspect_err(|_| self.text.clear())?;
        let len = simplify(&mut self.text, FinalDots::LeaveSlash);
        self.text.truncate(len);
        Ok(())
    }

    fn decode(&mut self, path: &[u8]) -> Result<(), Error> {
        if path.first().is_some_and(|&b| b != b'/') {
            return Err(Error::BadPath);
        }
        let mut at = 0;
        while let Some(&byte) = path.get(at) {
            let (decoded, len) = match byte {
                b'%' => (escaped_byte(&path[at..])?, 3),
                _ => (byte, 1),
            };
            self.text.push(match (decoded, len) {
                (0, _) => return Err(Error::BadPath),
                (b'/', 3) => ENCODED_SLASH,
                _ => decoded,
            });
            at += len;
        }
        Ok(())
    }

    /// The path, to be compared with those of handlers. Slashes separate segments; an encoded one is
    /// [`ENCODED_SLASH`]. A slash at the end is kept, and is there also after a dot segment at the end.
    pub fn as_bytes(&self) -> &[u8] {
        if self.text.is_empty() { b"/" } else { &self.text }
    }

    /// What follows `base`, a path by which a directory is reached, as a path to be joined to the name of that
    /// directory. Slashes at the end of `base` do not count; the root is `/` or empty.
    ///
    /// The result is empty for the directory itself, and relative: it has no root, no `.` and `..`, no NUL, and no
    /// slash that was encoded. It may end in a slash. Symbolic links in the directory are followed by whoever opens
    /// it.
    ///
    /// `None` if the path is not below `base`, or has an encoded slash below it, so that no file can have its name.
    pub fn below(&self, base: &[u8]) -> Option<&[u8]> {
        let base_len = base.iter().rposition(|&b| b != b'/').map_or(0, |last| last + 1);
        let relative = match self.as_bytes().strip_prefix(&base[..base_len])? {
            [b'/', relative @ ..] => relative,
            b"" => b"",
            _ => return None,
        };
        (!relative.contains(&ENCODED_SLASH)).then_some(relative)
    }
}

impl Default for ResolvedPath {
    fn default() -> ResolvedPath {
        ResolvedPath::new()
    }
}

#[cfg(test)]
mod tests;
