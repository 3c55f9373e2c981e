// The process ends, on whatever stack: nothing is cancelled, no callback runs, exit handlers may still use the library.
// variants: -O0 | -O1 | -O2 | -O3
#include "../check.h"
#include <libdill.h>
#include <libdillimpl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/wait.h>

static coroutine void sleeper(void) {
    msleep(-1);
    _exit(1);
}

static void *query(struct hvfs *vfs, const void *type) {
    (void)vfs;
    (void)type;
    errno = ENOTSUP;
    return NULL;
}

static void close_handle(struct hvfs *vfs) {
    (void)vfs;
    _exit(2);
}

static struct hvfs vfs = {query, close_handle};

static coroutine void exits(int status) {
    exit(status);
}

static coroutine void ends_thread(void) {
    msleep(now() + 1);
    exit(0);
}

static void *on_other_thread(void *arg) {
    CHECK(go(sleeper()) >= 0);
    CHECK(go(ends_thread()) >= 0);
    msleep(-1);
    return arg;
}

static int inherited;

static void uses_library(void) {
    int h = bundle();
    if(h < 0 || bundle_wait(h, -1) != 0 || hclose(h) != 0 || hclose(inherited) != 0) _exit(3);
}

static void scenario(int n) {
    CHECK(go(sleeper()) >= 0);
    CHECK(hmake(&vfs) >= 0);
    inherited = bundle();
    CHECK_OK(atexit(uses_library));
    switch(n) {
    case 0:
        exit(0);
    case 1:
        CHECK(go(exits(0)) >= 0);
        break;
    case 2: {
        static char stack[16384];
        CHECK(go_mem(exits(0), stack, sizeof(stack)) >= 0);
        break;
    }
    }
    _exit(4);
}

int main(void) {
    int n, status;
    for(n = 0; n != 3; ++n) {
        if(fork() == 0) scenario(n);
        CHECK(wait(&status) > 0);
        CHECK_INT(status, 0);
    }
    /* From a coroutine of another thread. */
    if(fork() == 0) {
        pthread_t thread;
        CHECK_OK(pthread_create(&thread, NULL, on_other_thread, NULL));
        pthread_join(thread, NULL);
        _exit(5);
    }
    CHECK(wait(&status) > 0);
    CHECK_INT(status, 0);
    return 0;
}
