//! The four forms and their methods; `Host` beside them.

use super::*;

/// The form and its parts in one line.
fn parsed(method: &str, target: &str) -> Result<String, Error> {
    let text = |bytes: &[u8]| bytes.escape_ascii().to_string();
    let query = |query: Option<&[u8]>| query.map_or("-".into(), |query| format!("?{}", text(query)));
    Ok(match RequestTarget::parse(method.as_bytes(), target.as_bytes())? {
        RequestTarget::Origin { path, query: q } => format!("origin {} {}", text(path), query(q)),
        RequestTarget::Absolute { scheme, authority, path, query: q } => {
            format!("absolute {} {} {} {}", text(scheme), text(authority.as_bytes()), text(path), query(q))
        }
        RequestTarget::Authority(authority) => format!("authority {}", text(authority.as_bytes())),
        RequestTarget::Asterisk => "asterisk".into(),
    })
}

#[test]
fn forms() {
    for (method, target, expected) in [
        ("GET", "/", "origin / -"),
        ("GET", "/a/b?c?d", "origin /a/b ?c?d"),
        ("GET", "/?", "origin / ?"),
        ("GET", "//a", "origin //a -"),
        ("GET", "/a:b@c*", "origin /a:b@c* -"),
        ("GET", "/%41%2f%00", "origin /%41%2f%00 -"),
        ("GET", "/?50%", "origin / ?50%"),
        ("GET", "/{x}|\"\\^`<>", "origin /{x}|\\\"\\\\^`<> -"),
        ("GET", "/\u{e9}", r"origin /\xc3\xa9 -"),
        ("OPTIONS", "/x", "origin /x -"),
        ("GET", "http://h", "absolute http h  -"),
        ("GET", "HTTPS://h:1/x?y", "absolute HTTPS h:1 /x ?y"),
        ("GET", "http://h?y/z", "absolute http h  ?y/z"),
        ("GET", "http://[::1]:80/", "absolute http [::1]:80 / -"),
        ("OPTIONS", "http://h:8001", "absolute http h:8001  -"),
        ("GET", "ftp:///x", "absolute ftp  /x -"),
        ("GET", "a+b-c.9://h/", "absolute a+b-c.9 h / -"),
        ("CONNECT", "h:80", "authority h:80"),
        ("CONNECT", "[::1]:443", "authority [::1]:443"),
        ("OPTIONS", "*", "asterisk"),
    ] {
        assert_eq!(parsed(method, target), Ok(expected.into()), "{method} {target}");
    }
}

#[test]
fn no_form_or_the_wrong_one() {
    for (method, target) in [
        ("GET", ""),
        ("GET", "*"),
        ("GET", "*/x"),
        ("OPTIONS", "**"),
        ("options", "*"),
        ("GET", "x"),
        ("GET", "?q"),
        ("GET", "h:80"),
        ("GET", "http:/h"),
        ("GET", "http:h"),
        ("GET", "://h"),
        ("GET", "1http://h"),
        ("GET", "ht_tp://h"),
        ("GET", "http://"),
        ("GET", "http:///x"),
        ("GET", "http://:80/"),
        ("GET", "http://u@h/"),
        ("GET", "http://u:p@h/"),
        ("GET", "http://h:x/"),
        ("GET", "http://h:65536/"),
        ("GET", "http://[::1/"),
        ("GET", "http://h\\/"),
        ("GET", "/#f"),
        ("GET", "/?q#f"),
        ("GET", "http://h#f"),
        ("GET", "/ x"),
        ("GET", "/\t"),
        ("GET", "/\0"),
        ("GET", "/\x7f"),
        ("GET", "/\r\n"),
        ("CONNECT", "h"),
        ("CONNECT", "h:"),
        ("CONNECT", "h:0"),
        ("CONNECT", "h:65536"),
        ("CONNECT", ":80"),
        ("CONNECT", "/"),
        ("CONNECT", "*"),
        ("CONNECT", "http://h:80"),
        ("CONNECT", "h:80/"),
        ("CONNECT", "u@h:80"),
    ] {
        assert_eq!(parsed(method, target), Err(Error::BadTarget), "{method} {target:?}");
    }
    for target in ["/%", "/%4", "/%zz", "/%?q", "http://h/%x"] {
        assert_eq!(parsed("GET", target), Err(Error::BadPercentEncoding), "{target}");
    }
}

#[test]
fn paths_for_handlers() {
    let path = |method: &str, target| {
        RequestTarget::parse(method.as_bytes(), target)
            .unwrap()
            .path()
            .map(|path| path.escape_ascii().to_string())
    };
    assert_eq!(path("GET", b"/a?b"), Some("/a".into()));
    assert_eq!(path("GET", b"http://h/a"), Some("/a".into()));
    assert_eq!(path("GET", b"http://h?b"), Some("/".into()));
    assert_eq!(path("CONNECT", b"h:1"), None);
    assert_eq!(path("OPTIONS", b"*"), None);
}

#[test]
fn host_rules() {
    let (v10, v11) = (Version::HTTP_10, Version::HTTP_11);
    for (target, version, hosts, expected) in [
        ("/", v11, &["h:80"][..], Ok(Some("h:80"))),
        ("/", v11, &[""], Ok(Some(""))),
        ("/", v11, &[], Err(Error::MissingHost)),
        ("/", v11, &["h", "h"], Err(Error::DuplicateHost)),
        ("/", v11, &["h", "i"], Err(Error::DuplicateHost)),
        ("/", v11, &["h, i"], Err(Error::BadHost)),
        ("/", v11, &["h i"], Err(Error::BadHost)),
        ("/", v11, &["u@h"], Err(Error::BadHost)),
        ("/", v11, &["http://h"], Err(Error::BadHost)),
        ("/", v11, &["::1"], Err(Error::BadHost)),
        ("/", v11, &["h:port"], Err(Error::BadHost)),
        ("/", v10, &[], Ok(None)),
        ("/", v10, &["h"], Ok(Some("h"))),
        ("/", v10, &["h", "h"], Err(Error::DuplicateHost)),
        ("/", v10, &["h/x"], Err(Error::BadHost)),
        ("http://t:1/", v11, &["h"], Ok(Some("t:1"))),
        ("http://t:1/", v11, &["t:1"], Ok(Some("t:1"))),
        ("http://t:1/", v11, &[], Err(Error::MissingHost)),
        ("http://t:1/", v11, &["h", "h"], Err(Error::DuplicateHost)),
        ("http://t:1/", v11, &["h/"], Err(Error::BadHost)),
        ("http://t:1/", v10, &[], Ok(Some("t:1"))),
    ] {
        let fields = [(&b"X"[..], &b"Host"[..])].into_iter();
        let fields = fields.chain(hosts.iter().map(|host| (&b"hOST"[..], host.as_bytes())));
        let found = RequestTarget::parse(b"GET", target.as_bytes()).unwrap().host(version, fields);
        let found = found.map(|host| host.map(|host| std::str::from_utf8(host.as_bytes()).unwrap()));
        assert_eq!(found, expected, "{target} {version} {hosts:?}");
    }
}
