/* The example of the manual page ws_send(3), run against a client in this program. */

#include <libdill.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fail(const char *what) {
    perror(what);
    exit(1);
}

/* EXAMPLE */
static coroutine void echo(int s) {
    char resource[256], host[256], buf[65536];
    s = ws_attach_server(s, WS_BINARY, resource, sizeof(resource), host, sizeof(host), now() + 10000);
    if(s < 0) return;
    while(1) {
        int flags;
        ssize_t size = ws_recv(s, &flags, buf, sizeof(buf), now() + 60000);
        if(size < 0) break;
        if(ws_send(s, flags, buf, (size_t)size, now() + 10000) != 0) break;
    }
    if(errno != EPIPE) {
        hclose(s);
        return;
    }
    s = ws_detach(s, 1000, NULL, 0, now() + 10000);
    if(s >= 0) tcp_close(s, now() + 10000);
}
/* END EXAMPLE */

int main(void) {
    struct ipaddr addr;
    int64_t deadline = now() + 10000;
    if(ipaddr_local(&addr, "127.0.0.1", 0, 0) != 0) fail("ipaddr_local");
    int listener = tcp_listen(&addr, 1);
    if(listener < 0) fail("tcp_listen");
    int c = tcp_connect(&addr, deadline);
    if(c < 0) fail("tcp_connect");
    int s = tcp_accept(listener, NULL, deadline);
    if(s < 0) fail("tcp_accept");
    int b = go(echo(s));
    if(b < 0) fail("go");
    c = ws_attach_client(c, WS_TEXT, "/", "localhost", deadline);
    if(c < 0) fail("ws_attach_client");
    for(int type = WS_BINARY; type <= WS_TEXT; ++type) {
        char buf[16];
        int got = -1;
        if(ws_send(c, type, "echo", 4, deadline) != 0) fail("ws_send");
        if(ws_recv(c, &got, buf, sizeof(buf), deadline) != 4 || memcmp(buf, "echo", 4) != 0) fail("ws_recv");
        if(got != type) fail("the type");
    }
    c = ws_detach(c, 1000, NULL, 0, deadline);
    if(c < 0) fail("ws_detach");
    if(tcp_close(c, deadline) != 0) fail("tcp_close");
    if(bundle_wait(b, deadline) != 0) fail("bundle_wait");
    hclose(b);
    hclose(listener);
    return 0;
}
