//! `libdillimpl.h`: the tables that a program fills in to make a protocol of its own, hidden by
//! `DILL_DISABLE_SOCKETS`. The `query` callback of the handle answers with a pointer to such a table.

use super::dill_iolist;
use libc::ssize_t;
use std::ffi::c_int;

/// The interface of a bytestream socket.
///
/// A list that the library passes is in order: it begins at `first` and ends at `last`, which are not NULL. It is not to
/// be changed. The functions are to fail with `EPIPE` when the peer (receiving) or this side (sending) has finished in
/// good order, with `EBUSY` when another coroutine does the same, and with `ECONNRESET` once a transfer in the same
/// direction has failed in another way. If one is NULL, calls that need it fail with `ENOTSUP`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct dill_bsock_vfs {
    /// Sends all bytes of the list. Returns 0, or -1 with errno set.
    pub bsendl: Option<
        unsafe extern "C" fn(
            vfs: *mut dill_bsock_vfs,
            first: *mut dill_iolist,
            last: *mut dill_iolist,
            deadline: i64,
        ) -> c_int,
    >,
    /// Fills all buffers of the list; bytes for one that is NULL are dropped. Returns 0, or -1 with errno set.
    pub brecvl: Option<
        unsafe extern "C" fn(
            vfs: *mut dill_bsock_vfs,
            first: *mut dill_iolist,
            last: *mut dill_iolist,
            deadline: i64,
        ) -> c_int,
    >,
}

/// The interface of a message socket. What is said about lists and errors of a bytestream holds here, too.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct dill_msock_vfs {
    /// Sends the list as one message. Returns 0, or -1 with errno set.
    pub msendl: Option<
        unsafe extern "C" fn(
            vfs: *mut dill_msock_vfs,
            first: *mut dill_iolist,
            last: *mut dill_iolist,
            deadline: i64,
        ) -> c_int,
    >,
    /// Receives one message into the list, or drops one, whatever its size, if `first` and `last` are NULL. Returns its
    /// size in bytes, or -1 with errno set: `EMSGSIZE` (it is larger than the list), and as above.
    pub mrecvl: Option<
        unsafe extern "C" fn(
            vfs: *mut dill_msock_vfs,
            first: *mut dill_iolist,
            last: *mut dill_iolist,
            deadline: i64,
        ) -> ssize_t,
    >,
}
