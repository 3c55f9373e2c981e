/* A bytestream of the program's own on top of another one: passes everything on, and counts. */

#ifndef METER_H_INCLUDED
#define METER_H_INCLUDED

#include "../check.h"
#include <libdill.h>
#include <libdillimpl.h>

struct meter {
    struct hvfs hvfs;
    struct bsock_vfs bvfs;
    int lower;
    int sends, receives, closed;
};

static void *meter_query(struct hvfs *hvfs, const void *type) {
    if(type == bsock_type) return &((struct meter *)hvfs)->bvfs;
    errno = ENOTSUP;
    return NULL;
}

static void meter_close(struct hvfs *hvfs) {
    struct meter *self = (struct meter *)hvfs;
    self->closed++;
    CHECK_OK(hclose(self->lower));
}

static struct meter *meter_self(struct bsock_vfs *bvfs) {
    return (struct meter *)((char *)bvfs - offsetof(struct meter, bvfs));
}

static int meter_bsendl(struct bsock_vfs *bvfs, struct iolist *first, struct iolist *last, int64_t deadline) {
    struct meter *self = meter_self(bvfs);
    self->sends++;
    return bsendl(self->lower, first, last, deadline);
}

static int meter_brecvl(struct bsock_vfs *bvfs, struct iolist *first, struct iolist *last, int64_t deadline) {
    struct meter *self = meter_self(bvfs);
    self->receives++;
    return brecvl(self->lower, first, last, deadline);
}

static inline int meter_open(struct meter *self, int lower) {
    int h;
    memset(self, 0, sizeof(*self));
    self->hvfs.query = meter_query;
    self->hvfs.close = meter_close;
    self->bvfs.bsendl = meter_bsendl;
    self->bvfs.brecvl = meter_brecvl;
    self->lower = lower;
    h = hmake(&self->hvfs);
    CHECK(h >= 0);
    return h;
}

#endif
