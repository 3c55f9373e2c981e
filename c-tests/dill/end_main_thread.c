// The main thread ends before the process does.
// variants: -O0 | -O1 | -O2 | -O3
#include "../check.h"
#include <libdill.h>
#include <pthread.h>

static pthread_t main_thread;

static coroutine void nothing(void) {
}

static void *other(void *arg) {
    void *result;
    int h;
    CHECK_OK(pthread_join(main_thread, &result));
    h = go(nothing());
    CHECK(h >= 0);
    CHECK_OK(hclose(h));
    return arg;
}

int main(void) {
    pthread_t thread;
    int h = go(nothing());
    CHECK(h >= 0);
    main_thread = pthread_self();
    CHECK_OK(pthread_create(&thread, NULL, other, NULL));
    pthread_exit(NULL);
}
