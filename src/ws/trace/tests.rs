//! Logs do not depend on how a stream is cut, and what was sent arrives.

use proptest::prelude::*;

use super::super::Mask;
use super::super::frame::{Header, MAX_HEADER, Opcode};
use super::*;
use crate::property;
use Role::{Client, Server};

/// The log of a stream, which is fed whole, byte by byte, cut in two at every byte, and in exactly the pieces that the
/// receiver asks for; the log has to be the same every time.
pub(in crate::ws) fn log(role: Role, policy: Policy, limits: Limits, input: &[u8]) -> Vec<Entry> {
    let run = |piece: &mut dyn FnMut(Want) -> usize| trace(role, policy, limits, input, piece);
    let whole = run(&mut |_| usize::MAX);
    assert_eq!(run(&mut |_| 1), whole, "byte by byte: {input:x?}");
    for at in 1..input.len() {
        let mut first = Some(at);
        assert_eq!(run(&mut |_| first.take().unwrap_or(usize::MAX)), whole, "cut at {at}: {input:x?}");
    }
    assert_eq!(run(&mut wanted), whole, "as wanted: {input:x?}");
    whole
}

fn wanted(want: Want) -> usize {
    match want {
        Want::Protocol(len) => len,
        Want::Payload(len) => len as usize,
        Want::Nothing => panic!("fed without being asked"),
    }
}

/// One frame as the peer of `role` sends it.
fn frame(role: Role, fin: bool, opcode: Opcode, payload: &[u8], key: [u8; 4]) -> Vec<u8> {
    let key = (role == Server).then_some(key);
    let header = Header { fin, opcode, len: payload.len() as u64, key };
    let mut out = header.encode(&mut [0; MAX_HEADER]).to_vec();
    let mut payload = payload.to_vec();
    if let Some(key) = key {
        Mask::new(key).apply(&mut payload);
    }
    out.extend(payload);
    out
}

/// What streams to a client consist of, right and wrong.
const PARTS: &[&[u8]] = &[
    b"\x81\x05Hello",
    b"\x01\x02\xf0\x9f",
    b"\x80\x02\x98\x80",
    b"\x80\x00",
    b"\x00\x01a",
    b"\x02\x00",
    b"\x02\x06abcdef",
    b"\x82\x7e\x00\x80",
    &[b'x'; 128],
    b"\x89\x01p",
    b"\x8a\x00",
    b"\x88\x02\x03\xe8",
    b"\x88\x01x",
    b"\x81\x02\xc3\x28",
    b"\xc1",
    b"\x83\x00",
    b"\x09\x00",
];

#[derive(Debug, Clone)]
struct Fragment {
    payload: Vec<u8>,
    key: [u8; 4],
    /// A control frame in front of it.
    control: Option<(bool, Vec<u8>)>,
}

fn fragments() -> impl Strategy<Value = Vec<Fragment>> {
    let payload = prop_oneof![
        9 => prop::collection::vec(any::<u8>(), 0..40),
        1 => prop::collection::vec(any::<u8>(), 120..300),
    ];
    let control = prop::option::weighted(0.2, (any::<bool>(), prop::collection::vec(any::<u8>(), 0..=125)));
    let fragment = (payload, any::<[u8; 4]>(), control).prop_map(|(payload, key, control)| Fragment {
        payload,
        key,
        control,
    });
    prop::collection::vec(fragment, 1..5)
}

proptest! {
    #![proptest_config(property::config())]

    /// What was sent arrives, however it was fragmented and wherever it is cut.
    #[test]
    fn messages_arrive_as_they_were_sent(
        role in prop::sample::select(vec![Client, Server]),
        messages in prop::collection::vec((prop::sample::select(vec![MessageType::Text, MessageType::Binary]), fragments()), 0..4),
        pieces in prop::collection::vec(0usize..50, 1..40),
        rest in 0usize..10,
    ) {
        let mut wire = Vec::new();
        let mut expected = Vec::new();
        for (message_type, fragments) in &messages {
            for (i, Fragment { payload, key, control }) in fragments.iter().enumerate() {
                if let Some((is_ping, payload)) = control {
                    let opcode = if *is_ping { Opcode::Ping } else { Opcode::Pong };
                    wire.extend(frame(role, true, opcode, payload, *key));
                    expected.extend(is_ping.then(|| Entry::Ping(payload.clone())));
                }
                let opcode = if i == 0 { message_type.opcode() } else { Opcode::Continuation };
                wire.extend(frame(role, i + 1 == fragments.len(), opcode, payload, *key));
            }
            let payloads: Vec<&[u8]> = fragments.iter().map(|fragment| &fragment.payload[..]).collect();
            expected.push(Entry::Message(*message_type, payloads.concat()));
        }
        wire.extend(frame(role, true, Opcode::Close, b"\x03\xe8bye", [1, 2, 3, 4]));
        wire.extend(vec![0xff; rest]);
        expected.push(Entry::Close(Some(CloseCode::NORMAL), b"bye".to_vec()));
        expected.extend((rest > 0).then_some(Entry::Rest(rest)));

        let mut pieces = pieces.into_iter().cycle();
        let found = trace(role, Policy::DILL, Limits::DEFAULT, &wire, |_| pieces.next().unwrap_or(1));
        prop_assert_eq!(&found, &expected);
        prop_assert_eq!(trace(role, Policy::DILL, Limits::DEFAULT, &wire, wanted), expected);
    }

    /// Any input gives the same log wherever it is cut. Made of what streams consist of, so that it gets far.
    #[test]
    fn cuts_make_no_difference(
        parts in prop::collection::vec(
            prop::sample::select(PARTS),
            0..12,
        ),
        policy in prop::sample::select(vec![Policy::STRICT, Policy::DILL, Policy::NNG]),
        frame in prop::sample::select(vec![5, u64::MAX]),
        pieces in prop::collection::vec(0usize..6, 1..60),
    ) {
        let input = parts.concat();
        let limits = Limits { frame, message: 300 };
        let whole = trace(Client, policy, limits, &input, |_| usize::MAX);
        let mut pieces = pieces.into_iter().cycle();
        prop_assert_eq!(trace(Client, policy, limits, &input, |_| pieces.next().unwrap_or(1)), whole.clone());
        prop_assert_eq!(trace(Client, policy, limits, &input, wanted), whole);
    }

    /// The same for bytes that mean nothing.
    #[test]
    fn noise_is_cut_without_a_difference(
        role in prop::sample::select(vec![Client, Server]),
        input in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        log(role, Policy::STRICT, Limits::DEFAULT, &input);
    }
}
