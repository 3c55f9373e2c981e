//! One line at a time: request line, status line, field line (RFC 9112 sections 3, 4 and 5).
//!
//! The input is one line without its line end. The functions borrow from it and copy nothing. The heads of this
//! engine use them for start lines, and to name the fault of a field section that was refused; a caller that reads
//! line by line uses them directly.

use super::policy::{Policy, SpaceBeforeColon, TargetBytes};
use super::tables::{DIGIT, OBS_TEXT, TCHAR, TEXT, URI, VCHAR, all, is_token, trim_ows};
use super::{Error, Version};

/// The parts of a request line (RFC 9112 section 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestLine<'a> {
    /// A token; upper and lower case differ.
    pub method: &'a [u8],
    /// As received: not empty, without white space and controls. Which of the four forms it has is not examined.
    pub target: &'a [u8],
    /// The version.
    pub version: Version,
}

/// The parts of a status line (RFC 9112 section 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusLine<'a> {
    /// The version.
    pub version: Version,
    /// 100 to 999.
    pub status: u16,
    /// As received, possibly empty. With [`Policy::start_line_spaces`] without spaces at its ends.
    pub reason: &'a [u8],
}

/// The parts of a field line (RFC 9112 section 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldLine<'a> {
    /// A token, in the case in which it was received.
    pub name: &'a [u8],
    /// Without white space at its ends, possibly empty.
    pub value: &'a [u8],
}

/// Splits a request line: `method SP request-target SP HTTP-version`.
///
/// Errors: `Nul`, `BareCr`, `BareLf` if one of these is anywhere in the line; `BadRequestLine` for missing parts,
/// extra parts, and spaces that the policy does not accept; then `BadMethod`, `BadTarget`, `BadVersion`,
/// `UnsupportedVersion`.
pub fn request_line<'a>(line: &'a [u8], policy: &Policy) -> Result<RequestLine<'a>, Error> {
    request_parts(line, policy).map_err(|error| control_error(line).unwrap_or(error))
}

fn request_parts<'a>(line: &'a [u8], policy: &Policy) -> Result<RequestLine<'a>, Error> {
    let line = outer_spaces(line, policy);
    let (method, rest) = split_at_space(line, policy).ok_or(Error::BadRequestLine)?;
    let (target, version) = split_at_space(rest, policy).ok_or(Error::BadRequestLine)?;
    if method.is_empty() || target.is_empty() || version.is_empty() || version.contains(&b' ') {
        return Err(Error::BadRequestLine);
    }
    if !all(method, TCHAR) {
        return Err(Error::BadMethod);
    }
    if !is_target(target, policy.target_bytes) {
        return Err(Error::BadTarget);
    }
    Ok(RequestLine { method, target, version: Version::parse(version)? })
}

/// Splits a status line: `HTTP-version SP status-code SP [ reason-phrase ]`.
///
/// Errors: `Nul`, `BareCr`, `BareLf` if one of these is anywhere in the line; `BadStatusLine` for missing parts and
/// spaces that the policy does not accept; `BadVersion`, `UnsupportedVersion`, `BadStatusCode`; `BadReason` for
/// control characters, and for bytes from 0x80 unless the policy accepts them.
pub fn status_line<'a>(line: &'a [u8], policy: &Policy) -> Result<StatusLine<'a>, Error> {
    status_parts(line, policy).map_err(|error| control_error(line).unwrap_or(error))
}

fn status_parts<'a>(line: &'a [u8], policy: &Policy) -> Result<StatusLine<'a>, Error> {
    // The space after the code is part of the grammar even if no reason follows: look for it before trimming.
    let line = leading_spaces(line, policy);
    let (version, rest) = split_at_space(line, policy).ok_or(Error::BadStatusLine)?;
    let version = Version::parse(version)?;
    let (code, reason) = match split_at_space(rest, policy) {
        Some(parts) => parts,
        None if policy.missing_reason => (rest, &b""[..]),
        None => return Err(if is_status_code(rest) { Error::BadStatusLine } else { Error::BadStatusCode }),
    };
    if !is_status_code(code) {
        return Err(Error::BadStatusCode);
    }
    if !all(reason, text_classes(policy)) {
        return Err(Error::BadReason);
    }
    let status = code.iter().fold(0, |n, &digit| n * 10 + u16::from(digit - b'0'));
    Ok(StatusLine { version, status, reason: outer_spaces(reason, policy) })
}

