//! What a client sends for a URL: the value of `Host` and the request target.

use std::borrow::Cow;

use super::Url;
use super::normal::push_escape;
use crate::http::Error;
use crate::http::tables::{OBS_TEXT, TEXT, URI, all, is};

impl Url {
    /// The value of `Host` (RFC 9110 section 7.2): the host with its brackets, and the port unless it is the scheme's
    /// own. The zone of an IPv6 address is left out, since it means something on this machine only (RFC 6874
    /// section 4). Empty for a wildcard.
    ///
    /// Errors: `BadAuthority` for a URL of a path-only scheme, which has no host; `BadHost` if the host holds a control
    /// character.
    pub fn host_field(&self) -> Result<Cow<'_, [u8]>, Error> {
        let host = self.host_without_default_port().ok_or(Error::BadAuthority)?;
        if !all(host, TEXT | OBS_TEXT) {
            return Err(Error::BadHost);
        }
        let is_literal = host.first() == Some(&b'[');
        let end_of_literal = host.iter().position(|&b| b == b']').filter(|_| is_literal);
        let zone =
            end_of_literal.and_then(|end| host[..end].iter().position(|&b| b == b'%').map(|at| (at, end)));
        Ok(match zone {
            Some((zone, end)) => Cow::Owned([&host[..zone], &host[end..]].concat()),
            None => Cow::Borrowed(host),
        })
    }
}

/// The request target for a URI as programs store it in a request: usually the path, query and fragment of a [`Url`],
/// or one of the other forms of RFC 9112 section 3.2. Borrowed unless something has to be added or encoded.
///
/// The fragment is left out (RFC 9110 section 7.1), an absent path becomes `/`, and what no URI may hold, spaces and
/// bytes from 0x80 among it, is percent-encoded. Escapes are left as they are, also malformed ones. The form is not
/// examined.
///
/// Errors: `Nul`, `BareCr`, `BareLf` for these bytes, which would end the request line or what a server reads of it;
/// `BadTarget` for the other control characters. What stands in the fragment does not matter.
pub fn wire_target(uri: &[u8]) -> Result<Cow<'_, [u8]>, Error> {
    let end = uri.iter().position(|&b| b == b'#').unwrap_or(uri.len());
    let uri = &uri[..end];
    let has_no_path = matches!(uri.first(), None | Some(b'?'));
    if !has_no_path && all(uri, URI) {
        return Ok(Cow::Borrowed(uri));
    }
    let mut target = if has_no_path { b"/".to_vec() } else { Vec::new() };
    for &byte in uri {
        match byte {
            _ if is(byte, URI) => target.push(byte),
            b' '..=b'~' | 0x80.. => push_escape(byte, &mut target),
            0 => return Err(Error::Nul),
            b'\r' => return Err(Error::BareCr),
            b'\n' => return Err(Error::BareLf),
            _ => return Err(Error::BadTarget),
        }
    }
    Ok(Cow::Owned(target))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_and_target_of_a_url() {
        for (url, host, target) in [
            ("http://h", "h", "/"),
            ("http://h:80/x", "h", "/x"),
            ("http://h:8080/x?q#f", "h:8080", "/x?q"),
            ("http://h?q", "h", "/?q"),
            ("http://h#f", "h", "/"),
            ("http://h/..?q", "h", "/?q"),
            ("https://h:443/", "h", "/"),
            ("https://h:444/", "h:444", "/"),
            ("http://H:0080/", "h:0080", "/"),
            ("http://[::1]/", "[::1]", "/"),
            ("http://[::1]:80/", "[::1]", "/"),
            ("http://[::1]:81/", "[::1]:81", "/"),
            ("http://[FE80::1%25eth0]/", "[fe80::1]", "/"),
            ("http://[FE80::1%25eth0]:81/", "[fe80::1]:81", "/"),
            ("http://*:80/", "", "/"),
            ("http://*:81/", ":81", "/"),
            ("http://u:p@h/", "h", "/"),
            ("tcp://h", "h", "/"),
            ("tcp://h:1", "h:1", "/"),
            ("http://h/%c3%a9", "h", "/%C3%A9"),
            ("http://h/a b?c d", "h", "/a%20b?c%20d"),
            ("http://h/\"<>\\^`{|}", "h", "/%22%3C%3E%5C%5E%60%7B%7C%7D"),
            ("http://h/%00x", "h", "/%00x"),
            ("http://h/x#\r\n", "h", "/x"),
        ] {
            let parsed = Url::parse(url.as_bytes()).unwrap();
            assert_eq!(parsed.host_field().unwrap(), host.as_bytes(), "{url}");
            let found = wire_target(parsed.request_uri().unwrap()).unwrap();
            assert_eq!(&*found, target.as_bytes(), "{url}");
        }
    }

    #[test]
    fn targets_that_programs_set_themselves() {
        for (uri, target) in [
            ("*", "*"),
            ("h:80", "h:80"),
            ("http://h/x#f", "http://h/x"),
            ("/50%", "/50%"),
            ("/x HTTP/1.0", "/x%20HTTP/1.0"),
        ] {
            assert_eq!(&*wire_target(uri.as_bytes()).unwrap(), target.as_bytes(), "{uri}");
        }
    }

    #[test]
    fn nothing_is_copied_without_need() {
        for uri in ["/", "/a/b?c=d#e", "*"] {
            assert!(matches!(wire_target(uri.as_bytes()), Ok(Cow::Borrowed(_))), "{uri}");
        }
        assert!(matches!(Url::parse(b"http://[::1]:80/").unwrap().host_field(), Ok(Cow::Borrowed(_))));
    }

    #[test]
    fn nothing_is_injected() {
        for (uri, error) in [
            ("/x HTTP/1.1\r\nA: b", Error::BareCr),
            ("/x\nA: b", Error::BareLf),
            ("/x\0", Error::Nul),
            ("/x\x7f", Error::BadTarget),
            ("\t/x", Error::BadTarget),
        ] {
            assert_eq!(wire_target(uri.as_bytes()), Err(error), "{uri:?}");
        }
        let host = |url: &str| Url::parse(url.as_bytes()).unwrap().host_field().map(Cow::into_owned);
        assert_eq!(host("http://h\r\nA: b/"), Err(Error::BadHost));
        assert_eq!(host("http://h:80\n/"), Err(Error::BadHost));
        assert_eq!(host("ipc:///run/x"), Err(Error::BadAuthority));
    }
}
