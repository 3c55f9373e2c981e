//! Logs of single lines: one entry a line of input.

use httpcore::http::line::{field_line, request_line, status_line};
use httpcore::http::{Error, Policy};

use crate::text::{error_line, quoted};

/// What each line is read as.
#[derive(Clone, Copy)]
pub(crate) enum LineKind {
    Request,
    Status,
    Field,
}

impl LineKind {
    pub(crate) fn of(name: &str) -> Option<LineKind> {
        match name {
            "request lines" => Some(LineKind::Request),
            "status lines" => Some(LineKind::Status),
            "field lines" => Some(LineKind::Field),
            _ => None,
        }
    }
}

pub(crate) fn log(kind: LineKind, lines: &[Vec<u8>], policy: &Policy) -> Vec<String> {
    let read = |line: &Vec<u8>| match kind {
        LineKind::Request => request(line, policy),
        LineKind::Status => status(line, policy),
        LineKind::Field => field(line, policy),
    };
    lines.iter().map(|line| read(line).unwrap_or_else(error_line)).collect()
}

fn request(line: &[u8], policy: &Policy) -> Result<String, Error> {
    let line = request_line(line, policy)?;
    Ok(format!("{} {} {}", quoted(line.method), quoted(line.target), line.version))
}

fn status(line: &[u8], policy: &Policy) -> Result<String, Error> {
    let line = status_line(line, policy)?;
    Ok(format!("{} {} {}", line.version, line.status, quoted(line.reason)))
}

fn field(line: &[u8], policy: &Policy) -> Result<String, Error> {
    let line = field_line(line, policy)?;
    Ok(format!("{} = {}", quoted(line.name), quoted(line.value)))
}
