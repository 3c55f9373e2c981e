// Waiting for file descriptors.
// variants: -O0 | -O1 | -O2 | -O3
#include "../check.h"
#include <libdill.h>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>

static int count;

static void make_pair(int fds[2]) {
    CHECK_OK(socketpair(AF_UNIX, SOCK_STREAM, 0, fds));
}

static void discard(int fd) {
    CHECK_OK(fdclean(fd));
    CHECK_OK(close(fd));
}

static coroutine void wait_in(int fd, int want) {
    errno = EXDEV;
    CHECK_INT(fdin(fd, -1), want ? -1 : 0);
    CHECK_INT(errno, want);
    count++;
}

static coroutine void wait_out(int fd, int want) {
    CHECK_INT(fdout(fd, -1), want ? -1 : 0);
    CHECK_INT(errno, want);
    count++;
}

static coroutine void wait_until(int fd, int64_t deadline) {
    CHECK_ERRNO(fdin(fd, deadline), ETIMEDOUT);
    count++;
}

static coroutine void wait_cancelled(int fd) {
    CHECK_ERRNO(fdin(fd, -1), ECANCELED);
    CHECK_ERRNO(fdin(fd, -1), ECANCELED);
    CHECK_ERRNO(fdout(fd, 0), ECANCELED);
    count++;
}

static coroutine void write_byte(int fd) {
    CHECK_INT(write(fd, "x", 1), 1);
}

static void fill(int fd) {
    char block[65536];
    CHECK_OK(fcntl(fd, F_SETFL, O_NONBLOCK));
    memset(block, 0, sizeof(block));
    while(write(fd, block, sizeof(block)) > 0);
    CHECK_INT(errno, EAGAIN);
}

static void errors(void) {
    int file = open("/proc/self/exe", O_RDONLY), epoll = epoll_create1(0), fds[2], b = bundle();
    CHECK_ERRNO(fdin(999, -1), EBADF);
    CHECK_ERRNO(fdout(999, -1), EBADF);
    CHECK_ERRNO(fdin(-1, -1), EBADF);
    CHECK_ERRNO(fdin(INT32_MAX, 0), EBADF);
    CHECK_ERRNO(fdin(INT32_MIN, 0), EBADF);
    CHECK_ERRNO(fdin(file, -1), ENOTSUP);
    CHECK_ERRNO(fdout(file, 0), ENOTSUP);
    CHECK_ERRNO(fdclean(-1), EBADF);
    CHECK_OK(fdclean(999));
    CHECK_OK(fdclean(INT32_MAX));
    CHECK_OK(fdclean(file));
    CHECK_ERRNO(fdin(epoll, now() + 2), ETIMEDOUT);
    discard(epoll);
    close(file);

    make_pair(fds);
    CHECK_OK(bundle_go(b, wait_in(fds[0], 0)));
    CHECK_ERRNO(fdin(fds[0], 0), EBUSY);
    CHECK_ERRNO(fdclean(fds[0]), EBUSY);
    CHECK_OK(fdout(fds[0], 0));
    CHECK_OK(bundle_go(b, write_byte(fds[1])));
    CHECK_OK(bundle_wait(b, -1));
    CHECK_INT(count, 1);
    CHECK_OK(hclose(b));
    discard(fds[0]);
    discard(fds[1]);
}

static void readiness(void) {
    int fds[2], b = bundle(), h;
    char c;
    count = 0;
    make_pair(fds);
    /* Ready, whatever the deadline. */
    CHECK_OK(fdout(fds[0], 0));
    CHECK_OK(fdout(fds[0], -1));
    CHECK_OK(fdout(fds[0], now() + 1000));
    CHECK_OK(fdout(fds[0], now() - 1000));
    errno = EXDEV;
    CHECK_OK(fdout(fds[0], 0));
    CHECK_INT(errno, 0);
    /* Not ready. */
    CHECK_ERRNO(fdin(fds[0], 0), ETIMEDOUT);
    CHECK_ERRNO(fdin(fds[0], now() + 5), ETIMEDOUT);
    CHECK_ERRNO(fdin(fds[0], now() - 5), ETIMEDOUT);

    /* Level-triggered, both directions at the same time. */
    fill(fds[0]);
    CHECK_OK(bundle_go(b, wait_in(fds[0], 0)));
    CHECK_OK(bundle_go(b, wait_out(fds[0], 0)));
    CHECK_INT(write(fds[1], "x", 1), 1);
    CHECK_OK(yield());
    while(count != 1) CHECK_OK(msleep(now() + 1));
    CHECK_OK(fdin(fds[0], -1));
    CHECK_OK(fdin(fds[0], -1));
    CHECK_INT(count, 1);
    discard(fds[1]);
    CHECK_OK(bundle_wait(b, -1));
    CHECK_INT(count, 2);
    /* The peer has gone: both succeed, and reading tells. */
    CHECK_INT(read(fds[0], &c, 1), 1);
    CHECK_OK(fdin(fds[0], -1));
    CHECK_OK(fdout(fds[0], -1));
    CHECK_INT(recv(fds[0], &c, 1, 0), -1);
    CHECK_INT(errno, ECONNRESET);
    discard(fds[0]);

    /* Deadlines of several, in their order; a late byte disturbs nobody. */
    count = 0;
    make_pair(fds);
    CHECK_OK(bundle_go(b, wait_until(fds[0], now() + 10)));
    CHECK_OK(bundle_go(b, wait_until(fds[1], now() + 5)));
    CHECK_OK(bundle_wait(b, -1));
    CHECK_INT(count, 2);
    CHECK_INT(write(fds[1], "x", 1), 1);
    CHECK_OK(msleep(now() + 5));
    CHECK_OK(msleep(now() + 5));
    CHECK_OK(fdin(fds[0], -1));

    h = go(wait_cancelled(fds[1]));
    CHECK_OK(hclose(h));
    CHECK_INT(count, 3);
    discard(fds[0]);
    discard(fds[1]);
    CHECK_OK(hclose(b));
}

