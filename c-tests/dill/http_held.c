// A head that has not left: what becomes of it if there is no room, or no peer, or no program any more.
// memcheck: leaks, a thread ends without closing its handles
#include "held.h"
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/wait.h>

#define LARGE (32 << 20)

static char large[LARGE], received[LARGE];

static coroutine void drains(int s, size_t len) {
    CHECK_OK(brecv(s, received, len, -1));
}

static coroutine void drains_later(int s, size_t len) {
    CHECK_OK(yield());
    drains(s, len);
}

static void large_content(void) {
    int s[2], h, i;
    for(i = 0; i != LARGE; ++i) large[i] = i * 7 + (i >> 8);
    hold(s, 0);
    h = go(drains(s[0], strlen(HEAD) + LARGE - 1000));
    CHECK_OK(bsend(s[1], large, LARGE - 1000, -1));
    CHECK_OK(bundle_wait(h, -1));
    CHECK_MEM(received, HEAD, strlen(HEAD));
    CHECK_MEM(received + strlen(HEAD), large, LARGE - 1000);
    CHECK_OK(hclose(h));
    close_both(s);

    for(i = 0; i != 2; ++i) {
        hold(s, -1);
        CHECK_ERRNO(bsend(s[1], large, LARGE, i == 0 ? 0 : now() + 10), ETIMEDOUT);
        CHECK_ERRNO(bsend(s[1], "x", 1, -1), ECONNRESET);
        receives(s[0], HEAD);
        /* The other direction is as it was. */
        CHECK_OK(bsend(s[0], "abc", 3, -1));
        receives(s[1], "abc");
        CHECK_ERRNO(tcp_close(s[1], -1), ECONNRESET);
        CHECK_OK(hclose(s[0]));
    }
}

/* A head for which there is no room. */
static void hold_without_room(int s[2], void (*make)(int s[2]), int64_t deadline) {
    make(s);
    CHECK_OK(bsend(s[0], REQUEST "abc", strlen(REQUEST) + 3, -1));
    fill(s[1]);
    s[1] = answer(s[1], deadline);
}

/* What could not leave in time: who is told, and when. */
static void no_room(void) {
    int s[2], h, p[2];
    size_t len;
    CHECK_OK(pipe(p));
    /* The next call that sends. */
    hold_without_room(s, make_pair, 0);
    CHECK_OK(yield());
    receives(s[1], "abc");
    CHECK_ERRNO(bsend(s[1], "x", 1, -1), ETIMEDOUT);
    CHECK_ERRNO(bsend(s[1], "x", 1, -1), ECONNRESET);
    CHECK_ERRNO(tcp_done(s[1], -1), ECONNRESET);
    close_both(s);
    hold_without_room(s, make_pair, 0);
    receives(s[1], "abc");
    CHECK_ERRNO(bsend(s[1], "x", 1, 0), ETIMEDOUT);
    CHECK_ERRNO(bsend(s[1], "x", 1, -1), ECONNRESET);
    close_both(s);
    hold_without_room(s, make_ipc_pair, now() + 10);
    CHECK_ERRNO(ipc_sendfd(s[1], p[0], -1), ETIMEDOUT);
    CHECK_ERRNO(ipc_sendfd(s[1], p[0], -1), ECONNRESET);
    close_both(s);
    hold_without_room(s, make_pair, 0);
    CHECK_OK(yield());
    s[1] = http_attach(s[1]);
    CHECK_OK(http_sendstatus(s[1], 200, "OK", -1));
    CHECK_ERRNO(http_done(s[1], -1), ETIMEDOUT);
    CHECK_ERRNO(http_done(s[1], -1), ECONNRESET);
    close_both(s);
    hold_without_room(s, make_pair, 0);
    CHECK_OK(yield());
    s[1] = http_attach(s[1]);
    CHECK_OK(bsend(s[0], REQUEST, strlen(REQUEST), -1));
    receive_request(s[1]);
    CHECK_ERRNO(http_detach(s[1], -1), ETIMEDOUT);
    CHECK_OK(hclose(s[0]));

    /* Or the end of sending. */
    hold_without_room(s, make_pair, 0);
    CHECK_ERRNO(tcp_done(s[1], -1), ETIMEDOUT);
    CHECK_ERRNO(tcp_done(s[1], -1), ECONNRESET);
    close_both(s);
    hold_without_room(s, make_pair, 0);
    CHECK_ERRNO(tcp_close(s[1], -1), ETIMEDOUT);
    CHECK_ERRNO(hclose(s[1]), EBADF);
    CHECK_OK(hclose(s[0]));
    hold_without_room(s, make_ipc_pair, 0);
    CHECK_ERRNO(ipc_done(s[1], -1), ETIMEDOUT);
    CHECK_ERRNO(ipc_close(s[1], -1), ECONNRESET);
    CHECK_OK(hclose(s[0]));

    /* It has the time that it was given, also in a call that has less. */
    make_pair(s);
    CHECK_OK(bsend(s[0], REQUEST, strlen(REQUEST), -1));
    len = fill(s[1]);
    h = go(drains_later(s[0], len + strlen(HEAD)));
    s[1] = answer(s[1], -1);
    CHECK_ERRNO(brecv(s[1], a, 1, 0), ETIMEDOUT);
    CHECK_OK(bundle_wait(h, -1));
    CHECK_MEM(received + len, HEAD, strlen(HEAD));
    CHECK_OK(bsend(s[1], "x", 1, -1));
    CHECK_OK(hclose(h));
    close_both(s);
    close(p[0]);
    close(p[1]);
}

