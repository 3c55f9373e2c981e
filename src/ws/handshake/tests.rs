//! Keys and field checks, with the example of RFC 6455 section 1.3.

use proptest::prelude::*;

use super::*;
use crate::http::Version;
use crate::property;

const KEY: &[u8; KEY_LEN] = b"dGhlIHNhbXBsZSBub25jZQ==";
const ACCEPT: &[u8; ACCEPT_LEN] = b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

type FieldLine<'a> = (&'a str, &'a [u8]);

fn serve<'a>(
    fields: &[FieldLine<'_>],
    supported: &'a [u8],
) -> Result<([u8; ACCEPT_LEN], Protocol<'a>), HandshakeError> {
    let mut handshake = ServerHandshake::new(b"GET", Version::HTTP_11, supported)?;
    for (name, value) in fields {
        handshake.field(name.as_bytes(), value)?;
    }
    handshake.finish()
}

fn connect<'a>(fields: &[FieldLine<'_>], requested: &'a [u8]) -> Result<Option<&'a [u8]>, HandshakeError> {
    let mut handshake = ClientHandshake::new(101, KEY, requested)?;
    for (name, value) in fields {
        handshake.field(name.as_bytes(), value)?;
    }
    handshake.finish()
}

/// `fields` with the one of this name replaced by others, or just left out.
fn replace<'a>(fields: &[FieldLine<'a>], name: &'a str, values: &[&'a str]) -> Vec<FieldLine<'a>> {
    let others = fields.iter().copied().filter(|(n, _)| *n != name);
    others.chain(values.iter().map(|value| (name, value.as_bytes()))).collect()
}

#[test]
fn the_keys_of_the_example() {
    assert_eq!(&request_key(*b"the sample nonce"), KEY);
    assert_eq!(accept(KEY).as_ref(), Ok(ACCEPT));
}

#[test]
fn a_key_is_the_base64_form_of_16_bytes() {
    let bad: &[&[u8]] = &[
        b"",
        b"dGhlIHNhbXBsZSBub25jZQ=",
        b"dGhlIHNhbXBsZSBub25jZQ",
        b"dGhlIHNhbXBsZSBub25jZQ===",
        b"dGhlIHNhbXBsZSBub25jZSE=", // 17 bytes
        b"dGhlIHNhbXBsZSBub25jZSEh", // 18 bytes
        b"dGhlIHNhbXBsZSBub25j",     // 15 bytes
        b"dGhlIHNhbXBsZSBub25j====",
        b"dGhlIHNhbXBsZSBub25j ZQ=",
        b"dGhlIHNhbXBsZSBub25jZQ=\0",
        b"dGhlIHNhbXBsZSBub25j\x80Q==",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff==",
        b"dGhlIHNhbXBsZSBub25-_Q==", // the other alphabet
        b"========================",
    ];
    for key in bad {
        assert_eq!(accept(key), Err(HandshakeError::BadKey), "{}", key.escape_ascii());
    }
    assert!(accept(b"dGhlIHNhbXBsZSBub25jZR==").is_ok(), "bits left over do not matter");
}

#[test]
fn what_one_side_sends_the_other_accepts() {
    assert_eq!(serve(&request_fields(KEY), b""), Ok((*ACCEPT, Protocol::NotOffered)));
    assert_eq!(connect(&response_fields(ACCEPT), b""), Ok(None));
}

#[test]
fn the_request_line() {
    let begin = |method: &[u8], version| ServerHandshake::new(method, version, b"").err();
    assert_eq!(begin(b"GET", Version::HTTP_11), None);
    assert_eq!(begin(b"POST", Version::HTTP_11), Some(HandshakeError::MethodNotGet));
    assert_eq!(begin(b"get", Version::HTTP_11), Some(HandshakeError::MethodNotGet));
    assert_eq!(begin(b"GET", Version::HTTP_10), Some(HandshakeError::HttpTooOld));
}

/// RFC 6455 section 4.2.1.
#[test]
fn the_fields_of_a_request() {
    let check = |name, values: &[&str], error| {
        let fields = replace(&request_fields(KEY), name, values);
        assert_eq!(serve(&fields, b"").err(), error, "{name}: {values:?}");
    };
    check("Upgrade", &[], Some(HandshakeError::NotWebSocket));
    check("Upgrade", &["WebSocket"], None);
    check("Upgrade", &["h2c, websocket"], None);
    check("Upgrade", &["h2c", "websocket"], None);
    check("Upgrade", &["websocket", "h2c"], None);
    check("Upgrade", &["h2c websocket"], None);
    check("Upgrade", &["websockets"], Some(HandshakeError::NotWebSocket));
    check("Upgrade", &["\"websocket\""], Some(HandshakeError::NotWebSocket));
    check("Connection", &[], Some(HandshakeError::NotUpgrade));
    check("Connection", &["keep-alive, Upgrade"], None);
    check("Connection", &["keep-alive,,\tupgrade , x"], None);
    check("Connection", &["keep-alive Upgrade, x"], None);
    check("Connection", &["keep-alive", "UPGRADE"], None);
    check("Connection", &["Upgrade", "keep-alive"], None);
    check("Connection", &["close"], Some(HandshakeError::NotUpgrade));
    check("Sec-WebSocket-Key", &[], Some(HandshakeError::MissingKey));
    check("Sec-WebSocket-Key", &["short"], Some(HandshakeError::BadKey));
    let key = std::str::from_utf8(KEY).unwrap();
    check("Sec-WebSocket-Key", &[key, key], Some(HandshakeError::DuplicateKey));
    check("Sec-WebSocket-Version", &[], Some(HandshakeError::MissingVersion));
    check("Sec-WebSocket-Version", &["8"], Some(HandshakeError::UnsupportedVersion));
    check("Sec-WebSocket-Version", &["13, 8"], Some(HandshakeError::UnsupportedVersion));
    check("Sec-WebSocket-Version", &["013"], Some(HandshakeError::UnsupportedVersion));
    check("Sec-WebSocket-Version", &["13", "13"], Some(HandshakeError::DuplicateVersion));
    check("Sec-WebSocket-Extensions", &["permessage-deflate"], None);
    check("Host", &["example.com"], None);
}

