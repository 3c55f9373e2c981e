// The end of a stream of messages: the terminator, over SUFFIX, PREFIX, UDP and a message socket of the program.
#include "../check.h"
#include "foreign.h"
#include <libdill.h>

static int count;

/* Two ends of messages over a UNIX-domain connection. */
static void message_pair(int s[2]) {
    CHECK_OK(ipc_pair(s));
    s[0] = prefix_attach(s[0], 2, 0);
    s[1] = prefix_attach(s[1], 2, 0);
    CHECK(s[0] >= 0 && s[1] >= 0);
}

static void attach_pair(int s[2], const char *terminator) {
    message_pair(s);
    s[0] = term_attach(s[0], terminator, strlen(terminator));
    s[1] = term_attach(s[1], terminator, strlen(terminator));
    CHECK(s[0] >= 0 && s[1] >= 0);
}

static coroutine void client(int s) {
    char buf[16];
    s = suffix_attach(s, "\r\n", 2);
    s = term_attach(s, "STOP", 4);
    CHECK(s >= 0);
    CHECK_OK(msend(s, "ABC", 3, -1));
    CHECK_INT(mrecv(s, buf, sizeof(buf), -1), 3);
    CHECK_MEM(buf, "DEF", 3);
    s = term_detach(s, -1);
    CHECK(s >= 0);
    s = suffix_detach(s, -1);
    CHECK(s >= 0);
    CHECK_OK(ipc_close(s, -1));
    count++;
}

static void over_suffix(void) {
    int s[2], h, t;
    char buf[16];
    CHECK_OK(ipc_pair(s));
    h = go(client(s[0]));
    s[1] = suffix_attach(s[1], "\r\n", 2);
    t = term_attach(s[1], "STOP", 4);
    CHECK(t >= 0 && t != s[1]);
    CHECK_ERRNO(hclose(s[1]), EBADF);
    CHECK_INT(mrecv(t, buf, sizeof(buf), -1), 3);
    CHECK_MEM(buf, "ABC", 3);
    CHECK_OK(msend(t, "DEF", 3, -1));
    /* The end stays the end, and sending goes on. */
    CHECK_ERRNO(mrecv(t, buf, sizeof(buf), -1), EPIPE);
    CHECK_ERRNO(mrecv(t, buf, sizeof(buf), -1), EPIPE);
    CHECK_ERRNO(mrecvl(t, NULL, NULL, 0), EPIPE);
    CHECK_OK(msend(t, "dropped", 7, -1));
    s[1] = term_detach(t, -1);
    CHECK(s[1] >= 0);
    CHECK_ERRNO(hclose(t), EBADF);
    s[1] = suffix_detach(s[1], -1);
    CHECK_OK(ipc_close(s[1], -1));
    CHECK_OK(bundle_wait(h, -1));
    CHECK_OK(hclose(h));
    CHECK_INT(count, 1);
}

static void done(void) {
    struct term_storage mem;
    int s[2];
    char buf[8];
    message_pair(s);
    s[0] = term_attach_mem(s[0], NULL, 0, &mem);
    s[1] = term_attach(s[1], "", 0);
    CHECK(s[0] >= 0 && s[1] >= 0);
    CHECK_OK(msend(s[0], "x", 1, -1));
    CHECK_OK(term_done(s[0], -1));
    CHECK_ERRNO(term_done(s[0], -1), EPIPE);
    CHECK_ERRNO(msend(s[0], "x", 1, -1), EPIPE);
    CHECK_ERRNO(msend(s[0], "", 0, -1), EPIPE);
    CHECK_INT(mrecv(s[1], buf, 8, -1), 1);
    CHECK_ERRNO(mrecv(s[1], buf, 8, -1), EPIPE);
    CHECK_ERRNO(mrecv(s[1], buf, 8, -1), EPIPE);
    /* The other direction is not concerned. */
    CHECK_OK(msend(s[1], "y", 1, -1));
    CHECK_INT(mrecv(s[0], buf, 8, -1), 1);
    CHECK_OK(msend(s[1], "dropped", 7, -1));
    CHECK_OK(term_done(s[1], -1));
    s[0] = term_detach(s[0], -1);
    s[1] = term_detach(s[1], 0);
    CHECK(s[0] >= 0 && s[1] >= 0);
    /* Nothing is left between them. */
    CHECK_OK(msend(s[0], "plain", 5, -1));
    CHECK_INT(mrecv(s[1], buf, 8, -1), 5);
    CHECK_OK(hclose(s[0]));
    CHECK_OK(hclose(s[1]));
}

