// stdout: nng_aio_cancel.out
//
// The example of the manual page nng_aio_cancel(3): of two operations the slower one is not waited for.

#include "nng_sample.h"

#include <nng/supplemental/util/platform.h>

// EXAMPLE
// Two operations, of which the first that succeeds counts.
struct race {
    nng_mtx *mtx;
    nng_aio *aios[2];
    int winner;
};

static void end(struct race *race, int which) {
    bool is_first;

    if(nng_aio_result(race->aios[which]) != 0) return;
    nng_mtx_lock(race->mtx);
    is_first = race->winner < 0;
    if(is_first) race->winner = which;
    nng_mtx_unlock(race->mtx);
    // Does no harm if the other one has ended meanwhile.
    if(is_first) nng_aio_cancel(race->aios[1 - which]);
}

static void end_first(void *arg) { end(arg, 0); }
static void end_second(void *arg) { end(arg, 1); }

// Returns which of two times is over first.
static int run(struct race *race, nng_duration first, nng_duration second) {
    race->winner = -1;
    check(nng_aio_alloc(&race->aios[0], end_first, race), "aio");
    check(nng_aio_alloc(&race->aios[1], end_second, race), "aio");
    nng_sleep_aio(first, race->aios[0]);
    nng_sleep_aio(second, race->aios[1]);
    for(int i = 0; i < 2; i++) nng_aio_wait(race->aios[i]);
    for(int i = 0; i < 2; i++) printf("%d: %s\n", i, nng_strerror(nng_aio_result(race->aios[i])));
    for(int i = 0; i < 2; i++) nng_aio_free(race->aios[i]);
    return race->winner;
}
// END EXAMPLE

int main(void) {
    struct race race;
    check(nng_mtx_alloc(&race.mtx), "mutex");
    printf("%d is first\n", run(&race, 600000, 1));
    nng_mtx_free(race.mtx);
    return 0;
}
