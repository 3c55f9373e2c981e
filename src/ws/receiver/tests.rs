//! The receiver on whole streams, each with the log that RFC 6455 lets expect, and its rules for a reader.

use super::super::trace::tests::log;
use super::super::trace::{Entry, trace};
use super::*;
use Role::{Client, Server};

const STRICT: Policy = Policy::STRICT;
const NO_LIMITS: Limits = Limits::DEFAULT;

fn check_with(policy: Policy, limits: Limits, cases: &[(Role, &[u8], &[&str])]) {
    for (role, input, expected) in cases {
        let found: Vec<String> = log(*role, policy, limits, input).iter().map(Entry::to_string).collect();
        assert_eq!(found, *expected, "{role:?} receives {input:x?}");
    }
}

fn check(cases: &[(Role, &[u8], &[&str])]) {
    check_with(STRICT, NO_LIMITS, cases);
}

/// RFC 6455 section 5.7. Nothing is said of the pong.
#[test]
fn the_examples_of_the_rfc() {
    check(&[
        (Client, b"\x81\x05Hello", &["text \"Hello\""]),
        (Server, b"\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58", &["text \"Hello\""]),
        (Client, b"\x01\x03Hel\x80\x02lo", &["text \"Hello\""]),
        (Client, b"\x89\x05Hello", &["ping \"Hello\""]),
        (Server, b"\x8a\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58", &[]),
    ]);
    for (header, len) in
        [(&b"\x82\x7e\x01\x00"[..], 256), (b"\x82\x7f\x00\x00\x00\x00\x00\x01\x00\x00", 65536)]
    {
        let payload = vec![0xa5; len];
        let input = [header, &payload].concat();
        for piece in [1000, usize::MAX] {
            let log = trace(Client, STRICT, NO_LIMITS, &input, |_| piece);
            assert_eq!(log, [Entry::Message(MessageType::Binary, payload.clone())]);
        }
    }
}

/// Section 5.4.
#[test]
fn fragments_make_messages() {
    check(&[
        (Client, b"\x02\x01a\x00\x01b\x80\x01c", &["binary \"abc\""]),
        (Client, b"\x02\x01a\x89\x01p\x8a\x01q\x80\x01c", &["ping \"p\"", "binary \"ac\""]),
        (Client, b"\x01\x00\x80\x00", &["text \"\""]),
        (Client, b"\x01\x01a\x00\x00\x80\x00\x82\x00", &["text \"a\"", "binary \"\""]),
        (Client, b"\x80\x01a", &["error StrayContinuation 1002"]),
        (Client, b"\x00\x00", &["error StrayContinuation 1002"]),
        (Client, b"\x81\x01a\x80\x01b", &["text \"a\"", "error StrayContinuation 1002"]),
        (Client, b"\x01\x01a\x81\x01b", &["error UnfinishedMessage 1002"]),
        (Client, b"\x01\x01a\x02\x01b", &["error UnfinishedMessage 1002"]),
        (Client, b"\x01\x02ab\x00\x01c\x00", &["unfinished text \"abc\""]),
    ]);
}

/// Section 5.1.
#[test]
fn the_role_decides_about_masking() {
    check(&[
        (Server, b"\x81\x05", &["error Unmasked 1002"]),
        (Client, b"\x81\x85", &["error Masked 1002"]),
        (Server, b"\x89\x00", &["error Unmasked 1002"]),
        (Client, b"\x88\x80", &["error Masked 1002"]),
        // The key is another one in each frame, and begins anew.
        (
            Server,
            b"\x02\x83\x01\x02\x03\x04\x01\x02\x03\x80\x82\xff\x00\xff\x00\xff\x00",
            &["binary \"\\x00\\x00\\x00\\x00\\x00\""],
        ),
    ]);
}

/// Section 5.2.
#[test]
fn headers_that_are_refused() {
    check(&[
        (Client, b"\xc1\x05", &["error ReservedBits 1002"]),
        (Client, b"\xa1\x05", &["error ReservedBits 1002"]),
        (Client, b"\x91\x05", &["error ReservedBits 1002"]),
        (Client, b"\x83\x00", &["error UnknownOpcode 1002"]),
        (Client, b"\x8b\x00", &["error UnknownOpcode 1002"]),
        (Client, b"\x82\x7e\x00\x7d", &["error BadLength 1002"]),
        (Client, b"\x82\x7f\x80\x00\x00\x00\x00\x00\x00\x00", &["error BadLength 1002"]),
    ]);
}

