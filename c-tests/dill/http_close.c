// Closing an HTTP handle: between messages the peer gets all that was sent, in the middle of a head it is cut off.
#include "held.h"
#include "tls.h"
#include <poll.h>

#define SIZE 3000000
/* What the client leaves to the kernel until the server has closed: too much for the client's side of it. */
#define REST 100000
#define CLIENT_BUFFER 16384

static char content[SIZE], received[SIZE];

static void make_pair_with_small_buffer(int s[2]) {
    struct ipaddr addr;
    int size = CLIENT_BUFFER, listener = listen_on_loopback(&addr), fd = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_OK(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size)));
    CHECK_OK(connect(fd, ipaddr_sockaddr(&addr), ipaddr_len(&addr)));
    s[0] = tcp_fromfd(fd);
    s[1] = tcp_accept(listener, NULL, -1);
    CHECK(s[0] >= 0 && s[1] >= 0);
    CHECK_OK(hclose(listener));
}

static void make_tls_pair_with_small_buffer(int s[2]) {
    make_pair_with_small_buffer(s);
    make_tls(s);
}

static const struct transport {
    void (*make)(int s[2]);
    int (*done)(int s, int64_t deadline);
} transports[] = {
    {make_pair_with_small_buffer, tcp_done},
    {make_ipc_pair, ipc_done},
    {make_tls_pair_with_small_buffer, tls_done},
};

static coroutine void reads_slowly(int s, int server_closed) {
    char none;
    receives(s, HEAD);
    CHECK_OK(brecv(s, received, SIZE - REST, -1));
    CHECK_ERRNO(chrecv(server_closed, &none, 1, -1), EPIPE);
    CHECK_OK(brecv(s, received + SIZE - REST, REST, -1));
    CHECK_MEM(received, content, SIZE);
    CHECK_ERRNO(brecv(s, received, 1, -1), EPIPE);
    CHECK_OK(hclose(s));
}

/* The server answers a request, and finds that there is no other one. */
static void last_response(const struct transport *transport, int half_closed, int detaches) {
    int s[2], closed[2], h, client;
    transport->make(s);
    CHECK_OK(chmake(closed));
    CHECK_OK(bsend(s[0], REQUEST, strlen(REQUEST), -1));
    if(half_closed) CHECK_OK(transport->done(s[0], -1));
    client = go(reads_slowly(s[0], closed[0]));
    s[1] = answer(s[1], -1);
    CHECK_OK(bsend(s[1], content, SIZE, -1));
    h = http_attach(s[1]);
    CHECK_ERRNO(http_recvrequest(h, a, sizeof(a), b, sizeof(b), half_closed ? -1 : 0),
        half_closed ? EPIPE : ETIMEDOUT);
    if(detaches) {
        CHECK_ERRNO(http_detach(h, -1), ECONNRESET);
        CHECK_ERRNO(hclose(h), EBADF);
    } else {
        errno = 1234;
        CHECK_OK(hclose(h));
        CHECK_INT(errno, 1234);
    }
    CHECK_OK(chdone(closed[1]));
    CHECK_OK(bundle_wait(client, -1));
    CHECK_OK(hclose(client));
    close_both(closed);
}

static int http_pair(int *peer, const char *request) {
    int s[2], h;
    make_pair(s);
    CHECK_OK(bsend(s[0], request, strlen(request), -1));
    h = http_attach(s[1]);
    CHECK(h >= 0);
    *peer = s[0];
    return h;
}

/* The peer gets these bytes, and then finds this end. */
static void is_left_with(int peer, const char *bytes, int end) {
    receives(peer, bytes);
    CHECK_ERRNO(brecv(peer, a, 1, now() + 10000), end);
    CHECK_OK(hclose(peer));
}

static void between_messages(void) {
    int h, peer;
    h = http_pair(&peer, "");
    CHECK_OK(hclose(h));
    is_left_with(peer, "", EPIPE);

    h = http_pair(&peer, REQUEST);
    receive_request(h);
    CHECK_OK(http_sendstatus(h, 200, "OK", -1));
    CHECK_OK(http_sendfield(h, "a", "b", -1));
    CHECK_OK(http_done(h, -1));
    CHECK_OK(hclose(h));
    is_left_with(peer, HEAD, EPIPE);

    /* A response that nobody asked for: the server waits no longer. */
    h = http_pair(&peer, "");
    CHECK_ERRNO(http_recvrequest(h, a, sizeof(a), b, sizeof(b), 0), ETIMEDOUT);
    CHECK_OK(http_sendstatus(h, 408, "x", -1));
    CHECK_ERRNO(http_detach(h, -1), ECONNRESET);
    is_left_with(peer, "HTTP/1.1 408 x\r\n\r\n", EPIPE);

    /* A head was waited for, so the empty line has left. */
    h = http_pair(&peer, "");
    CHECK_ERRNO(http_detach(h, 0), ETIMEDOUT);
    is_left_with(peer, "\r\n", EPIPE);
}

