// define: _GNU_SOURCE
// The handshake of a WebSocket dialer with a server that is made by hand: the request, what answers mean, how it ends early.
#include "frames.h"

static int server, port;

static void make_server(void) {
    struct sockaddr_in sa;
    socklen_t len = sizeof sa;
    server = socket(AF_INET, SOCK_STREAM, 0);
    memset(&sa, 0, sizeof sa);
    sa.sin_family = AF_INET;
    sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK_INT(bind(server, (struct sockaddr *)&sa, sizeof sa), 0);
    CHECK_INT(listen(server, 16), 0);
    CHECK_INT(getsockname(server, (struct sockaddr *)&sa, &len), 0);
    port = ntohs(sa.sin_port);
}

static nng_stream_dialer *new_dialer(const char *path) {
    nng_stream_dialer *dialer;
    char url[128];
    snprintf(url, sizeof url, "ws://127.0.0.1:%d%s", port, path);
    CHECK_OK(nng_stream_dialer_alloc(&dialer, url));
    return dialer;
}

// Receives a head.
static const char *receive_head(int fd) {
    static char head[4096];
    size_t n = 0;
    while(n < 4 || memcmp(head + n - 4, "\r\n\r\n", 4) != 0) {
        CHECK(n < sizeof head - 1);
        CHECK_INT(recv(fd, head + n, 1, 0), 1);
        n++;
    }
    head[n] = 0;
    return head;
}

// Begins to dial, and receives the request.
static int begin(nng_stream_dialer *dialer, nng_aio *aio, const char **request) {
    int fd;
    nng_stream_dialer_dial(dialer, aio);
    fd = accept(server, NULL, NULL);
    CHECK(fd >= 0);
    *request = receive_head(fd);
    return fd;
}

// The key of a request, the only part of it that is not known before.
static const char *key_of(const char *request) {
    static char key[64];
    const char *line = strstr(request, "\r\nSec-WebSocket-Key: ");
    CHECK(line != NULL);
    memcpy(key, line + 21, 24);
    CHECK_MEM(line + 21 + 22, "==\r\n", 4);
    return key;
}

// The answer of a listener to a key.
static const char *accept_of(const char *key) {
    static char value[64];
    static nng_stream_listener *listener;
    char request[512];
    const char *line;
    int fd;
    if(!listener) {
        listener = ws_listener("ws://127.0.0.1:0/ws");
        CHECK_OK(nng_stream_listener_listen(listener));
    }
    fd = raw_connect(ws_port(listener));
    snprintf(request, sizeof request, "GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: %s\r\nSec-WebSocket-Version: 13\r\n\r\n", key);
    raw_send(fd, request);
    line = strstr(receive_head(fd), "\r\nSec-WebSocket-Accept: ");
    CHECK(line != NULL);
    memcpy(value, line + 24, 28);
    close(fd);
    nng_stream_free(ws_accept(listener));
    return value;
}

#define GOOD "Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Accept: *|"

