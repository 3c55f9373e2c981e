// The library cannot start for want of descriptors, or a thread for want of memory: that is an error, and no more.
// memcheck: no, it needs descriptors and memory itself
// reference: no, it may end the process
// only: native
// races: no, ThreadSanitizer needs more memory and threads than the limits leave
#include "../check.h"
#include <nng/nng.h>
#include <nng/supplemental/http/http.h>
#include <nng/supplemental/util/platform.h>
#include <sys/resource.h>

// Allows no more of a resource from now on than so much; returns what was allowed.
static rlim_t allow(int resource, rlim_t count) {
    struct rlimit limit;
    rlim_t old;
    CHECK_OK(getrlimit(resource, &limit));
    old = limit.rlim_cur;
    limit.rlim_cur = count;
    CHECK_OK(setrlimit(resource, &limit));
    return old;
}

static void bump(void *arg) {
    ++*(int *)arg;
}

// Each function that would start the library says why that is not possible, and makes nothing.
static void without_descriptors(void) {
    nng_http_req *req = NULL;
    nng_http_res *res = NULL;
    nng_stream_dialer *dialer = NULL;
    nng_stream_listener *listener = NULL;
    nng_aio *aio = NULL;
    nng_udp *udp = NULL;
    nng_sockaddr sa;
    nng_url *url;
    int fds[2] = { -7, -7 };
    rlim_t old = allow(RLIMIT_NOFILE, 3);
    memset(&sa, 0, sizeof sa);
    sa.s_in.sa_family = NNG_AF_INET;
    CHECK_OK(nng_url_parse(&url, "http://127.0.0.1:0"));
    CHECK_INT(nng_aio_alloc(&aio, bump, NULL), NNG_ENOFILES);
    CHECK_INT(nng_http_req_alloc(&req, url), NNG_ENOFILES);
    CHECK_INT(nng_http_res_alloc(&res), NNG_ENOFILES);
    CHECK_INT(nng_http_res_alloc_error(&res, 404), NNG_ENOFILES);
    CHECK_INT(nng_stream_dialer_alloc(&dialer, "tcp://127.0.0.1:1"), NNG_ENOFILES);
    CHECK_INT(nng_stream_listener_alloc(&listener, "ipc://x"), NNG_ENOFILES);
    CHECK_INT(nng_udp_open(&udp, &sa), NNG_ENOFILES);
    CHECK_INT(nng_socket_pair(fds), NNG_ENOFILES);
    CHECK(!aio && !req && !res && !dialer && !listener && !udp);
    CHECK_INT(fds[0], -7);
    nng_url_free(url);
    allow(RLIMIT_NOFILE, old);
}

int main(void) {
    nng_aio *aio = NULL;
    nng_thread *thread = NULL;
    int count = 0;
    rlim_t old;
    without_descriptors();

    old = allow(RLIMIT_AS, 1 << 20);
    CHECK_INT(nng_thread_create(&thread, bump, &count), NNG_ENOMEM);
    CHECK(thread == NULL);
    allow(RLIMIT_AS, old);

    CHECK_OK(nng_aio_alloc(&aio, bump, &count));
    nng_sleep_aio(0, aio);
    nng_aio_wait(aio);
    CHECK_INT(count, 1);
    nng_aio_free(aio);
    CHECK_OK(nng_thread_create(&thread, bump, &count));
    nng_thread_destroy(thread);
    CHECK_INT(count, 2);
    return 0;
}