/* A close_notify that there is no room for is left out, and everything before arrives. */
static void no_room_for_the_end_of_tls(void) {
    struct pollfd polled = {.events = POLLIN};
    int s[2], h;
    ssize_t n;
    make_tls_pair(s);
    CHECK_OK(bsend(s[0], "x", 1, -1));
    polled.fd = sent_on;
    receives(s[1], "x");
    fill(s[1]);
    h = http_attach(s[1]);
    CHECK_OK(hclose(h));
    do {
        CHECK_INT(poll(&polled, 1, 10000), 1);
        n = read(polled.fd, received, SIZE);
    } while(n > 0);
    CHECK_INT(n, 0);
    CHECK_OK(hclose(s[0]));
}

static void inside_of_heads(void) {
    int h, peer;
    h = http_pair(&peer, "GET / HTTP/1.1\r\nHo");
    CHECK_OK(http_recvrequest(h, a, sizeof(a), b, sizeof(b), -1));
    CHECK_ERRNO(http_recvfield(h, a, sizeof(a), b, sizeof(b), 0), ETIMEDOUT);
    CHECK_OK(hclose(h));
    is_left_with(peer, "", ECONNRESET);

    h = http_pair(&peer, "G");
    CHECK_ERRNO(http_recvrequest(h, a, sizeof(a), b, sizeof(b), 0), ETIMEDOUT);
    CHECK_ERRNO(http_detach(h, -1), ECONNRESET);
    is_left_with(peer, "", ECONNRESET);

    h = http_pair(&peer, REQUEST);
    receive_request(h);
    CHECK_OK(http_sendstatus(h, 200, "OK", -1));
    CHECK_OK(hclose(h));
    is_left_with(peer, "HTTP/1.1 200 OK\r\n", ECONNRESET);
}

/* Content that could not be sent as a whole. */
static void after_broken_content(void) {
    int s[2], h;
    make_pair(s);
    while(bsend(s[1], content, SIZE, 0) == 0) {}
    CHECK_INT(errno, ETIMEDOUT);
    h = http_attach(s[1]);
    CHECK_OK(hclose(h));
    while(brecv(s[0], received, 1000, now() + 10000) == 0) {}
    CHECK_INT(errno, ECONNRESET);
    CHECK_OK(hclose(s[0]));
}

static coroutine void waits(int h) {
    CHECK_ERRNO(http_recvrequest(h, a, sizeof(a), b, sizeof(b), -1), ECONNRESET);
}

static coroutine void sends_without_room(int h) {
    CHECK_OK(http_sendstatus(h, 200, "OK", -1));
    CHECK_ERRNO(http_done(h, -1), ECONNRESET);
}

/* Another coroutine is inside of a call. */
static void under_others(void) {
    int s[2], h, peer, bndl = bundle();
    size_t len;
    h = http_pair(&peer, "");
    CHECK_OK(bundle_go(bndl, waits(h)));
    CHECK_OK(hclose(h));
    CHECK_OK(bundle_wait(bndl, -1));
    is_left_with(peer, "", EPIPE);

    make_pair(s);
    len = fill(s[1]);
    h = http_attach(s[1]);
    CHECK_OK(bundle_go(bndl, sends_without_room(h)));
    CHECK_OK(hclose(h));
    CHECK_OK(bundle_wait(bndl, -1));
    CHECK_ERRNO(brecv(s[0], NULL, len + 1, -1), ECONNRESET);
    CHECK_OK(hclose(s[0]));
    CHECK_OK(hclose(bndl));
}

/* The bytestream alone: as ever. */
static void detached(void) {
    int s[2];
    hold(s, -1);
    CHECK_OK(hclose(s[1]));
    is_left_with(s[0], HEAD, ECONNRESET);

    hold(s, -1);
    CHECK_OK(tcp_done(s[0], -1));
    CHECK_OK(tcp_close(s[1], -1));
    is_left_with(s[0], HEAD, EPIPE);
}

int main(void) {
    size_t i;
    for(i = 0; i != SIZE; ++i) content[i] = i * 7 + (i >> 8);
    for(i = 0; i != 12; ++i) last_response(&transports[i / 4], i / 2 % 2, i % 2);
    between_messages();
    no_room_for_the_end_of_tls();
    inside_of_heads();
    after_broken_content();
    under_others();
    detached();
    return 0;
}
