use super::*;
use crate::http::Version;

fn reader(kind: HeadKind, policy: Policy) -> HeadReader {
    HeadReader::new(kind, policy, Limits::DEFAULT)
}

/// Reads the input cut into pieces of this size; gives the head and the number of bytes left over.
fn read(mut reader: HeadReader, input: &[u8], size: usize) -> Result<(Head, usize), Error> {
    let mut at = 0;
    while at < input.len() {
        let piece = &input[at..input.len().min(at + size)];
        let progress = reader.read(piece)?;
        assert!(progress.complete || progress.consumed == piece.len());
        at += progress.consumed;
        if progress.complete {
            return Ok((reader.head().clone(), input.len() - at));
        }
    }
    panic!("incomplete: {input:?}");
}

fn error(reader: HeadReader, input: &[u8]) -> Error {
    let whole = read(reader.clone(), input, input.len()).map(drop).unwrap_err();
    assert_eq!(read(reader, input, 1).map(drop), Err(whole), "whole and bytewise differ");
    whole
}

#[test]
fn a_request_head_and_nothing_beyond_it() {
    let input = b"\r\n\nPOST /x?y HTTP/1.1\r\nHost: a\r\nX: 1\r\nx:2\r\n\r\nbody";
    for size in 1..=input.len() {
        let (head, left) = read(reader(HeadKind::Request, Policy::SERVER), input, size).unwrap();
        assert_eq!(left, 4);
        assert_eq!((head.method(), head.target()), (&b"POST"[..], &b"/x?y"[..]));
        assert_eq!(head.version(), Version::HTTP_11);
        assert_eq!(head.fields().get_all(b"X").collect::<Vec<_>>(), [b"1", b"2"]);
        assert_eq!((head.status(), head.reason()), (0, &b""[..]));
        assert!(head.status_line().is_none());
    }
}

#[test]
fn a_response_head() {
    let input = b"HTTP/1.0 404 Not \xc3\xa9 Found\r\n\r\n";
    let (head, left) = read(reader(HeadKind::Response, Policy::CLIENT), input, input.len()).unwrap();
    assert_eq!(left, 0);
    assert_eq!((head.status(), head.reason()), (404, &b"Not \xc3\xa9 Found"[..]));
    assert_eq!(head.version(), Version::HTTP_10);
    assert!(head.fields().is_empty() && head.request_line().is_none());
    assert_eq!((head.method(), head.target()), (&b""[..], &b""[..]));
}

#[test]
fn limits_hold_while_a_line_grows() {
    let limits = Limits { start_line: 14, field_section: 10, ..Limits::DEFAULT };
    let reader = HeadReader::new(HeadKind::Request, Policy::SERVER, limits);
    assert!(read(reader.clone(), b"GET / HTTP/1.1\r\n\r\n", 1).is_ok());
    assert_eq!(error(reader.clone(), b"GET /x HTTP/1.1\r\n\r\n"), Error::StartLineTooLong);
    assert_eq!(error(reader.clone(), b"GET /x HTTP/1.1"), Error::StartLineTooLong);
    assert_eq!(error(reader.clone(), b"GET / HTTP/1.1\r\r\n"), Error::StartLineTooLong);
    assert_eq!(error(reader.clone(), b"GET / HTTP/1.1\r\nabcdefghijk"), Error::FieldSectionTooLarge);
    assert_eq!(error(reader, b"GET / HTTP/1.1\nabcde\nfgh\n\n"), Error::FieldSectionTooLarge);
}

#[test]
fn empty_lines_are_skipped_up_to_a_number() {
    let mut policy = Policy { empty_lines: 2, ..Policy::STRICT };
    assert!(read(reader(HeadKind::Request, policy), b"\r\n\r\nGET / HTTP/1.1\r\n\r\n", 1).is_ok());
    assert_eq!(error(reader(HeadKind::Request, policy), b"\r\n\r\n\r\n"), Error::EmptyLine);
    assert_eq!(error(reader(HeadKind::Request, policy), b"\n"), Error::BareLf);
    policy.empty_lines = 0;
    assert_eq!(error(reader(HeadKind::Request, policy), b"\r\nGET / HTTP/1.1\r\n\r\n"), Error::EmptyLine);
}

#[test]
fn only_skipped_lines_count_as_nothing() {
    let mut reader = reader(HeadKind::Request, Policy::SERVER);
    assert!(reader.is_empty());
    reader.read(b"\r\n").unwrap();
    assert!(reader.is_empty());
    reader.read(b"G").unwrap();
    assert!(!reader.is_empty());
    reader.read(b"ET / HTTP/1.1\r\n").unwrap();
    assert!(!reader.is_empty());
}

#[test]
fn the_next_head_allocates_nothing() {
    let mut reader = reader(HeadKind::Request, Policy::SERVER);
    let input = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    assert!(reader.read(input).unwrap().complete);
    let memory = reader.head().fields.bytes.as_ptr();
    assert_eq!(reader.read(input), Ok(Progress { consumed: 0, complete: true }), "complete until restarted");
    reader.restart();
    assert!(reader.read(input).unwrap().complete);
    assert_eq!(reader.head().fields.bytes.as_ptr(), memory);
    let mut kept = Head::new();
    reader.swap_head(&mut kept);
    assert_eq!(kept.method(), b"GET");
    reader.restart();
    assert!(reader.read(input).unwrap().complete);
    reader.swap_head(&mut kept);
    reader.restart();
    assert!(reader.read(input).unwrap().complete);
    assert_eq!(reader.head().fields.bytes.as_ptr(), memory);
}