/* Messages shorter and longer than the terminator, and equal to its begin, into all sorts of buffers. */
static void lengths(const char *terminator) {
    static const char text[] = "STOPPED HERE";
    struct iolist a, b, c;
    char x[4], y[4], z[40];
    size_t len, part;
    int s[2];
    attach_pair(s, terminator);
    for(len = 0; len != 13; ++len) {
        if(len == strlen(terminator)) continue;
        CHECK_OK(msend(s[0], text, len, -1));
        memset(z, '.', sizeof(z));
        CHECK_INT(mrecv(s[1], z, len, -1), len);
        CHECK_MEM(z, text, len);
        CHECK_INT(z[len], '.');
        CHECK_OK(msend(s[0], text, len, -1));
        memset(z, '.', sizeof(z));
        CHECK_INT(mrecv(s[1], z, sizeof(z), -1), len);
        CHECK_MEM(z, text, len);
        CHECK_INT(z[len], '.');
        /* Three buffers, the second one dropped. */
        a = (struct iolist){x, 2, &b, 0};
        b = (struct iolist){NULL, 1, &c, 0};
        c = (struct iolist){y, 4, NULL, 0};
        part = len < 6 ? len : 6;
        CHECK_OK(msend(s[0], text, part, -1));
        memset(x, '.', sizeof(x));
        memset(y, '.', sizeof(y));
        CHECK_INT(mrecvl(s[1], &a, &c, -1), part);
        CHECK_MEM(x, text, part < 2 ? part : 2);
        CHECK_INT(x[2], '.');
        if(part > 3) CHECK_MEM(y, text + 3, part - 3);
        CHECK_INT(y[part < 3 ? 0 : part - 3], '.');
        CHECK(a.iol_next == &b && b.iol_next == &c && a.iol_len == 2 && b.iol_len == 1 && c.iol_len == 4);
        CHECK_OK(msend(s[0], text, len, -1));
        CHECK_INT(mrecvl(s[1], NULL, NULL, -1), len);
        CHECK_OK(msend(s[0], text, len, -1));
        CHECK_INT(mrecv(s[1], NULL, SIZE_MAX, -1), len);
    }
    /* Of the terminator's length, but another message. */
    memset(z, '?', sizeof(z));
    if(*terminator) {
        CHECK_OK(msend(s[0], z, strlen(terminator), -1));
        CHECK_INT(mrecv(s[1], z, sizeof(z), -1), strlen(terminator));
    }
    CHECK_OK(term_done(s[0], -1));
    /* The end needs no room. */
    CHECK_ERRNO(mrecv(s[1], NULL, 0, -1), EPIPE);
    CHECK_OK(hclose(s[0]));
    CHECK_OK(hclose(s[1]));

    /* Longer than the buffer. */
    for(len = 1; len != 13; ++len) {
        if(len == strlen(terminator)) continue;
        attach_pair(s, terminator);
        CHECK_OK(msend(s[0], text, len, -1));
        memset(z, '.', sizeof(z));
        CHECK_ERRNO(mrecv(s[1], z, len - 1, -1), EMSGSIZE);
        CHECK_INT(z[len - 1], '.');
        CHECK_OK(hclose(s[0]));
        CHECK_OK(hclose(s[1]));
    }
}

