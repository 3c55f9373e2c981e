//! The text format of the fixtures; see `fixtures/README.md`.

use httpcore::http::Limits;
use httpcore::http::policy::{Doubtful, ObsFold, Policy, SpaceBeforeColon, TargetBytes};

use crate::lines::LineKind;
use crate::messages::Setup;
use crate::uris::UriKind;

pub(crate) struct Case {
    /// File and line.
    pub place: String,
    pub title: String,
    pub reference: String,
    pub subject: Subject,
    /// The lines of the input, unescaped.
    pub input: Vec<Vec<u8>>,
    pub expected: Vec<String>,
}

/// What is tried out.
pub(crate) enum Subject {
    /// A stream of messages.
    Messages(Setup),
    /// Single lines.
    Lines(LineKind, Policy),
    /// URLs, targets and paths, one a line.
    Uris(UriKind),
    /// Writing heads.
    Write,
}

/// The cases of one file.
pub(crate) fn parse(file: &str, text: &str) -> Result<Vec<Case>, String> {
    let mut cases: Vec<Case> = Vec::new();
    let mut lines = text.lines().enumerate().peekable();
    while let Some((number, line)) = lines.next() {
        let place = format!("{file}:{}", number + 1);
        match line.strip_prefix("=== ") {
            Some(title) if !title.trim().is_empty() => {
                let mut body = Vec::new();
                while let Some((_, line)) = lines.next_if(|(_, line)| !line.starts_with("===")) {
                    body.push(line);
                }
                if cases.iter().any(|case| case.title == title.trim()) {
                    return Err(format!("{place}: a second case with this title"));
                }
                cases.push(case(&place, title.trim(), &body).map_err(|error| format!("{place}: {error}"))?);
            }
            _ if line.is_empty() || line.starts_with('#') => {}
            _ => return Err(format!("{place}: expected \"=== title\"")),
        }
    }
    Ok(cases)
}

fn case(place: &str, title: &str, body: &[&str]) -> Result<Case, String> {
    let at = |marker: &str| body.iter().position(|line| *line == marker).ok_or(format!("no line {marker:?}"));
    let (input_at, output_at) = (at("--- in")?, at("--- out")?);
    if output_at < input_at {
        return Err("\"--- out\" before \"--- in\"".into());
    }
    let (mut reference, mut subject, mut open) = (None, None, false);
    let (mut policy, mut limits) = (None, Limits::DEFAULT);
    for line in body[..input_at].iter().filter(|line| !line.is_empty()) {
        let (key, value) = line.split_once(": ").ok_or(format!("not \"key: value\": {line}"))?;
        match key {
            "ref" => reference = Some(value.to_string()),
            "read" | "write" => subject = Some((key, value)),
            "policy" => policy = Some(parse_policy(value)?),
            "limits" => limits = parse_limits(value)?,
            "stream" if value == "stays open" => open = true,
            _ => return Err(format!("unknown setting: {line}")),
        }
    }
    let reference = reference.ok_or("no \"ref:\"")?;
    if !reference.starts_with("RFC ") || !reference.contains('§') {
        return Err(format!("not a reference to a section of an RFC: {reference}"));
    }
    let messages = |responses_to, default| {
        Subject::Messages(Setup { responses_to, policy: policy.unwrap_or(default), limits, open })
    };
    let subject = match subject.ok_or("neither \"read:\" nor \"write:\"")? {
        ("write", "head") => Subject::Write,
        ("read", "requests") => messages(None, Policy::SERVER),
        ("read", value) => match (value.strip_prefix("responses to "), LineKind::of(value)) {
            (Some(methods), _) => {
                let methods = methods.split(", ").map(str::to_string).collect();
                messages(Some(methods), Policy::CLIENT)
            }
            (_, Some(kind)) => Subject::Lines(kind, policy.unwrap_or(Policy::STRICT)),
            _ => Subject::Uris(UriKind::of(value).ok_or(format!("unknown subject: {value}"))?),
        },
        (_, value) => return Err(format!("unknown subject: {value}")),
    };
    let input = body[input_at + 1..output_at].iter().map(|line| unescape(line)).collect::<Result<_, _>>()?;
    let entries = body[output_at + 1..].iter().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let expected: Vec<String> = entries.map(|line| line.to_string()).collect();
    if expected.is_empty() {
        return Err("nothing expected".into());
    }
    Ok(Case { place: place.into(), title: title.into(), reference, subject, input, expected })
}

