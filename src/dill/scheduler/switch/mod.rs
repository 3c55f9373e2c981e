//! The context switch: what a coroutine that is not running consists of, and how it goes on.
//!
//! Programs that were compiled against `libdill.h` contain one half of it. The expression `go(fn)` saves the caller
//! into the record that [`dill_prologue`](crate::dill::ffi) hands out, moves to the new stack and calls `fn`; only
//! the library ever resumes that record. So the layout of the record and the state of the registers at a resumption
//! are part of the binary interface and never change. A coroutine that is suspended inside the library uses the same
//! record, so that resuming needs no case distinction.

#[cfg(target_arch = "x86_64")]
mod x86_64;
#[cfg(target_arch = "x86_64")]
pub(crate) use x86_64::{Record, resume, switch};

#[cfg(not(target_arch = "x86_64"))]
compile_error!("the dill face needs a context switch for this architecture");
