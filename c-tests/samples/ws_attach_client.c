/* The example of the manual page ws_attach_client(3), run against a server coroutine in this program. */

#include <libdill.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void client(struct ipaddr addr) {
    /* EXAMPLE */
    int64_t deadline = now() + 10000;
    int s = tcp_connect(&addr, deadline);
    if(s < 0) fail("tcp_connect");
    s = ws_attach_client(s, WS_TEXT, "/chat", "www.example.org", deadline);
    if(s < 0) fail("ws_attach_client");

    if(msend(s, "Hello!", 6, deadline) != 0) fail("msend");
    while(1) {
        char text[1024];
        ssize_t size = mrecv(s, text, sizeof(text), deadline);
        if(size < 0 && errno == EPIPE) break;
        if(size < 0) fail("mrecv");
        printf("%.*s\n", (int)size, text);
    }

    /* The server has closed. */
    int status = 0;
    char reason[123];
    ssize_t size = ws_status(s, &status, reason, sizeof(reason));
    if(size >= 0) printf("closed: %d %.*s\n", status, (int)size, reason);
    s = ws_detach(s, 1000, NULL, 0, deadline);
    if(s < 0) fail("ws_detach");
    tcp_close(s, deadline);
    /* END EXAMPLE */
}

static int served;

static coroutine void server(int listener) {
    char resource[64], host[64], text[16];
    int64_t deadline = now() + 10000;
    int s = tcp_accept(listener, NULL, deadline);
    if(s < 0) fail("tcp_accept");
    s = ws_attach_server(s, WS_TEXT, resource, sizeof(resource), host, sizeof(host), deadline);
    if(s < 0) fail("ws_attach_server");
    if(strcmp(resource, "/chat") != 0 || strcmp(host, "www.example.org") != 0) fail(resource);
    if(mrecv(s, text, sizeof(text), deadline) != 6) fail("mrecv");
    if(msend(s, "Good day.", 9, deadline) != 0) fail("msend");
    s = ws_detach(s, 1000, "that is all", 11, deadline);
    if(s < 0) fail("ws_detach");
    if(tcp_close(s, deadline) != 0) fail("tcp_close");
    served = 1;
}

int main(void) {
    struct ipaddr addr;
    if(ipaddr_local(&addr, "127.0.0.1", 0, 0) != 0) fail("ipaddr_local");
    int listener = tcp_listen(&addr, 1);
    if(listener < 0) fail("tcp_listen");
    int b = go(server(listener));
    if(b < 0) fail("go");
    client(addr);
    if(bundle_wait(b, now() + 10000) != 0) fail("bundle_wait");
    hclose(b);
    hclose(listener);
    return !served;
}
