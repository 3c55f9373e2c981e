//! The table of RFC 9112 section 6.3, row by row, and what the literature on request smuggling sends.

use proptest::prelude::*;

use super::*;
use crate::property;
use BodyLength::*;

const STRICT: &Policy = &Policy::STRICT;
const SERVER: &Policy = &Policy::SERVER;
const CLIENT: &Policy = &Policy::CLIENT;

/// Field lines as text, one a line: `name:value`.
fn fields(text: &str) -> Vec<Field<'_>> {
    let split = |line| str::split_once(line, ':');
    text.split('\n').filter_map(split).map(|(name, value)| (name.as_bytes(), value.as_bytes())).collect()
}

fn request(text: &str) -> Result<Framing, Error> {
    request_framing(Version::HTTP_11, fields(text), SERVER)
}

fn response(status: u16, text: &str) -> Result<Framing, Error> {
    response_framing(Version::HTTP_11, status, MethodKind::Other, fields(text), CLIENT)
}

fn keeps(length: BodyLength) -> Result<Framing, Error> {
    Ok(Framing { length, reusable: true })
}

fn closes(length: BodyLength) -> Result<Framing, Error> {
    Ok(Framing { length, reusable: false })
}

#[test]
fn content_length() {
    for (value, expected) in [
        ("0", keeps(Length(0))),
        ("5", keeps(Length(5))),
        (" \t5\t ", keeps(Length(5))),
        ("007", keeps(Length(7))),
        ("18446744073709551615", keeps(Length(u64::MAX))),
        ("0000000000000000000000000000000000005", keeps(Length(5))),
        ("18446744073709551616", Err(Error::ContentLengthOverflow)),
        ("99999999999999999999999999", Err(Error::ContentLengthOverflow)),
        ("", Err(Error::BadContentLength)),
        ("+5", Err(Error::BadContentLength)),
        ("-5", Err(Error::BadContentLength)),
        ("-0", Err(Error::BadContentLength)),
        ("5 5", Err(Error::BadContentLength)),
        ("0x5", Err(Error::BadContentLength)),
        ("1_0", Err(Error::BadContentLength)),
        ("5.0", Err(Error::BadContentLength)),
        ("5e1", Err(Error::BadContentLength)),
        ("5;a=b", Err(Error::BadContentLength)),
        ("\"5\"", Err(Error::BadContentLength)),
        ("\x0b5", Err(Error::BadContentLength)),
        ("5\x0c", Err(Error::BadContentLength)),
        ("5\r", Err(Error::BadContentLength)),
        ("\u{665}", Err(Error::BadContentLength)),
        ("5,", Err(Error::BadContentLength)),
        (",5", Err(Error::BadContentLength)),
        (",", Err(Error::BadContentLength)),
        ("5, x", Err(Error::BadContentLength)),
        ("5, 6", Err(Error::ConflictingContentLength)),
        ("5, 5", keeps(Length(5))),
        ("5,5 ,\t5", keeps(Length(5))),
        ("5, 05", keeps(Length(5))),
    ] {
        let text = format!("Content-Length:{value}");
        assert_eq!(request(&text), expected, "request {value:?}");
        assert_eq!(response(200, &text), expected, "response {value:?}");
    }
}

#[test]
fn content_length_in_several_lines() {
    assert_eq!(request("Content-Length:5\ncontent-length:5"), keeps(Length(5)));
    assert_eq!(request("Content-Length:5\nA:b\nCONTENT-LENGTH:5, 5"), keeps(Length(5)));
    assert_eq!(request("Content-Length:5\nContent-Length:6"), Err(Error::ConflictingContentLength));
    assert_eq!(request("Content-Length:6\nContent-Length:0"), Err(Error::ConflictingContentLength));
    assert_eq!(request("Content-Length:5\nContent-Length:"), Err(Error::BadContentLength));
    assert_eq!(request("Content-Length:x\nContent-Length:5"), Err(Error::BadContentLength));
}

#[test]
fn repeated_content_length_only_where_the_policy_accepts_it() {
    for text in ["Content-Length:5, 5", "Content-Length:5\nContent-Length:5"] {
        assert_eq!(
            request_framing(Version::HTTP_11, fields(text), STRICT),
            Err(Error::BadContentLength),
            "{text}"
        );
    }
}

#[test]
fn neither_field() {
    assert_eq!(request("Host:h"), keeps(None));
    assert_eq!(response(200, "Server:s"), closes(UntilClose));
    assert_eq!(request_framing(Version::HTTP_10, [], SERVER), keeps(None));
}

