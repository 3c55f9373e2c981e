// No descriptor of the library is inherited by a program that this one executes.
#include "fixtures.h"
#include <fcntl.h>
#include <netdb.h>
#include <pthread.h>

static pthread_mutex_t held = PTHREAD_MUTEX_INITIALIZER;

/* Takes the place of the system's resolver: a lookup stays under way until the end. */
int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **list) {
    (void)name;
    (void)service;
    (void)hints;
    *list = NULL;
    CHECK_OK(pthread_mutex_lock(&held));
    CHECK_OK(pthread_mutex_unlock(&held));
    return EAI_NONAME;
}

static coroutine void looks_up(int *ended) {
    struct ipaddr addr;
    CHECK_ERRNO(ipaddr_remote(&addr, "example.org", 80, 0, -1), EADDRNOTAVAIL);
    ++*ended;
}

static coroutine void connects(int *ended) {
    CHECK_ERRNO(happyeyeballs_connect("example.org", 80, -1), EADDRNOTAVAIL);
    ++*ended;
}

int main(void) {
    static void (*const fixtures[])(void) = {
        a_tcp_listener, a_tcp, an_ipc_listener, an_ipc, a_udp, a_tls, an_http, a_ws};
    int inherited[256], fd, ended = 0, ours = 0, b = bundle(), pair[2], passed;
    size_t i;
    for(fd = 0; fd != 256; ++fd) inherited[fd] = fcntl(fd, F_GETFD) >= 0;
    CHECK_OK(pthread_mutex_lock(&held));
    /* All at the same time. */
    for(i = 0; i != sizeof(fixtures) / sizeof(fixtures[0]); ++i) {
        fixtures[i]();
        other_count = 0;
    }
    CHECK_OK(ipc_pair(pair));
    CHECK_OK(ipc_sendfd(pair[0], 0, -1));
    passed = ipc_recvfd(pair[1], -1);
    CHECK(passed >= 0);
    CHECK_OK(bundle_go(b, looks_up(&ended)));
    CHECK_OK(bundle_go(b, connects(&ended)));
    CHECK_OK(msleep(now() + 1));
    for(fd = 0; fd != 256; ++fd) {
        int flags = fcntl(fd, F_GETFD);
        if(flags < 0 || inherited[fd]) continue;
        ours++;
        if(!(flags & FD_CLOEXEC)) {
            char path[64], what[256] = "";
            snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
            if(readlink(path, what, sizeof(what) - 1) < 0) what[0] = 0;
            fprintf(stderr, "descriptor %d, %s\n", fd, what);
            CHECK(0);
        }
    }
    /* The poller's, the sockets', and those of lookups. */
    CHECK(ours >= 1 + 14 + 4);
    CHECK_OK(pthread_mutex_unlock(&held));
    CHECK_OK(bundle_wait(b, now() + 10000));
    CHECK_INT(ended, 2);
    return 0;
}
