// Timeouts: what expires, with which result, and not before its time.
#include "../check.h"
#include <nng/nng.h>
#include <nng/supplemental/util/platform.h>

static nng_aio *aio;

// Sleeps with a timeout and returns the result.
static int nap(nng_duration ms, nng_duration timeout) {
    nng_aio_set_timeout(aio, timeout);
    nng_sleep_aio(ms, aio);
    nng_aio_wait(aio);
    return nng_aio_result(aio);
}

static void finish(nng_aio *a, void *arg, int err) {
    ++*(int *)arg;
    nng_aio_finish(a, err);
}

// An operation that nobody ends but its timeout.
static int pend(void) {
    int cancelled = 0;
    CHECK(nng_aio_begin(aio));
    nng_aio_defer(aio, finish, &cancelled);
    nng_aio_wait(aio);
    CHECK_INT(cancelled, 1);
    return nng_aio_result(aio);
}

int main(void) {
    nng_time start;
    CHECK_OK(nng_aio_alloc(&aio, NULL, NULL));

    start = nng_clock();
    CHECK_INT(nap(20, NNG_DURATION_DEFAULT), 0);
    CHECK(nng_clock() - start >= 20);
    start = nng_clock();
    CHECK_INT(nap(20, NNG_DURATION_INFINITE), 0);
    CHECK(nng_clock() - start >= 20);
    start = nng_clock();
    CHECK_INT(nap(1000000, 20), NNG_ETIMEDOUT);
    CHECK(nng_clock() - start >= 20);
    CHECK_INT(nap(10, 10), 0);
    CHECK_INT(nap(10, 100000), 0);
    CHECK_INT(nap(10, 0), NNG_ETIMEDOUT);
    CHECK_INT(nap(1000000, -3), NNG_ETIMEDOUT);
    // No time at all is no sleep, with any timeout; -1 is not "for ever" here.
    CHECK_INT(nap(0, 0), 0);
    CHECK_INT(nap(-1, NNG_DURATION_DEFAULT), 0);
    CHECK_INT(nap(-5, 0), 0);

    // The timeout stays for the operations that follow, and works for others than sleeps after a sleep.
    nng_aio_set_timeout(aio, 5);
    start = nng_clock();
#if NNG_MINOR_VERSION >= 6
    static const nng_time never[] = { INT64_MAX, UINT64_MAX - 1, UINT64_MAX };
    size_t i;
    int ended = 0;
    CHECK_INT(pend(), NNG_ETIMEDOUT);
    CHECK_INT(pend(), NNG_ETIMEDOUT);
    CHECK(nng_clock() - start >= 10);

    // Without any time left the canceller is called all the same.
    nng_aio_set_timeout(aio, 0);
    CHECK_INT(pend(), NNG_ETIMEDOUT);
    nng_aio_set_timeout(aio, -3);
    CHECK_INT(pend(), NNG_ETIMEDOUT);

    // An absolute time goes before the timeout, once.
    nng_aio_set_timeout(aio, 1000000);
    start = nng_clock();
    nng_aio_set_expire(aio, start + 20);
    CHECK_INT(pend(), NNG_ETIMEDOUT);
    CHECK(nng_clock() - start >= 20);
    nng_aio_set_expire(aio, 1);
    CHECK_INT(pend(), NNG_ETIMEDOUT);
    nng_aio_set_expire(aio, 0);
    CHECK_INT(pend(), NNG_ETIMEDOUT);
    // Times that no clock will show.
    for(i = 0; i < sizeof never / sizeof *never; i++) {
        nng_aio_set_expire(aio, never[i]);
        CHECK(nng_aio_begin(aio));
        nng_aio_defer(aio, finish, &ended);
        nng_aio_cancel(aio);
        nng_aio_wait(aio);
        CHECK_INT(nng_aio_result(aio), NNG_ECANCELED);
    }
    nng_aio_set_timeout(aio, 10);
    CHECK_INT(pend(), NNG_ETIMEDOUT);
    // It does not concern sleeps, and a new timeout cancels it.
    nng_aio_set_timeout(aio, NNG_DURATION_DEFAULT);
    nng_aio_set_expire(aio, 1);
    nng_sleep_aio(5, aio);
    nng_aio_wait(aio);
    CHECK_INT(nng_aio_result(aio), 0);
    nng_aio_set_expire(aio, 1);
    nng_aio_set_timeout(aio, NNG_DURATION_INFINITE);
    CHECK(nng_aio_begin(aio));
    int cancelled = 0;
    nng_aio_defer(aio, finish, &cancelled);
    nng_aio_cancel(aio);
    nng_aio_wait(aio);
    CHECK_INT(nng_aio_result(aio), NNG_ECANCELED);
#else
    (void)pend;
#endif
    nng_aio_free(aio);
    return 0;
}