// Answers with | for line ends and * for what belongs to the key, and what becomes of the dial. -1: nng has it otherwise.
static const struct {
    const char *protocol, *answer;
    int result, of_nng;
} answers[] = {
    { "", "HTTP/1.1 101 X|" GOOD, 0, 0 },
    { "", "HTTP/1.1 101 X|Connection: keep-alive, upgrade|Upgrade: WebSocket|Sec-WebSocket-Accept: *|X: y|Y:|", 0, -1 },
    { "", "HTTP/1.1 101 X|Connection: keep-alive upgrade|Upgrade: websocket|Sec-WebSocket-Accept: *|", 0, 0 },
    { "", "HTTP/1.1 100 Continue||HTTP/1.1 103 Hints|Link: x||HTTP/1.1 101 X|" GOOD, 0, -1 },
    { "", "HTTP/1.1 101 X|", NNG_EPROTO, NNG_EPROTO },
    { "", "HTTP/1.1 101 X|Connection: Upgrade|Sec-WebSocket-Accept: *|", NNG_EPROTO, NNG_EPROTO },
    { "", "HTTP/1.1 101 X|Upgrade: websocket|Sec-WebSocket-Accept: *|", NNG_EPROTO, NNG_EPROTO },
    { "", "HTTP/1.1 101 X|Upgrade: websocket|Connection: Upgrade|", NNG_EPROTO, NNG_EPROTO },
    { "", "HTTP/1.1 101 X|Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Accept: x*|", NNG_EPROTO, NNG_EPROTO },
    { "", "HTTP/1.1 101 X|Upgrade: h2c, websocket|Connection: Upgrade|Sec-WebSocket-Accept: *|", NNG_EPROTO, NNG_EPROTO },
    { "", "HTTP/1.0 101 X|" GOOD, NNG_EPROTO, -1 },
    { "", "HTTP/1.1 101 X|" GOOD "Sec-WebSocket-Extensions: permessage-deflate|", NNG_EPROTO, -1 },
    { "", "HTTP/1.1 101 X|" GOOD "Sec-WebSocket-Protocol: chat|", NNG_EPROTO, -1 },
    { "chat", "HTTP/1.1 101 X|" GOOD "Sec-WebSocket-Protocol: chat|", 0, 0 },
    { "chat", "HTTP/1.1 101 X|" GOOD "Sec-WebSocket-Protocol: talk|", NNG_EPROTO, NNG_EPROTO },
    { "chat", "HTTP/1.1 101 X|" GOOD, NNG_EPROTO, NNG_EPROTO },
    { "talk, chat", "HTTP/1.1 101 X|" GOOD "Sec-WebSocket-Protocol: chat|", 0, 0 },
    { "", "HTTP/1.1 200 OK|Content-Length: 0|", NNG_EPROTO, NNG_EPROTO },
    { "", "HTTP/1.1 204 No Content|", NNG_EPROTO, NNG_EPROTO },
    { "", "HTTP/1.1 301 Moved|Location: /|Content-Length: 0|", NNG_EPROTO, NNG_EPROTO },
    { "", "HTTP/1.1 400 Bad Request|Content-Length: 0|", NNG_EPROTO, NNG_EPROTO },
    { "", "HTTP/1.1 401 Unauthorized|Content-Length: 0|", NNG_EPERM, NNG_EPERM },
    { "", "HTTP/1.1 403 Forbidden|Content-Length: 0|", NNG_EPERM, NNG_EPERM },
    { "", "HTTP/1.1 404 Not Found|Content-Length: 9|", NNG_ECONNREFUSED, NNG_ECONNREFUSED },
    { "", "HTTP/1.1 405 Not Allowed|Content-Length: 0|", NNG_ECONNREFUSED, NNG_ECONNREFUSED },
    { "", "HTTP/1.1 503 Unavailable|Content-Length: 0|", NNG_EPROTO, NNG_EPROTO },
    { "", "SSH-2.0-something|", NNG_EPROTO, NNG_EPROTO },
    { "", "HTTP/1.1 101 X|" GOOD " folded|", NNG_EPROTO, -1 },
    { "", NULL, NNG_ECONNSHUT, NNG_ECONNSHUT },
};

static void answer(int fd, const char *text, const char *request) {
    char response[1024], *end = response;
    const char *accept = strchr(text, '*') ? accept_of(key_of(request)) : "";
    for(; *text; text++) {
        switch(*text) {
        case '|': end = stpcpy(end, "\r\n"); break;
        case '*': end = stpcpy(end, accept); break;
        default: *end++ = *text;
        }
    }
    strcpy(end, "\r\n");
    raw_send(fd, response);
}

static void all_answers(void) {
    size_t i;
    nng_aio *aio = new_aio();
    for(i = 0; i < sizeof answers / sizeof *answers; i++) {
        int result = OURS ? answers[i].result : answers[i].of_nng, fd;
        const char *request;
        nng_stream_dialer *dialer = new_dialer("/");
        if(result < 0) continue;
        fprintf(stderr, "%s\n", answers[i].answer ? answers[i].answer : "(end)");
        if(*answers[i].protocol)
            CHECK_OK(nng_stream_dialer_set_string(dialer, NNG_OPT_WS_PROTOCOL, answers[i].protocol));
        fd = begin(dialer, aio, &request);
        if(answers[i].answer) answer(fd, answers[i].answer, request);
        else close(fd);
        ended(aio, result);
        nng_stream_dialer_free(dialer);
        if(result == 0) {
            nng_stream *stream = nng_aio_get_output(aio, 0);
            ws_write(fd, "\x82\2hi", 4);
            expect(stream, "hi");
            nng_stream_free(stream);
        }
        if(answers[i].answer) close(fd);
    }
    nng_aio_free(aio);
}

