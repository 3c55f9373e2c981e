//! The WebSocket protocol (RFC 6455): bytes in, events out, and the bytes to send.
//!
//! Sans-I/O like [`http`](crate::http): no sockets, no clock, no random numbers, no allocation. The two directions of a
//! connection are two objects that share nothing, because a face may run them in different coroutines or callbacks.
//!
//! # Map
//!
//! | file | subject | RFC 6455 |
//! |---|---|---|
//! | [`receiver`] | the receiving direction: state machine over frames and messages | §5, §6.2 |
//! | [`sender`] | the sending direction: headers, pongs, the close frame | §5, §6.1 |
//! | [`frame`] | the frame header on the wire | §5.2 |
//! | [`mask`] | masking, over any number of scattered buffers | §5.3 |
//! | [`close`] | status code and reason of a close frame | §5.5.1, §7.4 |
//! | [`handshake`] | keys, and the fields of the opening handshake | §4 |
//! | [`policy`] | roles, leniencies, limits | §5.1, §10.4 |
//! | [`error`] | everything that can be wrong, and the status code to close with | §7.4.1 |
//! | [`trace`] | the receiver as a function from bytes to a log, for tests and fuzz targets | |
//!
//! # Receiving in two styles
//!
//! A face that is handed whatever arrived feeds it as it is and takes one event after the other:
//!
//! ```
//! use httpcore::ws::{Event, Limits, Policy, Receiver, Role};
//!
//! let mut receiver = Receiver::new(Role::Client, Policy::STRICT, Limits::DEFAULT);
//! let mut arrived = *b"\x01\x03Hel\x80\x02lo";
//! let mut message = Vec::new();
//! let mut used = 0;
//! while used < arrived.len() {
//!     let (n, event) = receiver.feed(&mut arrived[used..])?;
//!     match event {
//!         Event::Data { bytes, .. } => message.extend_from_slice(bytes),
//!         Event::Ping(_payload) => {} // answer with Sender::pong
//!         Event::Close(_close) => break,
//!         Event::NeedMore => {}
//!     }
//!     used += n;
//! }
//! assert_eq!(message, b"Hello");
//! # Ok::<(), httpcore::ws::Error>(())
//! ```
//!
//! A face that reads from a stream which is not its own, and has to leave every byte after the close frame in it, asks
//! first. It reads exactly what [`Receiver::want`] says, payload straight to where the caller wants it, and feeds each
//! piece in place:
//!
//! ```
//! use std::io::{Error, ErrorKind::{InvalidData, UnexpectedEof}, Read};
//! use httpcore::ws::{Event, Limits, MAX_CONTROL_PAYLOAD, Policy, Receiver, Role, Want};
//!
//! /// Receives one message into `message` and returns its length.
//! fn receive(stream: &mut impl Read, receiver: &mut Receiver, message: &mut [u8]) -> Result<usize, Error> {
//!     let mut protocol = [0; MAX_CONTROL_PAYLOAD];
//!     let mut len = 0;
//!     loop {
//!         let piece = match receiver.want() {
//!             Want::Protocol(n) => &mut protocol[..n],
//!             Want::Payload(n) if n <= (message.len() - len) as u64 => &mut message[len..len + n as usize],
//!             Want::Payload(_) => return Err(InvalidData.into()), // the message is too long
//!             Want::Nothing => return Err(UnexpectedEof.into()),  // the peer has closed
//!         };
//!         stream.read_exact(piece)?;
//!         match receiver.feed(piece).map_err(|error| Error::new(InvalidData, error))? {
//!             (_, Event::Data { bytes, end, .. }) => {
//!                 len += bytes.len();
//!                 if end {
//!                     return Ok(len);
//!                 }
//!             }
//!             (_, Event::Ping(_payload)) => {} // answer with Sender::pong
//!             (_, Event::Close(_) | Event::NeedMore) => {}
//!         }
//!     }
//! }
//!
//! let mut stream = &b"\x01\x03Hel\x89\x00\x80\x02lo\x88\x00next"[..];
//! let mut receiver = Receiver::new(Role::Client, Policy::STRICT, Limits::DEFAULT);
//! let mut message = [0; 100];
//! let len = receive(&mut stream, &mut receiver, &mut message)?;
//! assert_eq!(&message[..len], b"Hello");
//! assert!(receive(&mut stream, &mut receiver, &mut message).is_err());
//! assert_eq!(stream, b"next");
//! # Ok::<(), Error>(())
//! ```

#![forbid(unsafe_code)]

pub mod close;
pub mod error;
pub mod frame;
pub mod handshake;
pub mod mask;
mod message;
pub mod policy;
pub mod receiver;
pub mod sender;
pub mod trace;
mod utf8;

pub use close::{Close, CloseCode};
pub use error::{Error, SendError};
pub use frame::{MAX_CONTROL_PAYLOAD, MAX_HEADER, MessageType};
pub use mask::Mask;
pub use policy::{Limits, Policy, Role};
pub use receiver::{Event, Receiver, Want};
pub use sender::{MAX_CONTROL_FRAME, Sender};
