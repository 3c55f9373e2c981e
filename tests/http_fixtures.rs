//! Runs the text fixtures under `tests/http/fixtures`: bytes in, event log out. The format is explained in the README
//! beside them.
//!
//! Each case is run with its input whole, cut in two at every byte, and byte by byte; the log has to be the same
//! every time.

#[path = "http/fixture.rs"]
mod fixture;
#[path = "http/lines.rs"]
mod lines;
#[path = "http/messages.rs"]
mod messages;
#[path = "http/text.rs"]
mod text;
#[path = "http/uris.rs"]
mod uris;
#[path = "http/write.rs"]
mod write;

use std::fmt::Write as _;
use std::path::Path;

use fixture::{Case, Subject};

/// Fewer cases than this mean that files got lost. To be raised when cases are added.
const AT_LEAST: usize = 420;

#[test]
fn fixtures() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/http/fixtures");
    let mut files: Vec<_> = std::fs::read_dir(&directory)
        .unwrap_or_else(|error| panic!("{}: {error}", directory.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    files.sort();
    let mut cases = Vec::new();
    for file in &files {
        let name = file.file_name().unwrap().to_string_lossy();
        let text = std::fs::read_to_string(file).unwrap();
        let found = fixture::parse(&name, &text).unwrap_or_else(|error| panic!("{error}"));
        assert!(!found.is_empty(), "{name} holds no case");
        cases.extend(found);
    }
    assert!(cases.len() >= AT_LEAST, "{} cases found, {AT_LEAST} expected", cases.len());

    let failures: Vec<String> = cases.iter().filter_map(|case| check(case).err()).collect();
    assert!(
        failures.is_empty(),
        "\n{}\n{} of {} cases failed",
        failures.join("\n"),
        failures.len(),
        cases.len()
    );
}

/// Runs one case in every way. The error is a report for the reader.
fn check(case: &Case) -> Result<(), String> {
    match &case.subject {
        Subject::Messages(setup) => {
            let input = case.input.concat();
            let run = |pieces: &[&[u8]]| messages::log(setup, pieces);
            compare(case, "whole", &run(&[&input]))?;
            for at in 1..input.len() {
                let (front, back) = input.split_at(at);
                compare(case, &format!("cut at byte {at}"), &run(&[front, back]))?;
            }
            let bytes: Vec<&[u8]> = input.chunks(1).collect();
            compare(case, "byte by byte", &run(&bytes))
        }
        Subject::Lines(kind, policy) => {
            compare(case, "line by line", &lines::log(*kind, &case.input, policy))
        }
        Subject::Uris(kind) => compare(case, "line by line", &uris::log(kind, &case.input)),
        Subject::Write => {
            compare(case, "line by line", &write::log(&case.input))?;
            write::check_whole_head(&case.input).map_err(|message| report(case, "as a whole head", &message))
        }
    }
}

fn compare(case: &Case, way: &str, found: &[String]) -> Result<(), String> {
    if case.expected == found {
        return Ok(());
    }
    let same = case.expected.iter().zip(found).take_while(|(expected, found)| expected == found).count();
    let mut diff = String::new();
    for line in &case.expected[..same] {
        let _ = writeln!(diff, "      {line}");
    }
    for line in &case.expected[same..] {
        let _ = writeln!(diff, "    - {line}");
    }
    for line in &found[same..] {
        let _ = writeln!(diff, "    + {line}");
    }
    Err(report(case, way, &format!("(- expected, + found)\n{diff}")))
}

fn report(case: &Case, way: &str, message: &str) -> String {
    format!("{}: {} [{}], {way}: {message}", case.place, case.title, case.reference)
}

/// The runner has to notice a wrong result, whichever way of cutting the input shows it.
#[test]
fn a_wrong_expectation_fails() {
    let text = "=== t\nref: RFC 9112 §3\nread: requests\n--- in\nGET / HTTP/1.1\\r\\n\n--- out\nclosed\n";
    let case = &fixture::parse("file", text).unwrap()[0];
    let failure = check(case).unwrap_err();
    assert!(failure.starts_with("file:1: t [RFC 9112 §3], whole: "), "{failure}");
    assert!(failure.contains("    - closed\n    + error TruncatedHead (400)\n"), "{failure}");
}

#[test]
fn malformed_fixtures_are_refused() {
    let good = "=== t\nref: RFC 9112 §3\nread: requests\n--- in\nx\n--- out\ny\n";
    assert!(fixture::parse("file", good).is_ok());
    for (part, replacement) in [
        ("=== t\n", ""),
        ("=== t", "==="),
        ("ref: RFC 9112 §3\n", ""),
        ("RFC 9112 §3", "somewhere"),
        ("read: requests\n", ""),
        ("requests", "tea leaves"),
        ("--- out\n", ""),
        ("x\n", "\\q\n"),
        ("y\n", ""),
        ("y\n", "y\n=== t\nref: RFC 9112 §3\nread: requests\n--- in\n--- out\nz\n"),
        ("read:", "policy: easy\nread:"),
        ("read:", "limits: patience=1\nread:"),
    ] {
        assert!(fixture::parse("file", &good.replacen(part, replacement, 1)).is_err(), "{part:?}");
    }
}
