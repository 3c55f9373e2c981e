// What programs get wrong must not corrupt anything: the operation under way goes on, whatever is too much is ignored.
// reference: differs, misuse ends the process
#include "../check.h"
#include <nng/nng.h>
#include <nng/supplemental/util/platform.h>

static nng_aio *own;

static void bump(void *arg) {
    ++*(int *)arg;
}

// Waits for itself, stops itself, frees itself.
static void self(void *arg) {
    nng_aio_wait(own);
    nng_aio_stop(own);
    nng_aio_free(own);
    nng_mtx **mtx = arg;
    nng_mtx_lock(mtx[0]);
    own = NULL;
    nng_cv_wake((nng_cv *)mtx[1]);
    nng_mtx_unlock(mtx[0]);
}

int main(void) {
    nng_aio *aio;
    int callbacks = 0;
    void *sync[2];
    CHECK_OK(nng_aio_alloc(&aio, bump, &callbacks));

    // A second operation is not performed.
    nng_sleep_aio(20, aio);
    nng_sleep_aio(1000000, aio);
    CHECK(!nng_aio_begin(aio));
    CHECK_INT(nng_aio_set_output(aio, 0, &aio), 0);
    nng_aio_wait(aio);
    CHECK_INT(nng_aio_result(aio), 0);
    CHECK_INT(callbacks, 1);

    // Begun twice is begun.
    CHECK(nng_aio_begin(aio));
    CHECK(nng_aio_begin(aio));
    nng_aio_finish(aio, 3);
    nng_aio_wait(aio);
    CHECK_INT(nng_aio_result(aio), 3);
    CHECK_INT(callbacks, 2);

    // A canceller without an operation.
    nng_aio_defer(aio, NULL, NULL);
    nng_aio_abort(aio, 9);
    CHECK_INT(nng_aio_result(aio), 3);
    nng_aio_free(aio);

    // An aio in its own callback.
    CHECK_OK(nng_mtx_alloc((nng_mtx **)&sync[0]));
    CHECK_OK(nng_cv_alloc((nng_cv **)&sync[1], sync[0]));
    CHECK_OK(nng_aio_alloc(&own, self, sync));
    nng_mtx_lock(sync[0]);
    nng_sleep_aio(0, own);
    while(own) nng_cv_wait(sync[1]);
    nng_mtx_unlock(sync[0]);
    nng_cv_free(sync[1]);
    nng_mtx_free(sync[0]);

    // NULL.
    CHECK_INT(nng_aio_alloc(NULL, NULL, NULL), NNG_EINVAL);
    CHECK_INT(nng_aio_result(NULL), 0);
    CHECK_INT(nng_aio_count(NULL), 0);
#if NNG_MINOR_VERSION >= 6
    CHECK(!nng_aio_busy(NULL));
#endif
    CHECK(!nng_aio_begin(NULL));
    nng_aio_finish(NULL, 0);
    nng_aio_wait(NULL);
    nng_aio_cancel(NULL);
    nng_sleep_aio(1, NULL);
    CHECK_INT(nng_aio_set_iov(NULL, 0, NULL), NNG_EINVAL);
    CHECK_INT(nng_aio_set_input(NULL, 0, &aio), NNG_EINVAL);
    CHECK_INT(nng_aio_set_output(NULL, 0, &aio), NNG_EINVAL);
    CHECK(nng_aio_get_input(NULL, 0) == NULL);
    CHECK(nng_aio_get_output(NULL, 0) == NULL);
    nng_aio_set_msg(NULL, NULL);
    CHECK(nng_aio_get_msg(NULL) == NULL);
    nng_aio_set_timeout(NULL, 1);
    nng_aio_set_expire(NULL, 1);
    nng_aio_abort(NULL, 1);
    nng_aio_defer(NULL, NULL, NULL);
    CHECK_OK(nng_aio_alloc(&aio, NULL, NULL));
    CHECK_INT(nng_aio_set_iov(aio, 1, NULL), NNG_EINVAL);
    nng_aio_free(aio);
    return 0;
}
