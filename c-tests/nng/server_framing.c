// define: _GNU_SOURCE
// A response that does not end where its head says is the last one on its connection, so that nothing of it is taken for
// another; a request whose end is certain leaves its connection as it is.
#include "raw.h"

#if OURS

// Returns a response with the Content-Length or Transfer-Encoding, and the body, that the query asks for:
// ?cl=2&body, ?te=chunked&body, ?-&body. A name and a status may precede: ?204,cl=2&body
static nng_http_res *asked_for(nng_aio *aio) {
    const char *query = strchr(nng_http_req_get_uri(nng_aio_get_input(aio, 0)), '?') + 1;
    const char *body = strchr(query, '&') + 1;
    char value[100];
    nng_http_res *res;
    CHECK_OK(nng_http_res_alloc(&res));
    if(*query >= '1' && *query <= '9') {
        CHECK_OK(nng_http_res_set_status(res, atoi(query)));
        query += 4;
    }
    CHECK_OK(nng_http_res_copy_data(res, body, strlen(body)));
    CHECK_OK(nng_http_res_del_header(res, "Content-Length"));
    snprintf(value, sizeof value, "%.*s", (int)(body - 1 - query), query);
    if(strncmp(value, "cl=", 3) == 0) CHECK_OK(nng_http_res_set_header(res, "Content-Length", value + 3));
    if(strncmp(value, "te=", 3) == 0) CHECK_OK(nng_http_res_set_header(res, "Transfer-Encoding", value + 3));
    return res;
}

static void returns(nng_aio *aio) {
    nng_aio_set_output(aio, 0, asked_for(aio));
    nng_aio_finish(aio, 0);
}

// Writes it.
static void writes(nng_aio *aio) {
    nng_http_res *res = asked_for(aio);
    raw_write_res(aio, res);
    nng_http_res_free(res);
    nng_aio_finish(aio, 0);
}

// Writes it, and three bytes more.
static void goes_on(nng_aio *aio) {
    nng_http_res *res = asked_for(aio);
    raw_write_res(aio, res);
    raw_write(aio, "abc");
    nng_http_res_free(res);
    nng_aio_finish(aio, 0);
}

// Writes it, and fails.
static void fails(nng_aio *aio) {
    nng_http_res *res = asked_for(aio);
    raw_write_res(aio, res);
    nng_http_res_free(res);
    nng_aio_finish(aio, NNG_EINTERNAL);
}

// Writes it, and returns it too.
static void twice(nng_aio *aio) {
    nng_http_res *res = asked_for(aio);
    raw_write_res(aio, res);
    nng_aio_set_output(aio, 0, res);
    nng_aio_finish(aio, 0);
}

struct row {
    const char *what, *target;
    /* What follows the status line. */
    const char *wire;
    /* Whether the next request is answered. */
    int goes_on;
};

#define CLOSE "Connection: close\r\n"