// The request, to the letter.
static void request(void) {
    nng_stream_dialer *dialer = new_dialer("/path/?query");
    nng_aio *aio = new_aio();
    char wanted[1024];
    const char *got;
    int fd;
    CHECK_OK(nng_stream_dialer_set_string(dialer, NNG_OPT_WS_PROTOCOL, "chat"));
    CHECK_OK(nng_stream_dialer_set_string(dialer, NNG_OPT_WS_REQUEST_HEADERS, "X-A: 1\r\nX-B: 2\r\n"));
    CHECK_OK(nng_stream_dialer_set_string(dialer, NNG_OPT_WS_REQUEST_HEADER "X-C", "3"));
    CHECK_OK(nng_stream_dialer_set_string(dialer, NNG_OPT_WS_REQUEST_HEADER "x-a", "4"));
    CHECK_OK(nng_stream_dialer_set_string(dialer, NNG_OPT_WS_REQUEST_HEADERS, "X-B: 5"));
    fd = begin(dialer, aio, &got);
    snprintf(wanted, sizeof wanted, "GET /path/?query HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Key: %s\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: chat\r\n"
        "X-A: 4\r\nX-B: 5\r\nX-C: 3\r\n\r\n", port, key_of(got));
    CHECK_STR(got, wanted);
    nng_aio_cancel(aio);
    ended(aio, NNG_ECANCELED);
    close(fd);
#if OURS
    nng_stream_dialer_free(dialer);
    dialer = new_dialer("?query#fragment");
    CHECK_OK(nng_stream_dialer_set_string(dialer, NNG_OPT_WS_REQUEST_HEADER "host", "elsewhere"));
    fd = begin(dialer, aio, &got);
    CHECK(strstr(got, "GET /?query HTTP/1.1\r\nHost: elsewhere\r\nUpgrade: ") == got);
    nng_aio_abort(aio, NNG_EINTR);
    ended(aio, NNG_EINTR);
    close(fd);
    // Each request has a key of its own.
    memcpy(wanted, key_of(got), 24);
    fd = begin(dialer, aio, &got);
    CHECK(memcmp(wanted, key_of(got), 24) != 0);
    nng_stream_dialer_close(dialer);
    ended(aio, NNG_ECLOSED);
    // The connection goes with the dial.
    raw_expect_end(fd);
    close(fd);
#endif
    nng_stream_dialer_free(dialer);
    nng_aio_free(aio);
}

// A server that says nothing, or not all, has two seconds; fewer if the aio has.
static void silence(void) {
    nng_stream_dialer *dialer = new_dialer("/");
    nng_aio *aio = new_aio();
    const char *request;
    nng_time began;
    int fd;
    nng_aio_set_timeout(aio, 60000);
    began = nng_clock();
    fd = begin(dialer, aio, &request);
    answer(fd, "HTTP/1.1 101 X|Upgrade: websocket", request);
    ended(aio, NNG_ETIMEDOUT);
    CHECK(nng_clock() - began >= 1900);
    close(fd);
#if OURS
    // To connect takes no time.
    nng_aio_set_timeout(aio, 1);
    nng_stream_dialer_dial(dialer, aio);
    ended(aio, NNG_ETIMEDOUT);
    CHECK((fd = accept(server, NULL, NULL)) >= 0);
    close(fd);
#endif
    nng_aio_free(aio);
    nng_stream_dialer_free(dialer);
}

#if OURS
// Many at the same time, of which each is on its own; the dialer goes before some of its dials are done.
static void together(void) {
    enum { DIALS = 8 };
    nng_stream_dialer *dialer = new_dialer("/");
    nng_aio *aios[DIALS];
    int fds[DIALS], i, good = 0, closed = 0;
    for(i = 0; i < DIALS; i++) nng_stream_dialer_dial(dialer, aios[i] = new_aio());
    for(i = 0; i < DIALS; i++) {
        CHECK((fds[i] = accept(server, NULL, NULL)) >= 0);
        if(i < DIALS / 2) answer(fds[i], "HTTP/1.1 101 X|" GOOD, receive_head(fds[i]));
    }
    // The end of the answered ones is certain, the others wait.
    for(i = 0; good < DIALS / 2; i = (i + 1) % DIALS)
        if(aios[i] && !nng_aio_busy(aios[i])) {
            ended(aios[i], 0);
            nng_stream_free(nng_aio_get_output(aios[i], 0));
            nng_aio_free(aios[i]);
            aios[i] = NULL;
            good++;
        }
    nng_stream_dialer_free(dialer);
    for(i = 0; i < DIALS; i++) {
        if(aios[i]) {
            ended(aios[i], NNG_ECLOSED);
            nng_aio_free(aios[i]);
            closed++;
        }
        close(fds[i]);
    }
    CHECK_INT(closed, DIALS / 2);
}

// An endless answer is given up.
static void endless(void) {
    nng_stream_dialer *dialer = new_dialer("/");
    nng_aio *aio = new_aio();
    const char *request;
    int fd = begin(dialer, aio, &request);
    static const char line[] = "X: 0123456789012345678901234567890123456789012345678901234567890123456789\r\n";
    raw_send(fd, "HTTP/1.1 101 X\r\n");
    while(nng_aio_busy(aio) && send(fd, line, sizeof line - 1, MSG_NOSIGNAL) > 0);
    ended(aio, NNG_EMSGSIZE);
    close(fd);
    nng_aio_free(aio);
    nng_stream_dialer_free(dialer);
}
#endif

int main(void) {
    make_server();
    request();
    all_answers();
    silence();
#if OURS
    together();
    endless();
#endif
    close(server);
    return 0;
}
