// define: _GNU_SOURCE
// Requests and responses on one connection after the other: handlers, keep-alive, pipelining, split input, HEAD.
#include "raw.h"

static nng_http_handler *callback;
static int marker;

// Checks what a handler gets, and returns a response.
static void inspect(nng_aio *aio) {
    nng_http_req *req = nng_aio_get_input(aio, 0);
    void *data = &data;
    size_t size = 1;
    CHECK(nng_aio_get_input(aio, 1) == callback);
    CHECK(nng_aio_get_input(aio, 2) != NULL);
    CHECK(nng_aio_get_input(aio, 3) == NULL);
    CHECK(nng_aio_get_output(aio, 0) == NULL);
    CHECK(nng_http_handler_get_data(nng_aio_get_input(aio, 1)) == &marker);
    CHECK_STR(nng_http_req_get_uri(req), "/callback?a=b%20c");
    CHECK_STR(nng_http_req_get_version(req), "HTTP/1.1");
    CHECK_STR(nng_http_req_get_header(req, "host"), "test");
    CHECK_STR(nng_http_req_get_header(req, "X-Twice"), "1, 2");
    CHECK(nng_http_req_get_header(req, "X-None") == NULL);
    nng_http_req_get_data(req, &data, &size);
    CHECK(data == NULL);
    CHECK_INT(size, 0);
    raw_reply(aio, nng_http_req_get_method(req));
}

static void echo(nng_aio *aio) {
    nng_http_req *req = nng_aio_get_input(aio, 0);
    nng_http_res *res;
    void *data;
    size_t size;
    nng_http_req_get_data(req, &data, &size);
    CHECK_OK(nng_http_res_alloc(&res));
    CHECK_OK(nng_http_res_set_status(res, NNG_HTTP_STATUS_CREATED));
    CHECK_OK(nng_http_res_set_reason(res, "As you like"));
    CHECK_OK(nng_http_res_copy_data(res, data, size));
    nng_aio_set_output(aio, 0, res);
    nng_aio_finish(aio, 0);
}

// The query may say it in another way.
static void bye(nng_aio *aio) {
    const char *query = strchr(nng_http_req_get_uri(nng_aio_get_input(aio, 0)), '?');
    nng_http_res *res;
    CHECK_OK(nng_http_res_alloc(&res));
    CHECK_OK(nng_http_res_set_data(res, "bye", 3));
    CHECK_OK(nng_http_res_set_header(res, "Connection", query ? query + 1 : "close"));
    nng_aio_set_output(aio, 0, res);
    nng_aio_finish(aio, 0);
}

static void cookies(nng_aio *aio) {
    nng_http_res *res;
    CHECK_OK(nng_http_res_alloc(&res));
    CHECK_OK(nng_http_res_add_header(res, "Set-Cookie", "a=1"));
    CHECK_OK(nng_http_res_add_header(res, "Vary", "x"));
    CHECK_OK(nng_http_res_add_header(res, "Set-Cookie", "b=2"));
    CHECK_OK(nng_http_res_add_header(res, "vary", "y"));
    nng_aio_set_output(aio, 0, res);
    nng_aio_finish(aio, 0);
}

static void absolute(nng_aio *aio) {
    nng_http_req *req = nng_aio_get_input(aio, 0);
    CHECK_STR(nng_http_req_get_uri(req), "http://there:81/absolute?x");
    raw_reply(aio, nng_http_req_get_header(req, "Host"));
}

#define GET "GET / HTTP/1.1\r\nHost: test\r\n\r\n"
#define OK_HELLO "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello"

