// Coroutines on memory of the program: how small it may be, what is refused, and that others' memory is left alone.
// variants: -O0 | -O1 | -O2 | -O3
#include "../check.h"
#include <libdill.h>
#include <stdlib.h>

static int ran;

static coroutine void empty(void) {
    ran++;
}

static coroutine void waits(void) {
    CHECK_OK(yield());
    CHECK_OK(msleep(now() + 1));
    ran++;
}

static coroutine void waits_for_ever(void) {
    CHECK_ERRNO(msleep(-1), ECANCELED);
    ran++;
}

static coroutine void uses_much(void) {
    volatile char a[60000];
    size_t i;
    for(i = 0; i < sizeof(a); i += 64) a[i] = 1;
    ran += a[64];
}

/* All of what a stack of the library has, save for what the library needs itself. */
static coroutine void uses_all(void) {
    volatile char a[240 * 1024];
    size_t i;
    for(i = 0; i < sizeof(a); i += 64) a[i] = 1;
    ran += a[64];
}

int main(void) {
    char on_main_stack[4096];
    size_t len;
    int b, h, i;
    char *block = malloc(65536);

    /* Several on 4096 bytes each, also through the poller and the end. */
    b = bundle();
    CHECK_OK(bundle_go_mem(b, empty(), on_main_stack, sizeof(on_main_stack)));
    CHECK_OK(bundle_go_mem(b, waits(), on_main_stack, sizeof(on_main_stack)));
    CHECK_OK(bundle_go_mem(b, waits(), block, 4096));
    CHECK_OK(bundle_go_mem(b, waits_for_ever(), block + 4096 + 1, 4096));
    CHECK_OK(msleep(now() + 5));
    CHECK_OK(yield());
    CHECK_INT(ran, 3);
    CHECK_OK(hclose(b));
    CHECK_INT(ran, 4);

    /* A bundle of its own, as well as its stack, in 64 KiB; again and again. */
    for(i = 0; i != 5; ++i) {
        h = go_mem(uses_much(), block, 65536);
        CHECK(h >= 0);
        CHECK_OK(hclose(h));
    }
    CHECK_INT(ran, 9);

    /* Too little: refused without a trace. */
    for(len = 0; len < 1000; ++len) {
        memset(block, 0x5a, 2000);
        b = bundle();
        CHECK_ERRNO(go_mem(empty(), block, len), ENOMEM);
        CHECK_ERRNO(bundle_go_mem(b, empty(), block, len), ENOMEM);
        for(i = 0; i != 2000; ++i) CHECK_INT(block[i], 0x5a);
        CHECK_OK(hclose(b));
    }
    CHECK_INT(ran, 9);

    /* Whatever is not refused works, and stays within its memory. */
    for(len = 1000; len < 4096; len += 8) {
        memset(block, 0x5a, 8192);
        h = go_mem(empty(), block + 2048, len);
        if(h >= 0) {
            CHECK_OK(hclose(h));
        } else {
            CHECK_INT(errno, ENOMEM);
        }
        for(i = 0; i != 2048; ++i) CHECK_INT(block[i], 0x5a);
        for(i = 2048 + (int)len; i != 8192; ++i) CHECK_INT(block[i], 0x5a);
    }
    free(block);

    /* No memory means a stack of the library. What is wrong with the handle goes before what is with the memory. */
    ran = 0;
    CHECK_OK(hclose(go_mem(empty(), NULL, 0)));
    CHECK_INT(ran, 1);
    CHECK_ERRNO(bundle_go_mem(9999, empty(), on_main_stack, 8), EBADF);

    /* A stack of the library is large. */
    ran = 0;
    for(i = 0; i != 100; ++i) CHECK_OK(hclose(go(uses_all())));
    CHECK_INT(ran, 100);
    return 0;
}
