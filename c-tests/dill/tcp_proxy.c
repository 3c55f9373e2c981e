// A chain of proxies: one coroutine per direction, two senders at the same time.
#include "pair.h"

enum { HOPS = 3, LEN = 200000 };

static coroutine void relay(int from, int to) {
    char c[7];
    size_t left;
    for(left = LEN; left >= sizeof(c); left -= sizeof(c)) {
        CHECK_OK(brecv(from, c, sizeof(c), -1));
        CHECK_OK(bsend(to, c, sizeof(c), -1));
    }
    for(; left; --left) {
        CHECK_OK(brecv(from, c, 1, -1));
        CHECK_OK(bsend(to, c, 1, -1));
    }
    CHECK_ERRNO(brecv(from, c, 1, -1), EPIPE);
    CHECK_OK(tcp_done(to, -1));
}

static coroutine void send_all(int s, unsigned seed) {
    static char bytes[2][LEN];
    int i;
    for(i = 0; i != LEN; ++i) bytes[seed][i] = (char)(i * (7 + seed));
    CHECK_OK(bsend(s, bytes[seed], LEN, -1));
    CHECK_OK(tcp_done(s, -1));
}

static coroutine void receive_all(int s, unsigned seed) {
    static char bytes[2][LEN];
    int i;
    CHECK_OK(brecv(s, bytes[seed], LEN, -1));
    for(i = 0; i != LEN; ++i) CHECK_INT(bytes[seed][i], (char)(i * (7 + seed)));
    CHECK_ERRNO(brecv(s, bytes[seed], 1, -1), EPIPE);
}

int main(void) {
    int s[HOPS][2], i, b = bundle();
    for(i = 0; i != HOPS; ++i) make_pair(s[i]);
    for(i = 0; i + 1 != HOPS; ++i) {
        CHECK_OK(bundle_go(b, relay(s[i][1], s[i + 1][0])));
        CHECK_OK(bundle_go(b, relay(s[i + 1][0], s[i][1])));
    }
    CHECK_OK(bundle_go(b, send_all(s[0][0], 0)));
    CHECK_OK(bundle_go(b, receive_all(s[0][0], 1)));
    CHECK_OK(bundle_go(b, send_all(s[HOPS - 1][1], 1)));
    CHECK_OK(bundle_go(b, receive_all(s[HOPS - 1][1], 0)));
    CHECK_OK(bundle_wait(b, -1));
    for(i = 0; i != HOPS; ++i) {
        CHECK_OK(tcp_close(s[i][0], -1));
        CHECK_OK(tcp_close(s[i][1], -1));
    }
    CHECK_OK(hclose(b));
    return 0;
}