static void lists(void) {
    struct iolist a = {"12", 2, NULL, 0}, b = {NULL, 0, NULL, 0}, c = {"345", 3, NULL, 0};
    char buf[8];
    int s[2];
    attach_pair(s, "STOP");
    a.iol_next = &b;
    b.iol_next = &c;
    CHECK_OK(msendl(s[0], &a, &c, -1));
    CHECK_INT(mrecv(s[1], buf, 8, -1), 5);
    CHECK_MEM(buf, "12345", 5);
    CHECK_ERRNO(msendl(s[0], NULL, NULL, -1), EINVAL);
    CHECK_ERRNO(msendl(s[0], &a, &b, -1), EINVAL);
    CHECK_ERRNO(msend(s[0], NULL, 1, -1), EFAULT);
    CHECK_ERRNO(mrecvl(s[1], &a, NULL, -1), EINVAL);
    CHECK_ERRNO(mrecvl(s[1], NULL, &a, -1), EINVAL);
    c.iol_next = &a;
    CHECK_ERRNO(mrecvl(s[1], &a, &c, -1), EINVAL);
    CHECK_OK(msend(s[0], "ok", 2, -1));
    CHECK_INT(mrecv(s[1], buf, 8, -1), 2);
    CHECK_OK(hclose(s[0]));
    CHECK_OK(hclose(s[1]));
}

static coroutine void detaches(int s, int64_t deadline, int want) {
    int h = term_detach(s, deadline);
    if(want) CHECK_ERRNO(h, want);
    else {
        CHECK(h >= 0);
        CHECK_OK(hclose(h));
    }
    CHECK_ERRNO(hclose(s), EBADF);
    count++;
}

static coroutine void flood(int s) {
    while(msend(s, "message", 7, -1) == 0);
    CHECK_INT(errno, ECONNRESET);
    CHECK_OK(hclose(s));
    count++;
}

/* The message socket ends, breaks, or goes on for ever. */
static void ends(void) {
    int s[2], h, lower;
    char buf[8];
    /* Without a terminator it was cut off. */
    attach_pair(s, "STOP");
    CHECK_OK(hclose(s[0]));
    CHECK_ERRNO(mrecv(s[1], buf, 8, -1), ECONNRESET);
    CHECK_ERRNO(mrecv(s[1], buf, 8, -1), ECONNRESET);
    CHECK_ERRNO(term_detach(s[1], -1), ECONNRESET);
    CHECK_ERRNO(hclose(s[1]), EBADF);
    CHECK_OK(ipc_pair(s));
    CHECK_OK(ipc_done(s[0], -1));
    s[1] = term_attach(prefix_attach(s[1], 2, 0), "", 0);
    CHECK_ERRNO(term_detach(s[1], -1), ECONNRESET);
    CHECK_ERRNO(hclose(s[1]), EBADF);
    CHECK_OK(hclose(s[0]));

    /* Broken before. */
    attach_pair(s, "STOP");
    CHECK_ERRNO(mrecv(s[1], buf, 8, 0), ETIMEDOUT);
    CHECK_ERRNO(mrecv(s[1], buf, 8, -1), ECONNRESET);
    CHECK_ERRNO(term_detach(s[1], -1), ECONNRESET);
    CHECK_OK(hclose(s[0]));
    attach_pair(s, "STOP");
    CHECK_OK(hclose(s[1]));
    CHECK_ERRNO(msend(s[0], "x", 1, -1), ECONNRESET);
    CHECK_ERRNO(term_done(s[0], -1), ECONNRESET);
    CHECK_ERRNO(term_done(s[0], -1), ECONNRESET);
    CHECK_OK(hclose(s[0]));

    /* The peer does not finish, or does not stop. */
    attach_pair(s, "STOP");
    CHECK_ERRNO(term_detach(s[0], 0), ETIMEDOUT);
    CHECK_ERRNO(hclose(s[0]), EBADF);
    CHECK_ERRNO(mrecv(s[1], buf, 8, -1), EPIPE);
    CHECK_OK(hclose(s[1]));
    attach_pair(s, "");
    CHECK_ERRNO(term_detach(s[0], now() + 5), ETIMEDOUT);
    CHECK_OK(hclose(s[1]));
    attach_pair(s, "STOP");
    count = 0;
    h = go(flood(s[1]));
    CHECK_ERRNO(term_detach(s[0], now() + 30), ETIMEDOUT);
    CHECK_OK(bundle_wait(h, -1));
    CHECK_OK(hclose(h));
    CHECK_INT(count, 1);

    /* Cancelled, and closed meanwhile. */
    attach_pair(s, "STOP");
    h = go(detaches(s[0], -1, ECANCELED));
    CHECK_ERRNO(mrecv(s[0], buf, 8, -1), EBUSY);
    CHECK_ERRNO(msend(s[0], "x", 1, -1), EBUSY);
    CHECK_ERRNO(term_done(s[0], -1), EBUSY);
    CHECK_ERRNO(term_detach(s[0], -1), EBUSY);
    CHECK_OK(hclose(h));
    CHECK_INT(count, 2);
    CHECK_OK(hclose(s[1]));
    attach_pair(s, "");
    h = go(detaches(s[0], -1, ECONNRESET));
    CHECK_OK(hclose(s[0]));
    CHECK_OK(bundle_wait(h, -1));
    CHECK_OK(hclose(h));
    CHECK_INT(count, 3);
    CHECK_OK(hclose(s[1]));
    attach_pair(s, "STOP");
    h = go(detaches(s[0], -1, 0));
    lower = term_detach(s[1], -1);
    CHECK(lower >= 0);
    CHECK_OK(bundle_wait(h, -1));
    CHECK_OK(hclose(h));
    CHECK_INT(count, 4);
    CHECK_OK(hclose(lower));
}

