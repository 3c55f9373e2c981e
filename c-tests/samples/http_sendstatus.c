// The example of the manual page http_sendstatus(3): several responses with content on one connection.

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
// Answers requests on a connection, which have no content, each with one of the texts, and closes
// it after the last one.
static coroutine void serve(int s, const char *const texts[], int count, int64_t deadline) {
    for(int i = 0; i != count; ++i) {
        char method[16], target[1024], length[24];
        snprintf(length, sizeof(length), "%zu", strlen(texts[i]));
        s = http_attach(s);
        if(s < 0) return;
        if(http_recvrequest(s, method, sizeof(method), target, sizeof(target), deadline) != 0 ||
              http_sendstatus(s, 200, "OK", deadline) != 0 ||
              http_sendfield(s, "Content-Type", "text/plain", deadline) != 0 ||
              http_sendfield(s, "Content-Length", length, deadline) != 0 ||
              (i == count - 1 && http_sendfield(s, "Connection", "close", deadline) != 0)) {
            hclose(s);
            return;
        }
        // Skips the fields of the request and ends the head of the response, which the content follows.
        s = http_detach(s, deadline);
        if(s < 0) return;
        if(bsend(s, texts[i], strlen(texts[i]), deadline) != 0) {
            hclose(s);
            return;
        }
    }
    tcp_close(s, deadline);
}
// END EXAMPLE

int main(void) {
    static const char *const texts[] = {"first", "the second"};
    char reason[16], name[64], value[64], content[64];
    struct ipaddr addr;
    int64_t deadline = now() + 10000;
    if(ipaddr_local(&addr, "127.0.0.1", 0, 0) != 0) fail("ipaddr_local");
    int listener = tcp_listen(&addr, 10);
    if(listener < 0) fail("tcp_listen");
    int s = tcp_connect(&addr, deadline);
    if(s < 0) fail("tcp_connect");
    int peer = tcp_accept(listener, NULL, deadline);
    if(peer < 0) fail("tcp_accept");
    int server = go(serve(peer, texts, 2, deadline));
    if(server < 0) fail("go");

    for(int i = 0; i != 2; ++i) {
        size_t length = 0;
        int closes = 0;
        s = http_attach(s);
        if(s < 0) fail("http_attach");
        if(http_sendrequest(s, "GET", "/", deadline) != 0) fail("http_sendrequest");
        if(http_sendfield(s, "Host", "localhost", deadline) != 0) fail("http_sendfield");
        if(http_done(s, deadline) != 0) fail("http_done");
        if(http_recvstatus(s, reason, sizeof(reason), deadline) != 200) fail("http_recvstatus");
        while(http_recvfield(s, name, sizeof(name), value, sizeof(value), deadline) == 0) {
            if(strcmp(name, "Content-Length") == 0) length = strtoul(value, NULL, 10);
            if(strcmp(name, "Connection") == 0) closes = 1;
        }
        if(errno != EPIPE || length != strlen(texts[i]) || closes != (i == 1)) fail("the head");
        s = http_detach(s, deadline);
        if(s < 0) fail("http_detach");
        if(brecv(s, content, length, deadline) != 0) fail("brecv");
        if(memcmp(content, texts[i], length) != 0) return 1;
    }
    if(tcp_close(s, deadline) != 0) fail("tcp_close");
    if(bundle_wait(server, deadline) != 0) fail("bundle_wait");
    hclose(server);
    hclose(listener);
    return 0;
}
