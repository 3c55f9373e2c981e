// define: _GNU_SOURCE
// Requests that are refused, with which status, and what becomes of the connection; error pages.
#include "raw.h"

static void fails(nng_aio *aio) {
    nng_http_res *res;
    // A response that is left behind is released.
    CHECK_OK(nng_http_res_alloc(&res));
    nng_aio_set_output(aio, 0, res);
    nng_aio_finish(aio, NNG_EPERM);
}

static void forbids(nng_aio *aio) {
    nng_http_res *res;
    CHECK_OK(nng_http_res_alloc_error(&res, 403));
    nng_aio_set_output(aio, 0, res);
    nng_aio_finish(aio, 0);
}

static void forbids_in_own_words(nng_aio *aio) {
    nng_http_res *res;
    CHECK_OK(nng_http_res_alloc_error(&res, 403));
    CHECK_OK(nng_http_res_copy_data(res, "no", 2));
    nng_aio_set_output(aio, 0, res);
    nng_aio_finish(aio, 0);
}

static nng_http_server *server;

static void asks_for_page(nng_aio *aio) {
    nng_http_res *res;
    CHECK_OK(nng_http_res_alloc(&res));
    CHECK_OK(nng_http_res_set_status(res, atoi(nng_http_req_get_uri(nng_aio_get_input(aio, 0)) + 6)));
    CHECK_OK(nng_http_server_res_error(server, res));
    nng_aio_set_output(aio, 0, res);
    nng_aio_finish(aio, 0);
}

#if OURS
static void injects(nng_aio *aio) {
    nng_http_res *res;
    CHECK_OK(nng_http_res_alloc(&res));
    CHECK_OK(nng_http_res_set_status(res, 1000));
    nng_aio_set_output(aio, 0, res);
    nng_aio_finish(aio, 0);
}

struct refusal {
    const char *what;
    int status;
    const char *request;
    size_t size;
};

#define REQUEST(text) text, sizeof text - 1
#define GET "GET / HTTP/1.1\r\nHost: h\r\n"
#define POST "POST / HTTP/1.1\r\nHost: h\r\n"

