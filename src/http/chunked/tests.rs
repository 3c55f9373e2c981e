//! What the decoder accepts and refuses, wherever its input is cut; and that it undoes the encoder.

use proptest::prelude::*;

use super::*;
use crate::http::body::{BodyEvent, BodyStep};
use crate::http::list::Field;
use crate::http::{Error, Limits, Policy};
use crate::property;

/// All that decoding yields: the content, the trailers as `name=value;`, and how much input was taken up.
type Outcome = Result<(Vec<u8>, String, usize), (Vec<u8>, Error)>;

/// Decodes input that arrives in pieces of these lengths, then in one piece.
fn decode_in_pieces(input: &[u8], pieces: impl IntoIterator<Item = usize>, limits: &Limits) -> Outcome {
    let mut decoder = ChunkedDecoder::new(limits, &Policy::SERVER);
    let (mut content, mut at) = (Vec::new(), 0);
    for piece in pieces.into_iter().chain([input.len()]) {
        let end = input.len().min(at + piece);
        while at < end {
            let given = &input[at..end];
            let BodyStep { consumed, event } = match decoder.decode(given) {
                Ok(step) => step,
                Err(error) => {
                    assert_eq!(decoder.decode(given), Err(error), "an error is final");
                    assert_eq!(decoder.finish(), Err(error), "an error is final");
                    return Err((content, error));
                }
            };
            at += consumed;
            match event {
                BodyEvent::NeedMore => assert_eq!(consumed, given.len()),
                BodyEvent::Data(range) => {
                    assert!(!range.is_empty() && range.end == consumed);
                    content.extend_from_slice(&given[range]);
                }
                BodyEvent::End => {
                    assert!(decoder.is_done() && decoder.finish().is_ok());
                    let again = decoder.decode(b"x");
                    assert_eq!(again, Ok(BodyStep { consumed: 0, event: BodyEvent::End }));
                    return Ok((content, trailer_text(&decoder), at));
                }
            }
        }
    }
    assert!(!decoder.is_done() || at == input.len());
    match decoder.finish() {
        Ok(()) => Ok((content, trailer_text(&decoder), at)),
        Err(error) => Err((content, error)),
    }
}

fn trailer_text(decoder: &ChunkedDecoder) -> String {
    let line =
        |(name, value)| format!("{}={};", String::from_utf8_lossy(name), String::from_utf8_lossy(value));
    decoder.trailers().iter().map(line).collect()
}

/// Decodes the input whole, cut in two at every place, and byte by byte.
fn decode_with(input: &[u8], limits: &Limits) -> Outcome {
    let whole = decode_in_pieces(input, [], limits);
    for cut in 0..=input.len() {
        assert_eq!(decode_in_pieces(input, [cut], limits), whole, "cut at {cut}: {:?}", input.escape_ascii());
    }
    let single_bytes = std::iter::repeat_n(1, input.len());
    assert_eq!(decode_in_pieces(input, single_bytes, limits), whole, "{:?}", input.escape_ascii());
    whole
}

fn content(input: &str) -> Result<String, Error> {
    let decoded = decode_with(input.as_bytes(), &Limits::DEFAULT);
    decoded.map(|(content, ..)| String::from_utf8(content).unwrap()).map_err(|(_, error)| error)
}

fn trailers(section: &str, limits: &Limits) -> Result<String, Error> {
    let decoded = decode_with(format!("0\r\n{section}\r\n").as_bytes(), limits);
    decoded.map(|(_, trailers, _)| trailers).map_err(|(_, error)| error)
}

