// define: _GNU_SOURCE
// httpcore_server_set: dates, and peers that a server does not wait for.
// reference: differs, this call is only here
#include "secure.h"
#include <fcntl.h>
#include <httpcore.h>
#include <time.h>

static void returns(nng_aio *aio) {
    raw_reply(aio, "hello");
}

static void has_own_date(nng_aio *aio) {
    nng_http_res *res;
    CHECK_OK(nng_http_res_alloc(&res));
    CHECK_OK(nng_http_res_set_header(res, "date", "yesterday"));
    nng_aio_set_output(aio, 0, res);
    nng_aio_finish(aio, 0);
}

static void writes(nng_aio *aio) {
    nng_http_res *res;
    CHECK_OK(nng_http_res_alloc(&res));
    CHECK_OK(nng_http_res_set_data(res, "hello", 5));
    raw_write_res(aio, res);
    nng_http_res_free(res);
    nng_aio_finish(aio, 0);
}

// More than the kernel takes from a server whose peer does not read.
static char much[16 << 20];

static void returns_much(nng_aio *aio) {
    nng_http_res *res;
    CHECK_OK(nng_http_res_alloc(&res));
    CHECK_OK(nng_http_res_set_data(res, much, sizeof much));
    nng_aio_set_output(aio, 0, res);
    nng_aio_finish(aio, 0);
}

static nng_http_server *serve(void) {
    nng_http_server *server = raw_server();
    nng_http_handler *handler;
    raw_static(server, "/static", "hello");
    raw_handle(server, "GET", "/returns", returns);
    raw_handle(server, "GET", "/writes", writes);
    raw_handle(server, "GET", "/own", has_own_date);
    raw_handle(server, "POST", "/body", returns);
    raw_handle(server, "GET", "/large/returns", returns_much);
    CHECK_OK(nng_http_handler_alloc_file(&handler, "/file", "/proc/self/maps"));
    CHECK_OK(nng_http_server_add_handler(server, handler));
    CHECK_OK(nng_http_handler_alloc_file(&handler, "/large/file", "large"));
    CHECK_OK(nng_http_server_add_handler(server, handler));
    CHECK_OK(nng_http_handler_alloc_static(&handler, "/large/static", much, sizeof much, NULL));
    CHECK_OK(nng_http_server_add_handler(server, handler));
    CHECK_OK(nng_http_server_start(server));
    return server;
}

static void stop(nng_http_server *server) {
    nng_http_server_stop(server);
    nng_http_server_release(server);
}

static const char *const paths[] = { "/static", "/returns", "/writes", "/file", "/nothing" };

// Whether a response to each of them has a date.
static void check_dates(nng_http_server *server, int wanted) {
    static struct raw_response r;
    char request[100];
    struct tm tm;
    size_t i;
    for(i = 0; i < sizeof paths / sizeof *paths; i++) {
        int fd = raw_connect(raw_port(server));
        const char *date;
        time_t before = time(NULL), then;
        snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: h\r\n\r\n", paths[i]);
        raw_transact(fd, request, &r);
        date = strstr(r.head, "\r\nDate: ");
        CHECK_INT(date != NULL, wanted);
        if(date) {
            CHECK(strstr(date + 1, "\r\nDate: ") == NULL);
            memset(&tm, 0, sizeof tm);
            date = strptime(date + 8, "%a, %d %b %Y %H:%M:%S GMT", &tm);
            CHECK(date && memcmp(date, "\r\n", 2) == 0);
            then = timegm(&tm);
            CHECK(then >= before && then <= time(NULL));
        }
        close(fd);
    }
}

// A response that its peer does not take ends with the connection, before it is complete.
static void check_stalled(nng_http_server *server) {
    static const char *const large[] = { "/large/static", "/large/returns", "/large/file" };
    static char bytes[65536];
    static struct raw_response r;
    char request[100];
    size_t i;
    for(i = 0; i < sizeof large / sizeof *large; i++) {
        int before = raw_descriptors(), fd = raw_connect(raw_port(server));
        size_t received = 0;
        ssize_t n;
        raw_transact(fd, "GET /static HTTP/1.1\r\nHost: h\r\n\r\n", &r);
        snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: h\r\n\r\n", large[i]);
        raw_send(fd, request);
        // Until the other side is closed.
        while(raw_descriptors() > before + 1) nng_msleep(1);
        raw_receive(fd, &r, 0);
        CHECK_INT(r.status, 200);
        CHECK(strstr(r.head, "\r\nContent-Length: 16777216\r\n") != NULL);
        while((n = recv(fd, bytes, sizeof bytes, 0)) > 0) received += n;
        CHECK(received < sizeof much);
        close(fd);
    }
}

