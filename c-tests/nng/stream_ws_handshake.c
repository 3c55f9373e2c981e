// define: _GNU_SOURCE
// The handshake of a WebSocket listener: which requests it takes, and how it answers.
#include "frames.h"

static int port;

#define HEAD "GET /ws HTTP/1.1|Host: 127.0.0.1|"
#define KEY "Sec-WebSocket-Key: " WS_KEY "|"
#define VERSION "Sec-WebSocket-Version: 13|"
#define BOTH "Upgrade: websocket|Connection: Upgrade|"

// Requests with | for line ends, and the status of the answer. 0: nng answers otherwise than we do.
static const struct {
    const char *request;
    int status, of_nng;
} cases[] = {
    { HEAD BOTH KEY VERSION, 101, 101 },
    { "GET /ws?query HTTP/1.1|Host: 127.0.0.1:80|" BOTH KEY VERSION, 101, 101 },
    { "GET /ws/ HTTP/1.1|Host: 127.0.0.1|" BOTH KEY VERSION, 101, 101 },
    { "GET /ws/more HTTP/1.1|Host: 127.0.0.1|" BOTH KEY VERSION, 404, 404 },
    { "GET /other HTTP/1.1|Host: 127.0.0.1|" BOTH KEY VERSION, 404, 404 },
    { "GET /ws HTTP/1.1|Host: localhost|" BOTH KEY VERSION, 404, 404 },
    { "POST /ws HTTP/1.1|Host: 127.0.0.1|" BOTH KEY VERSION, 405, 405 },
    { "GET /ws HTTP/1.0|Host: 127.0.0.1|" BOTH KEY VERSION, 505, 505 },
    { "GET /ws HTTP/1.2|Host: 127.0.0.1|" BOTH KEY VERSION, 101, 0 },
    { "HEAD /ws HTTP/1.1|Host: 127.0.0.1|" BOTH KEY VERSION, 405, 0 },
    { HEAD, 400, 400 },
    { HEAD "Connection: Upgrade|" KEY VERSION, 400, 400 },
    { HEAD "Upgrade: websocket|" KEY VERSION, 400, 400 },
    { HEAD BOTH VERSION, 400, 400 },
    { HEAD BOTH KEY, 400, 400 },
    { HEAD BOTH "Sec-WebSocket-Key: short|" VERSION, 400, 400 },
    { HEAD BOTH "Sec-WebSocket-Key: x" WS_KEY "|" VERSION, 400, 400 },
    { HEAD BOTH "Sec-WebSocket-Key: ****************************|" VERSION, 400, 400 },
    { HEAD BOTH "Sec-WebSocket-Key: ************************|" VERSION, 400, 0 },
    { HEAD BOTH KEY "Sec-WebSocket-Version: 8|", 400, 400 },
    { HEAD BOTH KEY "Sec-WebSocket-Version: 13, 8|", 400, 400 },
    // Words are separated by commas or spaces, and their case does not matter.
    { HEAD "Upgrade: WebSocket|Connection: UPGRADE|" KEY VERSION, 101, 101 },
    { HEAD "Upgrade: h2c, websocket|Connection: keep-alive, Upgrade|" KEY VERSION, 101, 101 },
    { HEAD "Upgrade: h2c websocket|Connection: keep-alive Upgrade|" KEY VERSION, 101, 101 },
    { HEAD "Upgrade: h2c,websocket|Connection: keep-alive,Upgrade|" KEY VERSION, 101, 0 },
    { HEAD "Upgrade: websockets|Connection: Upgrade|" KEY VERSION, 400, 400 },
    { HEAD "Upgrade: websocket|Connection: Upgraded|" KEY VERSION, 400, 400 },
    // No content.
    { HEAD BOTH KEY VERSION "Content-Length: 0|", 101, 101 },
    { HEAD BOTH KEY VERSION "Content-Length: 5|", 413, 0 },
    { HEAD BOTH KEY VERSION "Transfer-Encoding: chunked|", 413, 413 },
    // Offers are declined by not answering them; asking for a protocol that nobody speaks is an error.
    { HEAD BOTH KEY VERSION "Sec-WebSocket-Extensions: permessage-deflate|", 101, 101 },
    { HEAD BOTH KEY VERSION "Sec-WebSocket-Protocol: chat|", 400, 400 },
};

// Makes a request of the text in front of the last line end.
static const char *request_of(const char *text) {
    static char request[1024];
    char *end = request;
    for(; *text; text++) {
        if(*text == '|') *end++ = '\r';
        *end++ = *text == '|' ? '\n' : *text;
    }
    strcpy(end, "\r\n");
    return request;
}

// The status of the answer to a request, and its head.
static int ask(const char *text, struct raw_response *r) {
    int fd = raw_connect(port);
    raw_send(fd, request_of(text));
    raw_receive(fd, r, false);
    close(fd);
    return r->status;
}

static struct raw_response r;

static void statuses(void) {
    size_t i;
    for(i = 0; i < sizeof cases / sizeof *cases; i++) {
        int status = OURS ? cases[i].status : cases[i].of_nng;
        fprintf(stderr, "%s\n", cases[i].request);
        if(status) CHECK_INT(ask(cases[i].request, &r), status);
        if(status == 101) CHECK_STR(r.head, WS_RESPONSE "\r\n");
    }
#if OURS
    // Which version would do (RFC 6455 section 4.4), which method.
    CHECK_INT(ask(HEAD BOTH KEY "Sec-WebSocket-Version: 8|", &r), 400);
    CHECK(strstr(r.head, "\r\nSec-WebSocket-Version: 13\r\n"));
    CHECK_INT(ask("HEAD /ws HTTP/1.1|Host: 127.0.0.1|" BOTH KEY VERSION, &r), 405);
    CHECK(strstr(r.head, "\r\nAllow: GET\r\n"));
#endif
}

