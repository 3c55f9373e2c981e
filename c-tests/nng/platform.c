// define: _GNU_SOURCE
// Memory, clock, randomness, threads and locks.
#include "../check.h"
#include <nng/nng.h>
#include <nng/supplemental/util/platform.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
#if NNG_MINOR_VERSION >= 7
#include <sys/socket.h>
#endif

static nng_mtx *mtx;
static nng_cv *cv;
static int value, ready, woken;

static void add(void *arg) {
    int i;
    for(i = 0; i < 10000; i++) {
        nng_mtx_lock(mtx);
        value += *(int *)arg;
        nng_mtx_unlock(mtx);
    }
}

static void wait_for_wake(void *arg) {
    (void)arg;
    nng_mtx_lock(mtx);
    ready++;
    nng_cv_wake(cv);
    while(!woken) nng_cv_wait(cv);
    ready--;
    nng_mtx_unlock(mtx);
}

static void memory(void) {
    char *copy;
    void *bytes;
    CHECK(nng_alloc(0) == NULL);
    bytes = nng_alloc(100);
    CHECK(bytes != NULL);
    nng_free(bytes, 100);
    // Both kinds of memory are malloc's.
    free(nng_alloc(10));
    nng_free(malloc(10), 10);
    copy = nng_strdup("text");
    CHECK_STR(copy, "text");
    free(copy);
    nng_strfree(nng_strdup(""));
    nng_strfree(NULL);
    nng_free(NULL, 5);
    CHECK(nng_alloc(SIZE_MAX / 2) == NULL);
}

static void threads(void) {
    nng_thread *t[4];
    int one = 1, i;
    nng_mtx *other;
    char name[16];
    CHECK_OK(nng_mtx_alloc(&mtx));
    CHECK_OK(nng_mtx_alloc(&other));
    CHECK(mtx != other);
    nng_mtx_lock(other);
    for(i = 0; i < 4; i++) CHECK_OK(nng_thread_create(&t[i], add, &one));
    nng_thread_set_name(t[0], "adder with a name that is too long");
    nng_thread_set_name(NULL, "main");
    CHECK_OK(pthread_getname_np(pthread_self(), name, sizeof name));
    CHECK_STR(name, "main");
    for(i = 0; i < 4; i++) nng_thread_destroy(t[i]);
    CHECK_INT(value, 40000);
    nng_mtx_unlock(other);
    nng_mtx_free(other);
    nng_mtx_free(NULL);
    nng_cv_free(NULL);
}

static void conditions(void) {
    nng_thread *t[3];
    nng_time start, far[] = { 0, INT64_MAX, UINT64_MAX - 1, UINT64_MAX };
    int i;
    CHECK_OK(nng_cv_alloc(&cv, mtx));
    for(i = 0; i < 3; i++) CHECK_OK(nng_thread_create(&t[i], wait_for_wake, NULL));
    nng_mtx_lock(mtx);
    while(ready < 3) nng_cv_wait(cv);
    woken = 1;
    nng_cv_wake(cv);
    nng_mtx_unlock(mtx);
    for(i = 0; i < 3; i++) nng_thread_destroy(t[i]);
    CHECK_INT(ready, 0);

    nng_mtx_lock(mtx);
    CHECK_INT(nng_cv_until(cv, 0), NNG_EAGAIN);
    CHECK_INT(nng_cv_until(cv, 1), NNG_ETIMEDOUT);
    start = nng_clock();
    while((i = nng_cv_until(cv, start + 10)) == 0) {}
    CHECK_INT(i, NNG_ETIMEDOUT);
    CHECK(nng_clock() >= start + 10);
    nng_mtx_unlock(mtx);

    // Far away, farther than any clock goes, and without end.
    far[0] = nng_clock() + 1000000;
    for(i = 0; i < 4; i++) {
        woken = 0;
        CHECK_OK(nng_thread_create(&t[0], wait_for_wake, NULL));
        nng_mtx_lock(mtx);
        while(ready < 1) CHECK_OK(nng_cv_until(cv, far[i]));
        woken = 1;
        nng_cv_wake1(cv);
        nng_mtx_unlock(mtx);
        nng_thread_destroy(t[0]);
    }
    nng_cv_wake(cv);
    nng_cv_free(cv);
    nng_mtx_free(mtx);
}

