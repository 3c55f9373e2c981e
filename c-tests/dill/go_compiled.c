// A program as it was compiled long ago: what the macro go is made of is fixed, and only the library is new.
// variants: -O1 | -O2 | cc=clang -O2
#include "../check.h"
#include <setjmp.h>
#include <stdlib.h>

int dill_prologue(sigjmp_buf **ctx, void **ptr, size_t len, int bndl, const char *file, int line);
void dill_epilogue(void);
int dill_yield(void);
int dill_hclose(int h);

static int ran;
static void *stack_pointer;

static __attribute__((noinline)) void child(void *marks[4]) {
    ran++;
    marks[0] = stack_pointer;
    CHECK_OK(dill_yield());
    ran++;
}

/* Saves the caller: 0 at first, then what the library put into eax; *rdx becomes what it put into rdx. */
#define SAVE(record, rdx) __extension__ ({ \
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
        : "=a"(resumed), "=d"(*rdx) : "d"(record) \
        : "memory", "rcx", "rsi", "rdi", "r8", "r9", "r10", "r11", "cc", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", \
          "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15"); \
    resumed; \
})

static __attribute__((noinline)) int start(void *memory, size_t len, void *marks[4]) {
    sigjmp_buf *context;
    void *stack = memory, *rdx;
    int h = dill_prologue(&context, &stack, len, -1, "file", 1), resumed;
    CHECK(h >= 0);
    marks[1] = context;
    marks[2] = stack;
    CHECK_INT((uintptr_t)stack % 16, 0);
    CHECK_INT((uintptr_t)context % 8, 0);
    resumed = SAVE(context, &rdx);
    if(resumed == 0) {
        volatile void *here = __builtin_alloca(sizeof(size_t));
        (void)here;
        __asm__ volatile("mov %%rax, %%rsp" : : "a"(stack) : "memory");
        /* What lies above the stack pointer belongs to the child for 128 bytes. */
        __asm__ volatile("mov %%rsp, %0" : "=m"(stack_pointer));
        memset(stack_pointer, 0xff, 128);
        child(marks);
        dill_epilogue();
    }
    CHECK_INT(resumed, 1);
    CHECK(rdx == context);
    return h;
}

int main(void) {
    void *marks[4];
    char *memory = malloc(16384);
    int h, offset;

    h = start(NULL, 0, marks);
    CHECK_INT(ran, 1);
    CHECK(marks[0] == marks[2]);
    CHECK_OK(dill_hclose(h));
    CHECK_INT(ran, 2);

    /* In memory of the program, wherever it begins and ends. */
    for(offset = 0; offset != 17; ++offset) {
        ran = 0;
        h = start(memory + offset, 16384 - 2 * offset, marks);
        CHECK((char *)marks[2] > memory && (char *)marks[2] <= memory + 16384 - 128);
        CHECK_OK(dill_hclose(h));
        CHECK_INT(ran, 2);
    }
    free(memory);
    return 0;
}
