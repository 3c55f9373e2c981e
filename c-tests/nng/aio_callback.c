// Where and when callbacks run: never on the stack of the call that started, cancelled or finished the operation.
#include "../check.h"
#include <nng/nng.h>
#include <nng/supplemental/util/platform.h>
#include <pthread.h>
#include <stdbool.h>

static nng_mtx *mtx;
static nng_cv *cv;
static int calls;
static bool gate;
static pthread_t starter;

// Takes the lock that the starting thread holds: would deadlock, or abort, if it ran inside the call.
static void count(void *arg) {
    (void)arg;
    CHECK(!pthread_equal(pthread_self(), starter));
    nng_mtx_lock(mtx);
    calls++;
    nng_cv_wake(cv);
    nng_mtx_unlock(mtx);
}

static void wait_for_calls(int n) {
    nng_mtx_lock(mtx);
    while(calls < n) nng_cv_wait(cv);
    CHECK_INT(calls, n);
    nng_mtx_unlock(mtx);
}

// Blocks until the gate opens.
static void block(void *arg) {
    (void)arg;
    nng_mtx_lock(mtx);
    calls++;
    nng_cv_wake(cv);
    while(!gate) nng_cv_wait(cv);
    nng_mtx_unlock(mtx);
}

struct chain {
    nng_aio *aio;
    int left;
};

static void next(void *arg) {
    struct chain *chain = arg;
    CHECK_INT(nng_aio_result(chain->aio), 0);
    if(--chain->left) nng_sleep_aio(1, chain->aio);
}

// Two short operations, and a long one.
static void until_failure(void *arg) {
    struct chain *chain = arg;
    int result = nng_aio_result(chain->aio);
    nng_mtx_lock(mtx);
    if(result == 0) nng_sleep_aio(chain->left < 2 ? 1 : 1000000, chain->aio);
    chain->left++;
    nng_cv_wake(cv);
    nng_mtx_unlock(mtx);
}

static void reap(void *arg) {
    nng_aio **aio = arg;
    nng_aio_reap(*aio);
    nng_mtx_lock(mtx);
    calls++;
    nng_cv_wake(cv);
    nng_mtx_unlock(mtx);
}

int main(void) {
    nng_aio *aio;
    starter = pthread_self();
    CHECK_OK(nng_mtx_alloc(&mtx));
    CHECK_OK(nng_cv_alloc(&cv, mtx));

    // An operation that completes at once, one that fails at once, one that this thread finishes or cancels.
    CHECK_OK(nng_aio_alloc(&aio, count, NULL));
    nng_mtx_lock(mtx);
    nng_sleep_aio(0, aio);
    nng_mtx_unlock(mtx);
    wait_for_calls(1);
    nng_aio_wait(aio);
    nng_aio_set_timeout(aio, 0);
    nng_mtx_lock(mtx);
    nng_sleep_aio(5, aio);
    nng_mtx_unlock(mtx);
    wait_for_calls(2);
    nng_aio_wait(aio);
    CHECK_INT(nng_aio_result(aio), NNG_ETIMEDOUT);
    nng_aio_set_timeout(aio, NNG_DURATION_DEFAULT);
    CHECK(nng_aio_begin(aio));
    nng_mtx_lock(mtx);
    nng_aio_finish(aio, 77);
    nng_mtx_unlock(mtx);
    wait_for_calls(3);
    nng_aio_wait(aio);
    CHECK_INT(nng_aio_result(aio), 77);
    nng_mtx_lock(mtx);
    nng_sleep_aio(1000000, aio);
    nng_aio_cancel(aio);
    nng_mtx_unlock(mtx);
    wait_for_calls(4);
    nng_aio_wait(aio);
    CHECK_INT(nng_aio_result(aio), NNG_ECANCELED);
    // Finish without begin is begin and finish.
    nng_aio_finish(aio, 0);
    wait_for_calls(5);
    nng_aio_free(aio);
    CHECK_INT(calls, 5);

    // Waiting includes the callback.
    calls = 0;
    CHECK_OK(nng_aio_alloc(&aio, block, NULL));
    nng_sleep_aio(0, aio);
    wait_for_calls(1);
#if NNG_MINOR_VERSION >= 6
    CHECK(nng_aio_busy(aio));
#endif
    nng_mtx_lock(mtx);
    gate = true;
    nng_cv_wake(cv);
    nng_mtx_unlock(mtx);
    nng_aio_wait(aio);
#if NNG_MINOR_VERSION >= 6
    CHECK(!nng_aio_busy(aio));
#endif
    nng_aio_wait(aio);
    nng_aio_free(aio);

    // A chain of operations is one wait.
    struct chain chain = { NULL, 5 };
    CHECK_OK(nng_aio_alloc(&chain.aio, next, &chain));
    nng_aio_wait(chain.aio);
    nng_sleep_aio(1, chain.aio);
    nng_aio_wait(chain.aio);
    CHECK_INT(chain.left, 0);
    nng_aio_free(chain.aio);

    // Cancelling the operation under way ends the chain.
    chain.left = 0;
    CHECK_OK(nng_aio_alloc(&chain.aio, until_failure, &chain));
    nng_sleep_aio(0, chain.aio);
    nng_mtx_lock(mtx);
    while(chain.left < 3) nng_cv_wait(cv);
    nng_mtx_unlock(mtx);
    nng_aio_cancel(chain.aio);
    nng_aio_wait(chain.aio);
    CHECK_INT(nng_aio_result(chain.aio), NNG_ECANCELED);
    CHECK_INT(chain.left, 4);
    nng_aio_free(chain.aio);

    // Without a callback.
    CHECK_OK(nng_aio_alloc(&aio, NULL, NULL));
    nng_aio_wait(aio);
    CHECK_INT(nng_aio_result(aio), 0);
    CHECK_INT(nng_aio_count(aio), 0);
#if NNG_MINOR_VERSION >= 6
    // Busy from the beginning to the end.
    CHECK(!nng_aio_busy(aio));
    CHECK(nng_aio_begin(aio));
    CHECK(nng_aio_busy(aio));
    nng_aio_defer(aio, NULL, NULL);
    CHECK(nng_aio_busy(aio));
    nng_aio_finish(aio, 0);
    CHECK(!nng_aio_busy(aio));
    nng_sleep_aio(1000000, aio);
    CHECK(nng_aio_busy(aio));
    nng_aio_cancel(aio);
    nng_aio_wait(aio);
    CHECK(!nng_aio_busy(aio));
#endif
    nng_sleep_aio(1, aio);
    nng_aio_wait(aio);
    CHECK_INT(nng_aio_result(aio), 0);
    nng_aio_free(aio);

    // Released in its own callback.
    calls = 0;
    CHECK_OK(nng_aio_alloc(&aio, reap, &aio));
    nng_sleep_aio(0, aio);
    wait_for_calls(1);

    nng_aio_free(NULL);
    nng_aio_reap(NULL);
    nng_aio_stop(NULL);
    nng_cv_free(cv);
    nng_mtx_free(mtx);
    return 0;
}
