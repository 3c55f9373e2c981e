//! Headers as RFC 6455 section 5.2 draws them, and as section 5.7 gives examples of them.

use proptest::prelude::*;

use super::*;
use crate::property;

const KEY: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

fn header(fin: bool, opcode: Opcode, len: u64, key: Option<[u8; 4]>) -> Header {
    Header { fin, opcode, len, key }
}

/// The headers of the examples in section 5.7, and the borders between the three forms of the length.
fn headers() -> Vec<(&'static [u8], Header)> {
    use Opcode::*;
    vec![
        (b"\x81\x05", header(true, Text, 5, None)),
        (b"\x81\x85\x37\xfa\x21\x3d", header(true, Text, 5, Some(KEY))),
        (b"\x01\x03", header(false, Text, 3, None)),
        (b"\x80\x02", header(true, Continuation, 2, None)),
        (b"\x89\x05", header(true, Ping, 5, None)),
        (b"\x8a\x85\x37\xfa\x21\x3d", header(true, Pong, 5, Some(KEY))),
        (b"\x82\x7e\x01\x00", header(true, Binary, 256, None)),
        (b"\x82\x7f\x00\x00\x00\x00\x00\x01\x00\x00", header(true, Binary, 65536, None)),
        (b"\x88\x00", header(true, Close, 0, None)),
        (b"\x82\x7d", header(true, Binary, 125, None)),
        (b"\x82\x7e\x00\x7e", header(true, Binary, 126, None)),
        (b"\x82\x7e\xff\xff", header(true, Binary, 65535, None)),
        (b"\x82\xfe\xff\xff\x37\xfa\x21\x3d", header(true, Binary, 65535, Some(KEY))),
        (b"\x02\x7f\x7f\xff\xff\xff\xff\xff\xff\xff", header(false, Binary, MAX_PAYLOAD, None)),
        (b"\x82\xff\x00\x00\x00\x00\x00\x01\x00\x00\x37\xfa\x21\x3d", header(true, Binary, 65536, Some(KEY))),
    ]
}

#[test]
fn headers_are_read_and_written() {
    for (bytes, header) in headers() {
        assert_eq!(Header::decode(bytes), Ok(Some(header)), "{bytes:x?}");
        assert_eq!(header.encode(&mut [0; MAX_HEADER]), bytes, "{header:?}");
    }
}

#[test]
fn an_incomplete_header_is_none_and_the_first_two_bytes_tell_its_size() {
    for (bytes, _) in headers() {
        for len in 0..bytes.len() {
            assert_eq!(Header::decode(&bytes[..len]), Ok(None), "{:x?}", &bytes[..len]);
        }
        assert_eq!(Start::decode([bytes[0], bytes[1]]).unwrap().header_len(), bytes.len(), "{bytes:x?}");
    }
}

#[test]
fn what_follows_a_header_does_not_matter() {
    assert_eq!(Header::decode(b"\x81\x05Hello"), Ok(Some(header(true, Opcode::Text, 5, None))));
}

#[test]
fn reserved_bits_and_opcodes_are_refused_with_two_bytes() {
    for reserved in [0x10, 0x20, 0x40, 0x70] {
        assert_eq!(Header::decode(&[0x81 | reserved, 0x7f]), Err(Error::ReservedBits));
    }
    for number in 0..16 {
        let known = [0, 1, 2, 8, 9, 10].contains(&number);
        assert_eq!(Header::decode(&[0x80 | number, 0]).is_ok(), known, "opcode {number}");
        assert_eq!(Start::decode([number, 0]).err(), (!known).then_some(Error::UnknownOpcode));
        assert_eq!(Opcode::from_number(number).is_some_and(Opcode::is_control), known && number >= 8);
    }
    assert_eq!(Header::decode(&[0xc3, 0]), Err(Error::ReservedBits), "before the opcode");
}

/// "The minimal number of bytes MUST be used", and "the most significant bit MUST be 0".
#[test]
fn lengths_that_are_not_in_shortest_form_are_refused() {
    for bytes in [
        &b"\x82\x7e\x00\x00"[..],
        b"\x82\x7e\x00\x7d",
        b"\x82\x7f\x00\x00\x00\x00\x00\x00\x00\x7d",
        b"\x82\x7f\x00\x00\x00\x00\x00\x00\xff\xff",
        b"\x82\x7f\x80\x00\x00\x00\x00\x00\x00\x00",
        b"\x82\x7f\xff\xff\xff\xff\xff\xff\xff\xff",
    ] {
        assert_eq!(Header::decode(bytes), Err(Error::BadLength), "{bytes:x?}");
    }
}

proptest! {
    #![proptest_config(property::config())]

    #[test]
    fn decoding_undoes_encoding(
        fin: bool,
        number in prop::sample::select(vec![0u8, 1, 2, 8, 9, 10]),
        len in prop_oneof![0u64..300, 65_000u64..66_000, 0..=MAX_PAYLOAD],
        key: Option<[u8; 4]>,
    ) {
        let header = Header { fin, opcode: Opcode::from_number(number).unwrap(), len, key };
        prop_assert_eq!(Header::decode(header.encode(&mut [0; MAX_HEADER])), Ok(Some(header)));
    }

    /// Only one form is accepted for each header, so encoding undoes decoding too.
    #[test]
    fn encoding_undoes_decoding(bytes in prop::collection::vec(any::<u8>(), 0..20)) {
        if let Ok(Some(header)) = Header::decode(&bytes) {
            let mut out = [0; MAX_HEADER];
            prop_assert!(bytes.starts_with(header.encode(&mut out)));
        }
    }
}
