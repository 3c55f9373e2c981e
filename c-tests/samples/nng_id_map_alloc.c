// stdout: nng_id_map_alloc.out
// reference: differs, nng 1.5 has no maps of identifiers
//
// The example of the manual page nng_id_map_alloc(3): questions that wait for their answers.

#include "nng_sample.h"

#include <nng/supplemental/util/idhash.h>

// EXAMPLE
// Gives a question a number, by which its answer will be known. The first one is not to be guessed.
static uint32_t ask(nng_id_map *map, const char *question) {
    uint64_t id;

    check(nng_id_alloc(map, &id, (void *)question), "question");
    return (uint32_t)id;
}

// Finds the question of an answer and forgets it. NULL if there is none of this number.
static const char *answered(nng_id_map *map, uint32_t id) {
    const char *question = nng_id_get(map, id);

    if(question) nng_id_remove(map, id);
    return question;
}

static void show_open(nng_id_map *map) {
    uint32_t cursor = 0;
    void *question;

    while(nng_id_visit(map, NULL, &question, &cursor)) printf("open: %s\n", (const char *)question);
}
// END EXAMPLE

int main(void) {
    nng_id_map *map;
    uint32_t first;

    check(nng_id_map_alloc(&map, 0x80000000, 0xffffffff, NNG_MAP_RANDOM), "map");
    first = ask(map, "where?");
    ask(map, "when?");
    printf("%s\n", answered(map, first));
    printf("%s\n", answered(map, first) ? "again" : "no such question");
    show_open(map);
    nng_id_map_free(map);
    return 0;
}
