//! The tables of socket interfaces, used as programs use them: whoever made the object, the library or the program.

use std::ffi::c_int;
use std::ptr::{self, NonNull};

use super::iolist::{IoList, single};
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

    /// Sends all bytes. Errors: those of the object; `ENOTSUP` if it has no function for it.
    pub(crate) fn send(self, bytes: &[u8], deadline: i64) -> Result<(), Errno> {
        let element = single(bytes.as_ptr().cast_mut(), bytes.len());
        // SAFETY: a list of one readable element; sending does not change the bytes.
        let list = unsafe { IoList::new(&element, &element) }?;
        self.send_list(&list, deadline)
    }

    /// Sends the bytes of a list. Errors: those of the object; `ENOTSUP` if it has no function for it.
    pub(crate) fn send_list(self, list: &IoList<'_>, deadline: i64) -> Result<(), Errno> {
        // SAFETY: a table that may be used, by the promise of `new`, and a list in order.
        unsafe { self.transfer(self.0.read_unaligned().bsendl, list.ends(), deadline) }
    }

    /// Fills the buffers of a list. Errors: those of the object; `ENOTSUP` if it has no function for it.
    pub(crate) fn receive_list(self, list: &IoList<'_>, deadline: i64) -> Result<(), Errno> {
        // SAFETY: as in `send_list`.
        unsafe { self.transfer(self.0.read_unaligned().brecvl, list.ends(), deadline) }
    }

    /// # Safety
    /// `function` is one of the table, and the elements are the ends of a list that is good for it.
    unsafe fn transfer(
        self,
        function: Option<TransferBytes>,
        (first, last): (*mut dill_iolist, *mut dill_iolist),
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

    /// Sends bytes as one message. Errors: those of the object; `ENOTSUP` if it has no function for it.
    pub(crate) fn send(self, bytes: &[u8], deadline: i64) -> Result<(), Errno> {
        let element = single(bytes.as_ptr().cast_mut(), bytes.len());
        // SAFETY: a list of one readable element; sending does not change the bytes.
        let list = unsafe { IoList::new(&element, &element) }?;
        self.send_list(&list, deadline)
    }

    /// Sends a list as one message. Errors: those of the object; `ENOTSUP` if it has no function for it.
    pub(crate) fn send_list(self, list: &IoList<'_>, deadline: i64) -> Result<(), Errno> {
        let (first, last) = list.ends();
        // SAFETY: a table that may be used, by the promise of `new`, and a list in order.
        unsafe {
            let function = self.0.read_unaligned().msendl.ok_or(Errno::ENOTSUP)?;
            if function(self.0.as_ptr(), first, last, deadline) == 0 { Ok(()) } else { Err(Errno::last()) }
        }
    }

    /// Receives one message into a list, or drops one if there is none. Returns its size. Errors: those of the object;
    /// `ENOTSUP` if it has no function for it.
    pub(crate) fn receive_list(self, list: Option<&IoList<'_>>, deadline: i64) -> Result<usize, Errno> {
        let (first, last) = list.map_or((ptr::null_mut(), ptr::null_mut()), IoList::ends);
        // SAFETY: as in `send_list`.
        let size = unsafe {
            let function = self.0.read_unaligned().mrecvl.ok_or(Errno::ENOTSUP)?;
            function(self.0.as_ptr(), first, last, deadline)
        };
        usize::try_from(size).map_err(|_| Errno::last())
    }
}
