// define: _GNU_SOURCE
// Handlers of a directory: names, indexes, and that nothing outside is served.
#include "raw.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

// A file that says its name.
static void put_file(const char *name) {
    int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    CHECK(fd >= 0);
    CHECK_INT(write(fd, name, strlen(name)), strlen(name));
    close(fd);
}

static nng_http_handler *handle(nng_http_server *server, const char *path, const char *name, int result) {
    nng_http_handler *handler;
    CHECK_OK(nng_http_handler_alloc_directory(&handler, path, name));
    CHECK_INT(nng_http_server_add_handler(server, handler), result);
    if(result) nng_http_handler_free(handler);
    return handler;
}

struct expected {
    const char *target;
    /* The file, or NULL for the status. */
    const char *file;
    int status;
};

static const struct expected targets[] = {
    { "/docs/a.txt", "root/a.txt", 200 },
    { "/docs/sub/index.html", "root/sub/index.html", 200 },
    { "/docs/sub/", "root/sub/index.html", 200 },
    { "/docs/sub", "root/sub/index.html", 200 },
    { "/docs/htm", "root/htm/index.htm", 200 },
    { "/docs/htm/", "root/htm/index.htm", 200 },
    { "/docs/none", NULL, 404 },
    { "/docs/none/", NULL, 404 },
    { "/docs", NULL, 404 },
    { "/docs/", NULL, 404 },
    { "/docs/missing", NULL, 404 },
    { "/docs/A.TXT", NULL, 404 },
    { "/docsx/a.txt", NULL, 404 },
    { "/", NULL, 404 },
#if OURS
    { "/docs/a.txt?query=/../..", "root/a.txt", 200 },
    { "http://h/docs/a.txt", "root/a.txt", 200 },
    { "http://h/docs/a.txt?x", "root/a.txt", 200 },
    { "/docs/a%20b", "root/a b", 200 },
    { "/docs/%61.txt", "root/a.txt", 200 },
    { "/docs/100%25", "root/100%", 200 },
    { "/%64ocs/a.txt", "root/a.txt", 200 },
    { "/docs//a.txt", "root/a.txt", 200 },
    { "//docs///sub//", "root/sub/index.html", 200 },
    { "/docs/./sub/../a.txt", "root/a.txt", 200 },
    { "/x/../docs/a.txt", "root/a.txt", 200 },
    { "/docs/link", "secret", 200 },
    { "/docs/linkdir/index.html", "root/sub/index.html", 200 },
    { "/docs/a.txt/", NULL, 404 },
    { "/docs/a.txt/x", NULL, 404 },
    { "/docs/fifo", NULL, 404 },
    { "/docs/device", NULL, 404 },
    { "/docs/odd", NULL, 404 },
    /* Nothing leads out of the directory. */
    { "/docs/../secret", NULL, 404 },
    { "/docs/../../secret", NULL, 404 },
    { "/docs/%2e%2e/secret", NULL, 404 },
    { "/docs/.%2E/secret", NULL, 404 },
    { "/docs/..%2fsecret", NULL, 404 },
    { "/docs/..%5csecret", NULL, 404 },
    { "/docs/%2e%2e%2fsecret", NULL, 404 },
    { "/docs/%252e%252e/secret", NULL, 404 },
    { "/docs/sub/../../secret", NULL, 404 },
    { "/docs/sub/..%2f..%2fsecret", NULL, 404 },
    { "/docs/sub%2findex.html", NULL, 404 },
    { "/docs//etc/passwd", NULL, 404 },
    { "/docs/%2fetc/passwd", NULL, 404 },
    { "/docs/%2Fetc%2Fpasswd", NULL, 404 },
    { "http://h/docs/../secret", NULL, 404 },
    { "/docs/..;/secret", NULL, 404 },
    { "/docs/.../secret", NULL, 404 },
    { "/docs/a.txt%00", NULL, 400 },
    { "/docs/a.txt%00.html", NULL, 400 },
    { "/docs/%zz", NULL, 400 },
    { "/docs/%", NULL, 400 },
    { "/docs/a.txt#x", NULL, 400 },
#endif
};

