// The example of the manual page suffix_attach(3): a dialogue in lines, followed by bytes.

#include <libdill.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fail(const char *what) {
    perror(what);
    exit(1);
}

// EXAMPLE
// Asks for a file and stores its first bytes. Question and answer are lines; after the answer comes the file.
static void fetch(int s, const char *name, char *bytes, size_t count, int64_t deadline) {
    char answer[128];
    s = suffix_attach(s, "\r\n", 2);
    if(s < 0) fail("suffix_attach");
    if(msend(s, name, strlen(name), deadline) != 0) fail("msend");
    ssize_t size = mrecv(s, answer, sizeof(answer), deadline);
    if(size < 0) fail("mrecv");
    printf("%.*s\n", (int)size, answer);
    // Nothing after the line was received: it is there for brecv.
    s = suffix_detach(s, deadline);
    if(s < 0) fail("suffix_detach");
    if(brecv(s, bytes, count, deadline) != 0) fail("brecv");
    if(ipc_close(s, deadline) != 0) fail("ipc_close");
}
// END EXAMPLE

static coroutine void serve(int s, int64_t deadline) {
    char name[16];
    s = suffix_attach(s, "\r\n", 2);
    if(s < 0) fail("suffix_attach");
    ssize_t size = mrecv(s, name, sizeof(name), deadline);
    if(size != 4 || memcmp(name, "file", 4) != 0) fail("mrecv");
    if(msend(s, "found", 5, deadline) != 0) fail("msend");
    s = suffix_detach(s, deadline);
    if(s < 0) fail("suffix_detach");
    if(bsend(s, "a\r\nb", 4, deadline) != 0) fail("bsend");
    if(ipc_close(s, deadline) != 0) fail("ipc_close");
}

int main(void) {
    int64_t deadline = now() + 10000;
    char bytes[4];
    int s[2];
    if(ipc_pair(s) != 0) fail("ipc_pair");
    int server = go(serve(s[0], deadline));
    if(server < 0) fail("go");
    fetch(s[1], "file", bytes, sizeof(bytes), deadline);
    if(bundle_wait(server, deadline) != 0) fail("bundle_wait");
    hclose(server);
    return memcmp(bytes, "a\r\nb", 4) != 0;
}