// After these nobody knows where the next request begins: the connection ends.
static const struct refusal malformed[] = {
    { "a method alone", 400, REQUEST("GET\r\n\r\n") },
    { "no version", 400, REQUEST("GET /\r\nHost: h\r\n\r\n") },
    { "no method", 400, REQUEST(" / HTTP/1.1\r\nHost: h\r\n\r\n") },
    { "no target", 400, REQUEST("GET  HTTP/1.1\r\nHost: h\r\n\r\n") },
    { "two spaces", 400, REQUEST("GET  / HTTP/1.1\r\nHost: h\r\n\r\n") },
    { "a tab in place of a space", 400, REQUEST("GET\t/ HTTP/1.1\r\nHost: h\r\n\r\n") },
    { "a word too many", 400, REQUEST("GET / HTTP/1.1 extra\r\nHost: h\r\n\r\n") },
    { "a space behind the version", 400, REQUEST("GET / HTTP/1.1 \r\nHost: h\r\n\r\n") },
    { "a method that is no token", 400, REQUEST("G(T / HTTP/1.1\r\nHost: h\r\n\r\n") },
    { "a fragment in the target", 400, REQUEST("GET /#fragment HTTP/1.1\r\nHost: h\r\n\r\n") },
    { "a target that is no path", 400, REQUEST("GET path HTTP/1.1\r\nHost: h\r\n\r\n") },
    { "an asterisk for GET", 400, REQUEST("GET * HTTP/1.1\r\nHost: h\r\n\r\n") },
    { "a target without authority", 400, REQUEST("GET http:///path HTTP/1.1\r\nHost: h\r\n\r\n") },
    { "NUL in the target", 400, REQUEST("GET /\0 HTTP/1.1\r\nHost: h\r\n\r\n") },
    { "CR in the target", 400, REQUEST("GET /\r HTTP/1.1\r\nHost: h\r\n\r\n") },
    { "a field without colon", 400, REQUEST(GET "no colon\r\n\r\n") },
    { "a field without name", 400, REQUEST(GET ": x\r\n\r\n") },
    { "a space before a colon", 400, REQUEST("GET / HTTP/1.1\r\nHost : h\r\n\r\n") },
    { "a folded line", 400, REQUEST(GET "X: a\r\n b\r\n\r\n") },
    { "a folded line behind no field", 400, REQUEST("GET / HTTP/1.1\r\n Host: h\r\n\r\n") },
    { "CR in a value", 400, REQUEST(GET "X: a\rb\r\n\r\n") },
    { "CR alone as a line end", 400, REQUEST("GET / HTTP/1.1\rHost: h\r\r") },
    { "NUL in a value", 400, REQUEST(GET "X: a\0b\r\n\r\n") },
    { "a control character in a value", 400, REQUEST(GET "X: a\001b\r\n\r\n") },
    { "two hosts", 400, REQUEST("GET / HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n") },
    { "a host that is none", 400, REQUEST("GET / HTTP/1.1\r\nHost: a b\r\n\r\n") },
    { "a host with a port that is none", 400, REQUEST("GET / HTTP/1.1\r\nHost: h:x\r\n\r\n") },
    { "another protocol", 400, REQUEST("GET / FTP/1.1\r\nHost: h\r\n\r\n") },
    { "another protocol in lower case", 400, REQUEST("GET / http/1.1\r\nHost: h\r\n\r\n") },
    { "a later major version", 505, REQUEST("GET / HTTP/2.0\r\nHost: h\r\n\r\n") },
    { "an earlier major version", 505, REQUEST("GET / HTTP/0.9\r\nHost: h\r\n\r\n") },
    { "a negative length", 400, REQUEST(POST "Content-Length: -1\r\n\r\n") },
    { "a length with a sign", 400, REQUEST(POST "Content-Length: +1\r\n\r\nx") },
    { "a length with a space inside", 400, REQUEST(POST "Content-Length: 1 0\r\n\r\nx") },
    { "a hexadecimal length", 400, REQUEST(POST "Content-Length: 0x1\r\n\r\nx") },
    { "no length", 400, REQUEST(POST "Content-Length:\r\n\r\nx") },
    { "two lengths in one field", 400, REQUEST(POST "Content-Length: 1, 2\r\n\r\nx") },
    { "two lengths", 400, REQUEST(POST "Content-Length: 1\r\nContent-Length: 2\r\n\r\nx") },
    { "a length of more than 64 bits", 400, REQUEST(POST "Content-Length: 99999999999999999999\r\n\r\n") },
    { "a length and chunks", 400, REQUEST(POST "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") },
    { "chunks and a length", 400, REQUEST(POST "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n0\r\n\r\n") },
    { "chunks in HTTP/1.0", 400, REQUEST("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") },
    { "a coding below the chunks", 501, REQUEST(POST "Transfer-Encoding: gzip, chunked\r\n\r\n") },
    { "a coding whose name ends like chunked", 501, REQUEST(POST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n") },
    { "the coding that is none", 501, REQUEST(POST "Transfer-Encoding: identity\r\n\r\n") },
    { "a coding above the chunks", 400, REQUEST(POST "Transfer-Encoding: chunked, identity\r\n\r\n") },
    { "chunks of chunks", 400, REQUEST(POST "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n") },
    { "a coding behind a folded line", 400, REQUEST(POST "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n") },
    { "a coding behind a control character", 400, REQUEST(POST "Transfer-Encoding: \013chunked\r\n\r\n0\r\n\r\n") },
};

static void check_malformed(int port) {
    static struct raw_response r;
    size_t i;
    for(i = 0; i < sizeof malformed / sizeof *malformed; i++) {
        int fd = raw_connect(port);
        printf("%s\n", malformed[i].what);
        raw_send_bytes(fd, malformed[i].request, malformed[i].size);
        raw_send(fd, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        raw_receive(fd, &r, 1);
        CHECK_INT(r.status, malformed[i].status);
        CHECK(strstr(r.head, "\r\nConnection: close\r\n") != NULL);
        CHECK(strstr(r.body, "<h1>") != NULL);
        raw_expect_end(fd);
        close(fd);
    }
}

// A request with so many bytes in its first line, so many fields, and so many bytes in these and the empty line.
static int status_of(int port, size_t line, int fields, size_t section) {
    static char text[200000];
    char *at = text + sprintf(text, "GET /?");
    size_t size = 11;
    while(at < text + line - 9) *at++ = 'x';
    at += sprintf(at, " HTTP/1.1\r\nHost: h\r\n");
    for(; fields > 2; fields--, size += 6) at += sprintf(at, "X: y\r\n");
    if(fields == 2) {
        at += sprintf(at, "X: ");
        for(size += 5; size < section; size++) *at++ = 'y';
        at += sprintf(at, "\r\n");
    }
    strcpy(at, "\r\n");
    return raw_status(port, text);
}

static void check_limits(int port) {
    static struct raw_response r;
    static char big[100000];
    char *at;
    int fd;
    CHECK_INT(status_of(port, 8192, 2, 0), 200);
    CHECK_INT(status_of(port, 8193, 2, 0), 414);
    CHECK_INT(status_of(port, 100, 256, 0), 200);
    CHECK_INT(status_of(port, 100, 257, 0), 431);
    CHECK_INT(status_of(port, 100, 2, 65536), 200);
    CHECK_INT(status_of(port, 100, 2, 65537), 431);
    // All of them together.
    CHECK_INT(status_of(port, 8192, 256, 65536), 200);
    // The connection ends with such a request.
    at = big + sprintf(big, "GET /");
    memset(at, 'x', 9000);
    strcpy(at + 9000, " HTTP/1.1\r\nHost: h\r\n\r\n");
    fd = raw_connect(port);
    raw_transact(fd, big, &r);
    CHECK_INT(r.status, 414);
    CHECK(strstr(r.head, "\r\nConnection: close\r\n") != NULL);
    raw_expect_end(fd);
    close(fd);
    // Some empty lines in front are passed over, but not any number of them.
    CHECK_INT(raw_status(port, "\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n"), 200);
    CHECK_INT(raw_status(port, "\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n"), 400);
}
#endif

int main(void) {
    static struct raw_response r;
    char path[] = "/tmp/error-page-XXXXXX";
    int fd, port, file;
    server = raw_server();
    raw_static(server, "/", "hello");
    raw_handle(server, "GET", "/fails", fails);
    raw_handle(server, "GET", "/forbids", forbids);
    raw_handle(server, "GET", "/words", forbids_in_own_words);
    {
        nng_http_handler *page;
        CHECK_OK(nng_http_handler_alloc(&page, "/page", asks_for_page));
        CHECK_OK(nng_http_handler_set_tree(page));
        CHECK_OK(nng_http_server_add_handler(server, page));
    }
    CHECK_OK(nng_http_server_start(server));
    port = raw_port(server);

    // 404 and 405 leave the connection as it is.
    fd = raw_connect(port);
    raw_transact(fd, "GET /nothing HTTP/1.1\r\nHost: h\r\n\r\n", &r);
    CHECK_INT(r.status, 404);
    CHECK(strstr(r.head, "\r\nContent-Type: text/html; charset=UTF-8\r\n") != NULL);
    CHECK(strstr(r.body, "404") != NULL && strstr(r.body, "Not Found") != NULL);
    raw_transact(fd, "PUT / HTTP/1.1\r\nHost: h\r\n\r\n", &r);
    CHECK_INT(r.status, 405);
    raw_transact(fd, "GET /forbids HTTP/1.1\r\nHost: h\r\n\r\n", &r);
    CHECK_INT(r.status, 403);
    CHECK(strstr(r.body, "403") != NULL);

    // Pages of the program.
    CHECK_OK(nng_http_server_set_error_page(server, 404, "<p>lost</p>"));
    CHECK_OK(nng_http_server_set_error_page(server, 404, "<p>nowhere</p>"));
    raw_transact(fd, "GET /nothing HTTP/1.1\r\nHost: h\r\n\r\n", &r);
    CHECK_INT(r.status, 404);
    CHECK_STR(r.body, "<p>nowhere</p>");
    CHECK_OK(nng_http_server_set_error_page(server, 403, "<p>keep out</p>"));
    raw_transact(fd, "GET /forbids HTTP/1.1\r\nHost: h\r\n\r\n", &r);
    CHECK_INT(r.status, 403);
    CHECK_STR(r.body, "<p>keep out</p>");
    raw_transact(fd, "GET /words HTTP/1.1\r\nHost: h\r\n\r\n", &r);
    CHECK_INT(r.status, 403);
    CHECK_STR(r.body, "no");
    raw_transact(fd, "GET /page/403 HTTP/1.1\r\nHost: h\r\n\r\n", &r);
    CHECK_INT(r.status, 403);
    CHECK_STR(r.body, "<p>keep out</p>");
    CHECK(strstr(r.head, "\r\nContent-Type: text/html; charset=UTF-8\r\n") != NULL);
    raw_transact(fd, "GET /page/410 HTTP/1.1\r\nHost: h\r\n\r\n", &r);
    CHECK_INT(r.status, 410);
    CHECK(strstr(r.body, "410") != NULL && strstr(r.body, "Gone") != NULL);

    CHECK_INT(nng_http_server_set_error_file(server, 404, "/no/such/file"), NNG_ENOENT);
    file = mkstemp(path);
    CHECK(file >= 0);
    CHECK_INT(write(file, "from a file", 11), 11);
    close(file);
    raw_drop_privileges();
    if(getuid() == 0) CHECK_INT(nng_http_server_set_error_file(server, 404, path), NNG_EPERM);
    raw_regain_privileges();
#if OURS
    CHECK_INT(nng_http_server_set_error_file(server, 404, "/tmp"), NNG_ESYSERR + EISDIR);
#endif
    // None of these has changed the page.
    raw_transact(fd, "GET /nothing HTTP/1.1\r\nHost: h\r\n\r\n", &r);
    CHECK_STR(r.body, "<p>nowhere</p>");
    CHECK_OK(nng_http_server_set_error_file(server, 404, path));
    unlink(path);
    raw_transact(fd, "GET /nothing HTTP/1.1\r\nHost: h\r\n\r\n", &r);
    CHECK_STR(r.body, "from a file");
    close(fd);

#if OURS
    // An empty page is a page; HEAD gets none.
    CHECK_OK(nng_http_server_set_error_page(server, 405, ""));
    fd = raw_connect(port);
    raw_transact(fd, "PUT / HTTP/1.1\r\nHost: h\r\n\r\n", &r);
    CHECK_INT(r.status, 405);
    CHECK_INT(r.size, 0);
    raw_transact(fd, "HEAD /nothing HTTP/1.1\r\nHost: h\r\n\r\n", &r);
    CHECK_INT(r.status, 404);
    CHECK(strstr(r.head, "\r\nContent-Length: 11\r\n") != NULL);
    raw_transact(fd, "GET / HTTP/1.1\r\nHost: h\r\n\r\n", &r);
    CHECK_STR(r.body, "hello");

    // A handler that fails, and one whose response cannot be sent.
    raw_transact(fd, "GET /fails HTTP/1.1\r\nHost: h\r\n\r\n", &r);
    CHECK_INT(r.status, 500);
    raw_expect_end(fd);
    close(fd);
    raw_handle(server, "GET", "/injects", injects);
    fd = raw_connect(port);
    raw_transact(fd, "GET /injects HTTP/1.1\r\nHost: h\r\n\r\n", &r);
    CHECK_INT(r.status, 500);
    raw_expect_end(fd);
    close(fd);
    CHECK_INT(raw_status(port, "GET / HTTP/1.1\r\nHost: h\r\nExpect: the unexpected\r\n\r\n"), 417);

    // What a HEAD request wants does not hold for the next one.
    fd = raw_connect(port);
    raw_transact(fd, "HEAD / HTTP/1.1\r\nHost: h\r\n\r\n", &r);
    CHECK_INT(r.status, 200);
    raw_transact(fd, "nonsense\r\n\r\n", &r);
    CHECK_INT(r.status, 400);
    CHECK(r.size > 0);
    raw_expect_end(fd);
    close(fd);

    check_malformed(port);
    check_limits(port);
    CHECK_INT(nng_http_server_set_error_page(NULL, 404, ""), NNG_EINVAL);
    CHECK_INT(nng_http_server_set_error_page(server, 404, NULL), NNG_EINVAL);
    CHECK_INT(nng_http_server_set_error_file(server, 404, NULL), NNG_EINVAL);
    CHECK_INT(nng_http_server_res_error(server, NULL), NNG_EINVAL);
#endif
    nng_http_server_stop(server);
    nng_http_server_release(server);
    return 0;
}
