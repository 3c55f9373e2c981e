//! WebSocket: the same log whole, byte by byte, cut in two and in the pieces that the receiver asks for; control
//! payloads and messages stay within their limits; what arrived can be sent, and then arrives the same. Handshakes: what
//! a server agrees to is what its client expects.

#![no_main]

use httpcore::http::Version;
use httpcore::ws::handshake::{ClientHandshake, Protocol, ServerHandshake, response_fields};
use httpcore::ws::trace::{Entry, trace};
use httpcore::ws::{Limits, MAX_CONTROL_PAYLOAD, MAX_HEADER, Policy, Role, Sender, Want};
use httpcore_fuzz::choose;
use libfuzzer_sys::fuzz_target;

const SMALL: Limits = Limits { frame: 9, message: 12 };

const SETUPS: [(Role, Policy, Limits); 8] = [
    (Role::Client, Policy::STRICT, Limits::DEFAULT),
    (Role::Server, Policy::STRICT, Limits::DEFAULT),
    (Role::Client, Policy::DILL, Limits::DEFAULT),
    (Role::Server, Policy::DILL, Limits::DEFAULT),
    (Role::Client, Policy::NNG, Limits::DEFAULT),
    (Role::Server, Policy::NNG, SMALL),
    (Role::Client, Policy::STRICT, SMALL),
    (Role::Server, Policy::STRICT, SMALL),
];

fuzz_target!(|data: &[u8]| {
    let [choice, cut, stream @ ..] = data else { return };
    let &(role, policy, limits) = choose(*choice, &SETUPS);
    let run = |piece: &mut dyn FnMut(Want) -> usize| trace(role, policy, limits, stream, piece);
    let whole = run(&mut |_| usize::MAX);
    assert_eq!(whole, run(&mut |_| 1), "byte by byte");
    let mut front = Some(usize::from(*cut));
    assert_eq!(whole, run(&mut |_| front.take().unwrap_or(usize::MAX)), "cut at {cut}");
    assert_eq!(whole, run(&mut wanted), "as wanted");

    let mut messages = Vec::new();
    for entry in whole {
        match &entry {
            Entry::Message(_, payload) => {
                assert!(payload.len() as u64 <= limits.message);
                messages.push(entry);
            }
            Entry::Ping(payload) | Entry::Close(_, payload) => assert!(payload.len() <= MAX_CONTROL_PAYLOAD),
            Entry::Rest(_) | Entry::Error(_) | Entry::Unfinished(..) => {}
        }
    }
    assert_eq!(trace(role, policy, Limits::DEFAULT, &sent_to(role, &messages), wanted), messages);

    handshake(stream);
});

fn wanted(want: Want) -> usize {
    match want {
        Want::Protocol(len) => len,
        Want::Payload(len) => usize::try_from(len).unwrap_or(usize::MAX),
        Want::Nothing => panic!("fed without being asked"),
    }
}

/// The messages as the peer of `role` sends them.
fn sent_to(role: Role, messages: &[Entry]) -> Vec<u8> {
    let sender = Sender::new(if role == Role::Client { Role::Server } else { Role::Client });
    let mut wire = Vec::new();
    for message in messages {
        let Entry::Message(message_type, payload) = message else { continue };
        let mut header = [0; MAX_HEADER];
        let (header, mask) =
            sender.message(*message_type, payload.len() as u64, || [1, 0x80, 0xff, 7], &mut header).unwrap();
        wire.extend_from_slice(header);
        let begin = wire.len();
        wire.extend_from_slice(payload);
        if let Some(mut mask) = mask {
            mask.apply(&mut wire[begin..]);
        }
    }
    wire
}

/// Reads the lines as the fields of a request.
fn handshake(text: &[u8]) {
    let Ok(mut server) = ServerHandshake::new(b"GET", Version::HTTP_11, b"chat, superchat") else { return };
    let (mut key, mut requested) = (None, Vec::new());
    for line in text.split(|&byte| byte == b'\n') {
        let Some(colon) = line.iter().position(|&byte| byte == b':') else { continue };
        let (name, value) = (&line[..colon], &line[colon + 1..]);
        if server.field(name, value).is_err() {
            return;
        }
        if name.eq_ignore_ascii_case(b"Sec-WebSocket-Key") {
            key = Some(value);
        } else if name.eq_ignore_ascii_case(b"Sec-WebSocket-Protocol") {
            // Quotes have no place there, and one that nothing closes would reach over the other lines.
            if value.contains(&b'"') {
                return;
            }
            requested.extend_from_slice(value);
            requested.push(b',');
        }
    }
    let Ok((accept, protocol)) = server.finish() else { return };
    let key = key.and_then(|key| key.try_into().ok()).expect("a key of 24 characters");
    let mut client = ClientHandshake::new(101, key, &requested).unwrap();
    for (name, value) in response_fields(&accept) {
        client.field(name.as_bytes(), value).unwrap();
    }
    let agreed = if let Protocol::Agreed(name) = protocol { Some(name) } else { None };
    if let Some(name) = agreed {
        client.field(b"Sec-WebSocket-Protocol", name).unwrap();
    }
    assert_eq!(client.finish(), Ok(agreed));
}
