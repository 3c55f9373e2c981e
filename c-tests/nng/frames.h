/* WebSocket on plain sockets: a peer that sends what it wants, well formed or not. */

#ifndef FRAMES_H_INCLUDED
#define FRAMES_H_INCLUDED

#include "streams.h"

#define WS_KEY "dGhlIHNhbXBsZSBub25jZQ=="
#define WS_ACCEPT "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
#define WS_FIELDS "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: " WS_KEY "\r\nSec-WebSocket-Version: 13\r\n"
#define WS_REQUEST "GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\n" WS_FIELDS "\r\n"
#define WS_RESPONSE "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" \
    "Sec-WebSocket-Accept: " WS_ACCEPT "\r\n"

/* The opcodes, and what they are with FIN. */
enum { WS_MORE = 0, WS_TEXT = 1, WS_BINARY = 2, WS_CLOSE = 8, WS_PING = 9, WS_PONG = 10, WS_FIN = 0x80 };

/* A listener for this URL, with the port 0, that does not listen yet. */
static inline nng_stream_listener *ws_listener(const char *url) {
    nng_stream_listener *listener;
    CHECK_OK(nng_stream_listener_alloc(&listener, url));
    return listener;
}

static inline int ws_port(nng_stream_listener *listener) {
    int port;
    CHECK_OK(nng_stream_listener_get_int(listener, NNG_OPT_TCP_BOUND_PORT, &port));
    return port;
}

/* The next stream of a listener. */
static inline nng_stream *ws_accept(nng_stream_listener *listener) {
    nng_aio *aio = new_aio();
    nng_stream *stream;
    nng_stream_listener_accept(listener, aio);
    ended(aio, 0);
    CHECK((stream = nng_aio_get_output(aio, 0)) != NULL);
    nng_aio_free(aio);
    return stream;
}

/* A socket that has shaken hands with the listener at the path /ws of a port. */
static inline int ws_connect(int port) {
    int fd = raw_connect(port);
    raw_send(fd, WS_REQUEST);
    raw_expect(fd, WS_RESPONSE "\r\n");
    return fd;
}

static inline void ws_write(int fd, const void *bytes, size_t size) {
    size_t n = 0;
    while(n < size) {
        ssize_t k = send(fd, (const char *)bytes + n, size - n, MSG_NOSIGNAL);
        CHECK(k > 0);
        n += k;
    }
}

/* Puts a frame of a client into a buffer, masked unless key is NULL, and returns its size. */
static inline size_t ws_frame(unsigned char *to, int first, const char *payload, size_t size, const char *key) {
    size_t n = 2, i;
    int mask = key ? 0x80 : 0;
    to[0] = first;
    if(size < 126) to[1] = mask | size;
    else if(size < 65536) {
        to[1] = mask | 126;
        to[n++] = size >> 8;
        to[n++] = size;
    } else {
        to[1] = mask | 127;
        for(i = 0; i < 8; i++) to[n++] = (uint64_t)size >> (56 - 8 * i);
    }
    for(i = 0; key && i < 4; i++) to[n++] = key[i];
    for(i = 0; i < size; i++) to[n++] = payload[i] ^ (key ? key[i % 4] : 0);
    return n;
}

/* Sends such a frame. */
static inline void ws_send(int fd, int first, const char *payload, size_t size) {
    static unsigned char frame[1 << 20];
    CHECK(size < sizeof frame - 14);
    ws_write(fd, frame, ws_frame(frame, first, payload, size, "mask"));
}

static inline void ws_send_text(int fd, int first, const char *payload) {
    ws_send(fd, first, payload, strlen(payload));
}

/* Receives exactly these bytes. */
static inline void ws_expect(int fd, const void *bytes, size_t size) {
    static unsigned char got[1 << 20];
    size_t n = 0;
    CHECK(size <= sizeof got);
    while(n < size) {
        ssize_t k = recv(fd, got + n, size - n, 0);
        CHECK(k > 0);
        n += k;
    }
    CHECK_MEM(got, bytes, size);
}

/* The connection ends, however much was still on the way. */
static inline void ws_expect_end(int fd) {
    char bytes[4096];
    while(recv(fd, bytes, sizeof bytes, 0) > 0);
}

/* The result of a receive. */
static inline int ws_recv_result(nng_stream *stream) {
    char byte;
    int result;
    nng_aio *aio = new_aio();
    set_buffer(aio, &byte, 1);
    nng_stream_recv(stream, aio);
    nng_aio_wait(aio);
    result = nng_aio_result(aio);
    nng_aio_free(aio);
    return result;
}

/* The result of a send. */
static inline int ws_send_result(nng_stream *stream) {
    int result;
    nng_aio *aio = new_aio();
    set_buffer(aio, "x", 1);
    nng_stream_send(stream, aio);
    nng_aio_wait(aio);
    result = nng_aio_result(aio);
    nng_aio_free(aio);
    return result;
}

#endif
