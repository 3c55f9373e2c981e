// Closing connections: in good order, in time, and without losing data.
#include "pair.h"
#include <stdlib.h>
#include <sys/socket.h>

static coroutine void flood(int s) {
    static char block[65536];
    while(bsend(s, block, sizeof(block), -1) == 0);
    CHECK_INT(errno, ECONNRESET);
    CHECK_ERRNO(bsend(s, block, 1, -1), ECONNRESET);
    CHECK_ERRNO(tcp_close(s, -1), ECONNRESET);
}

static coroutine void flood_until_closed(int s) {
    static char block[65536];
    while(bsend(s, block, sizeof(block), -1) == 0);
    CHECK_INT(errno, ECONNRESET);
}

static coroutine void close_after_turns(int s, int turns) {
    while(turns--) CHECK_OK(yield());
    CHECK_OK(hclose(s));
}

static coroutine void close_it(int s, int want) {
    if(want == 0) {
        CHECK_OK(tcp_close(s, -1));
    } else {
        CHECK_ERRNO(tcp_close(s, -1), want);
    }
    CHECK_ERRNO(tcp_close(s, -1), EBADF);
}

static coroutine void read_slowly(int s, size_t len, int *done) {
    char *block = malloc(len);
    CHECK_OK(msleep(now() + 5));
    CHECK_OK(brecv(s, block, len, -1));
    CHECK_ERRNO(brecv(s, block, 1, -1), EPIPE);
    free(block);
    *done = 1;
}

int main(void) {
    static char block[300000];
    char buf[8];
    int s[2], b = bundle(), done = 0;
    int64_t deadline;
    struct ipaddr addr;

    /* Both sides, one after the other; unread data is dropped. */
    make_pair(s);
    CHECK_OK(bsend(s[1], "leftover", 8, -1));
    CHECK_OK(bundle_go(b, close_it(s[0], 0)));
    CHECK_OK(tcp_close(s[1], -1));
    CHECK_INT(errno, EPIPE);
    CHECK_OK(bundle_wait(b, -1));

    /* Half-closed by hand before. */
    make_pair(s);
    CHECK_OK(tcp_done(s[0], -1));
    CHECK_OK(bundle_go(b, close_it(s[0], 0)));
    CHECK_ERRNO(brecv(s[1], buf, 1, -1), EPIPE);
    CHECK_OK(tcp_close(s[1], -1));
    CHECK_OK(bundle_wait(b, -1));

    /* The peer does not finish. */
    make_pair(s);
    CHECK_ERRNO(tcp_close(s[0], 0), ETIMEDOUT);
    CHECK_ERRNO(hclose(s[0]), EBADF);
    CHECK_ERRNO(brecv(s[1], buf, 1, -1), EPIPE);
    CHECK_ERRNO(tcp_close(s[1], -1), ECONNRESET);
    make_pair(s);
    CHECK_ERRNO(tcp_close(s[0], now() + 5), ETIMEDOUT);
    CHECK_OK(hclose(s[1]));

    /* Broken before. */
    make_pair(s);
    CHECK_ERRNO(brecv(s[0], buf, 1, 0), ETIMEDOUT);
    CHECK_ERRNO(tcp_close(s[0], -1), ECONNRESET);
    CHECK_ERRNO(hclose(s[0]), EBADF);
    CHECK_OK(hclose(s[1]));

    /* A peer that never stops sending: the deadline holds, and others get their turns, without which this would not
       end. */
    make_pair(s);
    CHECK_OK(bundle_go(b, flood(s[1])));
    deadline = now() + 30;
    CHECK_ERRNO(tcp_close(s[0], deadline), ETIMEDOUT);
    CHECK(now() >= deadline);
    CHECK_OK(bundle_wait(b, -1));
    make_pair(s);
    CHECK_OK(bundle_go(b, flood_until_closed(s[1])));
    CHECK_OK(bundle_go(b, close_after_turns(s[1], 10)));
    CHECK_ERRNO(tcp_close(s[0], -1), ECONNRESET);
    CHECK_OK(bundle_wait(b, -1));

    /* The peer has finished first: all that was sent arrives although this side is closed at once. */
    make_pair(s);
    CHECK_OK(tcp_done(s[1], -1));
    CHECK_ERRNO(brecv(s[0], buf, 1, -1), EPIPE);
    CHECK_OK(bundle_go(b, read_slowly(s[1], sizeof(block), &done)));
    CHECK_OK(bsend(s[0], block, sizeof(block), -1));
    CHECK_OK(tcp_close(s[0], -1));
    CHECK_OK(bundle_wait(b, -1));
    CHECK_INT(done, 1);
    CHECK_OK(hclose(s[1]));

    /* hclose cuts off: what was not read is lost. */
    make_pair(s);
    CHECK_OK(bsend(s[0], "x", 1, -1));
    CHECK_OK(hclose(s[0]));
    CHECK_ERRNO(brecv(s[1], buf, 2, -1), ECONNRESET);
    CHECK_OK(hclose(s[1]));

    /* Handles end: thousands of connections need no more numbers than they use at a time. */
    {
        int i, listener = listen_on_loopback(&addr);
        for(i = 0; i != 1000; ++i) {
            s[0] = tcp_connect(&addr, -1);
            s[1] = tcp_accept(listener, NULL, -1);
            CHECK(s[0] >= 0 && s[0] < 256 && s[1] >= 0 && s[1] < 256);
            CHECK_OK(tcp_done(s[0], -1));
            CHECK_OK(tcp_close(s[1], -1));
            CHECK_OK(tcp_close(s[0], -1));
        }
        CHECK_OK(hclose(listener));
    }
    CHECK_OK(hclose(b));
    return 0;
}
