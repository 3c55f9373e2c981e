//! Strings of the program: those it passes and the buffers that it wants filled.

use std::ffi::{CStr, c_char};
use std::marker::PhantomData;

use crate::dill::http::Output;
use crate::sys::Errno;

/// The bytes of a string without its NUL. `EINVAL` for NULL.
///
/// # Safety
/// `text` is NULL or a string that stays unchanged as long as the result is in use.
pub(super) unsafe fn bytes<'a>(text: *const c_char) -> Result<&'a [u8], Errno> {
    if text.is_null() {
        return Err(Errno::EINVAL);
    }
    // SAFETY: a string, by the caller's promise.
    Ok(unsafe { CStr::from_ptr(text) }.to_bytes())
}

/// A buffer for a string.
pub(super) struct Buffer<'a> {
    start: *mut u8,
    len: usize,
    buffer: PhantomData<&'a mut u8>,
}

impl Buffer<'_> {
    /// `EINVAL` for NULL, or if there is no room for the terminating NUL.
    ///
    /// # Safety
    /// `start` is NULL or writable for `len` bytes, to which nothing refers as long as the result is in use.
    pub(super) unsafe fn new<'a>(start: *mut c_char, len: usize) -> Result<Buffer<'a>, Errno> {
        if start.is_null() || len == 0 {
            return Err(Errno::EINVAL);
        }
        Ok(Buffer { start: start.cast(), len, buffer: PhantomData })
    }
}

impl Output for Buffer<'_> {
    fn store(&mut self, text: &[u8]) -> Result<(), Errno> {
        if text.len() >= self.len {
            return Err(Errno::EMSGSIZE);
        }
        // SAFETY: the text and its NUL fit, by the check above and the promise of `new`.
        unsafe {
            self.start.copy_from_nonoverlapping(text.as_ptr(), text.len());
            self.start.add(text.len()).write(0);
        }
        Ok(())
    }
}