static const struct row rows[] = {
    { "the length of the body is announced", "/returns?-&abc", "Content-Length: 3\r\n\r\nabc", 1 },
    { "a length that is right", "/returns?cl=3&abc", "Content-Length: 3\r\n\r\nabc", 1 },
    { "a length that is too small", "/returns?cl=2&abc", "Content-Length: 2\r\n" CLOSE "\r\nabc", 0 },
    { "a length that is too large", "/returns?cl=4&abc", "Content-Length: 4\r\n" CLOSE "\r\nabc", 0 },
    { "a length that is none", "/returns?cl=x&abc", "Content-Length: x\r\n" CLOSE "\r\nabc", 0 },
    { "a length without a body", "/returns?cl=4&", "Content-Length: 4\r\n" CLOSE "\r\n", 0 },
    { "chunks that are none", "/returns?te=chunked&0%0D", "Transfer-Encoding: chunked\r\n" CLOSE "\r\n0%0D", 0 },
    { "a coding without chunks", "/returns?te=gzip&abc", "Transfer-Encoding: gzip\r\n" CLOSE "\r\nabc", 0 },
    { "204 has no body", "/returns?204,-&abc", "\r\n", 1 },
    { "204 has no length", "/returns?204,cl=3&abc", "\r\n", 1 },
    { "304 may have a length, but no body", "/returns?304,cl=9&abc", "Content-Length: 9\r\n\r\n", 1 },
    { "a response that is none yet", "/returns?103,-&", CLOSE "\r\n", 0 },
    { "written, with a length that is right", "/writes?cl=3&abc", "Content-Length: 3\r\n\r\nabc", 1 },
    { "written, with a length that is too small", "/writes?cl=2&abc", "Content-Length: 2\r\n\r\nabc", 0 },
    { "written, with a length that is too large", "/writes?cl=4&abc", "Content-Length: 4\r\n\r\nabc", 0 },
    { "written, without a length", "/writes?-&abc", "\r\nabc", 0 },
    { "written, 204", "/writes?204,-&", "\r\n", 1 },
    { "gone on with, up to the length", "/goeson?cl=6&123", "Content-Length: 6\r\n\r\n123abc", 1 },
    { "gone on with, beyond the length", "/goeson?cl=5&123", "Content-Length: 5\r\n\r\n123abc", 0 },
    { "gone on with, not up to the length", "/goeson?cl=7&123", "Content-Length: 7\r\n\r\n123abc", 0 },
    { "gone on with after the end", "/goeson?cl=3&123", "Content-Length: 3\r\n\r\n123abc", 0 },
    { "gone on with in chunks of the program", "/goeson?te=chunked&", "Transfer-Encoding: chunked\r\n\r\nabc", 1 },
    { "written, and the handler fails", "/fails?cl=3&abc", "Content-Length: 3\r\n\r\nabc", 0 },
    { "written, and another one returned", "/twice?cl=1&a",
      "Content-Length: 1\r\n\r\naHTTP/1.1 200 OK\r\nContent-Length: 1\r\n" CLOSE "\r\na", 0 },
};

#define NEXT "GET /next HTTP/1.1\r\nHost: h\r\n\r\n"
#define NEXT_REPLY "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nnext"

static void check_responses(int port) {
    char text[500], status[100];
    size_t i, n;
    for(i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *row = &rows[i];
        int fd = raw_connect(port);
        printf("%s\n", row->what);
        snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: h\r\n\r\n" NEXT, row->target);
        raw_send(fd, text);
        for(n = 0; n == 0 || status[n - 1] != '\n'; n++) CHECK_INT(recv(fd, &status[n], 1, 0), 1);
        CHECK_MEM(status, "HTTP/1.1 ", 9);
        raw_expect(fd, row->wire);
        if(row->goes_on) raw_expect(fd, NEXT_REPLY);
        else raw_expect_end(fd);
        close(fd);
    }
}

#define TO(method, path, fields) method " " path " HTTP/1.1\r\nHost: h\r\n" fields "\r\n"
#define CHUNKED "Transfer-Encoding: chunked\r\n"

// After these refusals the next request is answered on the same connection.
static const struct {
    const char *what;
    int status;
    const char *request;
} refused[] = {
    { "no host", 400, "GET /next HTTP/1.1\r\n\r\n" },
    { "no host, with a body", 400, "POST /next HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody" },
    { "no host but in the target", 400, "GET http://h/next HTTP/1.1\r\n\r\n" },
    { "an escape that is none", 400, "GET /%00 HTTP/1.1\r\nHost: h\r\n\r\n" },
    { "nothing there", 404, "GET /nothing HTTP/1.1\r\nHost: h\r\n\r\n" },
    { "nothing there, with a body", 404, "POST /nothing HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody" },
    { "nothing there, with chunks", 404, TO("POST", "/nothing", CHUNKED) "4\r\nbody\r\n0\r\n\r\n" },
    { "nothing there, with trailers", 404, TO("POST", "/nothing", CHUNKED) "0\r\nX: trailer\r\n\r\n" },
    { "a method that does not fit, with a body", 405,
      "PUT /next HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n0123456789" },
    { "a method that does not fit, with chunks", 405, TO("PUT", "/next", CHUNKED) "1\r\na\r\n1\r\nb\r\n0\r\n\r\n" },
    { "chunks for a handler that reads by itself", 411, TO("POST", "/reads", CHUNKED) "1\r\na\r\n0\r\n\r\n" },
    { "an expectation that nobody knows", 417, "GET /next HTTP/1.1\r\nHost: h\r\nExpect: the unexpected\r\n\r\n" },
    { "a tunnel", 501, "CONNECT h:80 HTTP/1.1\r\nHost: h:80\r\n\r\n" },
};

