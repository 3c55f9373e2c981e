// The example of the manual page http_recvrequest(3): a server of persistent connections.

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

// EXAMPLE
// The status that tells a client why its line was refused; 0 if there is nobody to be told.
static int refusal(int error, int too_long) {
    return error == EPROTO ? 400 : error == EMSGSIZE ? too_long : 0;
}

// Answers requests until one is the last, or the client leaves or breaks the rules.
static coroutine void serve(int s) {
    char method[16], target[256], name[64], value[256];
    int last = 0;
    s = http_attach(s);
    if(s < 0) return;
    while(!last) {
        int status = 200;
        // The next request may be a while in coming, but not in arriving.
        if(http_recvrequest(s, method, sizeof(method), target, sizeof(target), now() + 60000) != 0)
            status = refusal(errno, 414);
        int64_t deadline = now() + 10000;
        while(status == 200) {
            int rc = http_recvfield(s, name, sizeof(name), value, sizeof(value), deadline);
            if(rc != 0 && errno == EPIPE) break;
            if(rc != 0) status = refusal(errno, 431);
            else if(strcasecmp(name, "Connection") == 0) last |= strcasecmp(value, "close") == 0;
            // Content that nobody receives would be taken for the next request.
            else if(strcasecmp(name, "Content-Length") == 0) last |= strcmp(value, "0") != 0;
            else if(strcasecmp(name, "Transfer-Encoding") == 0) last = 1;
        }
        if(status == 0) break;
        if(status != 200) last = 1;
        if(http_sendstatus(s, status, "", deadline) != 0) break;
        if(http_sendfield(s, "Content-Length", "0", deadline) != 0) break;
        if(last && http_sendfield(s, "Connection", "close", deadline) != 0) break;
        if(http_done(s, deadline) != 0) break;
    }
    if(!last) {
        hclose(s);
        return;
    }
    // Drops what is left of a refused head. Then the client gets all that was sent.
    s = http_detach(s, now() + 10000);
    if(s >= 0) tcp_close(s, now() + 10000);
}
// END EXAMPLE

#define ANSWER "Content-Length: 0\r\n"
#define LAST ANSWER "Connection: close\r\n"

// What a client gets who sends this.
static void exchange(const struct ipaddr *addr, int listener, const char *requests, const char *answers) {
    char got[1024];
    size_t len = 0;
    int64_t deadline = now() + 10000;
    int s = tcp_connect(addr, deadline);
    if(s < 0) fail("tcp_connect");
    int peer = tcp_accept(listener, NULL, deadline);
    if(peer < 0) fail("tcp_accept");
    int server = go(serve(peer));
    if(server < 0) fail("go");
    if(bsend(s, requests, strlen(requests), deadline) != 0) fail("bsend");
    while(len < strlen(answers) && brecv(s, got + len, 1, deadline) == 0) len++;
    if(len != strlen(answers) || memcmp(got, answers, len) != 0) {
        fprintf(stderr, "%s\nis answered by\n%.*s\n", requests, (int)len, got);
        exit(1);
    }
    // The server waits for another request only if it answered the last one without complaint.
    if(strstr(answers, "close") && (brecv(s, got, 1, deadline) == 0 || errno != EPIPE)) fail("the end");
    if(tcp_done(s, deadline) != 0) fail("tcp_done");
    if(bundle_wait(server, deadline) != 0) fail("bundle_wait");
    hclose(server);
    hclose(s);
}

int main(void) {
    char longest[600];
    struct ipaddr addr;
    if(ipaddr_local(&addr, "127.0.0.1", 0, 0) != 0) fail("ipaddr_local");
    int listener = tcp_listen(&addr, 10);
    if(listener < 0) fail("tcp_listen");
    exchange(&addr, listener, "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n",
        "HTTP/1.1 200 \r\n" ANSWER "\r\nHTTP/1.1 200 \r\n" ANSWER "\r\n");
    exchange(&addr, listener, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n", "HTTP/1.1 200 \r\n" LAST "\r\n");
    exchange(&addr, listener, "GET / HTTP/1.1\r\nContent-Length: 18\r\n\r\nGET / HTTP/1.1\r\n\r\n",
        "HTTP/1.1 200 \r\n" LAST "\r\n");
    exchange(&addr, listener, "GET /\r\nHost: a\r\n\r\n", "HTTP/1.1 400 \r\n" LAST "\r\n");
    exchange(&addr, listener, "GET / HTTP/1.1\r\nHost : a\r\n\r\n", "HTTP/1.1 400 \r\n" LAST "\r\n");
    snprintf(longest, sizeof(longest), "GET /%0256d HTTP/1.1\r\n\r\n", 0);
    exchange(&addr, listener, longest, "HTTP/1.1 414 \r\n" LAST "\r\n");
    snprintf(longest, sizeof(longest), "GET / HTTP/1.1\r\na: %0256d\r\n\r\n", 0);
    exchange(&addr, listener, longest, "HTTP/1.1 431 \r\n" LAST "\r\n");
    hclose(listener);
    return 0;
}
