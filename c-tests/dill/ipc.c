// UNIX-domain sockets: listeners, connections, pairs, descriptors of the program; every error, every form with memory.
#include "../check.h"
#include <libdill.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

#define PATH "socket"

static int count;

/* A handle of another kind. */
static int other(void) {
    int h = bundle();
    CHECK(h >= 0);
    return h;
}

static coroutine void client(void) {
    char buf[3];
    int s = ipc_connect(PATH, -1);
    CHECK(s >= 0);
    CHECK_OK(bsend(s, "ABC", 3, -1));
    CHECK_OK(brecv(s, buf, 3, -1));
    CHECK_MEM(buf, "def", 3);
    CHECK_ERRNO(brecv(s, buf, 1, -1), EPIPE);
    CHECK_ERRNO(brecv(s, buf, 1, -1), EPIPE);
    errno = 0;
    CHECK_OK(ipc_close(s, -1));
    CHECK_INT(errno, EPIPE);
    CHECK_ERRNO(hclose(s), EBADF);
    count++;
}

static coroutine void client_mem(void) {
    struct ipc_storage mem;
    int s = ipc_connect_mem(PATH, &mem, -1);
    CHECK(s >= 0);
    CHECK_OK(bsend(s, "x", 1, -1));
    CHECK_OK(hclose(s));
    count++;
}

static void exchange(void) {
    struct ipc_listener_storage listener_mem;
    struct ipc_storage mem;
    struct stat file;
    char buf[3];
    int listener = ipc_listen(PATH, 10), h, s;
    CHECK(listener >= 0);
    CHECK_OK(stat(PATH, &file));
    CHECK(S_ISSOCK(file.st_mode));
    h = go(client());
    s = ipc_accept(listener, -1);
    CHECK(s >= 0);
    CHECK_OK(brecv(s, buf, 3, -1));
    CHECK_MEM(buf, "ABC", 3);
    CHECK_OK(bsend(s, "def", 3, -1));
    /* Half-closed: the other direction goes on. */
    CHECK_OK(ipc_done(s, -1));
    CHECK_ERRNO(ipc_done(s, -1), EPIPE);
    CHECK_ERRNO(bsend(s, "x", 1, -1), EPIPE);
    CHECK_OK(ipc_close(s, -1));
    CHECK_OK(bundle_wait(h, -1));
    CHECK_OK(hclose(h));
    CHECK_INT(count, 1);

    /* The file stays, and is in the way. */
    CHECK_OK(ipc_close(listener, -1));
    CHECK_ERRNO(hclose(listener), EBADF);
    CHECK_OK(stat(PATH, &file));
    CHECK_ERRNO(ipc_listen(PATH, 10), EADDRINUSE);
    CHECK_ERRNO(ipc_connect(PATH, -1), ECONNREFUSED);
    CHECK_OK(unlink(PATH));

    listener = ipc_listen_mem(PATH, 10, &listener_mem);
    CHECK(listener >= 0);
    h = go(client_mem());
    s = ipc_accept_mem(listener, &mem, -1);
    CHECK(s >= 0);
    CHECK_OK(brecv(s, buf, 1, -1));
    CHECK_OK(hclose(s));
    CHECK_OK(hclose(h));
    CHECK_OK(hclose(listener));
    CHECK_OK(unlink(PATH));
    CHECK_INT(count, 2);
}

/* In a process without root's rights. */
static void no_permission(void) {
    int status;
    CHECK_OK(mkdir("locked", 0700));
    CHECK_OK(chmod("locked", 0));
    if(fork() == 0) {
        if(geteuid() == 0) CHECK_OK(setuid(65534));
        CHECK_ERRNO(ipc_listen("locked/socket", 10), EACCES);
        CHECK_ERRNO(ipc_connect("locked/socket", -1), EACCES);
        _exit(0);
    }
    CHECK(wait(&status) > 0);
    CHECK_INT(status, 0);
    CHECK_OK(rmdir("locked"));
}

