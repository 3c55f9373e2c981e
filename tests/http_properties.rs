//! Properties of the HTTP engine on generated messages: what is written is read back, however the bytes are cut, and
//! cutting never matters, on nonsense neither.

#[path = "http/messages.rs"]
mod messages;
#[path = "http/text.rs"]
mod text;

use httpcore::http::chunked::{write_chunk, write_end};
use httpcore::http::head_reader::{HeadKind, HeadReader};
use httpcore::http::message::{Event, MessageReader};
use httpcore::http::{Error, Limits, Policy, Version, serialise};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, RngSeed};

/// The same cases every time; new ones are the business of the fuzz targets.
fn config() -> Config {
    Config { cases: 512, rng_seed: RngSeed::Fixed(9112), failure_persistence: None, ..Config::default() }
}

/// Accepts all that may be written, and no other spelling of it.
const WRITTEN: Policy =
    Policy { obs_text: true, target_bytes: Policy::SERVER.target_bytes, ..Policy::STRICT };

type Field = (Vec<u8>, Vec<u8>);

fn token() -> impl Strategy<Value = Vec<u8>> {
    "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,12}".prop_map(String::into_bytes)
}

/// Text without white space at its ends.
fn text() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![4 => 0x21..=0x7eu8, 1 => Just(b' '), 1 => Just(b'\t'), 1 => 0x80..=0xffu8];
    vec(byte, 0..40).prop_map(|bytes| {
        let is_blank = |b: &u8| matches!(b, b' ' | b'\t');
        let start = bytes.iter().position(|b| !is_blank(b)).unwrap_or(bytes.len());
        let end = bytes.iter().rposition(|b| !is_blank(b)).map_or(start, |last| last + 1);
        bytes[start..end].to_vec()
    })
}

fn target() -> impl Strategy<Value = Vec<u8>> {
    vec(prop_oneof![9 => 0x21..=0x7eu8, 1 => 0x80..=0xffu8], 1..40)
}

/// More field lines than are split at once, now and then.
fn fields() -> impl Strategy<Value = Vec<Field>> {
    prop_oneof![9 => vec((token(), text()), 0..8), 1 => vec((token(), text()), 60..80)]
}

fn version() -> impl Strategy<Value = Version> {
    (0..=9u8).prop_map(|minor| Version::parse(format!("HTTP/1.{minor}").as_bytes()).unwrap())
}

/// The places at which a stream is cut, as parts of its length.
fn cuts() -> impl Strategy<Value = Vec<prop::sample::Index>> {
    vec(any::<prop::sample::Index>(), 0..6)
}

fn cut<'a>(bytes: &'a [u8], cuts: &[prop::sample::Index]) -> Vec<&'a [u8]> {
    let mut places: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
    places.extend([0, bytes.len()]);
    places.sort_unstable();
    places.windows(2).map(|ends| &bytes[ends[0]..ends[1]]).collect()
}

fn write_fields(out: &mut Vec<u8>, fields: &[Field]) -> Result<(), Error> {
    fields.iter().try_for_each(|(name, value)| serialise::field_line(out, name, value))
}

