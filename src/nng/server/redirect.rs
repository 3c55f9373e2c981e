//! Redirections: handlers that answer with the place where something is to be found.

use std::sync::Arc;

use crate::http::reason;
use crate::http::tables::{self, URI};
use crate::http::target::RequestTarget;
use crate::http::uri::normal::{FinalDots, escaped_byte, normalise_escapes, push_escape, simplify};
use crate::nng::error::Error;
use crate::nng::message::{AnyMessage, Response, error_page};

/// Where a handler leads to.
pub(crate) struct Redirect {
    status: u16,
    location: Vec<u8>,
}

impl Redirect {
    /// `INVALID` for a status that ends no exchange, and for control characters in the location.
    pub(crate) fn new(status: u16, location: &[u8]) -> Result<Redirect, Error> {
        if !(200..=999).contains(&status) || location.iter().any(u8::is_ascii_control) {
            return Err(Error::INVALID);
        }
        let mut escaped = Vec::new();
        push_escaped(location, &mut escaped);
        Ok(Redirect { status, location: escaped })
    }

    /// The answer to a request for this target, which a handler of the path `base` got.
    pub(super) fn response(&self, target: &RequestTarget<'_>, base: &[u8]) -> Result<Arc<Response>, Error> {
        let location = self.location(target, base);
        let mut link = String::new();
        error_page::escape(&String::from_utf8_lossy(&location), &mut link);
        let detail = format!("You should be automatically redirected to <a href=\"{link}\">{link}</a>.");
        let response = Response::new();
        response.set_status(self.status);
        response.set_header(b"Connection", b"close")?;
        response.set_header(b"Content-Type", error_page::CONTENT_TYPE)?;
        response.set_header(b"Location", &location)?;
        let page = error_page::default(self.status, reason::nng(self.status), &detail);
        response.copy_body(page.as_bytes())?;
        Ok(Arc::new(response))
    }

    /// The location, with what follows `base` in the target appended: before a fragment, which ends a URI (RFC 3986
    /// section 3). A query goes on with that of the target.
    fn location(&self, target: &RequestTarget<'_>, base: &[u8]) -> Vec<u8> {
        let end = self.location.iter().position(|&byte| byte == b'#').unwrap_or(self.location.len());
        let (to, fragment) = self.location.split_at(end);
        let mut location = to.to_vec();
        let rest = target.path().and_then(|path| below(path, base)).unwrap_or_default();
        // Where the two parts meet, there is one slash.
        let rest = if location.ends_with(b"/") { rest.strip_prefix(b"/").unwrap_or(&rest) } else { &rest };
        push_escaped(rest, &mut location);
        if let Some(query) = target.query() {
            match to.iter().position(|&byte| byte == b'?') {
                None => location.push(b'?'),
                Some(mark) if mark + 1 == location.len() => {}
                Some(_) => location.push(b'&'),
            }
            push_escaped(query, &mut location);
        }
        location.extend_from_slice(fragment);
        location
    }
}

/// What follows `base` in the path of a target, without dot segments and repeated slashes, otherwise with the escapes
/// that it has. Below the root, that is nothing for the root itself. `None` if something else precedes.
fn below(path: &[u8], base: &[u8]) -> Option<Vec<u8>> {
    let mut rest = Vec::new();
    normalise_escapes(path, &mut rest).ok()?;
    let len = simplify(&mut rest, FinalDots::LeaveSlash);
    rest.truncate(len);
    let mut at = 0;
    for &wanted in base {
        let (found, len) = match rest.get(at)? {
            b'%' => (escaped_byte(&rest[at..]).ok()?, 3),
            plain => (*plain, 1),
        };
        if found != wanted {
            return None;
        }
        at += len;
    }
    rest.drain(..at);
    Some(if base.is_empty() && rest == b"/" { Vec::new() } else { rest })
}

/// Appends bytes of which those that no URI holds are escaped.
fn push_escaped(bytes: &[u8], out: &mut Vec<u8>) {
    for &byte in bytes {
        if tables::is(byte, URI) { out.push(byte) } else { push_escape(byte, out) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn location(location: &str, base: &str, target: &str) -> String {
        let redirect = Redirect::new(301, location.as_bytes()).unwrap();
        let target = RequestTarget::parse(b"GET", target.as_bytes()).unwrap();
        String::from_utf8(redirect.location(&target, base.as_bytes())).unwrap()
    }

    #[test]
    fn what_follows_the_path_is_appended() {
        for (to, base, target, expected) in [
            ("http://new/there", "/old", "/old", "http://new/there"),
            ("http://new/there", "/old", "/old/", "http://new/there/"),
            ("http://new/there", "/old", "/old?a=b", "http://new/there?a=b"),
            ("http://new/there", "/old", "/old/a/b?c", "http://new/there/a/b?c"),
            ("http://new/there", "/old", "http://h/old/a?", "http://new/there/a?"),
            ("http://new/", "/old", "/old/a", "http://new/a"),
            ("/there", "/old", "/old/a", "/there/a"),
            // A location with a query, and one with a fragment.
            ("/there?a=b", "/old", "/old", "/there?a=b"),
            ("/there?a=b", "/old", "/old?c=d", "/there?a=b&c=d"),
            ("/there?", "/old", "/old?c=d", "/there?c=d"),
            ("/there?at=", "/old", "/old/a?c=d", "/there?at=/a&c=d"),
            ("/there#f?g", "/old", "/old/a?c=d", "/there/a?c=d#f?g"),
            ("/there?a=b#f", "/old", "/old?c=d", "/there?a=b&c=d#f"),
            // Below the root.
            ("https://new", "", "/", "https://new"),
            ("https://new", "", "/x", "https://new/x"),
            ("https://new/", "", "/x", "https://new/x"),
            ("https://new", "", "/?q", "https://new?q"),
            ("https://new", "", "http://h", "https://new"),
            // Nothing climbs out of the new place, and no escape is lost.
            ("/there", "/old", "/old/a/../../old/b", "/there/b"),
            ("/there", "/old", "/%6fld/%2e%2e/old//%2Fa%3b%20", "/there/%2Fa%3B%20"),
            ("/there", "/a b", "/a%20b/c", "/there/c"),
            // What no URI holds is escaped.
            ("/a b\"<\u{e9}", "/old", "/old/\"><?\u{e9}", "/a%20b%22%3C%C3%A9/%22%3E%3C?%C3%A9"),
            ("/100%25", "/old", "/old", "/100%25"),
        ] {
            assert_eq!(location(to, base, target), expected, "{to} {base} {target}");
        }
    }

    #[test]
    fn html_is_escaped() {
        let redirect = Redirect::new(302, b"/?a&b='c'").unwrap();
        let target = RequestTarget::parse(b"GET", b"/old").unwrap();
        let response = redirect.response(&target, b"/old").unwrap();
        response.with_body(|body| {
            let page = String::from_utf8(body.to_vec()).unwrap();
            assert!(page.contains("<a href=\"/?a&amp;b=&#39;c&#39;\">/?a&amp;b=&#39;c&#39;</a>"), "{page}");
        });
    }

    #[test]
    fn what_cannot_be_sent_is_refused() {
        for (status, location) in
            [(0, "/"), (100, "/"), (199, "/"), (1000, "/"), (301, "/\r\nX: y"), (301, "/\t")]
        {
            assert!(Redirect::new(status, location.as_bytes()).is_err(), "{status} {location}");
        }
    }
}