static void path_errors(void) {
    char path[109];
    int fd, s;
    memset(path, 'p', sizeof(path));
    path[108] = 0;
    CHECK_ERRNO(ipc_listen(path, 10), ENAMETOOLONG);
    CHECK_ERRNO(ipc_connect(path, -1), ENAMETOOLONG);
    /* The longest one. */
    path[107] = 0;
    s = ipc_listen(path, 10);
    CHECK(s >= 0);
    CHECK_OK(hclose(s));
    CHECK_OK(unlink(path));

    CHECK_ERRNO(ipc_listen(NULL, 10), EINVAL);
    CHECK_ERRNO(ipc_listen("", 10), EINVAL);
    CHECK_ERRNO(ipc_connect(NULL, -1), EINVAL);
    CHECK_ERRNO(ipc_connect("", -1), EINVAL);
    CHECK_ERRNO(ipc_listen("nowhere/socket", 10), ENOENT);
    CHECK_ERRNO(ipc_connect("nowhere/socket", -1), ENOENT);
    fd = open("file", O_CREAT | O_WRONLY, 0600);
    CHECK(fd >= 0);
    close(fd);
    CHECK_ERRNO(ipc_listen("file/socket", 10), ENOTDIR);
    CHECK_ERRNO(ipc_connect("file/socket", -1), ENOTDIR);
    CHECK_ERRNO(ipc_connect("file", -1), ECONNREFUSED);
    CHECK_OK(symlink("loop", "loop"));
    CHECK_ERRNO(ipc_connect("loop", -1), ELOOP);
    CHECK_OK(unlink("file"));
    CHECK_OK(unlink("loop"));
    no_permission();

    CHECK_ERRNO(ipc_listen_mem(PATH, 10, NULL), EINVAL);
    CHECK_ERRNO(ipc_connect_mem(PATH, NULL, -1), EINVAL);
    CHECK_ERRNO(access(PATH, F_OK), ENOENT);
}

static void handle_errors(void) {
    int h = other(), s[2], listener = ipc_listen(PATH, 10);
    char c;
    CHECK(listener >= 0);
    CHECK_OK(ipc_pair(s));
    CHECK_ERRNO(ipc_accept(9999, -1), EBADF);
    CHECK_ERRNO(ipc_accept(h, -1), ENOTSUP);
    CHECK_ERRNO(ipc_accept(s[0], -1), ENOTSUP);
    CHECK_ERRNO(ipc_accept(listener, 0), ETIMEDOUT);
    CHECK_ERRNO(ipc_accept(listener, now() + 5), ETIMEDOUT);
    CHECK_ERRNO(ipc_accept_mem(listener, NULL, -1), EINVAL);
    CHECK_ERRNO(ipc_done(9999, -1), EBADF);
    CHECK_ERRNO(ipc_done(h, -1), ENOTSUP);
    CHECK_ERRNO(ipc_done(listener, -1), ENOTSUP);
    CHECK_ERRNO(ipc_close(9999, -1), EBADF);
    CHECK_ERRNO(ipc_close(h, -1), ENOTSUP);
    CHECK_ERRNO(tcp_close(s[0], -1), ENOTSUP);
    CHECK_ERRNO(tcp_done(s[0], -1), ENOTSUP);
    CHECK_ERRNO(tcp_accept(listener, NULL, 0), ENOTSUP);
    /* No messages, and no bytes of a listener. */
    CHECK_ERRNO(msend(s[0], "x", 1, -1), ENOTSUP);
    CHECK_ERRNO(mrecv(s[0], &c, 1, -1), ENOTSUP);
    CHECK_ERRNO(bsend(listener, "x", 1, -1), ENOTSUP);
    CHECK_ERRNO(brecv(listener, &c, 1, -1), ENOTSUP);
    /* All is as it was. */
    CHECK_OK(bsend(s[0], "x", 1, -1));
    CHECK_OK(brecv(s[1], &c, 1, -1));
    CHECK_OK(hclose(s[0]));
    CHECK_OK(hclose(s[1]));
    CHECK_OK(hclose(h));
    CHECK_OK(hclose(listener));
    CHECK_OK(unlink(PATH));
}

