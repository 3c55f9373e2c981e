// define: _GNU_SOURCE
// WebSocket listeners beside each other and beside HTTP handlers on one server: who gets what, who starts and stops it.
#include "frames.h"

// Asks for a WebSocket at a path; returns the status.
static int status_at(int port, const char *path, const char *host) {
    char request[512];
    snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: %s\r\n" WS_FIELDS "\r\n", path, host);
    return raw_status(port, request);
}

// A listener for a path on a port of 127.0.0.1.
static nng_stream_listener *at(int port, const char *path) {
    char url[128];
    snprintf(url, sizeof url, "ws://127.0.0.1:%d%s", port, path);
    return ws_listener(url);
}

static nng_stream *dial(int port, const char *path) {
    char url[128];
    nng_stream_dialer *dialer;
    nng_aio *aio = new_aio();
    nng_stream *stream;
    snprintf(url, sizeof url, "ws://127.0.0.1:%d%s", port, path);
    CHECK_OK(nng_stream_dialer_alloc(&dialer, url));
    nng_stream_dialer_dial(dialer, aio);
    ended(aio, 0);
    stream = nng_aio_get_output(aio, 0);
    nng_aio_free(aio);
    nng_stream_dialer_free(dialer);
    return stream;
}

// Two listeners and a handler, on one port. Who comes to one of them does not get to another one.
static void beside_each_other(void) {
    nng_stream_listener *a = ws_listener("ws://127.0.0.1:0/a"), *b;
    nng_http_server *server;
    nng_stream *streams[4];
    nng_url *url;
    char text[64];
    int port;
    CHECK_OK(nng_stream_listener_listen(a));
    port = ws_port(a);
    b = at(port, "/b");
    CHECK_INT(status_at(port, "/b", "127.0.0.1"), 404);
    CHECK_OK(nng_stream_listener_listen(b));
    CHECK_INT(ws_port(b), port);
    snprintf(text, sizeof text, "http://127.0.0.1:%d", port);
    CHECK_OK(nng_url_parse(&url, text));
    CHECK_OK(nng_http_server_hold(&server, url));
    nng_url_free(url);
    raw_static(server, "/page", "hello");
    CHECK_OK(nng_http_server_start(server));
    CHECK_INT(raw_port(server), port);
    CHECK_INT(raw_status(port, "GET /page HTTP/1.1\r\nHost: x\r\n\r\n"), 200);
    CHECK_INT(status_at(port, "/page", "127.0.0.1"), 200);
    CHECK_INT(status_at(port, "/c", "127.0.0.1"), 404);
    streams[0] = dial(port, "/a");
    streams[1] = dial(port, "/b");
    streams[3] = ws_accept(b);
    streams[2] = ws_accept(a);
    send_all(streams[0], "a", 1);
    send_all(streams[1], "b", 1);
    expect(streams[2], "a");
    expect(streams[3], "b");
    // One goes, the others stay; so do streams, whatever goes.
    nng_stream_listener_free(a);
    CHECK_INT(status_at(port, "/a", "127.0.0.1"), 404);
    nng_stream_listener_free(b);
    CHECK_INT(raw_status(port, "GET /page HTTP/1.1\r\nHost: x\r\n\r\n"), 200);
    nng_http_server_release(server);
    send_all(streams[2], "A", 1);
    send_all(streams[1], "B", 1);
    expect(streams[0], "A");
    expect(streams[3], "B");
    for(port = 0; port < 4; port++) nng_stream_free(streams[port]);
}

// After an answer of a handler the same connection becomes a WebSocket, requests in a row included.
static void on_one_connection(void) {
    nng_stream_listener *listener = ws_listener("ws://127.0.0.1:0/ws");
    nng_http_server *server;
    nng_url *url;
    char text[64];
    static struct raw_response r;
    nng_stream *stream;
    int fd;
    CHECK_OK(nng_stream_listener_listen(listener));
    snprintf(text, sizeof text, "http://127.0.0.1:%d", ws_port(listener));
    CHECK_OK(nng_url_parse(&url, text));
    CHECK_OK(nng_http_server_hold(&server, url));
    nng_url_free(url);
    raw_static(server, "/page", "hello");
    fd = raw_connect(ws_port(listener));
    raw_transact(fd, "GET /page HTTP/1.1\r\nHost: x\r\n\r\n", &r);
    CHECK_INT(r.status, 200);
    raw_send(fd, "GET /page HTTP/1.1\r\nHost: x\r\n\r\n" WS_REQUEST "\x82\x83\1\1\1\1``b");
    raw_receive(fd, &r, true);
    CHECK_STR(r.body, "hello");
    raw_expect(fd, WS_RESPONSE "\r\n");
    stream = ws_accept(listener);
    expect(stream, "aac");
    nng_stream_free(stream);
    close(fd);
    nng_http_server_release(server);
    nng_stream_listener_free(listener);
}

static void hosts(void) {
    nng_stream_listener *any = ws_listener("ws://:0/any"), *one;
    int port;
    CHECK_OK(nng_stream_listener_listen(any));
    port = ws_port(any);
    CHECK_INT(status_at(port, "/any", "whatever:1"), 101);
    nng_stream_listener_free(any);
    one = ws_listener("ws://localhost:0/one");
    CHECK_OK(nng_stream_listener_listen(one));
    port = ws_port(one);
    CHECK_INT(status_at(port, "/one", "LocalHost"), 101);
    CHECK_INT(status_at(port, "/one", "localhost:5"), 101);
    CHECK_INT(status_at(port, "/one", "127.0.0.1"), 404);
    nng_stream_listener_free(one);
}

