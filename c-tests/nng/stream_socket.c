// define: _GNU_SOURCE
// Streams over sockets that the program hands over.
// reference: differs, it has no such listener
#include "streams.h"
#include <fcntl.h>

static nng_stream_listener *l;

static void give(int fd) {
    CHECK_OK(nng_stream_listener_set_int(l, NNG_OPT_SOCKET_FD, fd));
}

static nng_stream *take(nng_aio *aio) {
    nng_stream *s;
    ended(aio, 0);
    CHECK((s = nng_aio_get_output(aio, 0)) != NULL);
    return s;
}

// Two ends of a connection of TCP.
static int tcp_pair(int *other) {
    struct sockaddr_in sa;
    socklen_t len = sizeof sa;
    int fd, listener = socket(AF_INET, SOCK_STREAM, 0);
    memset(&sa, 0, sizeof sa);
    sa.sin_family = AF_INET;
    sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK_INT(bind(listener, (struct sockaddr *)&sa, sizeof sa), 0);
    CHECK_INT(listen(listener, 1), 0);
    CHECK_INT(getsockname(listener, (struct sockaddr *)&sa, &len), 0);
    *other = raw_connect(ntohs(sa.sin_port));
    CHECK((fd = accept(listener, NULL, NULL)) >= 0);
    close(listener);
    return fd;
}

