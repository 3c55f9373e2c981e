//! Logs of writing: each line of input is one call, `request method | target`, `status code | reason`,
//! `field name | value` or `end`; each entry what it appended, or its error.

use httpcore::http::{Error, Version, serialise};

use crate::text::{error_line, quoted};

const VERSION: Version = Version::HTTP_11;

pub(crate) fn log(calls: &[Vec<u8>]) -> Vec<String> {
    let mut out = Vec::new();
    let run = |call: &Vec<u8>| {
        let before = out.len();
        match line(call, &mut out) {
            Ok(()) => quoted(&out[before..]),
            Err(error) => {
                assert_eq!(out.len(), before, "an error leaves the buffer as it was");
                error_line(error)
            }
        }
    };
    calls.iter().map(run).collect()
}

/// The same calls as one head have to append all of it, or nothing if any of them fails.
pub(crate) fn check_whole_head(calls: &[Vec<u8>]) -> Result<(), String> {
    let Some((end, lines)) = calls.split_last() else { return Ok(()) };
    if end != b"end" {
        return Ok(());
    }
    let (mut by_line, mut whole) = (Vec::new(), Vec::new());
    let by_line_result = calls.iter().try_for_each(|call| line(call, &mut by_line));
    if by_line_result.is_err() {
        by_line.clear();
    }
    let whole_result = serialise::head(&mut whole, |out| lines.iter().try_for_each(|call| line(call, out)));
    match by_line_result == whole_result && by_line == whole {
        true => Ok(()),
        false => Err(format!("{whole_result:?} {}", quoted(&whole))),
    }
}

fn line(call: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
    match Call::of(call) {
        Call::Request(method, target) => serialise::request_line(out, method, target, VERSION),
        Call::Status(status, reason) => serialise::status_line(out, VERSION, status, reason),
        Call::Field(name, value) => serialise::field_line(out, name, value),
        Call::End => {
            serialise::end(out);
            Ok(())
        }
    }
}

enum Call<'a> {
    Request(&'a [u8], &'a [u8]),
    Status(u16, &'a [u8]),
    Field(&'a [u8], &'a [u8]),
    End,
}

impl Call<'_> {
    fn of(call: &[u8]) -> Call<'_> {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        if call == b"end" {
            return Call::End;
        }
        let name = call.split(|&b| b == b' ').next().unwrap_or_default();
        let arguments = call.get(name.len() + 1..).unwrap_or_default();
        let bar = arguments.windows(3).position(|window| window == b" | ");
        let bar = bar.unwrap_or_else(|| panic!("no \" | \": {}", text(call)));
        let (first, second) = (&arguments[..bar], &arguments[bar + 3..]);
        match name {
            b"request" => Call::Request(first, second),
            b"status" => Call::Status(text(first).parse().unwrap(), second),
            b"field" => Call::Field(first, second),
            _ => panic!("unknown call: {}", text(call)),
        }
    }
}
