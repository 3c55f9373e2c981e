// How TLS connections end: in good order, cut short, by a deadline, by another coroutine.
#include "meter.h"
#include "tls.h"

static char buf[40000];

static coroutine void detaches(int s, int *detached) {
    *detached = tls_detach(s, -1);
    CHECK(*detached >= 0 && *detached != s);
    CHECK_ERRNO(hclose(s), EBADF);
}

/* What the peer has sent and nobody received does not matter, however much it is. What follows is kept. */
static void unread(int over_meter) {
    static struct meter meter;
    int s[2], t[2], b = bundle();
    size_t i;
    make_pair(s);
    if(over_meter) s[0] = meter_open(&meter, s[0]);
    make_tls(s);
    for(i = 0; i != 5; ++i) CHECK_OK(bsend(s[1], buf, sizeof(buf), -1));
    CHECK_OK(brecv(s[0], buf, 100, -1));
    CHECK_OK(bsend(s[0], buf, 10, -1));
    CHECK_OK(bundle_go(b, detaches(s[1], &t[1])));
    t[0] = tls_detach(s[0], -1);
    CHECK(t[0] >= 0 && t[0] != s[0]);
    CHECK_ERRNO(hclose(s[0]), EBADF);
    CHECK_ERRNO(tls_detach(s[0], -1), EBADF);
    CHECK_OK(bundle_wait(b, -1));
    CHECK_OK(bsend(t[0], "plain", 5, -1));
    CHECK_OK(brecv(t[1], buf, 5, -1));
    CHECK_MEM(buf, "plain", 5);
    CHECK_OK(hclose(t[0]));
    CHECK_OK(hclose(t[1]));
    CHECK_OK(hclose(b));
    if(over_meter) CHECK_INT(meter.closed, 1);
}

static coroutine void ends_and_goes_on(int s) {
    s = tls_detach(s, -1);
    CHECK(s >= 0);
    CHECK_OK(bsend(s, "right behind", 12, -1));
    /* Until the other end is closed. */
    CHECK_ERRNO(brecv(s, buf, 1, -1), ECONNRESET);
    CHECK_OK(hclose(s));
}

/* The bytes behind close_notify arrive together with it. */
static void right_behind(int over_meter) {
    static struct meter meter;
    int s[2], b = bundle();
    make_pair(s);
    if(over_meter) s[0] = meter_open(&meter, s[0]);
    make_tls(s);
    CHECK_OK(tls_done(s[0], -1));
    CHECK_OK(bundle_go(b, ends_and_goes_on(s[1])));
    CHECK_ERRNO(brecv(s[0], buf, 1, -1), EPIPE);
    s[0] = tls_detach(s[0], 0);
    CHECK(s[0] >= 0);
    CHECK_OK(brecv(s[0], buf, 12, -1));
    CHECK_MEM(buf, "right behind", 12);
    CHECK_OK(hclose(s[0]));
    CHECK_OK(bundle_wait(b, -1));
    CHECK_OK(hclose(b));
}

/* One end of a TLS connection, and the bare connection at the other. */
static struct meter bared;

static int bare(int s[2]) {
    make_pair(s);
    s[1] = meter_open(&bared, s[1]);
    make_tls(s);
    return bared.lower;
}

static void cut_short(void) {
    int s[2], lower;
    /* Without close_notify nobody knows whether that was all. */
    lower = bare(s);
    CHECK_OK(bsend(s[1], "abc", 3, -1));
    CHECK_OK(tcp_done(lower, -1));
    CHECK_OK(brecv(s[0], buf, 3, -1));
    CHECK_ERRNO(brecv(s[0], buf, 1, -1), ECONNRESET);
    CHECK_ERRNO(brecv(s[0], buf, 1, -1), ECONNRESET);
    /* The other direction does not mind. */
    CHECK_OK(bsend(s[0], "def", 3, -1));
    CHECK_OK(brecv(s[1], buf, 3, -1));
    CHECK_OK(tls_done(s[0], -1));
    CHECK_ERRNO(brecv(s[1], buf, 1, -1), EPIPE);
    /* This end cannot say that it has finished. */
    CHECK_ERRNO(tls_done(s[1], -1), ECONNRESET);
    CHECK_ERRNO(tls_done(s[1], -1), ECONNRESET);
    CHECK_ERRNO(tls_detach(s[1], -1), ECONNRESET);
    CHECK_INT(bared.closed, 1);
    CHECK_ERRNO(tls_detach(s[0], -1), ECONNRESET);
    CHECK_ERRNO(hclose(s[0]), EBADF);

    /* In the middle of a record. */
    lower = bare(s);
    CHECK_OK(bsend(lower, "\x17\x03\x03\x01", 4, -1));
    CHECK_OK(tcp_done(lower, -1));
    CHECK_ERRNO(tls_detach(s[0], -1), ECONNRESET);
    CHECK_ERRNO(hclose(s[0]), EBADF);
    CHECK_OK(hclose(s[1]));

    /* hclose is no end in good order. */
    lower = bare(s);
    CHECK_OK(hclose(s[1]));
    CHECK_ERRNO(hclose(lower), EBADF);
    CHECK_ERRNO(brecv(s[0], buf, 1, -1), ECONNRESET);
    CHECK_OK(hclose(s[0]));
}

