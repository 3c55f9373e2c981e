// stdout: nng_aio_alloc.out
//
// The example of the manual page nng_aio_alloc(3): an operation that is started again and again, without a thread that
// waits for it.

#include "nng_sample.h"

#include <nng/supplemental/util/platform.h>

static nng_mtx *mtx;
static nng_cv *cv;
static int ended;

// Called when the last tick is over.
static void end(void) {
    nng_mtx_lock(mtx);
    ended = 1;
    nng_cv_wake(cv);
    nng_mtx_unlock(mtx);
}

// EXAMPLE
// Something that is to be done several times, ten milliseconds apart.
struct ticker {
    nng_aio *aio;
    int left;
};

// Called when the time is over, on a thread of the library.
static void tick(void *arg) {
    struct ticker *ticker = arg;

    if(nng_aio_result(ticker->aio) == 0 && ticker->left > 0) {
        printf("%d to go\n", --ticker->left);
        // The same aio serves the next operation.
        nng_sleep_aio(10, ticker->aio);
        return;
    }
    // An aio cannot be freed in its own callback, as that would have to wait for itself.
    nng_aio_reap(ticker->aio);
    free(ticker);
    end();
}

static int start_ticker(int times) {
    struct ticker *ticker = calloc(1, sizeof *ticker);
    int error;

    if(!ticker) return NNG_ENOMEM;
    ticker->left = times;
    if((error = nng_aio_alloc(&ticker->aio, tick, ticker)) != 0) {
        free(ticker);
        return error;
    }
    nng_sleep_aio(10, ticker->aio);
    return 0;
}
// END EXAMPLE

int main(void) {
    check(nng_mtx_alloc(&mtx), "mutex");
    check(nng_cv_alloc(&cv, mtx), "condition variable");
    check(start_ticker(3), "ticker");
    nng_mtx_lock(mtx);
    while(!ended) nng_cv_wait(cv);
    nng_mtx_unlock(mtx);
    nng_cv_free(cv);
    nng_mtx_free(mtx);
    return 0;
}
