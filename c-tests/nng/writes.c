// define: _GNU_SOURCE
// A message leaves in one system call, head and body together, and so do responses to requests that came together. The
// program stands in for the functions of the C library that send, and the other side uses write(2).
#include "clients.h"
#include <fcntl.h>
#include <sys/syscall.h>

static int sends;

static int sent(void) {
    return __atomic_exchange_n(&sends, 0, __ATOMIC_SEQ_CST);
}

ssize_t send(int fd, const void *buf, size_t len, int flags) {
    CHECK(flags & MSG_NOSIGNAL);
    __atomic_add_fetch(&sends, 1, __ATOMIC_SEQ_CST);
    return syscall(SYS_sendto, fd, buf, len, flags, NULL, 0);
}

ssize_t sendmsg(int fd, const struct msghdr *msg, int flags) {
    CHECK(flags & MSG_NOSIGNAL);
    __atomic_add_fetch(&sends, 1, __ATOMIC_SEQ_CST);
    return syscall(SYS_sendmsg, fd, msg, flags);
}

static void say(int fd, const char *text) {
    CHECK_INT(write(fd, text, strlen(text)), strlen(text));
}

static char body[16000];

static void returns(nng_aio *aio) {
    raw_reply(aio, "hello");
}

static void returns_more(nng_aio *aio) {
    raw_reply(aio, body);
}

static void writes(nng_aio *aio) {
    nng_http_res *res;
    CHECK_OK(nng_http_res_alloc(&res));
    CHECK_OK(nng_http_res_copy_data(res, body, strlen(body)));
    raw_write_res(aio, res);
    nng_http_res_free(res);
    nng_aio_finish(aio, 0);
}

static const char *const paths[] = { "/static", "/returns", "/more", "/writes", "/file", "/directory/file", "/nothing" };

static void responses(void) {
    static struct raw_response r;
    nng_http_server *server = raw_server();
    nng_http_handler *handler;
    char text[4096];
    size_t i, n;
    int fd, file = open("file", O_WRONLY | O_CREAT, 0644);
    CHECK_INT(write(file, body, sizeof body), sizeof body);
    close(file);
    raw_static(server, "/static", "hello");
    raw_handle(server, "GET", "/returns", returns);
    raw_handle(server, "GET", "/more", returns_more);
    raw_handle(server, "GET", "/writes", writes);
    CHECK_OK(nng_http_handler_alloc_file(&handler, "/file", "file"));
    CHECK_OK(nng_http_server_add_handler(server, handler));
    CHECK_OK(nng_http_handler_alloc_directory(&handler, "/directory", "."));
    CHECK_OK(nng_http_server_add_handler(server, handler));
    CHECK_OK(nng_http_server_start(server));
    fd = raw_connect(raw_port(server));
    for(i = 0; i < sizeof paths / sizeof *paths; i++) {
        printf("%s\n", paths[i]);
        snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: h\r\n\r\n", paths[i]);
        sent();
        say(fd, text);
        raw_receive(fd, &r, 1);
        CHECK_INT(sent(), 1);
    }
#if OURS
    // Requests that came together, answered by the library alone.
    for(i = n = 0; i < 16; i++)
        n += sprintf(text + n, "GET /%s HTTP/1.1\r\nHost: h\r\n\r\n", i % 2 ? "static" : "nothing");
    say(fd, text);
    for(i = 0; i < 16; i++) raw_receive(fd, &r, 1);
    CHECK_INT(sent(), 1);
#else
    (void)n;
#endif
    close(fd);
    nng_http_server_stop(server);
    nng_http_server_release(server);
}

static void requests(void) {
    int port, fd, i, listener = new_listener(&port);
    nng_http_client *client = new_client(port);
    nng_http_conn *conn;
    nng_http_req *req;
    nng_http_res *res;
    nng_aio *aio = new_aio();
    char got[sizeof body + 200];
    CHECK_OK(nng_http_req_alloc(&req, NULL));
    CHECK_OK(nng_http_req_set_uri(req, "/"));
    CHECK_OK(nng_http_req_set_method(req, "PUT"));
    CHECK_OK(nng_http_req_set_data(req, body, sizeof body - 1));
    CHECK_OK(nng_http_res_alloc(&res));
    nng_http_client_connect(client, aio);
    ended(aio, 0);
    conn = nng_aio_get_output(aio, 0);
    fd = accept(listener, NULL, NULL);
    for(i = 0; i < 2; i++) {
        size_t want = strlen("PUT / HTTP/1.1\r\nContent-Length: 15999\r\n\r\n") + sizeof body - 1, n = 0;
        sent();
        if(i) nng_http_conn_transact(conn, req, res, aio);
        else nng_http_conn_write_req(conn, req, aio);
        while(n < want) {
            ssize_t k = recv(fd, got + n, want - n, 0);
            CHECK(k > 0);
            n += k;
        }
        if(i) say(fd, "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n");
        ended(aio, 0);
        CHECK_INT(sent(), 1);
    }
    nng_http_conn_close(conn);
    nng_http_client_free(client);
    nng_http_req_free(req);
    nng_http_res_free(res);
    nng_aio_free(aio);
    close(fd);
    close(listener);
}

int main(void) {
    memset(body, 'x', sizeof body - 1);
    responses();
    requests();
    return 0;
}