#[test]
fn transfer_encoding() {
    let bad = Err(Error::BadTransferEncoding);
    let unknown = Err(Error::UnknownTransferCoding);
    let not_final = Err(Error::ChunkedNotFinal);
    for (value, of_request, of_response) in [
        ("chunked", keeps(Chunked), keeps(Chunked)),
        ("CHUNKED", keeps(Chunked), keeps(Chunked)),
        (" \tchunked\t", keeps(Chunked), keeps(Chunked)),
        ("gzip, chunked", unknown, keeps(Chunked)),
        ("gzip;q=\"a, chunked\", Chunked", unknown, keeps(Chunked)),
        ("gzip ; a = b;c=\"\\\"\", chunked", unknown, keeps(Chunked)),
        ("gzip", unknown, closes(UntilClose)),
        ("identity", unknown, closes(UntilClose)),
        ("xchunked", unknown, closes(UntilClose)),
        ("chunkedx", unknown, closes(UntilClose)),
        ("chunk", unknown, closes(UntilClose)),
        ("'chunked'", unknown, closes(UntilClose)),
        ("gzip;a=\"chunked\"", unknown, closes(UntilClose)),
        ("identity, chunked", unknown, keeps(Chunked)),
        ("chunked, identity", not_final, closes(UntilClose)),
        ("chunked, gzip", not_final, closes(UntilClose)),
        ("gzip, chunked, br", not_final, closes(UntilClose)),
        ("chunked, chunked", not_final, not_final),
        ("chunked, gzip, chunked", not_final, not_final),
        ("chunked, chunked, gzip", not_final, not_final),
        ("", bad, bad),
        (",", bad, bad),
        (", chunked", bad, bad),
        ("chunked,", bad, bad),
        ("gzip,,chunked", bad, bad),
        ("\"chunked\"", bad, bad),
        ("chunked;", bad, bad),
        ("chunked;a=b", bad, bad),
        ("chunked ; a=b", bad, bad),
        ("chu nked", bad, bad),
        ("chunked gzip", bad, bad),
        ("gzip;a, chunked", bad, bad),
        ("gzip;=b, chunked", bad, bad),
        ("gzip;a=, chunked", bad, bad),
        ("gzip;a=\"b, chunked", bad, bad),
        ("gzip a=b, chunked", bad, bad),
        ("\x0bchunked", bad, bad),
        ("\x0cchunked", bad, bad),
        ("chunked\x0b", bad, bad),
        ("\0chunked", bad, bad),
        ("chunked\r", bad, bad),
        ("\u{a0}chunked", bad, bad),
        ("\u{212a}chunked", bad, bad),
        (":chunked", bad, bad),
        ("[chunked]", bad, bad),
    ] {
        let text = format!("Transfer-Encoding:{value}");
        assert_eq!(request(&text), of_request, "request {value:?}");
        assert_eq!(response(200, &text), of_response, "response {value:?}");
    }
}

#[test]
fn transfer_encoding_in_several_lines_is_one_list() {
    assert_eq!(request("Transfer-Encoding:chunked\ntransfer-encoding:chunked"), Err(Error::ChunkedNotFinal));
    assert_eq!(request("Transfer-Encoding:chunked\nTransfer-Encoding:x"), Err(Error::ChunkedNotFinal));
    assert_eq!(request("Transfer-Encoding:x\nTransfer-Encoding:chunked"), Err(Error::UnknownTransferCoding));
    assert_eq!(request("Transfer-Encoding:\nTransfer-Encoding:chunked"), Err(Error::BadTransferEncoding));
    assert_eq!(response(200, "Transfer-Encoding:gzip\nTransfer-Encoding:chunked"), keeps(Chunked));
    assert_eq!(response(200, "Transfer-Encoding:chunked\nTransfer-Encoding:gzip"), closes(UntilClose));
}

#[test]
fn other_names_do_not_frame() {
    for name in [
        "Content-Encoding",
        "Transfer_Encoding",
        "Transfer-Encodin",
        "TransferEncoding",
        "TE",
        "X-Content-Length",
    ] {
        assert_eq!(request(&format!("{name}:chunked")), keeps(None), "{name}");
    }
}

#[test]
fn both_fields() {
    let text = "Content-Length:5\nTransfer-Encoding:chunked";
    let lenient = &Policy { transfer_encoding_with_content_length: Doubtful::CloseAfter, ..Policy::SERVER };
    assert_eq!(request(text), Err(Error::TransferEncodingWithContentLength));
    assert_eq!(request_framing(Version::HTTP_11, fields(text), lenient), closes(Chunked));
    assert_eq!(response(200, text), closes(Chunked));
    assert_eq!(
        response_framing(Version::HTTP_11, 200, MethodKind::Other, fields(text), STRICT),
        Err(Error::TransferEncodingWithContentLength)
    );
    // Transfer-Encoding decides, so that the faults of Content-Length do not matter any more.
    assert_eq!(response(200, "Transfer-Encoding:chunked\nContent-Length:x"), closes(Chunked));
    assert_eq!(response(200, "Transfer-Encoding:gzip\nContent-Length:5"), closes(UntilClose));
    // In every combination, even those with a coding that is refused for itself.
    assert_eq!(
        request("Content-Length:0\nTransfer-Encoding:x"),
        Err(Error::TransferEncodingWithContentLength)
    );
    assert_eq!(request("Content-Length:\nTransfer-Encoding:"), Err(Error::TransferEncodingWithContentLength));
}

