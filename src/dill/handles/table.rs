//! The tables of socket interfaces, used as programs use them: whoever made the object, the library or the program.

use std::ffi::c_int;
use std::ptr::NonNull;

use libc::ssize_t;

use super::iolist::single;
use crate::dill::ffi::types::{dill_bsock_vfs, dill_iolist, dill_msock_vfs};
use crate::sys::Errno;

/// The bytestream interface of an object.
#[derive(Clone, Copy)]
pub(crate) struct BytestreamTable(NonNull<dill_bsock_vfs>);

type TransferBytes =
    unsafe extern "C" fn(*mut dill_bsock_vfs, *mut dill_iolist, *mut dill_iolist, i64) -> c_int;

impl BytestreamTable {
    /// # Safety
    /// `table` is what an object answered when asked for this interface. The object must not be closed while the
    /// result is used.
    pub(crate) unsafe fn new(table: NonNull<dill_bsock_vfs>) -> BytestreamTable {
        BytestreamTable(table)
    }

    /// Sends all bytes. Errors: those of the object.
    pub(crate) fn send(self, bytes: &[u8], deadline: i64) -> Result<(), Errno> {
        let mut list = single(bytes.as_ptr().cast_mut(), bytes.len());
        // SAFETY: a list of one readable element; sending does not change the bytes.
        unsafe { self.send_list(&mut list, &mut list, deadline) }
    }

    /// Appends exactly `count` bytes. Errors: those of the object.
    pub(crate) fn receive(self, into: &mut Vec<u8>, count: usize, deadline: i64) -> Result<(), Errno> {
        into.reserve(count);
        let mut list = single(into.spare_capacity_mut().as_mut_ptr().cast(), count);
        // SAFETY: a list of one writable element. A bytestream that reports success has filled all buffers.
        unsafe {
            self.receive_list(&mut list, &mut list, deadline)?;
            into.set_len(into.len() + count);
        }
        Ok(())
    }

    /// Sends the bytes of a list. Errors: those of the object; `ENOTSUP` if it has no function for it.
    ///
    /// # Safety
    /// The list is in order, and its buffers are readable.
    pub(crate) unsafe fn send_list(
        self,
        first: *mut dill_iolist,
        last: *mut dill_iolist,
        deadline: i64,
    ) -> Result<(), Errno> {
        // SAFETY: a table that may be used, by the promise of `new`; the rest by the caller's promise.
        unsafe { self.transfer(self.0.read_unaligned().bsendl, first, last, deadline) }
    }

    /// Fills the buffers of a list. Errors: those of the object; `ENOTSUP` if it has no function for it.
    ///
    /// # Safety
    /// The list is in order, and its buffers are NULL or writable.
    pub(crate) unsafe fn receive_list(
        self,
        first: *mut dill_iolist,
        last: *mut dill_iolist,
        deadline: i64,
    ) -> Result<(), Errno> {
        // SAFETY: as in `send_list`.
        unsafe { self.transfer(self.0.read_unaligned().brecvl, first, last, deadline) }
    }

    /// # Safety
    /// `function` is one of the table, and the list is good for it.
    unsafe fn transfer(
        self,
        function: Option<TransferBytes>,
        first: *mut dill_iolist,
        last: *mut dill_iolist,
        deadline: i64,
    ) -> Result<(), Errno> {
        let function = function.ok_or(Errno::ENOTSUP)?;
        // SAFETY: by the caller's promise.
        if unsafe { function(self.0.as_ptr(), first, last, deadline) } == 0 {
            Ok(())
        } else {
            Err(Errno::last())
        }
    }
}

/// The message interface of an object.
#[derive(Clone, Copy)]
pub(crate) struct MessageTable(NonNull<dill_msock_vfs>);

impl MessageTable {
    /// # Safety
    /// As for [`BytestreamTable::new`].
    pub(crate) unsafe fn new(table: NonNull<dill_msock_vfs>) -> MessageTable {
        MessageTable(table)
    }

    /// Sends a list as one message. Errors: those of the object; `ENOTSUP` if it has no function for it.
    ///
    /// # Safety
    /// The list is in order, and its buffers are readable.
    pub(crate) unsafe fn send_list(
        self,
        first: *mut dill_iolist,
        last: *mut dill_iolist,
        deadline: i64,
    ) -> Result<(), Errno> {
        // SAFETY: a table that may be used, by the promise of `new`; the rest by the caller's promise.
        unsafe {
            let function = self.0.read_unaligned().msendl.ok_or(Errno::ENOTSUP)?;
            if function(self.0.as_ptr(), first, last, deadline) == 0 { Ok(()) } else { Err(Errno::last()) }
        }
    }

    /// Receives one message into a list, or drops one if the list is NULL. Returns its size. Errors: those of the
    /// object; `ENOTSUP` if it has no function for it.
    ///
    /// # Safety
    /// The list is NULL or in order, and its buffers are NULL or writable.
    pub(crate) unsafe fn receive_list(
        self,
        first: *mut dill_iolist,
        last: *mut dill_iolist,
        deadline: i64,
    ) -> Result<ssize_t, Errno> {
        // SAFETY: as in `send_list`.
        let size = unsafe {
            let function = self.0.read_unaligned().mrecvl.ok_or(Errno::ENOTSUP)?;
            function(self.0.as_ptr(), first, last, deadline)
        };
        if size < 0 { Err(Errno::last()) } else { Ok(size) }
    }
}
