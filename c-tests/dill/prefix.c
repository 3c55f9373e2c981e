// Messages with their size in front, over TCP, UNIX-domain sockets and a bytestream of the program.
#include "../check.h"
#include "foreign.h"
#include "pair.h"
#include <libdill.h>

static int count;

static coroutine void tcp_client(int s) {
    char buf[3];
    s = prefix_attach(s, 8, PREFIX_BIG_ENDIAN);
    CHECK(s >= 0);
    CHECK_OK(msend(s, "ABC", 3, -1));
    CHECK_INT(mrecv(s, buf, 3, -1), 3);
    CHECK_MEM(buf, "GHI", 3);
    CHECK_OK(msend(s, "last", 4, -1));
    s = prefix_detach(s);
    CHECK(s >= 0);
    CHECK_OK(tcp_close(s, -1));
    count++;
}

static void over_tcp(void) {
    int s[2], h, p;
    char buf[16];
    make_pair(s);
    h = go(tcp_client(s[0]));
    p = prefix_attach(s[1], 8, PREFIX_BIG_ENDIAN);
    CHECK(p >= 0);
    CHECK(p != s[1]);
    CHECK_ERRNO(hclose(s[1]), EBADF);
    CHECK_OK(msend(p, "GHI", 3, -1));
    CHECK_INT(mrecv(p, buf, 16, -1), 3);
    CHECK_MEM(buf, "ABC", 3);
    s[1] = prefix_detach(p);
    CHECK(s[1] >= 0);
    CHECK_ERRNO(hclose(p), EBADF);
    /* What was sent before the peer ended the protocol has come, in its form on the wire. */
    CHECK_OK(brecv(s[1], buf, 12, -1));
    CHECK_MEM(buf, "\0\0\0\0\0\0\0\4last", 12);
    CHECK_OK(tcp_close(s[1], -1));
    CHECK_OK(bundle_wait(h, -1));
    CHECK_OK(hclose(h));
    CHECK_INT(count, 1);
}

static void over_ipc(void) {
    struct prefix_storage mem;
    /* Static, since padding is compared as well. */
    static struct iolist b, q, r;
    struct iolist a = {"12", 2, NULL, 0}, c = {"345", 3, NULL, 0}, copy[3];
    char x[2], y[2] = "zz", z[9], w[9] = "unused";
    struct iolist p = {x, 2, NULL, 0}, t = {w, 8, NULL, 0};
    int s[2];
    q.iol_len = 1;
    r.iol_base = y;
    r.iol_len = 2;
    CHECK_OK(ipc_pair(s));
    s[0] = prefix_attach_mem(s[0], 3, PREFIX_LITTLE_ENDIAN, &mem);
    s[1] = prefix_attach(s[1], 3, PREFIX_LITTLE_ENDIAN);
    CHECK_OK(msend(s[0], "first", 5, -1));
    CHECK_OK(msend(s[0], "second", 6, -1));
    CHECK_OK(msend(s[0], "third", 5, -1));
    CHECK_INT(mrecv(s[1], z, sizeof(z), -1), 5);
    CHECK_MEM(z, "first", 5);
    CHECK_INT(mrecvl(s[1], NULL, NULL, -1), 6);
    CHECK_INT(mrecv(s[1], z, sizeof(z), -1), 5);
    CHECK_MEM(z, "third", 5);
    /* Empty ones. */
    CHECK_OK(msend(s[0], NULL, 0, -1));
    CHECK_OK(msend(s[0], "", 0, -1));
    CHECK_OK(msend(s[0], "x", 1, -1));
    CHECK_INT(mrecv(s[1], z, sizeof(z), -1), 0);
    CHECK_INT(mrecv(s[1], NULL, 0, 0), 0);
    CHECK_INT(mrecv(s[1], z, sizeof(z), 0), 1);
    /* Lists. The message ends in the third element; the lists are as before. */
    a.iol_next = &b;
    b.iol_next = &c;
    p.iol_next = &q;
    q.iol_next = &r;
    r.iol_next = &t;
    memcpy(&copy[0], &q, sizeof(q));
    memcpy(&copy[1], &r, sizeof(r));
    memcpy(&copy[2], &b, sizeof(b));
    CHECK_OK(msendl(s[0], &a, &c, -1));
    CHECK_INT(mrecvl(s[1], &p, &t, -1), 5);
    CHECK_MEM(x, "12", 2);
    CHECK_MEM(y, "45", 2);
    CHECK_STR(w, "unused");
    CHECK_MEM(&copy[0], &q, sizeof(q));
    CHECK_MEM(&copy[1], &r, sizeof(r));
    CHECK_MEM(&copy[2], &b, sizeof(b));
    CHECK_OK(msendl(s[0], &c, &c, -1));
    CHECK_INT(mrecvl(s[1], &p, &t, -1), 3);
    CHECK_MEM(x, "34", 2);
    /* Exactly as long as the buffer, and dropped. */
    CHECK_OK(msend(s[0], "ab", 2, -1));
    CHECK_INT(mrecv(s[1], z, 2, -1), 2);
    CHECK_OK(msend(s[0], "ab", 2, -1));
    CHECK_INT(mrecv(s[1], NULL, SIZE_MAX, -1), 2);

    CHECK_ERRNO(msendl(s[0], NULL, NULL, -1), EINVAL);
    CHECK_ERRNO(msendl(s[0], &a, &b, -1), EINVAL);
    CHECK_ERRNO(msend(s[0], NULL, 1, -1), EFAULT);
    CHECK_ERRNO(mrecvl(s[1], &p, NULL, -1), EINVAL);
    CHECK_ERRNO(mrecvl(s[1], NULL, &p, -1), EINVAL);
    t.iol_next = &p;
    CHECK_ERRNO(mrecvl(s[1], &p, &t, -1), EINVAL);
    /* Nothing of that was sent, or broke anything. */
    CHECK_OK(msend(s[0], "end", 3, -1));
    CHECK_INT(mrecv(s[1], z, sizeof(z), 0), 3);
    s[0] = prefix_detach(s[0]);
    s[1] = prefix_detach(s[1]);
    CHECK(s[0] >= 0 && s[1] >= 0);
    CHECK_OK(ipc_done(s[0], -1));
    CHECK_OK(ipc_close(s[1], -1));
    CHECK_OK(ipc_close(s[0], -1));
}

