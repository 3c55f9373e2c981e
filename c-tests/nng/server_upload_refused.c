// define: _GNU_SOURCE
// reference: differs, it takes content that it refuses for further requests, and has no httpcore.h
// Clients that send all of a request before they look at the response get it, also when it refuses most of the content.
#include "raw.h"
#include <httpcore.h>

enum { LARGE = 12000000 };

static void echo(nng_aio *aio) {
    raw_reply(aio, "");
}

int main(void) {
    static struct raw_response response;
    static const char *const heads[] = { "Content-Length: 12000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\nb71b00\r\n" };
    nng_http_server *server = raw_server();
    nng_http_handler *handler;
    char *content = malloc(LARGE + 1);
    int i, fd;

    CHECK(content != NULL);
    memset(content, 'x', LARGE);
    content[LARGE] = 0;
    // However slow the machine is.
    CHECK_OK(httpcore_server_set(HTTPCORE_SERVER_LINGER_TIMEOUT, 600000));
    CHECK_OK(nng_http_handler_alloc(&handler, "/", echo));
    CHECK_OK(nng_http_handler_set_method(handler, "POST"));
    CHECK_OK(nng_http_handler_collect_body(handler, true, 1000));
    CHECK_OK(nng_http_server_add_handler(server, handler));
    CHECK_OK(nng_http_server_start(server));
    for(i = 0; i != 2; i++) {
        fd = raw_connect(raw_port(server));
        raw_send(fd, "POST / HTTP/1.1\r\nHost: x\r\n");
        raw_send(fd, heads[i]);
        raw_send(fd, content);
        raw_receive(fd, &response, 1);
        CHECK_INT(response.status, 400);
        CHECK(strstr(response.head, "\r\nConnection: close\r\n") != NULL);
        raw_expect_end(fd);
        close(fd);
    }

    // It does not go on for ever.
    CHECK_OK(httpcore_server_set(HTTPCORE_SERVER_LINGER_TIMEOUT, 1));
    fd = raw_connect(raw_port(server));
    raw_send(fd, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000000\r\n\r\n");
    while(send(fd, content, LARGE, MSG_NOSIGNAL) == LARGE);
    close(fd);
    nng_http_server_stop(server);
    nng_http_server_release(server);
    free(content);
    nng_fini();
    return 0;
}
