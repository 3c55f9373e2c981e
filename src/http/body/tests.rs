//! Every framing through one decoder, with its end, its limit and its truncation.

use super::*;

fn decoder(length: BodyLength, limit: u64) -> Result<BodyDecoder, Error> {
    BodyDecoder::new(length, &Limits { body: limit, ..Limits::DEFAULT }, &Policy::STRICT)
}

/// The content found in the pieces, then the result of the end of input; and how much of all pieces is left over.
fn decode(decoder: &mut BodyDecoder, pieces: &[&[u8]]) -> (Vec<u8>, Result<(), Error>, usize) {
    let (mut content, mut left_over) = (Vec::new(), 0);
    for piece in pieces {
        let mut rest = *piece;
        loop {
            match decoder.decode(rest) {
                Ok(BodyStep { consumed, event }) => {
                    if let BodyEvent::Data(range) = &event {
                        content.extend_from_slice(&rest[range.clone()]);
                    }
                    rest = &rest[consumed..];
                    if !matches!(event, BodyEvent::Data(_)) {
                        break;
                    }
                }
                Err(error) => {
                    assert_eq!(decoder.decode(rest), Err(error), "an error is final");
                    assert_eq!(decoder.finish(), Err(error), "an error is final");
                    return (content, Err(error), rest.len());
                }
            }
        }
        assert!(rest.is_empty() || decoder.is_complete());
        left_over += rest.len();
    }
    let finished = decoder.finish();
    assert_eq!(finished.is_ok(), decoder.is_complete());
    (content, finished, left_over)
}

/// The same for input in one piece, in two and byte by byte.
fn decode_all_ways(length: BodyLength, limit: u64, input: &[u8]) -> (Vec<u8>, Result<(), Error>, usize) {
    let whole = decode(&mut decoder(length, limit).unwrap(), &[input]);
    for cut in 0..=input.len() {
        let (start, end) = input.split_at(cut);
        let outcome = decode(&mut decoder(length, limit).unwrap(), &[start, end]);
        assert_eq!((&outcome.0, outcome.1), (&whole.0, whole.1), "cut at {cut}");
    }
    let bytes: Vec<&[u8]> = input.chunks(1).collect();
    let outcome = decode(&mut decoder(length, limit).unwrap(), &bytes);
    assert_eq!((&outcome.0, outcome.1), (&whole.0, whole.1), "byte by byte");
    whole
}

#[test]
fn no_content_takes_up_nothing() {
    for length in [BodyLength::None, BodyLength::Tunnel, BodyLength::Length(0)] {
        let mut body = decoder(length, 0).unwrap();
        assert!(body.is_complete());
        assert_eq!(body.remaining(), Some(0));
        assert_eq!(body.decode(b"next"), Ok(BodyStep { consumed: 0, event: BodyEvent::End }));
        assert_eq!(body.finish(), Ok(()));
    }
}

#[test]
fn content_of_known_length() {
    let decode = |input: &[u8]| decode_all_ways(BodyLength::Length(5), 5, input);
    assert_eq!(decode(b"hello"), (b"hello".to_vec(), Ok(()), 0));
    assert_eq!(decode(b"hellonext"), (b"hello".to_vec(), Ok(()), 4));
    assert_eq!(decode(b"hell"), (b"hell".to_vec(), Err(Error::TruncatedBody), 0));
    assert_eq!(decode(b""), (vec![], Err(Error::TruncatedBody), 0));
    assert_eq!(decoder(BodyLength::Length(6), 5).err(), Some(Error::BodyTooLarge));
    let mut body = decoder(BodyLength::Length(u64::MAX), u64::MAX).unwrap();
    assert_eq!(body.decode(b"x").unwrap().event, BodyEvent::Data(0..1));
    assert_eq!(body.remaining(), Some(u64::MAX - 1));
}

#[test]
fn content_until_the_connection_ends() {
    let decode = |limit, input: &[u8]| decode_all_ways(BodyLength::UntilClose, limit, input);
    assert_eq!(decode(u64::MAX, b"hello"), (b"hello".to_vec(), Ok(()), 0));
    assert_eq!(decode(u64::MAX, b""), (vec![], Ok(()), 0));
    assert_eq!(decode(5, b"hello"), (b"hello".to_vec(), Ok(()), 0));
    assert_eq!(decode(4, b"hello"), (b"hell".to_vec(), Err(Error::BodyTooLarge), 1));
    assert_eq!(decode(0, b"").1, Ok(()));
    let mut body = decoder(BodyLength::UntilClose, 5).unwrap();
    assert!(!body.is_complete() && body.remaining().is_none());
    body.finish().unwrap();
    assert_eq!(body.decode(b"x").unwrap().event, BodyEvent::End);
}

#[test]
fn chunked_content() {
    let decode = |limit, input: &[u8]| decode_all_ways(BodyLength::Chunked, limit, input);
    assert_eq!(decode(5, b"5\r\nhello\r\n0\r\n\r\nnext"), (b"hello".to_vec(), Ok(()), 4));
    assert_eq!(decode(5, b"5\r\nhello\r\n"), (b"hello".to_vec(), Err(Error::TruncatedBody), 0));
    assert_eq!(decode(4, b"5\r\nhello\r\n0\r\n\r\n").1, Err(Error::BodyTooLarge));
    assert_eq!(decode(5, b"x").1, Err(Error::BadChunkSize));
    assert!(decoder(BodyLength::Chunked, 5).unwrap().remaining().is_none());
}

#[test]
fn trailers_only_if_there_are_any() {
    for (input, expected) in [(&b"0\r\n\r\n"[..], None), (b"0\r\nA: b\r\n\r\n", Some(&b"b"[..]))] {
        let mut body = decoder(BodyLength::Chunked, 5).unwrap();
        body.decode(input).unwrap();
        let value = body.trailers().map(|trailers| trailers.iter().next().unwrap().1);
        assert_eq!(value, expected);
    }
    assert!(decoder(BodyLength::UntilClose, 5).unwrap().trailers().is_none());
}
