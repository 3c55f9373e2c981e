// HTTP handles: who owns what, whatever fails; storage; two coroutines; closing under a waiter.
#include "memstream.h"
#include "pair.h"

static char a[256], b[256];
static int count;

static coroutine void attaches_when_cancelled(struct memstream *mem, int h) {
    CHECK_ERRNO(msleep(-1), ECANCELED);
    CHECK_ERRNO(http_attach(h), ECANCELED);
    CHECK_INT(mem->closed, 1);
    CHECK_ERRNO(hclose(h), EBADF);
    count++;
}

static void attach(void) {
    struct memstream mem;
    struct http_storage storage;
    struct ipaddr addr;
    int s, h, h2, listener;
    CHECK_INT(sizeof(storage), 1296);

    s = memstream_open(&mem, "", 0);
    h = http_attach(s);
    CHECK(h >= 0 && h != s);
    CHECK_ERRNO(hclose(s), EBADF);
    CHECK_ERRNO(bsend(s, "x", 1, -1), EBADF);
    /* It is no bytestream itself. */
    CHECK_ERRNO(http_attach(h), ENOTSUP);
    CHECK_INT(mem.closed, 1);
    CHECK_ERRNO(hclose(h), EBADF);
    CHECK_INT(mem.receives, 0);
    CHECK_INT(mem.sends, 0);

    memset(&storage, 0xff, sizeof(storage));
    h = http_attach_mem(memstream_open(&mem, "a: b\r\n", 6), &storage);
    CHECK(h >= 0);
    CHECK_OK(http_recvfield(h, a, sizeof(a), b, sizeof(b), -1));
    h2 = hown(h);
    CHECK(h2 >= 0);
    CHECK_ERRNO(http_done(h, -1), EBADF);
    CHECK_OK(http_done(h2, -1));
    CHECK_OK(hclose(h2));
    CHECK_INT(mem.closed, 1);

    /* Failures close what was passed. */
    CHECK_ERRNO(http_attach_mem(memstream_open(&mem, "", 0), NULL), EINVAL);
    CHECK_INT(mem.closed, 1);
    CHECK_ERRNO(http_attach(-1), EBADF);
    CHECK_ERRNO(http_attach(5000), EBADF);
    listener = listen_on_loopback(&addr);
    CHECK_ERRNO(http_attach(listener), ENOTSUP);
    CHECK_ERRNO(hclose(listener), EBADF);
    h = bundle();
    CHECK_ERRNO(http_attach(h), ENOTSUP);
    CHECK_ERRNO(hclose(h), EBADF);
    s = memstream_open(&mem, "", 0);
    h = go(attaches_when_cancelled(&mem, s));
    CHECK_OK(hclose(h));
    CHECK_INT(count, 1);
}

static coroutine void receives(int h, int want) {
    CHECK_ERRNO(http_recvrequest(h, a, sizeof(a), b, sizeof(b), -1), want);
    count++;
}

static coroutine void receives_field(int h) {
    char name[16], value[16];
    CHECK_OK(http_recvfield(h, name, sizeof(name), value, sizeof(value), -1));
    CHECK_STR(value, "b");
    count++;
}

static coroutine void detaches(int h, int want) {
    CHECK_ERRNO(http_detach(h, -1), want);
    count++;
}

static void at_the_same_time(void) {
    struct memstream mem;
    int s[2], h, bndl = bundle();
    count = 0;
    make_pair(s);
    h = http_attach(s[0]);
    CHECK_OK(bundle_go(bndl, receives_field(h)));
    /* A second receiver harms nobody. Sending goes on. */
    CHECK_ERRNO(http_recvfield(h, a, sizeof(a), b, sizeof(b), -1), EBUSY);
    CHECK_ERRNO(http_recvstatus(h, a, sizeof(a), -1), EBUSY);
    CHECK_ERRNO(http_detach(h, -1), EBUSY);
    CHECK_OK(http_sendrequest(h, "GET", "/", -1));
    CHECK_OK(bsend(s[1], "a: b\r\n", 6, -1));
    CHECK_OK(bundle_wait(bndl, -1));
    CHECK_INT(count, 1);

    /* Closed while somebody receives. */
    CHECK_OK(bundle_go(bndl, receives(h, ECONNRESET)));
    CHECK_OK(hclose(h));
    CHECK_OK(bundle_wait(bndl, -1));
    CHECK_INT(count, 2);
    CHECK_OK(hclose(s[1]));

    /* The same over a bytestream of the program, in the middle of a line. */
    h = memstream_open(&mem, "GET / HTTP", 10);
    mem.slow = 1;
    h = http_attach(h);
    CHECK_OK(bundle_go(bndl, receives(h, ECONNRESET)));
    CHECK_OK(hclose(h));
    CHECK_OK(bundle_wait(bndl, -1));
    CHECK_INT(count, 3);
    CHECK_INT(mem.closed, 1);

    /* Detaching is interrupted by closing. */
    make_pair(s);
    h = http_attach(s[0]);
    CHECK_OK(bundle_go(bndl, detaches(h, ECONNRESET)));
    CHECK_OK(hclose(h));
    CHECK_OK(bundle_wait(bndl, -1));
    CHECK_INT(count, 4);
    CHECK_OK(hclose(s[1]));

    /* Cancelled while waiting: the direction is broken. */
    make_pair(s);
    h = http_attach(s[0]);
    CHECK_OK(bundle_go(bndl, receives(h, ECANCELED)));
    CHECK_OK(hclose(bndl));
    CHECK_INT(count, 5);
    CHECK_ERRNO(http_recvrequest(h, a, sizeof(a), b, sizeof(b), -1), ECONNRESET);
    CHECK_ERRNO(http_recvfield(h, a, sizeof(a), b, sizeof(b), -1), ECONNRESET);
    CHECK_OK(hclose(h));
    CHECK_OK(hclose(s[1]));
}

