// Two programs that talk, over real connections: with and without HTTP, large messages, both directions at a time.
#include "pair.h"
#include "wsmem.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>

static char resource[256], host[256];

/* Over TCP or a pair of UNIX-domain sockets. */
static int over_ipc;

static int close_any(int s) {
    return over_ipc ? ipc_close(s, now() + 10000) : tcp_close(s, now() + 10000);
}

static coroutine void client(int s, int flags) {
    char buf[16], text[16];
    int type = -1, code = -1;
    s = ws_attach_client(s, flags, "/a/b?c", "www.example.org", now() + 10000);
    CHECK(s >= 0);
    CHECK_OK(ws_send(s, WS_TEXT, "ABC", 3, now() + 10000));
    CHECK_INT(ws_recv(s, &type, buf, sizeof(buf), now() + 10000), 3);
    CHECK_INT(type, WS_BINARY);
    CHECK_MEM(buf, "DEF", 3);
    CHECK_INT(mrecv(s, buf, sizeof(buf), now() + 10000), 4);
    CHECK_MEM(buf, "GHIJ", 4);
    CHECK_ERRNO(mrecv(s, buf, sizeof(buf), now() + 10000), EPIPE);
    CHECK_INT(ws_status(s, &code, text, sizeof(text)), 2);
    CHECK_INT(code, 1000);
    CHECK_MEM(text, "OK", 2);
    s = ws_detach(s, 0, NULL, 0, now() + 10000);
    CHECK(s >= 0);
    CHECK_OK(bsend(s, "plain", 5, now() + 10000));
    CHECK_OK(close_any(s));
}

static void exchange(int flags) {
    char buf[16];
    int s[2], b, type = -1, code = -1;
    if(over_ipc) CHECK_OK(ipc_pair(s));
    else make_pair(s);
    b = go(client(s[0], flags));
    CHECK(b >= 0);
    s[1] = ws_attach_server(s[1], flags, resource, sizeof(resource), host, sizeof(host), now() + 10000);
    CHECK(s[1] >= 0);
    CHECK_INT(ws_recv(s[1], &type, buf, sizeof(buf), now() + 10000), 3);
    CHECK_INT(type, WS_TEXT);
    CHECK_MEM(buf, "ABC", 3);
    CHECK_OK(ws_send(s[1], WS_BINARY, "DEF", 3, now() + 10000));
    CHECK_OK(msend(s[1], "GHIJ", 4, now() + 10000));
    CHECK_OK(ws_done(s[1], 1000, "OK", 2, now() + 10000));
    CHECK_ERRNO(mrecv(s[1], buf, sizeof(buf), now() + 10000), EPIPE);
    CHECK_INT(ws_status(s[1], &code, buf, sizeof(buf)), 0);
    CHECK_INT(code, 0);
    s[1] = ws_detach(s[1], 1000, NULL, 0, now() + 10000);
    CHECK(s[1] >= 0);
    CHECK_OK(brecv(s[1], buf, 5, now() + 10000));
    CHECK_MEM(buf, "plain", 5);
    CHECK_OK(close_any(s[1]));
    CHECK_OK(bundle_wait(b, now() + 10000));
    CHECK_OK(hclose(b));
}

static int narrow(int fd) {
    int size = 8192;
    CHECK_OK(setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size)));
    CHECK_OK(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size)));
    return fd;
}

/* Like make_pair, with a kernel that takes little at a time. */
static void make_narrow_pair(int s[2]) {
    struct sockaddr_in sa;
    socklen_t len = sizeof(sa);
    int listener = narrow(socket(AF_INET, SOCK_STREAM, 0)), fd = narrow(socket(AF_INET, SOCK_STREAM, 0));
    memset(&sa, 0, sizeof(sa));
    sa.sin_family = AF_INET;
    sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK_OK(bind(listener, (struct sockaddr *)&sa, sizeof(sa)));
    CHECK_OK(listen(listener, 1));
    CHECK_OK(getsockname(listener, (struct sockaddr *)&sa, &len));
    CHECK_OK(connect(fd, (struct sockaddr *)&sa, sizeof(sa)));
    s[0] = tcp_fromfd(fd);
    s[1] = tcp_fromfd(accept(listener, NULL, NULL));
    CHECK(s[0] >= 0 && s[1] >= 0);
    CHECK_OK(close(listener));
}

static const size_t sizes[] = {1, 125, 126, 8178, 8179, 65535, 65536, 65537, 200000, 1000000};
#define SIZES (sizeof(sizes) / sizeof(sizes[0]))

static char pattern(size_t i) {
    return (char)(i * 7 + i / 251);
}

static coroutine void sender(int s) {
    char *data = malloc(1000000);
    size_t i;
    CHECK(data != NULL);
    for(i = 0; i != 1000000; ++i) data[i] = pattern(i);
    for(i = 0; i != SIZES; ++i) CHECK_OK(msend(s, data, sizes[i], now() + 20000));
    for(i = 0; i != 1000000; ++i) CHECK(data[i] == pattern(i));
    free(data);
}

static void receive_all(int s) {
    char *data = malloc(1000000);
    size_t i, k;
    CHECK(data != NULL);
    for(i = 0; i != SIZES; ++i) {
        memset(data, 0, sizes[i]);
        CHECK_INT(mrecv(s, data, sizes[i], now() + 20000), sizes[i]);
        for(k = 0; k != sizes[i]; ++k) CHECK(data[k] == pattern(k));
    }
    free(data);
}

