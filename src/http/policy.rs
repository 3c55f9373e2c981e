//! How strict to be. RFC 9112 lets a recipient be lenient in places; each place has a name here, and nothing else in
//! the engine asks who is calling. What is not listed is never negotiable: NUL and bare CR are refused, names and
//! methods are tokens, chunk framing is exact.

/// What happens to a folded field line (RFC 9112 section 5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObsFold {
    /// Refuse the message: `ObsFold`.
    Reject,
    /// Replace the line end by spaces, which joins the line to the value before it.
    Replace,
}

/// What happens to white space between a field name and its colon (RFC 9112 section 5.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpaceBeforeColon {
    /// Refuse the message: `SpaceBeforeColon`. The only choice for a server.
    Reject,
    /// Remove it. A client or proxy may do so with a response.
    Strip,
}

/// Which bytes a request target may hold, besides the rules of its form (RFC 9112 section 3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetBytes {
    /// The characters of RFC 3986 alone.
    Uri,
    /// Any visible ASCII character. Many programs send `"`, `<`, `>`, `\`, `^`, `` ` ``, `{`, `|` and `}` unencoded.
    Visible,
    /// Any visible ASCII character and any byte from 0x80, for programs that send UTF-8 unencoded.
    VisibleAndObsText,
}

/// What happens to a doubtful combination in the framing of a message (RFC 9112 section 6.1 and 6.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubtful {
    /// Refuse the message.
    Reject,
    /// Let `Transfer-Encoding` decide and close the connection after the message.
    CloseAfter,
}

/// The leniencies. `Policy::STRICT` allows none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Accept LF alone as a line end in heads (RFC 9112 section 2.2). Never in chunked content.
    pub bare_lf: bool,
    /// How many empty lines in front of a start line are skipped (RFC 9112 section 2.2).
    pub empty_lines: u8,
    /// Accept runs of spaces in start lines: before the first part, between the parts and after the last one
    /// (RFC 9112 section 3). Only spaces; HTAB and other white space are refused.
    pub start_line_spaces: bool,
    /// Accept a status line that ends after the status code, without the space (RFC 9112 section 4).
    pub missing_reason: bool,
    /// Folded field lines.
    pub obs_fold: ObsFold,
    /// White space between field name and colon.
    pub space_before_colon: SpaceBeforeColon,
    /// Accept bytes from 0x80 in field values and reason phrases (RFC 9110 section 5.5).
    pub obs_text: bool,
    /// The bytes of request targets.
    pub target_bytes: TargetBytes,
    /// Report the head of an HTTP/1.1 request without `Host`. Whoever handles it has to answer 400 (RFC 9112 section
    /// 3.2), and can go on with the connection, since such a request has a certain end.
    pub missing_host: bool,
    /// Accept a `Content-Length` that lists the same number several times, in one field line or in several
    /// (RFC 9112 section 6.3 rule 5).
    pub repeated_content_length: bool,
    /// `Transfer-Encoding` together with `Content-Length`.
    pub transfer_encoding_with_content_length: Doubtful,
    /// `Transfer-Encoding` in an HTTP/1.0 message.
    pub transfer_encoding_in_http10: Doubtful,
}

impl Policy {
    /// Nothing beyond the grammar that senders have to keep.
    pub const STRICT: Policy = Policy {
        bare_lf: false,
        empty_lines: 0,
        start_line_spaces: false,
        missing_reason: false,
        obs_fold: ObsFold::Reject,
        space_before_colon: SpaceBeforeColon::Reject,
        obs_text: false,
        target_bytes: TargetBytes::Uri,
        missing_host: false,
        repeated_content_length: false,
        transfer_encoding_with_content_length: Doubtful::Reject,
        transfer_encoding_in_http10: Doubtful::Reject,
    };

    /// A server that also reads what people type into a terminal: bare LF, empty lines in front. Where RFC 9112 tells
    /// servers to refuse, it refuses. The server role of the nng face.
    pub const SERVER: Policy = Policy {
        bare_lf: true,
        empty_lines: 8,
        obs_text: true,
        target_bytes: TargetBytes::VisibleAndObsText,
        missing_host: true,
        repeated_content_length: true,
        ..Policy::STRICT
    };

    /// A client that reads whatever servers really send, as far as RFC 9112 lets a user agent. The client role of
    /// the nng face.
    pub const CLIENT: Policy = Policy {
        bare_lf: true,
        missing_reason: true,
        obs_fold: ObsFold::Replace,
        space_before_colon: SpaceBeforeColon::Strip,
        obs_text: true,
        target_bytes: TargetBytes::VisibleAndObsText,
        repeated_content_length: true,
        transfer_encoding_with_content_length: Doubtful::CloseAfter,
        transfer_encoding_in_http10: Doubtful::CloseAfter,
        ..Policy::STRICT
    };

    /// Single lines as the dill face reads them, in both roles: a line ends with CR LF only and stands alone, runs of
    /// spaces separate the parts of start lines, the reason may be missing.
    pub const DILL: Policy = Policy {
        start_line_spaces: true,
        missing_reason: true,
        obs_text: true,
        target_bytes: TargetBytes::VisibleAndObsText,
        ..Policy::STRICT
    };
}