static void pairs(void) {
    struct ipc_pair_storage mem;
    int s[2] = {-7, -8};
    char c;
    CHECK_ERRNO(ipc_pair(NULL), EINVAL);
    CHECK_ERRNO(ipc_pair_mem(NULL, s), EINVAL);
    CHECK_ERRNO(ipc_pair_mem(&mem, NULL), EINVAL);
    CHECK(s[0] == -7 && s[1] == -8);
    CHECK_OK(ipc_pair_mem(&mem, s));
    CHECK_OK(bsend(s[1], "x", 1, -1));
    CHECK_OK(brecv(s[0], &c, 1, -1));
    CHECK_INT(c, 'x');
    /* Everything was received: an end in good order. */
    CHECK_OK(hclose(s[1]));
    CHECK_ERRNO(brecv(s[0], &c, 1, -1), EPIPE);
    CHECK_ERRNO(bsend(s[0], "x", 1, -1), ECONNRESET);
    CHECK_ERRNO(bsend(s[0], "x", 1, -1), ECONNRESET);
    CHECK_ERRNO(ipc_done(s[0], -1), ECONNRESET);
    CHECK_ERRNO(ipc_close(s[0], -1), ECONNRESET);
    CHECK_ERRNO(hclose(s[0]), EBADF);
    /* Something was not. */
    CHECK_OK(ipc_pair(s));
    CHECK_OK(bsend(s[0], "x", 1, -1));
    CHECK_OK(hclose(s[1]));
    CHECK_ERRNO(brecv(s[0], &c, 1, -1), ECONNRESET);
    CHECK_ERRNO(brecv(s[0], &c, 1, -1), ECONNRESET);
    CHECK_OK(hclose(s[0]));
}

/* The number means the same socket as before, or nothing. */
static int is_open(int fd) {
    return fcntl(fd, F_GETFD) >= 0;
}

