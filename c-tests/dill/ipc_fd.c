// File descriptors that travel over a connection.
#include "../check.h"
#include <libdill.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>

static int count;

static int is_open(int fd) {
    return fcntl(fd, F_GETFD) >= 0;
}

static int descriptors(void) {
    int n = 0;
    for(int fd = 0; fd != 100; ++fd) n += is_open(fd);
    return n;
}

static void close_pair(int s[2]) {
    CHECK_OK(hclose(s[0]));
    CHECK_OK(hclose(s[1]));
}

static coroutine void receives(int s, int64_t deadline, int want) {
    int fd = ipc_recvfd(s, deadline);
    if(want) CHECK_ERRNO(fd, want);
    else close(fd);
    count++;
}

static coroutine void sends(int s, int fd, int64_t deadline, int want) {
    CHECK_INT(ipc_sendfd(s, fd, deadline), want ? -1 : 0);
    if(want) CHECK_INT(errno, want);
    count++;
}

/* In the middle of ordinary data. */
static void passing(void) {
    int s[2], p[2], fd, before;
    char buf[3];
    CHECK_OK(ipc_pair(s));
    CHECK_OK(pipe(p));
    CHECK_OK(bsend(s[0], "ABC", 3, -1));
    CHECK_OK(ipc_sendfd(s[0], p[1], -1));
    CHECK_OK(bsend(s[0], "DEF", 3, -1));
    CHECK(is_open(p[1]));
    CHECK_OK(brecv(s[1], buf, 3, -1));
    fd = ipc_recvfd(s[1], -1);
    CHECK(fd >= 0 && fd != p[1]);
    CHECK_INT(fcntl(fd, F_GETFD), FD_CLOEXEC);
    CHECK_OK(brecv(s[1], buf, 3, -1));
    CHECK_MEM(buf, "DEF", 3);
    CHECK_INT(write(fd, "x", 1), 1);
    CHECK_INT(read(p[0], buf, 1), 1);
    CHECK_INT(buf[0], 'x');
    close(fd);

    /* Received as data, it is a byte, and the descriptor is lost and not left open. */
    before = descriptors();
    CHECK_OK(ipc_sendfd(s[0], p[1], 0));
    CHECK_OK(brecv(s[1], buf, 1, -1));
    CHECK_INT((unsigned char)buf[0], 0xcc);
    CHECK_INT(descriptors(), before);
    CHECK_OK(ipc_sendfd(s[0], p[1], 0));
    CHECK_OK(brecv(s[1], NULL, 1, -1));
    CHECK_INT(descriptors(), before);
    close_pair(s);
    close(p[0]);
    close(p[1]);
}

static void sending_errors(void) {
    int s[2], h = bundle(), fd;
    CHECK_OK(ipc_pair(s));
    CHECK_ERRNO(ipc_sendfd(9999, 0, -1), EBADF);
    CHECK_ERRNO(ipc_sendfd(h, 0, -1), ENOTSUP);
    CHECK_ERRNO(ipc_sendfd(s[0], -1, -1), EINVAL);
    CHECK_ERRNO(ipc_sendfd(s[0], 999, -1), EBADF);
    /* Nothing was sent, nothing is broken. */
    CHECK_OK(ipc_sendfd(s[0], 0, -1));
    fd = ipc_recvfd(s[1], -1);
    CHECK(fd >= 0);
    close(fd);
    CHECK_OK(ipc_done(s[0], -1));
    CHECK_ERRNO(ipc_sendfd(s[0], 0, -1), EPIPE);
    close_pair(s);

    /* The peer has gone. */
    CHECK_OK(ipc_pair(s));
    CHECK_OK(hclose(s[1]));
    CHECK_ERRNO(ipc_sendfd(s[0], 0, -1), ECONNRESET);
    CHECK_ERRNO(ipc_sendfd(s[0], 0, -1), ECONNRESET);
    CHECK_ERRNO(bsend(s[0], "x", 1, -1), ECONNRESET);
    CHECK_OK(hclose(s[0]));
    CHECK_OK(hclose(h));
}