static void see_mask(void *arg) {
    CHECK_OK(pthread_sigmask(SIG_SETMASK, NULL, (sigset_t *)arg));
}

// Writing to a connection that is gone does not end the program.
static void signal_mask(void) {
    nng_thread *t;
    sigset_t mask;
    sigemptyset(&mask);
    CHECK_OK(nng_thread_create(&t, see_mask, &mask));
    nng_thread_destroy(t);
    CHECK(sigismember(&mask, SIGPIPE));
    CHECK(!sigismember(&mask, SIGTERM));
}

static volatile sig_atomic_t signals;
static void count_signal(int number) {
    (void)number;
    signals++;
}

static void interrupted_sleep(void) {
    struct itimerval timer = { { 0, 1000 }, { 0, 1000 } };
    struct sigaction action;
    nng_time start = nng_clock();
    memset(&action, 0, sizeof action);
    action.sa_handler = count_signal;
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &timer, NULL);
    nng_msleep(30);
    CHECK(nng_clock() >= start + 30);
    CHECK(signals > 0);
    memset(&timer, 0, sizeof timer);
    setitimer(ITIMER_REAL, &timer, NULL);
}

#if NNG_MINOR_VERSION >= 7
static nng_time system_clock(void) {
    struct timespec now;
    CHECK_OK(clock_gettime(CLOCK_MONOTONIC, &now));
    return now.tv_sec * 1000ull + now.tv_nsec / 1000000;
}
#endif

static void time_and_chance(void) {
    uint32_t seen[1000];
    int i, j, same = 0;
    nng_time start = nng_clock();
#if NNG_MINOR_VERSION >= 7
    // It is the system's.
    CHECK(start <= system_clock());
    start = system_clock();
    CHECK(start <= nng_clock());
#endif
    nng_msleep(15);
    CHECK(nng_clock() >= start + 15);
    nng_msleep(0);
#if NNG_MINOR_VERSION >= 6
    nng_msleep(-1);
#endif
    for(i = 0; i < 1000; i++) {
        seen[i] = nng_random();
        for(j = 0; j < i; j++) same += seen[j] == seen[i];
    }
    CHECK(same < 5);
}

#if NNG_MINOR_VERSION >= 7
static void wrong_arguments(void) {
    nng_thread *thread;
    nng_cv *none;
    nng_mtx *own;
    CHECK(nng_strdup(NULL) == NULL);
    CHECK_INT(nng_socket_pair(NULL), NNG_EINVAL);
    CHECK_INT(nng_thread_create(NULL, add, NULL), NNG_EINVAL);
    CHECK_INT(nng_thread_create(&thread, NULL, NULL), NNG_EINVAL);
    nng_thread_destroy(NULL);
    CHECK_INT(nng_mtx_alloc(NULL), NNG_EINVAL);
    CHECK_INT(nng_cv_alloc(&none, NULL), NNG_EINVAL);
    CHECK_OK(nng_mtx_alloc(&own));
    CHECK_INT(nng_cv_alloc(NULL, own), NNG_EINVAL);
    nng_mtx_free(own);
    CHECK_INT(nng_cv_until(NULL, 0), NNG_EINVAL);
    nng_cv_wake(NULL);
    nng_cv_wake1(NULL);
}
#endif

int main(void) {
    memory();
    threads();
    conditions();
    signal_mask();
    time_and_chance();
    interrupted_sleep();
#if NNG_MINOR_VERSION >= 7
    int fds[2];
    char byte = 'x';
    int option;
    socklen_t size = sizeof option;
    CHECK_OK(nng_socket_pair(fds));
    CHECK_OK(getsockopt(fds[0], SOL_SOCKET, SO_DOMAIN, &option, &size));
    CHECK_INT(option, AF_UNIX);
    CHECK_OK(getsockopt(fds[1], SOL_SOCKET, SO_TYPE, &option, &size));
    CHECK_INT(option, SOCK_STREAM);
    CHECK_INT(send(fds[0], &byte, 1, 0), 1);
    byte = 0;
    CHECK_INT(recv(fds[1], &byte, 1, 0), 1);
    CHECK_INT(byte, 'x');
    close(fds[0]);
    close(fds[1]);
    wrong_arguments();
    CHECK_STR(nng_version(), "1.11.0");
#endif
    return 0;
}
