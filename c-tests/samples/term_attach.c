// The example of the manual page term_attach(3): both sides tell that they have finished, and go on with the connection.

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
// Sends two lines, prints the peer's lines until its "." comes, and returns the connection.
static int converse(int s, int64_t deadline) {
    char line[128];
    s = suffix_attach(s, "\r\n", 2);
    if(s < 0) fail("suffix_attach");
    s = term_attach(s, ".", 1);
    if(s < 0) fail("term_attach");
    if(msend(s, "first", 5, deadline) != 0) fail("msend");
    if(msend(s, "second", 6, deadline) != 0) fail("msend");
    if(term_done(s, deadline) != 0) fail("term_done");
    while(1) {
        ssize_t size = mrecv(s, line, sizeof(line), deadline);
        if(size < 0 && errno == EPIPE) break;
        if(size < 0) fail("mrecv");
        printf("%.*s\n", (int)size, line);
    }
    s = term_detach(s, deadline);
    if(s < 0) fail("term_detach");
    s = suffix_detach(s, deadline);
    if(s < 0) fail("suffix_detach");
    return s;
}
// END EXAMPLE

static coroutine void peer(int s, int64_t deadline) {
    static const char lines[] = "first\r\nsecond\r\n.\r\n";
    char received[sizeof(lines) - 1], rest[4];
    if(bsend(s, "hello\r\n.\r\nrest", 14, deadline) != 0) fail("bsend");
    if(brecv(s, received, sizeof(received), deadline) != 0) fail("brecv");
    if(memcmp(received, lines, sizeof(received)) != 0) fail("lines");
    if(brecv(s, rest, 4, deadline) != 0 || memcmp(rest, "rest", 4) != 0) fail("rest");
    if(ipc_close(s, deadline) != 0) fail("ipc_close");
}

int main(void) {
    int64_t deadline = now() + 10000;
    char rest[4];
    int s[2];
    if(ipc_pair(s) != 0) fail("ipc_pair");
    int other = go(peer(s[0], deadline));
    if(other < 0) fail("go");
    s[1] = converse(s[1], deadline);
    if(brecv(s[1], rest, 4, deadline) != 0 || bsend(s[1], rest, 4, deadline) != 0) fail("rest");
    if(ipc_close(s[1], deadline) != 0) fail("ipc_close");
    if(bundle_wait(other, deadline) != 0) fail("bundle_wait");
    hclose(other);
    return memcmp(rest, "rest", 4) != 0;
}
