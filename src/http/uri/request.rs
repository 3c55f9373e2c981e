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

/// Appends the request target for a URI as programs store it in a request: usually the path, query and fragment of a
/// [`Url`], or one of the other forms of RFC 9112 section 3.2.
///
/// The fragment is left out (RFC 9110 section 7.1), an absent path becomes `/`, and what no URI may hold, spaces and
/// bytes from 0x80 among it, is percent-encoded. Escapes are left as they are, also malformed ones. The form is not
/// examined.
///
/// Errors, after which `out` is as before: `Nul`, `BareCr`, `BareLf` for these bytes, which would end the request
/// line or what a server reads of it; `BadTarget` for the other control characters. What stands in the fragment does
/// not matter.
pub fn write_target(uri: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
    let before = out.len();
    let end = uri.iter().position(|&b| b == b'#').unwrap_or(uri.len());
    if matches!(uri[..end].first(), None | Some(b'?')) {
        out.push(b'/');
    }
    for &byte in &uri[..end] {
        let refused = match byte {
            _ if is(byte, URI) => {
                out.push(byte);
                continue;
            }
            b' '..=b'~' | 0x80.. => {
                push_escape(byte, out);
                continue;
            }
            0 => Error::Nul,
            b'\r' => Error::BareCr,
            b'\n' => Error::BareLf,
            _ => Error::BadTarget,
        };
        out.truncate(before);
        return Err(refused);
    }
    Ok(())
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
            let mut out = b"GET ".to_vec();
            write_target(parsed.request_uri().unwrap(), &mut out).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), format!("GET {target}"), "{url}");
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
            let mut out = Vec::new();
            write_target(uri.as_bytes(), &mut out).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), target);
        }
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
            let mut out = b"GET ".to_vec();
            assert_eq!(write_target(uri.as_bytes(), &mut out), Err(error), "{uri:?}");
            assert_eq!(out, b"GET ");
        }
        let host = |url: &str| Url::parse(url.as_bytes()).unwrap().host_field().map(Cow::into_owned);
        assert_eq!(host("http://h\r\nA: b/"), Err(Error::BadHost));
        assert_eq!(host("http://h:80\n/"), Err(Error::BadHost));
        assert_eq!(host("ipc:///run/x"), Err(Error::BadAuthority));
    }
}
