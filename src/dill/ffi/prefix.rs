//! PREFIX: messages over a bytestream, each with its size in front of it.

use std::ffi::c_int;

use super::number;
use super::types::{DILL_PREFIX_LITTLE_ENDIAN, dill_prefix_storage};
use crate::dill::lower::close_with;
use crate::dill::prefix::{self, Order};
use crate::dill::scheduler::context::Context;
use crate::sys::Errno;

/// Puts a message protocol on top of a bytestream, which is owned by the new handle from then on: `s` becomes invalid,
/// and `dill_hclose` closes both. Nothing is sent or received.
///
/// Each message is sent as its size in `hdrlen` bytes, 1 to 32, and then its bytes. `flags` is
/// `DILL_PREFIX_BIG_ENDIAN` or `DILL_PREFIX_LITTLE_ENDIAN`. The peer has to do the same.
///
/// The new handle is a message socket. Sending fails with `EMSGSIZE`, and nothing has happened, if the message's size
/// does not fit into `hdrlen` bytes. Receiving fails with `EMSGSIZE`, and the direction is broken, if the message is
/// larger than the buffer; with `EPIPE` if the peer has finished between two messages, with `ECONNRESET` if it did so
/// inside of one. What else the bytestream reports breaks the direction as well.
///
/// Returns the new handle. Returns -1 with errno set: `EBADF` (not a handle), `EPROTO` (not a bytestream), `EINVAL`
/// (`hdrlen` is out of range), `ECANCELED`, `ENOMEM`; the bytestream has been closed then.
#[unsafe(no_mangle)]
pub extern "C" fn dill_prefix_attach(s: c_int, hdrlen: usize, flags: c_int) -> c_int {
    let order = if flags & DILL_PREFIX_LITTLE_ENDIAN == 0 { Order::BigEndian } else { Order::LittleEndian };
    number(Context::with(|cx| prefix::attach(cx, s, hdrlen, order)))
}

/// Like `dill_prefix_attach`, with memory of the program, which stays in place until the handle is closed or detached.
///
/// Returns the new handle. Returns -1 with errno set as `dill_prefix_attach` does, or to `EINVAL` (`mem` is NULL); the
/// bytestream has been closed then.
#[unsafe(no_mangle)]
pub extern "C" fn dill_prefix_attach_mem(
    s: c_int,
    hdrlen: usize,
    flags: c_int,
    mem: *mut dill_prefix_storage,
) -> c_int {
    if mem.is_null() {
        return number(Context::with(|cx| close_with(cx, s, Errno::EINVAL)));
    }
    dill_prefix_attach(s, hdrlen, flags)
}

/// Ends the protocol and returns the bytestream below, with a handle of a number of its own; `s` becomes invalid.
/// Nothing is sent or received. The next byte received from the bytestream is the first one after the last message
/// that was received.
///
/// Returns -1 with errno set: `EBADF` (not a handle), `ENOTSUP` (not this protocol), `EBUSY` (another coroutine uses
/// it), and nothing has happened; `ECONNRESET` (an earlier send or receive has broken its direction), and then
/// everything has been closed.
#[unsafe(no_mangle)]
pub extern "C" fn dill_prefix_detach(s: c_int) -> c_int {
    number(Context::with(|cx| prefix::detach(cx, s)))
}
