// The example of the manual page happyeyeballs_connect(3): what a server says first.

#include <libdill.h>

#include <stdio.h>
#include <stdlib.h>

static void fail(const char *what) {
    perror(what);
    exit(1);
}

// EXAMPLE
// Prints the first line that a server sends.
static void greeting(const char *host, int port) {
    char line[512];
    int64_t deadline = now() + 10000;
    int s = happyeyeballs_connect(host, port, deadline);
    if(s < 0) fail(host);
    s = suffix_attach(s, "\r\n", 2);
    if(s < 0) fail("suffix_attach");
    ssize_t size = mrecv(s, line, sizeof(line), deadline);
    if(size < 0) fail("mrecv");
    printf("%.*s\n", (int)size, line);
    hclose(s);
}
// END EXAMPLE

static coroutine void server(int listener) {
    int s = tcp_accept(listener, NULL, now() + 10000);
    if(s < 0) fail("tcp_accept");
    if(bsend(s, "220 ready\r\n", 11, -1) != 0) fail("bsend");
    // The client does not end the connection in good order, which is no harm here.
    tcp_close(s, now() + 10000);
}

int main(int argc, char *argv[]) {
    if(argc == 3) {
        greeting(argv[1], atoi(argv[2]));
        return 0;
    }
    struct ipaddr addr;
    if(ipaddr_local(&addr, "127.0.0.1", 0, 0) != 0) fail("ipaddr_local");
    int listener = tcp_listen(&addr, 1);
    if(listener < 0) fail("tcp_listen");
    int h = go(server(listener));
    if(h < 0) fail("go");
    greeting("127.0.0.1", ipaddr_port(&addr));
    if(bundle_wait(h, now() + 10000) != 0) fail("bundle_wait");
    hclose(h);
    hclose(listener);
    return 0;
}
