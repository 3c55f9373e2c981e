// define: _GNU_SOURCE
// Both sides of nng's interface in one program, step by step as programs use it: a URL without path, a connection for
// each request, one aio, content by its length.
#include "clients.h"
#include <fcntl.h>
#include <sys/stat.h>

static char url_text[64];
static nng_http_res *res;
static char content[1 << 16];
static size_t size;

// How a request differs from a GET of the URL.
struct change {
    const char *method, *uri, *version, *data;
    // Leave Host out.
    int no_host;
};

// Returns the status; response and content stay until the next time.
static int fetch(struct change change) {
    nng_http_client *client;
    nng_http_conn *conn;
    nng_http_req *req;
    nng_url *url;
    nng_aio *aio;
    const char *length;
    if(res) nng_http_res_free(res);
    CHECK_OK(nng_url_parse(&url, url_text));
    CHECK_STR(url->u_path, "");
    CHECK_OK(nng_aio_alloc(&aio, NULL, NULL));
    CHECK_OK(nng_http_client_alloc(&client, url));
    CHECK_OK(nng_http_req_alloc(&req, url));
    CHECK_OK(nng_http_res_alloc(&res));
    nng_url_free(url);
    nng_http_client_connect(client, aio);
    ended(aio, 0);
    conn = nng_aio_get_output(aio, 0);
    CHECK_OK(nng_http_req_set_uri(req, change.uri));
    if(change.method) CHECK_OK(nng_http_req_set_method(req, change.method));
    if(change.version) CHECK_OK(nng_http_req_set_version(req, change.version));
    if(change.data) CHECK_OK(nng_http_req_set_data(req, change.data, strlen(change.data)));
    if(change.no_host) CHECK_OK(nng_http_req_del_header(req, "Host"));
    nng_http_conn_write_req(conn, req, aio);
    ended(aio, 0);
    nng_http_conn_read_res(conn, res, aio);
    ended(aio, 0);
    length = nng_http_res_get_header(res, "Content-Length");
    size = length ? strtoul(length, NULL, 10) : 0;
    CHECK(size < sizeof content);
    memset(content, 0, sizeof content);
    if(size) {
        nng_iov iov = { content, size };
        CHECK_OK(nng_aio_set_iov(aio, 1, &iov));
        nng_http_conn_read_all(conn, aio);
        ended(aio, 0);
        CHECK_INT(nng_aio_count(aio), size);
    }
    nng_http_req_free(req);
    nng_aio_free(aio);
    nng_http_conn_close(conn);
    nng_http_client_free(client);
    return nng_http_res_get_status(res);
}

#define FETCH(...) fetch((struct change){ __VA_ARGS__ })

static void put_file(const char *name, const char *text) {
    int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    CHECK(fd >= 0);
    CHECK_INT(write(fd, text, strlen(text)), strlen(text));
    close(fd);
}

static nng_http_server *server;

// A new server with a handler.
static void serve(nng_http_handler *handler) {
    server = raw_server();
    CHECK_OK(nng_http_server_add_handler(server, handler));
    CHECK_OK(nng_http_server_start(server));
    snprintf(url_text, sizeof url_text, "http://127.0.0.1:%d", raw_port(server));
}

static void fixed(void) {
    nng_http_handler *handler;
    CHECK_OK(nng_http_handler_alloc_static(&handler, "/home.html", "<p>home</p>", 11, "text/html"));
    serve(handler);
    CHECK_INT(FETCH(.uri = "/home.html"), 200);
    CHECK_STR(content, "<p>home</p>");
    CHECK_STR(nng_http_res_get_header(res, "Content-Type"), "text/html");
    CHECK_INT(FETCH(.uri = "/bogus"), 404);
    CHECK(size > 0);
    CHECK_INT(FETCH(.uri = "/home.html", .method = "POST"), 405);
    CHECK_INT(FETCH(.uri = "/home.html", .version = "HTTP/0.9"), 505);
    CHECK_INT(FETCH(.uri = "/home.html", .no_host = 1), 400);
    CHECK_OK(nng_http_server_set_error_page(server, 404, "<p>none of that</p>"));
    CHECK_INT(FETCH(.uri = "/bogus"), 404);
    CHECK_STR(content, "<p>none of that</p>");
    // Without a stop.
    nng_http_server_release(server);
}

