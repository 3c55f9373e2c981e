/* x86-64: the record is rbx, rbp, r12 to r15, rsp and the resume address, 8 bytes each.

   These are lost in a switch to another coroutine, as in a call. The other registers are in the record and come
   back. */
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

#define dill_set_stack_pointer_(pointer) __asm__ volatile("movq %%rax, %%rsp" : : "a"(pointer) : "memory")
