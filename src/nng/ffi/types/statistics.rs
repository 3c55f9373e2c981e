//! `nng/nng.h`: kinds and units of statistics.

/// What a statistic is, the result of `nng_stat_type`.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum nng_stat_type_enum {
    /// A node with children and no value.
    NNG_STAT_SCOPE = 0,
    /// A value that goes up and down.
    NNG_STAT_LEVEL = 1,
    /// A value that only grows.
    NNG_STAT_COUNTER = 2,
    /// A string.
    NNG_STAT_STRING = 3,
    /// True or false.
    NNG_STAT_BOOLEAN = 4,
    /// An identifier.
    NNG_STAT_ID = 5,
}

/// What a statistic counts, the result of `nng_stat_unit`.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum nng_unit_enum {
    /// No unit.
    NNG_UNIT_NONE = 0,
    /// Bytes.
    NNG_UNIT_BYTES = 1,
    /// Messages.
    NNG_UNIT_MESSAGES = 2,
    /// Milliseconds.
    NNG_UNIT_MILLIS = 3,
    /// Events.
    NNG_UNIT_EVENTS = 4,
}
