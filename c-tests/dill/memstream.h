/* A bytestream of the program's own: receives from a string, sends into a buffer, and keeps account. */

#ifndef MEMSTREAM_H_INCLUDED
#define MEMSTREAM_H_INCLUDED

#include "../check.h"
#include <libdill.h>
#include <libdillimpl.h>

struct memstream {
    struct hvfs hvfs;
    struct bsock_vfs bvfs;
    const char *in;
    size_t in_len, in_at;
    char out[16384];
    size_t out_len;
    int sends, receives, closed;
    int64_t deadline;
    /* What the next call fails with, if not 0. */
    int send_error, receive_error;
    /* Receives suspend once before they go on. */
    int slow;
};

static void *memstream_query(struct hvfs *hvfs, const void *type) {
    struct memstream *self = (struct memstream *)hvfs;
    if(type == bsock_type) return &self->bvfs;
    errno = ENOTSUP;
    return NULL;
}

static void memstream_close(struct hvfs *hvfs) {
    ((struct memstream *)hvfs)->closed++;
}

static struct memstream *memstream_self(struct bsock_vfs *bvfs) {
    return (struct memstream *)((char *)bvfs - offsetof(struct memstream, bvfs));
}

static int memstream_bsendl(struct bsock_vfs *bvfs, struct iolist *first, struct iolist *last, int64_t deadline) {
    struct memstream *self = memstream_self(bvfs);
    CHECK(last->iol_next == NULL);
    self->deadline = deadline;
    self->sends++;
    if(self->send_error) {
        errno = self->send_error;
        self->send_error = 0;
        return -1;
    }
    for(; first; first = first->iol_next) {
        CHECK(self->out_len + first->iol_len <= sizeof(self->out));
        memcpy(self->out + self->out_len, first->iol_base, first->iol_len);
        self->out_len += first->iol_len;
    }
    return 0;
}

static int memstream_brecvl(struct bsock_vfs *bvfs, struct iolist *first, struct iolist *last, int64_t deadline) {
    struct memstream *self = memstream_self(bvfs);
    CHECK(last->iol_next == NULL);
    (void)deadline;
    self->receives++;
    if(self->slow && yield() != 0) return -1;
    if(self->receive_error) {
        errno = self->receive_error;
        self->receive_error = 0;
        return -1;
    }
    for(; first; first = first->iol_next) {
        if(self->in_len - self->in_at < first->iol_len) {
            self->in_at = self->in_len;
            errno = EPIPE;
            return -1;
        }
        if(first->iol_base) memcpy(first->iol_base, self->in + self->in_at, first->iol_len);
        self->in_at += first->iol_len;
    }
    return 0;
}

/* Starts over with this input. Returns a handle. */
static inline int memstream_open(struct memstream *self, const char *in, size_t in_len) {
    int h;
    memset(self, 0, sizeof(*self));
    self->hvfs.query = memstream_query;
    self->hvfs.close = memstream_close;
    self->bvfs.bsendl = memstream_bsendl;
    self->bvfs.brecvl = memstream_brecvl;
    self->in = in;
    self->in_len = in_len;
    h = hmake(&self->hvfs);
    CHECK(h >= 0);
    return h;
}

static inline void memstream_sent(struct memstream *self, const char *want) {
    CHECK(self->out_len < sizeof(self->out));
    self->out[self->out_len] = 0;
    CHECK_STR(self->out, want);
}

#endif