/* Bytes that no holder of the keys sent. */
static void forged(void) {
    int s[2], lower = bare(s);
    CHECK_OK(bsend(s[1], "abc", 3, -1));
    CHECK_OK(bsend(lower, "\x17\x03\x03\x00\x14" "0123456789abcdefghij", 25, -1));
    CHECK_OK(brecv(s[0], buf, 3, -1));
    CHECK_ERRNO(brecv(s[0], buf, 1, -1), EFAULT);
    CHECK_ERRNO(brecv(s[0], buf, 1, -1), ECONNRESET);
    CHECK_ERRNO(bsend(s[0], "x", 1, -1), ECONNRESET);
    CHECK_ERRNO(tls_done(s[0], -1), ECONNRESET);
    /* The other end was told. */
    CHECK_ERRNO(brecv(s[1], buf, 1, now() + 10000), EFAULT);
    CHECK_ERRNO(tls_detach(s[0], -1), ECONNRESET);
    CHECK_ERRNO(hclose(s[0]), EBADF);
    CHECK_OK(hclose(s[1]));

    lower = bare(s);
    CHECK_OK(bsend(lower, "no TLS at all, and not short", 28, -1));
    CHECK_ERRNO(tls_detach(s[0], -1), EFAULT);
    CHECK_ERRNO(hclose(s[0]), EBADF);
    CHECK_OK(hclose(s[1]));
}

static void deadlines(void) {
    int s[2];
    make_tls_pair(s);
    CHECK_ERRNO(brecv(s[0], buf, 1, 0), ETIMEDOUT);
    CHECK_ERRNO(brecv(s[0], buf, 1, -1), ECONNRESET);
    /* Only that direction. */
    CHECK_OK(bsend(s[0], "x", 1, 0));
    CHECK_OK(brecv(s[1], buf, 1, -1));
    CHECK_OK(tls_done(s[0], 0));
    CHECK_ERRNO(tls_detach(s[0], -1), ECONNRESET);
    CHECK_ERRNO(hclose(s[0]), EBADF);
    CHECK_OK(hclose(s[1]));

    /* More than the connection takes. */
    make_tls_pair(s);
    while(bsend(s[0], buf, sizeof(buf), now() + 5) == 0);
    CHECK_INT(errno, ETIMEDOUT);
    CHECK_ERRNO(bsend(s[0], "x", 1, -1), ECONNRESET);
    CHECK_ERRNO(tls_done(s[0], -1), ECONNRESET);
    CHECK_OK(bsend(s[1], "x", 1, -1));
    CHECK_OK(brecv(s[0], buf, 1, -1));
    CHECK_ERRNO(tls_detach(s[0], -1), ECONNRESET);
    CHECK_OK(hclose(s[1]));

    /* A peer that does not finish. The deadline is that of the call, not of one before. */
    make_tls_pair(s);
    CHECK_OK(bsend(s[0], "x", 1, -1));
    CHECK_ERRNO(tls_detach(s[0], now() + 5), ETIMEDOUT);
    CHECK_ERRNO(tls_detach(s[0], -1), EBADF);
    CHECK_OK(hclose(s[1]));
}

static coroutine void receives(int s, int want, int *count) {
    char byte;
    CHECK_ERRNO(brecv(s, &byte, 1, -1), want);
    ++*count;
}

static coroutine void receives_one(int s, int *count) {
    char byte;
    CHECK_OK(brecv(s, &byte, 1, -1));
    ++*count;
}

