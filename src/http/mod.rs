//! The HTTP/1.1 engine (RFC 9110, RFC 9112): bytes in, events out.
//!
//! Sans-I/O: the caller owns the bytes it received and hands slices to this module, which never reads a socket, a
//! clock or a file, starts no thread and allocates nothing per field.
//!
//! ```text
//!             head_reader            framing             body
//!   bytes ---- line ends, limits ---- where does -------- Length, Chunked, ---- events
//!              then field_section     the content end?    UntilClose            Head, Data, End
//!              and line               target, Host
//!             \______________________ message ____________________________/
//!
//!   bytes <--- serialise, chunked --- the caller's method, status, fields, content
//! ```
//!
//! [`message`] drives the rest for a whole stream; a caller that deals with heads or lines only uses the parts. All of
//! it is strict unless [`policy`] names a leniency, bounded by [`limits`], and has [`error`] as its one set of errors.
//!
//! # Map
//!
//! | file | subject | RFC |
//! |---|---|---|
//! | [`error`] | everything that can be wrong, and the status a server answers | 9110 §15 |
//! | [`limits`] | the sizes and counts that are accepted | 9112 §3, §5; 9110 §17.5 |
//! | [`policy`] | the leniencies, each with its name, and the presets of the faces | 9112 §2-§6 |
//! | [`tables`] | byte classes | 9110 §5.6 |
//! | [`version`], [`method`], [`reason`] | small vocabularies | 9110 §2.5, §9, §15 |
//! | [`date`] | dates | 9110 §5.6.7 |
//! | [`mod@line`] | one line: request line, status line, field line | 9112 §3-§5 |
//! | [`fields`], [`head`] | what was received: a buffer and offsets | 9112 §2.1, 9110 §5 |
//! | [`head_reader`], [`field_section`] | reading a head piece by piece, within the limits | 9112 §2.2-§5 |
//! | [`interim`] | which responses are interim ones, and how many are too many | 9110 §15.2 |
//! | [`list`] | comma-separated field values | 9110 §5.6.1 |
//! | [`framing`] | where the content of a message ends | 9112 §6 |
//! | [`chunked`] | the chunked transfer coding, both directions | 9112 §7.1 |
//! | [`body`] | one decoder for content of every framing | 9112 §6.3 |
//! | [`persistence`] | whether the connection lives on; `Upgrade`, `Expect` | 9112 §9.3 |
//! | [`uri`] | URLs, percent-encoding, `host:port`; what a client sends for a URL | 3986; 9110 §4, §7 |
//! | [`target`] | request targets and `Host` as a server receives them | 9112 §3.2 |
//! | [`path`] | request paths, resolved safely | 3986 §5.2.4, §7 |
//! | [`message`] | whole messages from a stream, in both roles | 9112 |
//! | [`serialise`] | writing heads | 9112 §3-§5, §11.1 |

#![forbid(unsafe_code)]

pub mod body;
pub mod chunked;
pub mod date;
pub mod error;
pub mod field_section;
pub mod fields;
pub mod framing;
pub mod head;
pub mod head_reader;
pub mod interim;
pub mod limits;
pub mod line;
pub mod list;
pub mod message;
pub mod method;
pub mod path;
pub mod persistence;
pub mod policy;
pub mod reason;
pub mod serialise;
pub mod tables;
pub mod target;
pub mod uri;
pub mod version;

pub use error::Error;
pub use fields::Fields;
pub use head::Head;
pub use limits::Limits;
pub use policy::Policy;
pub use version::Version;
