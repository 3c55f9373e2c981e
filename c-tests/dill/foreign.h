/* Sockets of a program's own: a bytestream and a message socket that pass everything on to another one and take notes. */

#ifndef FOREIGN_H_INCLUDED
#define FOREIGN_H_INCLUDED

#include "../check.h"
#include <libdillimpl.h>

struct foreign {
    struct hvfs hvfs;
    struct bsock_vfs bvfs;
    struct msock_vfs mvfs;
    /* What it answers to queries for. */
    const void *type;
    int lower;
    /* Calls so far, and the bytes that they were about. */
    int sends, receives;
    size_t sent, received;
    /* The longest receive, and the elements of the last list. */
    size_t longest, elements;
    int closed;
};

static inline size_t foreign_len(struct foreign *self, struct iolist *first, struct iolist *last) {
    size_t len = 0;
    struct iolist *it;
    self->elements = 0;
    if(!first) return 0;
    for(it = first; it; it = it->iol_next) {
        CHECK_INT(it->iol_rsvd, 0);
        len += it->iol_len;
        self->elements++;
        if(!it->iol_next) CHECK(it == last);
    }
    return len;
}

static inline void *foreign_query(struct hvfs *vfs, const void *type) {
    struct foreign *self = (struct foreign *)vfs;
    if(type == self->type && type == bsock_type) return &self->bvfs;
    if(type == self->type && type == msock_type) return &self->mvfs;
    errno = ENOTSUP;
    return NULL;
}

static inline void foreign_close(struct hvfs *vfs) {
    struct foreign *self = (struct foreign *)vfs;
    CHECK_OK(hclose(self->lower));
    self->closed++;
}

static inline struct foreign *foreign_of_b(struct bsock_vfs *vfs) {
    return (struct foreign *)((char *)vfs - offsetof(struct foreign, bvfs));
}

static inline struct foreign *foreign_of_m(struct msock_vfs *vfs) {
    return (struct foreign *)((char *)vfs - offsetof(struct foreign, mvfs));
}

static inline int foreign_bsendl(struct bsock_vfs *vfs, struct iolist *first, struct iolist *last, int64_t deadline) {
    struct foreign *self = foreign_of_b(vfs);
    self->sends++;
    self->sent += foreign_len(self, first, last);
    return bsendl(self->lower, first, last, deadline);
}

static inline int foreign_brecvl(struct bsock_vfs *vfs, struct iolist *first, struct iolist *last, int64_t deadline) {
    struct foreign *self = foreign_of_b(vfs);
    size_t len = foreign_len(self, first, last);
    self->receives++;
    self->received += len;
    if(len > self->longest) self->longest = len;
    return brecvl(self->lower, first, last, deadline);
}

static inline int foreign_msendl(struct msock_vfs *vfs, struct iolist *first, struct iolist *last, int64_t deadline) {
    struct foreign *self = foreign_of_m(vfs);
    self->sends++;
    self->sent += foreign_len(self, first, last);
    return msendl(self->lower, first, last, deadline);
}

static inline ssize_t foreign_mrecvl(struct msock_vfs *vfs, struct iolist *first, struct iolist *last,
      int64_t deadline) {
    struct foreign *self = foreign_of_m(vfs);
    self->receives++;
    foreign_len(self, first, last);
    return mrecvl(self->lower, first, last, deadline);
}

/* Puts a socket of the given type on another one. */
static inline int foreign_attach(struct foreign *self, int lower, const void *type) {
    int h;
    memset(self, 0, sizeof(*self));
    self->hvfs.query = foreign_query;
    self->hvfs.close = foreign_close;
    self->bvfs.bsendl = foreign_bsendl;
    self->bvfs.brecvl = foreign_brecvl;
    self->mvfs.msendl = foreign_msendl;
    self->mvfs.mrecvl = foreign_mrecvl;
    self->type = type;
    self->lower = lower;
    h = hmake(&self->hvfs);
    CHECK(h >= 0);
    return h;
}

#endif
