//! The body of a request or response.

use crate::nng::error::Error;
use crate::sys::lent::LentBytes;

/// Bodies up to this size keep their memory when a message is cleared.
const KEEP: usize = 4096;

/// Bytes that a message carries: its own, or lent by the program.
#[derive(Default)]
pub(crate) struct Body {
    lent: Option<LentBytes>,
    owned: Vec<u8>,
}

impl Body {
    /// What there is to send.
    pub(crate) fn as_slice(&self) -> &[u8] {
        self.lent.as_ref().map_or(&self.owned, LentBytes::as_slice)
    }

    /// The size that was given or received. Without bytes that differs from the length of the slice: a program may
    /// announce content that it does not give.
    pub(crate) fn size(&self) -> usize {
        self.lent.as_ref().map_or(self.owned.len(), LentBytes::len)
    }

    /// Where the bytes are; NULL if there are none.
    pub(crate) fn as_ptr(&self) -> *const u8 {
        match &self.lent {
            Some(lent) => lent.as_ptr(),
            None if self.owned.is_empty() => std::ptr::null(),
            None => self.owned.as_ptr(),
        }
    }

    /// Replaces the content by bytes of the program.
    pub(crate) fn lend(&mut self, bytes: LentBytes) {
        self.clear();
        self.lent = Some(bytes);
    }

    /// Replaces the content by a copy. `NO_MEMORY`, with the content gone, if there is not enough.
    pub(crate) fn copy(&mut self, bytes: &[u8]) -> Result<(), Error> {
        if self.owned.as_ptr_range().contains(&bytes.as_ptr()) {
            // A program may copy a part of the body that is there.
            self.owned = bytes.to_vec();
            return Ok(());
        }
        self.clear();
        self.owned.try_reserve_exact(bytes.len()).map_err(|_| Error::NO_MEMORY)?;
        self.owned.extend_from_slice(bytes);
        Ok(())
    }

    /// Replaces the content by bytes that were received.
    pub(crate) fn receive(&mut self, bytes: Vec<u8>) {
        self.lent = None;
        self.owned = bytes;
    }

    /// Removes the content, and keeps a moderate amount of memory.
    pub(crate) fn clear(&mut self) {
        self.lent = None;
        self.owned.clear();
        if self.owned.capacity() > KEEP {
            self.owned = Vec::new();
        }
    }
}
