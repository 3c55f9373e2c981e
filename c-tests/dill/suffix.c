// Messages with a delimiter behind, over TCP, UNIX-domain sockets and a bytestream of the program.
#include "../check.h"
#include "foreign.h"
#include "pair.h"
#include <libdill.h>

static int count;

static coroutine void tcp_client(int s) {
    char buf[3];
    s = suffix_attach(s, "\r\n", 2);
    CHECK(s >= 0);
    CHECK_OK(msend(s, "ABC", 3, -1));
    CHECK_INT(mrecv(s, buf, 3, -1), 3);
    CHECK_MEM(buf, "GHI", 3);
    CHECK_OK(msend(s, "last", 4, -1));
    s = suffix_detach(s, -1);
    CHECK(s >= 0);
    CHECK_OK(tcp_close(s, -1));
    count++;
}

static void over_tcp(void) {
    int s[2], h, p;
    char buf[16];
    make_pair(s);
    h = go(tcp_client(s[0]));
    p = suffix_attach(s[1], "\r\n", 2);
    CHECK(p >= 0);
    CHECK(p != s[1]);
    CHECK_ERRNO(hclose(s[1]), EBADF);
    CHECK_OK(msend(p, "GHI", 3, -1));
    CHECK_INT(mrecv(p, buf, 16, -1), 3);
    CHECK_MEM(buf, "ABC", 3);
    s[1] = suffix_detach(p, -1);
    CHECK(s[1] >= 0);
    CHECK_ERRNO(hclose(p), EBADF);
    CHECK_OK(brecv(s[1], buf, 6, -1));
    CHECK_MEM(buf, "last\r\n", 6);
    CHECK_OK(tcp_close(s[1], -1));
    CHECK_OK(bundle_wait(h, -1));
    CHECK_OK(hclose(h));
    CHECK_INT(count, 1);
}

static void over_ipc(void) {
    struct suffix_storage mem;
    struct iolist skip = {NULL, SIZE_MAX, NULL, 0};
    struct iolist a = {"12", 2, NULL, 0}, b = {NULL, 0, NULL, 0}, c = {"345", 3, NULL, 0};
    char x[2], y[2], z[20];
    struct iolist o = {NULL, 0, NULL, 0}, p = {x, 2, NULL, 0}, q = {NULL, 1, NULL, 0}, r = {y, 2, NULL, 0};
    int s[2];
    CHECK_OK(ipc_pair(s));
    s[0] = suffix_attach_mem(s[0], "1234567890", 10, &mem);
    s[1] = suffix_attach(s[1], "1234567890", 10);
    CHECK_OK(msend(s[0], "First", 5, -1));
    CHECK_OK(msend(s[0], "Second", 6, -1));
    CHECK_OK(msend(s[0], "Third", 5, -1));
    CHECK_OK(msend(s[0], "Fourth", 6, -1));
    CHECK_INT(mrecv(s[1], z, sizeof(z), -1), 5);
    CHECK_MEM(z, "First", 5);
    CHECK_INT(mrecvl(s[1], &skip, &skip, -1), 6);
    CHECK_INT(mrecvl(s[1], NULL, NULL, -1), 5);
    CHECK_INT(mrecv(s[1], z, sizeof(z), -1), 6);
    CHECK_MEM(z, "Fourth", 6);
    /* Empty ones. */
    CHECK_OK(msend(s[0], NULL, 0, -1));
    CHECK_OK(msend(s[0], "", 0, -1));
    CHECK_INT(mrecv(s[1], z, sizeof(z), -1), 0);
    CHECK_INT(mrecv(s[1], NULL, 0, 0), 0);
    /* Lists, also with an empty element in front. */
    a.iol_next = &b;
    b.iol_next = &c;
    o.iol_next = &p;
    p.iol_next = &q;
    q.iol_next = &r;
    CHECK_OK(msendl(s[0], &a, &c, -1));
    CHECK_INT(mrecvl(s[1], &o, &r, -1), 5);
    CHECK_MEM(x, "12", 2);
    CHECK_MEM(y, "45", 2);
    CHECK_OK(msendl(s[0], &c, &c, -1));
    CHECK_INT(mrecvl(s[1], &o, &r, -1), 3);
    CHECK_MEM(x, "34", 2);
    CHECK_OK(msend(s[0], "ab", 2, -1));
    CHECK_INT(mrecv(s[1], z, 2, -1), 2);

    CHECK_ERRNO(msendl(s[0], NULL, NULL, -1), EINVAL);
    CHECK_ERRNO(msendl(s[0], &a, &b, -1), EINVAL);
    CHECK_ERRNO(msend(s[0], NULL, 1, -1), EFAULT);
    CHECK_ERRNO(mrecvl(s[1], &p, NULL, -1), EINVAL);
    CHECK_ERRNO(mrecvl(s[1], NULL, &p, -1), EINVAL);
    r.iol_next = &p;
    CHECK_ERRNO(mrecvl(s[1], &p, &r, -1), EINVAL);
    CHECK_OK(msend(s[0], "end", 3, -1));
    CHECK_INT(mrecv(s[1], z, sizeof(z), 0), 3);
    s[0] = suffix_detach(s[0], 0);
    s[1] = suffix_detach(s[1], 0);
    CHECK(s[0] >= 0 && s[1] >= 0);
    CHECK_OK(ipc_done(s[0], -1));
    CHECK_OK(ipc_close(s[1], -1));
    CHECK_OK(ipc_close(s[0], -1));
}