static void descriptors(void) {
    struct ipc_storage mem;
    struct ipc_listener_storage listener_mem;
    struct sockaddr_un addr = {.sun_family = AF_UNIX, .sun_path = PATH};
    int fds[2], dgram[2], tcp = socket(AF_INET, SOCK_STREAM, 0), file = open("/dev/null", O_RDONLY);
    int listening = socket(AF_UNIX, SOCK_STREAM, 0), listening2, s, s2, h;
    char buf[3];
    CHECK_OK(bind(listening, (struct sockaddr *)&addr, sizeof(addr)));
    CHECK_OK(listen(listening, 5));
    CHECK_OK(socketpair(AF_UNIX, SOCK_STREAM, 0, fds));
    CHECK_OK(socketpair(AF_UNIX, SOCK_DGRAM, 0, dgram));

    CHECK_ERRNO(ipc_fromfd(-1), EINVAL);
    CHECK_ERRNO(ipc_fromfd(999), EBADF);
    CHECK_ERRNO(ipc_fromfd(file), ENOTSOCK);
    CHECK_ERRNO(ipc_fromfd(tcp), EINVAL);
    CHECK_ERRNO(ipc_fromfd(dgram[0]), EINVAL);
    CHECK_ERRNO(ipc_fromfd(listening), EINVAL);
    CHECK_ERRNO(ipc_fromfd_mem(fds[0], NULL), EINVAL);
    CHECK_ERRNO(ipc_listener_fromfd(-1), EINVAL);
    CHECK_ERRNO(ipc_listener_fromfd(999), EBADF);
    CHECK_ERRNO(ipc_listener_fromfd(file), ENOTSOCK);
    CHECK_ERRNO(ipc_listener_fromfd(tcp), EINVAL);
    CHECK_ERRNO(ipc_listener_fromfd(dgram[0]), EINVAL);
    CHECK_ERRNO(ipc_listener_fromfd(fds[0]), EINVAL);
    CHECK_ERRNO(ipc_listener_fromfd_mem(listening, NULL), EINVAL);
    CHECK_ERRNO(tcp_fromfd(fds[0]), EINVAL);
    CHECK(is_open(fds[0]) && is_open(listening) && is_open(tcp) && is_open(dgram[0]) && is_open(file));

    /* The library has a duplicate, and the program's number is free. */
    listening2 = dup(listening);
    s = ipc_fromfd(fds[0]);
    CHECK(s >= 0);
    CHECK(!is_open(fds[0]));
    s2 = ipc_fromfd_mem(fds[1], &mem);
    CHECK(s2 >= 0);
    CHECK(!is_open(fds[1]));
    CHECK_OK(bsend(s, "abc", 3, -1));
    CHECK_OK(brecv(s2, buf, 3, -1));
    CHECK_ERRNO(brecv(s2, buf, 1, 0), ETIMEDOUT);
    CHECK_OK(hclose(s));
    CHECK_OK(hclose(s2));

    s = ipc_listener_fromfd(listening);
    CHECK(s >= 0);
    CHECK(!is_open(listening));
    count = 0;
    h = go(client_mem());
    s2 = ipc_accept(s, -1);
    CHECK_OK(brecv(s2, buf, 1, -1));
    CHECK_OK(hclose(s2));
    CHECK_OK(hclose(s));
    CHECK_OK(hclose(h));
    s = ipc_listener_fromfd_mem(listening2, &listener_mem);
    CHECK(s >= 0);
    CHECK_OK(hclose(s));
    CHECK_OK(unlink(PATH));
    close(dgram[0]);
    close(dgram[1]);
    close(tcp);
    close(file);
}

/* Nothing is made in a coroutine that is being cancelled, and nothing is left behind. */
static coroutine void cancelled(int listener, int fd) {
    int s[2];
    CHECK_ERRNO(msleep(-1), ECANCELED);
    CHECK_ERRNO(ipc_listen("other", 1), ECANCELED);
    CHECK_ERRNO(access("other", F_OK), ENOENT);
    CHECK_ERRNO(ipc_pair(s), ECANCELED);
    CHECK_ERRNO(ipc_connect(PATH, -1), ECANCELED);
    CHECK_ERRNO(ipc_accept(listener, -1), ECANCELED);
    CHECK_ERRNO(ipc_accept(listener, -1), ECANCELED);
    CHECK_ERRNO(ipc_fromfd(fd), ECANCELED);
    CHECK(is_open(fd));
    count++;
}

static void cancellation(void) {
    int listener = ipc_listen(PATH, 10), fds[2], h;
    CHECK(listener >= 0);
    CHECK_OK(socketpair(AF_UNIX, SOCK_STREAM, 0, fds));
    close(fds[1]);
    count = 0;
    h = go(cancelled(listener, fds[0]));
    CHECK_OK(hclose(h));
    CHECK_INT(count, 1);
    close(fds[0]);
    CHECK_OK(hclose(listener));
    CHECK_OK(unlink(PATH));
}

/* Descriptors are not inherited by programs that this one starts. */
static void close_on_exec(void) {
    int s[2], lowest = dup(0), fd;
    CHECK(lowest >= 0);
    close(lowest);
    CHECK_OK(ipc_pair(s));
    for(fd = lowest; is_open(fd); ++fd) CHECK_INT(fcntl(fd, F_GETFD), FD_CLOEXEC);
    CHECK(fd >= lowest + 2);
    CHECK_OK(hclose(s[0]));
    CHECK_OK(hclose(s[1]));
}

int main(void) {
    exchange();
    path_errors();
    handle_errors();
    pairs();
    descriptors();
    cancellation();
    close_on_exec();
    return 0;
}
