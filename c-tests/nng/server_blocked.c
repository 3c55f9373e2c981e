// define: _GNU_SOURCE
// More handlers block than may run at the same time, each waiting for operations that the library has to complete.
#include "raw.h"

#define CLIENTS 40

static int port;

static void inner(nng_aio *aio) {
    raw_reply(aio, "inner");
}

static void waits(nng_aio *aio) {
    nng_aio *sleep;
    CHECK_OK(nng_aio_alloc(&sleep, NULL, NULL));
    nng_sleep_aio(3, sleep);
    nng_aio_wait(sleep);
    CHECK_OK(nng_aio_result(sleep));
    nng_aio_set_timeout(sleep, 3);
    nng_sleep_aio(1000000, sleep);
    nng_aio_wait(sleep);
    CHECK_INT(nng_aio_result(sleep), NNG_ETIMEDOUT);
    nng_aio_free(sleep);
    raw_reply(aio, "waited");
}

int main(void) {
    static struct raw_response r;
    nng_http_server *server = raw_server();
    int fds[CLIENTS], i, round;
    raw_static(server, "/static", "static");
    raw_handle(server, "GET", "/waits", waits);
    raw_handle(server, "GET", "/inner", inner);
    CHECK_OK(nng_http_server_start(server));
    port = raw_port(server);
    for(i = 0; i < CLIENTS; i++) fds[i] = raw_connect(port);
    for(round = 0; round < 3; round++) {
        for(i = 0; i < CLIENTS; i++) raw_send(fds[i], "GET /waits HTTP/1.1\r\nHost: h\r\n\r\n");
        // What needs no code of the program is answered meanwhile.
        CHECK_INT(raw_status(port, "GET /static HTTP/1.1\r\nHost: h\r\n\r\n"), 200);
        for(i = 0; i < CLIENTS; i++) {
            raw_receive(fds[i], &r, 1);
            CHECK_STR(r.body, "waited");
        }
        CHECK_INT(raw_status(port, "GET /inner HTTP/1.1\r\nHost: h\r\n\r\n"), 200);
    }
    for(i = 0; i < CLIENTS; i++) close(fds[i]);
    nng_http_server_stop(server);
    nng_http_server_release(server);
    return 0;
}
