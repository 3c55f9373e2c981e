//! Objects behind handles: the library's own types in the form in which C code sees them.
//!
//! ```text
//!   vfs ----> +----------+   the handle table and libdillimpl.h know this pointer; one reference belongs to it
//!             | hvfs     |
//!   bsock --> +----------+   what `hquery(h, bsock_type)` answers, if the type is a bytestream
//!             | bsock    |
//!   msock --> +----------+   likewise for message sockets
//!             | msock    |
//!             +----------+
//!             | body: T  |   the type's own state, all in cells
//!             +----------+
//! ```
//!
//! Objects are counted, not by threads but by uses: an operation holds a reference while it may be suspended, so an
//! object that another coroutine closes meanwhile is still there when the operation goes on, and says that it is
//! closed. The storage that programs pass to `*_mem` functions is left alone for the same reason: it ends with the
//! handle, while an operation may still be about to notice that.

use std::ffi::{c_int, c_void};
use std::mem::{ManuallyDrop, offset_of};
use std::ops::Deref;
use std::ptr::{self, NonNull};
use std::rc::Rc;

use libc::ssize_t;

use super::iolist::IoList;
use crate::dill::ffi::data::{bsock_type, msock_type};
use crate::dill::ffi::types::{dill_bsock_vfs, dill_hvfs, dill_iolist, dill_msock_vfs};
use crate::dill::ffi::{size, status};
use crate::dill::scheduler::context::Context;
use crate::sys::Errno;

/// A type of objects.
pub(crate) trait Object: Sized + 'static {
    /// Set if the type is a [`Bytestream`]: `Some(bytestream::<Self>())`.
    const BSOCK: Option<dill_bsock_vfs> = None;
    /// Set if the type is a [`MessageSocket`]: `Some(message_socket::<Self>())`.
    const MSOCK: Option<dill_msock_vfs> = None;

    /// Releases what the object holds, at once. Called when the handle is closed, once. Operations under way are
    /// woken and must find out that the object is closed.
    fn close(&self, cx: &Context);
}

