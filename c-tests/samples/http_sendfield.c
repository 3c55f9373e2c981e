// The example of the manual page http_sendfield(3): fields with values from elsewhere.

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
// Sends the head of a response that sets cookies, one in each field. NULL ends the list.
static int send_head(int s, const char *const cookies[], int64_t deadline) {
    if(http_sendstatus(s, 200, "OK", deadline) != 0) return -1;
    if(http_sendfield(s, "Content-Type", "text/html; charset=utf-8", deadline) != 0) return -1;
    if(http_sendfield(s, "Content-Length", "0", deadline) != 0) return -1;
    for(; *cookies; ++cookies) {
        // A cookie with a line end in it, which would begin a field of its own, or without
        // anything in it is left out. Nothing of it was sent, and the head goes on.
        int rc = http_sendfield(s, "Set-Cookie", *cookies, deadline);
        if(rc != 0 && errno != EINVAL && errno != EPROTO) return -1;
    }
    return http_done(s, deadline);
}
// END EXAMPLE

int main(void) {
    static const char *const cookies[] = {"a=1", "b=2\r\nSet-Cookie: c=3", " ", "  d=4; Secure ", NULL};
    static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 0\r\n"
        "Set-Cookie: a=1\r\nSet-Cookie: d=4; Secure\r\n\r\n";
    char buf[sizeof(head) - 1];
    int64_t deadline = now() + 10000;
    int s[2];
    if(ipc_pair(s) != 0) fail("ipc_pair");
    s[0] = http_attach(s[0]);
    if(s[0] < 0) fail("http_attach");
    if(send_head(s[0], cookies, deadline) != 0) fail("send_head");
    if(brecv(s[1], buf, sizeof(buf), deadline) != 0) fail("brecv");
    if(memcmp(buf, head, sizeof(buf)) != 0) return 1;
    hclose(s[0]);
    if(brecv(s[1], buf, 1, deadline) == 0 || errno != EPIPE) fail("the end");
    hclose(s[1]);
    return 0;
}
