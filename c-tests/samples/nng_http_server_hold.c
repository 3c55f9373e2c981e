// args: 0
//
// A server with a page.
//
//   nng_http_server_hold [SECONDS]    runs so long, ten minutes unless told otherwise

#include "nng_sample.h"

#include <nng/supplemental/util/platform.h>

static nng_duration milliseconds;

// EXAMPLE
// Serves a page on a port that the system chooses, for some time.
static void serve(void) {
    static const char page[] = "<!DOCTYPE html><title>Hello</title><p>It works.\n";
    nng_url *url;
    nng_http_server *server;
    nng_http_handler *handler;
    nng_sockaddr address;

    check(nng_url_parse(&url, "http://127.0.0.1:0"), "URL");
    check(nng_http_server_hold(&server, url), "server");
    nng_url_free(url);

    check(nng_http_handler_alloc_static(&handler, "/", page, sizeof page - 1, "text/html"), "handler");
    check(nng_http_server_add_handler(server, handler), "handler");
    check(nng_http_server_start(server), "start");
    check(nng_http_server_get_addr(server, &address), "address");
    printf("http://127.0.0.1:%d/\n", ntohs(address.s_in.sa_port));
    fflush(stdout);

    nng_msleep(milliseconds);
    nng_http_server_stop(server);
    nng_http_server_release(server);
}
// END EXAMPLE

int main(int argc, char **argv) {
    milliseconds = 1000 * (argc > 1 ? atoi(argv[1]) : 600);
    serve();
    return 0;
}
