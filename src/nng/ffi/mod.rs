//! `extern "C"` functions of the nng face. They translate arguments and results; behaviour lives behind them.
#![allow(unsafe_code)]

pub mod aio;
pub mod general;
mod handle;
pub mod http_builtin;
pub mod http_client;
pub mod http_conn;
pub mod http_handler;
pub mod http_req;
pub mod http_res;
pub mod http_server;
pub mod idhash;
pub mod log;
pub mod log_variadic;
pub mod msg;
pub mod msg_header;
pub mod msg_numbers;
pub mod options;
pub mod platform;
pub mod sockaddr;
pub mod stats;
pub mod stream;
pub mod stream_dialer;
pub mod stream_listener;
mod stream_options;
pub mod tls;
pub mod transport;
pub mod types;
pub mod udp;
pub mod url;
