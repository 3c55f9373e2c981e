//! Everything that can be wrong with a message, as one closed set.
//!
//! The engine has one error type so that a face translates errors in one place, and so that tests can hold the
//! parsers to it: no input yields anything else. An error of a stream is final, because nobody knows where the next
//! message would begin (RFC 9112 section 2.2); an error of a single line or of a serialisation is not.

use std::fmt;

/// Why a message, a line, a target or a piece to be written was refused.
///
/// `Display` gives one lower-case phrase without a full stop, fit for a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Error {
    // Lines, RFC 9112 section 2.2
    /// A line ends in LF without CR where the policy wants CR LF, or LF stands inside a single line.
    BareLf,
    /// CR that is not followed by LF.
    BareCr,
    /// NUL in a head or in something to be written.
    Nul,

    // Start lines, RFC 9112 sections 2.3, 3 and 4
    /// An empty line stands where a start line is needed, and the policy does not skip it (any more).
    EmptyLine,
    /// The request line or status line is longer than [`Limits::start_line`](super::Limits::start_line).
    StartLineTooLong,
    /// The request line does not consist of method, target and version with the separators the policy wants.
    BadRequestLine,
    /// The method is empty or no token (RFC 9110 section 9.1).
    BadMethod,
    /// The request target has none of the four forms (RFC 9112 section 3.2), holds a byte that is not allowed there,
    /// or has a form that does not go with the method.
    BadTarget,
    /// The version is not of the form `HTTP/1.` and one digit (RFC 9112 section 2.3).
    BadVersion,
    /// A well-formed version whose major number is not 1.
    UnsupportedVersion,
    /// The status line does not consist of version, code and reason with the separators the policy wants.
    BadStatusLine,
    /// The status code is not three digits from 100 to 999 (RFC 9110 section 15).
    BadStatusCode,
    /// The reason phrase holds a control character (RFC 9112 section 4).
    BadReason,

    // Fields, RFC 9112 section 5, RFC 9110 section 5
    /// The field section is larger than [`Limits::field_section`](super::Limits::field_section).
    FieldSectionTooLarge,
    /// More field lines than [`Limits::fields`](super::Limits::fields).
    TooManyFields,
    /// A field line without a colon.
    MissingColon,
    /// The field name is empty or no token (RFC 9110 section 5.1).
    BadFieldName,
    /// White space between field name and colon (RFC 9112 section 5.1).
    SpaceBeforeColon,
    /// The field value holds a control character other than HTAB (RFC 9110 section 5.5).
    BadFieldValue,
    /// A folded field line: it begins with white space (RFC 9112 section 5.2).
    ObsFold,

    // Interim responses, RFC 9110 section 15.2
    /// More interim responses than [`Limits::interim_responses`](super::Limits::interim_responses).
    TooManyInterimResponses,

    // Host, RFC 9112 section 3.2
    /// An HTTP/1.1 request without `Host`.
    MissingHost,
    /// A request with more than one `Host` field line.
    DuplicateHost,
    /// The value of `Host` is not `uri-host [ ":" port ]` (RFC 9110 section 7.2).
    BadHost,

    // Framing, RFC 9112 section 6
    /// `Content-Length` is not a number of decimal digits, or a list of anything but equal ones.
    BadContentLength,
    /// `Content-Length` does not fit in 64 bits.
    ContentLengthOverflow,
    /// Several `Content-Length` values that differ.
    ConflictingContentLength,
    /// `Transfer-Encoding` and `Content-Length` in one message (RFC 9112 section 6.1).
    TransferEncodingWithContentLength,
    /// `Transfer-Encoding` is not a list of transfer codings (RFC 9112 section 6.1, RFC 9110 section 10.1.4).
    BadTransferEncoding,
    /// A transfer coding that is not implemented (RFC 9112 section 6.1).
    UnknownTransferCoding,
    /// The last transfer coding of a request is not `chunked`, or `chunked` is applied twice (RFC 9112 section 6.1).
    ChunkedNotFinal,
    /// `Transfer-Encoding` in an HTTP/1.0 message (RFC 9112 section 6.1).
    TransferEncodingInHttp10,

    // Content, RFC 9112 sections 6 and 7
    /// The content is larger than [`Limits::body`](super::Limits::body).
    BodyTooLarge,
    /// The chunk size is not a number of hexadecimal digits (RFC 9112 section 7.1).
    BadChunkSize,
    /// The chunk size does not fit in 64 bits.
    ChunkSizeOverflow,
    /// The chunk-size line, extensions included, is longer than [`Limits::chunk_line`](super::Limits::chunk_line).
    ChunkLineTooLong,
    /// What follows the chunk size is no list of chunk extensions (RFC 9112 section 7.1.1).
    BadChunkExtension,
    /// The chunk-size lines exceed the content by more than
    /// [`Limits::chunk_overhead`](super::Limits::chunk_overhead).
    ChunkOverheadTooLarge,
    /// The chunk data is not followed by CR LF, or the chunk-size line does not end in CR LF (RFC 9112 section 7.1).
    BadChunkEnd,
    /// The trailer section is larger than [`Limits::trailer_section`](super::Limits::trailer_section).
    TrailersTooLarge,
    /// A field to be written that must not stand in a trailer section (RFC 9110 section 6.5.1).
    ForbiddenTrailer,

    // The end of the stream, RFC 9112 section 8
    /// The stream ended inside a head.
    TruncatedHead,
    /// The stream ended inside content whose end was announced otherwise.
    TruncatedBody,

    // URIs and paths, RFC 3986
    /// The text does not begin with a scheme and a colon (RFC 3986 section 3.1).
    BadScheme,
    /// User information, host or their delimiters are malformed (RFC 3986 section 3.2).
    BadAuthority,
    /// There is a colon after the host, but no port.
    BadPort,
    /// `%` that is not followed by two hexadecimal digits (RFC 3986 section 2.1).
    BadPercentEncoding,
    /// Path, query and fragment are not UTF-8.
    BadUtf8,
    /// The path of a request does not begin with a slash, or names NUL.
    BadPath,
}

