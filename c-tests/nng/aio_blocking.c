// Callbacks that block: others run meanwhile, and what they wait for completes, even when as many block as may run.
#include "../check.h"
#include <nng/nng.h>
#include <nng/supplemental/util/platform.h>

#define TOGETHER 4
#define MANY 64

static nng_mtx *mtx;
static nng_cv *cv;
static int arrived;

// Goes on only when all are here.
static void meet(void *arg) {
    (void)arg;
    nng_mtx_lock(mtx);
    arrived++;
    nng_cv_wake(cv);
    while(arrived < TOGETHER) nng_cv_wait(cv);
    nng_mtx_unlock(mtx);
}

// Waits for another operation inside of the callback.
static void nest(void *arg) {
    nng_aio *inner;
    CHECK_OK(nng_aio_alloc(&inner, NULL, NULL));
    nng_sleep_aio(5, inner);
    nng_aio_wait(inner);
    CHECK_INT(nng_aio_result(inner), 0);
    nng_aio_set_timeout(inner, 5);
    nng_sleep_aio(1000000, inner);
    nng_aio_wait(inner);
    CHECK_INT(nng_aio_result(inner), NNG_ETIMEDOUT);
    nng_aio_free(inner);
    nng_mtx_lock(mtx);
    ++*(int *)arg;
    nng_mtx_unlock(mtx);
}

int main(void) {
    nng_aio *aios[MANY];
    int i, done = 0;
    CHECK_OK(nng_mtx_alloc(&mtx));
    CHECK_OK(nng_cv_alloc(&cv, mtx));

    for(i = 0; i < TOGETHER; i++) {
        CHECK_OK(nng_aio_alloc(&aios[i], meet, NULL));
        nng_sleep_aio(0, aios[i]);
    }
    for(i = 0; i < TOGETHER; i++) nng_aio_free(aios[i]);

    for(i = 0; i < MANY; i++) {
        CHECK_OK(nng_aio_alloc(&aios[i], nest, &done));
        nng_sleep_aio(1, aios[i]);
    }
    for(i = 0; i < MANY; i++) nng_aio_wait(aios[i]);
    CHECK_INT(done, MANY);
    for(i = 0; i < MANY; i++) nng_aio_free(aios[i]);
    return 0;
}
