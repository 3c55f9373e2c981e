// define: _GNU_SOURCE
// A program ends while its server runs, a handler works and connections are open.
#include "raw.h"

static nng_mtx *mtx;
static nng_cv *cv;
static int working;

static void works(nng_aio *aio) {
    (void)aio;
    nng_mtx_lock(mtx);
    working++;
    nng_cv_wake(cv);
    nng_mtx_unlock(mtx);
    for(;;) nng_msleep(1000000);
}

int main(void) {
    static struct raw_response r;
    nng_http_server *server = raw_server();
    int fd, i;
    CHECK_OK(nng_mtx_alloc(&mtx));
    CHECK_OK(nng_cv_alloc(&cv, mtx));
    raw_static(server, "/", "hello");
    raw_handle(server, "GET", "/works", works);
    CHECK_OK(nng_http_server_start(server));
    fd = raw_connect(raw_port(server));
    raw_transact(fd, "GET / HTTP/1.1\r\nHost: h\r\n\r\n", &r);
    for(i = 0; i < 2; i++) {
        fd = raw_connect(raw_port(server));
        raw_send(fd, "GET /works HTTP/1.1\r\nHost: h\r\n\r\n");
    }
    nng_mtx_lock(mtx);
    while(working < 2) nng_cv_wait(cv);
    nng_mtx_unlock(mtx);
    return 0;
}