/* Sizes that do not fit: into the field, into the buffer, into a number. */
static void sizes(void) {
    static char data[300], back[300];
    int s[2], p, i;
    for(i = 0; i != 300; ++i) data[i] = (char)i;
    CHECK_OK(ipc_pair(s));
    p = prefix_attach(s[0], 1, 0);
    CHECK_ERRNO(msend(p, data, 256, -1), EMSGSIZE);
    CHECK_ERRNO(msend(p, data, 300, -1), EMSGSIZE);
    CHECK_OK(msend(p, data, 255, -1));
    CHECK_OK(brecv(s[1], back, 256, -1));
    CHECK_INT((unsigned char)back[0], 255);
    CHECK_MEM(back + 1, data, 255);
    CHECK_ERRNO(brecv(s[1], back, 1, 0), ETIMEDOUT);
    CHECK_OK(hclose(p));
    CHECK_OK(hclose(s[1]));

    /* A field longer than any number needs. */
    CHECK_OK(ipc_pair(s));
    s[0] = prefix_attach(s[0], 10, 0);
    CHECK_OK(msend(s[0], "abc", 3, -1));
    CHECK_OK(brecv(s[1], back, 13, -1));
    CHECK_MEM(back, "\0\0\0\0\0\0\0\0\0\3abc", 13);
    CHECK_OK(bsend(s[1], "\0\0\0\0\0\0\0\0\0\2de", 12, -1));
    CHECK_INT(mrecv(s[0], back, 2, -1), 2);
    CHECK_OK(bsend(s[1], "\0\1\0\0\0\0\0\0\0\2de", 12, -1));
    CHECK_ERRNO(mrecvl(s[0], NULL, NULL, -1), EMSGSIZE);
    CHECK_ERRNO(mrecvl(s[0], NULL, NULL, -1), ECONNRESET);
    CHECK_OK(msend(s[0], "abc", 3, -1));
    CHECK_ERRNO(prefix_detach(s[0]), ECONNRESET);
    CHECK_ERRNO(hclose(s[0]), EBADF);
    /* Something was left that nobody received. */
    CHECK_OK(brecv(s[1], back, 13, -1));
    CHECK_ERRNO(brecv(s[1], back, 1, -1), ECONNRESET);
    CHECK_OK(hclose(s[1]));
    CHECK_OK(ipc_pair(s));
    s[0] = prefix_attach(s[0], 8, 0);
    CHECK_OK(bsend(s[1], "\x80\0\0\0\0\0\0\0", 8, -1));
    CHECK_ERRNO(mrecv(s[0], NULL, SIZE_MAX, -1), EMSGSIZE);
    CHECK_OK(hclose(s[0]));
    CHECK_OK(hclose(s[1]));

    /* Larger than the buffer. */
    CHECK_OK(ipc_pair(s));
    s[0] = prefix_attach(s[0], 2, 0);
    s[1] = prefix_attach(s[1], 2, 0);
    CHECK_OK(msend(s[0], "abc", 3, -1));
    memset(back, 0, sizeof(back));
    CHECK_ERRNO(mrecv(s[1], back, 2, -1), EMSGSIZE);
    CHECK_INT(back[2], 0);
    CHECK_ERRNO(mrecv(s[1], back, 3, -1), ECONNRESET);
    CHECK_OK(msend(s[1], "x", 1, -1));
    CHECK_INT(mrecv(s[0], back, 1, -1), 1);
    CHECK_ERRNO(prefix_detach(s[1]), ECONNRESET);
    CHECK_ERRNO(hclose(s[1]), EBADF);
    CHECK_OK(hclose(s[0]));
}

