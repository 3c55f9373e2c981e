//! URLs, request targets and paths: what a client writes for a URL can be sent, and a server accepts it; a resolved
//! path stays below its root; the canonical form of a canonical form is itself, and so is a resolved path.

#![no_main]

use httpcore::http::path::{ENCODED_SLASH, ResolvedPath};
use httpcore::http::serialise;
use httpcore::http::target::RequestTarget;
use httpcore::http::uri::Url;
use httpcore::http::uri::authority::Authority;
use httpcore::http::uri::normal::push_escape;
use httpcore::http::uri::request::wire_target;
use httpcore::http::{Error, Version};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    url(data);
    target(data);
    authority(data);
});

fn url(data: &[u8]) {
    let Ok(url) = Url::parse(data) else { return };
    assert!(!url.scheme().iter().any(u8::is_ascii_uppercase));
    let Some(uri) = url.request_uri() else { return };
    assert!(url.path().is_empty() || url.path().starts_with(b"/"));
    assert!(std::str::from_utf8(uri).is_ok());
    let again = Url::parse(&[b"http://h", uri].concat()).unwrap();
    assert_eq!(again.request_uri(), Some(uri));
    let mut out = Vec::new();
    if let Ok(host) = url.host_field() {
        serialise::field_line(&mut out, b"Host", &host).unwrap();
    }
    if let Ok(target) = wire_target(uri) {
        serialise::request_line(&mut out, b"GET", &target, Version::HTTP_11).unwrap();
        match RequestTarget::parse(b"GET", &target) {
            Ok(parsed) => assert!(parsed.path().is_some()),
            // Escapes of a URL are valid wherever its path is.
            Err(error) => panic!("{error}: {}", String::from_utf8_lossy(&target)),
        }
    }
}

fn target(data: &[u8]) {
    for method in [&b"GET"[..], b"OPTIONS", b"CONNECT"] {
        let Ok(target) = RequestTarget::parse(method, data) else { continue };
        let Some(path) = target.path() else { continue };
        assert!(path.starts_with(b"/"));
        let mut resolved = ResolvedPath::new();
        match resolved.resolve(path) {
            Ok(()) => resolved_path(&resolved),
            Err(error) => assert!(matches!(error, Error::BadPath), "{error}"),
        }
    }
}

fn resolved_path(path: &ResolvedPath) {
    let text = path.as_bytes();
    assert!(text.starts_with(b"/"));
    for segment in text[1..].split(|&b| b == b'/') {
        assert!(!matches!(segment, b"." | b".."), "{}", String::from_utf8_lossy(text));
    }
    if let Some(relative) = path.below(b"/") {
        assert!(!relative.starts_with(b"/") && !relative.contains(&ENCODED_SLASH));
    }
    let mut escaped = Vec::new();
    for &byte in text {
        match byte {
            b'/' => escaped.push(byte),
            ENCODED_SLASH => push_escape(b'/', &mut escaped),
            _ => push_escape(byte, &mut escaped),
        }
    }
    let mut again = ResolvedPath::new();
    again.resolve(&escaped).unwrap();
    assert_eq!(again.as_bytes(), text);
}

fn authority(data: &[u8]) {
    let Some(authority) = Authority::parse(data) else { return };
    assert_eq!(authority.as_bytes(), data);
    assert!(data.starts_with(authority.host()));
    let mut out = Vec::new();
    serialise::field_line(&mut out, b"Host", data).unwrap();
}
