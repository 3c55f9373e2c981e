//! Both directions against each other, and against frames written out.

use proptest::prelude::*;

use super::*;
use crate::property;
use crate::ws::Error as WsError;

const KEY: [u8; 4] = *b"key!";

fn framing(role: Role, change: impl FnOnce(&mut Values)) -> Framing {
    let mut values = Values::new(role);
    change(&mut values);
    Framing::new(role, &values)
}

fn server() -> Framing {
    framing(Role::Server, |_| {})
}

/// A frame of a client.
fn masked(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![first, 0x80 | payload.len() as u8];
    frame.extend_from_slice(&KEY);
    frame.extend_from_slice(payload);
    let start = frame.len() - payload.len();
    Mask::new(KEY).apply(&mut frame[start..]);
    frame
}

/// Receives everything in pieces with so much room for payload at a time. Returns the payload, and how it ended.
fn receive(framing: &mut Framing, mut input: &mut [u8], room: usize) -> (Vec<u8>, Option<Found>) {
    let mut payload = Vec::new();
    while !input.is_empty() {
        let (taken, found) = framing.receive(input, room);
        match found {
            Found::Payload => payload.extend_from_slice(&input[..taken]),
            Found::Protocol if taken == 0 => panic!("no progress"),
            Found::Protocol => {}
            Found::Close | Found::Broken(_) => return (payload, Some(found)),
        }
        input = &mut input[taken..];
    }
    (payload, None)
}

fn control(framing: &mut Framing) -> Vec<u8> {
    let mut out = Vec::new();
    framing.control(|| KEY, &mut out);
    out
}

/// One message of one frame, composed in blocks of this size.
fn send(framing: &mut Framing, bytes: &[u8], block: usize) -> (usize, Vec<u8>) {
    let mut out = Vec::new();
    let len = framing.begin_frame(bytes.len(), || KEY, &mut out).unwrap();
    let mut rest = bytes;
    while framing.in_frame() {
        let moved = framing.payload(&[IoSlice::new(rest)], block, &mut out);
        rest = &rest[moved..];
    }
    (len, out)
}

#[test]
fn borders_of_messages_are_lost() {
    let mut input = [
        masked(0x02, b"he"),
        masked(0x89, b"?"),
        masked(0x00, b""),
        masked(0x00, b"l"),
        masked(0x80, b"lo "),
        masked(0x82, b""),
        masked(0x8a, b"unasked"),
        masked(0x82, b"world"),
    ]
    .concat();
    let mut server = server();
    assert_eq!(receive(&mut server, &mut input, 2), (b"hello world".to_vec(), None));
    assert_eq!(control(&mut server), b"\x8a\x01?");
}

#[test]
fn payload_waits_for_room_and_nothing_else_does() {
    let mut server = server();
    let mut input = [masked(0x89, b"a"), masked(0x89, b"b"), masked(0x82, b"xyz")].concat();
    let mut used = 0;
    while !server.wants_room() {
        used += server.receive(&mut input[used..], 0).0;
    }
    assert_eq!(used, input.len() - 3);
    assert_eq!(server.receive(&mut input[used..], 0), (0, Found::Protocol));
    assert_eq!(control(&mut server), b"\x8a\x01b", "one answer for two pings");
    assert_eq!(server.receive(&mut input[used..], 2), (2, Found::Payload));
    assert_eq!(&input[used..used + 2], b"xy");
}

