/* What both interfaces' programs send. */

#ifndef PATTERN_H_INCLUDED
#define PATTERN_H_INCLUDED

#include "../../../c-tests/check.h"
#include <stdlib.h>

/* Content that shows what is missing or out of order. */
static inline char *pattern(size_t size) {
    char *data = malloc(size + 1);
    CHECK(data != NULL);
    for(size_t i = 0; i != size; ++i) data[i] = 'a' + i % 23;
    return data;
}

#endif
