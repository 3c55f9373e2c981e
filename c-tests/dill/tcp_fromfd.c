// Descriptors of the program as TCP handles.
#include "pair.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <libdillimpl.h>
#include <netinet/in.h>
#include <sys/socket.h>

static int is_open(int fd) {
    return fcntl(fd, F_GETFD) != -1;
}

static int listening(struct sockaddr_in *sa) {
    socklen_t len = sizeof(*sa);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    memset(sa, 0, sizeof(*sa));
    sa->sin_family = AF_INET;
    sa->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK_OK(bind(fd, (struct sockaddr *)sa, sizeof(*sa)));
    CHECK_OK(listen(fd, 10));
    CHECK_OK(getsockname(fd, (struct sockaddr *)sa, &len));
    return fd;
}

static int connected(const struct sockaddr_in *sa) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_OK(connect(fd, (const struct sockaddr *)sa, sizeof(*sa)));
    return fd;
}

static coroutine void cancelled(int fd) {
    CHECK_ERRNO(msleep(-1), ECANCELED);
    CHECK_ERRNO(tcp_fromfd(fd), ECANCELED);
}

int main(void) {
    struct sockaddr_in sa;
    struct tcp_storage memory;
    struct tcp_listener_storage listener_memory;
    int ls = listening(&sa), cs = connected(&sa), udp = socket(AF_INET, SOCK_DGRAM, 0), un[2], file, flags, h;
    int listener, s, peer;
    char c;
    CHECK_OK(socketpair(AF_UNIX, SOCK_STREAM, 0, un));
    file = open("/dev/null", O_RDWR);

    /* Refused, and left alone. */
    CHECK_ERRNO(tcp_fromfd(-1), EINVAL);
    CHECK_ERRNO(tcp_listener_fromfd(-5), EINVAL);
    CHECK_ERRNO(tcp_fromfd(999), EBADF);
    CHECK_ERRNO(tcp_listener_fromfd(999), EBADF);
    CHECK_ERRNO(tcp_fromfd(file), ENOTSOCK);
    CHECK_ERRNO(tcp_fromfd(udp), EINVAL);
    CHECK_ERRNO(tcp_fromfd(un[0]), EINVAL);
    CHECK_ERRNO(tcp_fromfd(ls), EINVAL);
    CHECK_ERRNO(tcp_listener_fromfd(cs), EINVAL);
    CHECK_ERRNO(tcp_fromfd_mem(cs, NULL), EINVAL);
    CHECK_ERRNO(tcp_listener_fromfd_mem(ls, NULL), EINVAL);
    h = go(cancelled(cs));
    CHECK_OK(hclose(h));
    flags = fcntl(cs, F_GETFL);
    CHECK_INT(flags & O_NONBLOCK, 0);
    CHECK(is_open(file) && is_open(udp) && is_open(un[0]) && is_open(cs) && is_open(ls));

    /* Taken over: the number is free again, even if it was waited for. */
    CHECK_OK(fdin(ls, -1));
    CHECK_ERRNO(fdin(cs, 0), ETIMEDOUT);
    listener = tcp_listener_fromfd_mem(ls, &listener_memory);
    CHECK(listener >= 0);
    CHECK(!is_open(ls));
    s = tcp_fromfd_mem(cs, &memory);
    CHECK(s >= 0);
    CHECK(!is_open(cs));
    peer = tcp_accept(listener, NULL, -1);
    CHECK(peer >= 0);
    CHECK_OK(bsend(s, "x", 1, -1));
    CHECK_OK(brecv(peer, &c, 1, -1));
    CHECK_ERRNO(brecv(peer, &c, 1, now() + 2), ETIMEDOUT);
    CHECK_OK(hclose(peer));
    CHECK_ERRNO(brecv(s, &c, 1, -1), ECONNRESET);
    CHECK_OK(hclose(s));
    CHECK_OK(hclose(listener));
    CHECK_OK(msleep(now() + 2));
    return 0;
}
