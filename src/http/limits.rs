//! How much is accepted. Every limit has an error of its own, raised as soon as it is certain that the limit is
//! exceeded, so that a peer cannot make the receiver store more than the limit allows.

/// The sizes and counts that the parsers accept. All fields may be set freely; a limit of exactly that size passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Longest request line or status line in bytes, without its line end. Beyond: `StartLineTooLong`.
    /// Default 8192; RFC 9112 section 3 asks for 8000 at least.
    pub start_line: usize,
    /// Largest field section in bytes, from the end of the start line to the end of the head: field lines, their
    /// line ends and the closing empty line. Beyond: `FieldSectionTooLarge`. Default 65,536.
    pub field_section: usize,
    /// Most field lines in one head or trailer section (a folded line counts as one more). Beyond: `TooManyFields`.
    /// Default 256.
    pub fields: usize,
    /// Most interim responses in front of a final one. Beyond: `TooManyInterimResponses`. Default 256.
    pub interim_responses: usize,
    /// Longest chunk-size line in bytes, with its extensions, without its line end. Beyond: `ChunkLineTooLong`.
    /// Default 4096.
    pub chunk_line: usize,
    /// By how many bytes the chunk-size lines of one message may exceed its content at any time. Extensions cost the
    /// sender little and the receiver as much as content does (RFC 9112 section 7.1.1). Beyond:
    /// `ChunkOverheadTooLarge`. Default 65,536.
    pub chunk_overhead: usize,
    /// Largest trailer section in bytes: field lines with their line ends. The empty line that ends every chunked
    /// message does not count, so that 0 allows no trailers. Beyond: `TrailersTooLarge`. Default 16,384.
    pub trailer_section: usize,
    /// Largest content in bytes, after the transfer coding is removed. Beyond: `BodyTooLarge`. Default `u64::MAX`,
    /// no limit.
    pub body: u64,
}

impl Limits {
    /// The defaults named at each field.
    pub const DEFAULT: Limits = Limits {
        start_line: 8192,
        field_section: 65_536,
        fields: 256,
        interim_responses: 256,
        chunk_line: 4096,
        chunk_overhead: 65_536,
        trailer_section: 16_384,
        body: u64::MAX,
    };
}

impl Default for Limits {
    fn default() -> Limits {
        Limits::DEFAULT
    }
}
