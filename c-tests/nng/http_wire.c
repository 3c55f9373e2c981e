// define: _GNU_SOURCE
// Which bytes stand for a request or a response, whatever was done to it before: order and case of headers, bodies and
// their lengths, each time as it is now.
#include "streams.h"

static nng_http_conn *conn;
static int peer;

// A connection of a client to a socket of this program.
static void open_connection(void) {
    struct sockaddr_in sa;
    socklen_t len = sizeof sa;
    char text[64];
    nng_http_client *client;
    nng_url *url;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    memset(&sa, 0, sizeof sa);
    sa.sin_family = AF_INET;
    sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK_OK(bind(fd, (struct sockaddr *)&sa, sizeof sa));
    CHECK_OK(listen(fd, 1));
    CHECK_OK(getsockname(fd, (struct sockaddr *)&sa, &len));
    snprintf(text, sizeof text, "http://127.0.0.1:%d", ntohs(sa.sin_port));
    CHECK_OK(nng_url_parse(&url, text));
    CHECK_OK(nng_http_client_alloc(&client, url));
    nng_url_free(url);
    conn = connected(client);
    nng_http_client_free(client);
    CHECK((peer = accept(fd, NULL, NULL)) >= 0);
    close(fd);
}

// The message leaves as exactly this, and all of it is counted.
static void expect_request(nng_http_req *req, const char *text) {
    nng_aio *aio = new_aio();
    nng_http_conn_write_req(conn, req, aio);
    moved(aio, strlen(text));
    raw_expect(peer, text);
    nng_aio_free(aio);
}

static void expect_response(nng_http_res *res, const char *text) {
    nng_aio *aio = new_aio();
    nng_http_conn_write_res(conn, res, aio);
    moved(aio, strlen(text));
    raw_expect(peer, text);
    nng_aio_free(aio);
}

static nng_http_req *new_request(void) {
    nng_http_req *req;
    CHECK_OK(nng_http_req_alloc(&req, NULL));
    CHECK_OK(nng_http_req_set_uri(req, "/"));
    return req;
}

// Headers stay where they were first, with the name that they had then.
static void headers(void) {
    nng_http_req *req = new_request();
    CHECK_OK(nng_http_req_set_header(req, "b", "1"));
    CHECK_OK(nng_http_req_set_header(req, "A", "2"));
    CHECK_OK(nng_http_req_set_header(req, "c", ""));
    CHECK_OK(nng_http_req_set_header(req, "B", "3"));
    CHECK_OK(nng_http_req_add_header(req, "a", "4"));
    CHECK_OK(nng_http_req_add_header(req, "D", "5"));
    CHECK_OK(nng_http_req_del_header(req, "C"));
    expect_request(req, "GET / HTTP/1.1\r\nb: 3\r\nA: 2, 4\r\nD: 5\r\n\r\n");
#if OURS
    // Changed after it was written.
    CHECK_OK(nng_http_req_set_header(req, "a", "6"));
    CHECK_OK(nng_http_req_del_header(req, "b"));
    CHECK_OK(nng_http_req_set_method(req, "PUT"));
    expect_request(req, "PUT / HTTP/1.1\r\nA: 6\r\nD: 5\r\n\r\n");
    // Cookies cannot be joined.
    CHECK_OK(nng_http_req_add_header(req, "Set-Cookie", "a=1"));
    CHECK_OK(nng_http_req_add_header(req, "set-cookie", "b=2"));
    CHECK_STR(nng_http_req_get_header(req, "Set-Cookie"), "a=1, b=2");
    expect_request(req, "PUT / HTTP/1.1\r\nA: 6\r\nD: 5\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\n\r\n");
#endif
    nng_http_req_free(req);
}

// The header of the host is the first of a request for a URL.
static void of_url(void) {
    nng_http_req *req;
    nng_url *url;
    CHECK_OK(nng_url_parse(&url, "http://H:81/a/../b?q"));
    CHECK_OK(nng_http_req_alloc(&req, url));
    nng_url_free(url);
    CHECK_OK(nng_http_req_set_header(req, "Accept", "*/*"));
    CHECK_OK(nng_http_req_set_header(req, "Host", "other"));
    expect_request(req, "GET /b?q HTTP/1.1\r\nHost: other\r\nAccept: */*\r\n\r\n");
    nng_http_req_free(req);
}

