//! The first byte of an input chooses how the rest is read, so that a corpus covers every policy. Letters from `a`
//! stand for the entries in order; other bytes for some entry.

use httpcore::http::policy::{Doubtful, ObsFold, SpaceBeforeColon};
use httpcore::http::{Limits, Policy};

/// Every leniency at once, runs of spaces aside.
pub const LENIENT: Policy = Policy {
    bare_lf: true,
    empty_lines: 2,
    missing_reason: true,
    obs_fold: ObsFold::Replace,
    space_before_colon: SpaceBeforeColon::Strip,
    transfer_encoding_with_content_length: Doubtful::CloseAfter,
    transfer_encoding_in_http10: Doubtful::CloseAfter,
    ..Policy::SERVER
};

pub const POLICIES: [Policy; 5] = [Policy::STRICT, Policy::SERVER, Policy::CLIENT, Policy::DILL, LENIENT];

/// Limits that small inputs reach.
pub const SMALL: Limits = Limits {
    start_line: 24,
    field_section: 48,
    fields: 3,
    interim_responses: 2,
    chunk_line: 8,
    chunk_overhead: 16,
    trailer_section: 16,
    body: 16,
};

/// The entry that a byte stands for.
pub fn choose<T>(byte: u8, entries: &[T]) -> &T {
    &entries[usize::from(byte.wrapping_sub(b'a')) % entries.len()]
}