/// Reads a head from the pieces; what follows it has to be `rest`.
fn read_head(kind: HeadKind, pieces: &[&[u8]], rest: &[u8]) -> Result<HeadReader, TestCaseError> {
    let mut reader = HeadReader::new(kind, WRITTEN, Limits { fields: 100, ..Limits::DEFAULT });
    let mut left = Vec::new();
    for piece in pieces {
        let progress = reader.read(piece).map_err(|error| TestCaseError::fail(error.to_string()))?;
        left.extend_from_slice(&piece[progress.consumed..]);
    }
    prop_assert_eq!(left, rest);
    Ok(reader)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn request_heads_are_read_as_they_were_written(
        method in token(), target in target(), version in version(), fields in fields(), cuts in cuts()
    ) {
        let mut bytes = Vec::new();
        serialise::head(&mut bytes, |out| {
            serialise::request_line(out, &method, &target, version)?;
            write_fields(out, &fields)
        })
        .unwrap();
        bytes.extend_from_slice(b"rest");
        let reader = read_head(HeadKind::Request, &cut(&bytes, &cuts), b"rest")?;
        let head = reader.head();
        prop_assert_eq!((head.method(), head.target(), head.version()), (&method[..], &target[..], version));
        let written = fields.iter().map(|(name, value)| (&name[..], &value[..]));
        prop_assert!(head.fields().iter().eq(written));
    }

    #[test]
    fn response_heads_are_read_as_they_were_written(
        version in version(), status in 100..=999u16, reason in text(), fields in fields(), cuts in cuts()
    ) {
        let mut bytes = Vec::new();
        serialise::head(&mut bytes, |out| {
            serialise::status_line(out, version, status, &reason)?;
            write_fields(out, &fields)
        })
        .unwrap();
        let reader = read_head(HeadKind::Response, &cut(&bytes, &cuts), b"")?;
        let head = reader.head();
        prop_assert_eq!((head.version(), head.status(), head.reason()), (version, status, &reason[..]));
        let written = fields.iter().map(|(name, value)| (&name[..], &value[..]));
        prop_assert!(head.fields().iter().eq(written));
    }

    #[test]
    fn streams_of_requests_are_read_as_they_were_written(
        contents in vec((any::<bool>(), vec(vec(any::<u8>(), 0..30), 0..4)), 1..5), cuts in cuts()
    ) {
        let mut bytes = Vec::new();
        for (chunked, pieces) in &contents {
            let content = pieces.concat();
            serialise::head(&mut bytes, |out| {
                serialise::request_line(out, b"POST", b"/", Version::HTTP_11)?;
                serialise::field_line(out, b"Host", b"a")?;
                if *chunked {
                    serialise::field_line(out, b"Transfer-Encoding", b"chunked")
                } else {
                    serialise::number_field(out, b"Content-Length", content.len() as u64)
                }
            })
            .unwrap();
            if *chunked {
                for piece in pieces {
                    write_chunk(piece, &mut bytes);
                }
                write_end([], &mut bytes).unwrap();
            } else {
                bytes.extend_from_slice(&content);
            }
        }
        let mut reader = MessageReader::requests(Policy::STRICT, Limits::DEFAULT);
        let (mut found, mut content) = (Vec::new(), Vec::new());
        for mut piece in cut(&bytes, &cuts) {
            loop {
                let step = reader.read(piece).unwrap();
                piece = &piece[step.consumed..];
                match step.event {
                    Event::NeedMore => break,
                    Event::Head | Event::Interim => {}
                    Event::Data(data) => content.extend_from_slice(data),
                    Event::End => {
                        found.push(std::mem::take(&mut content));
                        reader.next_request();
                    }
                }
            }
        }
        let written: Vec<Vec<u8>> = contents.iter().map(|(_, pieces)| pieces.concat()).collect();
        prop_assert_eq!(found, written);
    }

    #[test]
    fn where_a_stream_is_cut_makes_no_difference(
        parts in vec(select(FRAGMENTS), 0..24),
        policy in select(&[Policy::STRICT, Policy::SERVER, Policy::CLIENT, Policy::DILL][..]),
        methods in select(METHODS),
        start_line in select(&[14, 15, 40][..]),
        cuts in cuts(),
    ) {
        let bytes = parts.concat();
        let methods: Vec<String> = methods.iter().map(|method| method.to_string()).collect();
        let limits = Limits { start_line, field_section: 120, fields: 5, body: 20, ..Limits::DEFAULT };
        let responses_to = (!methods.is_empty()).then_some(methods);
        let setup = messages::Setup { responses_to, policy, limits, open: false };
        let whole = messages::log(&setup, &[&bytes]);
        prop_assert_eq!(&whole, &messages::log(&setup, &cut(&bytes, &cuts)));
        prop_assert_eq!(&whole, &messages::log(&setup, &bytes.chunks(1).collect::<Vec<_>>()));
    }
}

const METHODS: &[&[&str]] = &[&[], &["GET", "GET"], &["HEAD", "GET"], &["CONNECT"]];

/// What messages are made of, and what tears them apart.
const FRAGMENTS: &[&[u8]] = &[
    b"GET / HTTP/1.1\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n",
    b"POST /x HTTP/1.1\n",
    b"HTTP/1.1 200 OK\r\n",
    b"HTTP/1.1 100\r\n",
    b"HTTP/1.0 204 \r\n",
    b"Host: a\r\n",
    b"Content-Length: 3\r\n",
    b"Content-Length: 3, 3\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Connection: close\r\n",
    b"X : y\n",
    b" folded\r\n",
    b"\r\n",
    b"\n",
    b"\r",
    b"\0",
    b":",
    b" ",
    b"abc",
    b"3\r\nabc\r\n",
    b"0\r\n\r\n",
    b"0\r\nX: y\r\n\r\n",
    b"ffffffffffffffff",
];
