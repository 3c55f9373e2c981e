// The example of the manual page msend(3): requests and replies, over whatever carries messages.

#include <libdill.h>

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fail(const char *what) {
    perror(what);
    exit(1);
}

// EXAMPLE
// Answers each message with the same in capitals, until the peer has no more. It works with any message socket.
static coroutine void serve(int s) {
    char message[256];
    while(1) {
        ssize_t size = mrecv(s, message, sizeof(message), now() + 60000);
        if(size < 0) break;
        for(ssize_t i = 0; i != size; ++i) message[i] = (char)toupper((unsigned char)message[i]);
        if(msend(s, message, (size_t)size, now() + 10000) != 0) break;
    }
    // EPIPE is the end in good order.
    if(errno != EPIPE) perror("serve");
    hclose(s);
}
// END EXAMPLE

int main(void) {
    const char *words[] = {"one", "", "three"};
    char reply[16];
    int s[2];
    if(ipc_pair(s) != 0) fail("ipc_pair");
    for(int i = 0; i != 2; ++i) {
        s[i] = prefix_attach(s[i], 1, PREFIX_BIG_ENDIAN);
        if(s[i] < 0) fail("prefix_attach");
    }
    int server = go(serve(s[0]));
    if(server < 0) fail("go");
    for(int i = 0; i != 3; ++i) {
        if(msend(s[1], words[i], strlen(words[i]), now() + 10000) != 0) fail("msend");
        ssize_t size = mrecv(s[1], reply, sizeof(reply), now() + 10000);
        if(size != (ssize_t)strlen(words[i])) fail("mrecv");
        printf("%.*s\n", (int)size, reply);
    }
    hclose(s[1]);
    if(bundle_wait(server, now() + 10000) != 0) fail("bundle_wait");
    hclose(server);
    return memcmp(reply, "THREE", 5) != 0;
}
