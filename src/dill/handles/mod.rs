//! The handles of a thread: numbers for objects, the library's own and those that programs make.
//!
//! What a handle refers to is a pointer to the head of an object (`struct dill_hvfs`). For the library's own types
//! the table also remembers which type it is, so a typed look-up asks no callback and cannot be deceived by one.
#![allow(unsafe_code)]

pub(crate) mod chain;
pub(crate) mod datagram;
pub(crate) mod iolist;
mod numbers;
pub(crate) mod object;
pub(crate) mod table;

use std::any::TypeId;
use std::cell::RefCell;
use std::ffi::c_void;
use std::ptr::{self, NonNull};

use self::numbers::Numbers;
use self::object::{Obj, Object, Shared};
use self::table::{BytestreamTable, MessageTable};
use crate::dill::ffi::data::{bsock_type, msock_type};
use crate::dill::ffi::types::dill_hvfs;
use crate::dill::scheduler::bundle::Bundle;
use crate::dill::scheduler::context::Context;
use crate::sys::Errno;

#[derive(Clone, Copy)]
struct Handle {
    vfs: NonNull<dill_hvfs>,
    /// The type of an object of the library; none for a program's.
    kind: Option<TypeId>,
    /// Inside of the close callback.
    closing: bool,
    /// The last successful query.
    query: *const c_void,
    answer: *mut c_void,
}

/// The handle table.
pub(crate) struct Handles(RefCell<Numbers<Handle>>);

impl Handles {
    pub(crate) const fn new() -> Handles {
        Handles(RefCell::new(Numbers::new()))
    }

    #[inline]
    fn insert(&self, vfs: NonNull<dill_hvfs>, kind: Option<TypeId>) -> Result<i32, Errno> {
        let handle = Handle { vfs, kind, closing: false, query: ptr::null(), answer: ptr::null_mut() };
        self.0.borrow_mut().insert(handle)
    }

    fn get(&self, h: i32) -> Result<Handle, Errno> {
        self.0.borrow().get(h).copied().ok_or(Errno::EBADF)
    }
}

impl Context {
    /// Makes a handle for an object of a program, see `hmake`. Errors: `EINVAL`, `ECANCELED`, `ENOMEM`.
    ///
    /// # Safety
    /// `vfs` is NULL or points to a table that stays valid, with callbacks that may be called, until its close
    /// callback is called.
    pub(crate) unsafe fn make_handle(&self, vfs: *mut dill_hvfs) -> Result<i32, Errno> {
        let vfs = NonNull::new(vfs).ok_or(Errno::EINVAL)?;
        // SAFETY: the table is readable by the caller's promise.
        let table = unsafe { vfs.read_unaligned() };
        if table.query.is_none() || table.close.is_none() {
            return Err(Errno::EINVAL);
        }
        self.running().may_block()?;
        self.handles.insert(vfs, None)
    }

    /// Makes a handle for an object of the library. Errors, with the object dropped: `ECANCELED`, `ENOMEM`.
    pub(crate) fn make_object_handle<T: Object>(&self, object: Shared<T>) -> Result<i32, Errno> {
        self.running().may_block()?;
        let vfs = Obj::into_vfs(object);
        self.handles.insert(vfs, Some(TypeId::of::<T>())).inspect_err(|_| {
            // SAFETY: made two lines above.
            drop(unsafe { Obj::<T>::from_vfs(vfs.as_ptr()) });
        })
    }

    /// The object behind a handle. `EBADF` if it is no handle, `ENOTSUP` if the object is of another type.
    pub(crate) fn object<T: Object>(&self, h: i32) -> Result<Shared<T>, Errno> {
        // In place, since copying the whole entry would take longer than the rest.
        let handles = self.handles.0.borrow();
        let handle = handles.get(h).ok_or(Errno::EBADF)?;
        if handle.kind != Some(TypeId::of::<T>()) {
            return Err(Errno::ENOTSUP);
        }
        // SAFETY: the kind says that the pointer is of this type; the object exists as long as its handle.
        Ok(unsafe { Obj::clone_vfs(handle.vfs.as_ptr()) })
    }

    /// Frees the number of an object of the library and lets go of the object without closing it. Does nothing if the
    /// handle does not refer to the object (any more).
    pub(crate) fn release<T: Object>(&self, h: i32, object: &Shared<T>) {
        let Ok(handle) = self.handles.get(h) else { return };
        if !ptr::addr_eq(handle.vfs.as_ptr(), Shared::as_ptr(object)) || handle.closing {
            return;
        }
        self.handles.0.borrow_mut().remove(h);
        // SAFETY: the reference that belonged to the table. The addresses are equal, so the type is right.
        drop(unsafe { Obj::<T>::from_vfs(handle.vfs.as_ptr()) });
    }

