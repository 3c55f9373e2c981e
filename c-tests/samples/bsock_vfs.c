// The example of the manual page bsock_vfs(3): a bytestream that counts what goes through it.

#include <libdillimpl.h>

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fail(const char *what) {
    perror(what);
    exit(1);
}

// EXAMPLE
struct counted {
    struct hvfs hvfs;
    struct bsock_vfs bvfs;
    int lower;
    uint64_t *sent, *received;
};

static void *counted_query(struct hvfs *vfs, const void *type) {
    struct counted *self = (struct counted *)vfs;
    if(type == bsock_type) return &self->bvfs;
    errno = ENOTSUP;
    return NULL;
}

static void counted_close(struct hvfs *vfs) {
    struct counted *self = (struct counted *)vfs;
    hclose(self->lower);
    free(self);
}

static uint64_t length(struct iolist *list) {
    uint64_t sum = 0;
    for(; list; list = list->iol_next) sum += list->iol_len;
    return sum;
}

static int counted_bsendl(struct bsock_vfs *vfs, struct iolist *first, struct iolist *last, int64_t deadline) {
    struct counted *self = (struct counted *)((char *)vfs - offsetof(struct counted, bvfs));
    uint64_t *sent = self->sent;
    if(bsendl(self->lower, first, last, deadline) != 0) return -1;
    // By now the handle may have been closed.
    *sent += length(first);
    return 0;
}

static int counted_brecvl(struct bsock_vfs *vfs, struct iolist *first, struct iolist *last, int64_t deadline) {
    struct counted *self = (struct counted *)((char *)vfs - offsetof(struct counted, bvfs));
    uint64_t *received = self->received;
    if(brecvl(self->lower, first, last, deadline) != 0) return -1;
    // By now the handle may have been closed.
    *received += length(first);
    return 0;
}

// Counts the bytes that are sent and received over s, which is the new handle's from now on, also if this fails.
static int counted_attach(int s, uint64_t *sent, uint64_t *received) {
    s = hown(s);
    if(s < 0) return -1;
    struct counted *self = NULL;
    if(hquery(s, bsock_type)) self = malloc(sizeof(*self));
    if(self) {
        *self = (struct counted){{counted_query, counted_close}, {counted_bsendl, counted_brecvl}, s, sent, received};
        int h = hmake(&self->hvfs);
        if(h >= 0) return h;
    }
    int error = errno;
    hclose(s);
    free(self);
    errno = error;
    return -1;
}
// END EXAMPLE

int main(void) {
    char text[32];
    uint64_t sent = 0, received = 0;
    int s[2];
    if(ipc_pair(s) != 0) fail("ipc_pair");
    s[0] = counted_attach(s[0], &sent, &received);
    if(s[0] < 0) fail("counted_attach");
    // It is a bytestream like any other: protocols can be put on top.
    for(int i = 0; i != 2; ++i) {
        s[i] = prefix_attach(s[i], 4, PREFIX_BIG_ENDIAN);
        if(s[i] < 0) fail("prefix_attach");
    }
    if(msend(s[0], "request", 7, now() + 10000) != 0) fail("msend");
    if(mrecv(s[1], text, sizeof(text), now() + 10000) != 7) fail("mrecv");
    if(msend(s[1], "the reply", 9, now() + 10000) != 0) fail("msend");
    if(mrecv(s[0], text, sizeof(text), now() + 10000) != 9) fail("mrecv");
    printf("%d bytes sent, %d received\n", (int)sent, (int)received);
    hclose(s[0]);
    if(counted_attach(s[1], &sent, &received) != -1 || errno != ENOTSUP) fail("a message socket");
    if(hclose(s[1]) != -1) fail("the handle that could not be used");
    return sent != 4 + 7 || received != 4 + 9 || memcmp(text, "the reply", 9) != 0;
}