#[test]
fn names_are_compared_without_case() {
    let fields = request_fields(KEY).map(|(name, value)| (name.to_uppercase(), value));
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    assert!(serve(&fields, b"").is_ok());
}

/// RFC 6455 section 4.2.2, step 5: the client's order of preference counts.
#[test]
fn the_server_agrees_to_the_first_protocol_it_supports() {
    let check = |offered: &[&str], supported: &'static [u8], expected| {
        let fields = replace(&request_fields(KEY), "Sec-WebSocket-Protocol", offered);
        assert_eq!(serve(&fields, supported).map(|(_, protocol)| protocol), Ok(expected), "{offered:?}");
    };
    check(&[], b"chat", Protocol::NotOffered);
    check(&["chat"], b"chat", Protocol::Agreed(b"chat"));
    check(&["superchat, chat"], b"chat, superchat", Protocol::Agreed(b"superchat"));
    check(&["a, b", "chat", "c"], b"chat", Protocol::Agreed(b"chat"));
    check(&["chat", "superchat"], b"chat, superchat", Protocol::Agreed(b"chat"));
    check(&["Chat"], b"chat", Protocol::NoneAgreed);
    check(&["chat"], b"", Protocol::NoneAgreed);
    check(&[""], b"", Protocol::NoneAgreed);
}

/// RFC 6455 section 4.1, the six checks of a response.
#[test]
fn the_fields_of_a_response() {
    let check = |name, values: &[&str], error| {
        let fields = replace(&response_fields(ACCEPT), name, values);
        assert_eq!(connect(&fields, b"").err(), error, "{name}: {values:?}");
    };
    assert_eq!(ClientHandshake::new(200, KEY, b"").err(), Some(HandshakeError::NotSwitching));
    assert_eq!(ClientHandshake::new(101, &[b'='; KEY_LEN], b"").err(), Some(HandshakeError::BadKey));
    check("Upgrade", &[], Some(HandshakeError::NotWebSocket));
    check("Upgrade", &["WebSocket"], None);
    check("Upgrade", &["websocket, h2c"], Some(HandshakeError::NotWebSocket));
    check("Upgrade", &["websocket", "websocket"], Some(HandshakeError::NotWebSocket));
    check("Connection", &[], Some(HandshakeError::NotUpgrade));
    check("Connection", &["keep-alive, upgrade"], None);
    check("Connection", &["upgrade", "keep-alive"], None);
    check("Connection", &["upgraded"], Some(HandshakeError::NotUpgrade));
    check("Sec-WebSocket-Accept", &[], Some(HandshakeError::MissingAccept));
    check("Sec-WebSocket-Accept", &["S3pPLMBiTxaQ9kYGzzhZRbK+xOo="], Some(HandshakeError::BadAccept));
    let accept = std::str::from_utf8(ACCEPT).unwrap();
    check("Sec-WebSocket-Accept", &[accept, accept], Some(HandshakeError::DuplicateAccept));
    check("Sec-WebSocket-Extensions", &["permessage-deflate"], Some(HandshakeError::UnrequestedExtension));
    check("Sec-WebSocket-Protocol", &["chat"], Some(HandshakeError::UnrequestedProtocol));
    check("Server", &["x"], None);
}

#[test]
fn the_client_accepts_one_of_the_protocols_it_asked_for() {
    let check = |chosen: &[&str], requested: &'static [u8], expected| {
        let fields = replace(&response_fields(ACCEPT), "Sec-WebSocket-Protocol", chosen);
        assert_eq!(connect(&fields, requested), expected, "{chosen:?}");
    };
    check(&[], b"chat", Ok(None));
    check(&["chat"], b"superchat, chat", Ok(Some(b"chat")));
    check(&["Chat"], b"chat", Err(HandshakeError::UnrequestedProtocol));
    check(&["a, b"], b"a, b", Err(HandshakeError::UnrequestedProtocol));
    check(&[""], b"chat", Err(HandshakeError::UnrequestedProtocol));
    check(&["chat", "chat"], b"chat", Err(HandshakeError::UnrequestedProtocol));
}

#[test]
fn status_codes_of_the_errors_that_have_their_own() {
    assert_eq!(HandshakeError::MethodNotGet.status(), 405);
    assert_eq!(HandshakeError::UnsupportedVersion.status(), 426);
    assert_eq!(HandshakeError::HttpTooOld.status(), 505);
    assert_eq!(HandshakeError::BadKey.status(), 400);
    assert_eq!(HandshakeError::BadKey.to_string(), "malformed Sec-WebSocket-Key");
}

proptest! {
    #![proptest_config(property::config())]

    #[test]
    fn each_nonce_has_a_key_and_each_key_an_accept(nonce: [u8; 16]) {
        let key = request_key(nonce);
        let accept = accept(&key).unwrap();
        prop_assert_eq!(serve(&request_fields(&key), b""), Ok((accept, Protocol::NotOffered)));
        let mut client = ClientHandshake::new(101, &key, b"").unwrap();
        for (name, value) in response_fields(&accept) {
            prop_assert_eq!(client.field(name.as_bytes(), value), Ok(()));
        }
        prop_assert_eq!(client.finish(), Ok(None));
    }
}
