//! The dill face: the interface of libdill, coroutines with handles and deadlines.
//!
//! # Map
//!
//! | file | subject |
//! |---|---|
//! | [`ffi`] | the exported functions: they translate, nothing else |
//! | `scheduler` | coroutines: switch, stacks, bundles; waiting for descriptors and deadlines; what a thread has |
//! | `handles` | handles and the objects behind them; gather/scatter lists |
//! | `channel` | channels: values from coroutine to coroutine |
//! | `connection`, `stream`, `direction` | connections and listeners: handles, the bytes, one direction of them |
//! | `tcp`, `ipc` | what is special about connections of an address family |
//! | `udp` | datagrams |
//! | `lower` | the socket below a protocol |
//! | `prefix`, `suffix`, `delimiter` | messages over a bytestream: with their size in front, with a delimiter behind |
//! | `term` | the end of a stream of messages |
//! | `tls` | TLS, over a bytestream |
//! | `http` | heads, line by line, over a bytestream |
//! | `ws` | WebSocket over a bytestream |
//! | `socks5` | connections through a proxy, both sides |
//! | `ipaddr` | addresses by name |
//! | `happyeyeballs` | connections by name |
//! | `deferred` | bytes gathered for sending, which never wait while the program does |
//! | `buffer` | memory that connections use for a moment |
//!
//! # Rules
//!
//! - A thread's data belongs to the thread: no locks, no atomics.
//! - Any call that may suspend lets other code run. So nothing exclusive is held across such a call, and what an
//!   operation uses is counted (see `object`), since it may be closed meanwhile.
//! - errno is part of the interface, after success too: a call that was suspended leaves what woke it, a call that
//!   was not leaves errno alone.

mod buffer;
mod channel;
mod connection;
mod deferred;
mod delimiter;
mod direction;
pub mod ffi;
mod handles;
mod happyeyeballs;
mod http;
mod ipaddr;
mod ipc;
mod lower;
mod prefix;
mod scheduler;
mod socks5;
mod stream;
mod suffix;
mod tcp;
mod term;
mod tls;
mod udp;
mod ws;
