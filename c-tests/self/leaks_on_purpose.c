// Says that it loses memory.
// memcheck: leaks, that is its subject
#include "../check.h"
#include <stdlib.h>

int main(void) {
    char *volatile memory = malloc(1001);
    CHECK(memory != NULL);
    memory = NULL;
    return 0;
}
