// TCP: exchange, ends, deadlines, who may do what at the same time.
#include "pair.h"
#include <fcntl.h>
#include <libdillimpl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>

static int count;

static coroutine void client(const struct ipaddr *addr) {
    char buf[3];
    int s = tcp_connect(addr, -1);
    CHECK(s >= 0);
    CHECK_OK(bsend(s, "ABC", 3, -1));
    CHECK_OK(brecv(s, buf, 3, -1));
    CHECK_MEM(buf, "DEF", 3);
    CHECK_ERRNO(brecv(s, buf, 1, -1), EPIPE);
    CHECK_ERRNO(brecv(s, buf, 1, -1), EPIPE);
    CHECK_OK(tcp_close(s, -1));
    CHECK_INT(errno, EPIPE);
    CHECK_ERRNO(hclose(s), EBADF);
    count++;
}

static void exchange(void) {
    struct ipaddr addr, peer;
    struct tcp_listener_storage listener_memory;
    struct tcp_storage memory[2];
    char buf[16];
    int listener, b = bundle(), s;
    CHECK_OK(ipaddr_local(&addr, "127.0.0.1", 0, 0));
    listener = tcp_listen_mem(&addr, 10, &listener_memory);
    CHECK(listener >= 0);
    CHECK_OK(bundle_go(b, client(&addr)));
    memset(&peer, 0, sizeof(peer));
    s = tcp_accept_mem(listener, &peer, &memory[0], -1);
    CHECK(s >= 0);
    CHECK_INT(ipaddr_equal(&addr, &peer, 1), 1);
    CHECK(ipaddr_port(&peer) != ipaddr_port(&addr));
    CHECK_OK(brecv(s, buf, 1, -1));
    CHECK_OK(brecv(s, buf + 1, 2, -1));
    CHECK_MEM(buf, "ABC", 3);
    CHECK_ERRNO(brecv(s, buf, 1, now() + 5), ETIMEDOUT);
    CHECK_ERRNO(brecv(s, buf, 1, -1), ECONNRESET);
    CHECK_OK(bsend(s, "DEF", 3, -1));
    CHECK_OK(tcp_done(s, -1));
    CHECK_ERRNO(tcp_done(s, -1), EPIPE);
    CHECK_ERRNO(bsend(s, "x", 1, -1), EPIPE);
    CHECK_ERRNO(bsend(s, "x", 1, -1), EPIPE);
    CHECK_OK(bundle_wait(b, -1));
    CHECK_INT(count, 1);
    /* Not a message socket, no listener, no connection. */
    CHECK_ERRNO(msend(s, "x", 1, -1), ENOTSUP);
    CHECK_ERRNO(mrecv(s, buf, 1, -1), ENOTSUP);
    CHECK_ERRNO(tcp_accept(s, NULL, -1), ENOTSUP);
    CHECK_ERRNO(tcp_done(listener, -1), ENOTSUP);
    CHECK_ERRNO(bsend(listener, "x", 1, -1), ENOTSUP);
    CHECK_ERRNO(brecv(listener, buf, 1, -1), ENOTSUP);
    CHECK_ERRNO(tcp_done(b, -1), ENOTSUP);
    CHECK_ERRNO(tcp_close(b, -1), ENOTSUP);
    CHECK_OK(bundle_wait(b, 0));
    CHECK_OK(hclose(s));
    CHECK_OK(tcp_close(listener, -1));
    CHECK_ERRNO(tcp_accept(listener, NULL, -1), EBADF);
    CHECK_ERRNO(bsend(s, "x", 1, -1), EBADF);
    CHECK_ERRNO(brecv(s, buf, 1, -1), EBADF);
    CHECK_ERRNO(tcp_done(s, -1), EBADF);
    CHECK_ERRNO(tcp_close(s, -1), EBADF);
    CHECK_OK(hclose(b));
}

static void errors_of_making(void) {
    struct ipaddr addr, other;
    int listener, s;
    CHECK_ERRNO(tcp_listen_mem(&addr, 1, NULL), EINVAL);
    CHECK_ERRNO(tcp_connect_mem(&addr, NULL, -1), EINVAL);
    CHECK_ERRNO(tcp_accept_mem(0, NULL, NULL, -1), EINVAL);
    CHECK_ERRNO(tcp_listen(NULL, 1), EINVAL);
    CHECK_ERRNO(tcp_connect(NULL, 1), EINVAL);
    memset(&addr, 0, sizeof(addr));
    CHECK_ERRNO(tcp_listen(&addr, 1), EAFNOSUPPORT);
    CHECK_ERRNO(tcp_connect(&addr, -1), EAFNOSUPPORT);

    listener = listen_on_loopback(&addr);
    other = addr;
    CHECK_ERRNO(tcp_listen(&other, 1), EADDRINUSE);
    CHECK_ERRNO(tcp_accept(listener, NULL, 0), ETIMEDOUT);
    CHECK_ERRNO(tcp_accept(listener, NULL, now() + 5), ETIMEDOUT);
    s = tcp_connect(&addr, -1);
    CHECK(s >= 0);
    CHECK_OK(hclose(s));
    CHECK((s = tcp_accept(listener, NULL, 0)) >= 0 || errno == ETIMEDOUT);
    CHECK_OK(hclose(listener));
    CHECK_ERRNO(tcp_connect(&addr, -1), ECONNREFUSED);
    CHECK_OK(ipaddr_local(&other, "192.0.2.1", 0, 0));
    CHECK_ERRNO(tcp_listen(&other, 1), EADDRNOTAVAIL);
    CHECK_ERRNO(tcp_connect(&addr, 0), ECONNREFUSED);
    /* There are no connections to all hosts of a network. */
    CHECK_OK(ipaddr_local(&addr, "127.255.255.255", 80, 0));
    CHECK_ERRNO(tcp_connect(&addr, -1), ENETUNREACH);
}

