// A program as it was compiled long ago: what the macro go is made of is fixed, and only the library is new.
// variants: -O0 | -O1 | -O2 | -O3
// variants-aarch64: -O1 -DSIGSETJMP | -O2 -DSIGSETJMP
#include "../check.h"
#include "compiled.h"
#include <stdlib.h>

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

static __attribute__((noinline)) int start(void *memory, size_t len, void *marks[4]) {
    sigjmp_buf *context;
    void *stack = memory, *pointer;
    int h = dill_prologue(&context, &stack, len, -1, "file", 1), resumed;
    CHECK(h >= 0);
    marks[1] = context;
    marks[2] = stack;
    CHECK_INT((uintptr_t)stack % 16, 0);
    CHECK_INT((uintptr_t)context % 8, 0);
    resumed = SAVE(context, &pointer);
    if(resumed == 0) {
        volatile void *here = __builtin_alloca(sizeof(size_t));
        (void)here;
        SET_STACK(stack);
        /* What lies above the stack pointer belongs to the child for 128 bytes. */
        stack_pointer = STACK_POINTER();
        memset(stack_pointer, 0xff, 128);
        child(marks);
        dill_epilogue();
    }
    CHECK_INT(resumed, 1);
    CHECK(pointer == context);
    return h;
}

int main(void) {
    void *marks[4];
    char *memory = malloc(16384);
    int h, offset;

    h = start(NULL, 0, marks);
    CHECK_INT(ran, 1);
    CHECK(marks[0] <= marks[2] && (char *)marks[2] - (char *)marks[0] <= ROUNDING);
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