#[test]
fn well_formed() {
    for (input, expected) in [
        ("0\r\n\r\n", ""),
        ("5\r\nhello\r\n0\r\n\r\n", "hello"),
        ("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", "hello world"),
        ("a\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
        ("A\r\n0123456789\r\n000\r\n\r\n", "0123456789"),
        ("0000000000000000000000005\r\nhello\r\n0\r\n\r\n", "hello"),
        ("2\r\n\r\n\r\n0\r\n\r\n", "\r\n"),
        ("7\r\n0\r\n\r\n0\r\r\n0\r\n\r\n", "0\r\n\r\n0\r"),
    ] {
        assert_eq!(content(input), Ok(expected.into()), "{input:?}");
    }
}

#[test]
fn what_follows_the_message_is_left() {
    let decoded = decode_with(b"1\r\nx\r\n0\r\n\r\nGET / HTTP/1.1\r\n", &Limits::DEFAULT);
    assert_eq!(decoded, Ok((b"x".to_vec(), String::new(), 11)));
}

#[test]
fn chunk_sizes() {
    for bad in ["", " 5", "\t5", "x", "+5", "-5", "0x5", "5x", "5_0", "g", ";a", "\"5\"", "\u{ff15}"] {
        assert_eq!(content(&format!("{bad}\r\nhello\r\n0\r\n\r\n")), Err(Error::BadChunkSize), "{bad:?}");
    }
    assert_eq!(content("\n5\r\nhello"), Err(Error::BadChunkSize));
    let sized = |size: &str| decode_with(format!("{size}\r\nx").as_bytes(), &Limits::DEFAULT);
    for largest in ["ffffffffffffffff", "00ffffffffffffffff"] {
        assert_eq!(sized(largest), Err((b"x".to_vec(), Error::TruncatedBody)), "{largest}");
    }
    for overflow in ["10000000000000000", "fffffffffffffffff", "100000000000000000000000000000005"] {
        assert_eq!(sized(overflow), Err((vec![], Error::ChunkSizeOverflow)), "{overflow}");
    }
}

#[test]
fn sizes_are_added_without_wrapping() {
    let input = b"5\r\nhello\r\nffffffffffffffff\r\nhello";
    assert_eq!(decode_with(input, &Limits::DEFAULT), Err((b"hello".to_vec(), Error::BodyTooLarge)));
}

#[test]
fn extensions() {
    for extension in [
        ";a",
        ";a=b",
        ";a=\"b\"",
        ";a=\"\"",
        " ; a = b",
        "\t;\ta\t=\tb",
        ";a;b=c;d=\"e;f\\\"g\\\\\"",
        ";a=\"\u{e9}\"",
        // Beyond the grammar, but nobody can misread where they end.
        ";",
        ";;",
        "; ",
        ";a=b/c==",
        ";a b",
    ] {
        let input = format!("5{extension}\r\nhello\r\n0{extension}\r\n\r\n");
        assert_eq!(content(&input), Ok("hello".into()), "{extension:?}");
    }
    for (bad, error) in [
        (" ", Error::BadChunkExtension),
        (" 5", Error::BadChunkExtension),
        (" a", Error::BadChunkExtension),
        ("\x0b;a", Error::BadChunkSize),
        ("=a", Error::BadChunkSize),
        (",5", Error::BadChunkSize),
        (";a=\"b", Error::BadChunkExtension),
        (";a=\"b\\", Error::BadChunkExtension),
        (";a=\"b\r\n\"", Error::BadChunkExtension),
        (";a=\"b\n\"", Error::BadChunkExtension),
        (";a=\"\\\x01\"", Error::BadChunkExtension),
        (";a=\"\x01\"", Error::BadChunkExtension),
        (";a\0", Error::BadChunkExtension),
        (";a\x0b", Error::BadChunkExtension),
        (";a\x7f", Error::BadChunkExtension),
        (";a\rb", Error::BadChunkEnd),
        (";a\nb", Error::BadChunkEnd),
    ] {
        assert_eq!(content(&format!("5{bad}\r\nhello\r\n0\r\n\r\n")), Err(error), "{bad:?}");
    }
}

#[test]
fn line_ends_are_cr_lf() {
    for bad in [
        "5\nhello\r\n0\r\n\r\n",
        "5;a\nhello\r\n0\r\n\r\n",
        "5\rhello\r\n0\r\n\r\n",
        "5\r\rhello\r\n0\r\n\r\n",
        "5\r\nhello\n0\r\n\r\n",
        "5\r\nhello\r0\r\n\r\n",
        "5\r\nhello0\r\n\r\n",
        "5\r\nhello!\r\n0\r\n\r\n",
        "4\r\nhello\r\n0\r\n\r\n",
        "0\n\r\n",
        "0\r\r\n\r\n",
    ] {
        assert_eq!(content(bad), Err(Error::BadChunkEnd), "{bad:?}");
    }
    assert_eq!(content("5\r\nhello\r\n\r\n0\r\n\r\n"), Err(Error::BadChunkSize));
    assert_eq!(content("0\r\n\n"), Err(Error::BareLf));
    assert_eq!(content("0\r\n\r\r\n"), Err(Error::BareCr));
    assert_eq!(content("0\r\nA: b\n\r\n"), Err(Error::BareLf));
    assert_eq!(content("0\r\nA: b\r\n\n"), Err(Error::BareLf));
    assert_eq!(content("0\r\nA: b\rC: d\r\n\r\n"), Err(Error::BareCr));
}

#[test]
fn truncation_is_noticed_everywhere() {
    let input = "5;a=\"b\"\r\nhello\r\n0\r\nA: b\r\n\r\n";
    for end in 0..input.len() {
        assert_eq!(content(&input[..end]), Err(Error::TruncatedBody), "{:?}", &input[..end]);
    }
    assert_eq!(content(input), Ok("hello".into()));
}

#[test]
fn trailer_fields() {
    let read = |section| trailers(section, &Limits::DEFAULT);
    assert_eq!(read(""), Ok("".into()));
    assert_eq!(read("A: b\r\n"), Ok("A=b;".into()));
    assert_eq!(read("A:b \r\nC-D:\t\u{e9}: f\r\nE:\r\n"), Ok("A=b;C-D=\u{e9}: f;E=;".into()));
    // Kept apart from the head, so that it cannot do any harm.
    assert_eq!(read("Content-Length: 7\r\n"), Ok("Content-Length=7;".into()));
    for (bad, error) in [
        ("A\r\n", Error::MissingColon),
        ("A : b\r\n", Error::SpaceBeforeColon),
        (": b\r\n", Error::BadFieldName),
        ("A b: c\r\n", Error::BadFieldName),
        (" A: b\r\n", Error::ObsFold),
        ("A: b\r\n c\r\n", Error::ObsFold),
        ("A: \0\r\n", Error::Nul),
        ("A: \x0b\r\n", Error::BadFieldValue),
    ] {
        assert_eq!(read(bad), Err(error), "{bad:?}");
    }
}

#[test]
fn trailer_limits() {
    let size = |trailer_section| Limits { trailer_section, ..Limits::DEFAULT };
    let section = "A: b\r\nC: d\r\n";
    assert_eq!(trailers(section, &size(section.len())), Ok("A=b;C=d;".into()));
    assert_eq!(trailers(section, &size(section.len() - 1)), Err(Error::TrailersTooLarge));
    assert_eq!(trailers("", &size(0)), Ok("".into()));
    assert_eq!(trailers("A:\r\n", &size(0)), Err(Error::TrailersTooLarge));
    let count = |fields| Limits { fields, ..Limits::DEFAULT };
    assert_eq!(trailers(section, &count(2)), Ok("A=b;C=d;".into()));
    assert_eq!(trailers(section, &count(1)), Err(Error::TooManyFields));
}

#[test]
fn chunk_line_limit() {
    let limits = Limits { chunk_line: 6, ..Limits::DEFAULT };
    for (line, fits) in [("000005", true), ("0000005", false), ("5;abcd", true), ("5;abcde", false)] {
        let outcome = decode_with(format!("{line}\r\nhello\r\n0\r\n\r\n").as_bytes(), &limits);
        let expected = if fits {
            Ok((b"hello".to_vec(), String::new(), line.len() + 14))
        } else {
            Err((vec![], Error::ChunkLineTooLong))
        };
        assert_eq!(outcome, expected, "{line}");
    }
}

#[test]
fn chunk_overhead_limit() {
    let limits = Limits { chunk_overhead: 10, ..Limits::DEFAULT };
    let decode = |input: &str| decode_with(input.as_bytes(), &limits).map_err(|(_, error)| error);
    // 11 bytes of line against 2 of content, and 1 byte for the last chunk.
    assert_eq!(decode("2;4567890ab\r\nhi\r\n0\r\n\r\n").unwrap().0, b"hi");
    assert_eq!(decode("2;4567890abc\r\nhi\r\n0\r\n\r\n"), Err(Error::ChunkOverheadTooLarge));
    assert_eq!(decode("1;4567890abc\r\nh\r\n0\r\n\r\n"), Err(Error::ChunkOverheadTooLarge));
    // Content pays for the lines before it, but not in advance.
    let pair = "1;34567\r\nx\r\n7\r\n1234567\r\n";
    assert_eq!(decode(&format!("{}0\r\n\r\n", pair.repeat(50))).unwrap().0.len(), 400);
    let long = format!("ff\r\n{}\r\n0;34567890ab\r\n\r\n", "x".repeat(255));
    assert_eq!(decode(&long), Err(Error::ChunkOverheadTooLarge));
}

#[test]
fn body_limit_is_enforced_before_the_data() {
    let limits = Limits { body: 5, ..Limits::DEFAULT };
    let decode = |input: &[u8]| decode_with(input, &limits);
    assert_eq!(decode(b"5\r\nhello\r\n0\r\n\r\n").unwrap().0, b"hello");
    assert_eq!(decode(b"6\r\nhello"), Err((vec![], Error::BodyTooLarge)));
    assert_eq!(decode(b"3\r\nabc\r\n3\r\ndef"), Err((b"abc".to_vec(), Error::BodyTooLarge)));
}

#[test]
fn headers_of_all_lengths() {
    for (size, expected) in [
        (1, "1\r\n"),
        (15, "f\r\n"),
        (16, "10\r\n"),
        (0x1234abcd, "1234abcd\r\n"),
        (u64::MAX, "ffffffffffffffff\r\n"),
    ] {
        let header = ChunkHeader::new(size.try_into().unwrap());
        assert_eq!(header.as_bytes(), expected.as_bytes(), "{size}");
    }
}

#[test]
fn encoder() {
    let mut out = b"before".to_vec();
    write_chunk(b"", &mut out);
    write_chunk(b"0123456789abcdef!", &mut out);
    write_end([(&b"A"[..], &b"b"[..])], &mut out).unwrap();
    assert_eq!(out, b"before11\r\n0123456789abcdef!\r\n0\r\nA: b\r\n\r\n");
    let mut out = Vec::new();
    write_end([], &mut out).unwrap();
    assert_eq!(out, LAST_CHUNK);
}

#[test]
fn encoder_refuses_trailers_that_inject_or_mislead() {
    for (name, value, error) in [
        ("", "x", Error::BadFieldName),
        ("A B", "x", Error::BadFieldName),
        ("A:", "x", Error::BadFieldName),
        ("A\r\nB", "x", Error::BadFieldName),
        ("A", "x\r\nB: y", Error::BadFieldValue),
        ("A", "x\n", Error::BadFieldValue),
        ("A", "\r", Error::BadFieldValue),
        ("A", "\0", Error::BadFieldValue),
        ("Content-Length", "5", Error::ForbiddenTrailer),
        ("TRANSFER-ENCODING", "chunked", Error::ForbiddenTrailer),
        ("Host", "h", Error::ForbiddenTrailer),
        ("Trailer", "A", Error::ForbiddenTrailer),
    ] {
        let mut out = b"before".to_vec();
        let fields: [Field<'_>; 2] = [(b"Good", b"1"), (name.as_bytes(), value.as_bytes())];
        assert_eq!(write_end(fields, &mut out), Err(error), "{name:?}: {value:?}");
        assert_eq!(out, b"before");
    }
}

/// What framing consists of, and what breaks it.
const PIECES: &[&str] = &[
    "0\r\n",
    "1\r\n",
    "a\r\n",
    "\r\n",
    "\n",
    "\r",
    "x",
    "0123456789",
    ";a=\"",
    "\"",
    "\\",
    ";e",
    " ",
    "A: b\r\n",
    "x\r\n",
    "ffffffffffffffff\r\n",
    "\0",
    "5;",
    "05",
];

proptest! {
    #![proptest_config(property::config())]

    /// Decoding undoes encoding, whatever the chunks and wherever the input is cut.
    #[test]
    fn decodes_what_was_encoded(
        chunks in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..8),
        fields in prop::collection::vec(("x[a-z0-9-]{0,8}", "([!-~]([ -~]{0,8}[!-~])?)?"), 0..4),
        pieces in prop::collection::vec(0usize..20, 0..40),
    ) {
        let mut wire = Vec::new();
        chunks.iter().for_each(|chunk| write_chunk(chunk, &mut wire));
        write_end(fields.iter().map(|(n, v)| (n.as_bytes(), v.as_bytes())), &mut wire).unwrap();
        let len = wire.len();
        wire.extend_from_slice(b"next");
        let trailers = fields.iter().map(|(n, v)| format!("{n}={v};")).collect();
        let decoded = decode_in_pieces(&wire, pieces, &Limits::DEFAULT);
        prop_assert_eq!(decoded, Ok((chunks.concat(), trailers, len)));
    }

    /// Any input gives the same result wherever it is cut. Made of what framing consists of, so that it gets far.
    #[test]
    fn cuts_make_no_difference(
        parts in prop::collection::vec(
            prop::sample::select(PIECES),
            0..20,
        ),
        pieces in prop::collection::vec(0usize..6, 0..60),
    ) {
        let input = parts.concat();
        let limits = Limits { chunk_line: 12, chunk_overhead: 16, trailer_section: 12, fields: 2, ..Limits::DEFAULT };
        prop_assert_eq!(
            decode_in_pieces(input.as_bytes(), pieces, &limits),
            decode_in_pieces(input.as_bytes(), [], &limits)
        );
    }
}