static void zero_and_skip(void) {
    char buf[8];
    int s[2];
    make_pair(s);
    errno = EXDEV;
    CHECK_OK(bsend(s[0], NULL, 0, -1));
    CHECK_OK(brecv(s[0], NULL, 0, -1));
    CHECK_OK(brecv(s[0], buf, 0, 0));
    CHECK_INT(errno, EXDEV);
    CHECK_OK(bsend(s[0], "1234567890", 10, -1));
    CHECK_OK(brecv(s[1], NULL, 4, -1));
    CHECK_OK(brecv(s[1], buf, 2, -1));
    CHECK_MEM(buf, "56", 2);
    CHECK_OK(brecv(s[1], NULL, 3, -1));
    /* What was there does not count if not everything comes. */
    CHECK_ERRNO(brecv(s[1], NULL, 5, now() + 5), ETIMEDOUT);
    CHECK_ERRNO(brecv(s[1], buf, 1, 0), ECONNRESET);
    CHECK_ERRNO(bsend(s[0], NULL, 5, -1), EFAULT);
    CHECK_ERRNO(bsend(s[0], "x", 1, -1), ECONNRESET);
    CHECK_OK(hclose(s[0]));
    CHECK_OK(hclose(s[1]));

    /* Skipping meets the end, in small and in large. */
    make_pair(s);
    CHECK_OK(bsend(s[0], "1234567890", 10, -1));
    CHECK_OK(tcp_done(s[0], -1));
    CHECK_ERRNO(brecv(s[1], NULL, 100000, -1), EPIPE);
    CHECK_ERRNO(brecv(s[1], NULL, 1, -1), EPIPE);
    CHECK_OK(hclose(s[0]));
    CHECK_OK(hclose(s[1]));
}

static coroutine void send_pattern(int s, size_t len) {
    unsigned char *block = malloc(len);
    size_t i;
    for(i = 0; i != len; ++i) block[i] = (unsigned char)(i * 7 + i / 251);
    CHECK_OK(bsend(s, block, len, -1));
    CHECK_OK(tcp_done(s, -1));
    free(block);
}

/* All sizes around that of the read-ahead buffer. */
static void sizes(void) {
    static const size_t sizes[] = {1, 1000, 2000, 2001, 3000, 8191, 8192, 8193, 20000, 1, 70000, 5, 300000, 8192 * 4};
    size_t total = 0, at = 0, i, j;
    unsigned char *block = malloc(300000);
    int s[2], b = bundle();
    for(i = 0; i != sizeof(sizes) / sizeof(*sizes); ++i) total += sizes[i];
    make_pair(s);
    CHECK_OK(bundle_go(b, send_pattern(s[0], total)));
    for(i = 0; i != sizeof(sizes) / sizeof(*sizes); ++i) {
        CHECK_OK(brecv(s[1], block, sizes[i], -1));
        for(j = 0; j != sizes[i]; ++j, ++at) CHECK_INT(block[j], (unsigned char)(at * 7 + at / 251));
    }
    CHECK_ERRNO(brecv(s[1], block, 1, -1), EPIPE);
    free(block);
    CHECK_OK(hclose(b));
    CHECK_OK(hclose(s[0]));
    CHECK_OK(hclose(s[1]));
}

static coroutine void receive(int s, int want) {
    char c;
    CHECK_ERRNO(brecv(s, &c, 1, -1), want);
    count++;
}

static coroutine void send_much(int s, int want) {
    static char block[8 << 20];
    CHECK_ERRNO(bsend(s, block, sizeof(block), -1), want);
    count++;
}

static coroutine void accept_fails(int listener, int want) {
    CHECK_ERRNO(tcp_accept(listener, NULL, -1), want);
    count++;
}

