/* Streams between a dialer and a listener of this program. */

#ifndef STREAMS_H_INCLUDED
#define STREAMS_H_INCLUDED

#include "secure.h"

static inline void set_buffer(nng_aio *aio, const void *buffer, size_t size) {
    nng_iov iov = { (void *)buffer, size };
    CHECK_OK(nng_aio_set_iov(aio, 1, &iov));
}

/* The operation ended with success, and has moved so many bytes. */
#define moved(aio, count) \
    do { \
        ended(aio, 0); \
        CHECK_INT(nng_aio_count(aio), count); \
    } while(0)

/* Whether the send that was started last has ended. */
static inline int has_sent(nng_aio *aio) {
    return nng_aio_count(aio) > 0 || nng_aio_result(aio) != 0;
}

struct pair {
    nng_stream_listener *listener;
    nng_stream_dialer *dialer;
    /* The two ends. */
    nng_stream *dialed, *accepted;
};

/* What is put behind abstract names, which all processes share: so many characters. */
#define SUFFIX 8

/* A listener that listens, and a dialer for it. The URL of TCP and of WebSocket has the port 0; an abstract name gets a suffix. */
static inline void listen_at(struct pair *p, const char *url) {
    char text[200];
    if(strncmp(url, "abstract:", 9) == 0) snprintf(text, sizeof text, "%s%0*d", url, SUFFIX, (int)getpid());
    else snprintf(text, sizeof text, "%s", url);
    CHECK_OK(nng_stream_listener_alloc(&p->listener, text));
    CHECK_OK(nng_stream_listener_listen(p->listener));
    if(strstr(url, "tcp") || strncmp(url, "ws", 2) == 0) {
        const char *zero = strstr(url, ":0");
        int port;
        CHECK(zero != NULL);
        CHECK_OK(nng_stream_listener_get_int(p->listener, NNG_OPT_TCP_BOUND_PORT, &port));
        snprintf(text, sizeof text, "%.*s:%d%s", (int)(zero - url), url, port, zero + 2);
    }
    CHECK_OK(nng_stream_dialer_alloc(&p->dialer, text));
    p->dialed = p->accepted = NULL;
}

/* Makes the next stream. */
static inline void connect_pair(struct pair *p) {
    nng_aio *dial = new_aio(), *accept = new_aio();
    nng_stream_listener_accept(p->listener, accept);
    nng_stream_dialer_dial(p->dialer, dial);
    ended(dial, 0);
    ended(accept, 0);
    CHECK((p->dialed = nng_aio_get_output(dial, 0)) != NULL);
    CHECK((p->accepted = nng_aio_get_output(accept, 0)) != NULL);
    nng_aio_free(dial);
    nng_aio_free(accept);
}

static inline void open_pair(struct pair *p, const char *url) {
    listen_at(p, url);
    connect_pair(p);
}

static inline void close_pair(struct pair *p) {
    nng_stream_free(p->dialed);
    nng_stream_dialer_free(p->dialer);
    nng_stream_listener_free(p->listener);
    nng_stream_free(p->accepted);
}

/* Sends everything. */
static inline void send_all(nng_stream *stream, const void *data, size_t size) {
    nng_aio *aio = new_aio();
    size_t sent = 0;
    while(sent < size) {
        set_buffer(aio, (const char *)data + sent, size - sent);
        nng_stream_send(stream, aio);
        ended(aio, 0);
        CHECK(nng_aio_count(aio) > 0);
        sent += nng_aio_count(aio);
    }
    CHECK_INT(sent, size);
    nng_aio_free(aio);
}

/* Receives exactly this. */
static inline void expect(nng_stream *stream, const char *text) {
    char got[200];
    size_t len = strlen(text), n = 0;
    nng_aio *aio = new_aio();
    CHECK(len < sizeof got);
    while(n < len) {
        set_buffer(aio, got + n, len - n);
        nng_stream_recv(stream, aio);
        ended(aio, 0);
        CHECK(nng_aio_count(aio) > 0);
        n += nng_aio_count(aio);
    }
    got[n] = 0;
    CHECK_STR(got, text);
    nng_aio_free(aio);
}

#endif