int main(void) {
    static const char ask[] = "GET /callback?a=b%20c HTTP/1.1\r\nHost: test\r\nX-Twice: 1\r\nx-twice: 2 \r\n\r\n";
    static struct raw_response r;
    nng_http_server *server = raw_server();
    int fd, port, i;
    raw_static(server, "/", "hello");
    CHECK_OK(nng_http_handler_alloc(&callback, "/callback", inspect));
    CHECK_OK(nng_http_handler_set_data(callback, &marker, NULL));
    CHECK_OK(nng_http_server_add_handler(server, callback));
    raw_handle(server, "POST", "/echo", echo);
    raw_handle(server, "GET", "/bye", bye);
    raw_handle(server, "GET", "/cookies", cookies);
    raw_handle(server, "GET", "/absolute", absolute);
    CHECK_OK(nng_http_server_start(server));
    port = raw_port(server);

    // Several requests on one connection; nothing but what the objects hold is on the wire.
    fd = raw_connect(port);
    for(i = 0; i < 3; i++) {
        raw_send(fd, GET);
        raw_expect(fd, OK_HELLO);
        raw_send(fd, ask);
        raw_expect(fd, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nGET");
        raw_send(fd, "POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 7\r\n\r\n\r\n\001\002xyz");
        raw_expect(fd, "HTTP/1.1 201 As you like\r\nContent-Length: 7\r\n\r\n\r\n\001\002xyz");
#if OURS
        raw_send(fd, "POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n");
        raw_expect(fd, "HTTP/1.1 201 As you like\r\nContent-Length: 0\r\n\r\n");
#endif
    }

    // Byte by byte.
    for(i = 0; ask[i]; i++) CHECK_INT(send(fd, &ask[i], 1, MSG_NOSIGNAL), 1);
    raw_expect(fd, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nGET");

    // Pipelined, answered in order.
    raw_send(fd, GET "POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 3\r\n\r\nabc" GET GET);
    raw_expect(fd, OK_HELLO "HTTP/1.1 201 As you like\r\nContent-Length: 3\r\n\r\nabc" OK_HELLO OK_HELLO);

    // HEAD: as GET, without the body.
    raw_send(fd, "HEAD / HTTP/1.1\r\nHost: test\r\n\r\n");
    raw_expect(fd, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\n");
    raw_send(fd, "HEAD /callback?a=b%20c HTTP/1.1\r\nHost: test\r\nX-Twice: 1, 2\r\n\r\n");
    raw_expect(fd, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n");

#if OURS
    // A response without a body has a length; cookies stay apart.
    raw_send(fd, "GET /cookies HTTP/1.1\r\nHost: test\r\n\r\n");
    raw_expect(fd, "HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nVary: x, y\r\nSet-Cookie: b=2\r\nContent-Length: 0\r\n\r\n");

    raw_send(fd, "HEAD /cookies HTTP/1.1\r\nHost: test\r\n\r\n");
    raw_expect(fd, "HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nVary: x, y\r\nSet-Cookie: b=2\r\nContent-Length: 0\r\n\r\n");

    // What concerns the server as a whole gets no handler.
    raw_send(fd, "OPTIONS * HTTP/1.1\r\nHost: test\r\n\r\n");
    raw_expect(fd, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

    // Bare line feeds, and empty lines in front, are accepted.
    raw_send(fd, "\r\n\nGET / HTTP/1.1\nHost: test\n\n");
    raw_expect(fd, OK_HELLO);

    // Tabs around values, and bytes beyond ASCII in them.
    raw_send(fd, "GET /callback?a=b%20c HTTP/1.1\r\nHost: test\r\nX-Twice:\t1, 2\t \r\nX: \xc3\xa9\r\n\r\n");
    raw_expect(fd, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nGET");

    // Absolute-form goes before Host.
    raw_send(fd, "GET http://there:81/absolute?x HTTP/1.1\r\nHost: other\r\n\r\n");
    raw_expect(fd, "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nthere:81");
#endif

#if OURS
    // A later minor version is like 1.1, and a word that contains another one is not that word.
    raw_send(fd, "GET / HTTP/1.2\r\nHost: test\r\n\r\n");
    raw_expect(fd, OK_HELLO);
    raw_send(fd, "GET / HTTP/1.1\r\nHost: test\r\nConnection: closed, disclose\r\n\r\n");
    raw_expect(fd, OK_HELLO);
    // An empty host is one.
    raw_send(fd, "GET / HTTP/1.1\r\nHost:\r\n\r\n");
    raw_expect(fd, OK_HELLO);
#endif

    // No host is needed in HTTP/1.0, after which the connection ends, whatever the client wishes.
    raw_send(fd, "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" GET);
    raw_receive(fd, &r, 1);
    CHECK_INT(r.status, 200);
    CHECK(strcasestr(r.head, "\r\nConnection: close\r\n") != NULL);
    CHECK_STR(r.body, "hello");
    raw_expect_end(fd);
    close(fd);

    // So it does when the client wants it, or the handler.
    fd = raw_connect(port);
    raw_send(fd, "GET / HTTP/1.1\r\nHost: test\r\nConnection: x, Close\r\n\r\n" GET);
    raw_expect(fd, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");
    raw_expect_end(fd);
    close(fd);
    fd = raw_connect(port);
    raw_send(fd, "GET /bye HTTP/1.1\r\nHost: test\r\n\r\n" GET);
    raw_expect(fd, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbye");
    raw_expect_end(fd);
    close(fd);

#if OURS
    fd = raw_connect(port);
    raw_send(fd, "GET /bye?disclose HTTP/1.1\r\nHost: test\r\n\r\n" GET);
    raw_expect(fd, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: disclose\r\n\r\nbye" OK_HELLO);
    raw_send(fd, "GET /bye?x,Close HTTP/1.1\r\nHost: test\r\n\r\n" GET);
    raw_expect(fd, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: x,Close\r\n\r\nbye");
    raw_expect_end(fd);
    close(fd);
#endif

    // A client that has finished sending gets its answer.
    fd = raw_connect(port);
    raw_send(fd, GET);
    shutdown(fd, SHUT_WR);
    raw_expect(fd, OK_HELLO);
    raw_expect_end(fd);
    close(fd);

    nng_http_server_stop(server);
    nng_http_server_release(server);
    return 0;
}
