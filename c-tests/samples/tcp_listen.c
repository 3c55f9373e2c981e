// The example of the manual page tcp_listen(3): both sides of a connection, and how it ends.

#include <libdill.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static void fail(const char *what) {
    perror(what);
    exit(1);
}

// EXAMPLE
// Tells a client how many bytes it has sent.
static coroutine void count(int listener, int64_t deadline) {
    struct ipaddr peer;
    char text[IPADDR_MAXSTRLEN], byte;
    unsigned long bytes = 0;
    int s = tcp_accept(listener, &peer, deadline);
    if(s < 0) fail("tcp_accept");
    printf("a client at %s\n", ipaddr_str(&peer, text));
    while(brecv(s, &byte, 1, deadline) == 0) bytes++;
    // The client has said that this is all. Anything else is no number to be relied on.
    if(errno != EPIPE) fail("brecv");
    if(bsend(s, &bytes, sizeof(bytes), deadline) != 0) fail("bsend");
    if(tcp_close(s, deadline) != 0) fail("tcp_close");
}

static unsigned long ask(const struct ipaddr *addr, const char *data, size_t len, int64_t deadline) {
    unsigned long bytes;
    int s = tcp_connect(addr, deadline);
    if(s < 0) fail("tcp_connect");
    if(bsend(s, data, len, deadline) != 0) fail("bsend");
    // This direction ends, the other one goes on.
    if(tcp_done(s, deadline) != 0) fail("tcp_done");
    if(brecv(s, &bytes, sizeof(bytes), deadline) != 0) fail("brecv");
    if(tcp_close(s) != 0) fail("tcp_close");
    return bytes;
}
// END EXAMPLE

int main(void) {
    static char data[100000];
    struct ipaddr addr;
    int64_t deadline = now() + 10000;
    if(ipaddr_local(&addr, "127.0.0.1", 0, 0) != 0) fail("ipaddr_local");
    int listener = tcp_listen(&addr, 10);
    if(listener < 0) fail("tcp_listen");
    int server = bundle();
    if(server < 0) fail("bundle");
    for(size_t len = 0; len <= sizeof(data); len += 50000) {
        if(bundle_go(server, count(listener, deadline)) != 0) fail("bundle_go");
        if(ask(&addr, data, len, deadline) != len) return 1;
    }
    if(bundle_wait(server, deadline) != 0) fail("bundle_wait");
    hclose(server);
    hclose(listener);
    return 0;
}
