// The example of the manual page http_attach(3): a coroutine for each connection of a server.

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
// Answers one request. The HTTP handle owns the connection, so there is one thing to close.
static coroutine void serve(int s) {
    char method[16], target[1024];
    int64_t deadline = now() + 10000;
    s = http_attach(s);
    if(s < 0) return;
    if(http_recvrequest(s, method, sizeof(method), target, sizeof(target), deadline) != 0 ||
          http_sendstatus(s, 204, "No Content", deadline) != 0 ||
          http_sendfield(s, "Connection", "close", deadline) != 0) {
        hclose(s);
        return;
    }
    // A connection again, to be closed in good order.
    s = http_detach(s, deadline);
    if(s >= 0) tcp_close(s, deadline);
}

static coroutine void serve_all(int listener) {
    int connections = bundle();
    if(connections < 0) return;
    while(1) {
        int s = tcp_accept(listener, NULL, -1);
        if(s < 0) break;
        if(bundle_go(connections, serve(s)) != 0) hclose(s);
    }
    // Cuts off whoever is still being served.
    hclose(connections);
}
// END EXAMPLE

int main(void) {
    static const char answer[] = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
    char buf[sizeof(answer) - 1];
    struct ipaddr addr;
    int64_t deadline = now() + 10000;
    if(ipaddr_local(&addr, "127.0.0.1", 0, 0) != 0) fail("ipaddr_local");
    int listener = tcp_listen(&addr, 10);
    if(listener < 0) fail("tcp_listen");
    int server = go(serve_all(listener));
    if(server < 0) fail("go");

    int silent = tcp_connect(&addr, deadline);
    int s = tcp_connect(&addr, deadline);
    if(silent < 0 || s < 0) fail("tcp_connect");
    if(bsend(s, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", 27, deadline) != 0) fail("bsend");
    if(brecv(s, buf, sizeof(buf), deadline) != 0) fail("brecv");
    if(memcmp(buf, answer, sizeof(buf)) != 0) return 1;
    if(brecv(s, buf, 1, deadline) == 0 || errno != EPIPE) fail("the end");
    if(tcp_close(s, deadline) != 0) fail("tcp_close");

    hclose(server);
    if(brecv(silent, buf, 1, deadline) == 0 || errno != EPIPE) fail("the other connection");
    hclose(silent);
    hclose(listener);
    return 0;
}
