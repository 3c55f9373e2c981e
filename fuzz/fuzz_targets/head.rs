//! Heads: the same result whole, cut in two and byte by byte; no more taken than given, no more kept than the limits
//! allow; what is accepted can be written, and is then read back the same.

#![no_main]

use httpcore::http::head_reader::{HeadKind, HeadReader};
use httpcore::http::line::{FieldLine, field_line};
use httpcore::http::{Error, Head, Limits, Policy, serialise};
use httpcore_fuzz::{LENIENT, SMALL, choose};
use libfuzzer_sys::fuzz_target;

const SETUPS: [(HeadKind, Policy, Limits); 8] = [
    (HeadKind::Request, Policy::STRICT, Limits::DEFAULT),
    (HeadKind::Request, Policy::SERVER, Limits::DEFAULT),
    (HeadKind::Request, LENIENT, Limits::DEFAULT),
    (HeadKind::Request, LENIENT, SMALL),
    (HeadKind::Response, Policy::STRICT, Limits::DEFAULT),
    (HeadKind::Response, Policy::CLIENT, Limits::DEFAULT),
    (HeadKind::Response, LENIENT, Limits::DEFAULT),
    (HeadKind::Response, LENIENT, SMALL),
];

/// What a stream gives: a head and the number of bytes after it, or `None` if it is not complete.
type Outcome = Result<Option<(Head, usize)>, Error>;

fuzz_target!(|data: &[u8]| {
    let [choice, cut, stream @ ..] = data else { return };
    let &(kind, policy, limits) = choose(*choice, &SETUPS);
    let reader = HeadReader::new(kind, policy, limits);

    let whole = read(reader.clone(), [stream], &limits);
    let bytewise = read(reader.clone(), stream.chunks(1), &limits);
    assert_eq!(whole, bytewise, "byte by byte");
    let (front, back) = stream.split_at(usize::from(*cut).min(stream.len()));
    assert_eq!(whole, read(reader, [front, back], &limits), "cut at {}", front.len());

    if let Ok(Some((head, _))) = whole {
        rewrite(&head, &policy);
    }
});

fn read<'a>(mut reader: HeadReader, pieces: impl IntoIterator<Item = &'a [u8]>, limits: &Limits) -> Outcome {
    let mut left = 0;
    let mut complete = false;
    for piece in pieces {
        if complete {
            left += piece.len();
            continue;
        }
        let progress = reader.read(piece)?;
        assert!(progress.consumed <= piece.len());
        assert!(progress.complete || progress.consumed == piece.len());
        complete = progress.complete;
        left = piece.len() - progress.consumed;
        // A vector grows to twice its length; an entry has four offsets.
        let most = 2 * (limits.start_line + 2 + limits.field_section) + 2 * 16 * (limits.fields + 4);
        assert!(reader.head().capacity() <= most, "{} bytes kept", reader.head().capacity());
    }
    Ok(complete.then(|| (reader.head().clone(), left)))
}

fn rewrite(head: &Head, policy: &Policy) {
    // Nothing that was accepted needs a leniency any more, but for the bytes of texts.
    let policy = Policy { obs_text: policy.obs_text, target_bytes: policy.target_bytes, ..Policy::STRICT };
    let kind = if head.status_line().is_some() { HeadKind::Response } else { HeadKind::Request };
    let mut written = Vec::new();
    serialise::head(&mut written, |out| {
        match head.status_line() {
            Some(line) => serialise::status_line(out, line.version, line.status, line.reason)?,
            None => serialise::request_line(out, head.method(), head.target(), head.version())?,
        }
        head.fields().iter().try_for_each(|(name, value)| serialise::field_line(out, name, value))
    })
    .unwrap();
    for (name, value) in head.fields().iter() {
        let line = [name, b":", value].concat();
        assert_eq!(field_line(&line, &policy), Ok(FieldLine { name, value }));
    }

    let mut reader = HeadReader::new(kind, policy, Limits::DEFAULT);
    let progress = reader.read(&written).unwrap();
    assert!(progress.complete && progress.consumed == written.len());
    assert_eq!(reader.head(), head);
}