static void receiving_errors(void) {
    int s[2], h = bundle(), b = bundle();
    char c;
    CHECK_OK(ipc_pair(s));
    CHECK_ERRNO(ipc_recvfd(9999, -1), EBADF);
    CHECK_ERRNO(ipc_recvfd(h, -1), ENOTSUP);
    CHECK_OK(ipc_done(s[0], -1));
    CHECK_ERRNO(ipc_recvfd(s[1], -1), EPIPE);
    CHECK_ERRNO(ipc_recvfd(s[1], -1), EPIPE);
    close_pair(s);

    /* A byte without one. The other direction is not concerned. */
    CHECK_OK(ipc_pair(s));
    CHECK_OK(bsend(s[0], "ab", 2, -1));
    CHECK_ERRNO(ipc_recvfd(s[1], -1), EPROTO);
    CHECK_ERRNO(ipc_recvfd(s[1], -1), ECONNRESET);
    CHECK_ERRNO(brecv(s[1], &c, 1, -1), ECONNRESET);
    CHECK_OK(bsend(s[1], "x", 1, -1));
    close_pair(s);

    CHECK_OK(ipc_pair(s));
    CHECK_OK(bsend(s[1], "unread", 6, -1));
    CHECK_OK(hclose(s[0]));
    CHECK_ERRNO(ipc_recvfd(s[1], -1), ECONNRESET);
    CHECK_OK(hclose(s[1]));

    CHECK_OK(ipc_pair(s));
    CHECK_ERRNO(ipc_recvfd(s[1], 0), ETIMEDOUT);
    CHECK_ERRNO(ipc_recvfd(s[0], now() + 5), ETIMEDOUT);
    CHECK_ERRNO(ipc_recvfd(s[1], -1), ECONNRESET);
    close_pair(s);

    /* A second one does not disturb the first. */
    CHECK_OK(ipc_pair(s));
    count = 0;
    CHECK_OK(bundle_go(b, receives(s[1], -1, 0)));
    CHECK_ERRNO(ipc_recvfd(s[1], -1), EBUSY);
    CHECK_OK(ipc_sendfd(s[0], 0, -1));
    CHECK_OK(bundle_wait(b, -1));
    /* Cancelled, and closed meanwhile. */
    CHECK_OK(bundle_go(b, receives(s[1], -1, ECANCELED)));
    CHECK_OK(hclose(b));
    b = bundle();
    CHECK_OK(bundle_go(b, receives(s[0], -1, ECONNRESET)));
    CHECK_OK(hclose(s[0]));
    CHECK_OK(bundle_wait(b, -1));
    CHECK_INT(count, 3);
    CHECK_OK(hclose(s[1]));
    CHECK_OK(hclose(b));
    CHECK_OK(hclose(h));
}

/* The socket takes no more. Deadlines and cancellation break nothing, since nothing was sent. */
static void full(void) {
    int s[2], h, n = 0, b = bundle();
    CHECK_OK(ipc_pair(s));
    while(ipc_sendfd(s[0], 0, 0) == 0) n++;
    CHECK(errno == ETIMEDOUT || errno == ETOOMANYREFS);
    CHECK(n > 0);
    /* Without root's rights the number of descriptors under way has a limit as well. */
    if(errno == ETIMEDOUT) {
        CHECK_ERRNO(ipc_sendfd(s[0], 0, now() + 5), ETIMEDOUT);
        count = 0;
        h = go(sends(s[0], 0, -1, ECANCELED));
        CHECK_OK(hclose(h));
        CHECK_OK(bundle_go(b, sends(s[0], 0, -1, 0)));
        CHECK_ERRNO(ipc_sendfd(s[0], 0, -1), EBUSY);
        CHECK_INT(count, 1);
        for(; n > 0; --n) {
            int fd = ipc_recvfd(s[1], -1);
            CHECK(fd >= 0);
            close(fd);
        }
        CHECK_OK(bundle_wait(b, -1));
        CHECK_INT(count, 2);
        n = ipc_recvfd(s[1], -1);
        CHECK(n >= 0);
        close(n);
    }
    close_pair(s);
    CHECK_OK(hclose(b));
}

/* More descriptors than were asked for: they are closed. */
static void surplus(void) {
    union {
        struct cmsghdr align;
        char space[CMSG_SPACE(3 * sizeof(int))];
    } control;
    struct iovec iov = {"y", 1};
    struct msghdr msg = {.msg_iov = &iov, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof(control)};
    struct cmsghdr *cmsg;
    int fds[2], three[3] = {0, 0, 0}, s, fd, before;
    CHECK_OK(socketpair(AF_UNIX, SOCK_STREAM, 0, fds));
    memset(&control, 0, sizeof(control));
    cmsg = CMSG_FIRSTHDR(&msg);
    cmsg->cmsg_level = SOL_SOCKET;
    cmsg->cmsg_type = SCM_RIGHTS;
    cmsg->cmsg_len = CMSG_LEN(sizeof(three));
    memcpy(CMSG_DATA(cmsg), three, sizeof(three));
    CHECK_INT(sendmsg(fds[1], &msg, 0), 1);
    s = ipc_fromfd(fds[0]);
    CHECK(s >= 0);
    before = descriptors();
    fd = ipc_recvfd(s, -1);
    CHECK(is_open(fd));
    CHECK_INT(descriptors(), before + 1);
    close(fd);
    close(fds[1]);
    CHECK_OK(hclose(s));
}

int main(void) {
    signal(SIGPIPE, SIG_DFL);
    passing();
    sending_errors();
    receiving_errors();
    full();
    surplus();
    return 0;
}