/* The delimiter inside of what is sent, and what looks like it in what is received. */
static void delimiters(void) {
    struct iolist a = {"x\r", 2, NULL, 0}, b = {"\ny", 2, NULL, 0};
    int s[2], p;
    char buf[20];
    CHECK_OK(ipc_pair(s));
    p = suffix_attach(s[0], "\r\n", 2);
    a.iol_next = &b;
    CHECK_ERRNO(msend(p, "a\r\nb", 4, -1), EINVAL);
    CHECK_ERRNO(msend(p, "\r\n", 2, -1), EINVAL);
    CHECK_ERRNO(msendl(p, &a, &b, -1), EINVAL);
    CHECK_ERRNO(brecv(s[1], buf, 1, 0), ETIMEDOUT);
    CHECK_OK(msend(p, "\r\rx\n\r", 5, -1));
    CHECK_OK(hclose(s[1]));
    CHECK_OK(hclose(p));

    /* The end of the message and the begin of the delimiter make one. */
    CHECK_OK(ipc_pair(s));
    p = suffix_attach(s[0], "aa", 2);
    CHECK_ERRNO(msend(p, "xa", 2, -1), EINVAL);
    CHECK_OK(msend(p, "ax", 2, -1));
    CHECK_OK(brecv(s[1], buf, 4, -1));
    CHECK_MEM(buf, "axaa", 4);
    CHECK_OK(hclose(p));
    CHECK_OK(hclose(s[1]));

    CHECK_OK(ipc_pair(s));
    p = suffix_attach(s[0], "ab", 2);
    CHECK_OK(bsend(s[1], "aab|ab", 6, -1));
    CHECK_INT(mrecv(p, buf, 20, -1), 1);
    CHECK_INT(buf[0], 'a');
    CHECK_INT(mrecv(p, buf, 20, -1), 1);
    CHECK_INT(buf[0], '|');
    CHECK_OK(hclose(p));
    CHECK_OK(hclose(s[1]));

    /* The longest delimiter. */
    CHECK_OK(ipc_pair(s));
    p = suffix_attach(s[0], "0123456789abcdef0123456789abcdef", 32);
    CHECK_OK(bsend(s[1], "0123456789abcdef0?" "0123456789abcdef0123456789abcdef" "!", 51, -1));
    CHECK_INT(mrecv(p, buf, 20, -1), 18);
    CHECK_MEM(buf, "0123456789abcdef0?", 18);
    p = suffix_detach(p, -1);
    CHECK_OK(brecv(p, buf, 1, -1));
    CHECK_INT(buf[0], '!');
    CHECK_OK(hclose(p));
    CHECK_OK(hclose(s[1]));
}