// After these it is not.
static const struct {
    const char *what;
    int status;
    const char *request;
} ending[] = {
    { "chunks that are none", 404, TO("POST", "/nothing", CHUNKED) "nonsense\r\n" NEXT },
    { "a chunk that is too much to skip", 404, TO("POST", "/nothing", CHUNKED) "10001\r\n" NEXT },
    { "a body that is too much to skip", 404,
      "POST /nothing HTTP/1.1\r\nHost: h\r\nContent-Length: 65537\r\n\r\n" NEXT },
    { "a body that was not asked for", 404,
      "POST /nothing HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n" NEXT },
    { "two hosts", 400, "GET /next HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" NEXT },
    { "a host that is none", 400, "GET /next HTTP/1.1\r\nHost: a b\r\n\r\n" NEXT },
    { "HTTP/1.0", 404, "GET /nothing HTTP/1.0\r\n\r\n" NEXT },
    { "the client wants it", 404, "GET /nothing HTTP/1.1\r\nHost: h\r\nConnection: x, CLOSE\r\n\r\n" NEXT },
};

static void check_requests(int port) {
    static struct raw_response r;
    size_t i, n;
    int fd = raw_connect(port);
    for(i = 0; i < sizeof refused / sizeof *refused; i++) {
        printf("%s\n", refused[i].what);
        // In one piece with the next one, then byte by byte.
        raw_transact(fd, refused[i].request, &r);
        CHECK_INT(r.status, refused[i].status);
        raw_send(fd, NEXT);
        raw_expect(fd, NEXT_REPLY);
        for(n = 0; refused[i].request[n]; n++) CHECK_INT(send(fd, &refused[i].request[n], 1, MSG_NOSIGNAL), 1);
        raw_receive(fd, &r, 1);
        CHECK_INT(r.status, refused[i].status);
        raw_send(fd, NEXT);
        raw_expect(fd, NEXT_REPLY);
    }
    close(fd);
    for(i = 0; i < sizeof ending / sizeof *ending; i++) {
        printf("%s\n", ending[i].what);
        fd = raw_connect(port);
        raw_transact(fd, ending[i].request, &r);
        CHECK_INT(r.status, ending[i].status);
        raw_expect_end(fd);
        close(fd);
    }
}

int main(void) {
    nng_http_server *server = raw_server();
    nng_http_handler *handler;
    raw_handle(server, "GET", "/returns", returns);
    raw_handle(server, "GET", "/writes", writes);
    raw_handle(server, "GET", "/goeson", goes_on);
    raw_handle(server, "GET", "/fails", fails);
    raw_handle(server, "GET", "/twice", twice);
    raw_static(server, "/next", "next");
    handler = raw_handle(server, "POST", "/reads", returns);
    CHECK_OK(nng_http_handler_collect_body(handler, false, 0));
    CHECK_OK(nng_http_server_start(server));
    check_responses(raw_port(server));
    check_requests(raw_port(server));
    nng_http_server_stop(server);
    nng_http_server_release(server);
    return 0;
}

#else

int main(void) {
    return 0;
}

#endif