/* Messages of all sizes, much larger than what the kernel takes at a time, in both directions at once. */
static void large(void) {
    int s[2], c, v, b = bundle();
    make_narrow_pair(s);
    c = ws_attach_client(s[0], WS_NOHTTP, NULL, NULL, -1);
    v = ws_attach_server(s[1], WS_NOHTTP, NULL, 0, NULL, 0, -1);
    CHECK(c >= 0 && v >= 0);
    CHECK_OK(bundle_go(b, sender(c)));
    /* It waits for room, and there is one sender at a time. */
    CHECK_ERRNO(msend(c, "x", 1, -1), EBUSY);
    CHECK_ERRNO(ws_done(c, 1000, NULL, 0, -1), EBUSY);
    CHECK_ERRNO(ws_detach(c, 1000, NULL, 0, -1), EBUSY);
    CHECK_OK(bundle_go(b, sender(v)));
    receive_all(v);
    receive_all(c);
    CHECK_OK(bundle_wait(b, now() + 20000));
    CHECK_OK(hclose(b));
    CHECK_OK(hclose(c));
    CHECK_OK(hclose(v));
}

static int received;

static coroutine void receiver(int s) {
    char buf[16];
    CHECK_INT(mrecv(s, buf, sizeof(buf), -1), 1);
    received = buf[0];
}

/* Takes one frame of a server from a raw connection: its first byte. The payload is dropped. */
static int skip_frame(int s, size_t *len) {
    unsigned char head[2], more[8];
    int i, n;
    CHECK_OK(brecv(s, head, 2, now() + 20000));
    n = head[1] == 126 ? 2 : head[1] == 127 ? 8 : 0;
    CHECK_OK(brecv(s, more, n, now() + 20000));
    *len = n ? 0 : head[1];
    for(i = 0; i != n; ++i) *len = *len << 8 | more[i];
    CHECK_OK(brecv(s, NULL, *len, now() + 20000));
    return head[0];
}

/* Pings that come while a message is being sent: the last one is answered behind the message, and the coroutine that
   received them does not wait for that. */
static void pings_while_sending(void) {
    int s[2], v, b = bundle();
    size_t i, len;
    make_narrow_pair(s);
    v = ws_attach_server(s[1], WS_NOHTTP, NULL, 0, NULL, 0, -1);
    CHECK_OK(bundle_go(b, sender(v)));
    CHECK_ERRNO(msend(v, "x", 1, -1), EBUSY);
    CHECK_OK(bsend(s[0], BYTES("\x89\x82\x00\x00\x00\x00" "p1" "\x89\x83\x00\x00\x00\x00" "pi2"
        "\x82\x81\x00\x00\x00\x00!"), -1));
    receiver(v);
    CHECK_INT(received, '!');
    for(i = 0; i != SIZES; ++i) {
        int first = skip_frame(s[0], &len);
        if(first == 0x8a) {
            CHECK_INT(len, 3);
            received = 0;
            --i;
            continue;
        }
        CHECK_INT(first, 0x82);
        CHECK_INT(len, sizes[i]);
    }
    if(received) {
        CHECK_INT(skip_frame(s[0], &len), 0x8a);
        CHECK_INT(len, 3);
    }
    CHECK_OK(bundle_wait(b, now() + 20000));
    CHECK_OK(hclose(b));
    CHECK_OK(hclose(v));
    CHECK_OK(hclose(s[0]));
}

static int refused;

static coroutine void late_sender(int s) {
    refused = msend(s, "late", 4, -1) == 0 ? 0 : errno;
}

/* The other way round: whoever sends while an answer is under way waits for it, and does not get EBUSY for what the
   program knows nothing of. The bytestream is one that takes its time. */
static int (*fast_bsendl)(struct bsock_vfs *, struct iolist *, struct iolist *, int64_t);

static int slow_bsendl(struct bsock_vfs *bvfs, struct iolist *first, struct iolist *last, int64_t deadline) {
    if(yield() != 0) return -1;
    return fast_bsendl(bvfs, first, last, deadline);
}

static void send_while_answering(void) {
    static struct memstream mem;
    int h = ws_server_of(&mem, WS_TEXT, BYTES("\x89\x81\x00\x00\x00\x00p" "\x81\x81\x00\x00\x00\x00x")), b = bundle();
    fast_bsendl = mem.bvfs.bsendl;
    mem.bvfs.bsendl = slow_bsendl;
    received = 0;
    refused = -1;
    CHECK_OK(bundle_go(b, receiver(h)));
    CHECK_INT(received, 0);
    CHECK_OK(bundle_go(b, late_sender(h)));
    CHECK_OK(bundle_wait(b, now() + 10000));
    CHECK_INT(received, 'x');
    CHECK_INT(refused, 0);
    ws_sent(&mem, BYTES("\x8a\x01p\x81\x04late"));
    CHECK_OK(hclose(b));
    CHECK_OK(hclose(h));
}

int main(void) {
    for(over_ipc = 0; over_ipc != 2; ++over_ipc) {
        exchange(WS_TEXT | WS_NOHTTP);
        exchange(WS_BINARY);
    }
    CHECK_STR(resource, "/a/b?c");
    CHECK_STR(host, "www.example.org");
    large();
    pings_while_sending();
    send_while_answering();
    return 0;
}
