// Two threads use a map that is not made for that, one after the other, but nothing orders them; only ThreadSanitizer
// sees it, and only if the library itself is built with it.
#include "../check.h"
#include <nng/nng.h>
#include <nng/supplemental/util/idhash.h>
#include <nng/supplemental/util/platform.h>
#include <sched.h>

static nng_id_map *map;
static int first_done;

static void second(void *arg) {
    while(!__atomic_load_n(&first_done, __ATOMIC_RELAXED)) sched_yield();
    CHECK_OK(nng_id_set(map, 2, arg));
}

int main(void) {
    nng_thread *thread;
    CHECK_OK(nng_id_map_alloc(&map, 0, 0, 0));
    CHECK_OK(nng_thread_create(&thread, second, &thread));
    CHECK_OK(nng_id_set(map, 1, &thread));
    __atomic_store_n(&first_done, 1, __ATOMIC_RELAXED);
    nng_thread_destroy(thread);
    CHECK(nng_id_get(map, 2) == &thread);
    nng_id_map_free(map);
    return 0;
}
