// Maps from identifiers to pointers.
// reference: differs, its maps are not public
#include "../check.h"
#include <nng/nng.h>
#include <nng/supplemental/util/idhash.h>
#include <stdlib.h>

static char a, b, c;

static void entries(void) {
    nng_id_map *map;
    CHECK_OK(nng_id_map_alloc(&map, 0, 0, 0));
    CHECK(nng_id_get(map, 1) == NULL);
    CHECK_INT(nng_id_remove(map, 1), NNG_ENOENT);
    // 5 and 13 are equal modulo 8, and every number is a key.
    CHECK_OK(nng_id_set(map, 5, &a));
    CHECK_OK(nng_id_set(map, 13, &b));
    CHECK_OK(nng_id_set(map, 0, &c));
    CHECK_OK(nng_id_set(map, UINT64_MAX, &a));
    CHECK(nng_id_get(map, 5) == &a);
    CHECK(nng_id_get(map, 13) == &b);
    CHECK(nng_id_get(map, 0) == &c);
    CHECK(nng_id_get(map, UINT64_MAX) == &a);
    CHECK_OK(nng_id_set(map, 5, &c));
    CHECK(nng_id_get(map, 5) == &c);
    CHECK_OK(nng_id_remove(map, 5));
    CHECK(nng_id_get(map, 5) == NULL);
    CHECK(nng_id_get(map, 13) == &b);
    CHECK_INT(nng_id_remove(map, 5), NNG_ENOENT);
    nng_id_map_free(map);
    nng_id_map_free(NULL);
}

static void many_entries(void) {
    enum { N = 1024 };
    static int values[N];
    nng_id_map *map;
    uint64_t i;
    CHECK_OK(nng_id_map_alloc(&map, 0, 0, 0));
    for(i = 0; i < N; i++) CHECK_OK(nng_id_set(map, i, &values[i]));
    for(i = 0; i < N; i++) CHECK(nng_id_get(map, i) == &values[i]);
    for(i = 0; i < N; i++) CHECK_OK(nng_id_remove(map, i));
    for(i = 0; i < N; i++) CHECK(nng_id_get(map, i) == NULL);
    nng_id_map_free(map);
}

static void check_alloc(nng_id_map *map, uint64_t want) {
    uint64_t id = 0;
    CHECK_OK(nng_id_alloc(map, &id, &a));
    CHECK_INT(id, want);
    CHECK(nng_id_get(map, id) == &a);
}

static void allocation(void) {
    nng_id_map *map;
    uint64_t id = 77;
    CHECK_OK(nng_id_map_alloc(&map, 10, 13, 0));
    // What is outside the range does not matter.
    CHECK_OK(nng_id_set(map, 1, &b));
    CHECK_OK(nng_id_set(map, 14, &b));
    CHECK_OK(nng_id_set(map, 100, &b));
    check_alloc(map, 10);
    check_alloc(map, 11);
    // On from the last one, even if smaller ones are unused.
    CHECK_OK(nng_id_remove(map, 10));
    check_alloc(map, 12);
    check_alloc(map, 13);
    check_alloc(map, 10);
    CHECK_INT(nng_id_alloc(map, &id, &a), NNG_ENOMEM);
    CHECK_INT(id, 77);
    CHECK_OK(nng_id_remove(map, 11));
    check_alloc(map, 11);
    CHECK_INT(nng_id_alloc(map, &id, &a), NNG_ENOMEM);
    CHECK(nng_id_get(map, 14) == &b);
    nng_id_map_free(map);

    // Those that the program has set are passed over.
    CHECK_OK(nng_id_map_alloc(&map, 0, 0, 0));
    CHECK_OK(nng_id_set(map, 2, &b));
    check_alloc(map, 1);
    check_alloc(map, 3);
    nng_id_map_free(map);
}

static void large_numbers(void) {
    nng_id_map *map;
    uint64_t id, last = 0;
    int i;
    CHECK_OK(nng_id_map_alloc(&map, 1ull << 32, UINT64_MAX, NNG_MAP_RANDOM));
    for(i = 0; i < 100; i++) {
        CHECK_OK(nng_id_alloc(map, &id, &a));
        CHECK(id >= 1ull << 32 && id != last);
        last = id;
    }
    nng_id_map_free(map);
}

