//! A message head: start line and fields of a request or a response, in one buffer.

use super::Version;
use super::fields::{Fields, Span};
use super::line::{RequestLine, StatusLine};

/// The parts of the start line, as places in the buffer of the fields.
#[derive(Debug, Clone, Copy)]
pub(super) enum StartLine {
    Request { method: Span, target: Span },
    Status { status: u16, reason: Span },
}

/// A request head or a response head. It owns its bytes; a caller may keep it, clone it, and hand it back for the
/// next message so that its memory is used again.
#[derive(Debug, Clone)]
pub struct Head {
    pub(super) start: StartLine,
    pub(super) version: Version,
    pub(super) fields: Fields,
}

impl Head {
    /// An empty head, to be filled by a reader. It counts as a request without method and target.
    pub fn new() -> Head {
        Head {
            start: StartLine::Request { method: Span::default(), target: Span::default() },
            version: Version::HTTP_11,
            fields: Fields::new(),
        }
    }

    /// The request line, or `None` if this is a response head.
    pub fn request_line(&self) -> Option<RequestLine<'_>> {
        match self.start {
            StartLine::Request { .. } => {
                Some(RequestLine { method: self.method(), target: self.target(), version: self.version })
            }
            StartLine::Status { .. } => None,
        }
    }

    /// The status line, or `None` if this is a request head.
    pub fn status_line(&self) -> Option<StatusLine<'_>> {
        match self.start {
            StartLine::Request { .. } => None,
            StartLine::Status { status, .. } => {
                Some(StatusLine { version: self.version, status, reason: self.reason() })
            }
        }
    }

    /// The method of a request; empty for a response.
    pub fn method(&self) -> &[u8] {
        match self.start {
            StartLine::Request { method, .. } => method.slice(&self.fields.bytes),
            StartLine::Status { .. } => b"",
        }
    }

    /// The target of a request as received; empty for a response.
    pub fn target(&self) -> &[u8] {
        match self.start {
            StartLine::Request { target, .. } => target.slice(&self.fields.bytes),
            StartLine::Status { .. } => b"",
        }
    }

    /// The status code of a response, 100 to 999; 0 for a request.
    pub fn status(&self) -> u16 {
        match self.start {
            StartLine::Request { .. } => 0,
            StartLine::Status { status, .. } => status,
        }
    }

    /// The reason phrase of a response, possibly empty; empty for a request.
    pub fn reason(&self) -> &[u8] {
        match self.start {
            StartLine::Request { .. } => b"",
            StartLine::Status { reason, .. } => reason.slice(&self.fields.bytes),
        }
    }

    /// The version.
    pub fn version(&self) -> Version {
        self.version
    }

    /// The fields.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// How much memory the head holds, in bytes.
    pub fn capacity(&self) -> usize {
        self.fields.capacity()
    }

    /// Empties the head and keeps its memory, unless that is unusually much.
    pub fn clear(&mut self) {
        self.fields.clear();
        *self = Head { fields: std::mem::take(&mut self.fields), ..Head::new() };
    }
}

impl Default for Head {
    fn default() -> Head {
        Head::new()
    }
}

/// Equal if start lines and field lines are equal.
impl PartialEq for Head {
    fn eq(&self, other: &Head) -> bool {
        self.request_line() == other.request_line()
            && self.status_line() == other.status_line()
            && self.fields == other.fields
    }
}

impl Eq for Head {}
