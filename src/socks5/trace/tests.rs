//! Whole exchanges of either side, with application data behind them.

use proptest::prelude::*;

use super::*;
use crate::property;

#[test]
fn whole_exchanges() {
    let wire = b"\x05\x02\x00\x02\x01\x04user\x06secret\x05\x01\x00\x03\x04host\x00\x50hello";
    let expected = [
        Entry::Offer,
        Entry::Credentials(b"user".to_vec(), b"secret".to_vec()),
        Entry::Request(Command::Connect, b"host".to_vec(), 80),
        Entry::Rest(5),
    ];
    for piece in [usize::MAX, 1, 7] {
        assert_eq!(proxy(Method::Password, wire, |_| piece), expected);
    }
    assert_eq!(proxy(Method::Password, wire, |need| need), expected);
    assert_eq!(proxy(Method::None, wire, |need| need), [Entry::Offer, Entry::Error(Error::BadVersion)]);

    let wire = b"\x05\x02\x01\x00\x05\x00\x00\x01\0\0\0\0\0\0hello";
    let expected = [
        Entry::Selection(Method::Password),
        Entry::Accepted,
        Entry::Reply(ReplyCode::Succeeded),
        Entry::Rest(5),
    ];
    assert_eq!(client(true, wire, |_| usize::MAX), expected);
    assert_eq!(client(true, wire, |need| need), expected);
    assert_eq!(
        client(true, &wire[..10], |_| 1),
        [Entry::Selection(Method::Password), Entry::Accepted, Entry::Unfinished]
    );
}

/// What exchanges consist of, right and wrong.
const PARTS: &[&[u8]] = &[
    b"\x05\x02\x00\x02",
    b"\x05\x01\x00",
    b"\x05\x00",
    b"\x05\x02",
    b"\x05\xff",
    b"\x01\x04user\x06secret",
    b"\x01\x01\0\x00",
    b"\x01\x00",
    b"\x01\xff",
    b"\x05\x01\x00\x01\x01\x02\x03\x04\x00\x50",
    b"\x05\x00\x00\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x01\xbb",
    b"\x05\x03\x00\x03\x04host\x00\x50",
    b"\x05\x01\x00\x03\x00\x00\x50",
    b"\x05\x04\x00\x01",
    b"\x05\x01\x01\x01",
    b"\x05\x08\x00\x07",
];

proptest! {
    #![proptest_config(property::config())]

    /// Any input gives the same log however much of it the parsers get. Made of what exchanges consist of, so that it
    /// gets far.
    #[test]
    fn cuts_make_no_difference(
        parts in prop::collection::vec(prop::sample::select(PARTS), 0..6),
        method in prop::sample::select(vec![Method::None, Method::Password]),
        pieces in prop::collection::vec(0usize..6, 1..30),
    ) {
        let input = parts.concat();
        let mut pieces = pieces.into_iter().cycle();
        let mut piece = |_: usize| pieces.next().unwrap_or(1);
        let whole = proxy(method, &input, |_| usize::MAX);
        prop_assert_eq!(proxy(method, &input, &mut piece), whole.clone());
        prop_assert_eq!(proxy(method, &input, |need| need), whole);
        let has_credentials = method == Method::Password;
        let whole = client(has_credentials, &input, |_| usize::MAX);
        prop_assert_eq!(client(has_credentials, &input, &mut piece), whole.clone());
        prop_assert_eq!(client(has_credentials, &input, |need| need), whole);
    }
}