/// Section 5.5.
#[test]
fn control_frames_are_whole_and_short() {
    let longest = [&b"\x89\x7d"[..], &[b'p'; 125]].concat();
    let ping = format!("ping \"{}\"", "p".repeat(125));
    check(&[
        (Client, b"\x89\x00", &["ping \"\""]),
        (Client, &longest, &[&ping]),
        (Client, b"\x89\x7e", &["error ControlTooLong 1002"]),
        (Client, b"\x8a\x7f", &["error ControlTooLong 1002"]),
        (Client, b"\x88\x7e", &["error ControlTooLong 1002"]),
        (Client, b"\x09\x00", &["error FragmentedControl 1002"]),
        (Client, b"\x08\x00", &["error FragmentedControl 1002"]),
        (Server, b"\x89\x83\x01\x02\x03\x04\x71\x6b\x6d", &["ping \"pin\""]),
    ]);
}

/// Sections 5.5.1 and 7.4.
#[test]
fn close_frames() {
    check(&[
        (Client, b"\x88\x00", &["close"]),
        (Client, b"\x88\x02\x03\xe8", &["close 1000 \"\""]),
        (Client, b"\x88\x04\x03\xe8OK", &["close 1000 \"OK\""]),
        (Server, b"\x88\x84\x37\xfa\x21\x3d\x34\x12\x6e\x76", &["close 1000 \"OK\""]),
        (Client, b"\x88\x00\x81\x05Hello", &["close", "rest 7"]),
        (Client, b"\x01\x01a\x88\x00", &["close"]),
        (Client, b"\x88\x01\x03", &["error BadCloseBody 1002"]),
        (Client, b"\x88\x02\x03\xe7", &["error BadCloseCode 1002"]),
        (Client, b"\x88\x02\x13\x88", &["error BadCloseCode 1002"]),
        (Client, b"\x88\x02\x03\xed", &["error BadCloseCode 1002"]),
        (Client, b"\x88\x04\x03\xe8\xc3\x28", &["error BadUtf8 1007"]),
    ]);
    check_with(
        Policy::DILL,
        NO_LIMITS,
        &[
            (Client, b"\x88\x02\x03\xed", &["close 1005 \"\""]),
            (Client, b"\x88\x04\x03\xe8\xc3\x28", &["close 1000 \"\\xc3(\""]),
            (Client, b"\x88\x02\x13\x88", &["error BadCloseCode 1002"]),
        ],
    );
}

/// Section 8.1. Cuts fall into characters too.
#[test]
fn text_is_held_to_utf8_if_the_policy_says_so() {
    check(&[
        (Client, b"\x81\x04\xf0\x9f\x98\x80", &["text \"\\xf0\\x9f\\x98\\x80\""]),
        (
            Client,
            b"\x01\x02\xf0\x9f\x89\x00\x80\x02\x98\x80",
            &["ping \"\"", "text \"\\xf0\\x9f\\x98\\x80\""],
        ),
        (Client, b"\x81\x03\xf0\x9f\x98", &["error BadUtf8 1007"]),
        (Client, b"\x01\x01\xf0\x80\x00", &["error BadUtf8 1007"]),
        (Client, b"\x01\x7d\xff", &["error BadUtf8 1007"]),
        (Client, b"\x82\x01\xff\x81\x01a", &["binary \"\\xff\"", "text \"a\""]),
    ]);
    check_with(Policy::DILL, NO_LIMITS, &[(Client, b"\x81\x01\xff", &["text \"\\xff\""])]);
}

#[test]
fn a_policy_may_refuse_text() {
    let binary = Policy { text: false, ..STRICT };
    check_with(
        binary,
        NO_LIMITS,
        &[
            (Client, b"\x82\x01a\x81\x01", &["binary \"a\"", "error TextNotAccepted 1003"]),
            (Client, b"\x02\x01a\x80\x01b", &["binary \"ab\""]),
            (Client, b"\x02\x01a\x81", &["unfinished binary \"a\""]),
            (Client, b"\x02\x01a\x81\x00", &["error UnfinishedMessage 1002"]),
        ],
    );
}

