/* Two ends of a TCP connection over the loopback interface. */

#ifndef PAIR_H_INCLUDED
#define PAIR_H_INCLUDED

#include "../check.h"
#include <libdill.h>

static inline int listen_on_loopback(struct ipaddr *addr) {
    int listener;
    CHECK_OK(ipaddr_local(addr, "127.0.0.1", 0, IPADDR_IPV4));
    listener = tcp_listen(addr, 10);
    CHECK(listener >= 0);
    CHECK(ipaddr_port(addr) > 0);
    return listener;
}

/* Connecting completes in the kernel, so the caller can do both, one after the other. */
static inline void make_pair(int s[2]) {
    struct ipaddr addr;
    int listener = listen_on_loopback(&addr);
    s[0] = tcp_connect(&addr, now() + 10000);
    CHECK(s[0] >= 0);
    s[1] = tcp_accept(listener, NULL, now() + 10000);
    CHECK(s[1] >= 0);
    CHECK_OK(hclose(listener));
}

#endif
