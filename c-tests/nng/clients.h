/* Clients, and the other end of their connections: a socket of this program that sends what the test says. */

#ifndef CLIENTS_H_INCLUDED
#define CLIENTS_H_INCLUDED

#include "raw.h"

/* A listening socket on an ephemeral port. */
static inline int new_listener(int *port) {
    struct sockaddr_in sa;
    socklen_t len = sizeof sa;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    memset(&sa, 0, sizeof sa);
    sa.sin_family = AF_INET;
    sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK_INT(bind(fd, (struct sockaddr *)&sa, sizeof sa), 0);
    CHECK_INT(listen(fd, 16), 0);
    CHECK_INT(getsockname(fd, (struct sockaddr *)&sa, &len), 0);
    *port = ntohs(sa.sin_port);
    return fd;
}

/* A client of the server at this URL. */
static inline nng_http_client *client_of(const char *text) {
    nng_url *url;
    nng_http_client *client;
    CHECK_OK(nng_url_parse(&url, text));
    CHECK_OK(nng_http_client_alloc(&client, url));
    nng_url_free(url);
    return client;
}

/* A client of the server at this port. */
static inline nng_http_client *new_client(int port) {
    char text[64];
    snprintf(text, sizeof text, "http://127.0.0.1:%d/ignored", port);
    return client_of(text);
}

static inline nng_aio *new_aio(void) {
    nng_aio *aio;
    CHECK_OK(nng_aio_alloc(&aio, NULL, NULL));
    return aio;
}

#define ended(aio, result) \
    do { \
        nng_aio_wait(aio); \
        CHECK_INT(nng_aio_result(aio), result); \
    } while(0)

#endif