/// Splits a field line: `field-name ":" OWS field-value OWS`.
///
/// Errors: `Nul`, `BareCr`, `BareLf` if one of these is anywhere in the line; `ObsFold` for a line that begins with
/// white space, whatever the policy says about it, since a single line has nothing to be joined to; `MissingColon`;
/// `SpaceBeforeColon` unless the policy strips it; `BadFieldName` for a name that is empty or no token;
/// `BadFieldValue` for control characters, and for bytes from 0x80 unless the policy accepts them.
pub fn field_line<'a>(line: &'a [u8], policy: &Policy) -> Result<FieldLine<'a>, Error> {
    field_parts(line, policy).map_err(|error| control_error(line).unwrap_or(error))
}

fn field_parts<'a>(line: &'a [u8], policy: &Policy) -> Result<FieldLine<'a>, Error> {
    if matches!(line.first(), Some(b' ' | b'\t')) {
        return Err(Error::ObsFold);
    }
    let colon = line.iter().position(|&b| b == b':').ok_or(Error::MissingColon)?;
    let (before, value) = (&line[..colon], &line[colon + 1..]);
    let name = trim_ows(before);
    if !is_token(name) {
        return Err(Error::BadFieldName);
    }
    if name.len() != before.len() && policy.space_before_colon == SpaceBeforeColon::Reject {
        return Err(Error::SpaceBeforeColon);
    }
    if !all(value, text_classes(policy)) {
        return Err(Error::BadFieldValue);
    }
    Ok(FieldLine { name, value: trim_ows(value) })
}

/// The bytes of field values and reason phrases.
pub(super) fn text_classes(policy: &Policy) -> u8 {
    if policy.obs_text { TEXT | OBS_TEXT } else { TEXT }
}

fn is_target(target: &[u8], bytes: TargetBytes) -> bool {
    let classes = match bytes {
        TargetBytes::Uri => URI,
        TargetBytes::Visible => VCHAR,
        TargetBytes::VisibleAndObsText => VCHAR | OBS_TEXT,
    };
    all(target, classes)
}

/// `status-code = 3DIGIT`, of which 000 to 099 belong to no class (RFC 9110 section 15).
fn is_status_code(code: &[u8]) -> bool {
    code.len() == 3 && all(code, DIGIT) && code[0] != b'0'
}

/// NUL and line ends inside a line are named as such, since they are the marks of an attack or of a broken peer.
/// Only asked once a line is refused: no rule above accepts any of the three.
fn control_error(line: &[u8]) -> Option<Error> {
    line.iter().find_map(|&b| match b {
        0 => Some(Error::Nul),
        b'\r' => Some(Error::BareCr),
        b'\n' => Some(Error::BareLf),
        _ => None,
    })
}

/// The part before the first space and the rest after it, or after the run of spaces if the policy accepts runs.
fn split_at_space<'a>(bytes: &'a [u8], policy: &Policy) -> Option<(&'a [u8], &'a [u8])> {
    let space = bytes.iter().position(|&b| b == b' ')?;
    Some((&bytes[..space], leading_spaces(&bytes[space + 1..], policy)))
}

fn leading_spaces<'a>(bytes: &'a [u8], policy: &Policy) -> &'a [u8] {
    if !policy.start_line_spaces {
        return bytes;
    }
    let start = bytes.iter().position(|&b| b != b' ').unwrap_or(bytes.len());
    &bytes[start..]
}

fn outer_spaces<'a>(bytes: &'a [u8], policy: &Policy) -> &'a [u8] {
    if !policy.start_line_spaces {
        return bytes;
    }
    let end = bytes.iter().rposition(|&b| b != b' ').map_or(0, |last| last + 1);
    leading_spaces(&bytes[..end], policy)
}

#[cfg(test)]
mod tests;
