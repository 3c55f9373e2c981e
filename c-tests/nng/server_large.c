// define: _GNU_SOURCE
// Large responses, bursts of requests, and clients that do not read for a while.
#include "raw.h"

#define LARGE (3 << 20)
#define MANY 2000

static char *content;

static void large(nng_aio *aio) {
    nng_http_res *res;
    CHECK_OK(nng_http_res_alloc(&res));
    CHECK_OK(nng_http_res_copy_data(res, content, LARGE));
    nng_aio_set_output(aio, 0, res);
    nng_aio_finish(aio, 0);
}

static void lent(nng_aio *aio) {
    nng_http_res *res;
    CHECK_OK(nng_http_res_alloc(&res));
    CHECK_OK(nng_http_res_set_data(res, content, LARGE));
    nng_aio_set_output(aio, 0, res);
    nng_aio_finish(aio, 0);
}

static void hello(nng_aio *aio) {
    raw_reply(aio, "hello");
}

// Receives the head and the large body of a response.
static void expect_large(int fd) {
    static struct raw_response r;
    static char got[LARGE];
    size_t n;
    raw_receive(fd, &r, 0);
    CHECK_INT(r.status, 200);
    CHECK(strcasestr(r.head, "\r\nContent-Length: 3145728\r\n") != NULL);
    for(n = 0; n < LARGE;) {
        ssize_t k = recv(fd, got + n, LARGE - n, 0);
        CHECK(k > 0);
        n += k;
    }
    CHECK_MEM(got, content, LARGE);
}

#define GET(uri) "GET " uri " HTTP/1.1\r\nHost: h\r\n\r\n"
#define HELLO "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"

int main(void) {
    static char burst[MANY * sizeof GET("/hello")];
    nng_http_server *server = raw_server();
    nng_http_handler *handler;
    int fd, port, i;
    char *at = burst;
    content = malloc(LARGE);
    for(i = 0; i < LARGE; i++) content[i] = (char)(i * 31 + i / 1021);
    raw_handle(server, "GET", "/large", large);
    raw_handle(server, "GET", "/lent", lent);
    raw_handle(server, "GET", "/hello", hello);
    // Without a type, in which the reference crashes, it is this one.
    CHECK_OK(nng_http_handler_alloc_static(&handler, "/static", content, LARGE,
        OURS ? NULL : "application/octet-stream"));
    CHECK_OK(nng_http_server_add_handler(server, handler));
    CHECK_OK(nng_http_server_start(server));
    port = raw_port(server);

    // All asked for at once, read later.
    fd = raw_connect(port);
    raw_send(fd, GET("/large") GET("/hello") GET("/static") GET("/lent") GET("/hello"));
    expect_large(fd);
    raw_expect(fd, HELLO);
    expect_large(fd);
    expect_large(fd);
    raw_expect(fd, HELLO);
    raw_send(fd, "HEAD /large HTTP/1.1\r\nHost: h\r\n\r\n" "HEAD /static HTTP/1.1\r\nHost: h\r\n\r\n" GET("/hello"));
    raw_expect(fd, "HTTP/1.1 200 OK\r\nContent-Length: 3145728\r\n\r\n"
                   "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: 3145728\r\n\r\n"
                   HELLO);
    // The last one is sent whole before the connection ends.
    raw_send(fd, "GET /lent HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    expect_large(fd);
    raw_expect_end(fd);
    close(fd);

#if OURS
    // A burst that fills any buffer.
    for(i = 0; i < MANY; i++) at += sprintf(at, "%s", GET("/hello"));
    fd = raw_connect(port);
    raw_send(fd, burst);
    for(i = 0; i < MANY; i++) raw_expect(fd, HELLO);
    close(fd);
#else
    (void)at;
#endif

    // A client that goes away in the middle of a response.
    for(i = 0; i < 20; i++) {
        fd = raw_connect(port);
        raw_send(fd, GET("/large") GET("/lent"));
        raw_expect(fd, "HTTP/1.1 200 OK\r\n");
        close(fd);
    }
    nng_http_server_stop(server);
    nng_http_server_release(server);
    free(content);
    return 0;
}