impl Error {
    /// The status code with which a server answers a request that has this error (RFC 9110 section 15.5 and 15.6):
    /// 413, 414, 431, 501, 505, or 400 for whatever has no code of its own. After the answer the connection has to
    /// be closed.
    pub const fn status(self) -> u16 {
        match self {
            Error::BodyTooLarge => 413,
            Error::StartLineTooLong => 414,
            Error::FieldSectionTooLarge | Error::TooManyFields | Error::TrailersTooLarge => 431,
            Error::UnknownTransferCoding => 501,
            Error::UnsupportedVersion => 505,
            _ => 400,
        }
    }

    /// The phrase that `Display` prints.
    pub const fn phrase(self) -> &'static str {
        match self {
            Error::BareLf => "line feed without carriage return",
            Error::BareCr => "carriage return without line feed",
            Error::Nul => "NUL byte",
            Error::EmptyLine => "empty line in place of a start line",
            Error::StartLineTooLong => "start line too long",
            Error::BadRequestLine => "malformed request line",
            Error::BadMethod => "malformed method",
            Error::BadTarget => "malformed request target",
            Error::BadVersion => "malformed HTTP version",
            Error::UnsupportedVersion => "HTTP version not supported",
            Error::BadStatusLine => "malformed status line",
            Error::BadStatusCode => "malformed status code",
            Error::BadReason => "malformed reason phrase",
            Error::FieldSectionTooLarge => "field section too large",
            Error::TooManyFields => "too many fields",
            Error::MissingColon => "field line without colon",
            Error::BadFieldName => "malformed field name",
            Error::SpaceBeforeColon => "white space between field name and colon",
            Error::BadFieldValue => "malformed field value",
            Error::ObsFold => "folded field line",
            Error::TooManyInterimResponses => "too many interim responses",
            Error::MissingHost => "missing Host",
            Error::DuplicateHost => "more than one Host",
            Error::BadHost => "malformed Host",
            Error::BadContentLength => "malformed Content-Length",
            Error::ContentLengthOverflow => "Content-Length out of range",
            Error::ConflictingContentLength => "conflicting Content-Length values",
            Error::TransferEncodingWithContentLength => "both Transfer-Encoding and Content-Length",
            Error::BadTransferEncoding => "malformed Transfer-Encoding",
            Error::UnknownTransferCoding => "transfer coding not implemented",
            Error::ChunkedNotFinal => "chunked is not the final transfer coding",
            Error::TransferEncodingInHttp10 => "Transfer-Encoding in an HTTP/1.0 message",
            Error::BodyTooLarge => "content too large",
            Error::BadChunkSize => "malformed chunk size",
            Error::ChunkSizeOverflow => "chunk size out of range",
            Error::ChunkLineTooLong => "chunk-size line too long",
            Error::BadChunkExtension => "malformed chunk extension",
            Error::ChunkOverheadTooLarge => "too much chunk framing for the content",
            Error::BadChunkEnd => "malformed end of chunk",
            Error::TrailersTooLarge => "trailer section too large",
            Error::ForbiddenTrailer => "field not allowed in trailers",
            Error::TruncatedHead => "stream ended inside a head",
            Error::TruncatedBody => "stream ended inside the content",
            Error::BadScheme => "malformed URI scheme",
            Error::BadAuthority => "malformed URI authority",
            Error::BadPort => "missing port number",
            Error::BadPercentEncoding => "malformed percent-encoding",
            Error::BadUtf8 => "not UTF-8",
            Error::BadPath => "malformed path",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.phrase())
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::Error;

    #[test]
    fn status_codes_of_the_errors_that_have_their_own() {
        assert_eq!(Error::BadChunkSize.status(), 400);
        assert_eq!(Error::BodyTooLarge.status(), 413);
        assert_eq!(Error::StartLineTooLong.status(), 414);
        assert_eq!(Error::TooManyFields.status(), 431);
        assert_eq!(Error::UnknownTransferCoding.status(), 501);
        assert_eq!(Error::UnsupportedVersion.status(), 505);
    }

    #[test]
    fn display_is_the_phrase() {
        assert_eq!(Error::ObsFold.to_string(), "folded field line");
    }
}
