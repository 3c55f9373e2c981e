//! `extern "C"` functions of the dill face. They translate arguments and results; behaviour lives behind them.
//!
//! The functions are safe to call for C in the sense of their documentation; `unsafe` marks those that take pointers.
#![allow(unsafe_code)]

pub mod bundle;
pub mod bytestream;
pub mod channel;
pub mod coroutine;
pub(crate) mod data;
pub mod fd;
pub mod handle;
pub mod handle_impl;
pub mod happyeyeballs;
pub mod http;
mod http_unprefixed;
pub mod ipaddr;
pub mod ipc;
pub mod message;
pub mod prefix;
pub mod socks5;
pub mod suffix;
pub mod tcp;
pub mod term;
mod text;
pub mod tls;
pub mod types;
pub mod udp;
pub mod ws;

use std::ffi::c_int;

use libc::ssize_t;

use crate::dill::scheduler::context::failed;
use crate::sys::Errno;

/// 0, or -1 with errno.
pub(super) fn status(result: Result<(), Errno>) -> c_int {
    match result {
        Ok(()) => 0,
        Err(e) => failed(e),
    }
}

/// A number such as a handle, or -1 with errno.
fn number(result: Result<i32, Errno>) -> c_int {
    result.unwrap_or_else(failed)
}

/// The size of a message, or -1 with errno.
pub(super) fn size(result: Result<usize, Errno>) -> ssize_t {
    match result {
        // No larger message is received.
        Ok(size) => size as ssize_t,
        Err(e) => failed(e) as ssize_t,
    }
}
