//! What each URL is taken apart into.

use proptest::prelude::*;

use super::*;
use crate::property;

/// A part as the table writes it: `-` for an absent one, `""` for an empty one.
fn shown(part: Option<&[u8]>) -> String {
    match part {
        None => "-".into(),
        Some(b"") => "\"\"".into(),
        Some(part) => part.escape_ascii().to_string(),
    }
}

/// scheme, userinfo, host, hostname, port, path, query, fragment, requri
fn parts(url: &[u8]) -> Result<String, Error> {
    let url = Url::parse(url)?;
    let parts = [
        Some(url.scheme()),
        url.userinfo(),
        url.host(),
        url.hostname(),
        url.port(),
        Some(url.path()),
        url.query(),
        url.fragment(),
        url.request_uri(),
    ];
    Ok(parts.map(shown).join(" "))
}

#[test]
fn all_parts() {
    for (url, expected) in [
        ("http://www.example.com", r#"http - www.example.com www.example.com 80 "" - - """#),
        ("http://h/", "http - h h 80 / - - /"),
        (
            "HTTP://User:Pw@Host.COM:8080/A/b?q=1#frag",
            "http User:Pw host.com:8080 host.com 8080 /A/b q=1 frag /A/b?q=1#frag",
        ),
        ("http://h:80/", "http - h:80 h 80 / - - /"),
        ("https://h", r#"https - h h 443 "" - - """#),
        ("ws://*:12345/foobar", r#"ws - :12345 "" 12345 /foobar - - /foobar"#),
        ("ws://", r#"ws - "" "" 80 "" - - """#),
        ("http4://h", r#"http4 - h h 80 "" - - """#),
        ("https6://h/", "https6 - h h 443 / - - /"),
        ("tcp://h", r#"tcp - h h "" "" - - """#),
        ("tcp://:9876/", r#"tcp - :9876 "" 9876 / - - /"#),
        ("http://*", r#"http - "" "" 80 "" - - """#),
        ("http://*/x", r#"http - "" "" 80 /x - - /x"#),
        ("http://**/", "http - ** ** 80 / - - /"),
        ("http://*x/", "http - *x *x 80 / - - /"),
        ("http://[::1]", r#"http - [::1] ::1 80 "" - - """#),
        ("http://[::1]:29/b", "http - [::1]:29 ::1 29 /b - - /b"),
        ("http://[FE80::1%25eth0]:80/", "http - [fe80::1%25eth0]:80 fe80::1%25eth0 80 / - - /"),
        ("http://[]/", r#"http - [] "" 80 / - - /"#),
        ("http://h:abc/", "http - h:abc h abc / - - /"),
        ("http://h:99999/", "http - h:99999 h 99999 / - - /"),
        ("http://h:-1/", "http - h:-1 h -1 / - - /"),
        ("http://EXAMPLE.com:HTTP/", "http - example.com:http example.com http / - - /"),
        ("http://::1/", r#"http - ::1 "" :1 / - - /"#),
        ("http://a:b:c/", "http - a:b:c a b:c / - - /"),
        ("http://h/a/../b", "http - h h 80 /b - - /b"),
        ("http://h/../..", r#"http - h h 80 "" - - """#),
        ("http://h/a/./b/.", "http - h h 80 /a/b - - /a/b"),
        ("http://h/a/b/..", "http - h h 80 /a - - /a"),
        ("http://h/.", r#"http - h h 80 "" - - """#),
        ("http://h/./", "http - h h 80 / - - /"),
        ("http://h/a/..?q", r#"http - h h 80 "" q - ?q"#),
        ("http://h//a///b", "http - h h 80 /a/b - - /a/b"),
        ("http://h/%7euser/%41%2f%2F", "http - h h 80 /~user/A%2F%2F - - /~user/A%2F%2F"),
        ("http://h/%2e%2e/x", "http - h h 80 /x - - /x"),
        ("http://h/a%2e/..%2e", "http - h h 80 /a./... - - /a./..."),
        ("http://h/%00x", "http - h h 80 /%00x - - /%00x"),
        ("http://h/%c3%a9", r"http - h h 80 /\xc3\xa9 - - /\xc3\xa9"),
        ("http://h/a?b//c/../d", "http - h h 80 /a b//c/../d - /a?b//c/../d"),
        ("http://h/a#b//c/../d", "http - h h 80 /a - b//c/../d /a#b//c/../d"),
        ("http://h/a?x=%41%2f", "http - h h 80 /a x=A%2F - /a?x=A%2F"),
        ("http://h/a#%41%3f", "http - h h 80 /a - A%3F /a#A%3F"),
        ("http://h/a%3fb%23c", "http - h h 80 /a%3Fb%23c - - /a%3Fb%23c"),
        ("http://h/a?", r#"http - h h 80 /a "" - /a?"#),
        ("http://h/a#", r#"http - h h 80 /a - "" /a#"#),
        ("http://h/a?#", r#"http - h h 80 /a "" "" /a?#"#),
        ("http://h?q", r#"http - h h 80 "" q - ?q"#),
        ("http://h#f", r#"http - h h 80 "" - f #f"#),
        ("http://h/a?b#c?d", "http - h h 80 /a b c?d /a?b#c?d"),
        ("http://h/a#b?c", "http - h h 80 /a - b?c /a#b?c"),
        ("http://h/a?b?c#d#e", "http - h h 80 /a b?c d#e /a?b?c#d#e"),
        ("http://@h/", r#"http "" h h 80 / - - /"#),
        ("http://U%41@h/", "http U%41 h h 80 / - - /"),
        ("http://u@/p", r#"http u "" "" 80 /p - - /p"#),
        ("http://u@?q", r#"http u "" "" 80 "" q - ?q"#),
        ("http://u@", r#"http u "" "" 80 "" - - """#),
        ("http://u@*:1", r#"http u :1 "" 1 "" - - """#),
        ("http://u:p/w@h/", "http - u:p u p /w@h/ - - /w@h/"),
        ("http://h a/", "http - h a h a 80 / - - /"),
        ("http://h%41/", "http - h%41 h%41 80 / - - /"),
        ("http:///path", r#"http - "" "" 80 /path - - /path"#),
        ("://h", r#""" - h h "" "" - - """#),
        ("ipc:///run/x", "ipc - - - - /run/x - - -"),
        ("IPC://a/../b?c#d", "ipc - - - - a/../b?c#d - - -"),
        ("unix://", r#"unix - - - - "" - - -"#),
        ("abstract://a%00b", "abstract - - - - a%00b - - -"),
        ("inproc://a@b:c", "inproc - - - - a@b:c - - -"),
        ("ipc4://a/../b", "ipc4 - a a \"\" /b - - /b"),
        ("socket://", r#"socket - "" "" "" "" - - """#),
        // Whatever a serialiser has to refuse or encode.
        ("http://h/\r\nA: b", r"http - h h 80 /\r\nA: b - - /\r\nA: b"),
        ("http://h\r\n:1/", r"http - h\r\n:1 h\r\n 1 / - - /"),
    ] {
        assert_eq!(parts(url.as_bytes()), Ok(expected.into()), "{url:?}");
    }
}

#[test]
fn refused() {
    for (url, error) in [
        ("http://[::1", Error::BadAuthority),
        ("http://[::1]x", Error::BadAuthority),
        ("http://[::1]:", Error::BadPort),
        ("http://h:", Error::BadPort),
        ("http://h:/", Error::BadPort),
        ("http://*:", Error::BadPort),
        ("http://h/%", Error::BadPercentEncoding),
        ("http://h/%4", Error::BadPercentEncoding),
        ("http://h/%zz", Error::BadPercentEncoding),
        ("http://h/?%", Error::BadPercentEncoding),
        ("http://h/#%4", Error::BadPercentEncoding),
        ("http://h/%c0%81", Error::BadUtf8),
        ("http://h/%ed%a0%80", Error::BadUtf8),
        ("http://h/%f4%90%80%80", Error::BadUtf8),
        ("http://h/?%80", Error::BadUtf8),
        ("http://u@v@h/", Error::BadAuthority),
        ("http://h/\0", Error::Nul),
        ("http:/h", Error::BadScheme),
        ("http:h", Error::BadScheme),
        ("h", Error::BadScheme),
        ("", Error::BadScheme),
        ("mailto:a@b", Error::BadScheme),
    ] {
        assert_eq!(parts(url.as_bytes()), Err(error), "{url:?}");
    }
    assert_eq!(parts(b"http://h/x\x80x"), Err(Error::BadUtf8));
    assert_eq!(parts(b"http://h/\xff"), Err(Error::BadUtf8));
    // Only path, query and fragment are held to it.
    assert!(Url::parse(b"http://u\xff@h\xff:\xff/").is_ok());
}

#[test]
fn default_ports() {
    for (scheme, port) in [
        ("git", "9418"),
        ("gopher", "70"),
        ("http", "80"),
        ("https", "443"),
        ("ssh", "22"),
        ("telnet", "23"),
        ("ws", "80"),
        ("wss", "443"),
    ] {
        for suffix in ["", "4", "6"] {
            assert_eq!(default_port(format!("{scheme}{suffix}").as_bytes()), port, "{scheme}{suffix}");
        }
        for suffix in ["5", "44", "46", "x"] {
            assert_eq!(default_port(format!("{scheme}{suffix}").as_bytes()), "", "{scheme}{suffix}");
        }
    }
    for scheme in ["tcp", "tls+tcp", "", "4", "ipc"] {
        assert_eq!(default_port(scheme.as_bytes()), "", "{scheme}");
    }
}

/// Pieces that matter to the parser, so that random texts reach all of it.
fn uri_text() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        &b"/"[..],
        b".",
        b"..",
        b"/../",
        b"?",
        b"#",
        b"%2e",
        b"%2F",
        b"%3f",
        b"%C3%A9",
        b"%",
        b"%25",
        b"%00",
        b"a",
        b":",
        b"@",
        b"[",
        b"]",
        b"*",
        b"\xc3\xa9",
        b"\xff",
    ]);
    prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(property::config())]

    #[test]
    fn canonical_form_is_idempotent(text in uri_text()) {
        let Ok(url) = Url::parse(&[b"http://h/", &text[..]].concat()) else { return Ok(()) };
        let again = Url::parse(&[b"http://h", url.request_uri().unwrap()].concat());
        prop_assert_eq!(again, Ok(url));
    }

    #[test]
    fn parts_make_up_the_whole(text in uri_text()) {
        let Ok(url) = Url::parse(&[b"ws://", &text[..]].concat()) else { return Ok(()) };
        let mut whole = url.path().to_vec();
        for (mark, part) in [(b'?', url.query()), (b'#', url.fragment())] {
            whole.extend(part.map(|part| [&[mark], part].concat()).unwrap_or_default());
        }
        prop_assert_eq!(url.request_uri(), Some(&whole[..]));
        prop_assert!(!url.path().windows(2).any(|pair| pair == b"//"));
        prop_assert!(!url.path().split(|&b| b == b'/').any(|segment| segment == b"." || segment == b".."));
        prop_assert!(url.path().first().is_none_or(|&b| b == b'/'));
    }

    /// Whatever a URL held, its target can stand in a request line: no white space, no control, no fragment.
    #[test]
    fn targets_are_one_word(text in prop::collection::vec(any::<u8>(), 0..20)) {
        if let Ok(target) = crate::http::uri::request::wire_target(&text) {
            prop_assert!(!target.is_empty());
            prop_assert!(target.iter().all(|&b| b.is_ascii_graphic() && b != b'#'));
        }
    }
}