#[test]
fn what_is_refused() {
    let text = |values: &mut Values| values.for_test(true, 0);
    let small = |values: &mut Values| values.for_test(false, 3);
    let check = |mut framing: Framing, mut input: Vec<u8>, payload: &[u8], end: Option<(WsError, u16)>| {
        let (got, found) = receive(&mut framing, &mut input, usize::MAX);
        assert_eq!((&got[..], found), (payload, end.map(|(error, _)| Found::Broken(error))));
        if let Some((_, code)) = end {
            assert_eq!(control(&mut framing), [&[0x88, 2], &code.to_be_bytes()[..]].concat());
            assert!(framing.has_ended());
        }
    };
    check(server(), masked(0x81, b"text"), b"", Some((WsError::TextNotAccepted, 1003)));
    check(framing(Role::Server, text), masked(0x81, b"text\xff"), b"text\xff", None);
    check(framing(Role::Server, small), masked(0x82, b"abcd"), b"", Some((WsError::FrameTooLarge, 1009)));
    let fragments = [masked(0x02, b"abc"), masked(0x80, b"de")].concat();
    check(framing(Role::Server, small), fragments, b"abcde", None);
    check(server(), b"\x82\x01x".to_vec(), b"", Some((WsError::Unmasked, 1002)));
    check(server(), masked(0xc2, b"x"), b"", Some((WsError::ReservedBits, 1002)));
    let fragment_first = [masked(0x02, b"x"), masked(0x82, b"y")].concat();
    check(server(), fragment_first, b"x", Some((WsError::UnfinishedMessage, 1002)));
}

#[test]
fn both_close_once() {
    let mut server = server();
    let mut input = [masked(0x88, b"\x0f\xa1bye"), masked(0x82, b"late")].concat();
    assert_eq!(receive(&mut server, &mut input, 9), (Vec::new(), Some(Found::Close)));
    assert!(server.has_ended());
    server.close(Some(CloseCode::NORMAL));
    assert_eq!(control(&mut server), b"\x88\x02\x0f\xa1");
    assert!(server.has_sent_close());
    server.close(Some(CloseCode::NORMAL));
    assert_eq!(control(&mut server), b"");
    assert_eq!(server.begin_frame(1, || KEY, &mut Vec::new()), None);

    let mut client = framing(Role::Client, |_| {});
    client.close(Some(CloseCode::NORMAL));
    assert_eq!(control(&mut client), masked(0x88, b"\x03\xe8"));
    let mut answer = *b"\x89\x01p\x82\x01x\x88\x02\x03\xe8";
    assert_eq!(receive(&mut client, &mut answer, 9), (b"x".to_vec(), Some(Found::Close)));
    assert_eq!(control(&mut client), b"", "nothing goes out behind the close frame");
}

#[test]
fn frames_are_whole() {
    let mut client = framing(Role::Client, |values| values.for_test(true, 0));
    let mut out = Vec::new();
    assert_eq!(client.begin_frame(5, || KEY, &mut out), Some(5));
    let parts = [IoSlice::new(b"he"), IoSlice::new(b""), IoSlice::new(b"llo, and more")];
    assert_eq!(client.payload(&parts, 2, &mut out), 2);
    let mut ping = *b"\x89\x01p";
    assert_eq!(receive(&mut client, &mut ping, 0), (Vec::new(), None));
    client.close(None);
    let before = out.len();
    client.control(|| KEY, &mut out);
    assert_eq!(out.len(), before, "a frame is in the way");
    assert_eq!(client.payload(&parts[2..], 99, &mut out), 3);
    assert!(!client.in_frame());
    client.control(|| KEY, &mut out);
    assert_eq!(out, [masked(0x81, b"hello"), masked(0x8a, b"p"), masked(0x88, b"")].concat());
}

#[test]
fn one_frame_has_at_most_so_much() {
    let bytes = vec![b'x'; 2 << 20];
    for (role, most) in [(Role::Server, 64 << 10), (Role::Client, 1 << 20)] {
        assert_eq!(send(&mut framing(role, |_| {}), &bytes, 1000).0, most);
    }
    assert_eq!(send(&mut server(), b"", 1000), (0, b"\x82\0".to_vec()), "an empty message");
}

proptest! {
    #![proptest_config(property::config())]

    #[test]
    fn what_one_side_sends_the_other_receives(
        messages: Vec<Vec<u8>>,
        block in 1_usize..100,
        room in 1_usize..100,
        from_client: bool,
    ) {
        let (from, to) =
            if from_client { (Role::Client, Role::Server) } else { (Role::Server, Role::Client) };
        let (mut sender, mut receiver) = (framing(from, |_| {}), framing(to, |_| {}));
        let mut wire: Vec<u8> = messages.iter().flat_map(|message| send(&mut sender, message, block).1).collect();
        prop_assert_eq!(receive(&mut receiver, &mut wire, room), (messages.concat(), None));
    }
}
