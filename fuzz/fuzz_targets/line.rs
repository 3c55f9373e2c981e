//! Single lines: what a strict policy accepts, every other one accepts with the same result; what is accepted can be
//! written, and is then read back the same.

#![no_main]

use httpcore::http::line::{field_line, request_line, status_line};
use httpcore::http::{Policy, serialise};
use httpcore_fuzz::{POLICIES, choose};
use libfuzzer_sys::fuzz_target;

/// Accepts whatever is written, and no other spelling of it.
const WRITTEN: Policy =
    Policy { obs_text: true, target_bytes: Policy::SERVER.target_bytes, ..Policy::STRICT };

fuzz_target!(|data: &[u8]| {
    let Some((&choice, line)) = data.split_first() else { return };
    let policy = choose(choice, &POLICIES);
    requests(line, policy);
    statuses(line, policy);
    fields(line, policy);
});

fn requests(line: &[u8], policy: &Policy) {
    let found = request_line(line, policy);
    if let Ok(strict) = request_line(line, &Policy::STRICT) {
        assert_eq!(found, Ok(strict));
    }
    let Ok(parts) = found else { return };
    let mut written = Vec::new();
    serialise::request_line(&mut written, parts.method, parts.target, parts.version).unwrap();
    assert_eq!(request_line(without_line_end(&written), &WRITTEN), Ok(parts));
}

fn statuses(line: &[u8], policy: &Policy) {
    let found = status_line(line, policy);
    if let Ok(strict) = status_line(line, &Policy::STRICT) {
        let mut lenient = found.unwrap();
        if policy.start_line_spaces {
            assert_eq!(lenient.reason, trim_spaces(strict.reason));
            lenient.reason = strict.reason;
        }
        assert_eq!(lenient, strict);
    }
    let Ok(parts) = found else { return };
    let mut written = Vec::new();
    serialise::status_line(&mut written, parts.version, parts.status, parts.reason).unwrap();
    assert_eq!(status_line(without_line_end(&written), &WRITTEN), Ok(parts));
}

fn fields(line: &[u8], policy: &Policy) {
    let found = field_line(line, policy);
    if let Ok(strict) = field_line(line, &Policy::STRICT) {
        assert_eq!(found, Ok(strict));
    }
    let Ok(parts) = found else { return };
    let mut written = Vec::new();
    serialise::field_line(&mut written, parts.name, parts.value).unwrap();
    assert_eq!(field_line(without_line_end(&written), &WRITTEN), Ok(parts));
}

fn without_line_end(written: &[u8]) -> &[u8] {
    written.strip_suffix(b"\r\n").unwrap()
}

/// Without spaces, and spaces only, at both ends.
fn trim_spaces(bytes: &[u8]) -> &[u8] {
    let start = bytes.iter().position(|&b| b != b' ').unwrap_or(bytes.len());
    let end = bytes.iter().rposition(|&b| b != b' ').map_or(start, |last| last + 1);
    &bytes[start..end]
}