int main(void) {
    static struct raw_response r;
    nng_http_server *server, *other;
    char byte;
    int fd = open("large", O_WRONLY | O_CREAT, 0644);
    CHECK_INT(ftruncate(fd, sizeof much), 0);
    close(fd);
    errno = 0;
    CHECK_INT(httpcore_server_set(0, 1), EINVAL);
    CHECK_INT(httpcore_server_set(7, 1), EINVAL);
    CHECK_INT(httpcore_server_set(-1, 1), EINVAL);
    CHECK_INT(httpcore_server_set(HTTPCORE_SERVER_DATE, 2), EINVAL);
    CHECK_INT(errno, 0);

    // Settings are for the servers made after them.
    server = serve();
    CHECK_OK(httpcore_server_set(HTTPCORE_SERVER_DATE, 1));
    other = serve();
    CHECK_OK(httpcore_server_set(HTTPCORE_SERVER_DATE, 0));
    check_dates(server, 0);
    check_dates(other, 1);
    fd = raw_connect(raw_port(other));
    raw_transact(fd, "GET /own HTTP/1.1\r\nHost: h\r\n\r\n", &r);
    CHECK(strstr(r.head, "\r\ndate: yesterday\r\n") && !strstr(r.head, "\r\nDate: "));
    raw_transact(fd, "GET /nothing HTTP/1.1\r\n\r\n", &r);
    CHECK(strstr(r.head, "\r\nDate: ") != NULL);
    close(fd);
    stop(server);
    stop(other);

    // Each limit is reached alone, the others being as long as can be.
    CHECK_OK(httpcore_server_set(HTTPCORE_SERVER_HEAD_TIMEOUT, 0));
    CHECK_OK(httpcore_server_set(HTTPCORE_SERVER_STALL_TIMEOUT, UINT64_MAX));
    CHECK_OK(httpcore_server_set(HTTPCORE_SERVER_LINGER_TIMEOUT, 0));
    CHECK_OK(httpcore_server_set(HTTPCORE_SERVER_IDLE_TIMEOUT, 1));
    server = serve();
    fd = raw_connect(raw_port(server));
    raw_expect_end(fd);
    close(fd);
    stop(server);
    CHECK_OK(httpcore_server_set(HTTPCORE_SERVER_IDLE_TIMEOUT, 0));
    CHECK_OK(httpcore_server_set(HTTPCORE_SERVER_HEAD_TIMEOUT, 1));
    server = serve();
    fd = raw_connect(raw_port(server));
    raw_transact(fd, "GET /static HT", &r);
    CHECK_INT(r.status, 408);
    close(fd);
    stop(server);
    // A byte now and then does not help.
    CHECK_OK(httpcore_server_set(HTTPCORE_SERVER_HEAD_TIMEOUT, 50));
    server = serve();
    fd = raw_connect(raw_port(server));
    struct pollfd answered = { fd, POLLIN, 0 };
    raw_send(fd, "GET / HTTP/1.1\r\nX: ");
    while(poll(&answered, 1, 1) == 0) raw_send(fd, "x");
    raw_receive(fd, &r, 1);
    CHECK_INT(r.status, 408);
    close(fd);
    stop(server);
    CHECK_OK(httpcore_server_set(HTTPCORE_SERVER_HEAD_TIMEOUT, 0));
    CHECK_OK(httpcore_server_set(HTTPCORE_SERVER_STALL_TIMEOUT, 1));
    server = serve();
    fd = raw_connect(raw_port(server));
    raw_transact(fd, "POST /body HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nx", &r);
    CHECK_INT(r.status, 408);
    raw_expect_end(fd);
    close(fd);
    // Content that nobody reads is waited for in the same way.
    fd = raw_connect(raw_port(server));
    raw_transact(fd, "POST /nothing HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nx", &r);
    CHECK_INT(r.status, 404);
    raw_expect_end(fd);
    close(fd);
    check_stalled(server);
    stop(server);
    CHECK_OK(httpcore_server_set(HTTPCORE_SERVER_STALL_TIMEOUT, 0));
    CHECK_OK(httpcore_server_set(HTTPCORE_SERVER_LINGER_TIMEOUT, 1));
    server = serve();
    fd = raw_connect(raw_port(server));
    raw_transact(fd, "GET /static HTTP/1.0\r\n\r\n", &r);
    raw_expect_end(fd);
    // After its last response a server takes what comes, until it closes: then the kernel refuses it.
    while(send(fd, "x", 1, MSG_NOSIGNAL) == 1) nng_msleep(1);
    close(fd);
    stop(server);
    CHECK_OK(httpcore_server_set(HTTPCORE_SERVER_LINGER_TIMEOUT, 0));
    CHECK_OK(httpcore_server_set(HTTPCORE_SERVER_HANDSHAKE_TIMEOUT, 1));
    server = secure_server(server_config("server.crt", "server.key"));
    CHECK_OK(nng_http_server_start(server));
    fd = raw_connect(raw_port(server));
    raw_send(fd, "\x16\x03\x01");
    while(recv(fd, &byte, 1, 0) > 0) {}
    close(fd);
    stop(server);
    return 0;
}