static void directories(void) {
    static const char *const roots[] = { "/", "/docs" };
    nng_http_handler *handler;
    char uri[64];
    int i;
    CHECK_INT(mkdir("subdir1", 0755), 0);
    CHECK_INT(mkdir("subdir2", 0755), 0);
    CHECK_INT(mkdir("empty", 0755), 0);
    put_file("file.txt", "text");
    put_file("subdir1/index.html", "index 1");
    put_file("subdir2/index.htm", "index 2");
    for(i = 0; i < 2; i++) {
        const char *at = i ? roots[i] : "";
        CHECK_OK(nng_http_handler_alloc_directory(&handler, roots[i], "."));
        serve(handler);
        snprintf(uri, sizeof uri, "%s/file.txt", at);
        CHECK_INT(FETCH(.uri = uri), 200);
        CHECK_STR(content, "text");
        CHECK_STR(nng_http_res_get_header(res, "Content-Type"), "text/plain");
        snprintf(uri, sizeof uri, "%s/subdir1/index.html", at);
        CHECK_INT(FETCH(.uri = uri), 200);
        CHECK_STR(content, "index 1");
        CHECK_STR(nng_http_res_get_header(res, "Content-Type"), "text/html");
        snprintf(uri, sizeof uri, "%s/subdir2", at);
        CHECK_INT(FETCH(.uri = uri), 200);
        CHECK_STR(content, "index 2");
        CHECK_STR(nng_http_res_get_header(res, "Content-Type"), "text/html");
#if OURS
        snprintf(uri, sizeof uri, "%s/subdir1/index.html?a=b", at);
        CHECK_INT(FETCH(.uri = uri), 200);
#endif
        snprintf(uri, sizeof uri, "%s/empty", at);
        CHECK_INT(FETCH(.uri = uri), 404);
        snprintf(uri, sizeof uri, "%s/file.txt", at);
        CHECK_INT(FETCH(.uri = uri, .method = "POST", .data = ""), 405);
        nng_http_server_release(server);
    }
}

static void echo(nng_aio *aio) {
    void *data;
    size_t size;
    nng_http_res *made;
    CHECK_OK(nng_http_res_alloc(&made));
    nng_http_req_get_data(nng_aio_get_input(aio, 0), &data, &size);
    CHECK_OK(nng_http_res_copy_data(made, data, size));
    CHECK_OK(nng_http_res_set_header(made, "Content-Type", "text/plain"));
    nng_aio_set_output(aio, 0, made);
    nng_aio_finish(aio, 0);
}

static void custom(void) {
    nng_http_handler *handler;
    CHECK_OK(nng_http_handler_alloc(&handler, "/post", echo));
    CHECK_OK(nng_http_handler_set_method(handler, "POST"));
    serve(handler);
    CHECK_INT(FETCH(.uri = "/post", .method = "POST", .data = "1234567890"), 200);
    CHECK_STR(content, "1234567890");
    CHECK_INT(FETCH(.uri = "/post"), 405);
    nng_http_server_release(server);

    // The root and everything below it.
    CHECK_OK(nng_http_handler_alloc(&handler, "", echo));
    CHECK_OK(nng_http_handler_set_method(handler, "POST"));
    CHECK_OK(nng_http_handler_set_tree(handler));
    serve(handler);
    CHECK_INT(FETCH(.uri = "/some_sub/directory", .method = "POST", .data = "below"), 200);
    CHECK_STR(content, "below");
    nng_http_server_release(server);
}

static void redirections(void) {
    nng_http_handler *handler;
    CHECK_OK(nng_http_handler_alloc_redirect(&handler, "/here", 0, "http://127.0.0.1/there"));
    serve(handler);
    CHECK_INT(FETCH(.uri = "/here"), 301);
    CHECK_STR(nng_http_res_get_header(res, "Location"), "http://127.0.0.1/there");
    CHECK(size > 0);
    CHECK_INT(FETCH(.uri = "/here", .method = "POST", .data = "body"), 301);
    nng_http_server_release(server);
    CHECK_OK(nng_http_handler_alloc_redirect(&handler, "/here", 303, "http://127.0.0.1/there"));
    CHECK_OK(nng_http_handler_set_tree(handler));
    serve(handler);
    CHECK_INT(FETCH(.uri = "/here/i/go/again"), 303);
    CHECK_STR(nng_http_res_get_header(res, "Location"), "http://127.0.0.1/there/i/go/again");
    nng_http_server_release(server);
}

int main(void) {
    fixed();
    directories();
    custom();
    redirections();
    nng_http_res_free(res);
    return 0;
}
