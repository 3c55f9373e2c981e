// Back traces end where coroutines begin, and that of the scheduler on its own stack ends as well.
// variants: -O0 | -O1 | -O2 | -O3
// define: _GNU_SOURCE
// flags: -rdynamic
#include "../check.h"
#include <dlfcn.h>
#include <execinfo.h>
#include <libdill.h>
#include <sys/epoll.h>

enum { MOST = 64 };

/* How many frames there are until one of this function of the program; -1 if there is none. */
static int frames_until(const char *function) {
    void *frames[MOST];
    int i, n = backtrace(frames, MOST);
    CHECK(n > 0 && n < MOST);
    for(i = 0; i != n; ++i) {
        Dl_info info;
        if(dladdr(frames[i], &info) != 0 && info.dli_sname && strcmp(info.dli_sname, function) == 0) return i;
    }
    return -1;
}

static int fds[2];

/* Takes the place of the system's function: the library calls it on the scheduler's stack. Main waits for what it writes. */
int epoll_wait(int set, struct epoll_event *events, int most, int timeout) {
    CHECK_INT(frames_until("main"), -1);
    CHECK_INT(frames_until("child"), -1);
    CHECK_INT(write(fds[1], "x", 1), 1);
    return epoll_pwait(set, events, most, timeout, NULL);
}

coroutine void child(void);

/* Coroutines were started by main, whose frame is the last one that they know. */
coroutine void child(void) {
    int i;
    for(i = 0; i != 3; ++i) {
        CHECK(frames_until("child") > 0);
        CHECK(frames_until("main") > frames_until("child"));
        CHECK_OK(msleep(now() + 1));
    }
}

int main(void) {
    static char memory[16384];
    int h, h2;
    CHECK_OK(pipe(fds));
    h = go(child());
    h2 = go_mem(child(), memory, sizeof(memory));
    CHECK_OK(fdin(fds[0], -1));
    CHECK_OK(fdclean(fds[0]));
    CHECK_OK(bundle_wait(h, -1));
    CHECK_OK(bundle_wait(h2, -1));
    CHECK_OK(hclose(h));
    CHECK_OK(hclose(h2));
    return 0;
}
