// The example of the manual page hclose(3): a function that takes over a connection, whatever becomes of it.

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
static coroutine void greet(int s) {
    if(bsend(s, "hello", 5, now() + 10000) == 0) ipc_close(s, now() + 10000);
    else hclose(s);
}

// Greets the peer of a connection, from a coroutine of the bundle b. The connection is the caller's no longer, also if
// this fails.
static int greet_in_background(int b, int s) {
    s = hown(s);
    if(s < 0) return -1;
    if(bundle_go(b, greet(s)) != 0) {
        // errno stays what it is.
        hclose(s);
        return -1;
    }
    return 0;
}
// END EXAMPLE

int main(void) {
    int s[2];
    char text[5];
    int b = bundle();
    if(b < 0) fail("bundle");
    if(ipc_pair(s) != 0) fail("ipc_pair");
    if(greet_in_background(b, s[0]) != 0) fail("greet_in_background");
    if(hclose(s[0]) != -1 || errno != EBADF) fail("the old handle");
    if(brecv(s[1], text, sizeof(text), now() + 10000) != 0) fail("brecv");
    if(ipc_close(s[1], now() + 10000) != 0) fail("ipc_close");
    if(bundle_wait(b, now() + 10000) != 0) fail("bundle_wait");
    hclose(b);

    // No bundle: the connection is closed, and errno is that of bundle_go.
    if(ipc_pair(s) != 0) fail("ipc_pair");
    if(greet_in_background(b, s[0]) != -1 || errno != EBADF) fail("greet_in_background");
    if(brecv(s[1], text, 1, now() + 10000) != -1 || errno != EPIPE) fail("brecv");
    hclose(s[1]);
    return memcmp(text, "hello", 5) != 0;
}
