// Bytes over a UNIX-domain connection: deadlines, half-close, lists, what is dropped, who waits for what.
#include "../check.h"
#include <libdill.h>

#define PATH "socket"
#define LARGE (4 * 1024 * 1024)

static int count;
static char large[LARGE];

static coroutine void send_all(int s, const void *data, size_t len, int want) {
    CHECK_INT(bsend(s, data, len, -1), want ? -1 : 0);
    if(want) CHECK_INT(errno, want);
    count++;
}

static coroutine void receive_all(int s, void *data, size_t len, int want) {
    CHECK_INT(brecv(s, data, len, -1), want ? -1 : 0);
    if(want) CHECK_INT(errno, want);
    count++;
}

static coroutine void close_all(int s, int64_t deadline, int want) {
    CHECK_INT(ipc_close(s, deadline), want ? -1 : 0);
    if(want) CHECK_INT(errno, want);
    count++;
}

static void close_pair(int s[2]) {
    CHECK_OK(hclose(s[0]));
    CHECK_OK(hclose(s[1]));
}

static void deadlines(void) {
    int s[2], h;
    char buf[4];
    /* Whatever is there is delivered, whatever the deadline. */
    CHECK_OK(ipc_pair(s));
    CHECK_OK(bsend(s[0], "abcdef", 6, 0));
    CHECK_OK(brecv(s[1], buf, 2, 0));
    CHECK_OK(brecv(s[1], buf, 2, now() - 10));
    CHECK_OK(brecv(s[1], buf, 1, now() + 10000));
    CHECK_OK(brecv(s[1], buf, 1, -1));
    CHECK_INT(buf[0], 'f');
    CHECK_OK(brecv(s[1], buf, 0, 0));
    CHECK_OK(bsend(s[1], buf, 0, 0));
    /* A deadline that passes breaks the direction, and only that. */
    CHECK_ERRNO(brecv(s[1], buf, 1, 0), ETIMEDOUT);
    CHECK_ERRNO(brecv(s[1], buf, 1, -1), ECONNRESET);
    CHECK_OK(bsend(s[1], "x", 1, -1));
    CHECK_OK(brecv(s[0], buf, 1, -1));
    CHECK_ERRNO(brecv(s[0], buf, 1, now() + 5), ETIMEDOUT);
    CHECK_ERRNO(brecv(s[0], buf, 1, -1), ECONNRESET);
    CHECK_ERRNO(ipc_close(s[0], -1), ECONNRESET);
    CHECK_OK(hclose(s[1]));

    CHECK_OK(ipc_pair(s));
    CHECK_ERRNO(bsend(s[0], large, LARGE, 0), ETIMEDOUT);
    CHECK_ERRNO(bsend(s[0], "x", 1, -1), ECONNRESET);
    CHECK_ERRNO(bsend(s[1], large, LARGE, now() + 5), ETIMEDOUT);
    CHECK_ERRNO(ipc_done(s[0], -1), ECONNRESET);
    close_pair(s);

    /* A receive that is cut short by the end of the stream. */
    CHECK_OK(ipc_pair(s));
    CHECK_OK(bsend(s[0], "ab", 2, -1));
    CHECK_OK(ipc_done(s[0], -1));
    CHECK_ERRNO(brecv(s[1], buf, 3, -1), EPIPE);
    CHECK_ERRNO(brecv(s[1], buf, 1, -1), EPIPE);
    h = go(close_all(s[0], -1, 0));
    CHECK_OK(ipc_close(s[1], -1));
    CHECK_OK(bundle_wait(h, -1));
    CHECK_OK(hclose(h));
}

