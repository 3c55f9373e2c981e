// Operations that end early: which code, how often the canceller is called, what stopping does.
#include "../check.h"
#include <nng/nng.h>
#include <nng/supplemental/util/platform.h>

struct seen {
    int calls;
    int err;
    nng_aio *aio;
};

static void finish(nng_aio *aio, void *arg, int err) {
    struct seen *seen = arg;
    seen->calls++;
    seen->err = err;
    seen->aio = aio;
    nng_aio_finish(aio, err);
}

static void ignore(nng_aio *aio, void *arg, int err) {
    struct seen *seen = arg;
    (void)aio;
    seen->calls++;
    seen->err = err;
}

static void bump(void *arg) {
    ++*(int *)arg;
}

#if NNG_MINOR_VERSION >= 6
static void stop(void *arg) {
    nng_aio_stop((nng_aio *)arg);
}

static void free_(void *arg) {
    nng_aio_free((nng_aio *)arg);
}

// Ended for good by another thread at any moment around begin and defer: the canceller is called once in either case,
// unless nothing begins.
static void ended_meanwhile(void (*end)(void *), int err) {
    int i;
    for(i = 0; i < 200; i++) {
        struct seen seen = { 0, 0, NULL };
        nng_thread *thread;
        nng_aio *aio;
        int callbacks = 0, begun = 1;
        CHECK_OK(nng_aio_alloc(&aio, bump, &callbacks));
        // Nobody may use what is free: there the operation has begun.
        if(end == free_) CHECK(nng_aio_begin(aio));
        CHECK_OK(nng_thread_create(&thread, end, aio));
        if(end == stop) begun = nng_aio_begin(aio);
        if(begun) nng_aio_defer(aio, finish, &seen);
        nng_thread_destroy(thread);
        CHECK_INT(seen.calls, begun);
        if(begun) CHECK_INT(seen.err, err);
        CHECK_INT(callbacks, begun);
        if(end == stop) nng_aio_free(aio);
    }
}
#endif

int main(void) {
    struct seen seen = { 0, 0, NULL };
    nng_aio *aio;
    int callbacks = 0;
    CHECK_OK(nng_aio_alloc(&aio, bump, &callbacks));

    CHECK(nng_aio_begin(aio));
    nng_aio_defer(aio, finish, &seen);
    nng_aio_cancel(aio);
    nng_aio_wait(aio);
    CHECK_INT(seen.calls, 1);
    CHECK_INT(seen.err, NNG_ECANCELED);
    CHECK(seen.aio == aio);
    CHECK_INT(nng_aio_result(aio), NNG_ECANCELED);
    CHECK_INT(callbacks, 1);

    CHECK(nng_aio_begin(aio));
    nng_aio_defer(aio, finish, &seen);
    nng_aio_abort(aio, NNG_EPERM);
    nng_aio_wait(aio);
    CHECK_INT(nng_aio_result(aio), NNG_EPERM);
    CHECK_INT(callbacks, 2);

    // With any code, even that of success.
    CHECK(nng_aio_begin(aio));
    nng_aio_defer(aio, finish, &seen);
    nng_aio_abort(aio, 0);
    nng_aio_wait(aio);
    CHECK_INT(seen.calls, 3);
    CHECK_INT(seen.err, 0);
    CHECK_INT(nng_aio_result(aio), 0);
    nng_sleep_aio(1000000, aio);
    nng_aio_abort(aio, -7);
    nng_aio_wait(aio);
    CHECK_INT(nng_aio_result(aio), -7);
    CHECK_INT(callbacks, 4);
    callbacks = 2;

    // A canceller that does nothing is called once, and the operation goes on.
    seen.calls = 0;
    CHECK(nng_aio_begin(aio));
    nng_aio_defer(aio, ignore, &seen);
    nng_aio_abort(aio, 55);
    nng_aio_abort(aio, 56);
    CHECK_INT(seen.calls, 1);
    CHECK_INT(seen.err, 55);
    nng_aio_finish(aio, 0);
    nng_aio_wait(aio);
    CHECK_INT(nng_aio_result(aio), 0);
    CHECK_INT(callbacks, 3);

    // No canceller: the operation goes on, too.
    CHECK(nng_aio_begin(aio));
    nng_aio_cancel(aio);
    nng_aio_finish(aio, 0);
    nng_aio_wait(aio);
    CHECK_INT(nng_aio_result(aio), 0);
    CHECK_INT(callbacks, 4);

#if NNG_MINOR_VERSION >= 6
    // An abort between begin and defer is not lost.
    seen.calls = 0;
    CHECK(nng_aio_begin(aio));
    nng_aio_abort(aio, 66);
    nng_aio_defer(aio, finish, &seen);
    nng_aio_wait(aio);
    CHECK_INT(seen.calls, 1);
    CHECK_INT(nng_aio_result(aio), 66);
    CHECK_INT(callbacks, 5);
    callbacks = 4;
#endif

    // What is complete keeps its result.
    nng_sleep_aio(0, aio);
    nng_aio_wait(aio);
    nng_aio_cancel(aio);
    CHECK_INT(nng_aio_result(aio), 0);
    CHECK_INT(callbacks, 5);

    // Stopping: the pending operation is cancelled and its callback has returned; nothing begins any more.
    seen.calls = 0;
    CHECK(nng_aio_begin(aio));
    nng_aio_defer(aio, finish, &seen);
    nng_aio_stop(aio);
    CHECK_INT(seen.calls, 1);
    CHECK_INT(seen.err, NNG_ECANCELED);
    CHECK_INT(callbacks, 6);
    CHECK(!nng_aio_begin(aio));
    CHECK_INT(nng_aio_result(aio), NNG_ECANCELED);
    nng_sleep_aio(1, aio);
    nng_aio_wait(aio);
    CHECK_INT(nng_aio_result(aio), NNG_ECANCELED);
    nng_aio_stop(aio);
    CHECK_INT(callbacks, 6);
    nng_aio_free(aio);
    CHECK_INT(callbacks, 6);

    // Freeing: the canceller sees that the object is closed.
    CHECK_OK(nng_aio_alloc(&aio, bump, &callbacks));
    CHECK(nng_aio_begin(aio));
    nng_aio_defer(aio, finish, &seen);
    nng_aio_free(aio);
    CHECK_INT(seen.calls, 2);
    CHECK_INT(seen.err, NNG_ECLOSED);
    CHECK_INT(callbacks, 7);
    CHECK_OK(nng_aio_alloc(&aio, bump, &callbacks));
    nng_sleep_aio(1000000, aio);
    nng_aio_free(aio);
    CHECK_INT(callbacks, 8);
#if NNG_MINOR_VERSION >= 6
    ended_meanwhile(stop, NNG_ECANCELED);
    ended_meanwhile(free_, NNG_ECLOSED);
#endif
    return 0;
}
