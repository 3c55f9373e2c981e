/* Heads of responses that were handed over and have not left. */

#ifndef HELD_H_INCLUDED
#define HELD_H_INCLUDED

#include "pair.h"
#include "sends.h"
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>

#define REQUEST "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
#define HEAD "HTTP/1.1 200 OK\r\na: b\r\n\r\n"

static char a[256], b[256];

static inline void receive_request(int h) {
    CHECK_OK(http_recvrequest(h, a, sizeof(a), b, sizeof(b), -1));
    while(http_recvfield(h, a, sizeof(a), b, sizeof(b), -1) == 0) {}
    CHECK_INT(errno, EPIPE);
}

/* Hands over the head of a response. Returns the bytestream. */
static inline int respond(int h, int64_t deadline) {
    int s;
    CHECK_OK(http_sendstatus(h, 200, "OK", deadline));
    CHECK_OK(http_sendfield(h, "a", "b", deadline));
    s = http_detach(h, deadline);
    CHECK(s >= 0);
    return s;
}

static inline int answer(int s, int64_t deadline) {
    int h = http_attach(s);
    CHECK(h >= 0);
    receive_request(h);
    return respond(h, deadline);
}

static inline void sends_requests(int s, const char *requests) {
    CHECK_OK(bsend(s, requests, strlen(requests), -1));
    sends = 0;
}

static inline void receives_(int s, const char *want, int line) {
    char got[256];
    int rc = brecv(s, got, strlen(want), now() + 10000);
    if(rc != 0) fprintf(stderr, "in line %d\n", line);
    CHECK_OK(rc);
    CHECK_MEM(got, want, strlen(want));
}

#define receives(s, want) receives_((s), (want), __LINE__)

static inline void close_both(int s[2]) {
    CHECK_OK(hclose(s[0]));
    CHECK_OK(hclose(s[1]));
}

static inline void make_ipc_pair(int s[2]) {
    CHECK_OK(ipc_pair(s));
}

/* Whether nothing is under way any more that could make room: over TCP all has been acknowledged, or was sent once more
   to no avail. Over UNIX-domain sockets nothing ever is; an emulator does not tell. */
static inline int has_settled(int fd) {
    struct tcp_info info;
    socklen_t len = sizeof(info);
    int told = getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len) == 0 && len > offsetof(struct tcp_info, tcpi_unacked);
    return !told || info.tcpi_unacked == 0 || info.tcpi_retransmits != 0;
}

/* Fills what is between two ends, behind the library's back, for good. Returns how much fitted. */
static inline size_t fill(int from) {
    static char block[1 << 20];
    size_t len = 0;
    int fd, settled = 0;
    CHECK_OK(bsend(from, "x", 1, -1));
    fd = sent_on;
    while(1) {
        ssize_t sent = syscall(SYS_sendto, fd, block, sizeof(block), MSG_NOSIGNAL | MSG_DONTWAIT, NULL, 0);
        if(sent >= 0) {
            len += sent;
            settled = 0;
            continue;
        }
        CHECK_INT(errno, EAGAIN);
        if(settled) return len + 1;
        settled = has_settled(fd);
        sched_yield();
    }
}

/* A pair, and the head of a response that was handed over to its second end and has not left. */
static inline void hold(int s[2], int64_t deadline) {
    make_pair(s);
    sends_requests(s[0], REQUEST);
    s[1] = answer(s[1], deadline);
    CHECK_INT(sends, 0);
}

#endif
