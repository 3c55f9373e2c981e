/* What compiled programs contain of the macro go. It never changes, so nothing of it is taken from libdill.h.

     SAVE(record, pointer)   saves the caller: 0 at first, then what the library put into the register of the result.
                             *pointer becomes the record's address, as the library left it.
     SET_STACK(pointer)      moves to a stack, perhaps up to ROUNDING bytes below pointer
     STACK_POINTER()         says where it is */
#include <setjmp.h>
#include <stddef.h>

int dill_prologue(sigjmp_buf **ctx, void **ptr, size_t len, int bndl, const char *file, int line);
void dill_epilogue(void);

#define STACK_POINTER() __extension__ ({ \
    void *pointer_; \
    __asm__ volatile("mov " STACK_REGISTER : "=r"(pointer_)); \
    pointer_; \
})

#if defined __x86_64__

#define STACK_REGISTER "%%rsp, %0"
#define ROUNDING 0

#define SAVE(record, pointer) __extension__ ({ \
    int resumed; \
    __asm__ volatile( \
        "lea 77f(%%rip), %%rcx\n\t" \
        "xor %%eax, %%eax\n\t" \
        "mov %%rbx, (%%rdx)\n\t" \
        "mov %%rbp, 8(%%rdx)\n\t" \
        "mov %%r12, 16(%%rdx)\n\t" \
        "mov %%r13, 24(%%rdx)\n\t" \
        "mov %%r14, 32(%%rdx)\n\t" \
        "mov %%r15, 40(%%rdx)\n\t" \
        "mov %%rsp, 48(%%rdx)\n\t" \
        "mov %%rcx, 56(%%rdx)\n" \
        "77:" \
        : "=a"(resumed), "=d"(*pointer) : "d"(record) \
        : "memory", "rcx", "rsi", "rdi", "r8", "r9", "r10", "r11", "cc", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", \
          "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15"); \
    resumed; \
})

#define SET_STACK(pointer) __asm__ volatile("mov %%rax, %%rsp" : : "a"(pointer) : "memory")

#elif defined SIGSETJMP

/* Programs for libdill, on any architecture without a form of its own. */
#define STACK_REGISTER "%0, sp"
#define ROUNDING 16

#define SAVE(record, pointer) (*(pointer) = (record), sigsetjmp(*(record), 0))

extern volatile void *dill_unoptimisable;

#define SET_STACK(pointer) do { \
    char *anchor_ = __builtin_alloca(sizeof(size_t)); \
    dill_unoptimisable = __builtin_alloca((size_t)(anchor_ - (char *)(pointer))); \
} while(0)

#else

/* Programs for this library on AArch64. */
#define STACK_REGISTER "%0, sp"
#define ROUNDING 0

#define SAVE(record, pointer) __extension__ ({ \
    int resumed; \
    *(pointer) = (record); \
    __asm__ volatile( \
        "adr x1, 77f\n\t" \
        "mov x2, sp\n\t" \
        "mov w0, wzr\n\t" \
        "stp x19, x20, [%1]\n\t" \
        "stp x21, x22, [%1, 16]\n\t" \
        "stp x23, x24, [%1, 32]\n\t" \
        "stp x25, x26, [%1, 48]\n\t" \
        "stp x27, x28, [%1, 64]\n\t" \
        "str x29, [%1, 80]\n\t" \
        "str x1, [%1, 312]\n\t" \
        "str x2, [%1, 320]\n" \
        "77:\n\t" \
        "mov %w0, w0" \
        : "=r"(resumed) : "r"(record) \
        : "memory", "cc", "x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", \
          "x15", "x16", "x17", "x18", "x30", "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11", \
          "v12", "v13", "v14", "v15", "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23", "v24", "v25", "v26", \
          "v27", "v28", "v29", "v30", "v31"); \
    resumed; \
})

#define SET_STACK(pointer) __asm__ volatile("mov sp, %0" : : "r"(pointer) : "memory")

#endif
