// define: _GNU_SOURCE
// Streams over UNIX-domain sockets: addresses, files, permissions, who is behind the other end.
#include "streams.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/un.h>

static int mode_of(const char *path) {
    struct stat st;
    CHECK_INT(stat(path, &st), 0);
    CHECK(S_ISSOCK(st.st_mode));
    return st.st_mode & 07777;
}

static void addresses(void) {
    struct pair p;
    nng_stream_listener *l;
    nng_sockaddr sa;
    uint64_t id;
    size_t size;
    bool b;
    int i;
    CHECK_OK(nng_stream_listener_alloc(&l, "ipc://socket"));
    CHECK_OK(nng_stream_listener_get_addr(l, NNG_OPT_LOCADDR, &sa));
    CHECK_INT(sa.s_family, NNG_AF_IPC);
    CHECK_STR(sa.s_ipc.sa_path, "socket");
    CHECK_INT(nng_stream_listener_set_addr(l, NNG_OPT_LOCADDR, &sa), NNG_EREADONLY);
    CHECK_INT(nng_stream_listener_get_int(l, NNG_OPT_TCP_BOUND_PORT, &i), NNG_ENOTSUP);
    CHECK_INT(nng_stream_listener_set_bool(l, NNG_OPT_TCP_NODELAY, true), NNG_ENOTSUP);
    nng_stream_listener_free(l);
    open_pair(&p, "ipc://socket");
    CHECK_INT(nng_stream_dialer_get_addr(p.dialer, NNG_OPT_LOCADDR, &sa), NNG_ENOTSUP);
    CHECK_INT(nng_stream_dialer_set_addr(p.dialer, NNG_OPT_LOCADDR, &sa), NNG_ENOTSUP);
    CHECK_INT(nng_stream_dialer_get_bool(p.dialer, NNG_OPT_TCP_NODELAY, &b), NNG_ENOTSUP);
    // The address of the listener is that of both ends.
    for(i = 0; i < 4; i++) {
        nng_stream *s = i & 1 ? p.dialed : p.accepted;
        memset(&sa, 1, sizeof sa);
        CHECK_OK(nng_stream_get_addr(s, i & 2 ? NNG_OPT_LOCADDR : NNG_OPT_REMADDR, &sa));
        CHECK_INT(sa.s_family, NNG_AF_IPC);
        CHECK_STR(sa.s_ipc.sa_path, "socket");
        CHECK_OK(nng_stream_get_uint64(s, NNG_OPT_IPC_PEER_UID, &id));
        CHECK_INT(id, getuid());
        CHECK_OK(nng_stream_get_uint64(s, NNG_OPT_IPC_PEER_GID, &id));
        CHECK_INT(id, getgid());
        CHECK_OK(nng_stream_get_uint64(s, NNG_OPT_IPC_PEER_PID, &id));
        CHECK_INT(id, getpid());
        // There are no zones on this system.
        CHECK_INT(nng_stream_get_uint64(s, NNG_OPT_IPC_PEER_ZONEID, &id), NNG_ENOTSUP);
        id = 0;
        size = sizeof id;
        CHECK_OK(nng_stream_get(s, NNG_OPT_IPC_PEER_PID, &id, &size));
        CHECK_INT(size, sizeof id);
        CHECK_INT(id, getpid());
        size = 4;
        CHECK_INT(nng_stream_get(s, NNG_OPT_IPC_PEER_PID, &id, &size), NNG_EINVAL);
        CHECK_INT(size, sizeof id);
        CHECK_INT(nng_stream_get_int(s, NNG_OPT_IPC_PEER_PID, &i), NNG_EBADTYPE);
        CHECK_INT(nng_stream_set_uint64(s, NNG_OPT_IPC_PEER_UID, 1), NNG_EREADONLY);
        CHECK_INT(nng_stream_set_bool(s, NNG_OPT_LOCADDR, true), NNG_EREADONLY);
        CHECK_INT(nng_stream_get_bool(s, NNG_OPT_TCP_NODELAY, &b), NNG_ENOTSUP);
        CHECK_INT(nng_stream_set_bool(s, NNG_OPT_TCP_KEEPALIVE, true), NNG_ENOTSUP);
    }
    close_pair(&p);
    // The file goes with the listener.
    CHECK_INT(access("socket", F_OK), -1);
}