// Listeners that were made for port 0 before one listens share the port that it gets.
static void ephemeral(void) {
    nng_stream_listener *a = ws_listener("ws://127.0.0.1:0/a"), *b = ws_listener("ws://127.0.0.1:0/b"), *c;
    CHECK_OK(nng_stream_listener_listen(a));
    CHECK_OK(nng_stream_listener_listen(b));
    CHECK_INT(ws_port(a), ws_port(b));
    c = ws_listener("ws://127.0.0.1:0/a");
    CHECK_OK(nng_stream_listener_listen(c));
    CHECK(ws_port(c) != ws_port(a));
    nng_stream_listener_free(a);
    nng_stream_listener_free(b);
    nng_stream_listener_free(c);
}

#if OURS
// Two cannot have the same place, unless one makes room; nor another server its port.
static void conflicts(void) {
    nng_stream_listener *first = ws_listener("ws://localhost:0/a"), *second, *other;
    int port;
    char url[64];
    CHECK_OK(nng_stream_listener_listen(first));
    port = ws_port(first);
    snprintf(url, sizeof url, "ws://localhost:%d/a", port);
    second = ws_listener(url);
    CHECK_INT(nng_stream_listener_listen(second), NNG_EADDRINUSE);
    // To the server, a host is what the URL calls it.
    other = at(port, "/b");
    CHECK_INT(nng_stream_listener_listen(other), NNG_EADDRINUSE);
    nng_stream_listener_close(first);
    CHECK_OK(nng_stream_listener_listen(second));
    CHECK_INT(status_at(port, "/a", "localhost"), 101);
    nng_stream_listener_close(second);
    CHECK_OK(nng_stream_listener_listen(other));
    CHECK_INT(status_at(port, "/b", "127.0.0.1"), 101);
    nng_stream_listener_free(first);
    nng_stream_listener_free(second);
    nng_stream_listener_free(other);
}

// A server that others have stopped does not keep a listener from listening.
static void after_a_stop(void) {
    nng_stream_listener *first = ws_listener("ws://127.0.0.1:0/a"), *second, *again;
    int port;
    CHECK_OK(nng_stream_listener_listen(first));
    port = ws_port(first);
    second = at(port, "/b");
    again = at(port, "/a");
    nng_stream_listener_close(first);
    CHECK_OK(nng_stream_listener_listen(second));
    CHECK_OK(nng_stream_listener_listen(again));
    CHECK_INT(ws_port(second), port);
    CHECK_INT(status_at(port, "/b", "127.0.0.1"), 101);
    CHECK_INT(status_at(port, "/a", "127.0.0.1"), 101);
    nng_stream_listener_free(first);
    nng_stream_listener_free(second);
    nng_stream_listener_free(again);
}

#define QUEUE 128

// Connections may wait for accepts, but not any number of them.
static void waiting(void) {
    nng_stream_listener *listener = ws_listener("ws://127.0.0.1:0/ws");
    nng_stream *streams[2];
    int fds[QUEUE], i;
    CHECK_OK(nng_stream_listener_listen(listener));
    for(i = 0; i < QUEUE; i++) {
        fds[i] = ws_connect(ws_port(listener));
        ws_send(fds[i], WS_FIN | WS_BINARY, &"ab"[i % 2], 1);
    }
    CHECK_INT(raw_status(ws_port(listener), WS_REQUEST), 503);
    streams[0] = ws_accept(listener);
    CHECK_INT(raw_status(ws_port(listener), WS_REQUEST), 101);
    streams[1] = ws_accept(listener);
    // First come, first served.
    expect(streams[0], "a");
    expect(streams[1], "b");
    // Those that were not accepted go with the listener.
    nng_stream_listener_close(listener);
    for(i = 2; i < QUEUE; i++) {
        char byte;
        CHECK(recv(fds[i], &byte, 1, 0) <= 0);
    }
    send_all(streams[0], "x", 1);
    ws_expect(fds[0], "\x82\1x", 3);
    for(i = 0; i < QUEUE; i++) close(fds[i]);
    nng_stream_free(streams[0]);
    nng_stream_free(streams[1]);
    nng_stream_listener_free(listener);
}

// Whatever goes first.
static void orders(void) {
    int order;
    for(order = 0; order < 6; order++) {
        struct pair p;
        nng_aio *recv = new_aio(), *accept = new_aio();
        char byte;
        open_pair(&p, "ws://127.0.0.1:0/path");
        set_buffer(recv, &byte, 1);
        nng_stream_recv(p.accepted, recv);
        nng_stream_listener_accept(p.listener, accept);
        if(order % 2 == 0) nng_stream_listener_free(p.listener);
        if(order % 3 == 0) nng_stream_dialer_free(p.dialer);
        nng_stream_free(order < 3 ? p.accepted : p.dialed);
        ended(recv, NNG_ECLOSED);
        if(order % 3 != 0) nng_stream_dialer_free(p.dialer);
        if(order % 2 != 0) nng_stream_listener_free(p.listener);
        ended(accept, NNG_ECLOSED);
        nng_stream_free(order < 3 ? p.dialed : p.accepted);
        nng_aio_free(recv);
        nng_aio_free(accept);
    }
}
#endif

int main(void) {
    beside_each_other();
    on_one_connection();
    hosts();
    ephemeral();
#if OURS
    conflicts();
    after_a_stop();
    waiting();
    orders();
#endif
    return 0;
}
