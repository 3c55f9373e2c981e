//! What valgrind(1) is told about stacks, so that it can check programs with coroutines.
//!
//! Valgrind takes any step of the stack pointer that is not very long for a call or a return, and what lies between for
//! memory that begins or ends its life with it. So it has to know which stacks there are. It also sees frames go on
//! memory that a program has lent as a stack, so it is told when all of that is to be used again.
//!
//! A request to valgrind is a sequence of instructions that does nothing on a processor (`<valgrind/valgrind.h>`, "client
//! requests"). Elsewhere than on x86-64, and under Miri, none are made.

use std::ptr::NonNull;

/// Requests, as `<valgrind/valgrind.h>` and `<valgrind/memcheck.h>` number them.
const RUNNING_ON_VALGRIND: usize = 0x1001;
const STACK_REGISTER: usize = 0x1501;
const STACK_DEREGISTER: usize = 0x1502;
const MAKE_MEM_UNDEFINED: usize = 0x4d43_0001;

/// Makes a request. Without valgrind, or when it does not know the request, the result is 0.
#[inline(always)]
fn request(number: usize, first: usize, second: usize) -> usize {
    #[cfg(all(target_arch = "x86_64", not(miri)))]
    {
        let arguments = [number, first, second, 0, 0, 0];
        let mut result = 0;
        // SAFETY: a rotation by 128 bits in all and an exchange of a register with itself; under valgrind the arguments
        // are read.
        unsafe {
            std::arch::asm!(
                "rol rdi, 3",
                "rol rdi, 13",
                "rol rdi, 61",
                "rol rdi, 51",
                "xchg rbx, rbx",
                in("rax") &raw const arguments,
                inout("rdx") result,
                options(nostack),
            );
        }
        result
    }
    #[cfg(any(not(target_arch = "x86_64"), miri))]
    {
        let _ = (number, first, second);
        0
    }
}

/// Whether the process runs under valgrind.
pub(super) fn is_running() -> bool {
    request(RUNNING_ON_VALGRIND, 0, 0) != 0
}

/// A stack that valgrind knows of.
#[derive(Clone, Copy, Default)]
pub(super) struct Registration(u32);

impl Registration {
    pub(super) fn new(start: *const u8, len: usize) -> Registration {
        Registration(request(STACK_REGISTER, start.addr(), start.addr() + len - 1) as u32)
    }

    pub(super) fn end(self) {
        request(STACK_DEREGISTER, self.0 as usize, 0);
    }
}

/// The lowest address in use of the stack that this runs on.
#[inline(always)]
fn stack_pointer() -> *const u8 {
    let pointer;
    #[cfg(all(target_arch = "x86_64", not(miri)))]
    // SAFETY: reads a register.
    unsafe {
        std::arch::asm!("mov {}, rsp", out(reg) pointer, options(nomem, nostack, preserves_flags));
    }
    #[cfg(any(not(target_arch = "x86_64"), miri))]
    {
        pointer = std::ptr::null();
    }
    pointer
}

/// Memory of a program that is a stack for now.
pub(crate) struct Lent {
    start: NonNull<u8>,
    registration: Registration,
}

impl Lent {
    pub(super) fn new(start: NonNull<u8>, len: usize) -> Lent {
        Lent { start, registration: Registration::new(start.as_ptr(), len) }
    }

    /// Ends the use as a stack. Inlined into the function that runs on it to the last, since after a return the frame that
    /// was left would be inaccessible.
    #[inline(always)]
    pub(super) fn end(self) {
        self.registration.end();
        let start = self.start.addr().get();
        request(MAKE_MEM_UNDEFINED, start, stack_pointer().addr() - start);
    }
}