    /// Asks the object behind a handle for an interface, see `hquery`. `EBADF`, or the errno of the callback.
    pub(crate) fn query(&self, h: i32, kind: *const c_void) -> Result<NonNull<c_void>, Errno> {
        let handle = self.handles.get(h)?;
        if let Some(answer) = NonNull::new(handle.answer).filter(|_| handle.query == kind) {
            return Ok(answer);
        }
        let vfs = handle.vfs.as_ptr();
        // SAFETY: the object exists as long as its handle, and its callbacks may be called.
        let answer = unsafe { vfs.read_unaligned().query.map_or(ptr::null_mut(), |query| query(vfs, kind)) };
        let answer = NonNull::new(answer).ok_or_else(Errno::last)?;
        // The callback may have closed the handle, or made others.
        if let Some(handle) = self.handles.0.borrow_mut().get_mut(h).filter(|h| h.vfs.as_ptr() == vfs) {
            (handle.query, handle.answer) = (kind, answer.as_ptr());
        }
        Ok(answer)
    }

    /// The bytestream interface of an object of any type. `EBADF`, or the errno of the query (`ENOTSUP`).
    pub(crate) fn bytestream(&self, h: i32) -> Result<BytestreamTable, Errno> {
        let table = self.query(h, bsock_type())?;
        // SAFETY: the answer to a query for this interface. Those who keep it own the handle.
        Ok(unsafe { BytestreamTable::new(table.cast()) })
    }

    /// The message interface of an object of any type. `EBADF`, or the errno of the query (`ENOTSUP`).
    pub(crate) fn message_socket(&self, h: i32) -> Result<MessageTable, Errno> {
        let table = self.query(h, msock_type())?;
        // SAFETY: as in `bytestream`.
        Ok(unsafe { MessageTable::new(table.cast()) })
    }

    /// Lets leave what other objects than this bytestream have gathered; it sends its own together with what follows.
    pub(crate) fn flush_before_sending(&self, h: i32) {
        let own = self.handles.get(h).map_or(ptr::null(), |handle| handle.vfs.as_ptr().cast_const());
        self.deferred.flush_but(self, own.cast());
    }

    /// Lets leave what was gathered if the program waits in this bytestream, or may do so: if it is its own. Those of the
    /// library flush when they find nothing to be received.
    pub(crate) fn flush_before_receiving(&self, h: i32) {
        if self.handles.get(h).is_ok_and(|handle| handle.kind.is_none()) {
            self.deferred.flush(self);
        }
    }

    /// Closes a handle, see `hclose`. Keeps errno if it succeeds.
    ///
    /// Errors: `EBADF` (no handle, or it is being closed already), `EDEADLK` (a bundle that would wait for the
    /// coroutine that closes it; nothing has happened).
    pub(crate) fn close(&self, h: i32) -> Result<(), Errno> {
        let errno = Errno::last();
        self.deferred.flush(self);
        if self.object::<Bundle>(h).is_ok_and(|bundle| bundle.would_deadlock(self.running())) {
            return Err(Errno::EDEADLK);
        }
        let vfs = match self.handles.0.borrow_mut().get_mut(h).filter(|h| !h.closing) {
            Some(handle) => {
                handle.closing = true;
                handle.vfs.as_ptr()
            }
            None => return Err(Errno::EBADF),
        };
        let me = self.running();
        me.closing.set(me.closing.get() + 1);
        // SAFETY: as in `query`. From here on nobody else calls a callback of the object.
        unsafe {
            if let Some(close) = vfs.read_unaligned().close {
                close(vfs);
            }
        }
        me.closing.set(me.closing.get() - 1);
        self.handles.0.borrow_mut().remove(h);
        errno.set();
        Ok(())
    }

    /// Gives the object behind a handle a new number, see `hown`. If that fails, the object is closed.
    ///
    /// Errors: `EBADF`; `ECANCELED`, `ENOMEM`.
    pub(crate) fn own(&self, h: i32) -> Result<i32, Errno> {
        let handle = self.handles.get(h)?;
        if handle.closing {
            return Err(Errno::EBADF);
        }
        let new = self.running().may_block().and_then(|()| self.handles.insert(handle.vfs, handle.kind));
        match new {
            Ok(new) => {
                self.handles.0.borrow_mut().remove(h);
                Ok(new)
            }
            Err(e) => {
                let _ = self.close(h);
                Err(e)
            }
        }
    }
}
