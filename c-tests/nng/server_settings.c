// define: _GNU_SOURCE
// httpcore_server_set: dates, and peers that a server does not wait for.
// reference: differs, this call is only here
#include "raw.h"
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

static nng_http_server *serve(void) {
    nng_http_server *server = raw_server();
    nng_http_handler *handler;
    raw_static(server, "/static", "hello");
    raw_handle(server, "GET", "/returns", returns);
    raw_handle(server, "GET", "/writes", writes);
    raw_handle(server, "GET", "/own", has_own_date);
    raw_handle(server, "POST", "/body", returns);
    CHECK_OK(nng_http_handler_alloc_file(&handler, "/file", "/proc/self/maps"));
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

int main(void) {
    static struct raw_response r;
    nng_http_server *server, *other;
    int fd;
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
    CHECK_OK(httpcore_server_set(HTTPCORE_SERVER_HEAD_TIMEOUT, 0));
    CHECK_OK(httpcore_server_set(HTTPCORE_SERVER_STALL_TIMEOUT, 1));
    server = serve();
    fd = raw_connect(raw_port(server));
    raw_transact(fd, "POST /body HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nx", &r);
    CHECK_INT(r.status, 408);
    raw_expect_end(fd);
    close(fd);
    stop(server);
    return 0;
}