static coroutine void sends_until(int s, int want, int *count) {
    while(bsend(s, buf, sizeof(buf), -1) == 0);
    CHECK_INT(errno, want);
    ++*count;
}

static coroutine void detaches_in_vain(int s, int want, int *count) {
    CHECK_ERRNO(tls_detach(s, -1), want);
    ++*count;
}

static void at_the_same_time(void) {
    int s[2], t[2], b = bundle(), count = 0;
    make_tls_pair(s);
    CHECK_OK(bundle_go(b, receives_one(s[0], &count)));
    CHECK_ERRNO(brecv(s[0], buf, 1, -1), EBUSY);
    CHECK_ERRNO(tls_detach(s[0], -1), EBUSY);
    CHECK_OK(bsend(s[0], "x", 1, -1));
    CHECK_OK(bsend(s[1], "x", 1, -1));
    CHECK_OK(bundle_wait(b, -1));
    CHECK_INT(count, 1);

    /* Closed while somebody receives, and somebody else sends. */
    CHECK_OK(bundle_go(b, receives(s[0], ECONNRESET, &count)));
    CHECK_OK(bundle_go(b, sends_until(s[0], ECONNRESET, &count)));
    CHECK_ERRNO(bsend(s[0], "x", 1, -1), EBUSY);
    CHECK_ERRNO(tls_done(s[0], -1), EBUSY);
    CHECK_OK(hclose(s[0]));
    CHECK_OK(bundle_wait(b, -1));
    CHECK_INT(count, 3);
    CHECK_OK(hclose(s[1]));

    /* Closed while somebody detaches. */
    make_tls_pair(s);
    CHECK_OK(bundle_go(b, detaches_in_vain(s[0], ECONNRESET, &count)));
    CHECK_ERRNO(brecv(s[0], buf, 1, -1), EBUSY);
    CHECK_ERRNO(tls_detach(s[0], -1), EBUSY);
    CHECK_OK(hclose(s[0]));
    CHECK_OK(bundle_wait(b, -1));
    CHECK_INT(count, 4);
    CHECK_OK(hclose(s[1]));

    /* Cancelled: receiving, sending, detaching. */
    make_tls_pair(s);
    make_tls_pair(t);
    CHECK_OK(bundle_go(b, receives(s[0], ECANCELED, &count)));
    CHECK_OK(bundle_go(b, sends_until(s[0], ECANCELED, &count)));
    CHECK_OK(bundle_go(b, detaches_in_vain(t[0], ECANCELED, &count)));
    CHECK_OK(hclose(b));
    CHECK_INT(count, 7);
    CHECK_ERRNO(brecv(s[0], buf, 1, -1), ECONNRESET);
    CHECK_ERRNO(bsend(s[0], "x", 1, -1), ECONNRESET);
    CHECK_ERRNO(hclose(t[0]), EBADF);
    CHECK_OK(hclose(s[0]));
    CHECK_OK(hclose(s[1]));
    CHECK_OK(hclose(t[1]));
}

/* A peer that never stops: the deadline of detach holds, and others get their turns. */
static void endless(void) {
    int s[2], b = bundle(), detaching = bundle(), count = 0, i;
    make_tls_pair(s);
    CHECK_OK(bundle_go(b, sends_until(s[1], ECONNRESET, &count)));
    CHECK_ERRNO(tls_detach(s[0], now() + 20), ETIMEDOUT);
    CHECK_OK(bundle_wait(b, -1));
    CHECK_INT(count, 1);
    CHECK_OK(hclose(s[1]));

    make_tls_pair(s);
    CHECK_OK(bundle_go(b, sends_until(s[1], ECONNRESET, &count)));
    CHECK_OK(bundle_go(detaching, detaches_in_vain(s[0], ECANCELED, &count)));
    for(i = 0; i != 3; ++i) CHECK_OK(yield());
    CHECK_OK(hclose(detaching));
    CHECK_OK(bundle_wait(b, -1));
    CHECK_INT(count, 3);
    CHECK_OK(hclose(s[1]));
    CHECK_OK(hclose(b));
}

int main(void) {
    unread(0);
    unread(1);
    right_behind(0);
    right_behind(1);
    cut_short();
    forged();
    deadlines();
    at_the_same_time();
    endless();
    return 0;
}