static void large_amounts(void) {
    static char copy[LARGE];
    struct iolist list[40];
    int s[2], h, i;
    size_t part = LARGE / 40;
    for(i = 0; i != LARGE; ++i) large[i] = (char)(i * 7 + i / 251);
    CHECK_OK(ipc_pair(s));
    count = 0;
    h = go(send_all(s[0], large, LARGE, 0));
    CHECK_OK(brecv(s[1], copy, LARGE, -1));
    CHECK_MEM(copy, large, LARGE);
    CHECK_OK(bundle_wait(h, -1));
    CHECK_OK(hclose(h));

    /* More elements than the system takes at a time, in both directions. */
    memset(copy, 0, sizeof(copy));
    for(i = 0; i != 40; ++i) {
        list[i].iol_base = copy + i * part;
        list[i].iol_len = i == 39 ? LARGE - 39 * part : part;
        list[i].iol_next = i == 39 ? NULL : &list[i + 1];
        list[i].iol_rsvd = 0;
    }
    h = go(send_all(s[0], large, LARGE, 0));
    CHECK_OK(brecvl(s[1], &list[0], &list[39], -1));
    CHECK_MEM(copy, large, LARGE);
    CHECK_OK(hclose(h));
    memset(large, 0, sizeof(large));
    h = go(receive_all(s[1], large, LARGE, 0));
    CHECK_OK(bsendl(s[0], &list[0], &list[39], -1));
    CHECK_OK(bundle_wait(h, -1));
    CHECK_MEM(copy, large, LARGE);
    CHECK_OK(hclose(h));
    CHECK_INT(count, 3);

    /* Dropped, with an exact end. */
    h = go(send_all(s[0], large, LARGE, 0));
    CHECK_OK(brecv(s[1], NULL, LARGE - 1, -1));
    CHECK_OK(brecv(s[1], copy, 1, -1));
    CHECK_INT(copy[0], large[LARGE - 1]);
    CHECK_OK(hclose(h));
    close_pair(s);
}

static void lists(void) {
    struct iolist a = {"ab", 2, NULL, 0}, b = {"cd", 2, NULL, 0}, c = {NULL, 0, NULL, 0};
    char x[2] = "", y[2] = "";
    struct iolist p = {x, 2, NULL, 0}, q = {NULL, 2, NULL, 0}, r = {y, 2, NULL, 0};
    int s[2];
    CHECK_OK(ipc_pair(s));
    CHECK_ERRNO(bsendl(s[0], NULL, NULL, -1), EINVAL);
    CHECK_ERRNO(bsendl(s[0], &a, NULL, -1), EINVAL);
    CHECK_ERRNO(bsendl(s[0], NULL, &a, -1), EINVAL);
    CHECK_ERRNO(bsendl(s[0], &a, &b, -1), EINVAL);
    a.iol_next = &b;
    b.iol_next = &a;
    CHECK_ERRNO(bsendl(s[0], &a, &b, -1), EINVAL);
    b.iol_next = &c;
    CHECK_ERRNO(bsendl(s[0], &a, &b, -1), EINVAL);
    c.iol_rsvd = 1;
    CHECK_ERRNO(bsendl(s[0], &a, &c, -1), EINVAL);
    CHECK_INT(c.iol_rsvd, 1);
    c.iol_rsvd = 0;
    CHECK(a.iol_rsvd == 0 && b.iol_rsvd == 0 && a.iol_next == &b && b.iol_next == &c);
    CHECK_ERRNO(brecvl(s[1], NULL, NULL, -1), EINVAL);
    CHECK_ERRNO(brecvl(s[1], &p, NULL, -1), EINVAL);
    CHECK_ERRNO(brecvl(s[1], NULL, &p, -1), EINVAL);
    CHECK_ERRNO(brecvl(s[1], &p, &r, -1), EINVAL);
    p.iol_next = &p;
    CHECK_ERRNO(brecvl(s[1], &p, &p, -1), EINVAL);
    /* None of that broke anything. */
    p.iol_next = &q;
    q.iol_next = &r;
    CHECK_OK(bsendl(s[0], &a, &c, -1));
    CHECK_OK(bsendl(s[0], &b, &c, -1));
    CHECK_OK(brecvl(s[1], &p, &r, -1));
    CHECK_MEM(x, "ab", 2);
    CHECK_MEM(y, "cd", 2);
    CHECK_INT(p.iol_len, 2);

    /* Dropping reports what receiving would. */
    CHECK_OK(bsend(s[0], "abc", 3, -1));
    CHECK_OK(brecv(s[1], NULL, 2, -1));
    CHECK_ERRNO(brecv(s[1], NULL, 2, 0), ETIMEDOUT);
    CHECK_ERRNO(brecv(s[1], NULL, 2, 0), ECONNRESET);
    CHECK_OK(ipc_done(s[1], -1));
    CHECK_ERRNO(brecv(s[0], NULL, 20000, -1), EPIPE);
    CHECK_ERRNO(bsend(s[0], NULL, 1, -1), EFAULT);
    CHECK_ERRNO(bsend(s[0], "x", 1, -1), ECONNRESET);
    close_pair(s);
}

