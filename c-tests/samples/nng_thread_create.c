// stdout: nng_thread_create.out
//
// The example of the manual pages nng_thread_create(3), nng_mtx_alloc(3) and nng_cv_alloc(3): work for several threads.

#include "nng_sample.h"

#include <nng/supplemental/util/platform.h>

// EXAMPLE
// Numbers to be added up by several threads.
struct work {
    nng_mtx *mtx;
    nng_cv *cv;
    int next, last;
    bool is_complete;
    long sum;
};

static void add(void *arg) {
    struct work *work = arg;

    nng_thread_set_name(NULL, "adder");
    nng_mtx_lock(work->mtx);
    while(1) {
        // A wait may end without reason, so the condition is looked at again.
        while(work->next == work->last && !work->is_complete) nng_cv_wait(work->cv);
        if(work->next == work->last) break;
        work->sum += work->next++;
    }
    nng_mtx_unlock(work->mtx);
}

static long add_up(int count) {
    struct work work = { NULL, NULL, 0, 0, false, 0 };
    nng_thread *threads[2];

    check(nng_mtx_alloc(&work.mtx), "mutex");
    check(nng_cv_alloc(&work.cv, work.mtx), "condition variable");
    for(int i = 0; i < 2; i++) check(nng_thread_create(&threads[i], add, &work), "thread");

    while(work.last < count) {
        nng_mtx_lock(work.mtx);
        work.last++;
        nng_cv_wake1(work.cv);
        nng_mtx_unlock(work.mtx);
    }
    nng_mtx_lock(work.mtx);
    work.is_complete = true;
    nng_cv_wake(work.cv);
    nng_mtx_unlock(work.mtx);

    // Waits until the threads have ended.
    for(int i = 0; i < 2; i++) nng_thread_destroy(threads[i]);
    nng_cv_free(work.cv);
    nng_mtx_free(work.mtx);
    return work.sum;
}
// END EXAMPLE

int main(void) {
    printf("%ld\n", add_up(1000));
    return 0;
}
