//! The context switch on AArch64 (LP64).
//!
//! ```text
//!   offset  0 ... 72   80                  312             320  328
//!           x19...x28  x29  (not used)     resume address  sp   FPCR
//!           `------ sigjmp_buf ------´
//! ```
//!
//! Programs save themselves into a record in one of two ways, and neither tells which:
//!
//! - inline assembly of the macro `go` stores x19 to x29, the resume address and sp. It relies on this when it is
//!   resumed: w0 is not 0, x19 to x29 and sp have their values, and control arrives by a jump through x16 at the
//!   resume address. The other registers hold anything.
//! - programs that were compiled for libdill call sigsetjmp(3), which fills the first 312 bytes in a way that only
//!   libc can undo. So before a program saves itself, the record gets another resume address, that of a function which
//!   calls siglongjmp(3), and a stack pointer for it. Programs of the first kind overwrite both.
//!
//! ```text
//!   stack of the parent                       stack of the child
//!   +---------------------------+             +---------------------------+
//!   | function with go(fn)      | <---.       | control block, slack      |
//!   +---------------------------+     |       +---------------------------+ first sp
//!   | dill_prologue, which has  |     |       | fn                        |
//!   | returned in the meantime  |     |       | ...                       |
//!   +---------------------------+ sp in the   +---------------------------+
//!   | resume_by_libc, at the    | record;
//!   | parent's next turn        | siglongjmp leads back up
//!   +---------------------------+
//! ```
//!
//! No vector register is in the record: half of each of v8 to v15 belongs to the caller of a function (AAPCS64,
//! section 6.1.2), but inline assembly can only declare all of it as lost. The compilers save these halves where needed.
//!
//! The control bits of FPCR are callee-saved (the same section), so they belong to a coroutine; the library keeps them
//! behind the part that programs write. x30 is 0 in whatever is resumed, so that a back trace ends where a stack begins.

use std::arch::asm;
use std::ffi::c_int;

use crate::dill::scheduler::stack::Top;

/// `sizeof(sigjmp_buf)` in 8 bytes, both in glibc and in musl.
const SIGJMP_BUF: usize = 39;

/// The registers of a coroutine that is not running.
#[repr(C, align(8))]
pub(crate) struct Record {
    /// x19 to x29, or what sigsetjmp has made of the whole.
    saved: [u64; SIGJMP_BUF],
    pc: u64,
    sp: u64,
    fpcr: u64,
}

unsafe extern "C" {
    fn siglongjmp(env: *mut [u64; SIGJMP_BUF], val: c_int) -> !;
}

/// Where a program is resumed that called sigsetjmp. Entered by a jump, with what `resume_x1` leaves in x0 and x1.
extern "C" fn resume_by_libc(_one: u64, record: *mut Record) -> ! {
    // SAFETY: sigsetjmp was called with it by a function that is still waiting for its return, on the same stack.
    unsafe { siglongjmp(&raw mut (*record).saved, 1) }
}

impl Record {
    /// A record to be saved into before it is resumed.
    pub(crate) const fn blank() -> Record {
        Record { saved: [0; SIGJMP_BUF], pc: 0, sp: 0, fpcr: 0 }
    }

    /// A record that, when resumed, calls `entry` on an empty stack.
    pub(crate) fn fresh(entry: extern "C" fn() -> !, stack: Top) -> Record {
        // x29 is 0, the end of the chain for whoever prints a back trace.
        Record { pc: entry as *const () as u64, sp: stack.pointer().addr() as u64, ..Record::blank() }
    }

    /// Makes the caller's record ready for the program to save itself into.
    ///
    /// # Safety
    /// `record` must be valid for writes. The program saves itself in a function that called the library, before that
    /// returns.
    #[inline]
    pub(crate) unsafe fn prepare(record: *mut Record) {
        let (sp, fpcr): (u64, u64);
        // SAFETY: reads two registers.
        unsafe {
            asm!("mov {}, sp", "mrs {}, fpcr", out(reg) sp, out(reg) fpcr, options(nomem, nostack, preserves_flags));
            (*record).pc = resume_by_libc as *const () as u64;
            (*record).sp = sp;
            (*record).fpcr = fpcr;
        }
    }
}

/// Resumes the record in x1. Writing FPCR is slow next to the rest and rarely needed: only when the resumed value
/// differs from the current one, which is in x4. A jump through x16 may lead to `bti c` as well as to `bti j`.
macro_rules! resume_x1 {
    () => {
        "ldr x5, [x1, #328]
         cmp x4, x5
         b.eq 22f
         msr fpcr, x5
     22: ldp x19, x20, [x1]
         ldp x21, x22, [x1, #16]
         ldp x23, x24, [x1, #32]
         ldp x25, x26, [x1, #48]
         ldp x27, x28, [x1, #64]
         ldr x29, [x1, #80]
         ldp x16, x3, [x1, #312]
         mov sp, x3
         mov x30, xzr
         mov x0, #1
         br x16"
    };
}

/// Saves the caller into `from` and resumes `to`. Returns when `from` is resumed.
///
/// # Safety
/// `from` must be writable and `to` hold a context that was saved (or is fresh) and has not been resumed since. Both
/// stay valid until they are resumed or given up. No reference that is exclusive may live across the call, because
/// other code of this thread runs in between.
#[inline(always)]
pub(crate) unsafe fn switch(from: *mut Record, to: *const Record) {
    // SAFETY: every register that is neither restored from the record nor preserved by the ABI is declared as
    // clobbered; the rest is the caller's promise.
    unsafe {
        asm!(
            "stp x19, x20, [x0]
             stp x21, x22, [x0, #16]
             stp x23, x24, [x0, #32]
             stp x25, x26, [x0, #48]
             stp x27, x28, [x0, #64]
             str x29, [x0, #80]
             adr x2, 21f
             mov x3, sp
             stp x2, x3, [x0, #312]
             mrs x4, fpcr
             str x4, [x0, #328]",
            resume_x1!(),
            // bti j, by a name that every assembler knows.
            "21: hint #36",
            inlateout("x0") from => _,
            inlateout("x1") to => _,
            clobber_abi("C"),
        );
    }
}

/// Resumes `to` and gives up the caller, which never goes on.
///
/// # Safety
/// As for [`switch`], and nothing may depend on the caller's stack frames being left in an orderly way.
pub(crate) unsafe fn resume(to: *const Record) -> ! {
    // SAFETY: as in `switch`.
    unsafe {
        asm!("mrs x4, fpcr", resume_x1!(), in("x1") to, options(noreturn));
    }
}

#[cfg(test)]
mod tests {
    use std::mem::offset_of;

    use super::Record;

    #[test]
    fn layout_is_the_one_in_compiled_programs() {
        assert_eq!(offset_of!(Record, saved), 0);
        assert_eq!(offset_of!(Record, pc), 312);
        assert_eq!(offset_of!(Record, sp), 320);
        assert_eq!(offset_of!(Record, fpcr), 328);
    }
}
