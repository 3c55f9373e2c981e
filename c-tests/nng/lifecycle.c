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

struct repeated {
    nng_aio *aio;
    int callbacks;
};

// Starts the next operation however the last one ended.
static void repeat(void *arg) {
    struct repeated *repeated = arg;
    repeated->callbacks++;
    nng_sleep_aio(1000000, repeated->aio);
}

// Ends with its first failure.
static void until_closed(void *arg) {
    struct repeated *repeated = arg;
    repeated->callbacks++;
    if(nng_aio_result(repeated->aio) == 0) nng_sleep_aio(1000000, repeated->aio);
}

// Callbacks that start operations while the library ends.
static void restarted(void) {
    struct repeated first = { NULL, 0 }, second = { NULL, 0 };
    CHECK_OK(nng_aio_alloc(&first.aio, until_closed, &first));
    CHECK_OK(nng_aio_alloc(&second.aio, repeat, &second));
    nng_sleep_aio(0, first.aio);
    nng_sleep_aio(1000000, second.aio);
    nng_fini();
    CHECK_INT(nng_aio_result(first.aio), NNG_ECLOSED);
    CHECK_INT(first.callbacks, 2);
    CHECK(second.callbacks > 1);
    nng_aio_free(first.aio);
    nng_aio_free(second.aio);
    nng_fini();
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
    restarted();
    return 0;
}
