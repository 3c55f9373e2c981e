// The library starts when it is first used, ends what is under way on nng_fini, and starts again.
// reference: differs, it has no start-up parameters, and nng_fini() waits without end
#include "../check.h"
#include <nng/nng.h>
#include <nng/supplemental/util/platform.h>
#include <dirent.h>

static int descriptors(void) {
    int n = 0;
    DIR *dir = opendir("/proc/self/fd");
    CHECK(dir != NULL);
    while(readdir(dir)) n++;
    closedir(dir);
    return n;
}

static void bump(void *arg) {
    ++*(int *)arg;
}

int main(void) {
    nng_aio *aio;
    int round, callbacks = 0, before = descriptors();
    nng_fini();
    for(round = 0; round < 3; round++) {
        nng_init_set_parameter(NNG_INIT_NUM_TASK_THREADS, 2);
        nng_init_set_parameter(12345, 2);
        CHECK_OK(nng_aio_alloc(&aio, bump, &callbacks));
        nng_sleep_aio(1, aio);
        nng_aio_wait(aio);
        CHECK_INT(nng_aio_result(aio), 0);
        nng_sleep_aio(1000000, aio);
        nng_fini();
        CHECK_INT(nng_aio_result(aio), NNG_ECLOSED);
        CHECK_INT(callbacks, 2 * round + 2);
        CHECK_INT(descriptors(), before);
        nng_aio_free(aio);
        nng_fini();
    }
    return 0;
}
