//! The nng face: the interface of nng's HTTP calls, opaque objects whose operations complete on an `nng_aio`.
//!
//! # Map
//!
//! | module | subject |
//! |---|---|
//! | `aio` | operations: their life, their callbacks, and the interface that their providers use |
//! | `driver` | workers that poll and run callbacks, timers, what happens when a callback blocks |
//! | `message` | requests and responses as objects with texts that stay where they are |
//! | `conn` | HTTP connections: buffers, queues of operations |
//! | `transport` | the bytes of a connection: a socket, perhaps with TLS on it |
//! | `tls` | TLS configurations that programs share |
//! | `server` | servers, handlers, which handler gets a request, the exchanges on a connection |
//! | `client` | whole transactions |
//! | `connect`, `listen` | connecting to an address, accepting connections |
//! | `stream` | streams, what dials them, what accepts them |
//! | `msg`, `id_map`, `command_line` | what programs use beside HTTP: messages as data, a map, options of a command |
//! | `udp` | UDP sockets |
//! | `log` | log messages and loggers |
//! | `address`, `address_text` | from the parts of a URL to addresses, and from these to texts |
//! | `error` | errors, their codes and texts |
//! | `sync` | locks, atomics and threads, as the model checker can replace them |
//! | [`ffi`] | the C functions: they translate, nothing else |
//!
//! HTTP itself is [`crate::http`]: no byte of a message is interpreted here.
//!
//! # Locks
//!
//! An order for all of them, outermost first: a transaction, the dial of a stream, a connect; a connection, a UDP socket; a
//! listener of streams, a stream; the table of servers, a server, its sessions; an aio, a request, a response, a TLS
//! configuration; timers, the registry, queues of tasks. Code of the program runs with none of them held.

mod address;
mod address_text;
mod aio;
mod client;
mod command_line;
mod conn;
mod connect;
mod driver;
mod error;
pub mod ffi;
mod id_map;
mod listen;
mod log;
mod message;
mod msg;
pub(crate) mod server;
mod stream;
mod sync;
mod tls;
mod transport;
mod udp;

use sync::lock;

/// The version of nng whose interface this is. `cbindgen/nng.h.in` says the same in numbers.
pub(crate) const VERSION: &str = "1.11.0";