static coroutine void flood(int s) {
    for(;;) {
        if(bsend(s, large, 100000, -1) == 0) continue;
        CHECK_INT(errno, ECONNRESET);
        CHECK_ERRNO(ipc_close(s, -1), ECONNRESET);
        count++;
        return;
    }
}

static void closing(void) {
    int s[2], h;
    char buf[5];
    /* Data on its way when one side has finished already. */
    CHECK_OK(ipc_pair(s));
    CHECK_OK(ipc_done(s[1], -1));
    CHECK_OK(bsend(s[0], "hello", 5, -1));
    count = 0;
    h = go(close_all(s[0], -1, 0));
    CHECK_OK(brecv(s[1], buf, 5, -1));
    CHECK_MEM(buf, "hello", 5);
    CHECK_ERRNO(brecv(s[1], buf, 1, -1), EPIPE);
    CHECK_OK(ipc_close(s[1], -1));
    CHECK_OK(hclose(h));
    CHECK_INT(count, 1);

    /* A peer that does not finish. */
    CHECK_OK(ipc_pair(s));
    CHECK_ERRNO(ipc_close(s[0], now() + 5), ETIMEDOUT);
    CHECK_ERRNO(hclose(s[0]), EBADF);
    CHECK_ERRNO(brecv(s[1], buf, 1, -1), EPIPE);
    CHECK_OK(hclose(s[1]));
    CHECK_OK(ipc_pair(s));
    CHECK_ERRNO(ipc_close(s[0], 0), ETIMEDOUT);
    CHECK_OK(hclose(s[1]));

    /* A peer that does not stop sending. */
    CHECK_OK(ipc_pair(s));
    count = 0;
    h = go(flood(s[1]));
    CHECK_ERRNO(ipc_close(s[0], now() + 30), ETIMEDOUT);
    CHECK_OK(bundle_wait(h, -1));
    CHECK_OK(hclose(h));
    CHECK_INT(count, 1);

    /* What was not received is dropped. */
    CHECK_OK(ipc_pair(s));
    CHECK_OK(bsend(s[1], large, 50000, -1));
    CHECK_OK(ipc_done(s[1], -1));
    CHECK_OK(ipc_close(s[0], -1));
    CHECK_OK(ipc_close(s[1], -1));
}

static coroutine void busy(int s) {
    char c;
    CHECK_ERRNO(brecv(s, &c, 1, -1), EBUSY);
    CHECK_ERRNO(bsend(s, "x", 1, -1), EBUSY);
    count++;
}

static coroutine void closes(int s) {
    CHECK_OK(hclose(s));
    count++;
}

static coroutine void accepts(int listener, int want) {
    CHECK_ERRNO(ipc_accept(listener, -1), want);
    count++;
}

