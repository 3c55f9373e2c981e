// A coroutine uses memory that is free, and a value that was never set; only valgrind sees it.
#include "../check.h"
#include <libdill.h>
#include <stdlib.h>

static volatile int sink;

/* Volatile, so that compilers do not see what happens. */
static int *volatile memory;

static __attribute__((noinline)) void branches_on_nothing(void) {
    memory = malloc(sizeof(int));
    CHECK(memory != NULL);
    if(*memory == 5) sink = 1;
}

static __attribute__((noinline)) void reads_freed(void) {
    free(memory);
    sink = *memory;
}

static coroutine void wrong(void) {
    CHECK_OK(yield());
    branches_on_nothing();
    reads_freed();
}

int main(void) {
    int h = go(wrong());
    CHECK(h >= 0);
    CHECK_OK(bundle_wait(h, -1));
    CHECK_OK(hclose(h));
    return 0;
}
