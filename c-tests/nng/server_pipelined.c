// define: _GNU_SOURCE
// A stream of requests of all kinds, cut into pieces of any size: always the same responses, in the same order.
// reference: differs, chunked content is not decoded there
#include "raw.h"

static void echo(nng_aio *aio) {
    nng_http_req *req = nng_aio_get_input(aio, 0);
    nng_http_res *res;
    void *data;
    size_t size;
    nng_http_req_get_data(req, &data, &size);
    CHECK_OK(nng_http_res_alloc(&res));
    CHECK_OK(nng_http_res_copy_data(res, data, size));
    nng_aio_set_output(aio, 0, res);
    nng_aio_finish(aio, 0);
}

// Reads three bytes of content, and leaves the rest.
static void reads(nng_aio *aio) {
    char bytes[4] = "";
    nng_iov iov = { bytes, 3 };
    nng_aio *read;
    CHECK_OK(nng_aio_alloc(&read, NULL, NULL));
    CHECK_OK(nng_aio_set_iov(read, 1, &iov));
    nng_http_conn_read_all(nng_aio_get_input(aio, 2), read);
    nng_aio_wait(read);
    CHECK_OK(nng_aio_result(read));
    nng_aio_free(read);
    raw_reply(aio, bytes);
}

static void finish(void *arg) {
    nng_aio **aios = arg;
    raw_reply(aios[0], "later");
    nng_aio_reap(aios[1]);
    free(aios);
}

static void later(nng_aio *aio) {
    nng_aio **aios = calloc(2, sizeof *aios);
    aios[0] = aio;
    CHECK_OK(nng_aio_alloc(&aios[1], finish, aios));
    nng_sleep_aio(0, aios[1]);
}

// Nobody asks for it: it stands in content only.
static void smuggled(nng_aio *aio) {
    (void)aio;
    CHECK(!"content was taken for a request");
}

#define EVIL "GET /false HTTP/1.1\r\nHost: h\r\n\r\n"
#define FINE(length, body) "HTTP/1.1 200 OK\r\nContent-Length: " length "\r\n\r\n" body
#define STATIC "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\n"

static const char stream[] =
    "GET / HTTP/1.1\r\nHost: h\r\n\r\n"
    "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 32\r\n\r\n" EVIL
    "HEAD / HTTP/1.1\r\nHost: h\r\n\r\n"
    "\r\n"
    "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
    "20;x=\"y\"\r\n" EVIL "\r\n3\r\nabc\r\n0\r\nX: y\r\n\r\n"
    "POST /nowhere HTTP/1.1\r\nHost: h\r\nContent-Length: 32\r\n\r\n" EVIL
    "GET /later HTTP/1.1\r\nHost: h\r\n\r\n"
    "PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n" EVIL "\r\n0\r\n\r\n"
    "POST /reads HTTP/1.1\r\nHost: h\r\nContent-Length: 35\r\n\r\nabc" EVIL
    "GET / HTTP/1.1\nHost: h\n\n"
    "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
    EVIL;

static const char responses[] =
    STATIC "hello"
    FINE("32", EVIL)
    STATIC
    FINE("35", EVIL "abc")
    "HTTP/1.1 404 Not Found\r\nContent-Length: 1\r\nContent-Type: text/html; charset=UTF-8\r\n\r\n4"
    FINE("5", "later")
    "HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 1\r\nContent-Type: text/html; charset=UTF-8\r\n"
    "Allow: GET, HEAD\r\n\r\n5"
    FINE("3", "abc")
    STATIC "hello"
    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";

int main(void) {
    nng_http_server *server = raw_server();
    nng_http_handler *handler;
    size_t piece, n, cut, size = sizeof stream - 1;
    int fd;
    CHECK_INT(strlen(EVIL), 32);
    raw_static(server, "/", "hello");
    raw_handle(server, "POST", "/echo", echo);
    raw_handle(server, "GET", "/later", later);
    raw_handle(server, NULL, "/false", smuggled);
    handler = raw_handle(server, "POST", "/reads", reads);
    CHECK_OK(nng_http_handler_collect_body(handler, false, 0));
    CHECK_OK(nng_http_server_set_error_page(server, 404, "4"));
    CHECK_OK(nng_http_server_set_error_page(server, 405, "5"));
    CHECK_OK(nng_http_server_start(server));
    // Pieces of one size.
    for(piece = 1; piece < size; piece += 1 + piece / 7) {
        fd = raw_connect(raw_port(server));
        for(n = 0; n < size; n += piece) raw_send_bytes(fd, stream + n, n + piece < size ? piece : size - n);
        raw_expect(fd, responses);
        raw_expect_end(fd);
        close(fd);
    }
    // One cut, at each place: the first piece has been read when the second one is sent, if anything answers to it.
    for(cut = 1; cut < size; cut++) {
        fd = raw_connect(raw_port(server));
        raw_send_bytes(fd, stream, cut);
        if(cut >= 27) raw_expect(fd, "HTTP/1.1 200 OK\r\n");
        raw_send_bytes(fd, stream + cut, size - cut);
        raw_expect(fd, responses + (cut >= 27 ? 17 : 0));
        raw_expect_end(fd);
        close(fd);
    }
    nng_http_server_stop(server);
    nng_http_server_release(server);
    return 0;
}