static void random_start(void) {
    nng_id_map *map;
    uint64_t id;
    int i, ones = 0;
    for(i = 0; i < 4; i++) {
        CHECK_OK(nng_id_map_alloc(&map, 0, 0, NNG_MAP_RANDOM));
        CHECK_OK(nng_id_alloc(map, &id, &a));
        CHECK(id >= 1 && id <= 0xffffffff);
        ones += id == 1;
        nng_id_map_free(map);
    }
    CHECK(ones < 4);
    for(i = 0; i < 100; i++) {
        CHECK_OK(nng_id_map_alloc(&map, 7, 9, NNG_MAP_RANDOM));
        CHECK_OK(nng_id_alloc(map, &id, &a));
        CHECK(id >= 7 && id <= 9);
        nng_id_map_free(map);
    }
}

static void visits(void) {
    nng_id_map *map;
    uint64_t id;
    void *value;
    uint32_t cursor = 0;
    int seen[20] = { 0 }, count = 0, i;
    CHECK_OK(nng_id_map_alloc(&map, 0, 0, 0));
    CHECK(!nng_id_visit(map, &id, &value, &cursor));
    for(i = 0; i < 20; i++) CHECK_OK(nng_id_set(map, i, &seen[i]));
    CHECK_OK(nng_id_remove(map, 3));
    CHECK_OK(nng_id_remove(map, 19));
    cursor = 0;
    while(nng_id_visit(map, &id, &value, &cursor)) {
        CHECK(value == &seen[id]);
        seen[id]++;
    }
    for(i = 0; i < 20; i++) CHECK_INT(seen[i], i != 3 && i != 19);
    CHECK(!nng_id_visit(map, &id, &value, &cursor));
    for(cursor = 0; nng_id_visit(map, NULL, NULL, &cursor);) count++;
    CHECK_INT(count, 18);
    cursor = 1000;
    CHECK(!nng_id_visit(map, &id, &value, &cursor));
    nng_id_map_free(map);
}

// Against a plain table.
static void random_operations(void) {
    enum { KEYS = 4096 };
    static char *model[KEYS];
    static char values[1000];
    nng_id_map *map;
    int i, k;
    srand(1);
    CHECK_OK(nng_id_map_alloc(&map, 0, 0, 0));
    for(i = 0; i < 50000; i++) {
        k = rand() % KEYS;
        CHECK(nng_id_get(map, k) == model[k]);
        if(rand() % 2) {
            model[k] = &values[i % 1000];
            CHECK_OK(nng_id_set(map, k, model[k]));
        } else {
            CHECK_INT(nng_id_remove(map, k), model[k] ? 0 : NNG_ENOENT);
            model[k] = NULL;
        }
    }
    nng_id_map_free(map);
}

static void wrong_arguments(void) {
    nng_id_map *map;
    uint64_t id;
    uint32_t cursor = 0;
    CHECK_INT(nng_id_map_alloc(NULL, 0, 0, 0), NNG_EINVAL);
    CHECK_INT(nng_id_map_alloc(&map, 5, 4, 0), NNG_EINVAL);
    CHECK_INT(nng_id_map_alloc(&map, 1ull << 32, 0, 0), NNG_EINVAL);
    CHECK_OK(nng_id_map_alloc(&map, 5, 5, 0));
    CHECK_INT(nng_id_set(map, 1, NULL), NNG_EINVAL);
    CHECK_INT(nng_id_alloc(map, &id, NULL), NNG_EINVAL);
    CHECK_INT(nng_id_alloc(map, NULL, &a), NNG_EINVAL);
    CHECK(!nng_id_visit(map, &id, NULL, NULL));
    check_alloc(map, 5);
    nng_id_map_free(map);
    CHECK_INT(nng_id_set(NULL, 1, &a), NNG_EINVAL);
    CHECK_INT(nng_id_alloc(NULL, &id, &a), NNG_EINVAL);
    CHECK_INT(nng_id_remove(NULL, 1), NNG_EINVAL);
    CHECK(nng_id_get(NULL, 1) == NULL);
    CHECK(!nng_id_visit(NULL, &id, NULL, &cursor));
}

int main(void) {
    entries();
    many_entries();
    allocation();
    large_numbers();
    random_start();
    visits();
    random_operations();
    wrong_arguments();
    return 0;
}