static coroutine void cancelled(int s) {
    CHECK_ERRNO(msleep(-1), ECANCELED);
    CHECK_ERRNO(term_attach(s, "STOP", 4), ECANCELED);
    CHECK_ERRNO(hclose(s), EBADF);
    count++;
}

static void attaching(void) {
    static const char long_one[33] = "0123456789abcdef0123456789abcdef";
    struct term_storage mem;
    int s[2], h, t;
    char c;
    CHECK_ERRNO(term_attach(9999, "STOP", 4), EBADF);
    CHECK_ERRNO(term_attach_mem(9999, "STOP", 4, &mem), EBADF);
    message_pair(s);
    CHECK_ERRNO(term_attach(s[0], NULL, 1), EINVAL);
    CHECK_ERRNO(hclose(s[0]), EBADF);
    CHECK_ERRNO(mrecv(s[1], &c, 1, -1), EPIPE);
    CHECK_ERRNO(term_attach(s[1], long_one, 33), EINVAL);
    CHECK_ERRNO(hclose(s[1]), EBADF);
    message_pair(s);
    CHECK_ERRNO(term_attach_mem(s[0], long_one, 33, &mem), EINVAL);
    CHECK_ERRNO(hclose(s[0]), EBADF);
    CHECK_ERRNO(term_attach_mem(s[1], "STOP", 4, NULL), EINVAL);
    CHECK_ERRNO(hclose(s[1]), EBADF);
    CHECK_OK(ipc_pair(s));
    CHECK_ERRNO(term_attach(s[0], "STOP", 4), EPROTO);
    CHECK_ERRNO(hclose(s[0]), EBADF);
    CHECK_OK(hclose(s[1]));
    message_pair(s);
    count = 0;
    h = go(cancelled(s[0]));
    CHECK_OK(hclose(h));
    CHECK_INT(count, 1);
    CHECK_OK(hclose(s[1]));
    lengths(long_one + 1);

    CHECK_ERRNO(term_done(9999, -1), EBADF);
    CHECK_ERRNO(term_detach(9999, -1), EBADF);
    message_pair(s);
    CHECK_ERRNO(term_done(s[0], -1), ENOTSUP);
    CHECK_ERRNO(term_detach(s[0], -1), ENOTSUP);
    CHECK_ERRNO(prefix_detach(9999), EBADF);
    t = term_attach(s[0], "STOP", 4);
    CHECK_ERRNO(prefix_detach(t), ENOTSUP);
    CHECK_ERRNO(bsend(t, "x", 1, -1), ENOTSUP);
    CHECK_ERRNO(brecv(t, &c, 1, -1), ENOTSUP);
    CHECK_OK(hclose(t));
    CHECK_ERRNO(mrecv(s[1], &c, 1, -1), EPIPE);
    CHECK_OK(hclose(s[1]));
}

