//! `libdillimpl.h`: the tables that a program fills in to make a protocol of its own, hidden by
//! `DILL_DISABLE_SOCKETS`. The `query` callback of the handle answers with a pointer to such a table.

use super::dill_iolist;
use libc::ssize_t;
use std::ffi::c_int;

/// The interface of a bytestream socket.
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
    /// Fills all buffers of the list. Returns 0, or -1 with errno set.
    pub brecvl: Option<
        unsafe extern "C" fn(
            vfs: *mut dill_bsock_vfs,
            first: *mut dill_iolist,
            last: *mut dill_iolist,
            deadline: i64,
        ) -> c_int,
    >,
}

/// The interface of a message socket.
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
    /// Receives one message into the list. Returns its size in bytes, or -1 with errno set.
    pub mrecvl: Option<
        unsafe extern "C" fn(
            vfs: *mut dill_msock_vfs,
            first: *mut dill_iolist,
            last: *mut dill_iolist,
            deadline: i64,
        ) -> ssize_t,
    >,
}