static coroutine void connect_and_send(struct ipaddr addr) {
    char c;
    int s = tcp_connect(&addr, now() + 10000);
    CHECK(s >= 0);
    CHECK_OK(msleep(now() + 1));
    CHECK_OK(bsend(s, "x", 1, -1));
    CHECK_ERRNO(brecv(s, &c, 1, now() + 10000), ECONNRESET);
    CHECK_OK(hclose(s));
}

/* Descriptors that the program closes without telling. */
static void careless(void) {
    int a[2], c[2], i, b = bundle(), duplicate, number;

    /* The number means another file afterwards. */
    for(i = 0; i != 3; ++i) {
        make_pair(a);
        CHECK_ERRNO(fdin(a[0], now() + 1), ETIMEDOUT);
        CHECK_OK(fdout(a[1], -1));
        close(a[0]);
        close(a[1]);
    }
    make_pair(a);
    CHECK_INT(write(a[1], "x", 1), 1);
    CHECK_OK(fdin(a[0], now() + 10000));
    close(a[0]);
    CHECK_ERRNO(fdin(a[0], 0), EBADF);
    CHECK_OK(msleep(now() + 2));
    close(a[1]);

    /* Closed while somebody waits: the wait ends when the number is used again, or with its deadline. */
    count = 0;
    make_pair(a);
    number = a[0];
    CHECK_OK(bundle_go(b, wait_in(a[0], EBADF)));
    CHECK_OK(bundle_go(b, wait_until(a[1], now() + 5)));
    close(a[0]);
    close(a[1]);
    make_pair(c);
    CHECK_INT(c[0], number);
    CHECK_INT(write(c[1], "x", 1), 1);
    CHECK_OK(fdin(c[0], -1));
    CHECK_OK(bundle_wait(b, -1));
    CHECK_INT(count, 2);
    discard(c[0]);
    discard(c[1]);

    /* Sockets of the library get the numbers. */
    make_pair(a);
    make_pair(c);
    for(i = 0; i != 4; ++i) CHECK_ERRNO(fdin(i < 2 ? a[i] : c[i - 2], 0), ETIMEDOUT);
    for(i = 0; i != 4; ++i) close(i < 2 ? a[i] : c[i - 2]);
    {
        struct ipaddr addr;
        char c;
        int listener, s0;
        CHECK_OK(ipaddr_local(&addr, "127.0.0.1", 0, 0));
        listener = tcp_listen(&addr, 1);
        CHECK_OK(bundle_go(b, connect_and_send(addr)));
        s0 = tcp_accept(listener, NULL, now() + 10000);
        CHECK(s0 >= 0);
        CHECK_OK(brecv(s0, &c, 1, now() + 10000));
        CHECK_OK(hclose(s0));
        CHECK_OK(hclose(listener));
        CHECK_OK(bundle_wait(b, -1));
    }

    /* A duplicate keeps the file open, and the kernel reports what nobody waits for. */
    make_pair(a);
    CHECK_ERRNO(fdin(a[0], 0), ETIMEDOUT);
    duplicate = dup(a[0]);
    close(a[0]);
    CHECK_INT(write(a[1], "x", 1), 1);
    CHECK_OK(msleep(now() + 5));
    CHECK_OK(fdin(duplicate, -1));
    discard(duplicate);
    discard(a[1]);
    CHECK_OK(hclose(b));
}

int main(void) {
    struct rlimit limit;
    int fds[2];
    errors();
    readiness();
    careless();

    /* Large numbers. */
    CHECK_OK(getrlimit(RLIMIT_NOFILE, &limit));
    make_pair(fds);
    if(limit.rlim_cur > 900 && dup2(fds[0], 900) == 900) {
        CHECK_ERRNO(fdin(900, 0), ETIMEDOUT);
        CHECK_INT(write(fds[1], "x", 1), 1);
        CHECK_OK(fdin(900, -1));
        discard(900);
    }
    return 0;
}