/* A connection with a head that has not left, whose peer resets it. */
static int hold_and_reset(void) {
    struct linger abortive = {1, 0};
    struct pollfd polled;
    struct ipaddr addr;
    int ls = listen_on_loopback(&addr), fd = socket(AF_INET, SOCK_STREAM, 0), s;
    CHECK_OK(connect(fd, ipaddr_sockaddr(&addr), ipaddr_len(&addr)));
    s = tcp_accept(ls, NULL, -1);
    CHECK_OK(hclose(ls));
    CHECK_OK(bsend(s, "x", 1, -1));
    polled.fd = sent_on;
    polled.events = 0;
    CHECK_INT(write(fd, REQUEST "abc", strlen(REQUEST) + 3), strlen(REQUEST) + 3);
    s = answer(s, -1);
    CHECK_OK(setsockopt(fd, SOL_SOCKET, SO_LINGER, &abortive, sizeof(abortive)));
    close(fd);
    CHECK_INT(poll(&polled, 1, -1), 1);
    return s;
}

static void peer_gone(void) {
    int s[2], h;
    h = hold_and_reset();
    receives(h, "abc");
    CHECK_ERRNO(bsend(h, "content", 7, -1), ECONNRESET);
    CHECK_ERRNO(bsend(h, "content", 7, -1), ECONNRESET);
    CHECK_OK(hclose(h));

    /* It is noticed in a call that has nothing to do with it. */
    make_pair(s);
    CHECK_OK(bsend(s[0], "x", 1, -1));
    h = hold_and_reset();
    errno = 1234;
    receives(s[1], "x");
    CHECK_INT(errno, 1234);
    receives(h, "ab");
    CHECK_ERRNO(tcp_done(h, -1), ECONNRESET);
    receives(h, "c");
    CHECK_ERRNO(tcp_close(h, -1), ECONNRESET);
    close_both(s);

    /* Nothing was sent after the end of sending. */
    make_pair(s);
    CHECK_OK(bsend(s[0], REQUEST, strlen(REQUEST), -1));
    CHECK_OK(tcp_done(s[1], -1));
    s[1] = http_attach(s[1]);
    receive_request(s[1]);
    CHECK_ERRNO(http_detach(s[1], -1), EPIPE);
    CHECK_OK(hclose(s[0]));
}

