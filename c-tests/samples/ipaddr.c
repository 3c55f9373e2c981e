// The example of the manual page ipaddr(3): a connection to whatever address of a host accepts it.

#include <libdill.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static void fail(const char *what) {
    perror(what);
    exit(1);
}

// EXAMPLE
// Connects to a host by name, at one address after the other.
static int connect_to(const char *host, int port, int64_t deadline) {
    struct ipaddr addrs[10];
    char text[IPADDR_MAXSTRLEN];
    int count = ipaddr_remotes(addrs, 10, host, port, IPADDR_PREF_IPV6, deadline);
    if(count < 0) return -1;
    // What to report if there is no address to try.
    errno = EADDRNOTAVAIL;
    for(int i = 0; i != count; ++i) {
        int s = tcp_connect(&addrs[i], deadline);
        if(s >= 0 || errno == ETIMEDOUT || errno == ECANCELED) return s;
        int error = errno;
        fprintf(stderr, "%s port %d: not there\n", ipaddr_str(&addrs[i], text), ipaddr_port(&addrs[i]));
        errno = error;
    }
    return -1;
}
// END EXAMPLE

int main(void) {
    struct ipaddr addr;
    int64_t deadline = now() + 10000;
    if(ipaddr_local(&addr, "lo", 0, IPADDR_IPV4) != 0) fail("ipaddr_local");
    int listener = tcp_listen(&addr, 10);
    if(listener < 0) fail("tcp_listen");
    // By name it may be found at ::1 first, where nobody listens.
    for(int i = 0; i != 2; ++i) {
        struct ipaddr peer, expected;
        int s = connect_to(i == 0 ? "127.0.0.1" : "localhost", ipaddr_port(&addr), deadline);
        if(s < 0) fail("connect_to");
        int accepted = tcp_accept(listener, &peer, deadline);
        if(accepted < 0) fail("tcp_accept");
        if(ipaddr_local(&expected, "127.0.0.1", 0, 0) != 0) fail("ipaddr_local");
        if(!ipaddr_equal(&peer, &expected, 1) || ipaddr_equal(&peer, &expected, 0)) return 1;
        hclose(accepted);
        hclose(s);
    }
    hclose(listener);
    if(connect_to("127.0.0.1", ipaddr_port(&addr), deadline) != -1 || errno != ECONNREFUSED) fail("a closed port");
    return 0;
}