static void waiting(void) {
    int s[2], b = bundle(), c, h, listener;
    char buf[2];
    /* One sender and one receiver at a time; a second one disturbs neither. */
    CHECK_OK(ipc_pair(s));
    count = 0;
    CHECK_OK(bundle_go(b, send_all(s[0], large, LARGE, 0)));
    CHECK_OK(bundle_go(b, receive_all(s[0], buf, 1, 0)));
    c = go(busy(s[0]));
    CHECK_INT(count, 1);
    CHECK_OK(bsend(s[1], "x", 1, -1));
    CHECK_OK(brecv(s[1], NULL, LARGE, -1));
    CHECK_OK(bundle_wait(b, -1));
    CHECK_INT(count, 3);
    CHECK_OK(hclose(c));
    close_pair(s);

    /* Closed under those who wait. */
    CHECK_OK(ipc_pair(s));
    count = 0;
    CHECK_OK(bundle_go(b, send_all(s[0], large, LARGE, ECONNRESET)));
    CHECK_OK(bundle_go(b, receive_all(s[0], buf, 1, ECONNRESET)));
    CHECK_OK(hclose(s[0]));
    CHECK_OK(bundle_wait(b, -1));
    CHECK_OK(hclose(s[1]));
    CHECK_OK(ipc_pair(s));
    CHECK_OK(bundle_go(b, receive_all(s[0], buf, 1, ECONNRESET)));
    CHECK_OK(bundle_go(b, closes(s[0])));
    CHECK_OK(bundle_wait(b, -1));
    CHECK_OK(hclose(s[1]));
    CHECK_OK(ipc_pair(s));
    CHECK_OK(bundle_go(b, receive_all(s[0], buf, 1, ECONNRESET)));
    CHECK_OK(ipc_done(s[1], -1));
    CHECK_OK(ipc_close(s[0], -1));
    CHECK_OK(bundle_wait(b, -1));
    CHECK_OK(hclose(s[1]));
    CHECK_INT(count, 5);

    /* Cancelled. Then the direction is broken. */
    CHECK_OK(ipc_pair(s));
    c = bundle();
    CHECK_OK(bundle_go(c, send_all(s[0], large, LARGE, ECANCELED)));
    CHECK_OK(bundle_go(c, receive_all(s[0], buf, 1, ECANCELED)));
    CHECK_OK(hclose(c));
    CHECK_INT(count, 7);
    CHECK_ERRNO(brecv(s[0], buf, 1, -1), ECONNRESET);
    CHECK_ERRNO(bsend(s[0], "x", 1, -1), ECONNRESET);
    close_pair(s);
    CHECK_OK(ipc_pair(s));
    c = go(close_all(s[0], -1, ECANCELED));
    CHECK_OK(hclose(c));
    CHECK_INT(count, 8);
    CHECK_ERRNO(hclose(s[0]), EBADF);
    CHECK_OK(hclose(s[1]));

    /* Listeners. */
    listener = ipc_listen(PATH, 10);
    CHECK_OK(bundle_go(b, accepts(listener, EBADF)));
    CHECK_OK(bundle_go(b, accepts(listener, EBUSY)));
    CHECK_INT(count, 9);
    CHECK_OK(hclose(listener));
    CHECK_OK(bundle_wait(b, -1));
    CHECK_INT(count, 10);
    CHECK_OK(unlink(PATH));
    listener = ipc_listen(PATH, 10);
    h = go(accepts(listener, ECANCELED));
    CHECK_OK(hclose(h));
    CHECK_INT(count, 11);
    CHECK_ERRNO(ipc_accept(listener, 0), ETIMEDOUT);
    CHECK_OK(hclose(listener));
    CHECK_OK(unlink(PATH));
    CHECK_OK(hclose(b));
}

static coroutine void connects(int64_t deadline, int want, int *s) {
    errno = EXDEV;
    *s = ipc_connect(PATH, deadline);
    if(want) CHECK_ERRNO(*s, want);
    else {
        CHECK(*s >= 0);
        CHECK_INT(errno, 0);
    }
    count++;
}

/* A listener with as many connections as it takes. */
static void backlog(void) {
    int s[100], n, listener = ipc_listen(PATH, 1), h, late, a;
    for(n = 0; n != 100; ++n) {
        s[n] = ipc_connect(PATH, 0);
        if(s[n] < 0) break;
    }
    CHECK(n > 0 && n < 100);
    CHECK_INT(errno, ETIMEDOUT);
    CHECK_ERRNO(ipc_connect(PATH, now() + 5), ETIMEDOUT);
    count = 0;
    h = go(connects(-1, ECANCELED, &late));
    CHECK_OK(hclose(h));
    CHECK_INT(count, 1);
    h = go(connects(-1, 0, &late));
    CHECK_INT(count, 1);
    a = ipc_accept(listener, -1);
    CHECK(a >= 0);
    CHECK_OK(bundle_wait(h, -1));
    CHECK_OK(hclose(h));
    CHECK_INT(count, 2);
    CHECK_OK(hclose(a));
    CHECK_OK(hclose(late));
    while(n > 0) CHECK_OK(hclose(s[--n]));
    CHECK_OK(hclose(listener));
    CHECK_OK(unlink(PATH));
}

int main(void) {
    deadlines();
    large_amounts();
    lists();
    closing();
    waiting();
    backlog();
    return 0;
}
