/* AArch64: the record is x19 to x29 from offset 0, 8 bytes each, and from offset 312 the resume address and sp. The
   library jumps to the resume address with 1 in w0. Or it is a sigjmp_buf, as in programs compiled for libdill. */
#if defined DILL_ARCH_FALLBACK
#define dill_store_ \
    "mov x0, %1\n\t" \
    "mov w1, wzr\n\t" \
    "bl __sigsetjmp\n\t"
#else
#define dill_store_ \
    "stp x19, x20, [%1]\n\t" \
    "stp x21, x22, [%1, #16]\n\t" \
    "stp x23, x24, [%1, #32]\n\t" \
    "stp x25, x26, [%1, #48]\n\t" \
    "stp x27, x28, [%1, #64]\n\t" \
    "str x29, [%1, #80]\n\t" \
    "adr x2, 77f\n\t" \
    "mov x3, sp\n\t" \
    "stp x2, x3, [%1, #312]\n\t" \
    "mov w0, wzr\n" \
    "77:\n\t"
#endif

/* With branch protection, the target of an indirect jump carries a mark: bti j, by the name that it always had. */
#if defined __ARM_FEATURE_BTI_DEFAULT
#define dill_landing_ "hint #36\n\t"
#else
#define dill_landing_ ""
#endif

/* Lost in a switch to another coroutine: what a call clobbers, and v8 to v15, of which a call preserves one half. The
   other registers are in the record and come back, that of the operand %1 among them. */
#if defined __ARM_FEATURE_SVE
#define dill_clobber_sve_ , "p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9", "p10", "p11", "p12", "p13", \
    "p14", "p15"
#else
#define dill_clobber_sve_
#endif

#define dill_save_(record) \
    __extension__ ({ \
        int dill_resumed_; \
        __asm__ volatile( \
            dill_store_ \
            dill_landing_ \
            "mov %w0, w0\n\t" \
            : "=r"(dill_resumed_) \
            : "r"(record) \
            : "memory", "cc", "x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", \
              "x14", "x15", "x16", "x17", "x18", "x30", "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", \
              "v10", "v11", "v12", "v13", "v14", "v15", "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23", \
              "v24", "v25", "v26", "v27", "v28", "v29", "v30", "v31" dill_clobber_sve_); \
        dill_resumed_; \
    })

#define dill_set_stack_pointer_(pointer) __asm__ volatile("mov sp, %0" : : "r"(pointer) : "memory")
