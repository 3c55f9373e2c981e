// The example of the manual page http_sendrequest(3): a tunnel through a proxy.

#include <libdill.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fail(const char *what) {
    perror(what);
    exit(1);
}

// EXAMPLE
// Makes a tunnel to an authority such as "www.example.org:443" of a connection to a proxy.
// Returns its handle, a bytestream; or -1, and the connection is closed.
static int tunnel(int proxy, const char *authority, int64_t deadline) {
    char reason[128];
    int s = http_attach(proxy);
    if(s < 0) return -1;
    if(http_sendrequest(s, "CONNECT", authority, deadline) != 0 ||
          http_sendfield(s, "Host", authority, deadline) != 0 ||
          http_done(s, deadline) != 0) {
        hclose(s);
        return -1;
    }
    int status = http_recvstatus(s, reason, sizeof(reason), deadline);
    if(status / 100 != 2) {
        int error = status < 0 ? errno : ECONNREFUSED;
        hclose(s);
        errno = error;
        return -1;
    }
    // Skips the fields. What follows comes from the other end of the tunnel.
    return http_detach(s, deadline);
}
// END EXAMPLE

// Lets the first client through, with itself as the other end, and nobody else.
static coroutine void proxy(int listener, int64_t deadline) {
    static const char request[] = "CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\n";
    static const char *const answers[] = {
        "HTTP/1.1 200 Connection established\r\nVia: 1.1 b\r\n\r\nwelcome", "HTTP/1.1 403 Forbidden\r\n\r\n"};
    for(int i = 0; i != 2; ++i) {
        char buf[sizeof(request) - 1];
        int s = tcp_accept(listener, NULL, deadline);
        if(s < 0) fail("tcp_accept");
        if(brecv(s, buf, sizeof(buf), deadline) != 0) fail("brecv");
        if(memcmp(buf, request, sizeof(buf)) != 0) fail("the request");
        if(bsend(s, answers[i], strlen(answers[i]), deadline) != 0) fail("bsend");
        // The refused client closes as well, but not in good order.
        if(tcp_close(s, deadline) != 0 && i == 0) fail("tcp_close");
    }
}

int main(void) {
    char buf[7];
    struct ipaddr addr;
    int64_t deadline = now() + 10000;
    if(ipaddr_local(&addr, "127.0.0.1", 0, 0) != 0) fail("ipaddr_local");
    int listener = tcp_listen(&addr, 10);
    if(listener < 0) fail("tcp_listen");
    int h = go(proxy(listener, deadline));
    if(h < 0) fail("go");

    int s = tcp_connect(&addr, deadline);
    if(s < 0) fail("tcp_connect");
    s = tunnel(s, "a.example:443", deadline);
    if(s < 0) fail("tunnel");
    if(brecv(s, buf, sizeof(buf), deadline) != 0) fail("brecv");
    if(memcmp(buf, "welcome", sizeof(buf)) != 0) return 1;
    if(tcp_close(s, deadline) != 0) fail("tcp_close");

    s = tcp_connect(&addr, deadline);
    if(s < 0) fail("tcp_connect");
    if(tunnel(s, "a.example:443", deadline) != -1 || errno != ECONNREFUSED) fail("the second tunnel");
    if(bundle_wait(h, deadline) != 0) fail("bundle_wait");
    hclose(h);
    hclose(listener);
    return 0;
}
