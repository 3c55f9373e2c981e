//! libhttpcore: one HTTP/1.1 engine under the C interfaces of libdill and nng.
//!
//! # Architecture
//!
//! ```text
//!   C program            C program
//!       |                    |
//!   dill::ffi            nng::ffi          extern "C": translate, nothing else
//!       |                    |
//!     dill                  nng            a face: handles and coroutines / objects and completions
//!       |  \              /  |
//!       |   http ws socks5   |             bytes in, events out: no sockets, clocks, threads, unsafe
//!       |        tls         |             bytes in, bytes out: no sockets, threads, unsafe
//!       |                    |
//!       +------- sys --------+             epoll, sockets, addresses, clock, resolver
//! ```
//!
//! Data flows one way: bytes from [`sys`] reach a face's connection, which feeds them to [`http`] and turns its
//! events into the face's objects; what is sent takes the same way back. [`tls`] stands between [`sys`] and [`http`]
//! where a connection is encrypted. [`http`] and [`tls`] know neither face nor each other, and a face never reaches
//! into the other: they share only [`http`], with [`ws`] and [`socks5`] beside it, [`tls`] and [`sys`].
//!
//! The two faces differ in who waits. Under [`dill`] a coroutine does: each thread has a scheduler of its own, and
//! nothing is shared between threads. Under [`nng`] nobody does: operations are started on an `nng_aio` and
//! complete on a few worker threads.

#![deny(unsafe_code)]

pub mod dill;
pub mod extra;
pub mod http;
pub mod nng;
#[cfg(test)]
mod property;
pub mod socks5;
pub mod sys;
pub mod tls;
pub mod ws;