int main(void) {
    enum { QUEUE = 16 };
    int fds[2], ours[QUEUE], theirs[QUEUE], i, v;
    nng_aio *aio = new_aio(), *second = new_aio();
    nng_stream *s, *t;
    nng_sockaddr sa;
    uint64_t id;
    char c;
    bool b;
    CHECK_OK(nng_stream_listener_alloc(&l, "socket://"));
    // Listening is allowed, needed or not.
    CHECK_OK(nng_stream_listener_listen(l));
    CHECK_OK(nng_socket_pair(fds));
    CHECK_INT(nng_stream_listener_get_int(l, NNG_OPT_SOCKET_FD, &v), NNG_EWRITEONLY);
    CHECK_INT(nng_stream_listener_set_bool(l, NNG_OPT_SOCKET_FD, true), NNG_EBADTYPE);
    CHECK_INT(nng_stream_listener_set_ptr(l, NNG_OPT_SOCKET_FD, &v), NNG_EBADTYPE);
    CHECK_INT(nng_stream_listener_set(l, NNG_OPT_SOCKET_FD, fds, 1), NNG_EINVAL);
    CHECK_INT(nng_stream_listener_get_addr(l, NNG_OPT_LOCADDR, &sa), NNG_ENOTSUP);
    CHECK_INT(nng_stream_listener_set_bool(l, NNG_OPT_TCP_NODELAY, true), NNG_ENOTSUP);
    // No descriptor, no socket, no stream: they stay the program's.
    CHECK_INT(nng_stream_listener_set_int(l, NNG_OPT_SOCKET_FD, -1), NNG_EINVAL);
    v = open("/dev/null", O_RDWR);
    CHECK_INT(nng_stream_listener_set_int(l, NNG_OPT_SOCKET_FD, v), NNG_EINVAL);
    CHECK_INT(close(v), 0);
    v = socket(AF_UNIX, SOCK_DGRAM, 0);
    CHECK_INT(nng_stream_listener_set_int(l, NNG_OPT_SOCKET_FD, v), NNG_EINVAL);
    CHECK_INT(close(v), 0);
    // Before the accept, and after it.
    give(fds[0]);
    nng_stream_listener_accept(l, aio);
    s = take(aio);
    nng_stream_listener_accept(l, aio);
    CHECK_OK(nng_stream_listener_set(l, NNG_OPT_SOCKET_FD, &fds[1], sizeof fds[1]));
    t = take(aio);
    send_all(s, "hello", 5);
    expect(t, "hello");
    // Other programs do not inherit it.
    CHECK(fcntl(fds[0], F_GETFD) & FD_CLOEXEC);
    CHECK_OK(nng_stream_get_uint64(s, NNG_OPT_PEER_PID, &id));
    CHECK_INT(id, getpid());
    CHECK_OK(nng_stream_get_addr(s, NNG_OPT_LOCADDR, &sa));
    CHECK_INT(sa.s_family, NNG_AF_UNSPEC);
    CHECK_OK(nng_stream_get_addr(s, NNG_OPT_REMADDR, &sa));
    CHECK_INT(sa.s_family, NNG_AF_UNSPEC);
    CHECK_INT(nng_stream_get_bool(s, NNG_OPT_TCP_NODELAY, &b), NNG_ENOTSUP);
    nng_stream_free(s);
    set_buffer(aio, &c, 1);
    nng_stream_recv(t, aio);
    ended(aio, NNG_ECONNSHUT);
    nng_stream_free(t);
    // A socket of TCP is one all the same.
    give(tcp_pair(&v));
    nng_stream_listener_accept(l, aio);
    s = take(aio);
    CHECK_OK(nng_stream_get_addr(s, NNG_OPT_REMADDR, &sa));
    CHECK_INT(sa.s_family, NNG_AF_INET);
    CHECK_OK(nng_stream_set_bool(s, NNG_OPT_TCP_NODELAY, true));
    CHECK_INT(nng_stream_get_uint64(s, NNG_OPT_PEER_UID, &id), NNG_ENOTSUP);
    CHECK_INT(nng_stream_set_uint64(s, NNG_OPT_PEER_UID, 1), NNG_ENOTSUP);
    nng_stream_free(s);
    close(v);
    // Sixteen wait, in their order.
    for(i = 0; i < QUEUE; i++) {
        CHECK_OK(nng_socket_pair(fds));
        ours[i] = fds[1];
        theirs[i] = fds[0];
        give(fds[0]);
    }
    CHECK_OK(nng_socket_pair(fds));
    CHECK_INT(nng_stream_listener_set_int(l, NNG_OPT_SOCKET_FD, fds[0]), NNG_ENOSPC);
    CHECK_INT(close(fds[0]), 0);
    close(fds[1]);
    for(i = 0; i < QUEUE / 2; i++) {
        c = 'a' + i;
        nng_stream_listener_accept(l, aio);
        s = take(aio);
        send_all(s, &c, 1);
        c = 0;
        CHECK_INT(recv(ours[i], &c, 1, 0), 1);
        CHECK_INT(c, 'a' + i);
        nng_stream_free(s);
        CHECK_INT(recv(ours[i], &c, 1, 0), 0);
        close(ours[i]);
    }
    // Closing drops those that nobody has accepted.
    nng_stream_listener_close(l);
    for(; i < QUEUE; i++) {
        CHECK_INT(recv(ours[i], &c, 1, 0), 0);
        CHECK_INT(fcntl(theirs[i], F_GETFD), -1);
        close(ours[i]);
    }
    nng_stream_listener_accept(l, aio);
    ended(aio, NNG_ECLOSED);
    CHECK_INT(nng_stream_listener_listen(l), NNG_ECLOSED);
    CHECK_OK(nng_socket_pair(fds));
    CHECK_INT(nng_stream_listener_set_int(l, NNG_OPT_SOCKET_FD, fds[0]), NNG_ECLOSED);
    CHECK_INT(close(fds[0]), 0);
    close(fds[1]);
    nng_stream_listener_free(l);
    // Accepts that wait: cancelled, timed out, closed, and at the end of the library.
    CHECK_OK(nng_stream_listener_alloc(&l, "socket://"));
    nng_aio_set_timeout(aio, 1);
    nng_stream_listener_accept(l, aio);
    nng_stream_listener_accept(l, second);
    ended(aio, NNG_ETIMEDOUT);
    nng_aio_cancel(second);
    ended(second, NNG_ECANCELED);
    nng_aio_set_timeout(aio, NNG_DURATION_INFINITE);
    nng_stream_listener_accept(l, aio);
    nng_stream_listener_free(l);
    ended(aio, NNG_ECLOSED);
    CHECK_OK(nng_stream_listener_alloc(&l, "socket://"));
    nng_stream_listener_accept(l, aio);
    nng_fini();
    ended(aio, NNG_ECLOSED);
    nng_stream_listener_free(l);
    nng_aio_free(aio);
    nng_aio_free(second);
    return 0;
}
