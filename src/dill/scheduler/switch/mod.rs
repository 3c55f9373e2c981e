//! The context switch: what a coroutine that is not running consists of, and how it goes on.
//!
//! Programs that were compiled against `libdill.h` contain one half of it. The expression `go(fn)` saves the caller
//! into the record that [`dill_prologue`](crate::dill::ffi) hands out, moves to the new stack and calls `fn`; only
//! the library ever resumes that record. So the layout of the record and the state of the registers at a resumption
//! are part of the binary interface and never change. A coroutine that is suspended inside the library uses the same
//! record, so that resuming needs no case distinction.
//!
//! There is one file per architecture, and one beside `cbindgen/libdill_go.h` with the program's half. Each provides a
//! `Record` (`blank`, `fresh`, `prepare`), `switch` and `resume`.

#[cfg(target_arch = "aarch64")]
mod aarch64;
#[cfg(target_arch = "aarch64")]
pub(crate) use aarch64::{Record, resume, switch};

#[cfg(target_arch = "x86_64")]
mod x86_64;
#[cfg(target_arch = "x86_64")]
pub(crate) use x86_64::{Record, resume, switch};

#[cfg(not(all(
    any(target_arch = "aarch64", target_arch = "x86_64"),
    target_pointer_width = "64",
    target_endian = "little"
)))]
compile_error!("the dill face needs a context switch for this architecture");