static void ends(void) {
    int s[2], p;
    char buf[8];
    /* Between two messages: an end in good order. The bytestream can be had back, to be ended as well. */
    CHECK_OK(ipc_pair(s));
    p = prefix_attach(s[0], 2, 0);
    CHECK_OK(bsend(s[1], "\0\1x", 3, -1));
    CHECK_OK(ipc_done(s[1], -1));
    CHECK_INT(mrecv(p, buf, 1, -1), 1);
    CHECK_ERRNO(mrecv(p, buf, 1, -1), EPIPE);
    CHECK_ERRNO(mrecv(p, buf, 1, -1), EPIPE);
    CHECK_OK(msend(p, "answer", 6, -1));
    p = prefix_detach(p);
    CHECK(p >= 0);
    CHECK_OK(ipc_close(p, -1));
    CHECK_OK(brecv(s[1], buf, 8, -1));
    CHECK_OK(ipc_close(s[1], -1));

    /* Inside of a message, and of its size. */
    CHECK_OK(ipc_pair(s));
    p = prefix_attach(s[0], 2, 0);
    CHECK_OK(bsend(s[1], "\0\3x", 3, -1));
    CHECK_OK(ipc_done(s[1], -1));
    CHECK_ERRNO(mrecv(p, buf, 8, -1), ECONNRESET);
    CHECK_ERRNO(mrecv(p, buf, 8, -1), ECONNRESET);
    CHECK_ERRNO(prefix_detach(p), ECONNRESET);
    CHECK_OK(hclose(s[1]));
    CHECK_OK(ipc_pair(s));
    p = prefix_attach(s[0], 2, 0);
    CHECK_OK(bsend(s[1], "\0", 1, -1));
    CHECK_OK(ipc_done(s[1], -1));
    CHECK_ERRNO(mrecvl(p, NULL, NULL, -1), ECONNRESET);
    CHECK_OK(hclose(p));
    CHECK_OK(hclose(s[1]));

    /* The sending direction. */
    CHECK_OK(ipc_pair(s));
    CHECK_OK(ipc_done(s[0], -1));
    p = prefix_attach(s[0], 2, 0);
    CHECK_ERRNO(msend(p, "x", 1, -1), EPIPE);
    CHECK_ERRNO(msend(p, "x", 1, -1), EPIPE);
    CHECK_OK(hclose(p));
    CHECK_OK(hclose(s[1]));
    CHECK_OK(ipc_pair(s));
    p = prefix_attach(s[0], 2, 0);
    CHECK_OK(hclose(s[1]));
    CHECK_ERRNO(msend(p, "x", 1, -1), ECONNRESET);
    CHECK_ERRNO(msend(p, "x", 1, -1), ECONNRESET);
    CHECK_ERRNO(prefix_detach(p), ECONNRESET);
    CHECK_ERRNO(hclose(p), EBADF);
}

static coroutine void cancelled(int s) {
    CHECK_ERRNO(msleep(-1), ECANCELED);
    CHECK_ERRNO(prefix_attach(s, 1, 0), ECANCELED);
    CHECK_ERRNO(hclose(s), EBADF);
    count++;
}