// Bodies and the header that tells their length, which the program may set itself.
static void bodies(void) {
    nng_http_req *req = new_request();
    CHECK_OK(nng_http_req_set_data(req, "hello", 5));
    expect_request(req, "GET / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello");
    nng_http_req_free(req);
    req = new_request();
    CHECK_OK(nng_http_req_set_data(req, "hello", 5));
    CHECK_OK(nng_http_req_set_header(req, "Content-Length", "3"));
    CHECK_OK(nng_http_req_set_header(req, "X", "y"));
    expect_request(req, "GET / HTTP/1.1\r\nContent-Length: 3\r\nX: y\r\n\r\nhello");
    nng_http_req_free(req);
    req = new_request();
    CHECK_OK(nng_http_req_set_data(req, "5\r\nhello\r\n0\r\n\r\n", 15));
    CHECK_OK(nng_http_req_del_header(req, "Content-Length"));
    CHECK_OK(nng_http_req_set_header(req, "Transfer-Encoding", "chunked"));
    expect_request(req, "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
    nng_http_req_free(req);
    // Announced only; none; none any more.
    req = new_request();
    CHECK_OK(nng_http_req_set_data(req, NULL, 9));
    expect_request(req, "GET / HTTP/1.1\r\nContent-Length: 9\r\n\r\n");
    nng_http_req_free(req);
    req = new_request();
    CHECK_OK(nng_http_req_copy_data(req, "hello", 5));
    CHECK_OK(nng_http_req_set_data(req, NULL, 0));
    expect_request(req, "GET / HTTP/1.1\r\nContent-Length: 0\r\n\r\n");
#if OURS
    CHECK_OK(nng_http_req_copy_data(req, "again", 5));
    expect_request(req, "GET / HTTP/1.1\r\nContent-Length: 5\r\n\r\nagain");
#endif
    nng_http_req_free(req);
}

// Responses with a body of two bytes.
static void responses(void) {
    static const struct {
        int status;
        const char *reason, *version, *text;
    } rows[] = {
        { 200, NULL, NULL, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi" },
#if OURS
        // These end with their heads.
        { 204, NULL, NULL, "HTTP/1.1 204 No Content\r\n\r\n" },
        { 304, NULL, NULL, "HTTP/1.1 304 Not Modified\r\nContent-Length: 2\r\n\r\n" },
#endif
        { 404, "Gone fishing", "HTTP/1.0", "HTTP/1.0 404 Gone fishing\r\nContent-Length: 2\r\n\r\nhi" },
        { 599, NULL, NULL, "HTTP/1.1 599 Unknown HTTP Status\r\nContent-Length: 2\r\n\r\nhi" },
        { 200, "", NULL, "HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nhi" },
    };
    size_t i;
    for(i = 0; i < sizeof rows / sizeof *rows; i++) {
        nng_http_res *res;
        printf("%d\n", rows[i].status);
        fflush(stdout);
        CHECK_OK(nng_http_res_alloc(&res));
        CHECK_OK(nng_http_res_set_status(res, rows[i].status));
        CHECK_OK(nng_http_res_set_reason(res, rows[i].reason));
        CHECK_OK(nng_http_res_set_version(res, rows[i].version));
        CHECK_OK(nng_http_res_copy_data(res, "hi", 2));
        expect_response(res, rows[i].text);
        nng_http_res_free(res);
    }
}

#if OURS
// What cannot be sent without meaning something else, and what is sent in another form.
static void targets(void) {
    static const struct {
        const char *uri, *line;
    } rows[] = {
        { "", "GET / HTTP/1.1\r\n\r\n" },
        { "?q", "GET /?q HTTP/1.1\r\n\r\n" },
        { "#f", "GET / HTTP/1.1\r\n\r\n" },
        { "/a?b#c", "GET /a?b HTTP/1.1\r\n\r\n" },
        { "/a b", "GET /a%20b HTTP/1.1\r\n\r\n" },
        { "/\303\251", "GET /%C3%A9 HTTP/1.1\r\n\r\n" },
        { "*", "GET * HTTP/1.1\r\n\r\n" },
        { "http://h/x", "GET http://h/x HTTP/1.1\r\n\r\n" },
    };
    nng_aio *aio = new_aio();
    nng_http_req *req = new_request();
    nng_url *url;
    size_t i;
    for(i = 0; i < sizeof rows / sizeof *rows; i++) {
        printf("%s\n", rows[i].uri);
        fflush(stdout);
        CHECK_OK(nng_http_req_set_uri(req, rows[i].uri));
        CHECK_STR(nng_http_req_get_uri(req), rows[i].uri);
        expect_request(req, rows[i].line);
    }
    // Not set, and set to nothing by a URL without a path.
    CHECK_OK(nng_http_req_set_uri(req, NULL));
    nng_http_conn_write_req(conn, req, aio);
    ended(aio, NNG_EINVAL);
    nng_http_req_free(req);
    CHECK_OK(nng_url_parse(&url, "http://h"));
    CHECK_OK(nng_http_req_alloc(&req, url));
    nng_url_free(url);
    expect_request(req, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK_STR(nng_http_req_get_uri(req), "");
    // Neither a method nor a version.
    CHECK_OK(nng_http_req_set_method(req, "GET it"));
    nng_http_conn_write_req(conn, req, aio);
    ended(aio, NNG_EINVAL);
    CHECK_OK(nng_http_req_set_method(req, NULL));
    CHECK_OK(nng_http_req_set_version(req, "HTTP"));
    nng_http_conn_write_req(conn, req, aio);
    ended(aio, NNG_EINVAL);
    // The connection is as it was.
    CHECK_OK(nng_http_req_set_version(req, "HTTP/1.0"));
    expect_request(req, "GET / HTTP/1.0\r\nHost: h\r\n\r\n");
    nng_http_req_free(req);
    nng_aio_free(aio);
}
#endif

int main(void) {
    open_connection();
    headers();
    of_url();
    bodies();
    responses();
#if OURS
    targets();
#endif
    nng_http_conn_close(conn);
    close(peer);
    return 0;
}
