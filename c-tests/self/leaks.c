// Loses memory, which only valgrind sees; in a child process as well.
#include "../check.h"
#include <stdlib.h>
#include <sys/wait.h>

static void lose(size_t len) {
    char *volatile memory = malloc(len);
    CHECK(memory != NULL);
    memory = NULL;
}

int main(void) {
    if(fork() == 0) {
        lose(1001);
        _exit(0);
    }
    CHECK(wait(NULL) > 0);
    lose(2002);
    return 0;
}