/* Who owns the bytestream when attaching fails: nobody any more. */
static void attaching(void) {
    struct prefix_storage mem;
    int s[2], h, p;
    char c;
    CHECK_ERRNO(prefix_attach(9999, 1, 0), EBADF);
    CHECK_ERRNO(prefix_attach_mem(9999, 1, 0, &mem), EBADF);
    CHECK_OK(ipc_pair(s));
    CHECK_ERRNO(prefix_attach(s[0], 0, 0), EINVAL);
    CHECK_ERRNO(hclose(s[0]), EBADF);
    CHECK_ERRNO(brecv(s[1], &c, 1, -1), EPIPE);
    CHECK_ERRNO(prefix_attach(s[1], 33, 0), EINVAL);
    CHECK_ERRNO(hclose(s[1]), EBADF);
    CHECK_OK(ipc_pair(s));
    CHECK_ERRNO(prefix_attach_mem(s[0], 1, 0, NULL), EINVAL);
    CHECK_ERRNO(hclose(s[0]), EBADF);
    h = bundle();
    CHECK_ERRNO(prefix_attach(h, 1, 0), EPROTO);
    CHECK_ERRNO(hclose(h), EBADF);
    p = prefix_attach(s[1], 32, 0);
    CHECK(p >= 0);
    CHECK_ERRNO(prefix_attach(p, 1, 0), EPROTO);
    CHECK_ERRNO(hclose(p), EBADF);
    CHECK_OK(ipc_pair(s));
    h = go(cancelled(s[0]));
    CHECK_OK(hclose(h));
    CHECK_ERRNO(brecv(s[1], &c, 1, -1), EPIPE);
    CHECK_OK(hclose(s[1]));

    /* Detaching leaves other handles alone. */
    CHECK_ERRNO(prefix_detach(9999), EBADF);
    CHECK_OK(ipc_pair(s));
    CHECK_ERRNO(prefix_detach(s[0]), ENOTSUP);
    s[0] = suffix_attach(s[0], "x", 1);
    CHECK_ERRNO(prefix_detach(s[0]), ENOTSUP);
    CHECK_OK(hclose(s[0]));
    /* Bytes are not for message sockets. Closing one closes what is below. */
    p = prefix_attach(s[1], 1, 0);
    CHECK_ERRNO(bsend(p, "x", 1, -1), ENOTSUP);
    CHECK_ERRNO(brecv(p, &c, 1, -1), ENOTSUP);
    CHECK_OK(hclose(p));
}

/* A bytestream of the program is asked for the size, and then for the message. */
static void over_foreign(void) {
    struct foreign foreign;
    char x[2], y[10];
    struct iolist p = {x, 2, NULL, 0}, q = {y, 10, NULL, 0};
    int s[2], h, f;
    CHECK_OK(ipc_pair(s));
    f = foreign_attach(&foreign, s[0], bsock_type);
    h = prefix_attach(f, 2, 0);
    CHECK(h >= 0);
    CHECK_ERRNO(hclose(f), EBADF);
    CHECK_OK(msend(h, "abc", 3, -1));
    CHECK(foreign.sends == 1 && foreign.sent == 5);
    CHECK_OK(brecv(s[1], y, 5, -1));
    CHECK_OK(bsend(s[1], "\0\5" "12345" "\0\0" "\0\3" "xyz" "rest", 18, -1));
    p.iol_next = &q;
    CHECK_INT(mrecvl(h, &p, &q, -1), 5);
    CHECK_MEM(x, "12", 2);
    CHECK_MEM(y, "345", 3);
    CHECK(foreign.receives == 2 && foreign.received == 7);
    CHECK_INT(mrecv(h, y, 10, -1), 0);
    CHECK(foreign.receives == 3 && foreign.received == 9);
    CHECK_INT(mrecvl(h, NULL, NULL, -1), 3);
    CHECK_INT(foreign.received, 14);
    h = prefix_detach(h);
    CHECK(h >= 0);
    CHECK_OK(brecv(h, y, 4, -1));
    CHECK_MEM(y, "rest", 4);
    CHECK_INT(foreign.closed, 0);
    h = prefix_attach(h, 2, 0);
    CHECK_OK(hclose(h));
    CHECK_INT(foreign.closed, 1);
    CHECK_OK(hclose(s[1]));
}

int main(void) {
    over_tcp();
    over_ipc();
    sizes();
    ends();
    attaching();
    over_foreign();
    return 0;
}
