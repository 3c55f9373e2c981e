//! The context switch on x86-64.
//!
//! ```text
//!   offset  0    8    16   24   32   40   48   56              64      68
//!           rbx  rbp  r12  r13  r14  r15  rsp  resume address  MXCSR   x87 control word
//! ```
//!
//! The first 64 bytes are written by compiled programs too (inline assembly in the macro `go`). They rely on this
//! when they are resumed: rdx points to the record, eax is not 0, the seven registers have their values, and control
//! arrives by a jump at the resume address. The other registers hold anything.
//!
//! MXCSR and the x87 control word are callee-saved as far as their control bits go (System V ABI, section 3.2.1), so
//! they belong to a coroutine as well: the library keeps them behind the part that programs write.
//!
//! ```text
//!   stack of the parent                       stack of the child
//!   +---------------------------+             +---------------------------+
//!   | function with go(fn)      |             | control block, slack      |
//!   +---------------------------+ rsp in the  +---------------------------+ first rsp, a multiple of 16
//!   | calls of the library that |   record    | return address into go    |
//!   | have returned             |             | fn                        |
//!   +---------------------------+             +---------------------------+
//! ```

use std::arch::asm;

use crate::dill::scheduler::stack::Top;

/// The registers of a coroutine that is not running.
#[repr(C, align(8))]
pub(crate) struct Record {
    rbx: u64,
    rbp: u64,
    r12: u64,
    r13: u64,
    r14: u64,
    r15: u64,
    rsp: u64,
    rip: u64,
    mxcsr: u32,
    x87: u16,
}

impl Record {
    /// A record to be saved into before it is resumed.
    pub(crate) const fn blank() -> Record {
        Record { rbx: 0, rbp: 0, r12: 0, r13: 0, r14: 0, r15: 0, rsp: 0, rip: 0, mxcsr: 0x1f80, x87: 0x037f }
    }

    /// A record that, when resumed, calls `entry` on an empty stack.
    pub(crate) fn fresh(entry: extern "C" fn() -> !, stack: Top) -> Record {
        let mut record = Record::blank();
        // A function finds the stack pointer 8 below a multiple of 16, since the call pushed the return address. The
        // address here is 0, and so is rbp: the end of the chain for whoever prints a back trace. Debuggers look at what
        // lies above it, too.
        let end = stack.pointer().wrapping_sub(32).cast::<[u64; 4]>();
        // SAFETY: the topmost bytes of a stack that nobody uses yet.
        unsafe { end.write([0; 4]) };
        record.rsp = end.addr() as u64 + 8;
        record.rip = entry as usize as u64;
        record
    }

    /// Makes the caller's record ready for the program to save itself into: stores what the program does not.
    ///
    /// # Safety
    /// `record` must be valid for writes.
    pub(crate) unsafe fn prepare(record: *mut Record) {
        // SAFETY: stores 4 and 2 bytes to fields of the record.
        unsafe {
            asm!("stmxcsr [{}]", "fnstcw [{}]", in(reg) &raw mut (*record).mxcsr, in(reg) &raw mut (*record).x87,
                 options(nostack, preserves_flags));
        }
    }
}

/// Resumes the record in rdx. Loading a control word is slow next to the rest and rarely needed: only when the
/// resumed one differs from the current one, which is in ecx (MXCSR) and r8w (x87).
macro_rules! resume_rdx {
    () => {
        "cmp ecx, [rdx + 64]
         je 22f
         ldmxcsr [rdx + 64]
     22: cmp r8w, [rdx + 68]
         je 23f
         fldcw [rdx + 68]
     23: mov rbx, [rdx]
         mov rbp, [rdx + 8]
         mov r12, [rdx + 16]
         mov r13, [rdx + 24]
         mov r14, [rdx + 32]
         mov r15, [rdx + 40]
         mov rsp, [rdx + 48]
         mov eax, 1
         jmp [rdx + 56]"
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
            "mov [rdi], rbx
             mov [rdi + 8], rbp
             mov [rdi + 16], r12
             mov [rdi + 24], r13
             mov [rdi + 32], r14
             mov [rdi + 40], r15
             mov [rdi + 48], rsp
             lea rax, [rip + 21f]
             mov [rdi + 56], rax
             stmxcsr [rdi + 64]
             fnstcw [rdi + 68]
             mov ecx, [rdi + 64]
             mov r8w, [rdi + 68]",
            resume_rdx!(),
            "21: endbr64",
            inlateout("rdi") from => _,
            inlateout("rdx") to => _,
            clobber_abi("C"),
        );
    }
}

/// Resumes `to` and gives up the caller, which never goes on.
///
/// # Safety
/// As for [`switch`], and nothing may depend on the caller's stack frames being left in an orderly way.
pub(crate) unsafe fn resume(to: *const Record) -> ! {
    let mut control = [0u32; 2];
    // SAFETY: as in `switch`; the control words are stored to memory of this frame.
    unsafe {
        asm!(
            "stmxcsr [rsi]
             fnstcw [rsi + 4]
             mov ecx, [rsi]
             mov r8w, [rsi + 4]",
            resume_rdx!(),
            in("rsi") &raw mut control,
            in("rdx") to,
            options(noreturn),
        );
    }
}

#[cfg(test)]
mod tests {
    use std::mem::offset_of;

    use super::Record;

    #[test]
    fn layout_is_the_one_in_compiled_programs() {
        assert_eq!(offset_of!(Record, rbx), 0);
        assert_eq!(offset_of!(Record, rbp), 8);
        assert_eq!(offset_of!(Record, r12), 16);
        assert_eq!(offset_of!(Record, r15), 40);
        assert_eq!(offset_of!(Record, rsp), 48);
        assert_eq!(offset_of!(Record, rip), 56);
        assert_eq!(offset_of!(Record, mxcsr), 64);
        assert_eq!(offset_of!(Record, x87), 68);
    }
}