static void at_the_same_time(void) {
    struct ipaddr addr;
    char c;
    int s[2], b = bundle(), listener, h;
    count = 0;
    make_pair(s);
    CHECK_OK(bundle_go(b, receive(s[0], ECONNRESET)));
    CHECK_OK(bundle_go(b, send_much(s[0], ECONNRESET)));
    /* One at a time in each direction; the intruder harms nobody. */
    CHECK_ERRNO(brecv(s[0], &c, 1, -1), EBUSY);
    CHECK_ERRNO(bsend(s[0], "x", 1, -1), EBUSY);
    CHECK_INT(count, 0);
    /* Closing wakes them. */
    CHECK_OK(hclose(s[0]));
    CHECK_OK(bundle_wait(b, -1));
    CHECK_INT(count, 2);
    /* The other end learns of it. */
    CHECK_ERRNO(brecv(s[1], NULL, 20 << 20, -1), ECONNRESET);
    CHECK_ERRNO(tcp_done(s[1], -1), ECONNRESET);
    CHECK_ERRNO(tcp_close(s[1], -1), ECONNRESET);
    CHECK_ERRNO(hclose(s[1]), EBADF);

    listener = listen_on_loopback(&addr);
    CHECK_OK(bundle_go(b, accept_fails(listener, EBADF)));
    CHECK_ERRNO(tcp_accept(listener, NULL, -1), EBUSY);
    CHECK_OK(hclose(listener));
    CHECK_OK(bundle_wait(b, -1));
    CHECK_INT(count, 3);

    /* tcp_close wakes who receives, and goes on. */
    make_pair(s);
    CHECK_OK(bundle_go(b, receive(s[0], ECONNRESET)));
    CHECK_OK(tcp_done(s[1], -1));
    CHECK_OK(tcp_close(s[0], -1));
    CHECK_OK(bundle_wait(b, -1));
    CHECK_OK(tcp_close(s[1], -1));

    /* Finishing ends what is being sent; the peer takes what has left for all. */
    make_pair(s);
    CHECK_OK(bundle_go(b, send_much(s[0], ECONNRESET)));
    CHECK_OK(tcp_done(s[0], -1));
    CHECK_ERRNO(brecv(s[1], NULL, 20 << 20, -1), EPIPE);
    CHECK_OK(bundle_wait(b, -1));
    CHECK_ERRNO(bsend(s[0], "x", 1, -1), ECONNRESET);
    CHECK_OK(hclose(s[0]));
    CHECK_OK(hclose(s[1]));

    /* Cancelled: what needs no waiting works. */
    make_pair(s);
    h = go(receive(s[0], ECANCELED));
    CHECK_OK(hclose(h));
    CHECK_ERRNO(brecv(s[0], &c, 1, -1), ECONNRESET);
    CHECK_OK(bsend(s[0], "x", 1, -1));
    CHECK_OK(brecv(s[1], &c, 1, -1));
    CHECK_OK(hclose(s[0]));
    CHECK_OK(hclose(s[1]));
    CHECK_OK(hclose(b));
}

static coroutine void works_when_cancelled(int s0, int s1) {
    struct ipaddr addr;
    char buf[4];
    CHECK_ERRNO(msleep(-1), ECANCELED);
    CHECK_OK(bsend(s0, "ab", 2, -1));
    CHECK_OK(brecv(s1, buf, 2, -1));
    CHECK_OK(ipaddr_local(&addr, "127.0.0.1", 0, 0));
    CHECK_ERRNO(tcp_listen(&addr, 1), ECANCELED);
    CHECK_ERRNO(brecv(s1, buf, 2, -1), ECANCELED);
    CHECK_ERRNO(tcp_close(s0, -1), ECANCELED);
    CHECK_ERRNO(hclose(s0), EBADF);
    count++;
}

static void options(void) {
    struct sockaddr_in sa;
    socklen_t len = sizeof(sa);
    struct ipaddr addr;
    int fd, set = 0, flags, listener, s, accepted;
    socklen_t size = sizeof(set);
    listener = listen_on_loopback(&addr);
    s = tcp_connect(&addr, -1);
    accepted = tcp_accept(listener, NULL, -1);
    CHECK(s >= 0 && accepted >= 0);
    /* Whatever descriptors of TCP there are now are the library's. */
    for(fd = 3; fd != 64; ++fd) {
        if(getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &set, &size) != 0) continue;
        CHECK_INT(set != 0, 1);
        flags = fcntl(fd, F_GETFD);
        CHECK_INT(flags & FD_CLOEXEC, FD_CLOEXEC);
        CHECK_OK(getsockname(fd, (struct sockaddr *)&sa, &len));
        count++;
    }
    CHECK_INT(count, 3);
    CHECK_OK(hclose(listener));
    CHECK_OK(hclose(s));
    CHECK_OK(hclose(accepted));
}

int main(void) {
    int s[2], h;
    options();
    count = 0;
    exchange();
    errors_of_making();
    zero_and_skip();
    sizes();
    at_the_same_time();

    count = 0;
    make_pair(s);
    h = go(works_when_cancelled(s[0], s[1]));
    CHECK_OK(hclose(h));
    CHECK_INT(count, 1);
    CHECK_OK(hclose(s[1]));
    return 0;
}
