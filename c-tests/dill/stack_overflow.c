// A stack of the library ends in a guard page.
// memcheck: no, the program crashes on purpose
#include "../check.h"
#include <libdill.h>
#include <signal.h>
#include <sys/wait.h>

static coroutine void overflows(int depth) {
    volatile char a[4096];
    a[0] = 1;
    if(depth > 0) overflows(depth - 1);
    a[1] = a[0];
}

int main(void) {
    int status;
    if(fork() == 0) {
        int h = go(overflows(1000));
        CHECK(h >= 0);
        _exit(0);
    }
    CHECK(wait(&status) > 0);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
    return 0;
}
