//! Opaque C types that stand for reference-counted objects.
//!
//! A handle is the pointer of an `Arc` that was given to the program. Calls borrow the object behind it; what works
//! on after the call returned takes a reference of its own. So an object that the program frees while an operation
//! uses it lives until that operation ended.

use std::ffi::c_int;
use std::sync::Arc;

use crate::nng::error::Error;

/// A C type whose pointers come from an `Arc`.
pub(super) trait Handle: Sized {
    /// What the pointers really point to.
    type Object;

    /// Gives an object to the program.
    fn give(object: Arc<Self::Object>) -> *mut Self {
        Arc::into_raw(object).cast_mut().cast()
    }

    /// Gives an object to the program in `*to`, if there is one, and returns the code of the outcome.
    ///
    /// # Safety
    /// `to` must be NULL or writable.
    unsafe fn store(to: *mut *mut Self, made: Result<Self::Object, Error>) -> c_int {
        if to.is_null() {
            return Error::INVALID.code();
        }
        match made {
            Ok(object) => {
                // SAFETY: by the caller's promise.
                unsafe { *to = Self::give(Arc::new(object)) };
                0
            }
            Err(error) => error.code(),
        }
    }

    /// Takes an object back from the program; `None` for NULL.
    ///
    /// # Safety
    /// The handle must be NULL, or from [`give`](Self::give) and not taken back yet. The program must not use it any
    /// more.
    unsafe fn take(handle: *mut Self) -> Option<Arc<Self::Object>> {
        // SAFETY: by the caller's promise the pointer came out of `Arc::into_raw` and its count is still there.
        (!handle.is_null()).then(|| unsafe { Arc::from_raw(handle.cast()) })
    }

    /// The object of a handle, for the time of a call; `None` for NULL.
    ///
    /// # Safety
    /// The handle must be NULL, or from [`give`](Self::give) and not taken back before the borrow ends.
    unsafe fn borrow<'a>(handle: *const Self) -> Option<&'a Self::Object> {
        // SAFETY: by the caller's promise the pointer is that of a live object.
        unsafe { handle.cast::<Self::Object>().as_ref() }
    }

    /// A reference to the object of a handle that outlives the call; `None` for NULL.
    ///
    /// # Safety
    /// The handle must be NULL, or from [`give`](Self::give) and not taken back yet.
    unsafe fn share(handle: *const Self) -> Option<Arc<Self::Object>> {
        let object = handle.cast::<Self::Object>();
        if object.is_null() {
            return None;
        }
        // SAFETY: the pointer came out of `Arc::into_raw` and the object is alive by the caller's promise; the count
        // that is added here is the one that the new reference owns.
        unsafe {
            Arc::increment_strong_count(object);
            Some(Arc::from_raw(object))
        }
    }
}