/// Section 10.4. A frame is refused with its header.
#[test]
fn limits_have_errors_of_their_own() {
    let limits = Limits { frame: 3, message: 5 };
    check_with(
        STRICT,
        limits,
        &[
            (Client, b"\x82\x03abc", &["binary \"abc\""]),
            (Client, b"\x82\x04", &["error FrameTooLarge 1009"]),
            (Client, b"\x02\x03abc\x80\x02de", &["binary \"abcde\""]),
            (Client, b"\x02\x03abc\x80\x03", &["error MessageTooLarge 1009"]),
            (Client, b"\x82\x03abc\x82\x03def", &["binary \"abc\"", "binary \"def\""]),
            (Client, b"\x89\x06abcdef", &["ping \"abcdef\""]),
        ],
    );
    let longest = b"\x02\x7f\x7f\xff\xff\xff\xff\xff\xff\xff";
    let mut receiver = Receiver::new(Client, STRICT, NO_LIMITS);
    assert_eq!(receiver.feed(&mut longest.to_vec()), Ok((10, Event::NeedMore)));
    assert_eq!(receiver.want(), Want::Payload(u64::MAX >> 1));
}

#[test]
fn the_sum_of_the_lengths_cannot_overflow() {
    let mut assembly = Assembly::new(STRICT, NO_LIMITS);
    let mut begin = |opcode, len| assembly.begin_frame(Header { fin: false, opcode, len, key: None });
    assert_eq!(begin(Opcode::Binary, u64::MAX >> 1), Ok(MessageType::Binary));
    assert_eq!(begin(Opcode::Continuation, u64::MAX >> 1), Ok(MessageType::Binary));
    assert_eq!(begin(Opcode::Continuation, 2), Err(Error::MessageTooLarge));
}

/// What a reader sees that takes just what it is told.
#[test]
fn a_reader_learns_what_comes() {
    let mut receiver = Receiver::new(Server, STRICT, NO_LIMITS);
    let mut feed = |bytes: &[u8], expected: Want| {
        let mut bytes = bytes.to_vec();
        assert_eq!(receiver.feed(&mut bytes).map(|(taken, _)| taken), Ok(bytes.len()));
        assert_eq!(receiver.want(), expected);
    };
    feed(b"", Want::Protocol(2));
    feed(b"\x82", Want::Protocol(1));
    feed(b"\xfe", Want::Protocol(2 + 4));
    feed(b"\x01\x00key!", Want::Payload(256));
    feed(&[0; 200], Want::Payload(56));
    feed(&[0; 56], Want::Protocol(2));
    feed(b"\x89\x83", Want::Protocol(4));
    feed(b"key!", Want::Protocol(3));
    feed(b"abc", Want::Protocol(2));
    feed(b"\x82\x80", Want::Protocol(4));
    feed(b"key!", Want::Protocol(2));
    feed(b"\x88\x80", Want::Protocol(4));
    feed(b"\0\0\0\0", Want::Nothing);
}

#[test]
fn the_close_frame_is_kept_and_nothing_behind_it_is_taken() {
    let mut receiver = Receiver::new(Client, STRICT, NO_LIMITS);
    assert_eq!(receiver.close(), None);
    let mut input = *b"\x88\x04\x03\xe8OK\x81\x00";
    let close = Close::new(1000, b"OK").unwrap();
    assert_eq!(receiver.feed(&mut input), Ok((6, Event::Close(close))));
    assert_eq!(receiver.feed(&mut input[6..]), Ok((0, Event::Close(close))));
    assert_eq!(receiver.feed(&mut []), Ok((0, Event::Close(close))));
    assert_eq!(receiver.close(), Some(close));
    assert_eq!(&input[6..], b"\x81\x00");
}

#[test]
fn an_error_is_final() {
    let mut receiver = Receiver::new(Client, STRICT, NO_LIMITS);
    assert_eq!(receiver.feed(b"\x83\x00".to_vec().as_mut()), Err(Error::UnknownOpcode));
    assert_eq!(receiver.feed(b"\x81\x00".to_vec().as_mut()), Err(Error::UnknownOpcode));
    assert_eq!(receiver.feed(&mut []), Err(Error::UnknownOpcode));
    assert_eq!(receiver.want(), Want::Nothing);
    assert_eq!(receiver.close(), None);
}