#[test]
fn transfer_encoding_in_http10() {
    let text = "Transfer-Encoding:chunked";
    let lenient = &Policy { transfer_encoding_in_http10: Doubtful::CloseAfter, ..Policy::SERVER };
    assert_eq!(request_framing(Version::HTTP_10, fields(text), SERVER), Err(Error::TransferEncodingInHttp10));
    assert_eq!(request_framing(Version::HTTP_10, fields(text), lenient), closes(Chunked));
    let respond = |policy| response_framing(Version::HTTP_10, 200, MethodKind::Other, fields(text), policy);
    assert_eq!(respond(CLIENT), closes(Chunked));
    assert_eq!(respond(STRICT), Err(Error::TransferEncodingInHttp10));
}

#[test]
fn responses_without_content() {
    for (status, method) in
        [(200, MethodKind::Head), (404, MethodKind::Head), (304, MethodKind::Other), (304, MethodKind::Head)]
    {
        for text in ["", "Content-Length:5", "Transfer-Encoding:chunked", "Content-Length:x"] {
            let framing = response_framing(Version::HTTP_11, status, method, fields(text), CLIENT);
            assert_eq!(framing, keeps(None), "{status} {method:?} {text}");
        }
        let old =
            response_framing(Version::HTTP_10, status, method, fields("Transfer-Encoding:chunked"), CLIENT);
        assert_eq!(old, closes(None));
    }
    for status in [100, 102, 103, 199, 204] {
        for text in ["", "Content-Length:0", "Server:s"] {
            assert_eq!(response(status, text), keeps(None), "{status} {text}");
        }
        for text in ["Content-Length:5", "Transfer-Encoding:chunked", "Content-Length:x"] {
            assert_eq!(response(status, text), closes(None), "{status} {text}");
        }
    }
    // Of 2xx and 3xx, no other status is without content.
    for status in [200, 205, 206, 301, 303, 305] {
        assert_eq!(response(status, "Content-Length:5"), keeps(Length(5)), "{status}");
    }
}

#[test]
fn tunnels() {
    let connect =
        |status, text| response_framing(Version::HTTP_11, status, MethodKind::Connect, fields(text), CLIENT);
    for text in ["", "Content-Length:5", "Transfer-Encoding:chunked"] {
        assert_eq!(connect(200, text), closes(Tunnel));
        assert_eq!(connect(299, text), closes(Tunnel));
        assert_eq!(response(101, text), closes(Tunnel));
    }
    assert_eq!(connect(407, "Content-Length:5"), keeps(Length(5)));
    assert_eq!(connect(300, ""), closes(UntilClose));
    assert_eq!(connect(100, ""), keeps(None));
}

proptest! {
    #![proptest_config(property::config())]

    /// Field lines of one name are one list (RFC 9110 section 5.3), however the elements are spread over them.
    #[test]
    fn lines_make_no_difference(
        name in prop::sample::select(vec!["Content-Length", "Transfer-Encoding"]),
        elements in prop::collection::vec(
            prop::sample::select(vec!["5", "05", "6", "", "chunked", "Chunked", "gzip", "gzip;a=\"b\"", "x y", "\""]),
            1..5,
        ),
        breaks in prop::collection::vec(any::<bool>(), 5),
    ) {
        // An open quotation would take in the commas after it, so it can only come last.
        let open = elements.iter().position(|&element| element == "\"").unwrap_or(elements.len());
        let elements = &elements[..elements.len().min(open + 1)];
        let one_line = format!("{name}:{}", elements.join(", "));
        let mut lines = String::new();
        for (element, &begins_line) in elements.iter().zip(&breaks) {
            let begins_line = begins_line || lines.is_empty();
            lines += &if begins_line { format!("\n{name}:{element}") } else { format!(", {element}") };
        }
        prop_assert_eq!(request(&lines), request(&one_line), "{}", lines);
        prop_assert_eq!(response(200, &lines), response(200, &one_line), "{}", lines);
    }

    /// What is accepted as a request is never read until the end of the connection.
    #[test]
    fn requests_tell_their_end(
        lines in prop::collection::vec(
            prop::sample::select(vec![
                "Content-Length:5", "Content-Length:x", "Transfer-Encoding:chunked", "Transfer-Encoding:gzip",
                "Transfer-Encoding:", "Host:h",
            ]),
            0..4,
        ),
        version in prop::sample::select(vec![Version::HTTP_10, Version::HTTP_11]),
        policy in prop::sample::select(vec![Policy::STRICT, Policy::SERVER, Policy::CLIENT]),
    ) {
        if let Ok(framing) = request_framing(version, fields(&lines.join("\n")), &policy) {
            prop_assert!(!matches!(framing.length, UntilClose | Tunnel));
            let doubtful = lines.iter().any(|line| line.starts_with('T'))
                && (lines.iter().any(|line| line.starts_with('C')) || version == Version::HTTP_10);
            prop_assert_eq!(framing.reusable, !doubtful);
        }
    }
}
