// stdout: nng_init_set_parameter.out
// reference: differs, nng 1.5 has no start-up parameters
//
// The example of the manual page nng_fini(3): a program that lets few callbacks run at a time, and leaves in good order.

#include "nng_sample.h"

static int work(void) {
    nng_aio *aio;
    check(nng_aio_alloc(&aio, NULL, NULL), "aio");
    nng_sleep_aio(1, aio);
    nng_aio_wait(aio);
    printf("worked\n");
    nng_aio_free(aio);
    return 0;
}

// EXAMPLE
int main(void) {
    int status;

    // Before anything else of the library is used.
    nng_init_set_parameter(NNG_INIT_NUM_TASK_THREADS, 4);
    status = work();
    // Tools that look for memory and threads that were left behind find none of the library's.
    nng_fini();
    return status;
}
// END EXAMPLE