static void deadlines(void) {
    int s[2], h;
    make_pair(s);
    h = http_attach(s[0]);
    /* 0 is enough for what needs no waiting. */
    CHECK_OK(bsend(s[1], "a: b\r\n", 6, -1));
    CHECK_OK(http_recvfield(h, a, sizeof(a), b, sizeof(b), 0));
    CHECK_OK(http_sendrequest(h, "GET", "/", 0));
    CHECK_OK(http_done(h, 0));
    CHECK_ERRNO(http_recvfield(h, a, sizeof(a), b, sizeof(b), 0), ETIMEDOUT);
    CHECK_ERRNO(http_recvfield(h, a, sizeof(a), b, sizeof(b), -1), ECONNRESET);
    CHECK_OK(hclose(h));
    CHECK_OK(hclose(s[1]));

    /* A part of a line does not help. */
    make_pair(s);
    h = http_attach(s[0]);
    CHECK_OK(bsend(s[1], "a: b\r", 5, -1));
    CHECK_ERRNO(http_recvfield(h, a, sizeof(a), b, sizeof(b), now() + 5), ETIMEDOUT);
    CHECK_ERRNO(http_detach(h, -1), ECONNRESET);
    CHECK_ERRNO(hclose(h), EBADF);
    CHECK_OK(hclose(s[1]));

    /* Detaching in vain closes everything. */
    make_pair(s);
    h = http_attach(s[0]);
    CHECK_ERRNO(http_detach(h, now() + 5), ETIMEDOUT);
    CHECK_ERRNO(http_detach(h, -1), EBADF);
    CHECK_ERRNO(hclose(h), EBADF);
    CHECK_OK(brecv(s[1], a, 2, -1));
    CHECK_ERRNO(brecv(s[1], a, 1, -1), EPIPE);
    CHECK_OK(hclose(s[1]));

    /* The lower handle has finished sending before. */
    make_pair(s);
    CHECK_OK(tcp_done(s[0], -1));
    h = http_attach(s[0]);
    CHECK_OK(http_sendrequest(h, "GET", "/", -1));
    CHECK_ERRNO(http_done(h, -1), EPIPE);
    CHECK_ERRNO(http_done(h, -1), ECONNRESET);
    CHECK_OK(hclose(h));
    CHECK_OK(hclose(s[1]));
}

static coroutine void never_stops(int s) {
    static char lines[60000];
    size_t i;
    for(i = 0; i != sizeof(lines); i += 6) memcpy(lines + i, "x: y\r\n", 6);
    while(bsend(s, lines, sizeof(lines), -1) == 0);
    CHECK_INT(errno, ECONNRESET);
}

static coroutine void close_after_turns(int s, int turns) {
    while(turns--) CHECK_OK(yield());
    CHECK_OK(hclose(s));
}

/* A head without an end: the deadline of detach holds, and others get their turns, without which this would not end. */
static void endless_head(void) {
    int s[2], h, bndl = bundle();
    int64_t deadline = now() + 30;
    make_pair(s);
    CHECK_OK(bundle_go(bndl, never_stops(s[1])));
    h = http_attach(s[0]);
    CHECK_ERRNO(http_detach(h, deadline), ETIMEDOUT);
    CHECK(now() >= deadline);
    CHECK_ERRNO(hclose(h), EBADF);
    CHECK_OK(bundle_wait(bndl, -1));
    CHECK_OK(hclose(s[1]));

    make_pair(s);
    CHECK_OK(bundle_go(bndl, never_stops(s[1])));
    CHECK_OK(bundle_go(bndl, close_after_turns(s[1], 10)));
    h = http_attach(s[0]);
    CHECK_ERRNO(http_detach(h, -1), ECONNRESET);
    CHECK_ERRNO(hclose(h), EBADF);
    CHECK_OK(bundle_wait(bndl, -1));
    CHECK_OK(hclose(bndl));
}

int main(void) {
    attach();
    at_the_same_time();
    deadlines();
    endless_head();
    return 0;
}
