//! Chunked content: the same result whole and byte by byte; no more taken than given, no more content than the limit;
//! whatever is encoded is decoded again, however it is cut.

#![no_main]

use httpcore::http::body::BodyEvent;
use httpcore::http::chunked::{ChunkedDecoder, write_chunk, write_end};
use httpcore::http::{Error, Fields, Limits, Policy};
use httpcore_fuzz::{POLICIES, SMALL, choose};
use libfuzzer_sys::fuzz_target;

#[derive(Debug, PartialEq)]
struct Outcome {
    content: Vec<u8>,
    /// Trailers and the number of bytes after the end.
    end: Result<Option<(Fields, usize)>, Error>,
}

fuzz_target!(|data: &[u8]| {
    let Some((&choice, stream)) = data.split_first() else { return };
    let policy = choose(choice, &POLICIES);
    let limits = choose(choice, &[Limits::DEFAULT, Limits::DEFAULT, SMALL]);
    let whole = decode([stream], limits, policy);
    assert!(whole.content.len() as u64 <= limits.body);
    assert_eq!(whole, decode(stream.chunks(1), limits, policy));

    let mut encoded = Vec::new();
    for chunk in stream.chunks(1 + usize::from(choice)) {
        write_chunk(chunk, &mut encoded);
    }
    write_end([(&b"a"[..], &b"b"[..])], &mut encoded).unwrap();
    let decoded = decode(encoded.chunks(7), &Limits::DEFAULT, &Policy::STRICT);
    assert_eq!(decoded.content, stream);
    let (trailers, left) = decoded.end.unwrap().unwrap();
    assert_eq!((trailers.get(b"A"), left), (Some(&b"b"[..]), 0));
});

fn decode<'a>(pieces: impl IntoIterator<Item = &'a [u8]>, limits: &Limits, policy: &Policy) -> Outcome {
    let mut decoder = ChunkedDecoder::new(limits, policy);
    let mut content = Vec::new();
    let mut left = 0;
    for mut piece in pieces {
        loop {
            let step = match decoder.decode(piece) {
                Ok(step) => step,
                Err(error) => return Outcome { content, end: Err(error) },
            };
            assert!(step.consumed <= piece.len());
            match step.event {
                BodyEvent::Data(range) => {
                    assert!(!range.is_empty() && range.end == step.consumed);
                    content.extend_from_slice(&piece[range]);
                }
                BodyEvent::NeedMore => {
                    assert_eq!(step.consumed, piece.len());
                    break;
                }
                BodyEvent::End => {
                    left += piece.len() - step.consumed;
                    break;
                }
            }
            piece = &piece[step.consumed..];
        }
    }
    let end = decoder.is_done().then(|| (decoder.trailers().clone(), left));
    Outcome { content, end: Ok(end) }
}
