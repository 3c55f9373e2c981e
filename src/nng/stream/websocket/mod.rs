//! Streams of `ws`, `ws4`, `ws6` and `wss`: bytes in WebSocket messages (RFC 6455).
//!
//! | module | subject |
//! |---|---|
//! | [`dialer`], [`dial`] | the dialer, and one dial: connecting, then the opening handshake |
//! | [`listener`] | the listener, which is a handler of an HTTP server |
//! | [`handshake`] | requests and responses of the handshake, of both sides |
//! | [`fields`] | header fields, as programs set and read them |
//! | [`settings`] | options that dialers and listeners share |
//! | [`stream`] | the stream |
//! | [`framing`] | from bytes of a program to frames, and back |
//!
//! A send is one message of one frame. A receive takes what has arrived, whatever the messages that it came in.

mod dial;
mod dialer;
mod fields;
mod framing;
mod handshake;
mod listener;
mod settings;
mod stream;

pub(super) use dialer::WebSocketDialer;
pub(super) use listener::WebSocketListener;
