// The opening handshake, line by line, against raw peers; keys; who owns what after a failure.
#include "wsmem.h"

#define ACCEPT "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
#define REQUEST "GET /chat?x=1 HTTP/1.1\r\n"
#define UPGRADE "Upgrade: websocket\r\nConnection: Upgrade\r\n"
#define KEY "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
#define VERSION "Sec-WebSocket-Version: 13\r\n"
#define A64 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define A256 A64 A64 A64 A64
#define A4096 A256 A256 A256 A256 A256 A256 A256 A256 A256 A256 A256 A256 A256 A256 A256 A256

static struct memstream mem;
static char resource[64], host[64], buf[1000];

static int serve(const char *in) {
    return ws_attach_server(memstream_open(&mem, in, strlen(in)), WS_TEXT, resource, sizeof(resource), host,
        sizeof(host), -1);
}

static void server_accepts(void) {
    static const char *const requests[] = {
        REQUEST "Host: example.org:81\r\n" UPGRADE KEY VERSION "\r\n",
        REQUEST "host:example.org:81\r\nupgrade: WebSocket\r\nconnection: keep-alive, UPGRADE\r\n"
            "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version:13\r\n\r\n",
        REQUEST VERSION "Connection: foo\r\n" KEY "Upgrade: h3, websocket\r\nX-Other: " A4096 "\r\n"
            A256 ": x\r\nConnection: foo, " A256 ", upgrade\r\nHost: example.org:81\r\nSec-WebSocket-Extensions: permessage-deflate\r\n"
            "Sec-WebSocket-Protocol: chat\r\n\r\n",
    };
    struct ws_storage storage;
    size_t i;
    int h;
    for(i = 0; i != sizeof(requests) / sizeof(requests[0]); ++i) {
        h = serve(requests[i]);
        CHECK(h >= 0);
        CHECK_STR(resource, "/chat?x=1");
        CHECK_STR(host, "example.org:81");
        CHECK_INT(mem.sends, 1);
        memstream_sent(&mem, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Accept: " ACCEPT "\r\n\r\n");
        CHECK_OK(hclose(h));
        CHECK_INT(mem.closed, 1);
    }
    /* Without Host; what follows the head are frames; storage of the program. */
    strcpy(host, "before");
    h = memstream_open(&mem, BYTES(REQUEST UPGRADE KEY VERSION "\r\n" "\x81\x81\x00\x00\x00\x00x"));
    h = ws_attach_server_mem(h, WS_TEXT, resource, sizeof(resource), host, sizeof(host), &storage, -1);
    CHECK(h >= 0);
    CHECK_STR(host, "");
    CHECK_INT(mrecv(h, buf, 10, -1), 1);
    CHECK_INT(buf[0], 'x');
    CHECK_OK(hclose(h));
}

static void server_refuses(void) {
    static const struct { const char *in; int error; } cases[] = {
        {"POST /chat HTTP/1.1\r\n" UPGRADE KEY VERSION "\r\n", EPROTO},
        {A64 " /chat HTTP/1.1\r\n" UPGRADE KEY VERSION "\r\n", EPROTO},
        {"get /chat HTTP/1.1\r\n" UPGRADE KEY VERSION "\r\n", EPROTO},
        {"nonsense\r\n" UPGRADE KEY VERSION "\r\n", EPROTO},
        {"GET /" A64 " HTTP/1.1\r\n" UPGRADE KEY VERSION "\r\n", EMSGSIZE},
        {REQUEST "Host: " A64 "\r\n" UPGRADE KEY VERSION "\r\n", EMSGSIZE},
        {REQUEST "Host: a\r\nHost: a\r\n" UPGRADE KEY VERSION "\r\n", EPROTO},
        {REQUEST "Connection: Upgrade\r\n" KEY VERSION "\r\n", EPROTO},
        {REQUEST "Upgrade: websocket\r\n" KEY VERSION "\r\n", EPROTO},
        {REQUEST "Upgrade: websocket\r\nConnection: keep-alive\r\n" KEY VERSION "\r\n", EPROTO},
        {REQUEST "Upgrade: websockets\r\nConnection: Upgrade\r\n" KEY VERSION "\r\n", EPROTO},
        {REQUEST UPGRADE VERSION "\r\n", EPROTO},
        {REQUEST UPGRADE KEY "\r\n", EPROTO},
        {REQUEST UPGRADE KEY KEY VERSION "\r\n", EPROTO},
        {REQUEST UPGRADE KEY VERSION VERSION "\r\n", EPROTO},
        {REQUEST UPGRADE KEY "Sec-WebSocket-Version: 8\r\n\r\n", EPROTO},
        {REQUEST UPGRADE "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ\r\n" VERSION "\r\n", EPROTO},
        {REQUEST UPGRADE "Sec-WebSocket-Key: \xe4\xf6\xfclIHNhbXBsZSBub25jZQ==\r\n" VERSION "\r\n", EPROTO},
        {REQUEST "no field\r\n" UPGRADE KEY VERSION "\r\n", EPROTO},
        {REQUEST UPGRADE KEY VERSION, ECONNRESET},
        {"", EPIPE},
    };
    size_t i;
    int h, b;
    for(i = 0; i != sizeof(cases) / sizeof(cases[0]); ++i) {
        CHECK_ERRNO(serve(cases[i].in), cases[i].error);
        CHECK_INT(mem.out_len, 0);
        CHECK_INT(mem.closed, 1);
    }
    /* Arguments. */
    for(i = 0; i != 5; ++i) {
        h = memstream_open(&mem, BYTES(REQUEST UPGRADE KEY VERSION "\r\n"));
        CHECK_ERRNO(i == 0 ? ws_attach_server(h, 0, NULL, 10, host, 10, -1)
            : i == 1 ? ws_attach_server(h, 0, resource, 0, host, 10, -1)
            : i == 2 ? ws_attach_server(h, 0, resource, 10, NULL, 10, -1)
            : i == 3 ? ws_attach_server(h, 0, resource, 10, host, 0, -1)
            : ws_attach_server_mem(h, 0, resource, 10, host, 10, NULL, -1), EINVAL);
        CHECK_INT(mem.closed, 1);
        CHECK_ERRNO(hclose(h), EBADF);
    }
    /* Handles. */
    b = bundle();
    CHECK_ERRNO(ws_attach_server(b, 0, resource, 10, host, 10, -1), ENOTSUP);
    CHECK_ERRNO(hclose(b), EBADF);
    b = bundle();
    CHECK_ERRNO(ws_attach_server(b, WS_NOHTTP, NULL, 0, NULL, 0, -1), ENOTSUP);
    CHECK_ERRNO(hclose(b), EBADF);
    CHECK_ERRNO(ws_attach_server(b, 0, resource, 10, host, 10, -1), EBADF);
    CHECK_ERRNO(ws_attach_server(b, WS_NOHTTP, NULL, 0, NULL, 0, -1), EBADF);
}

/* A server that answers what the client sent: `head` with the right key for every @. */
struct peer {
    struct memstream mem;
    const char *head;
    char in[80000];
};

static int (*plain_bsendl)(struct bsock_vfs *, struct iolist *, struct iolist *, int64_t);

static int answering_bsendl(struct bsock_vfs *bvfs, struct iolist *first, struct iolist *last, int64_t deadline) {
    struct peer *peer = (struct peer *)memstream_self(bvfs);
    char key[25] = "", accept[WS_KEY_SIZE], *at;
    const char *head;
    CHECK_OK(plain_bsendl(bvfs, first, last, deadline));
    peer->mem.out[peer->mem.out_len] = 0;
    at = strstr(peer->mem.out, "Sec-WebSocket-Key: ");
    CHECK(at != NULL);
    memcpy(key, at + 19, 24);
    CHECK_OK(ws_response_key(key, accept));
    at = peer->in;
    for(head = peer->head; *head; ++head) {
        if(*head != '@') *at++ = *head;
        else at += sprintf(at, "%s", accept);
    }
    peer->mem.in = peer->in;
    peer->mem.in_len = at - peer->in;
    return 0;
}

static int peer_open(struct peer *peer, const char *head) {
    int h = memstream_open(&peer->mem, "", 0);
    plain_bsendl = peer->mem.bvfs.bsendl;
    peer->mem.bvfs.bsendl = answering_bsendl;
    peer->head = head;
    return h;
}

static struct peer peer;

#define OK101 "HTTP/1.1 101 Switching Protocols\r\n"
#define ANSWER "Sec-WebSocket-Accept: @\r\n"

static void client_accepts(void) {
    static const char *const heads[] = {
        OK101 UPGRADE ANSWER "\r\n\x81\x01x",
        "HTTP/1.1 101 " A256 "\r\n" ANSWER "X-Other: " A4096 "\r\n" A256 ": x\r\n"
            "upgrade: WebSocket\r\nCONNECTION: keep-alive, upgrade\r\n\r\n\x81\x01x",
        "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" OK101 UPGRADE ANSWER "\r\n\x81\x01x",
    };
    struct ws_storage storage;
    size_t i;
    int h;
    for(i = 0; i != sizeof(heads) / sizeof(heads[0]); ++i) {
        h = peer_open(&peer, heads[i]);
        h = ws_attach_client_mem(h, WS_TEXT, "/chat?x=1", "example.org:81", &storage, -1);
        CHECK(h >= 0);
        /* All of it left at once, and these are its lines. */
        CHECK_INT(peer.mem.sends, 1);
        memset(strstr(peer.mem.out, "Sec-WebSocket-Key: ") + 19, '*', 22);
        memstream_sent(&peer.mem, "GET /chat?x=1 HTTP/1.1\r\nHost: example.org:81\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Key: **********************==\r\n"
            "Sec-WebSocket-Version: 13\r\n\r\n");
        CHECK_INT(mrecv(h, buf, 10, -1), 1);
        CHECK_INT(buf[0], 'x');
        CHECK_OK(hclose(h));
        CHECK_INT(peer.mem.closed, 1);
    }
}

static void client_refuses(void) {
    static const struct { const char *head; int error; } cases[] = {
        {"HTTP/1.1 200 OK\r\n" UPGRADE ANSWER "\r\n", EPROTO},
        {"HTTP/1.1 404 Not Found\r\n\r\n", EPROTO},
        {"HTTP/1.1 999 Odd\r\n" UPGRADE ANSWER "\r\n", EPROTO},
        {"nonsense\r\n\r\n", EPROTO},
        {OK101 "Connection: Upgrade\r\n" ANSWER "\r\n", EPROTO},
        {OK101 "Upgrade: websocket\r\n" ANSWER "\r\n", EPROTO},
        {OK101 "Upgrade: h2c\r\nConnection: Upgrade\r\n" ANSWER "\r\n", EPROTO},
        {OK101 UPGRADE "Upgrade: websocket\r\n" ANSWER "\r\n", EPROTO},
        {OK101 UPGRADE "\r\n", EPROTO},
        {OK101 UPGRADE ANSWER ANSWER "\r\n", EPROTO},
        {OK101 UPGRADE "Sec-WebSocket-Accept: " ACCEPT "\r\n\r\n", EPROTO},
        {OK101 UPGRADE ANSWER "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n", EPROTO},
        {OK101 UPGRADE ANSWER "Sec-WebSocket-Protocol: chat\r\n\r\n", EPROTO},
        {OK101 UPGRADE ANSWER, ECONNRESET},
        {"", EPIPE},
    };
    static const struct { const char *resource, *host; int error; } arguments[] = {
        {NULL, "h", EINVAL}, {"/", NULL, EINVAL}, {"", "h", EINVAL}, {"/a b", "h", EINVAL}, {"/", "a\r\nb: c", EINVAL},
        {"/", "", EPROTO},
    };
    size_t i;
    int h, b;
    for(i = 0; i != sizeof(cases) / sizeof(cases[0]); ++i) {
        h = peer_open(&peer, cases[i].head);
        CHECK_ERRNO(ws_attach_client(h, WS_TEXT, "/", "h", -1), cases[i].error);
        CHECK_INT(peer.mem.closed, 1);
        CHECK_ERRNO(hclose(h), EBADF);
    }
    for(i = 0; i != sizeof(arguments) / sizeof(arguments[0]); ++i) {
        h = memstream_open(&mem, "", 0);
        CHECK_ERRNO(ws_attach_client(h, 0, arguments[i].resource, arguments[i].host, -1), arguments[i].error);
        CHECK_INT(mem.closed, 1);
        CHECK_ERRNO(hclose(h), EBADF);
    }
    h = memstream_open(&mem, "", 0);
    CHECK_ERRNO(ws_attach_client_mem(h, WS_NOHTTP, NULL, NULL, NULL, -1), EINVAL);
    CHECK_INT(mem.closed, 1);
    h = memstream_open(&mem, "", 0);
    mem.send_error = ECONNRESET;
    CHECK_ERRNO(ws_attach_client(h, 0, "/", "h", -1), ECONNRESET);
    CHECK_INT(mem.closed, 1);
    b = bundle();
    CHECK_ERRNO(ws_attach_client(b, 0, "/", "h", -1), ENOTSUP);
    CHECK_ERRNO(hclose(b), EBADF);
    CHECK_ERRNO(ws_attach_client(b, 0, "/", "h", -1), EBADF);
    CHECK_ERRNO(ws_attach_client(b, WS_NOHTTP, NULL, NULL, -1), EBADF);
}

/* Appends the text so many times. */
static void repeat(char *to, const char *text, int count) {
    for(to += strlen(to); count--; to += strlen(to)) strcpy(to, text);
}

/* As much of a head as is received, and a little more. */
static void limits(void) {
    static const struct { const char *begin, *repeated; int count, error; } cases[] = {
        {"", "X: y\r\n", 252, 0},
        {"", "X: y\r\n", 253, EMSGSIZE},
        {"X-Long: ", A64, 127, 0},
        {"X-Long: ", A64, 128, EMSGSIZE},
        {"", "X: " A4096 "\r\n", 15, 0},
        {"", "X: " A4096 "\r\n", 16, EMSGSIZE},
    };
    static const char interim[] = "HTTP/1.1 102 Processing\r\n\r\n";
    static char in[80000];
    size_t i;
    int h, count;
    for(i = 0; i != sizeof(cases) / sizeof(cases[0]); ++i) {
        sprintf(in, "%s%s", REQUEST KEY VERSION UPGRADE, cases[i].begin);
        repeat(in, cases[i].repeated, cases[i].count);
        strcat(in, *cases[i].begin ? "\r\n\r\n" : "\r\n");
        h = serve(in);
        if(cases[i].error) CHECK_ERRNO(h, cases[i].error);
        else CHECK_OK(hclose(h));
        CHECK_INT(mem.closed, 1);
    }
    for(count = 256; count != 258; ++count) {
        in[0] = 0;
        repeat(in, interim, count);
        strcat(in, OK101 UPGRADE ANSWER "\r\n");
        h = ws_attach_client(peer_open(&peer, in), WS_TEXT, "/", "h", -1);
        if(count > 256) CHECK_ERRNO(h, EMSGSIZE);
        else CHECK_OK(hclose(h));
        CHECK_INT(peer.mem.closed, 1);
    }
}

static int outcome;

/* A cancelled coroutine makes no handles: the bytestream, whose handle it got from somebody else, is closed. */
static coroutine void cancelled(int s) {
    CHECK_ERRNO(msleep(-1), ECANCELED);
    outcome = ws_attach_client(s, WS_NOHTTP, NULL, NULL, -1) == -1 ? errno : 0;
}

static coroutine void waiting(int s) {
    outcome = ws_attach_server(s, 0, resource, sizeof(resource), host, sizeof(host), -1) == -1 ? errno : 0;
}

static void cancellation(void) {
    int h = memstream_open(&mem, "", 0), b = go(cancelled(h));
    CHECK_OK(hclose(b));
    CHECK_INT(outcome, ECANCELED);
    CHECK_INT(mem.closed, 1);
    h = memstream_open(&mem, BYTES(REQUEST UPGRADE KEY VERSION "\r\n"));
    mem.slow = 1;
    b = go(waiting(h));
    CHECK_OK(hclose(b));
    CHECK_INT(outcome, ECANCELED);
    CHECK_INT(mem.closed, 1);
}

static void keys(void) {
    static const char *const bad[] = {"", "x", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25jZQ===",
        "AAAAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAA=", "\x80\xff\xe4lIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBs ZSBub25jZQ="};
    char key[WS_KEY_SIZE + 1], other[WS_KEY_SIZE + 1], accept[WS_KEY_SIZE + 1];
    size_t i;
    CHECK_ERRNO(ws_request_key(NULL), EINVAL);
    CHECK_ERRNO(ws_response_key(NULL, accept), EINVAL);
    CHECK_ERRNO(ws_response_key("dGhlIHNhbXBsZSBub25jZQ==", NULL), EINVAL);
    for(i = 0; i != sizeof(bad) / sizeof(bad[0]); ++i) CHECK_ERRNO(ws_response_key(bad[i], accept), EPROTO);
    CHECK_OK(ws_response_key("dGhlIHNhbXBsZSBub25jZQ==", accept));
    CHECK_STR(accept, ACCEPT);
    memset(key, '-', sizeof(key));
    CHECK_OK(ws_request_key(key));
    CHECK_INT(strlen(key), 24);
    CHECK_INT(key[WS_KEY_SIZE], '-');
    CHECK_OK(ws_request_key(other));
    CHECK(strcmp(key, other) != 0);
    CHECK_OK(ws_response_key(key, accept));
    CHECK_INT(strlen(accept), 28);
}

int main(void) {
    server_accepts();
    server_refuses();
    client_accepts();
    client_refuses();
    limits();
    cancellation();
    keys();
    return 0;
}
