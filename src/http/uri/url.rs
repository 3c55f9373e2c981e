//! Taking a URL apart.
//!
//! ```text
//! scheme "://" [ userinfo "@" ] host [ ":" port ] path [ "?" query ] [ "#" fragment ]
//! ```
//!
//! This is not the grammar of RFC 3986: the callers of the nng face depend on what has been accepted for them, which
//! is nearly anything for scheme, host and port, and on which parts are absent rather than empty. What goes into a
//! message is checked when it is written ([`super::request`], [`crate::http::serialise`]): CR, LF and spaces pass
//! here.
//!
//! Path, query and fragment are brought to a canonical form:
//!
//! 1. Escapes of unreserved characters and of bytes from 0x80 are decoded, the digits of the others made upper case,
//!    in all three of them.
//! 2. In the path, runs of slashes become one, and dot segments are removed ([`FinalDots::LeaveNothing`]).
//! 3. The result has to be UTF-8.
//!
//! An absent path stays empty. The canonical form of a canonical form is itself.

use std::ops::Range;

use super::normal::{FinalDots, normalise_escapes, simplify};
use crate::http::Error;

/// A parsed URL: one buffer that holds the parts one after another, and their places in it.
///
/// ```text
/// http  User:Pw  host.com:8080  /A/b?q=1#frag
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Url {
    text: Vec<u8>,
    scheme: Range<usize>,
    path: Range<usize>,
    /// What a URL of a path-only scheme does not have.
    location: Option<Location>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Location {
    userinfo: Option<Range<usize>>,
    host: Range<usize>,
    hostname: Range<usize>,
    port: Option<Range<usize>>,
    query: Option<Range<usize>>,
    fragment: Option<Range<usize>>,
}

impl Url {
    /// Parses a URL. The text is not kept; its length bounds the memory of the result.
    ///
    /// Errors: `BadScheme` if the text up to the first colon is not followed by `//`; `BadAuthority` for a second
    /// `@`, and for brackets that are not closed or not followed by a port or the end; `BadPort` for an empty port
    /// after a colon; `BadPercentEncoding`; `BadUtf8`; `Nul` for a NUL byte anywhere.
    pub fn parse(url: &[u8]) -> Result<Url, Error> {
        if url.contains(&0) {
            return Err(Error::Nul);
        }
        let colon = url.iter().position(|&b| b == b':').ok_or(Error::BadScheme)?;
        let rest = url[colon + 1..].strip_prefix(b"//").ok_or(Error::BadScheme)?;
        let mut text = Vec::with_capacity(url.len());
        let scheme = append(&mut text, &url[..colon]);
        text.make_ascii_lowercase();
        if matches!(&text[..], b"ipc" | b"unix" | b"abstract" | b"inproc") {
            let path = append(&mut text, rest);
            return Ok(Url { text, scheme, path, location: None });
        }

        let authority_end = rest.iter().position(|b| b"/?#".contains(b)).unwrap_or(rest.len());
        let (authority, rest) = rest.split_at(authority_end);
        let (userinfo, host) = split_userinfo(authority)?;
        let userinfo = userinfo.map(|userinfo| append(&mut text, userinfo));
        let host = append(&mut text, without_wildcard(host));
        text[host.clone()].make_ascii_lowercase();
        let (hostname, port) = split_host(&text, host.clone())?;

        let path = append_canonical(&mut text, rest)?;
        let hash = text[path.end..].iter().position(|&b| b == b'#').map(|len| path.end + len);
        let query_end = hash.unwrap_or(text.len());
        let query = (text.get(path.end) == Some(&b'?')).then(|| path.end + 1..query_end);
        let fragment = hash.map(|hash| hash + 1..text.len());
        let location = Location { userinfo, host, hostname, port, query, fragment };
        Ok(Url { text, scheme, path, location: Some(location) })
    }

    /// The scheme in lower case. It may be empty.
    pub fn scheme(&self) -> &[u8] {
        &self.text[self.scheme.clone()]
    }

    /// What stands before the `@`, as it was; `None` if there is no `@`.
    pub fn userinfo(&self) -> Option<&[u8]> {
        self.part(|location| location.userinfo.as_ref())
    }

    /// Host and port in lower case, without the `*` of a wildcard; `None` for path-only schemes. This and the next two
    /// may be empty.
    pub fn host(&self) -> Option<&[u8]> {
        self.part(|location| Some(&location.host))
    }

    /// The host without its port, and without the brackets of an IPv6 address; `None` for path-only schemes.
    pub fn hostname(&self) -> Option<&[u8]> {
        self.part(|location| Some(&location.hostname))
    }

    /// The port as it was given, not necessarily a number, or else the default port of the scheme, which may be empty;
    /// `None` for path-only schemes.
    pub fn port(&self) -> Option<&[u8]> {
        let location = self.location.as_ref()?;
        Some(location.port.clone().map_or(default_port(self.scheme()).as_bytes(), |port| &self.text[port]))
    }

    /// The canonical path: empty, or beginning with a slash. For path-only schemes all that follows `://`, as it was.
    pub fn path(&self) -> &[u8] {
        &self.text[self.path.clone()]
    }

    /// What stands between `?` and `#`; `None` without `?`.
    pub fn query(&self) -> Option<&[u8]> {
        self.part(|location| location.query.as_ref())
    }

    /// What follows `#`; `None` without `#`.
    pub fn fragment(&self) -> Option<&[u8]> {
        self.part(|location| location.fragment.as_ref())
    }

    /// Path, query and fragment in one, with `?` and `#`; `None` for path-only schemes.
    pub fn request_uri(&self) -> Option<&[u8]> {
        self.location.as_ref().map(|_| &self.text[self.path.start..])
    }

    /// Host and port as two ends of one slice of the text: where the port is not the scheme's own, all of `host`,
    /// otherwise what precedes the colon.
    pub(super) fn host_without_default_port(&self) -> Option<&[u8]> {
        let location = self.location.as_ref()?;
        let end = match &location.port {
            Some(port) if self.text[port.clone()] == *default_port(self.scheme()).as_bytes() => {
                port.start - 1
            }
            _ => location.host.end,
        };
        Some(&self.text[location.host.start..end])
    }

    fn part<'a>(&'a self, find: impl FnOnce(&'a Location) -> Option<&'a Range<usize>>) -> Option<&'a [u8]> {
        self.location.as_ref().and_then(find).map(|part| &self.text[part.clone()])
    }
}

