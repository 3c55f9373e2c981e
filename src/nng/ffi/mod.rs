//! `extern "C"` functions of the nng face. They translate arguments and results; behaviour lives behind them.
#![allow(unsafe_code)]

pub mod aio;
pub mod general;
mod handle;
pub mod http_req;
pub mod http_res;
pub mod msg;
pub mod platform;
pub mod types;
pub mod url;
