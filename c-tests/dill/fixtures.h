/* A handle of every type there is, one at a time, and what belongs to it. Its peer, if it has one, does nothing. */

#ifndef FIXTURES_H_INCLUDED
#define FIXTURES_H_INCLUDED

#include "foreign.h"
#include "tls.h"
#include <sys/socket.h>

/* The handle. */
static int used;

/* The rest that has to be closed: handles, the peer's first, and a descriptor. */
static int others[4], other_count, raw_fd = -1;

/* Behind a handle of the program's own. */
static struct foreign own;

static inline void also(int h) {
    CHECK(h >= 0 && other_count != 4);
    others[other_count++] = h;
}

static inline void on(int h) {
    CHECK(h >= 0);
    used = h;
}

/* Closes all that is open. */
static inline void discard(void) {
    hclose(used);
    used = -1;
    while(other_count > 0) CHECK_OK(hclose(others[--other_count]));
    if(raw_fd >= 0) {
        CHECK_OK(fdclean(raw_fd));
        CHECK_OK(close(raw_fd));
    }
    raw_fd = -1;
}

static inline void pair_of(const int s[2]) {
    on(s[0]);
    also(s[1]);
}

static inline void no_handle(void) {
    used = -1;
}

static inline void a_bundle(void) {
    on(bundle());
}

static inline void a_channel(void) {
    int ch[2];
    CHECK_OK(chmake(ch));
    pair_of(ch);
}

static inline void a_tcp(void) {
    int s[2];
    make_pair(s);
    pair_of(s);
}

static inline void a_tcp_listener(void) {
    struct ipaddr addr;
    on(listen_on_loopback(&addr));
}

static inline void an_ipc(void) {
    int s[2];
    CHECK_OK(ipc_pair(s));
    pair_of(s);
}

static inline void an_ipc_listener(void) {
    on(ipc_listen("listener", 10));
    CHECK_OK(unlink("listener"));
}

static inline void a_udp(void) {
    struct ipaddr addr;
    CHECK_OK(ipaddr_local(&addr, "127.0.0.1", 0, 0));
    on(udp_open(&addr, NULL));
}

static inline void a_prefix(void) {
    an_ipc();
    on(prefix_attach(used, 4, PREFIX_BIG_ENDIAN));
}

static inline void a_suffix(void) {
    an_ipc();
    on(suffix_attach(used, "\r\n", 2));
}

static inline void a_term(void) {
    a_prefix();
    on(term_attach(used, "STOP", 4));
}

static inline void an_http(void) {
    an_ipc();
    on(http_attach(used));
}

static inline void a_tls(void) {
    int s[2];
    CHECK_OK(ipc_pair(s));
    make_tls(s);
    pair_of(s);
}

static inline void a_ws(void) {
    an_ipc();
    on(ws_attach_server(used, WS_NOHTTP | WS_TEXT, NULL, 0, NULL, 0, -1));
}

static inline void own_bytes(void) {
    an_ipc();
    on(foreign_attach(&own, used, bsock_type));
}

static inline void own_messages(void) {
    a_prefix();
    on(foreign_attach(&own, used, msock_type));
}

static inline void own_neither(void) {
    an_ipc();
    on(foreign_attach(&own, used, NULL));
}

/* The same where there is no room for a single byte more, until the peer receives. */

static char large[8 << 20];

static inline void write_until_full(int fd) {
    size_t len;
    for(len = 65536; len != 0; len /= 2) {
        while(send(fd, large, len, MSG_DONTWAIT | MSG_NOSIGNAL) > 0);
        CHECK_INT(errno, EAGAIN);
    }
}

/* With the descriptor. */
static inline void a_bare_ipc(void) {
    int fds[2];
    CHECK_OK(socketpair(AF_UNIX, SOCK_STREAM, 0, fds));
    raw_fd = dup(fds[0]);
    CHECK(raw_fd >= 0);
    on(ipc_fromfd(fds[0]));
    also(ipc_fromfd(fds[1]));
}

static inline void full_ipc(void) {
    a_bare_ipc();
    write_until_full(raw_fd);
}

static inline void full_prefix(void) {
    full_ipc();
    on(prefix_attach(used, 4, PREFIX_BIG_ENDIAN));
}

static inline void full_suffix(void) {
    full_ipc();
    on(suffix_attach(used, "\r\n", 2));
}

static inline void full_term(void) {
    full_prefix();
    on(term_attach(used, "STOP", 4));
}

static inline void full_http(void) {
    full_ipc();
    on(http_attach(used));
}

static inline void full_tls(void) {
    int s[2];
    a_bare_ipc();
    s[0] = used;
    s[1] = others[--other_count];
    make_tls(s);
    pair_of(s);
    write_until_full(raw_fd);
}

static inline void full_ws(void) {
    full_ipc();
    on(ws_attach_server(used, WS_NOHTTP | WS_TEXT, NULL, 0, NULL, 0, -1));
}

#endif