/// Objects that send and receive bytes.
pub(crate) trait Bytestream: Object {
    /// Sends all bytes of the list.
    fn send(&self, cx: &Context, list: &IoList<'_>, deadline: i64) -> Result<(), Errno>;

    /// Fills all buffers of the list.
    fn receive(&self, cx: &Context, list: &IoList<'_>, deadline: i64) -> Result<(), Errno>;
}

/// Objects that send and receive messages.
pub(crate) trait MessageSocket: Object {
    /// Sends the bytes of the list as one message.
    fn send(&self, cx: &Context, list: &IoList<'_>, deadline: i64) -> Result<(), Errno>;

    /// Receives one message into the list, or drops one if there is none. Returns its size. `EMSGSIZE` if it is larger
    /// than the list.
    fn receive(&self, cx: &Context, list: Option<&IoList<'_>>, deadline: i64) -> Result<usize, Errno>;
}

/// An object with the tables through which C code uses it.
#[repr(C)]
pub(crate) struct Obj<T> {
    hvfs: dill_hvfs,
    bsock: dill_bsock_vfs,
    msock: dill_msock_vfs,
    body: T,
}

/// A reference to an object.
pub(crate) type Shared<T> = Rc<Obj<T>>;

impl<T: Object> Obj<T> {
    pub(crate) fn new(body: T) -> Shared<T> {
        Rc::new(Obj {
            hvfs: dill_hvfs { query: Some(query::<T>), close: Some(close::<T>) },
            bsock: T::BSOCK.unwrap_or(dill_bsock_vfs { bsendl: None, brecvl: None }),
            msock: T::MSOCK.unwrap_or(dill_msock_vfs { msendl: None, mrecvl: None }),
            body,
        })
    }

    /// Turns a reference into the pointer that C code knows.
    pub(super) fn into_vfs(this: Shared<T>) -> NonNull<dill_hvfs> {
        // SAFETY: Rc pointers are not null.
        unsafe { NonNull::new_unchecked(Rc::into_raw(this).cast_mut().cast()) }
    }

    /// The reference that `into_vfs` turned into a pointer.
    ///
    /// # Safety
    /// `vfs` came from `into_vfs` of the same type, and the reference has not been taken back.
    pub(super) unsafe fn from_vfs(vfs: *mut dill_hvfs) -> Shared<T> {
        // SAFETY: hvfs is the first member, so the pointer is that of the object.
        unsafe { Rc::from_raw(vfs.cast::<Obj<T>>().cast_const()) }
    }

    /// Another reference to an object that C code knows.
    ///
    /// # Safety
    /// `vfs` came from `into_vfs` of the same type and the object still exists.
    pub(super) unsafe fn clone_vfs(vfs: *mut dill_hvfs) -> Shared<T> {
        // SAFETY: by the caller's promise; the reference that belongs to the pointer is not dropped.
        let owned = ManuallyDrop::new(unsafe { Obj::<T>::from_vfs(vfs) });
        Rc::clone(&owned)
    }
}

impl<T> Deref for Obj<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.body
    }
}

unsafe extern "C" fn query<T: Object>(vfs: *mut dill_hvfs, kind: *const c_void) -> *mut c_void {
    if T::BSOCK.is_some() && kind == bsock_type() {
        return vfs.cast::<u8>().wrapping_add(offset_of!(Obj<T>, bsock)).cast();
    }
    if T::MSOCK.is_some() && kind == msock_type() {
        return vfs.cast::<u8>().wrapping_add(offset_of!(Obj<T>, msock)).cast();
    }
    Errno::ENOTSUP.set();
    ptr::null_mut()
}

unsafe extern "C" fn close<T: Object>(vfs: *mut dill_hvfs) {
    // SAFETY: called once, with the pointer that was put into the handle table.
    let object = unsafe { Obj::<T>::from_vfs(vfs) };
    Context::with(|cx| object.close(cx));
}

/// The table of a bytestream.
pub(crate) const fn bytestream<T: Bytestream>() -> dill_bsock_vfs {
    dill_bsock_vfs { bsendl: Some(bsendl::<T>), brecvl: Some(brecvl::<T>) }
}

/// The object whose table C code passes, which is `offset` bytes from its beginning.
///
/// # Safety
/// `table` is what `query::<T>` answered, and the object still exists.
unsafe fn from_table<T: Object, Table>(table: *mut Table, offset: usize) -> Shared<T> {
    let object = table.cast::<u8>().wrapping_sub(offset);
    // SAFETY: by the caller's promise.
    unsafe { Obj::clone_vfs(object.cast()) }
}

unsafe extern "C" fn bsendl<T: Bytestream>(
    bsock: *mut dill_bsock_vfs,
    first: *mut dill_iolist,
    last: *mut dill_iolist,
    deadline: i64,
) -> c_int {
    // SAFETY: C code passes the table that it was given, and a list that it does not touch during the call.
    let (object, list) =
        unsafe { (from_table::<T, _>(bsock, offset_of!(Obj<T>, bsock)), IoList::new(first, last)) };
    status(list.and_then(|list| Context::with(|cx| object.send(cx, &list, deadline))))
}

unsafe extern "C" fn brecvl<T: Bytestream>(
    bsock: *mut dill_bsock_vfs,
    first: *mut dill_iolist,
    last: *mut dill_iolist,
    deadline: i64,
) -> c_int {
    // SAFETY: as in `bsendl`; the buffers are writable.
    let (object, list) =
        unsafe { (from_table::<T, _>(bsock, offset_of!(Obj<T>, bsock)), IoList::new(first, last)) };
    status(list.and_then(|list| Context::with(|cx| object.receive(cx, &list, deadline))))
}

/// The table of a message socket.
pub(crate) const fn message_socket<T: MessageSocket>() -> dill_msock_vfs {
    dill_msock_vfs { msendl: Some(msendl::<T>), mrecvl: Some(mrecvl::<T>) }
}

unsafe extern "C" fn msendl<T: MessageSocket>(
    msock: *mut dill_msock_vfs,
    first: *mut dill_iolist,
    last: *mut dill_iolist,
    deadline: i64,
) -> c_int {
    // SAFETY: as in `bsendl`.
    let (object, list) =
        unsafe { (from_table::<T, _>(msock, offset_of!(Obj<T>, msock)), IoList::new(first, last)) };
    status(list.and_then(|list| Context::with(|cx| object.send(cx, &list, deadline))))
}

unsafe extern "C" fn mrecvl<T: MessageSocket>(
    msock: *mut dill_msock_vfs,
    first: *mut dill_iolist,
    last: *mut dill_iolist,
    deadline: i64,
) -> ssize_t {
    // SAFETY: as in `brecvl`.
    let (object, list) =
        unsafe { (from_table::<T, _>(msock, offset_of!(Obj<T>, msock)), IoList::or_none(first, last)) };
    size(list.and_then(|list| Context::with(|cx| object.receive(cx, list.as_ref(), deadline))))
}
