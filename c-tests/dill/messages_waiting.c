// Who waits in message protocols over a bytestream: deadlines, cancellation, concurrent use, closing meanwhile.
#include "../check.h"
#include <libdill.h>

#define LARGE (2 * 1024 * 1024)

enum protocol { PREFIX, SUFFIX, TERM, PROTOCOLS };

static int count;
static char large[LARGE];

static int attach(enum protocol protocol, int s) {
    switch(protocol) {
    case PREFIX:
        s = prefix_attach(s, 4, 0);
        break;
    case SUFFIX:
        s = suffix_attach(s, "\r\n", 2);
        break;
    default:
        s = term_attach(prefix_attach(s, 4, 0), "STOP", 4);
    }
    CHECK(s >= 0);
    return s;
}

static int detach(enum protocol protocol, int s, int64_t deadline) {
    switch(protocol) {
    case PREFIX:
        return prefix_detach(s);
    case SUFFIX:
        return suffix_detach(s, deadline);
    default:
        return term_detach(s, deadline);
    }
}

static void attach_pair(enum protocol protocol, int s[2]) {
    CHECK_OK(ipc_pair(s));
    s[0] = attach(protocol, s[0]);
    s[1] = attach(protocol, s[1]);
}

static void close_pair(int s[2]) {
    CHECK_OK(hclose(s[0]));
    CHECK_OK(hclose(s[1]));
}

static coroutine void sends(int s, int want) {
    CHECK_INT(msend(s, large, LARGE, -1), want ? -1 : 0);
    if(want) CHECK_INT(errno, want);
    count++;
}

static coroutine void receives(int s, ssize_t size, int want) {
    char c;
    CHECK_INT(mrecv(s, &c, 1, -1), want ? -1 : size);
    if(want) CHECK_INT(errno, want);
    count++;
}

static void deadlines(enum protocol protocol) {
    int s[2];
    char buf[4];
    attach_pair(protocol, s);
    CHECK_OK(msend(s[0], "a", 1, 0));
    CHECK_OK(msend(s[0], "b", 1, now() - 10));
    CHECK_OK(msend(s[0], "c", 1, now() + 10000));
    CHECK_INT(mrecv(s[1], buf, 4, now() - 10), 1);
    CHECK_INT(mrecv(s[1], buf, 4, 0), 1);
    CHECK_INT(mrecv(s[1], buf, 4, now() + 10000), 1);
    CHECK_ERRNO(mrecv(s[1], buf, 4, 0), ETIMEDOUT);
    CHECK_ERRNO(mrecv(s[1], buf, 4, -1), ECONNRESET);
    CHECK_ERRNO(mrecv(s[0], buf, 4, now() + 5), ETIMEDOUT);
    CHECK_ERRNO(mrecvl(s[0], NULL, NULL, -1), ECONNRESET);
    /* The other direction goes on. */
    CHECK_OK(msend(s[1], "x", 1, -1));
    CHECK_ERRNO(detach(protocol, s[1], -1), ECONNRESET);
    CHECK_ERRNO(hclose(s[1]), EBADF);
    CHECK_OK(hclose(s[0]));

    attach_pair(protocol, s);
    CHECK_ERRNO(msend(s[0], large, LARGE, 0), ETIMEDOUT);
    CHECK_ERRNO(msend(s[0], "x", 1, -1), ECONNRESET);
    CHECK_ERRNO(msend(s[1], large, LARGE, now() + 5), ETIMEDOUT);
    CHECK_ERRNO(detach(protocol, s[0], -1), ECONNRESET);
    CHECK_OK(hclose(s[1]));
}

/* One sender and one receiver at a time. The second ones change nothing. */
static void concurrent(enum protocol protocol) {
    int s[2], h = bundle();
    char c;
    attach_pair(protocol, s);
    count = 0;
    CHECK_OK(bundle_go(h, sends(s[0], 0)));
    CHECK_ERRNO(msend(s[0], "x", 1, -1), EBUSY);
    CHECK_OK(bundle_go(h, receives(s[0], 1, 0)));
    CHECK_ERRNO(mrecv(s[0], &c, 1, -1), EBUSY);
    CHECK_ERRNO(mrecvl(s[0], NULL, NULL, -1), EBUSY);
    CHECK_ERRNO(detach(protocol, s[0], -1), EBUSY);
    CHECK_INT(mrecvl(s[1], NULL, NULL, -1), LARGE);
    CHECK_OK(msend(s[1], "y", 1, -1));
    CHECK_OK(bundle_wait(h, -1));
    CHECK_INT(count, 2);
    CHECK_OK(msend(s[0], "z", 1, -1));
    CHECK_INT(mrecv(s[1], &c, 1, -1), 1);
    CHECK_INT(c, 'z');
    close_pair(s);
    CHECK_OK(hclose(h));
}

static void cancelled(enum protocol protocol) {
    int s[2], h = bundle();
    char c;
    attach_pair(protocol, s);
    count = 0;
    CHECK_OK(bundle_go(h, sends(s[0], ECANCELED)));
    CHECK_OK(bundle_go(h, receives(s[0], 0, ECANCELED)));
    CHECK_OK(hclose(h));
    CHECK_INT(count, 2);
    CHECK_ERRNO(msend(s[0], "x", 1, -1), ECONNRESET);
    CHECK_ERRNO(mrecv(s[0], &c, 1, -1), ECONNRESET);
    close_pair(s);
}

static void closed(enum protocol protocol) {
    int s[2], h = bundle();
    attach_pair(protocol, s);
    count = 0;
    CHECK_OK(bundle_go(h, sends(s[0], ECONNRESET)));
    CHECK_OK(bundle_go(h, receives(s[0], 0, ECONNRESET)));
    CHECK_OK(hclose(s[0]));
    CHECK_ERRNO(hclose(s[0]), EBADF);
    CHECK_OK(bundle_wait(h, -1));
    CHECK_INT(count, 2);
    CHECK_OK(hclose(s[1]));
    CHECK_OK(hclose(h));
}

int main(void) {
    enum protocol protocol;
    memset(large, 'x', sizeof(large));
    for(protocol = PREFIX; protocol != PROTOCOLS; ++protocol) {
        deadlines(protocol);
        concurrent(protocol);
        cancelled(protocol);
        closed(protocol);
    }
    return 0;
}
