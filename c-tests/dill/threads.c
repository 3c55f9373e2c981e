// Every thread has a scheduler and handles of its own, which end with it.
// variants: -O0 | -O1 | -O2 | -O3
#include "../check.h"
#include <libdill.h>
#include <dirent.h>
#include <pthread.h>

static coroutine void add(int *sum, int n) {
    int i;
    for(i = 0; i != 100; ++i) {
        *sum += n;
        CHECK_OK(i % 20 ? yield() : msleep(now() + 1));
    }
}

static coroutine void never(void) {
    msleep(-1);
    CHECK(0);
}

static void *run(void *arg) {
    int sum = 0, i, b = bundle();
    /* Of another thread, a handle is just a number. */
    CHECK_INT(b, 0);
    for(i = 0; i != 10; ++i) CHECK_OK(bundle_go(b, add(&sum, i)));
    CHECK_OK(bundle_wait(b, -1));
    CHECK_INT(sum, 4500);
    CHECK_OK(hclose(b));
    /* Left behind: nobody cancels it. */
    CHECK(go(never()) >= 0);
    CHECK_OK(yield());
    return arg;
}

static int open_fds(void) {
    DIR *dir = opendir("/proc/self/fd");
    int n = 0;
    while(readdir(dir)) n++;
    closedir(dir);
    return n;
}

int main(void) {
    pthread_t threads[4];
    int i, j, before, b = bundle();
    CHECK_INT(b, 0);
    before = open_fds();
    for(j = 0; j != 5; ++j) {
        for(i = 0; i != 4; ++i) CHECK_OK(pthread_create(&threads[i], NULL, run, NULL));
        CHECK_OK(msleep(now() + 1));
        for(i = 0; i != 4; ++i) CHECK_OK(pthread_join(threads[i], NULL));
    }
    /* The poll object has gone with its thread. */
    CHECK_INT(open_fds(), before);
    CHECK_OK(hclose(b));
    return 0;
}
