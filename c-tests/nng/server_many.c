// define: _GNU_SOURCE
// time-limit: 60
// Ten thousand connections, one after the other and at the same time; descriptors running out.
// memcheck: no, valgrind has accept(2) succeed without a descriptor and closes the connection
#include "raw.h"
#include <sys/resource.h>
#include <sys/syscall.h>

#define TOGETHER 300
#define GET "GET / HTTP/1.1\r\nHost: h\r\n\r\n"

static void hello(nng_aio *aio) {
    raw_reply(aio, "hello");
}

#if OURS

// How often accept(2) has found no descriptor left, and when it did so first.
static int failures;
static nng_time first_failure;

int accept4(int fd, struct sockaddr *addr, socklen_t *len, int flags) {
    int accepted = syscall(SYS_accept4, fd, addr, len, flags);
    if(accepted < 0 && errno == EMFILE) {
        if(!first_failure) first_failure = nng_clock();
        __atomic_add_fetch(&failures, 1, __ATOMIC_SEQ_CST);
        errno = EMFILE;
    }
    return accepted;
}

#endif

int main(void) {
    static struct raw_response r;
    static int fds[TOGETHER];
    nng_http_server *server = raw_server();
    int i, round, port, before;
    raw_handle(server, "GET", "/", hello);
    CHECK_OK(nng_http_server_start(server));
    port = raw_port(server);
    before = raw_descriptors();
    for(i = 0; i < (OURS ? 10000 : 300); i++) {
        int fd = raw_connect(port);
        if(i % 3) raw_send(fd, i % 2 ? GET : GET GET);
        if(i % 3 == 1) raw_receive(fd, &r, 1);
        close(fd);
    }
    for(round = 0; round < (OURS ? 5 : 1); round++) {
        for(i = 0; i < TOGETHER; i++) fds[i] = raw_connect(port);
        for(i = 0; i < TOGETHER; i++) raw_send(fds[i], GET);
        for(i = 0; i < TOGETHER; i++) {
            raw_receive(fds[i], &r, 1);
            CHECK_INT(r.status, 200);
        }
        for(i = 0; i < TOGETHER; i++) close(fds[i]);
    }
    // The other sides are closed in the background.
    while(raw_descriptors() > before) nng_msleep(1);

#if OURS
    // No descriptor is left for connections: they wait, and are served when there are some again.
    struct rlimit limit;
    CHECK_INT(getrlimit(RLIMIT_NOFILE, &limit), 0);
    for(i = 0; i < 8; i++) fds[i] = socket(AF_INET, SOCK_STREAM, 0);
    struct rlimit low = { (rlim_t)fds[7] + 1, limit.rlim_max };
    CHECK_INT(setrlimit(RLIMIT_NOFILE, &low), 0);
    struct sockaddr_in sa;
    memset(&sa, 0, sizeof sa);
    sa.sin_family = AF_INET;
    sa.sin_port = htons(port);
    sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for(i = 0; i < 8; i++) {
        CHECK_INT(connect(fds[i], (struct sockaddr *)&sa, sizeof sa), 0);
        raw_send(fds[i], GET);
    }
    // Each of them is one reason to try; for more than that, time has to pass.
    while(__atomic_load_n(&failures, __ATOMIC_SEQ_CST) < 8 + 3) nng_msleep(1);
    CHECK(nng_clock() - first_failure >= 150);
    CHECK_INT(setrlimit(RLIMIT_NOFILE, &limit), 0);
    for(i = 0; i < 8; i++) {
        raw_receive(fds[i], &r, 1);
        CHECK_INT(r.status, 200);
        close(fds[i]);
    }
#endif
    nng_http_server_stop(server);
    nng_http_server_release(server);
    return 0;
}
