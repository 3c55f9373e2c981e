// The example of the manual page prefix_attach(3): messages of any content over a connection.

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
// Receives messages over a connection until the peer has finished, and returns how many.
static int receive_all(int s, int64_t deadline) {
    char message[4096];
    int count = 0;
    s = prefix_attach(s, 2, PREFIX_BIG_ENDIAN);
    if(s < 0) fail("prefix_attach");
    while(1) {
        ssize_t size = mrecv(s, message, sizeof(message), deadline);
        if(size < 0 && errno == EPIPE) break;
        if(size < 0) fail("mrecv");
        printf("%d bytes\n", (int)size);
        count++;
    }
    // The connection is the program's again, to be closed in good order.
    s = prefix_detach(s);
    if(s < 0) fail("prefix_detach");
    if(ipc_close(s, deadline) != 0) fail("ipc_close");
    return count;
}
// END EXAMPLE

static coroutine void send_all(int s, int64_t deadline) {
    s = prefix_attach(s, 2, PREFIX_BIG_ENDIAN);
    if(s < 0) fail("prefix_attach");
    if(msend(s, "one", 3, deadline) != 0) fail("msend");
    if(msend(s, "", 0, deadline) != 0) fail("msend");
    if(msend(s, "a\0b\n", 4, deadline) != 0) fail("msend");
    s = prefix_detach(s);
    if(s < 0) fail("prefix_detach");
    if(ipc_close(s, deadline) != 0) fail("ipc_close");
}

int main(void) {
    int64_t deadline = now() + 10000;
    int s[2];
    if(ipc_pair(s) != 0) fail("ipc_pair");
    int sender = go(send_all(s[0], deadline));
    if(sender < 0) fail("go");
    int count = receive_all(s[1], deadline);
    if(bundle_wait(sender, deadline) != 0) fail("bundle_wait");
    hclose(sender);
    return count != 3;
}