/* Errors of UDP are not sticky, and stay so. */
static void over_udp(void) {
    struct ipaddr a, b;
    struct iolist x, y;
    int s[2];
    char buf[40], head[2];
    CHECK_OK(ipaddr_local(&a, "127.0.0.1", 0, 0));
    b = a;
    s[0] = udp_open(&a, NULL);
    s[1] = udp_open(&b, &a);
    CHECK(s[0] >= 0 && s[1] >= 0);
    CHECK_OK(hclose(s[0]));
    s[0] = udp_open(&a, &b);
    s[0] = term_attach(s[0], "STOP", 4);
    s[1] = term_attach(s[1], "STOP", 4);
    CHECK_ERRNO(mrecv(s[1], buf, 8, 0), ETIMEDOUT);
    CHECK_OK(msend(s[0], "hello", 5, -1));
    x = (struct iolist){head, 2, &y, 0};
    y = (struct iolist){buf, 40, NULL, 0};
    CHECK_INT(mrecvl(s[1], &x, &y, -1), 5);
    CHECK_MEM(head, "he", 2);
    CHECK_MEM(buf, "llo", 3);
    CHECK_OK(msend(s[0], "hello", 5, -1));
    CHECK_ERRNO(mrecv(s[1], buf, 4, -1), EMSGSIZE);
    CHECK_OK(msend(s[0], "abc", 3, -1));
    CHECK_ERRNO(mrecv(s[1], buf, 2, -1), EMSGSIZE);
    CHECK_OK(msend(s[0], "abc", 3, -1));
    CHECK_INT(mrecv(s[1], buf, 3, -1), 3);
    CHECK_OK(term_done(s[0], -1));
    CHECK_ERRNO(mrecv(s[1], buf, 8, -1), EPIPE);
    CHECK_OK(msend(s[1], "dropped", 7, -1));
    CHECK_OK(term_done(s[1], -1));
    s[1] = term_detach(s[1], 0);
    s[0] = term_detach(s[0], 0);
    CHECK(s[0] >= 0 && s[1] >= 0);
    CHECK_OK(hclose(s[0]));
    CHECK_OK(hclose(s[1]));
}

static void over_foreign(void) {
    struct foreign foreign;
    struct iolist x, y;
    char head[2], rest[8];
    int s[2], f, t;
    message_pair(s);
    f = foreign_attach(&foreign, s[0], msock_type);
    t = term_attach(f, "STOP", 4);
    CHECK(t >= 0);
    CHECK_OK(msend(t, "abc", 3, -1));
    CHECK(foreign.sends == 1 && foreign.sent == 3);
    CHECK_OK(msend(s[1], "abcdef", 6, -1));
    x = (struct iolist){head, 2, &y, 0};
    y = (struct iolist){rest, 8, NULL, 0};
    CHECK_INT(mrecvl(t, &x, &y, -1), 6);
    CHECK_MEM(head, "ab", 2);
    CHECK_MEM(rest, "cdef", 4);
    CHECK_INT(foreign.receives, 1);
    CHECK_OK(msend(s[1], "STOP", 4, -1));
    t = term_detach(t, -1);
    CHECK(t >= 0);
    CHECK(foreign.sends == 2 && foreign.sent == 7 && foreign.receives == 2);
    CHECK_INT(foreign.closed, 0);
    t = term_attach(t, "", 0);
    CHECK_OK(hclose(t));
    CHECK_INT(foreign.closed, 1);
    CHECK_OK(hclose(s[1]));
}

int main(void) {
    over_suffix();
    done();
    lengths("STOP");
    lengths("S");
    lengths("STOPPED");
    lengths("");
    lists();
    ends();
    attaching();
    over_udp();
    over_foreign();
    return 0;
}