/* A cancelled coroutine sends what the kernel takes at once. */
static coroutine void cancelled(int h, int room) {
    int s;
    CHECK_ERRNO(msleep(-1), ECANCELED);
    s = respond(h, -1);
    if(room) {
        CHECK_OK(bsend(s, "content", 7, -1));
    } else {
        CHECK_ERRNO(msleep(-1), ECANCELED);
        CHECK_ERRNO(bsend(s, "content", 7, -1), ECANCELED);
        CHECK_ERRNO(bsend(s, "content", 7, -1), ECONNRESET);
    }
    CHECK_OK(tcp_done(s, -1) == 0 || errno == ECONNRESET ? 0 : 1);
}

static void cancellation(void) {
    int s[2], h;
    make_pair(s);
    CHECK_OK(bsend(s[0], REQUEST, strlen(REQUEST), -1));
    s[1] = http_attach(s[1]);
    receive_request(s[1]);
    h = go(cancelled(s[1], 1));
    sends = 0;
    CHECK_OK(hclose(h));
    CHECK_INT(sends, 1);
    receives(s[0], HEAD "content");
    CHECK_ERRNO(brecv(s[0], a, 1, -1), EPIPE);
    CHECK_OK(hclose(s[0]));

    make_pair(s);
    CHECK_OK(bsend(s[0], REQUEST, strlen(REQUEST), -1));
    fill(s[1]);
    s[1] = http_attach(s[1]);
    receive_request(s[1]);
    h = go(cancelled(s[1], 0));
    CHECK_OK(hclose(h));
    CHECK_OK(hclose(s[0]));
}

/* Threads and processes end without closing anything. */
static void accept_and_answer(int listener) {
    int ls = tcp_listener_fromfd(listener), s = tcp_accept(ls, NULL, -1);
    CHECK(s >= 0);
    sends = 0;
    answer(s, -1);
    CHECK_INT(sends, 0);
}

static void *ending_thread(void *arg) {
    accept_and_answer(*(int *)arg);
    return NULL;
}

static coroutine void exits_in_coroutine(int listener) {
    accept_and_answer(listener);
    exit(0);
}

static void end_in_some_way(int way, int listener) {
    pthread_t thread;
    pid_t child;
    int h, status;
    switch(way) {
    case 0:
        accept_and_answer(listener);
        exit(0);
    case 1:
        h = go(exits_in_coroutine(listener));
        bundle_wait(h, -1);
        _exit(1);
    case 2:
        CHECK_OK(pthread_create(&thread, NULL, ending_thread, &listener));
        CHECK_OK(pthread_join(thread, NULL));
        _exit(0);
    case 3:
        /* A child process does not send it once more. */
        accept_and_answer(listener);
        child = fork();
        if(child == 0) exit(0);
        CHECK(waitpid(child, &status, 0) == child && status == 0);
        exit(0);
    }
}

static void ends(void) {
    char text[64];
    int way, fd, status, ls;
    for(way = 0; way != 4; ++way) {
        struct ipaddr addr;
        socklen_t len = sizeof(addr);
        pid_t child;
        ls = socket(AF_INET, SOCK_STREAM, 0);
        CHECK_OK(listen(ls, 1));
        CHECK_OK(getsockname(ls, (struct sockaddr *)&addr, &len));
        child = fork();
        if(child == 0) end_in_some_way(way, ls);
        fd = socket(AF_INET, SOCK_STREAM, 0);
        CHECK_OK(connect(fd, ipaddr_sockaddr(&addr), ipaddr_len(&addr)));
        CHECK_INT(write(fd, REQUEST, strlen(REQUEST)), strlen(REQUEST));
        CHECK(waitpid(child, &status, 0) == child && status == 0);
        CHECK_INT(recv(fd, text, sizeof(text), MSG_WAITALL), strlen(HEAD));
        CHECK_MEM(text, HEAD, strlen(HEAD));
        close(fd);
        close(ls);
    }
}

int main(void) {
    /* Before the library is used in this process: forking with its state is not supported. */
    ends();
    large_content();
    no_room();
    peer_gone();
    cancellation();
    return 0;
}