/// The default port of a scheme in lower case, as text; empty if it has none. Each scheme may end in `4` or `6` for
/// an IP version.
pub fn default_port(scheme: &[u8]) -> &'static str {
    match scheme.strip_suffix(b"4").or(scheme.strip_suffix(b"6")).unwrap_or(scheme) {
        b"git" => "9418",
        b"gopher" => "70",
        b"http" | b"ws" => "80",
        b"https" | b"wss" => "443",
        b"ssh" => "22",
        b"telnet" => "23",
        _ => "",
    }
}

fn append(text: &mut Vec<u8>, part: &[u8]) -> Range<usize> {
    let start = text.len();
    text.extend_from_slice(part);
    start..text.len()
}

fn split_userinfo(authority: &[u8]) -> Result<(Option<&[u8]>, &[u8]), Error> {
    let Some(at) = authority.iter().position(|&b| b == b'@') else { return Ok((None, authority)) };
    let (userinfo, host) = (&authority[..at], &authority[at + 1..]);
    if host.contains(&b'@') { Err(Error::BadAuthority) } else { Ok((Some(userinfo), host)) }
}

/// A host of `*`, with or without a port, stands for every address and counts as empty.
fn without_wildcard(host: &[u8]) -> &[u8] {
    match host {
        [b'*', rest @ ..] if rest.is_empty() || rest[0] == b':' => rest,
        _ => host,
    }
}

/// Finds host name and port in the host.
fn split_host(text: &[u8], host: Range<usize>) -> Result<(Range<usize>, Option<Range<usize>>), Error> {
    let bytes = &text[host.clone()];
    let (hostname, colon) = if bytes.first() == Some(&b'[') {
        let len = bytes.iter().position(|&b| b == b']').ok_or(Error::BadAuthority)?;
        (host.start + 1..host.start + len, host.start + len + 1)
    } else {
        let len = bytes.iter().position(|&b| b == b':').unwrap_or(bytes.len());
        (host.start..host.start + len, host.start + len)
    };
    match text[colon..host.end] {
        [] => Ok((hostname, None)),
        [b':'] => Err(Error::BadPort),
        [b':', ..] => Ok((hostname, Some(colon + 1..host.end))),
        _ => Err(Error::BadAuthority),
    }
}

/// Appends path, query and fragment in canonical form and returns the place of the path. The rest is what follows it.
fn append_canonical(text: &mut Vec<u8>, rest: &[u8]) -> Result<Range<usize>, Error> {
    let start = text.len();
    normalise_escapes(rest, text)?;
    let path_end = text[start..].iter().position(|b| b"?#".contains(b)).map_or(text.len(), |len| start + len);
    let simplified_end = start + simplify(&mut text[start..path_end], FinalDots::LeaveNothing);
    text.drain(simplified_end..path_end);
    std::str::from_utf8(&text[start..]).map_err(|_| Error::BadUtf8)?;
    Ok(start..simplified_end)
}

#[cfg(test)]
mod tests;
