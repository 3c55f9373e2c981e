/* The example of the manual page http_done(3), and a client made of the same calls.

     http_done HOST PORT [PATH]    asks a server and prints what it answers
     http_done                     runs the example as it stands against a server coroutine in this program */

#include <libdill.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static void fail(const char *what) {
    perror(what);
    exit(1);
}

/* What the page shows, line by line, with the address from the caller. */
static void example(struct ipaddr addr) {
int s = tcp_connect(&addr, -1);
s = http_attach(s);
http_sendrequest(s, "GET", "/", -1);
http_sendfield(s, "Host", "www.example.org", -1);
http_done(s, -1);
char reason[256];
http_recvstatus(s, reason, sizeof(reason), -1);
while(1) {
    char name[256];
    char value[256];
    int rc = http_recvfield(s, name, sizeof(name), value, sizeof(value), -1);
    if(rc == -1 && errno == EPIPE) break;
}
s = http_detach(s, -1);
tcp_close(s);
}

static int client(const char *host, int port, const char *path) {
    /* EXAMPLE */
    int64_t deadline = now() + 10000;
    struct ipaddr addr;
    if(ipaddr_remote(&addr, host, port, 0, deadline) != 0) fail(host);
    int s = tcp_connect(&addr, deadline);
    if(s < 0) fail("tcp_connect");
    s = http_attach(s);
    if(s < 0) fail("http_attach");

    char authority[300];
    snprintf(authority, sizeof(authority), strchr(host, ':') ? "[%s]:%d" : "%s:%d", host, port);
    if(http_sendrequest(s, "GET", path, deadline) != 0) fail("http_sendrequest");
    if(http_sendfield(s, "Host", authority, deadline) != 0) fail("http_sendfield");
    if(http_sendfield(s, "Connection", "close", deadline) != 0) fail("http_sendfield");
    if(http_done(s, deadline) != 0) fail("http_done");

    char reason[256];
    int status = http_recvstatus(s, reason, sizeof(reason), deadline);
    if(status < 0) fail("http_recvstatus");
    printf("%d %s\n", status, reason);
    long length = -1;
    while(1) {
        char name[256];
        char value[4096];
        int rc = http_recvfield(s, name, sizeof(name), value, sizeof(value), deadline);
        if(rc == -1 && errno == EPIPE) break;
        if(rc != 0) fail("http_recvfield");
        printf("%s: %s\n", name, value);
        if(strcasecmp(name, "Content-Length") == 0) length = atol(value);
    }

    /* What follows the head are plain bytes. */
    s = http_detach(s, deadline);
    if(s < 0) fail("http_detach");
    printf("\n");
    for(char c; length > 0; --length) {
        if(brecv(s, &c, 1, deadline) != 0) fail("brecv");
        putchar(c);
    }
    printf("\n");
    tcp_close(s, deadline);
    /* END EXAMPLE */
    return 0;
}

static int served;

static coroutine void server(int listener) {
    int s = tcp_accept(listener, NULL, -1);
    if(s < 0) fail("tcp_accept");
    s = http_attach(s);
    char method[16], target[256], name[256], value[256];
    if(http_recvrequest(s, method, sizeof(method), target, sizeof(target), -1) != 0) fail("http_recvrequest");
    if(strcmp(method, "GET") != 0 || strcmp(target, "/") != 0) fail(target);
    if(http_recvfield(s, name, sizeof(name), value, sizeof(value), -1) != 0) fail("http_recvfield");
    if(strcmp(name, "Host") != 0 || strcmp(value, "www.example.org") != 0) fail(value);
    if(http_recvfield(s, name, sizeof(name), value, sizeof(value), -1) != -1 || errno != EPIPE) fail("the end");
    if(http_sendstatus(s, 200, "OK", -1) != 0) fail("http_sendstatus");
    if(http_sendfield(s, "Content-Type", "text/plain", -1) != 0) fail("http_sendfield");
    s = http_detach(s, -1);
    if(s < 0) fail("http_detach");
    if(tcp_close(s, -1) != 0) fail("tcp_close");
    served = 1;
}

int main(int argc, char *argv[]) {
    if(argc > 2) return client(argv[1], atoi(argv[2]), argc > 3 ? argv[3] : "/");

    struct ipaddr addr;
    if(ipaddr_local(&addr, "127.0.0.1", 0, 0) != 0) fail("ipaddr_local");
    int listener = tcp_listen(&addr, 1);
    if(listener < 0) fail("tcp_listen");
    int h = go(server(listener));
    if(h < 0) fail("go");
    example(addr);
    if(bundle_wait(h, now() + 10000) != 0) fail("bundle_wait");
    hclose(h);
    hclose(listener);
    puts(served ? "The example's request was answered." : "The server did not get to its end.");
    return !served;
}
