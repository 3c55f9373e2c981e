// The example of the manual page bsend(3): records of a header and a body, from and into several places.

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
struct header {
    uint32_t kind, size;
};

// Sends a record from the two places where its parts are.
static int send_record(int s, uint32_t kind, void *body, uint32_t size, int64_t deadline) {
    struct header header = {kind, size};
    struct iolist second = {body, size, NULL, 0};
    struct iolist first = {&header, sizeof(header), &second, 0};
    return bsendl(s, &first, &second, deadline);
}

// Receives the next record of a kind, and drops those of other kinds and what is too long.
// Returns its size; or -1, with EPIPE if the peer has sent the last one.
static ssize_t receive_record(int s, uint32_t kind, void *body, size_t capacity, int64_t deadline) {
    while(1) {
        struct header header;
        if(brecv(s, &header, sizeof(header), deadline) != 0) return -1;
        size_t wanted = header.kind != kind ? 0 : header.size < capacity ? header.size : capacity;
        struct iolist rest = {NULL, header.size - wanted, NULL, 0};
        struct iolist first = {body, wanted, &rest, 0};
        if(brecvl(s, &first, &rest, deadline) != 0) return -1;
        if(header.kind == kind) return (ssize_t)wanted;
    }
}
// END EXAMPLE

static coroutine void send_records(int s, int64_t deadline) {
    static char large[100000];
    if(send_record(s, 1, "one", 3, deadline) != 0) fail("send_record");
    if(send_record(s, 2, large, sizeof(large), deadline) != 0) fail("send_record");
    if(send_record(s, 1, "", 0, deadline) != 0) fail("send_record");
    if(send_record(s, 1, "too long", 8, deadline) != 0) fail("send_record");
    if(ipc_close(s, deadline) != 0) fail("ipc_close");
}

int main(void) {
    static const char *const expected[] = {"one", "", "too l"};
    char body[5];
    int64_t deadline = now() + 10000;
    int s[2];
    if(ipc_pair(s) != 0) fail("ipc_pair");
    int sender = go(send_records(s[0], deadline));
    if(sender < 0) fail("go");
    for(int i = 0; i != 3; ++i) {
        ssize_t size = receive_record(s[1], 1, body, sizeof(body), deadline);
        if(size < 0) fail("receive_record");
        if((size_t)size != strlen(expected[i]) || memcmp(body, expected[i], (size_t)size) != 0) return 1;
    }
    if(receive_record(s[1], 1, body, sizeof(body), deadline) != -1 || errno != EPIPE) fail("the end");
    if(ipc_close(s[1], deadline) != 0) fail("ipc_close");
    if(bundle_wait(sender, deadline) != 0) fail("bundle_wait");
    hclose(sender);
    return 0;
}