static void permissions(void) {
    nng_stream_listener *l;
    int i, bits = 0622;
    umask(0);
    CHECK_OK(nng_stream_listener_alloc(&l, "ipc://socket"));
    CHECK_INT(nng_stream_listener_set_bool(l, NNG_OPT_IPC_PERMISSIONS, true), NNG_EBADTYPE);
    CHECK_INT(nng_stream_listener_set(l, NNG_OPT_IPC_PERMISSIONS, &bits, 1), NNG_EINVAL);
    CHECK_INT(nng_stream_listener_set_int(l, NNG_OPT_IPC_PERMISSIONS, S_IFREG | 0600), NNG_EINVAL);
    CHECK_INT(nng_stream_listener_set_int(l, NNG_OPT_IPC_PERMISSIONS, -1), NNG_EINVAL);
    CHECK_OK(nng_stream_listener_set(l, NNG_OPT_IPC_PERMISSIONS, &bits, sizeof bits));
    CHECK_INT(nng_stream_listener_get_int(l, NNG_OPT_IPC_PERMISSIONS, &i), NNG_EWRITEONLY);
    CHECK_OK(nng_stream_listener_listen(l));
    CHECK_INT(mode_of("socket"), 0622);
    CHECK_INT(nng_stream_listener_set_int(l, NNG_OPT_IPC_PERMISSIONS, 0600), NNG_EBUSY);
    nng_stream_listener_free(l);
    // Otherwise they are what the system makes them.
    umask(077);
    CHECK_OK(nng_stream_listener_alloc(&l, "ipc://socket"));
    CHECK_OK(nng_stream_listener_listen(l));
    CHECK_INT(mode_of("socket") & 077, 0);
    nng_stream_listener_free(l);
}

// What is at the path already.
static void occupied(void) {
    nng_stream_listener *l, *other;
    struct sockaddr_un un;
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK_OK(nng_stream_listener_alloc(&l, "ipc://socket"));
    CHECK_OK(nng_stream_listener_alloc(&other, "ipc://socket"));
    // A socket that nobody listens on any more.
    memset(&un, 0, sizeof un);
    un.sun_family = AF_UNIX;
    strcpy(un.sun_path, "socket");
    CHECK_INT(bind(fd, (struct sockaddr *)&un, sizeof un), 0);
    close(fd);
    CHECK_INT(access("socket", F_OK), 0);
    CHECK_OK(nng_stream_listener_listen(l));
    // One that is in use.
    CHECK_INT(nng_stream_listener_listen(other), NNG_EADDRINUSE);
    CHECK_INT(access("socket", F_OK), 0);
    nng_stream_listener_close(l);
    CHECK_INT(access("socket", F_OK), -1);
#if OURS
    // A file of somebody else is left alone.
    close(open("socket", O_CREAT | O_WRONLY, 0600));
    CHECK_INT(nng_stream_listener_listen(other), NNG_EADDRINUSE);
    nng_stream_listener_close(other);
    CHECK_INT(access("socket", F_OK), 0);
    CHECK_INT(unlink("socket"), 0);
#endif
    nng_stream_listener_free(l);
    nng_stream_listener_free(other);
    CHECK_OK(nng_stream_listener_alloc(&l, "ipc://no-such-directory/socket"));
    CHECK_INT(nng_stream_listener_listen(l), NNG_ENOENT);
    nng_stream_listener_free(l);
}

