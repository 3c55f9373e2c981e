// The canceller of a program's own operation: not called for what is complete, and never after a wait returned.
#include "../check.h"
#include <nng/nng.h>
#include <nng/supplemental/util/platform.h>
#include <pthread.h>
#include <stdbool.h>

struct op {
    nng_aio *aio;
    int calls;
    bool over;
};

static void canceller(nng_aio *aio, void *arg, int err) {
    struct op *op = arg;
    CHECK(aio == op->aio);
    CHECK(!op->over);
    CHECK_INT(err, NNG_ETIMEDOUT);
    op->calls++;
}

// Begins an operation that has no time left, so that a worker will call its canceller, and completes it before that
// can happen: what this thread, a worker, leaves to do is done when the callback has returned, or while it waits.
static void complete_first(void *arg) {
    struct op *op = arg;
    CHECK_OK(nng_aio_alloc(&op->aio, NULL, NULL));
    nng_aio_set_timeout(op->aio, 0);
    CHECK(nng_aio_begin(op->aio));
    nng_aio_defer(op->aio, canceller, op);
    nng_aio_finish(op->aio, 0);
    nng_aio_wait(op->aio);
    CHECK_INT(nng_aio_result(op->aio), 0);
    op->over = true;
}

// Waits for its own operation and releases it, once it is finished: that ends, although the canceller is running.
static void finish_and_free(nng_aio *aio, void *arg, int err) {
    struct op *op = arg;
    op->calls++;
    nng_aio_finish(aio, err);
    nng_aio_wait(aio);
    nng_aio_free(aio);
}

#if NNG_MINOR_VERSION >= 6
static pthread_t starter;

// Takes the lock that the starting thread holds.
static void elsewhere(nng_aio *aio, void *arg, int err) {
    CHECK(!pthread_equal(pthread_self(), starter));
    nng_mtx_lock((nng_mtx *)arg);
    nng_mtx_unlock((nng_mtx *)arg);
    nng_aio_finish(aio, err);
}

// What is over before it is pending: the canceller is called all the same, and not inside of nng_aio_defer().
static void too_late(void) {
    nng_mtx *mtx;
    nng_aio *aio;
    int way;
    starter = pthread_self();
    CHECK_OK(nng_mtx_alloc(&mtx));
    CHECK_OK(nng_aio_alloc(&aio, NULL, NULL));
    for(way = 0; way < 3; way++) {
        nng_aio_set_timeout(aio, way == 0 ? 0 : NNG_DURATION_INFINITE);
        if(way == 1) nng_aio_set_expire(aio, 1);
        nng_mtx_lock(mtx);
        CHECK(nng_aio_begin(aio));
        if(way == 2) nng_aio_abort(aio, NNG_EINTR);
        nng_aio_defer(aio, elsewhere, mtx);
        nng_mtx_unlock(mtx);
        nng_aio_wait(aio);
        CHECK_INT(nng_aio_result(aio), way == 2 ? NNG_EINTR : NNG_ETIMEDOUT);
    }
    nng_aio_free(aio);
    nng_mtx_free(mtx);
}
#endif

int main(void) {
    struct op op = { NULL, 0, false };
    nng_aio *aio;
    CHECK_OK(nng_aio_alloc(&aio, complete_first, &op));
    nng_sleep_aio(0, aio);
    nng_aio_free(aio);
    nng_aio_free(op.aio);

    op.calls = 0;
    CHECK_OK(nng_aio_alloc(&aio, NULL, NULL));
    CHECK(nng_aio_begin(aio));
    nng_aio_defer(aio, finish_and_free, &op);
    nng_aio_cancel(aio);
    CHECK_INT(op.calls, 1);
#if NNG_MINOR_VERSION >= 6
    too_late();
#endif
    nng_fini();
    return 0;
}
