//! The lines that the dill face has to accept and to refuse, and the strict grammar beside them.

use super::*;
use Error::*;

fn request(line: &str, policy: &Policy) -> Result<(String, String, u8), Error> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    request_line(line.as_bytes(), policy).map(|r| (text(r.method), text(r.target), r.version.minor()))
}

fn status(line: &str, policy: &Policy) -> Result<(u16, String), Error> {
    status_line(line.as_bytes(), policy).map(|s| (s.status, String::from_utf8_lossy(s.reason).into_owned()))
}

fn field(line: &str, policy: &Policy) -> Result<(String, String), Error> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    field_line(line.as_bytes(), policy).map(|f| (text(f.name), text(f.value)))
}

fn get(minor: u8) -> Result<(String, String, u8), Error> {
    Ok(("GET".into(), "/".into(), minor))
}

fn pair(name: &str, value: &str) -> Result<(String, String), Error> {
    Ok((name.into(), value.into()))
}

#[test]
fn dill_request_lines() {
    let check = |line: &str, expected| assert_eq!(request(line, &Policy::DILL), expected, "{line:?}");
    check("GET / HTTP/1.1", get(1));
    check("  GET   /   HTTP/1.1  ", get(1));
    check("GET / HTTP/1.0", get(0));
    check("GET / XXXXXXXX", Err(BadVersion));
    check("GET / http/1.1", Err(BadVersion));
    check("GET / HTTP/1.15", Err(BadVersion));
    check("GET / HTTP/1.1foo", Err(BadVersion));
    check("GET / HTTP/1.1\r", Err(BareCr));
    check("GET / HTTP/2", Err(UnsupportedVersion));
    check("GET / HTTP/1.1 x", Err(BadRequestLine));
    check("GET /", Err(BadRequestLine));
    check("GET / ", Err(BadRequestLine));
    check("GET", Err(BadRequestLine));
    check(" ", Err(BadRequestLine));
    check("", Err(BadRequestLine));
    check("GET\t/ HTTP/1.1", Err(BadRequestLine));
    check("GET / HTTP/1.1\nHost:x", Err(BareLf));
    check("GET /\0 HTTP/1.1", Err(Nul));
    check("GET / HTTP/1.1\0", Err(Nul));
    check("G(T / HTTP/1.1", Err(BadMethod));
    check("GET /\x7f HTTP/1.1", Err(BadTarget));
    check("GET /\t HTTP/1.1", Err(BadTarget));
    check("M-SEARCH * HTTP/1.1", Ok(("M-SEARCH".into(), "*".into(), 1)));
    check("GET /caf\u{e9}|{x} HTTP/1.1", Ok(("GET".into(), "/caf\u{e9}|{x}".into(), 1)));
}

#[test]
fn dill_status_lines() {
    let check = |line: &str, expected: Result<(u16, &str), Error>| {
        assert_eq!(
            status(line, &Policy::DILL),
            expected.map(|(code, reason)| (code, reason.into())),
            "{line:?}"
        );
    };
    check("HTTP/1.1 200 OK", Ok((200, "OK")));
    check("HTTP/1.1 200 ", Ok((200, "")));
    check("HTTP/1.1 200", Ok((200, "")));
    check("HTTP/1.0 404 Not Found", Ok((404, "Not Found")));
    check("XXXXXXXX 999 a", Err(BadVersion));
    check("HTTP/1.1 999 a", Ok((999, "a")));
    check("HTTP/2 200 OK", Err(UnsupportedVersion));
    check("ICY 200 OK", Err(BadVersion));
    for code in ["20", "2000", "abc", "+20", "000", "099"] {
        check(&format!("HTTP/1.1 {code} a"), Err(BadStatusCode));
        check(&format!("HTTP/1.1 {code}"), Err(BadStatusCode));
    }
    check("  HTTP/1.1  200   OK  ", Ok((200, "OK")));
    check("HTTP/1.1 200 a\tb", Ok((200, "a\tb")));
    check("HTTP/1.1 200 caf\u{e9}", Ok((200, "caf\u{e9}")));
    check("HTTP/1.1 200 a\x01", Err(BadReason));
    check("HTTP/1.1 200 OK\0hidden", Err(Nul));
    check("HTTP/1.1", Err(BadStatusLine));
    check("HTTP/1.1 ", Err(BadStatusCode));
    check("", Err(BadStatusLine));
}

#[test]
fn dill_field_lines() {
    let check = |line: &str, expected| assert_eq!(field(line, &Policy::DILL), expected, "{line:?}");
    check("a: b", pair("a", "b"));
    check("a:b", pair("a", "b"));
    check("  a: b", Err(ObsFold));
    check("\ta: b", Err(ObsFold));
    check("a :b", Err(SpaceBeforeColon));
    check("a  :   b", Err(SpaceBeforeColon));
    check("a\t: b", Err(SpaceBeforeColon));
    check("a:   b  ", pair("a", "b"));
    check("a:", pair("a", ""));
    check("a:   ", pair("a", ""));
    check(": v", Err(BadFieldName));
    check("a b: c", Err(BadFieldName));
    check("a", Err(MissingColon));
    check("", Err(MissingColon));
    check("a: b:c: d", pair("a", "b:c: d"));
    check("a:\tc\t", pair("a", "c"));
    check("na(me: v", Err(BadFieldName));
    check("a: x\ny", Err(BareLf));
    check("a: x\ry", Err(BareCr));
    check("a: x\0y", Err(Nul));
    check("a: x\x0by", Err(BadFieldValue));
    check("a: x\x7fy", Err(BadFieldValue));
    check("a: caf\u{e9}", pair("a", "caf\u{e9}"));
}

#[test]
fn strict_lines() {
    let strict = &Policy::STRICT;
    assert_eq!(request("GET / HTTP/1.1", strict), get(1));
    for line in [" GET / HTTP/1.1", "GET  / HTTP/1.1", "GET /  HTTP/1.1", "GET / HTTP/1.1 "] {
        assert_eq!(request(line, strict), Err(BadRequestLine), "{line:?}");
    }
    assert_eq!(request("GET /{x} HTTP/1.1", strict), Err(BadTarget));
    assert_eq!(request("GET /\u{e9} HTTP/1.1", strict), Err(BadTarget));
    assert_eq!(status("HTTP/1.1 200 ", strict), Ok((200, "".into())));
    assert_eq!(status("HTTP/1.1 200", strict), Err(BadStatusLine));
    assert_eq!(status("HTTP/1.1 20", strict), Err(BadStatusCode));
    assert_eq!(status("HTTP/1.1  200 OK", strict), Err(BadStatusCode));
    assert_eq!(status("HTTP/1.1 200  OK ", strict), Ok((200, " OK ".into())));
    assert_eq!(status("HTTP/1.1 200 \u{e9}", strict), Err(BadReason));
    assert_eq!(field("a: \u{e9}", strict), Err(BadFieldValue));
}

#[test]
fn space_before_the_colon_may_be_stripped() {
    assert_eq!(field("a \t: b", &Policy::CLIENT), pair("a", "b"));
    assert_eq!(field(" : b", &Policy::CLIENT), Err(ObsFold));
    assert_eq!(field("a b : c", &Policy::CLIENT), Err(BadFieldName));
}
