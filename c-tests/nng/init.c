// Start-up parameters: how many callbacks run at the same time.
// reference: differs, it has no start-up parameters
#include "../check.h"
#include <nng/nng.h>

static nng_mtx *mtx;
static nng_cv *cv;
static int group, running, most, arrived;

// Goes on when a whole group has come.
static void meet(void *arg) {
    int turn;
    (void)arg;
    nng_mtx_lock(mtx);
    if(++running > most) most = running;
    turn = arrived++ / group;
    nng_cv_wake(cv);
    while(arrived < (turn + 1) * group) nng_cv_wait(cv);
    running--;
    nng_mtx_unlock(mtx);
}

// So many callbacks can run together, and no more do.
static void check_together(int count) {
    enum { MOST = 64 };
    nng_aio *aios[MOST];
    int i;
    CHECK(2 * count <= MOST);
    group = count;
    most = arrived = 0;
    for(i = 0; i < 2 * count; i++) {
        CHECK_OK(nng_aio_alloc(&aios[i], meet, NULL));
        nng_sleep_aio(0, aios[i]);
    }
    for(i = 0; i < 2 * count; i++) nng_aio_free(aios[i]);
    CHECK_INT(most, count);
    CHECK_INT(running, 0);
}

int main(void) {
    CHECK_OK(nng_mtx_alloc(&mtx));
    CHECK_OK(nng_cv_alloc(&cv, mtx));
    check_together(16);
    // The library runs already.
    nng_init_set_parameter(NNG_INIT_NUM_TASK_THREADS, 3);
    check_together(16);

    nng_fini();
    nng_init_set_parameter(NNG_INIT_NUM_TASK_THREADS, 3);
    check_together(3);
    // The end makes the library forget.
    nng_fini();
    check_together(16);

    nng_fini();
    nng_init_set_parameter(NNG_INIT_NUM_TASK_THREADS, 10);
    nng_init_set_parameter(NNG_INIT_MAX_TASK_THREADS, 5);
    check_together(5);
    nng_fini();
    nng_init_set_parameter(NNG_INIT_NUM_TASK_THREADS, 20);
    nng_init_set_parameter(NNG_INIT_MAX_TASK_THREADS, 0);
    check_together(20);
    nng_fini();
    nng_init_set_parameter(NNG_INIT_NUM_TASK_THREADS, 0);
    nng_init_set_parameter(NNG_INIT_NUM_EXPIRE_THREADS, 0);
    nng_init_set_parameter(NNG_INIT_MAX_POLLER_THREADS, 1);
    nng_init_set_parameter(NNG_INIT_PARAMETER_NONE, 1);
    nng_init_set_parameter(-5, UINT64_MAX);
    check_together(2);
    nng_fini();
    nng_cv_free(cv);
    nng_mtx_free(mtx);
    return 0;
}