static coroutine void send_slowly(int s, const char *data, size_t len) {
    for(; len > 0; --len, ++data) {
        CHECK_OK(bsend(s, data, 1, -1));
        CHECK_OK(yield());
    }
    count++;
}

static coroutine void send_at_once(int s, const char *data, size_t len) {
    CHECK_OK(bsend(s, data, len, -1));
}

/* Arriving byte by byte, and all at once, over both kinds of connections. Nothing after a message is received. */
static void pieces(void) {
    static char large[100000], back[100000];
    int s[2], i, h, kind;
    char buf[8];
    for(kind = 0; kind != 2; ++kind) {
        if(kind) make_pair(s);
        else CHECK_OK(ipc_pair(s));
        count = 0;
        h = go(send_slowly(s[1], "one\r\n\r\rtwo\n\r\n\r\nrest", 19));
        s[0] = suffix_attach(s[0], "\r\n", 2);
        CHECK_INT(mrecv(s[0], buf, 8, -1), 3);
        CHECK_INT(mrecv(s[0], buf, 8, -1), 6);
        CHECK_MEM(buf, "\r\rtwo\n", 6);
        CHECK_INT(mrecv(s[0], buf, 8, -1), 0);
        s[0] = suffix_detach(s[0], -1);
        CHECK_OK(brecv(s[0], buf, 4, -1));
        CHECK_MEM(buf, "rest", 4);
        CHECK_OK(bundle_wait(h, -1));
        CHECK_OK(hclose(h));
        CHECK_INT(count, 1);

        for(i = 0; i != 100000; ++i) large[i] = (char)('a' + i % 7);
        for(i = 1000; i < 100000; i += 1000) large[i] = '\r';
        memcpy(large + 50000, "\r\n", 2);
        memcpy(large + 90000, "\r\n", 2);
        h = go(send_at_once(s[1], large, 100000));
        s[0] = suffix_attach(s[0], "\r\n", 2);
        CHECK_INT(mrecv(s[0], back, 50000, -1), 50000);
        CHECK_MEM(back, large, 50000);
        CHECK_INT(mrecvl(s[0], NULL, NULL, -1), 39998);
        s[0] = suffix_detach(s[0], -1);
        CHECK_OK(brecv(s[0], back, 9998, -1));
        CHECK_MEM(back, large + 90002, 9998);
        CHECK_OK(bundle_wait(h, -1));
        CHECK_OK(hclose(h));
        CHECK_OK(hclose(s[0]));
        CHECK_OK(hclose(s[1]));
    }
}

static void too_long(void) {
    struct iolist a, b;
    int s[2], p;
    char x[2], y[2] = "..";
    CHECK_OK(ipc_pair(s));
    p = suffix_attach(s[0], "\n", 1);
    CHECK_OK(bsend(s[1], "123\n12345\n", 10, -1));
    a = (struct iolist){x, 2, &b, 0};
    b = (struct iolist){y, 1, NULL, 0};
    CHECK_INT(mrecvl(p, &a, &b, -1), 3);
    CHECK_ERRNO(mrecvl(p, &a, &b, -1), EMSGSIZE);
    CHECK_INT(y[1], '.');
    CHECK_ERRNO(mrecvl(p, &a, &b, -1), ECONNRESET);
    CHECK_OK(msend(p, "x", 1, -1));
    CHECK_ERRNO(suffix_detach(p, -1), ECONNRESET);
    CHECK_ERRNO(hclose(p), EBADF);
    CHECK_OK(hclose(s[1]));
    /* An empty buffer takes empty messages only. */
    CHECK_OK(ipc_pair(s));
    p = suffix_attach(s[0], "\n", 1);
    CHECK_OK(bsend(s[1], "\n1\n", 3, -1));
    CHECK_INT(mrecv(p, x, 0, -1), 0);
    CHECK_ERRNO(mrecv(p, x, 0, -1), EMSGSIZE);
    CHECK_OK(hclose(p));
    CHECK_OK(hclose(s[1]));
}

