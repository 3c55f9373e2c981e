// define: _GNU_SOURCE
// Handlers that redirect.
#include "raw.h"

static nng_http_handler *handle(nng_http_server *server, const char *path, int status, const char *location) {
    nng_http_handler *handler;
    CHECK_OK(nng_http_handler_alloc_redirect(&handler, path, status, location));
    if(strcmp(path, "/tree") == 0 || !*path) CHECK_OK(nng_http_handler_set_tree(handler));
    CHECK_OK(nng_http_server_add_handler(server, handler));
    return handler;
}

struct expected {
    const char *request;
    int status;
    const char *location;
};

static const struct expected requests[] = {
    { "GET /here HTTP/1.1\r\nHost: h\r\n\r\n", 301, "http://example.com/there" },
    { "GET /here/ HTTP/1.1\r\nHost: h\r\n\r\n", 301, "http://example.com/there/" },
    { "GET /here?a=b&c=d HTTP/1.1\r\nHost: h\r\n\r\n", 301, "http://example.com/there?a=b&c=d" },
    { "PUT /here HTTP/1.1\r\nHost: h\r\n\r\n", 301, "http://example.com/there" },
    { "GET /tree/i/go/again HTTP/1.1\r\nHost: h\r\n\r\n", 303, "http://example.com/i/go/again" },
    { "POST /here HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody", 301, "http://example.com/there" },
#if OURS
    { "POST /here HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n", 301,
      "http://example.com/there" },
    { "POST /here HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n", 301,
      "http://example.com/there" },
    { "GET http://h/here?x HTTP/1.1\r\nHost: h\r\n\r\n", 301, "http://example.com/there?x" },
    { "GET /x/../tree//i/../go HTTP/1.1\r\nHost: h\r\n\r\n", 303, "http://example.com/go" },
    { "GET /tree/%0d%0aX-Injected:%20y HTTP/1.1\r\nHost: h\r\n\r\n", 303,
      "http://example.com/%0D%0AX-Injected:%20y" },
    { "GET /tree/<script>\"' HTTP/1.1\r\nHost: h\r\n\r\n", 303, "http://example.com/%3Cscript%3E%22'" },
    { "GET /elsewhere HTTP/1.1\r\nHost: h\r\n\r\n", 308, "https://new/elsewhere" },
    { "GET / HTTP/1.1\r\nHost: h\r\n\r\n", 308, "https://new" },
    /* A location may have a query of its own, which goes on, and a fragment, which stays behind everything. */
    { "GET /search HTTP/1.1\r\nHost: h\r\n\r\n", 301, "/find?in=all" },
    { "GET /search?for=x&n=1 HTTP/1.1\r\nHost: h\r\n\r\n", 301, "/find?in=all&for=x&n=1" },
    { "GET /chapter?print HTTP/1.1\r\nHost: h\r\n\r\n", 301, "/book?print#chapter" },
#endif
};

int main(void) {
    static struct raw_response r;
    nng_http_server *server = raw_server();
    nng_http_handler *handler;
    char *location;
    size_t i;
    int fd, port;
    handle(server, "/here", 0, "http://example.com/there");
    handle(server, "/tree", 303, "http://example.com");
    handle(server, "", 308, "https://new");
    handle(server, "/search", 301, "/find?in=all");
    handle(server, "/chapter", 301, "/book#chapter");
    CHECK_OK(nng_http_server_start(server));
    port = raw_port(server);
    for(i = 0; i < sizeof requests / sizeof *requests; i++) {
        const struct expected *e = &requests[i];
        printf("%s\n", e->request);
        fd = raw_connect(port);
        raw_transact(fd, e->request, &r);
        CHECK_INT(r.status, e->status);
        location = strstr(r.head, "\r\nLocation: ");
        CHECK(location != NULL);
        location += 12;
        CHECK_INT(strcspn(location, "\r"), strlen(e->location));
        CHECK_MEM(location, e->location, strlen(e->location));
        CHECK(strstr(r.head, "\r\nX-Injected") == NULL && strstr(r.body, "<script>") == NULL);
        CHECK(strstr(r.body, "You should be automatically redirected to") != NULL);
        // It is always the last response.
        raw_expect_end(fd);
        close(fd);
    }
    fd = raw_connect(port);
    raw_transact(fd, "HEAD /here HTTP/1.1\r\nHost: h\r\n\r\n", &r);
    CHECK(strstr(r.head, "\r\nConnection: close\r\nContent-Type: text/html; charset=UTF-8\r\n"
        "Location: http://example.com/there\r\nContent-Length: ") != NULL);
    raw_expect_end(fd);
    close(fd);
#if OURS
    CHECK_INT(nng_http_handler_alloc_redirect(&handler, "/", 301, NULL), NNG_EINVAL);
    CHECK_INT(nng_http_handler_alloc_redirect(&handler, "/", 301, "/\r\nX: y"), NNG_EINVAL);
    CHECK_INT(nng_http_handler_alloc_redirect(&handler, "/", 100, "/"), NNG_EINVAL);
    CHECK_INT(nng_http_handler_alloc_redirect(&handler, "/", 1000, "/"), NNG_EINVAL);
    CHECK_INT(nng_http_handler_alloc_redirect(NULL, "/", 301, "/"), NNG_EINVAL);
#else
    (void)handler;
#endif
    nng_http_server_stop(server);
    nng_http_server_release(server);
    return 0;
}
