// The example of the manual page http_recvstatus(3): the responses before the response.

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
// Receives the status line of the final response, after any number of interim ones.
static int final_status(int s, char *reason, size_t reasonlen, int64_t deadline) {
    while(1) {
        char name[64], value[1024];
        int status = http_recvstatus(s, reason, reasonlen, deadline);
        // 101 is final as well: what follows is another protocol.
        if(status < 0 || status >= 200 || status == 101) return status;
        // An interim response is a head of its own. The next status line follows its empty line.
        while(http_recvfield(s, name, sizeof(name), value, sizeof(value), deadline) == 0)
            printf("%d %s: %s\n", status, name, value);
        if(errno != EPIPE) return -1;
    }
}
// END EXAMPLE

static void check(const char *responses, int status) {
    char reason[64] = "", rest[4];
    int64_t deadline = now() + 10000;
    int s[2];
    if(ipc_pair(s) != 0) fail("ipc_pair");
    if(bsend(s[1], responses, strlen(responses), deadline) != 0) fail("bsend");
    if(ipc_done(s[1], deadline) != 0) fail("ipc_done");
    s[0] = http_attach(s[0]);
    if(s[0] < 0) fail("http_attach");
    int got = final_status(s[0], reason, sizeof(reason), deadline);
    if(got != status) {
        fprintf(stderr, "%d instead of %d\n", got, status);
        exit(1);
    }
    if(got > 0) {
        if(strcmp(reason, "At last") != 0) fail(reason);
        s[0] = http_detach(s[0], deadline);
        if(s[0] < 0) fail("http_detach");
        if(brecv(s[0], rest, sizeof(rest), deadline) != 0 || memcmp(rest, "rest", 4) != 0) fail("the rest");
    }
    hclose(s[0]);
    hclose(s[1]);
}

int main(void) {
    check("HTTP/1.1 200 At last\r\n\r\nrest", 200);
    check("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
        "HTTP/1.1 404 At last\r\nContent-Length: 4\r\n\r\nrest", 404);
    check("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 101 At last\r\nUpgrade: x\r\n\r\nrest", 101);
    check("HTTP/1.1 100 Continue\r\n\r\n", -1);
    check("HTTP/1.1 100 Continue\r\nA: b\r\n", -1);
    return 0;
}
