use super::*;

/// The next event after taking the whole of the input.
fn event<'a>(reader: &mut MessageReader, input: &'a [u8]) -> Result<Event<'a>, Error> {
    let step = reader.read(input)?;
    assert_eq!(step.consumed, input.len());
    Ok(step.event)
}

const HEAD: &[u8] = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n";

#[test]
fn the_body_limit_may_depend_on_the_head() {
    let limits = Limits { body: 2, ..Limits::DEFAULT };
    let mut reader = MessageReader::requests(Policy::SERVER, limits);
    assert_eq!(event(&mut reader, HEAD), Ok(Event::Head));
    reader.set_body_limit(3);
    assert_eq!(event(&mut reader, b"abc"), Ok(Event::Data(b"abc")));
    assert_eq!(event(&mut reader, b""), Ok(Event::End));
    reader.next_request();
    assert_eq!(event(&mut reader, HEAD), Ok(Event::Head));
    reader.set_body_limit(2);
    assert_eq!(reader.read(b"abc"), Err(Error::BodyTooLarge));
}

#[test]
fn a_failed_reader_stays_so() {
    let mut reader = MessageReader::requests(Policy::SERVER, Limits::DEFAULT);
    assert_eq!(reader.read(b"nonsense\r\n"), Err(Error::BadRequestLine));
    reader.next_request();
    assert_eq!(reader.read(HEAD), Err(Error::BadRequestLine));
    assert_eq!(reader.finish(), Err(Error::BadRequestLine));
}

#[test]
fn what_is_known_of_a_message_outlives_its_head() {
    let mut reader = MessageReader::requests(Policy::SERVER, Limits::DEFAULT);
    assert_eq!(event(&mut reader, HEAD), Ok(Event::Head));
    let mut kept = Head::new();
    reader.swap_head(&mut kept);
    assert_eq!(event(&mut reader, b"abc"), Ok(Event::Data(b"abc")));
    assert!(reader.persists());
    assert_eq!(reader.framing().length, BodyLength::Length(3));
    assert_eq!(event(&mut reader, b""), Ok(Event::End));
    assert_eq!(kept.fields().get(b"content-length"), Some(&b"3"[..]));
    reader.next_request();
    assert!(!reader.persists());
    assert_eq!(event(&mut reader, b"GET"), Ok(Event::NeedMore));
    assert_eq!(kept.method(), b"POST");
}

#[test]
fn the_end_of_the_stream_right_after_a_head() {
    let mut reader = MessageReader::responses(MethodKind::Other, Policy::CLIENT, Limits::DEFAULT);
    assert_eq!(event(&mut reader, b"HTTP/1.1 200 OK\r\n\r\n"), Ok(Event::Head));
    assert_eq!(reader.finish(), Ok(Finished::EndOfMessage));
    assert_eq!(event(&mut reader, b""), Ok(Event::End));
    assert_eq!(reader.finish(), Ok(Finished::Closed));

    let mut reader = MessageReader::requests(Policy::SERVER, Limits::DEFAULT);
    assert_eq!(event(&mut reader, HEAD), Ok(Event::Head));
    assert_eq!(reader.finish(), Err(Error::TruncatedBody));
}

#[test]
fn trailers_belong_to_one_message() {
    let mut reader = MessageReader::requests(Policy::SERVER, Limits::DEFAULT);
    let head = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    assert_eq!(event(&mut reader, head), Ok(Event::Head));
    assert_eq!(event(&mut reader, b"0\r\nX: y\r\n\r\n"), Ok(Event::End));
    assert_eq!(reader.trailers().and_then(|trailers| trailers.get(b"x")), Some(&b"y"[..]));
    reader.next_request();
    assert_eq!(reader.trailers(), None);
}
