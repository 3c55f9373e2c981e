//! Masking by blocks against the definition of RFC 6455 section 5.3, byte by byte.

use proptest::prelude::*;

use super::Mask;
use crate::property;

const KEY: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

fn by_definition(key: [u8; 4], payload: &[u8]) -> Vec<u8> {
    payload.iter().enumerate().map(|(i, byte)| byte ^ key[i % 4]).collect()
}

/// RFC 6455 section 5.7, "a single-frame masked text message".
#[test]
fn the_example_of_the_rfc() {
    let mut payload = *b"\x7f\x9f\x4d\x51\x58";
    Mask::new(KEY).apply(&mut payload);
    assert_eq!(&payload, b"Hello");
}

#[test]
fn every_length_up_to_a_few_blocks() {
    for len in 0..70 {
        let mut payload: Vec<u8> = (0..len).map(|i| i as u8 * 3).collect();
        let expected = by_definition(KEY, &payload);
        Mask::new(KEY).apply(&mut payload);
        assert_eq!(payload, expected, "{len} bytes");
    }
}

#[test]
fn copy_stops_where_either_buffer_ends() {
    let mut mask = Mask::new(KEY);
    let mut out = [0; 8];
    assert_eq!(mask.copy(b"Hello", &mut out[..3]), 3);
    assert_eq!(mask.copy(b"lo", &mut out[3..]), 2);
    assert_eq!(&out, b"\x7f\x9f\x4d\x51\x58\0\0\0");
}

proptest! {
    #![proptest_config(property::config())]

    #[test]
    fn masking_twice_is_nothing(key: [u8; 4], payload in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut bytes = payload.clone();
        Mask::new(key).apply(&mut bytes);
        Mask::new(key).apply(&mut bytes);
        prop_assert_eq!(bytes, payload);
    }

    /// The offset goes on from buffer to buffer, whether masked in place or copied.
    #[test]
    fn cuts_make_no_difference(
        key: [u8; 4],
        payload in prop::collection::vec(any::<u8>(), 0..200),
        pieces in prop::collection::vec((0usize..40, any::<bool>()), 0..20),
    ) {
        let mut mask = Mask::new(key);
        let mut found = Vec::new();
        let mut rest = &payload[..];
        for (len, copied) in pieces.into_iter().chain([(usize::MAX, true)]) {
            let (piece, tail) = rest.split_at(len.min(rest.len()));
            let mut out = piece.to_vec();
            if copied {
                out.fill(0);
                prop_assert_eq!(mask.copy(piece, &mut out), piece.len());
            } else {
                mask.apply(&mut out);
            }
            found.extend(out);
            rest = tail;
        }
        prop_assert_eq!(found, by_definition(key, &payload));
    }
}
