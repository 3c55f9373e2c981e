// A program hands a callback something that nothing orders before it; only ThreadSanitizer sees it.
#include "../check.h"
#include <nng/nng.h>
#include <sched.h>

static int question, answer;
static int asked, answered;

// Orders nothing.
static void await(int *flag) {
    while(!__atomic_load_n(flag, __ATOMIC_RELAXED)) sched_yield();
}

static void late_answer(void *arg) {
    (void)arg;
    await(&asked);
    answer = question + 1;
    __atomic_store_n(&answered, 1, __ATOMIC_RELAXED);
}

int main(void) {
    nng_aio *aio;
    CHECK_OK(nng_aio_alloc(&aio, late_answer, NULL));
    nng_sleep_aio(0, aio);
    question = 6;
    __atomic_store_n(&asked, 1, __ATOMIC_RELAXED);
    await(&answered);
    nng_aio_wait(aio);
    CHECK_INT(answer, 7);
    nng_aio_free(aio);
    return 0;
}
