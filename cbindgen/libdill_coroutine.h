/* Functions that are started as coroutines carry this attribute. Inlined, they would keep their variables in the stack
   frame of the function that starts them. And since they go on after that function does, the compiler must not draw
   conclusions from their code: it would find out that they do not keep the pointers that they are passed, and that
   nobody can change what those point to any more once they have been called. */
#if defined __clang__
#define dill_coroutine __attribute__((noinline, optnone))
#elif __GNUC__ >= 8
#define dill_coroutine __attribute__((noipa))
#else
#define dill_coroutine __attribute__((noinline, noclone))
#endif

/* The macros at the end start a coroutine:

     dill_go(fn(args))                          in a new bundle, on a stack of the library
     dill_go_mem(fn(args), ptr, len)            in a new bundle, on the len bytes at ptr
     dill_bundle_go(bndl, fn(args))             in the bundle bndl; if that is negative, as dill_go
     dill_bundle_go_mem(bndl, fn(args), ptr, len)

   Each is an expression of type int: the handle of the new bundle, or 0 when the coroutine joins one; -1 with errno
   set if it cannot be started (see dill_prologue), and then fn(args) is not evaluated. The coroutine runs first; the
   caller goes on at its next turn. ptr, len and bndl are evaluated once, by the caller; fn(args) is evaluated once, on
   the new stack, in the caller's variables. Its arguments must not suspend, since the caller may be gone afterwards.
   On AArch64 an argument of more than 16 bytes is a copy in the caller's frame: it lasts as long as the caller's call.
   A coroutine function ends by returning: no exception and no longjmp may leave it.

   What is in memory at run time, in the order of the code:
     1. dill_prologue makes the coroutine and says where to save the caller's registers and where its stack begins.
     2. dill_save_ stores the callee-saved registers, the stack pointer and the address after itself, and yields 0.
        When the library resumes the caller, control is back at that address, and dill_save_ yields 1.
     3. After 0, the stack pointer moves to the new stack and fn(args) is called. dill_epilogue never returns.
   The compiler must believe that dill_epilogue returns: what lives in the caller's frame has to survive step 3. */
