// The example of the manual page iolist(3): messages of two parts, which are never copied together.

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
    uint32_t type, number;
};

static int send_record(int s, struct header header, const char *text, size_t len, int64_t deadline) {
    struct iolist last = {(void *)text, len, NULL, 0};
    struct iolist first = {&header, sizeof(header), &last, 0};
    return msendl(s, &first, &last, deadline);
}

// Receives the header and the text into places of their own. Returns the size of the text.
static ssize_t receive_record(int s, struct header *header, char *text, size_t len, int64_t deadline) {
    struct iolist last = {text, len, NULL, 0};
    struct iolist first = {header, sizeof(*header), &last, 0};
    ssize_t size = mrecvl(s, &first, &last, deadline);
    if(size < 0) return -1;
    if((size_t)size < sizeof(*header)) {
        errno = EPROTO;
        return -1;
    }
    return size - (ssize_t)sizeof(*header);
}

// Receives the header only. What follows it, up to len bytes, is dropped.
static ssize_t receive_header(int s, struct header *header, size_t len, int64_t deadline) {
    return receive_record(s, header, NULL, len, deadline);
}
// END EXAMPLE

int main(void) {
    int64_t deadline = now() + 10000;
    char text[100];
    struct header header = {1, 7};
    int s[2];
    if(ipc_pair(s) != 0) fail("ipc_pair");
    for(int i = 0; i != 2; ++i) {
        s[i] = prefix_attach(s[i], 2, PREFIX_BIG_ENDIAN);
        if(s[i] < 0) fail("prefix_attach");
    }
    if(send_record(s[0], header, "dropped", 7, deadline) != 0) fail("send_record");
    header.number++;
    if(send_record(s[0], header, "received", 8, deadline) != 0) fail("send_record");
    if(receive_header(s[1], &header, 100, deadline) != 7) fail("receive_header");
    if(header.number != 7) fail("the first header");
    if(receive_record(s[1], &header, text, sizeof(text), deadline) != 8) fail("receive_record");
    printf("%u: %.8s\n", header.number, text);
    hclose(s[0]);
    hclose(s[1]);
    return header.number != 8 || memcmp(text, "received", 8) != 0;
}