static void abstract_names(void) {
    struct pair p;
    nng_sockaddr sa;
    nng_stream_listener *l;
    char url[200] = "abstract://";
    int i;
    open_pair(&p, "abstract://nng%00s%74ream");
    for(i = 0; i < 4; i++) {
        nng_stream *s = i & 1 ? p.dialed : p.accepted;
        CHECK_OK(nng_stream_get_addr(s, i & 2 ? NNG_OPT_LOCADDR : NNG_OPT_REMADDR, &sa));
        CHECK_INT(sa.s_family, NNG_AF_ABSTRACT);
        CHECK_INT(sa.s_abstract.sa_len, 10 + SUFFIX);
        CHECK_MEM(sa.s_abstract.sa_name, "nng\0stream", 10);
    }
    close_pair(&p);
    // The longest.
    memset(url + 11, 'n', 107 - SUFFIX);
    open_pair(&p, url);
    CHECK_OK(nng_stream_get_addr(p.dialed, NNG_OPT_REMADDR, &sa));
    CHECK_INT(sa.s_abstract.sa_len, 107);
    close_pair(&p);
    memset(url + 11, 'n', 108);
    CHECK_INT(nng_stream_listener_alloc(&l, url), NNG_EADDRINVAL);
    // One that the system chooses.
    CHECK_OK(nng_stream_listener_alloc(&l, "abstract://"));
    CHECK_OK(nng_stream_listener_listen(l));
    CHECK_OK(nng_stream_listener_get_addr(l, NNG_OPT_LOCADDR, &sa));
    CHECK_INT(sa.s_family, NNG_AF_ABSTRACT);
    CHECK(sa.s_abstract.sa_len > 0);
    snprintf(url, sizeof url, "abstract://%.*s", sa.s_abstract.sa_len, (char *)sa.s_abstract.sa_name);
    CHECK_OK(nng_stream_dialer_alloc(&p.dialer, url));
    p.listener = l;
    connect_pair(&p);
    close_pair(&p);
}

#if OURS
// The queue of the listener is full: dials wait until there is room.
static void full_queue(void) {
    enum { DIALS = 6 };
    nng_stream_dialer *d;
    nng_aio *dials[DIALS];
    struct sockaddr_un un;
    int i, busy = 0, fd = socket(AF_UNIX, SOCK_STREAM, 0);
    memset(&un, 0, sizeof un);
    un.sun_family = AF_UNIX;
    strcpy(un.sun_path, "full");
    CHECK_INT(bind(fd, (struct sockaddr *)&un, sizeof un), 0);
    CHECK_INT(listen(fd, 0), 0);
    CHECK_OK(nng_stream_dialer_alloc(&d, "ipc://full"));
    for(i = 0; i < DIALS; i++) nng_stream_dialer_dial(d, dials[i] = new_aio());
    for(i = 0; i < DIALS; i++) busy += nng_aio_busy(dials[i]);
    CHECK(busy > 0);
    nng_aio_cancel(dials[DIALS - 1]);
    ended(dials[DIALS - 1], NNG_ECANCELED);
    for(i = 0; i < DIALS - 1; i++) close(accept(fd, NULL, NULL));
    for(i = 0; i < DIALS - 1; i++) {
        ended(dials[i], 0);
        nng_stream_free(nng_aio_get_output(dials[i], 0));
    }
    // Closed while a dial waits.
    for(i = 0; i < DIALS; i++) nng_stream_dialer_dial(d, dials[i]);
    nng_stream_dialer_free(d);
    for(i = 0; i < DIALS; i++) {
        nng_aio_wait(dials[i]);
        if(nng_aio_result(dials[i]) == 0) nng_stream_free(nng_aio_get_output(dials[i], 0));
        else CHECK_INT(nng_aio_result(dials[i]), NNG_ECLOSED);
        nng_aio_free(dials[i]);
    }
    close(fd);
}
#endif

int main(void) {
    addresses();
    permissions();
    occupied();
    abstract_names();
#if OURS
    full_queue();
#endif
    return 0;
}