static void ends(void) {
    int s[2], p;
    char buf[8];
    CHECK_OK(ipc_pair(s));
    p = suffix_attach(s[0], "\r\n", 2);
    CHECK_OK(bsend(s[1], "x\r\n", 3, -1));
    CHECK_OK(ipc_done(s[1], -1));
    CHECK_INT(mrecv(p, buf, 8, -1), 1);
    CHECK_ERRNO(mrecv(p, buf, 8, -1), EPIPE);
    CHECK_ERRNO(mrecv(p, buf, 8, -1), EPIPE);
    CHECK_OK(msend(p, "answer", 6, -1));
    p = suffix_detach(p, -1);
    CHECK(p >= 0);
    CHECK_OK(ipc_close(p, -1));
    CHECK_OK(brecv(s[1], buf, 8, -1));
    CHECK_OK(ipc_close(s[1], -1));

    /* Inside of a message, and of its delimiter. */
    CHECK_OK(ipc_pair(s));
    p = suffix_attach(s[0], "\r\n", 2);
    CHECK_OK(bsend(s[1], "x", 1, -1));
    CHECK_OK(ipc_done(s[1], -1));
    CHECK_ERRNO(mrecv(p, buf, 8, -1), ECONNRESET);
    CHECK_ERRNO(mrecv(p, buf, 8, -1), ECONNRESET);
    CHECK_ERRNO(suffix_detach(p, -1), ECONNRESET);
    CHECK_OK(hclose(s[1]));
    CHECK_OK(ipc_pair(s));
    p = suffix_attach(s[0], "\r\n", 2);
    CHECK_OK(bsend(s[1], "\r", 1, -1));
    CHECK_OK(ipc_done(s[1], -1));
    CHECK_ERRNO(mrecvl(p, NULL, NULL, -1), ECONNRESET);
    CHECK_OK(hclose(p));
    CHECK_OK(hclose(s[1]));

    CHECK_OK(ipc_pair(s));
    CHECK_OK(ipc_done(s[0], -1));
    p = suffix_attach(s[0], "\r\n", 2);
    CHECK_ERRNO(msend(p, "x", 1, -1), EPIPE);
    CHECK_OK(hclose(p));
    CHECK_OK(hclose(s[1]));
    CHECK_OK(ipc_pair(s));
    p = suffix_attach(s[0], "\r\n", 2);
    CHECK_OK(hclose(s[1]));
    CHECK_ERRNO(msend(p, "x", 1, -1), ECONNRESET);
    CHECK_ERRNO(msend(p, "x", 1, -1), ECONNRESET);
    CHECK_ERRNO(suffix_detach(p, -1), ECONNRESET);
    CHECK_ERRNO(hclose(p), EBADF);
}

static coroutine void cancelled(int s) {
    CHECK_ERRNO(msleep(-1), ECANCELED);
    CHECK_ERRNO(suffix_attach(s, "x", 1), ECANCELED);
    CHECK_ERRNO(hclose(s), EBADF);
    count++;
}

