//! Starting and ending coroutines: the two library calls between which a compiled `go` does its part.
//!
//! ```text
//!   program (macro go)                         library
//!   calls dill_prologue  ------------------->  checks, makes bundle, stack and control block;
//!                                              the child becomes the running coroutine
//!   saves the parent's registers  <----------  the parent's record, the child's stack pointer
//!   sets the stack pointer, calls fn(...)
//!   calls dill_epilogue  ------------------->  frees the child, resumes whoever is next
//! ```
//!
//! Between the two arrows in the middle the program still runs on the parent's stack while the child counts as
//! running, so nothing may be scheduled there, and nothing is: the program makes no call.

use super::bundle::Bundle;
use super::context::Context;
use super::coroutine::{Co, Coroutine};
use super::stack;
use super::switch::Record;
use crate::dill::handles::object::{Obj, Shared};
use crate::sys::Errno;

/// Bytes at the beginning of a program's memory that belong to the bundle, which is kept elsewhere: programs size their
/// memory with it.
const BUNDLE_ROOM: usize = 64;

/// Where a coroutine gets its stack from.
#[derive(Clone, Copy)]
pub(crate) enum Memory {
    Library,
    Program { start: *mut u8, len: usize },
}

/// What compiled code needs to go on.
pub(crate) struct Started {
    /// The new bundle, or 0.
    pub(crate) handle: i32,
    /// Where to save the parent.
    pub(crate) parent: *mut Record,
    /// The child's first stack pointer.
    pub(crate) stack_pointer: *mut u8,
}

impl Context {
    /// Makes a coroutine the running one, in a new bundle or in the one behind the handle.
    ///
    /// Errors, without effect: `ECANCELED`; `EBADF`, `ENOTSUP` (no bundle); `ENOMEM` (no memory, or too little of the
    /// program's).
    pub(crate) fn start(&self, bundle: Option<i32>, memory: Memory) -> Result<Started, Errno> {
        self.prepare_to_block()?;
        match bundle {
            Some(h) => self.start_in(&self.object(h)?, 0, memory),
            None => {
                let memory = match memory {
                    Memory::Program { len, .. } if len < BUNDLE_ROOM => return Err(Errno::ENOMEM),
                    memory => memory,
                };
                let bundle = Obj::new(Bundle::new());
                let handle = self.make_object_handle(Shared::clone(&bundle))?;
                self.start_in(&bundle, handle, memory).inspect_err(|_| self.release(handle, &bundle))
            }
        }
    }

    // Inlined, since what it returns would go through memory in a way that takes as long as all the rest.
    #[inline(always)]
    fn start_in(&self, bundle: &Shared<Bundle>, handle: i32, memory: Memory) -> Result<Started, Errno> {
        let (stack, lent, block, top) = match memory {
            Memory::Library => {
                let (stack, block, top) = self.stacks.borrow_mut().with_room::<Coroutine>()?;
                (Some(stack), None, block, top)
            }
            Memory::Program { start, len } => {
                let (block, top) = stack::in_memory::<Coroutine>(start, len)?;
                (None, self.stacks.borrow().lend(start, len), block, top)
            }
        };
        // SAFETY: room for the block on a stack that is in use from now on until the coroutine has finished.
        let co = unsafe {
            block.write(Coroutine::new(stack, lent));
            Co::new(block)
        };
        bundle.add(co);
        let parent = self.running().record();
        self.begin(co);
        Ok(Started { handle, parent, stack_pointer: top.pointer() })
    }
}
