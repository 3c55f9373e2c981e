// define: _GNU_SOURCE
// HTTP calls in a process that may have no further thread, or no further descriptor: errors that say so, nothing lost,
// and everything works when there are some again.
// memcheck: no, valgrind does without the limits
// reference: differs, it ends the process
#include "clients.h"
#include <sys/resource.h>
#include <sys/wait.h>

static struct rlimit old;

// No descriptor more than there are.
static void no_descriptors(void) {
    struct rlimit none;
    CHECK_INT(getrlimit(RLIMIT_NOFILE, &old), 0);
    none = old;
    none.rlim_cur = 0;
    CHECK_INT(setrlimit(RLIMIT_NOFILE, &none), 0);
}

static void some_descriptors(void) {
    CHECK_INT(setrlimit(RLIMIT_NOFILE, &old), 0);
}

static void handle(nng_aio *aio) {
    raw_reply(aio, "hello");
}

// Every call that may be the first one.
static void start(int result) {
    nng_http_client *client;
    nng_http_server *server;
    nng_http_handler *handler;
    nng_aio *aio;
    nng_url *url;
    CHECK_OK(nng_url_parse(&url, "http://127.0.0.1:0"));
    CHECK_INT(nng_aio_alloc(&aio, NULL, NULL), result);
    CHECK_INT(nng_http_client_alloc(&client, url), result);
    CHECK_INT(nng_http_server_hold(&server, url), result);
    CHECK_INT(nng_http_handler_alloc(&handler, "/", handle), result);
    CHECK_INT(nng_http_handler_alloc_static(&handler, "/", "x", 1, NULL), result);
    CHECK_INT(nng_http_handler_alloc_file(&handler, "/", "file"), result);
    CHECK_INT(nng_http_handler_alloc_directory(&handler, "/", "."), result);
    CHECK_INT(nng_http_handler_alloc_redirect(&handler, "/", 0, "/x"), result);
    nng_url_free(url);
}

// In a process of its own, for the superuser has no limit.
static void no_threads(void) {
    struct rlimit none = { 1, 1 };
    int status;
    pid_t pid = fork();
    CHECK(pid >= 0);
    if(pid == 0) {
        if(getuid() == 0) CHECK_INT(setuid(65534), 0);
        CHECK_INT(setrlimit(RLIMIT_NPROC, &none), 0);
        start(NNG_EAGAIN);
        _exit(0);
    }
    CHECK_INT(waitpid(pid, &status, 0), pid);
    CHECK_INT(status, 0);
}

int main(void) {
    static struct raw_response r;
    nng_http_server *server;
    nng_http_client *client;
    nng_http_req *req;
    nng_http_res *res;
    nng_aio *aio;
    char name[] = "page-XXXXXX";
    int fd;
    no_threads();
    no_descriptors();
    start(NNG_ENOFILES);
    some_descriptors();

    aio = new_aio();
    server = raw_server();
    raw_handle(server, "GET", "/", handle);
    CHECK_OK(nng_http_req_alloc(&req, NULL));
    CHECK_OK(nng_http_req_set_uri(req, "/"));
    CHECK_OK(nng_http_req_set_header(req, "Host", "h"));
    CHECK_OK(nng_http_res_alloc(&res));
    fd = mkstemp(name);
    CHECK_INT(write(fd, "<p>lost</p>", 11), 11);
    close(fd);
    no_descriptors();
    CHECK_INT(nng_http_server_start(server), NNG_ENOFILES);
    CHECK_INT(nng_http_server_set_error_file(server, 404, name), NNG_ENOFILES);
    client = new_client(1);
    nng_http_client_connect(client, aio);
    ended(aio, NNG_ENOFILES);
    nng_http_client_transact(client, req, res, aio);
    ended(aio, NNG_ENOFILES);
    nng_http_client_free(client);
    some_descriptors();

    CHECK_OK(nng_http_server_start(server));
    CHECK_OK(nng_http_server_set_error_file(server, 404, name));
    client = new_client(raw_port(server));
    nng_http_client_transact(client, req, res, aio);
    ended(aio, 0);
    CHECK_INT(nng_http_res_get_status(res), 200);
    // A file that cannot be opened for that reason.
    nng_http_handler *handler;
    CHECK_OK(nng_http_handler_alloc_file(&handler, "/file", name));
    CHECK_OK(nng_http_server_add_handler(server, handler));
    fd = raw_connect(raw_port(server));
    raw_transact(fd, "GET /nothing HTTP/1.1\r\nHost: h\r\n\r\n", &r);
    CHECK_STR(r.body, "<p>lost</p>");
    no_descriptors();
    raw_transact(fd, "GET /file HTTP/1.1\r\nHost: h\r\n\r\n", &r);
    CHECK_INT(r.status, 500);
    some_descriptors();
    raw_transact(fd, "GET /file HTTP/1.1\r\nHost: h\r\n\r\n", &r);
    CHECK_INT(r.status, 200);
    close(fd);
    nng_http_client_free(client);
    nng_http_req_free(req);
    nng_http_res_free(res);
    nng_aio_free(aio);
    nng_http_server_stop(server);
    nng_http_server_release(server);
    return 0;
}