// After a refusal the connection is that of HTTP still.
static void second_try(void) {
    int fd = raw_connect(port);
    raw_transact(fd, request_of(HEAD BOTH KEY), &r);
    CHECK_INT(r.status, 400);
    raw_transact(fd, request_of("GET /nothing HTTP/1.1|Host: 127.0.0.1|"), &r);
    CHECK_INT(r.status, 404);
    raw_send(fd, WS_REQUEST);
    raw_expect(fd, WS_RESPONSE "\r\n");
    close(fd);
}

static void protocols(nng_stream_listener *listener) {
    static const struct { const char *speaks, *asked, *agreed; } agreements[] = {
        { "chat", "chat", "chat" }, { "chat", "other", NULL }, { "chat", NULL, NULL },
#if OURS
        { "", NULL, "" }, { "", "chat", NULL }, { "chat", "other, chat", "chat" }, { "a, b", "b, a", "b" }, { "a,b", "b", "b" }, { "chat", "CHAT", NULL },
#endif
    };
    size_t i;
    for(i = 0; i < sizeof agreements / sizeof *agreements; i++) {
        char request[512], response[512];
        const char *agreed = agreements[i].agreed;
        CHECK_OK(nng_stream_listener_set_string(listener, NNG_OPT_WS_PROTOCOL, agreements[i].speaks));
        snprintf(request, sizeof request, HEAD BOTH KEY VERSION "%s%s%s",
            agreements[i].asked ? "Sec-WebSocket-Protocol: " : "", agreements[i].asked ? agreements[i].asked : "",
            agreements[i].asked ? "|" : "");
        CHECK_INT(ask(request, &r), agreed ? 101 : 400);
        if(!agreed) continue;
        snprintf(response, sizeof response, WS_RESPONSE "%s%s%s\r\n", *agreed ? "Sec-WebSocket-Protocol: " : "", agreed,
            *agreed ? "\r\n" : "");
        CHECK_STR(r.head, response);
    }
    CHECK_OK(nng_stream_listener_set_string(listener, NNG_OPT_WS_PROTOCOL, ""));
}

#if OURS
// Fields that the program adds come last, in their order.
static void fields(nng_stream_listener *listener) {
    CHECK_OK(nng_stream_listener_set_string(listener, NNG_OPT_WS_RESPONSE_HEADERS, "X-A: 1\r\nX-B: 2\r\n"));
    CHECK_OK(nng_stream_listener_set_string(listener, NNG_OPT_WS_RESPONSE_HEADER "X-C", "3"));
    CHECK_OK(nng_stream_listener_set_string(listener, NNG_OPT_WS_RESPONSE_HEADER "x-a", "4"));
    CHECK_INT(ask(HEAD BOTH KEY VERSION, &r), 101);
    CHECK_STR(r.head, WS_RESPONSE "X-A: 4\r\nX-B: 2\r\nX-C: 3\r\n\r\n");
}
#endif

// Which requests a URL stands for.
static void places(void) {
    static const struct { const char *url, *target, *host; int status; } all[] = {
        { "ws://127.0.0.1:0", "/", "127.0.0.1", 101 },
        { "ws://127.0.0.1:0/", "/", "127.0.0.1", 101 },
        { "ws://127.0.0.1:0/", "/x", "127.0.0.1", 404 },
        { "ws://*:0/x", "/x", "anything", 101 },
        { "ws://:0/x", "/x", "anything", 101 },
        { "ws4://127.0.0.1:0/x?query", "/x", "127.0.0.1", 101 },
        { "ws://LOCALHOST:0/x", "/x", "localhost:1234", 101 },
        { "ws://localhost:0/x", "/x", "127.0.0.1", 404 },
#if OURS
        { "ws://127.0.0.1:0/a%20b", "/a%20b", "127.0.0.1", 101 },
        { "ws://127.0.0.1:0/a%2fb", "/a%2Fb", "127.0.0.1", 101 },
        { "ws://127.0.0.1:0/a%2fb", "/a/b", "127.0.0.1", 404 },
#endif
    };
    size_t i;
    for(i = 0; i < sizeof all / sizeof *all; i++) {
        char request[512];
        nng_stream_listener *listener = ws_listener(all[i].url);
        CHECK_OK(nng_stream_listener_listen(listener));
        port = ws_port(listener);
        snprintf(request, sizeof request, "GET %s HTTP/1.1|Host: %s|" BOTH KEY VERSION, all[i].target, all[i].host);
        fprintf(stderr, "%s %s\n", all[i].url, request);
        CHECK_INT(ask(request, &r), all[i].status);
        nng_stream_listener_free(listener);
    }
}

int main(void) {
    nng_stream_listener *listener = ws_listener("ws://127.0.0.1:0/ws");
    CHECK_OK(nng_stream_listener_listen(listener));
    port = ws_port(listener);
    statuses();
    second_try();
    protocols(listener);
#if OURS
    fields(listener);
#endif
    nng_stream_listener_free(listener);
    places();
    return 0;
}