/// `preset, name, name=value, ...`
fn parse_policy(text: &str) -> Result<Policy, String> {
    let mut parts = text.split(", ");
    let mut policy = match parts.next() {
        Some("strict") => Policy::STRICT,
        Some("server") => Policy::SERVER,
        Some("client") => Policy::CLIENT,
        Some("dill") => Policy::DILL,
        other => return Err(format!("unknown policy: {other:?}")),
    };
    let doubtful = |value| match value {
        "reject" => Some(Doubtful::Reject),
        "close after" => Some(Doubtful::CloseAfter),
        _ => None,
    };
    let yes = |value| match value {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    for part in parts {
        let (name, value) = part.split_once('=').unwrap_or((part, "yes"));
        let mut set = || -> Option<()> {
            match name {
                "bare_lf" => policy.bare_lf = yes(value)?,
                "empty_lines" => policy.empty_lines = value.parse().ok()?,
                "start_line_spaces" => policy.start_line_spaces = yes(value)?,
                "missing_reason" => policy.missing_reason = yes(value)?,
                "obs_fold" => {
                    policy.obs_fold = match value {
                        "reject" => ObsFold::Reject,
                        "replace" => ObsFold::Replace,
                        _ => return None,
                    }
                }
                "space_before_colon" => {
                    policy.space_before_colon = match value {
                        "reject" => SpaceBeforeColon::Reject,
                        "strip" => SpaceBeforeColon::Strip,
                        _ => return None,
                    }
                }
                "obs_text" => policy.obs_text = yes(value)?,
                "target_bytes" => {
                    policy.target_bytes = match value {
                        "uri" => TargetBytes::Uri,
                        "visible" => TargetBytes::Visible,
                        "visible and obs-text" => TargetBytes::VisibleAndObsText,
                        _ => return None,
                    }
                }
                "missing_host" => policy.missing_host = yes(value)?,
                "repeated_content_length" => policy.repeated_content_length = yes(value)?,
                "transfer_encoding_with_content_length" => {
                    policy.transfer_encoding_with_content_length = doubtful(value)?;
                }
                "transfer_encoding_in_http10" => policy.transfer_encoding_in_http10 = doubtful(value)?,
                _ => return None,
            }
            Some(())
        };
        set().ok_or(format!("unknown policy setting: {part}"))?;
    }
    Ok(policy)
}

/// `name=number, ...`
fn parse_limits(text: &str) -> Result<Limits, String> {
    let mut limits = Limits::DEFAULT;
    for part in text.split(", ") {
        let unknown = || format!("unknown limit: {part}");
        let (name, value) = part.split_once('=').ok_or_else(unknown)?;
        let number: usize = value.parse().map_err(|_| unknown())?;
        match name {
            "start_line" => limits.start_line = number,
            "field_section" => limits.field_section = number,
            "fields" => limits.fields = number,
            "interim_responses" => limits.interim_responses = number,
            "chunk_line" => limits.chunk_line = number,
            "chunk_overhead" => limits.chunk_overhead = number,
            "trailer_section" => limits.trailer_section = number,
            "body" => limits.body = number as u64,
            _ => return Err(unknown()),
        }
    }
    Ok(limits)
}

/// Replaces `\r \n \t \0 \\ \xHH`. Line ends of the file are no part of the input.
pub(crate) fn unescape(text: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        let escape = rest[at + 1..].chars().next().ok_or("backslash at the end of a line")?;
        let mut len = 2;
        bytes.push(match escape {
            'r' => b'\r',
            'n' => b'\n',
            't' => b'\t',
            '0' => 0,
            '\\' => b'\\',
            'x' => {
                len = 4;
                let digits = rest.get(at + 2..at + 4).ok_or("\\x without two digits")?;
                u8::from_str_radix(digits, 16).map_err(|_| format!("not two digits: {digits}"))?
            }
            _ => return Err(format!("unknown escape: \\{escape}")),
        });
        rest = &rest[at + len..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    Ok(bytes)
}