static void attaching(void) {
    struct suffix_storage mem;
    char delimiter[] = "ab", c;
    int s[2], h, p;
    CHECK_ERRNO(suffix_attach(9999, "x", 1), EBADF);
    CHECK_ERRNO(suffix_attach_mem(9999, "x", 1, &mem), EBADF);
    CHECK_OK(ipc_pair(s));
    CHECK_ERRNO(suffix_attach(s[0], NULL, 1), EINVAL);
    CHECK_ERRNO(hclose(s[0]), EBADF);
    CHECK_ERRNO(brecv(s[1], &c, 1, -1), EPIPE);
    CHECK_ERRNO(suffix_attach(s[1], "x", 0), EINVAL);
    CHECK_ERRNO(hclose(s[1]), EBADF);
    CHECK_OK(ipc_pair(s));
    CHECK_ERRNO(suffix_attach(s[0], "0123456789abcdef0123456789abcdef0", 33), EINVAL);
    CHECK_ERRNO(hclose(s[0]), EBADF);
    CHECK_ERRNO(suffix_attach_mem(s[1], "x", 1, NULL), EINVAL);
    CHECK_ERRNO(hclose(s[1]), EBADF);
    h = bundle();
    CHECK_ERRNO(suffix_attach(h, "x", 1), EPROTO);
    CHECK_ERRNO(hclose(h), EBADF);
    CHECK_OK(ipc_pair(s));
    count = 0;
    h = go(cancelled(s[0]));
    CHECK_OK(hclose(h));
    CHECK_INT(count, 1);
    CHECK_ERRNO(brecv(s[1], &c, 1, -1), EPIPE);
    CHECK_OK(hclose(s[1]));

    CHECK_ERRNO(suffix_detach(9999, -1), EBADF);
    CHECK_OK(ipc_pair(s));
    CHECK_ERRNO(suffix_detach(s[0], -1), ENOTSUP);
    p = prefix_attach(s[0], 1, 0);
    CHECK_ERRNO(suffix_detach(p, -1), ENOTSUP);
    CHECK_OK(hclose(p));
    /* The delimiter is copied. */
    p = suffix_attach(s[1], delimiter, 2);
    CHECK_ERRNO(bsend(p, "x", 1, -1), ENOTSUP);
    delimiter[0] = 'x';
    CHECK_ERRNO(msend(p, "ab", 2, -1), EINVAL);
    CHECK_OK(hclose(p));
}

/* A bytestream of the program is never asked for more than the message is certain to have. */
static void over_foreign(void) {
    struct foreign foreign;
    int s[2], h;
    char buf[8];
    CHECK_OK(ipc_pair(s));
    h = suffix_attach(foreign_attach(&foreign, s[0], bsock_type), "\r\n", 2);
    CHECK(h >= 0);
    CHECK_OK(msend(h, "abc", 3, -1));
    CHECK(foreign.sends == 1 && foreign.sent == 5);
    CHECK_OK(brecv(s[1], buf, 5, -1));
    CHECK_MEM(buf, "abc\r\n", 5);
    /* Blank: the two bytes of the delimiter. */
    CHECK_OK(bsend(s[1], "\r\n", 2, -1));
    CHECK_INT(mrecv(h, buf, 8, -1), 0);
    CHECK(foreign.receives == 1 && foreign.received == 2);
    /* "12", "3\r", then one byte is certain, and nothing beyond. */
    CHECK_OK(bsend(s[1], "123\r\n", 5, -1));
    CHECK_INT(mrecv(h, buf, 8, -1), 3);
    CHECK_MEM(buf, "123", 3);
    CHECK(foreign.receives == 4 && foreign.received == 7 && foreign.longest == 2);
    CHECK_OK(bsend(s[1], "12\r\n4", 5, -1));
    CHECK_INT(mrecv(h, buf, 8, -1), 2);
    CHECK(foreign.receives == 6 && foreign.received == 11);
    CHECK_OK(bsend(s[1], "\r\r\nrest", 7, -1));
    CHECK_INT(mrecv(h, buf, 8, -1), 2);
    CHECK_MEM(buf, "4\r", 2);
    h = suffix_detach(h, -1);
    CHECK(h >= 0);
    CHECK_OK(brecv(h, buf, 4, -1));
    CHECK_MEM(buf, "rest", 4);
    CHECK_INT(foreign.closed, 0);

    /* A longer delimiter lets it take longer steps. */
    foreign.longest = 0;
    h = suffix_attach(h, "0123456789", 10);
    CHECK_OK(bsend(s[1], "abcdefg" "0123456789" "x", 18, -1));
    CHECK_INT(mrecv(h, buf, 8, -1), 7);
    CHECK_INT(foreign.longest, 10);
    CHECK_OK(hclose(h));
    CHECK_INT(foreign.closed, 1);
    CHECK_OK(hclose(s[1]));
}

int main(void) {
    over_tcp();
    over_ipc();
    delimiters();
    pieces();
    too_long();
    ends();
    attaching();
    over_foreign();
    return 0;
}
