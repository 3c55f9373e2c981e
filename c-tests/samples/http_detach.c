// The example of the manual page http_detach(3): content that is sent when the server asks for it.

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
// Sends content over a connection, which is closed then, if the server wants to have it.
// Returns the status of the response; or -1.
static int upload(int s, const char *content, int64_t deadline) {
    char length[24], reason[128];
    snprintf(length, sizeof(length), "%zu", strlen(content));
    s = http_attach(s);
    if(s < 0) return -1;
    if(http_sendrequest(s, "PUT", "/file", deadline) != 0 ||
          http_sendfield(s, "Host", "localhost", deadline) != 0 ||
          http_sendfield(s, "Content-Length", length, deadline) != 0 ||
          http_sendfield(s, "Expect", "100-continue", deadline) != 0 ||
          http_sendfield(s, "Connection", "close", deadline) != 0 ||
          http_done(s, deadline) != 0) {
        hclose(s);
        return -1;
    }
    int status = http_recvstatus(s, reason, sizeof(reason), deadline);
    if(status == 100) {
        // The head of the request has been sent, that of the interim response is received: what
        // is sent now is the content of the one, and what is received the head of the next.
        s = http_detach(s, deadline);
        if(s < 0) return -1;
        if(bsend(s, content, strlen(content), deadline) != 0) {
            hclose(s);
            return -1;
        }
        s = http_attach(s);
        if(s < 0) return -1;
        status = http_recvstatus(s, reason, sizeof(reason), deadline);
    }
    if(status < 0) {
        hclose(s);
        return -1;
    }
    // Skips the fields of the response.
    s = http_detach(s, deadline);
    if(s >= 0) tcp_close(s, deadline);
    return status;
}
// END EXAMPLE

// Wants to have what the first client sends, and nothing of the second one.
static coroutine void serve(int listener, int64_t deadline) {
    static const char request[] = "PUT /file HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nExpect: 100-continue\r\n"
        "Connection: close\r\n\r\n";
    static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";
    static const char *const answers[] = {
        "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 413 Content Too Large\r\n\r\n"};
    for(int i = 0; i != 2; ++i) {
        char buf[sizeof(request) - 1];
        int s = tcp_accept(listener, NULL, deadline);
        if(s < 0) fail("tcp_accept");
        if(brecv(s, buf, sizeof(buf), deadline) != 0) fail("brecv");
        if(memcmp(buf, request, sizeof(buf)) != 0) fail("the request");
        if(i == 0) {
            if(bsend(s, go_on, sizeof(go_on) - 1, deadline) != 0) fail("bsend");
            if(brecv(s, buf, 5, deadline) != 0 || memcmp(buf, "hello", 5) != 0) fail("the content");
        }
        if(bsend(s, answers[i], strlen(answers[i]), deadline) != 0) fail("bsend");
        if(tcp_close(s, deadline) != 0) fail("tcp_close");
    }
}

int main(void) {
    struct ipaddr addr;
    int64_t deadline = now() + 10000;
    if(ipaddr_local(&addr, "127.0.0.1", 0, 0) != 0) fail("ipaddr_local");
    int listener = tcp_listen(&addr, 10);
    if(listener < 0) fail("tcp_listen");
    int server = go(serve(listener, deadline));
    if(server < 0) fail("go");
    for(int i = 0; i != 2; ++i) {
        int s = tcp_connect(&addr, deadline);
        if(s < 0) fail("tcp_connect");
        int status = upload(s, "hello", deadline);
        if(status != (i == 0 ? 201 : 413)) fail("upload");
    }
    if(bundle_wait(server, deadline) != 0) fail("bundle_wait");
    hclose(server);
    hclose(listener);
    return 0;
}
