/* A client made of nothing but a socket, and a server on a port of its own, for the tests of servers. */

#ifndef RAW_H_INCLUDED
#define RAW_H_INCLUDED

#include "../check.h"
#include <arpa/inet.h>
#include <dirent.h>
#include <netinet/in.h>
#include <nng/nng.h>
#include <nng/supplemental/http/http.h>
#include <nng/supplemental/util/platform.h>
#include <poll.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/socket.h>

/* Where this library does better than the reference, whose headers say 1.5. */
#define OURS (NNG_MINOR_VERSION >= 6)

/* A server for an ephemeral port, not started. */
static inline nng_http_server *raw_server(void) {
    nng_http_server *server;
    nng_url *url;
    CHECK_OK(nng_url_parse(&url, "http://127.0.0.1:0"));
    CHECK_OK(nng_http_server_hold(&server, url));
    nng_url_free(url);
    return server;
}

/* The port of a server that was started. */
static inline int raw_port(nng_http_server *server) {
    nng_sockaddr sa;
    CHECK_OK(nng_http_server_get_addr(server, &sa));
    CHECK_INT(sa.s_family, NNG_AF_INET);
    CHECK(sa.s_in.sa_port != 0);
    return ntohs(sa.s_in.sa_port);
}

/* A handler that calls func, added to the server. */
static inline nng_http_handler *raw_handle(nng_http_server *server, const char *method, const char *path,
      void (*func)(nng_aio *)) {
    nng_http_handler *handler;
    CHECK_OK(nng_http_handler_alloc(&handler, path, func));
    CHECK_OK(nng_http_handler_set_method(handler, method));
    CHECK_OK(nng_http_server_add_handler(server, handler));
    return handler;
}

/* A handler of a fixed text, added to the server. */
static inline void raw_static(nng_http_server *server, const char *path, const char *body) {
    nng_http_handler *handler;
    CHECK_OK(nng_http_handler_alloc_static(&handler, path, body, strlen(body), "text/plain"));
    CHECK_OK(nng_http_server_add_handler(server, handler));
}

/* Finishes a handler's aio with a text. */
static inline void raw_reply(nng_aio *aio, const char *body) {
    nng_http_res *res;
    CHECK_OK(nng_http_res_alloc(&res));
    CHECK_OK(nng_http_res_copy_data(res, body, strlen(body)));
    nng_aio_set_output(aio, 0, res);
    nng_aio_finish(aio, 0);
}

/* Writes a response from inside a handler, on the connection of its aio, and waits for that. */
static inline void raw_write_res(nng_aio *aio, nng_http_res *res) {
    nng_aio *write;
    CHECK_OK(nng_aio_alloc(&write, NULL, NULL));
    nng_http_conn_write_res(nng_aio_get_input(aio, 2), res, write);
    nng_aio_wait(write);
    CHECK_OK(nng_aio_result(write));
    nng_aio_free(write);
}

/* Writes bytes in the same way. */
static inline void raw_write(nng_aio *aio, const char *text) {
    nng_iov iov = { (void *)text, strlen(text) };
    nng_aio *write;
    CHECK_OK(nng_aio_alloc(&write, NULL, NULL));
    CHECK_OK(nng_aio_set_iov(write, 1, &iov));
    nng_http_conn_write_all(nng_aio_get_input(aio, 2), write);
    nng_aio_wait(write);
    CHECK_OK(nng_aio_result(write));
    CHECK_INT(nng_aio_count(write), iov.iov_len);
    nng_aio_free(write);
}

static inline int raw_connect(int port) {
    struct sockaddr_in sa;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(fd >= 0);
    memset(&sa, 0, sizeof sa);
    sa.sin_family = AF_INET;
    sa.sin_port = htons(port);
    sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK_INT(connect(fd, (struct sockaddr *)&sa, sizeof sa), 0);
    return fd;
}

static inline void raw_send_bytes(int fd, const void *bytes, size_t len) {
    CHECK_INT(send(fd, bytes, len, MSG_NOSIGNAL), len);
}

static inline void raw_send(int fd, const char *text) {
    raw_send_bytes(fd, text, strlen(text));
}

/* Receives exactly this text. */
static inline void raw_expect(int fd, const char *text) {
    static char got[1 << 16];
    size_t len = strlen(text), n = 0;
    CHECK(len < sizeof got);
    while(n < len) {
        ssize_t k = recv(fd, got + n, len - n, 0);
        if(k <= 0) break;
        n += k;
    }
    got[n] = 0;
    CHECK_STR(got, text);
}

/* The server has closed the connection, in good order. */
static inline void raw_expect_end(int fd) {
    char byte;
    CHECK_INT(recv(fd, &byte, 1, 0), 0);
}

/* One response: its head, its status, its body by Content-Length. */
struct raw_response {
    int status;
    size_t size;
    char head[8192];
    char body[1 << 16];
};

/* Receives a response; has_body tells whether the body that is announced follows. */
static inline void raw_receive(int fd, struct raw_response *r, int has_body) {
    size_t n = 0;
    const char *line;
    while(n < 4 || memcmp(r->head + n - 4, "\r\n\r\n", 4) != 0) {
        CHECK(n < sizeof r->head - 1);
        CHECK_INT(recv(fd, r->head + n, 1, 0), 1);
        n++;
    }
    r->head[n] = 0;
    CHECK(strncmp(r->head, "HTTP/1.1 ", 9) == 0);
    r->status = atoi(r->head + 9);
    r->size = 0;
    line = strcasestr(r->head, "\r\nContent-Length:");
    if(line && has_body) {
        r->size = strtoul(line + 17, NULL, 10);
        CHECK(r->size < sizeof r->body);
        for(n = 0; n < r->size;) {
            ssize_t k = recv(fd, r->body + n, r->size - n, 0);
            CHECK(k > 0);
            n += k;
        }
    }
    r->body[r->size] = 0;
}

/* Sends a request and receives the response. */
static inline void raw_transact(int fd, const char *request, struct raw_response *r) {
    raw_send(fd, request);
    raw_receive(fd, r, strncmp(request, "HEAD ", 5) != 0);
}

/* How many descriptors the process has, and a few more. */
static inline int raw_descriptors(void) {
    int n = 0;
    DIR *dir = opendir("/proc/self/fd");
    CHECK(dir != NULL);
    while(readdir(dir)) n++;
    closedir(dir);
    return n;
}

/* For what the superuser may do and others may not. */
static inline void raw_drop_privileges(void) {
    if(getuid() == 0) CHECK_INT(seteuid(65534), 0);
}

static inline void raw_regain_privileges(void) {
    if(getuid() == 0) CHECK_INT(seteuid(0), 0);
}

/* Sends a request on a connection of its own and returns the status. */
static inline int raw_status(int port, const char *request) {
    static struct raw_response r;
    int fd = raw_connect(port);
    raw_transact(fd, request, &r);
    close(fd);
    return r.status;
}

#endif