int main(void) {
    static struct raw_response r;
    static char request[16384];
    char *at;
    nng_http_server *server = raw_server();
    nng_http_handler *handler, *other;
    size_t i;
    int fd, port;
    CHECK_INT(mkdir("root", 0755), 0);
    CHECK_INT(mkdir("root/sub", 0755), 0);
    CHECK_INT(mkdir("root/htm", 0755), 0);
    CHECK_INT(mkdir("root/none", 0755), 0);
    CHECK_INT(mkdir("root/odd", 0755), 0);
    CHECK_INT(mkdir("root/odd/index.html", 0755), 0);
    CHECK_INT(mkfifo("root/odd/index.htm", 0644), 0);
    CHECK_INT(mkfifo("root/fifo", 0644), 0);
    CHECK_INT(symlink("/dev/tty", "root/device"), 0);
    CHECK_INT(symlink("../secret", "root/link"), 0);
    CHECK_INT(symlink("sub", "root/linkdir"), 0);
    put_file("secret");
    put_file("root/a.txt");
    put_file("root/a b");
    put_file("root/100%");
    put_file("root/sub/index.html");
    put_file("root/sub/index.htm");
    put_file("root/htm/index.htm");
    handler = handle(server, "/docs", "root", 0);
    // Everything below belongs to it.
    handle(server, "/docs", "root", NNG_EADDRINUSE);
    handle(server, "/docs/sub", "root", NNG_EADDRINUSE);
    CHECK_OK(nng_http_server_start(server));
    port = raw_port(server);
    fd = raw_connect(port);
    for(i = 0; i < sizeof targets / sizeof *targets; i++) {
        const struct expected *e = &targets[i];
        printf("%s\n", e->target);
        if(fd < 0) fd = raw_connect(port);
        snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: h\r\n\r\n", e->target);
        raw_transact(fd, request, &r);
        CHECK_INT(r.status, e->status);
        if(e->file) {
            CHECK_STR(r.body, e->file);
            CHECK((strstr(r.head, "\r\nContent-Type: text/html\r\n") != NULL) == (strstr(e->file, ".htm") != NULL));
            CHECK((strstr(r.head, "\r\nContent-Type: text/plain\r\n") != NULL) == (strstr(e->file, ".txt") != NULL));
        }
        if(r.status == 400) {
            close(fd);
            fd = -1;
        }
    }
    if(fd < 0) fd = raw_connect(port);
#if OURS
    // Names that no file system takes.
    at = request + sprintf(request, "GET /docs/");
    memset(at, 'x', 5000);
    strcpy(at + 5000, " HTTP/1.1\r\nHost: h\r\n\r\n");
    raw_transact(fd, request, &r);
    CHECK_INT(r.status, 404);
#else
    (void)at;
#endif
    raw_transact(fd, "HEAD /docs/sub HTTP/1.1\r\nHost: h\r\n\r\n", &r);
    CHECK_INT(r.status, 200);
    CHECK(strstr(r.head, "\r\nContent-Length: 19\r\n") != NULL);
    raw_transact(fd, "POST /docs/a.txt HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n", &r);
    CHECK_INT(r.status, 405);
    CHECK_OK(nng_http_server_set_error_page(server, 404, "<p>lost</p>"));
    raw_transact(fd, "GET /docs/missing HTTP/1.1\r\nHost: h\r\n\r\n", &r);
    CHECK_STR(r.body, "<p>lost</p>");
    close(fd);
    CHECK_INT(chmod("root/a.txt", 0), 0);
    CHECK_INT(chmod("root/sub", 0711), 0);
    raw_drop_privileges();
    CHECK_INT(raw_status(port, "GET /docs/a.txt HTTP/1.1\r\nHost: h\r\n\r\n"), 403);
#if OURS
    // A directory that must not be listed can be searched.
    CHECK_INT(raw_status(port, "GET /docs/sub HTTP/1.1\r\nHost: h\r\n\r\n"), 200);
#endif
    raw_regain_privileges();
    CHECK_INT(chmod("root/a.txt", 0644), 0);
    CHECK_INT(chmod("root/sub", 0755), 0);

    // As trees that are not exclusive, one can stand below the other, the root included.
    CHECK_OK(nng_http_server_del_handler(server, handler));
    nng_http_handler_free(handler);
    CHECK_OK(nng_http_handler_alloc_directory(&handler, "/", "root"));
    CHECK_OK(nng_http_handler_set_tree(handler));
    CHECK_OK(nng_http_server_add_handler(server, handler));
    CHECK_OK(nng_http_handler_alloc_directory(&other, "/sub", "root/htm"));
    CHECK_OK(nng_http_handler_set_tree(other));
    CHECK_OK(nng_http_server_add_handler(server, other));
    CHECK_OK(nng_http_handler_alloc_directory(&other, "/sub", "root/htm"));
    CHECK_OK(nng_http_handler_set_tree(other));
    CHECK_INT(nng_http_server_add_handler(server, other), NNG_EADDRINUSE);
    nng_http_handler_free(other);
    fd = raw_connect(port);
#if OURS
    raw_transact(fd, "GET /a.txt?x=y HTTP/1.1\r\nHost: h\r\n\r\n", &r);
    CHECK_STR(r.body, "root/a.txt");
#endif
    raw_transact(fd, "GET /sub HTTP/1.1\r\nHost: h\r\n\r\n", &r);
    CHECK_STR(r.body, "root/htm/index.htm");
    raw_transact(fd, "GET /htm HTTP/1.1\r\nHost: h\r\n\r\n", &r);
    CHECK_STR(r.body, "root/htm/index.htm");
    raw_transact(fd, "GET / HTTP/1.1\r\nHost: h\r\n\r\n", &r);
    CHECK_INT(r.status, 404);
#if OURS
    raw_transact(fd, "GET /../secret HTTP/1.1\r\nHost: h\r\n\r\n", &r);
    CHECK_INT(r.status, 404);
    CHECK_INT(nng_http_handler_alloc_directory(&other, "/", NULL), NNG_EINVAL);
    CHECK_INT(nng_http_handler_alloc_directory(NULL, "/", "root"), NNG_EINVAL);
#endif
    close(fd);
    nng_http_server_stop(server);
    nng_http_server_release(server);
    return 0;
}
