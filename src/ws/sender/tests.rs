//! Frames as they go out, for both roles.

use super::super::CloseCode;
use super::*;

const KEY: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

/// A server makes no key.
fn no_key() -> [u8; 4] {
    panic!("a server asked for a masking key")
}

/// RFC 6455 section 5.7, the first two examples.
#[test]
fn a_message_of_either_role() {
    let mut out = [0; MAX_HEADER];
    let server = Sender::new(Role::Server);
    assert_eq!(server.message(MessageType::Text, 5, no_key, &mut out), Ok((&b"\x81\x05"[..], None)));
    let client = Sender::new(Role::Client);
    let (header, mask) = client.message(MessageType::Text, 5, || KEY, &mut out).unwrap();
    assert_eq!(header, b"\x81\x85\x37\xfa\x21\x3d");
    let mut payload = *b"Hello";
    mask.unwrap().apply(&mut payload);
    assert_eq!(&payload, b"\x7f\x9f\x4d\x51\x58");
}

/// The largest header: 14 bytes, for a masked payload whose length takes 64 bits.
#[test]
fn a_long_message_of_a_client() {
    let mut out = [0; MAX_HEADER];
    let client = Sender::new(Role::Client);
    let (header, _) = client.message(MessageType::Binary, 65536, || KEY, &mut out).unwrap();
    assert_eq!(header, b"\x82\xff\x00\x00\x00\x00\x00\x01\x00\x00\x37\xfa\x21\x3d");
    assert_eq!(client.message(MessageType::Binary, 1 << 63, || KEY, &mut out), Err(SendError::TooLong));
    assert!(client.message(MessageType::Binary, (1 << 63) - 1, || KEY, &mut out).is_ok());
}

/// RFC 6455 section 5.7, "unmasked Ping request and masked Pong response".
#[test]
fn a_pong_has_the_payload_of_its_ping() {
    let mut out = [0; MAX_CONTROL_FRAME];
    let client = Sender::new(Role::Client);
    assert_eq!(
        client.pong(b"Hello", || KEY, &mut out),
        Ok(&b"\x8a\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"[..])
    );
    let server = Sender::new(Role::Server);
    assert_eq!(server.pong(b"", no_key, &mut out), Ok(&b"\x8a\x00"[..]));
    assert_eq!(server.pong(&[0; 126], no_key, &mut out), Err(SendError::ControlTooLong));
    assert_eq!(client.pong(&[0; 125], || KEY, &mut out).map(<[u8]>::len), Ok(MAX_CONTROL_FRAME));
}

#[test]
fn a_close_frame_with_and_without_content() {
    let mut out = [0; MAX_CONTROL_FRAME];
    let mut check = |role, close: Close<'_>, expected: &[u8]| {
        assert_eq!(Sender::new(role).close(close, || KEY, &mut out), Ok(expected), "{close:?}");
    };
    check(Role::Server, Close::with_code(None), b"\x88\x00");
    check(Role::Server, Close::with_code(Some(CloseCode::NORMAL)), b"\x88\x02\x03\xe8");
    check(Role::Server, Close::new(1000, b"OK").unwrap(), b"\x88\x04\x03\xe8OK");
    check(Role::Client, Close::with_code(None), b"\x88\x80\x37\xfa\x21\x3d");
    check(Role::Client, Close::new(1000, b"OK").unwrap(), b"\x88\x84\x37\xfa\x21\x3d\x34\x12\x6e\x76");
}

/// RFC 6455 section 5.5.1.
#[test]
fn nothing_follows_the_close_frame() {
    let mut sender = Sender::new(Role::Server);
    let close = Close::with_code(None);
    assert!(!sender.is_closed());
    assert!(sender.close(close, no_key, &mut [0; MAX_CONTROL_FRAME]).is_ok());
    assert!(sender.is_closed());
    assert_eq!(sender.close(close, no_key, &mut [0; MAX_CONTROL_FRAME]), Err(SendError::Closed));
    assert_eq!(sender.pong(b"", no_key, &mut [0; MAX_CONTROL_FRAME]), Err(SendError::Closed));
    assert_eq!(sender.message(MessageType::Text, 0, no_key, &mut [0; MAX_HEADER]), Err(SendError::Closed));
}
