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
   A coroutine function ends by returning: no exception and no longjmp may leave it.

   What is in memory at run time, in the order of the code:
     1. dill_prologue makes the coroutine and says where to save the caller's registers and where its stack begins.
     2. dill_save_ stores the callee-saved registers, the stack pointer and the address after itself, and yields 0.
        When the library resumes the caller, control is back at that address, and dill_save_ yields 1.
     3. After 0, the stack pointer moves to the new stack and fn(args) is called. dill_epilogue never returns.
   The compiler must believe that dill_epilogue returns: what lives in the caller's frame has to survive step 3. */

#if !defined __x86_64__ || !defined __LP64__
#error "libdill.h: coroutines are not available on this architecture."
#endif

/* A call clobbers these, and so does a switch to another coroutine, in which the caller's next turn arrives. Callee-
   saved registers are stored in the record and come back. */
#if defined __SSE__
#define dill_clobber_xmm_ , "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", \
    "xmm11", "xmm12", "xmm13", "xmm14", "xmm15"
#else
#define dill_clobber_xmm_
#endif
#if defined __AVX512F__
#define dill_clobber_zmm_ , "xmm16", "xmm17", "xmm18", "xmm19", "xmm20", "xmm21", "xmm22", "xmm23", "xmm24", "xmm25", \
    "xmm26", "xmm27", "xmm28", "xmm29", "xmm30", "xmm31", "k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7"
#else
#define dill_clobber_zmm_
#endif
#if defined __MMX__
#define dill_clobber_mmx_ , "mm0", "mm1", "mm2", "mm3", "mm4", "mm5", "mm6", "mm7"
#else
#define dill_clobber_mmx_
#endif
#if !defined _SOFT_FLOAT && !defined __NO_X87__
#define dill_clobber_x87_ , "st", "st(1)", "st(2)", "st(3)", "st(4)", "st(5)", "st(6)", "st(7)"
#else
#define dill_clobber_x87_
#endif

/* With branch protection, the target of an indirect jump carries a mark. */
#if defined __CET__ && __CET__ % 2 == 1
#define dill_landing_ "endbr64\n\t"
#else
#define dill_landing_ ""
#endif

/* The library jumps to the stored address with the record in rdx and 1 in eax. */
#define dill_save_(record) \
    __extension__ ({ \
        int dill_resumed_; \
        __asm__ volatile( \
            "movq %%rbx, 0(%%rdx)\n\t" \
            "movq %%rbp, 8(%%rdx)\n\t" \
            "movq %%r12, 16(%%rdx)\n\t" \
            "movq %%r13, 24(%%rdx)\n\t" \
            "movq %%r14, 32(%%rdx)\n\t" \
            "movq %%r15, 40(%%rdx)\n\t" \
            "movq %%rsp, 48(%%rdx)\n\t" \
            "leaq 77f(%%rip), %%rcx\n\t" \
            "movq %%rcx, 56(%%rdx)\n\t" \
            "xorl %%eax, %%eax\n" \
            "77:\n\t" \
            dill_landing_ \
            : "=a"(dill_resumed_) \
            : "d"(record) \
            : "memory", "cc", "rcx", "rsi", "rdi", "r8", "r9", "r10", "r11" \
              dill_clobber_xmm_ dill_clobber_zmm_ dill_clobber_mmx_ dill_clobber_x87_); \
        dill_resumed_; \
    })

/* An allocation whose size the compiler cannot know makes it address the frame by another register than rsp. */
#define dill_set_stack_(pointer) \
    do { \
        size_t dill_unknown_ = 8; \
        __asm__ volatile("" : "+r"(dill_unknown_)); \
        __asm__ volatile("" : : "r"(__builtin_alloca(dill_unknown_)) : "memory"); \
        __asm__ volatile("movq %%rax, %%rsp" : : "a"(pointer) : "memory"); \
    } while (0)

#define dill_go_(fn, ptr, len, bndl) \
    __extension__ ({ \
        void *dill_parent_ = NULL; \
        void *dill_stack_ = (ptr); \
        int dill_handle_ = dill_prologue(&dill_parent_, &dill_stack_, (len), (bndl), __FILE__, __LINE__); \
        if (dill_handle_ >= 0 && dill_save_(dill_parent_) == 0) { \
            dill_set_stack_(dill_stack_); \
            fn; \
            dill_epilogue(); \
        } \
        dill_handle_; \
    })

#define dill_go(fn) dill_go_(fn, NULL, 0, -1)
#define dill_go_mem(fn, ptr, len) dill_go_(fn, ptr, len, -1)
#define dill_bundle_go(bndl, fn) dill_go_(fn, NULL, 0, bndl)
#define dill_bundle_go_mem(bndl, fn, ptr, len) dill_go_(fn, ptr, len, bndl)
