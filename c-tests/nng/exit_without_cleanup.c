// A program may just end, whatever is under way, and as soon as it likes.
// memcheck: leaks, that is its subject
#include "../check.h"
#include <nng/nng.h>
#include <nng/supplemental/util/platform.h>

static void forever(void *arg) {
    (void)arg;
    for(;;) nng_msleep(1000000);
}

int main(void) {
    nng_aio *aio;
    nng_thread *thread;
    int i;
    for(i = 0; i < 10; i++) {
        CHECK_OK(nng_aio_alloc(&aio, forever, NULL));
        nng_sleep_aio(i, aio);
    }
    CHECK_OK(nng_thread_create(&thread, forever, NULL));
    return 0;
}
