// Handles of a program's own types, and the table that they are in.
#include "../check.h"
#include <libdill.h>
#include <libdillimpl.h>
#include <stdlib.h>

static const int type_a, type_b;
static int queries, closes;

struct object {
    struct hvfs vfs;
    int handle;
    void (*on_close)(struct object *self);
};

static void *query(struct hvfs *vfs, const void *type) {
    queries++;
    if(type == &type_a) return vfs;
    errno = EPROTO;
    return NULL;
}

static void close_object(struct hvfs *vfs) {
    struct object *self = (struct object *)vfs;
    closes++;
    if(self->on_close) self->on_close(self);
    errno = EXDEV;
}

static void init(struct object *self, void (*on_close)(struct object *self)) {
    self->vfs.query = query;
    self->vfs.close = close_object;
    self->on_close = on_close;
    self->handle = hmake(&self->vfs);
    CHECK(self->handle >= 0);
}

static coroutine void never_starts(void) {
    CHECK(0);
}

static void nothing_may_block(struct object *self) {
    struct hvfs vfs = {query, close_object};
    int fds[2];
    CHECK(hquery(self->handle, &type_a) == self);
    CHECK_ERRNO(hmake(&vfs), ECANCELED);
    CHECK_ERRNO(yield(), ECANCELED);
    CHECK_ERRNO(msleep(0), ECANCELED);
    CHECK_ERRNO(bundle(), ECANCELED);
    CHECK_ERRNO(go(never_starts()), ECANCELED);
    CHECK_OK(pipe(fds));
    CHECK_ERRNO(fdin(fds[0], 0), ECANCELED);
    close(fds[0]);
    close(fds[1]);
    /* It is being closed already. */
    CHECK_ERRNO(hclose(self->handle), EBADF);
    CHECK_ERRNO(hown(self->handle), EBADF);
}

static void basics(void) {
    struct hvfs no_query = {NULL, close_object}, no_close = {query, NULL};
    struct object o;
    int h, h2;
    CHECK_ERRNO(hmake(NULL), EINVAL);
    CHECK_ERRNO(hmake(&no_query), EINVAL);
    CHECK_ERRNO(hmake(&no_close), EINVAL);

    init(&o, nothing_may_block);
    h = o.handle;
    CHECK(hquery(h, &type_a) == &o);
    CHECK(hquery(h, &type_a) == &o);
    CHECK_INT(queries, 1);
    CHECK(hquery(h, &type_b) == NULL && errno == EPROTO);
    CHECK(hquery(h, &type_b) == NULL && errno == EPROTO);
    CHECK(hquery(h, NULL) == NULL && errno == EPROTO);
    CHECK(hquery(h, &type_a) == &o);
    CHECK_INT(queries, 4);
    errno = EDOM;
    CHECK_OK(hclose(h));
    CHECK_INT(errno, EDOM);
    CHECK_INT(closes, 1);
    CHECK_OK(yield());
    CHECK_ERRNO(hclose(h), EBADF);
    CHECK_ERRNO(hown(h), EBADF);
    CHECK(hquery(h, &type_a) == NULL && errno == EBADF);
    CHECK_ERRNO(hclose(-1), EBADF);
    CHECK_ERRNO(hclose(INT32_MAX), EBADF);
    CHECK_ERRNO(hclose(INT32_MIN), EBADF);

    /* hown: another number for the same object. */
    init(&o, NULL);
    h = o.handle;
    h2 = hown(h);
    CHECK(h2 >= 0 && h2 != h);
    CHECK_ERRNO(hclose(h), EBADF);
    CHECK_INT(closes, 1);
    CHECK(hquery(h2, &type_a) == &o);
    CHECK_OK(hclose(h2));
    CHECK_INT(closes, 2);
}

/* Numbers count up from 0, are not used again soon, and none gets lost. */
static void numbers(void) {
    static struct object o[2000];
    char used[4096] = {0};
    int i, k, h, last[8];
    for(i = 0; i != 2000; ++i) {
        init(&o[i], NULL);
        CHECK(o[i].handle < (int)sizeof(used));
        CHECK(!used[o[i].handle]);
        used[o[i].handle] = 1;
    }
    for(i = 0; i != 2000; ++i) {
        h = o[i].handle;
        CHECK_OK(hclose(h));
        used[h] = 0;
    }
    memset(last, -1, sizeof(last));
    for(i = 0; i != 4000; ++i) {
        init(&o[0], NULL);
        h = o[0].handle;
        CHECK(h < (int)sizeof(used));
        for(k = 0; k != 8; ++k) CHECK(h != last[k]);
        last[i % 8] = h;
        CHECK_OK(hclose(h));
        CHECK_ERRNO(hclose(h), EBADF);
    }
}

static struct object many[1000];

static coroutine void makes_many(void) {
    int i;
    CHECK_ERRNO(msleep(-1), ECANCELED);
    (void)i;
}

static coroutine void makes_many_meanwhile(void) {
    int i;
    CHECK_OK(yield());
    for(i = 0; i != 1000; ++i) init(&many[i], NULL);
}

static int others;

static void close_bundle(struct object *self) {
    (void)self;
    CHECK_OK(hclose(others));
}

/* The table grows while a close callback is suspended. */
static void growth_during_close(void) {
    struct object o;
    int i, h2 = go(makes_many_meanwhile()), h = go(makes_many());
    others = h;
    init(&o, close_bundle);
    i = o.handle;
    CHECK_OK(hclose(i));
    CHECK_ERRNO(hclose(i), EBADF);
    CHECK_ERRNO(hclose(h), EBADF);
    CHECK_OK(hclose(h2));
    for(i = 0; i != 1000; ++i) CHECK_OK(hclose(many[i].handle));
}

static int inner[1000];

static void *query_and_make(struct hvfs *vfs, const void *type) {
    int i;
    for(i = 0; i != 1000; ++i) CHECK((inner[i] = bundle()) >= 0);
    return query(vfs, type);
}

/* The table grows while it is asked for something. */
static void growth_during_query(void) {
    struct object o;
    int i;
    init(&o, NULL);
    o.vfs.query = query_and_make;
    CHECK(hquery(o.handle, &type_a) == &o);
    o.vfs.query = query;
    queries = 0;
    CHECK(hquery(o.handle, &type_a) == &o);
    CHECK_INT(queries, 0);
    for(i = 0; i != 1000; ++i) CHECK_OK(hclose(inner[i]));
    CHECK_OK(hclose(o.handle));
}

static coroutine void sends(int ch) {
    CHECK_OK(chsend(ch, "abc", 3, -1));
}

/* Both ends of a channel under other numbers, also while somebody waits. */
static void channel_ends(void) {
    char value[3];
    int ch[2], h;
    CHECK_OK(chmake(ch));
    h = go(sends(ch[0]));
    CHECK((ch[0] = hown(ch[0])) >= 0);
    CHECK((ch[1] = hown(ch[1])) >= 0);
    CHECK_OK(chrecv(ch[1], value, 3, -1));
    CHECK_MEM(value, "abc", 3);
    CHECK_OK(bundle_go(h, sends(ch[1])));
    CHECK_OK(chrecv(ch[0], value, 3, -1));
    CHECK_OK(bundle_wait(h, -1));
    CHECK_OK(hclose(h));
    CHECK_OK(hclose(ch[0]));
    CHECK_OK(hclose(ch[1]));
}

static coroutine void owns_when_cancelled(struct object *o) {
    CHECK_ERRNO(msleep(-1), ECANCELED);
    CHECK_ERRNO(hown(o->handle), ECANCELED);
    CHECK_ERRNO(hclose(o->handle), EBADF);
}

static struct bsock_vfs no_bytes;
static struct msock_vfs no_messages;

static void *query_tables(struct hvfs *vfs, const void *type) {
    (void)vfs;
    return type == bsock_type ? (void *)&no_bytes : (void *)&no_messages;
}

/* Sockets whose tables lack functions. */
static void incomplete_tables(void) {
    struct object o = {{query_tables, close_object}, 0, NULL};
    char c;
    int before = closes, h = hmake(&o.vfs);
    CHECK(h >= 0);
    CHECK_ERRNO(bsend(h, "x", 1, -1), ENOTSUP);
    CHECK_ERRNO(brecv(h, &c, 1, -1), ENOTSUP);
    CHECK_ERRNO(msend(h, "x", 1, -1), ENOTSUP);
    CHECK_ERRNO(mrecv(h, &c, 1, -1), ENOTSUP);
    h = prefix_attach(h, 1, PREFIX_BIG_ENDIAN);
    CHECK(h >= 0);
    CHECK_ERRNO(msend(h, "x", 1, -1), ENOTSUP);
    CHECK_ERRNO(mrecv(h, &c, 1, -1), ENOTSUP);
    CHECK_OK(hclose(h));
    CHECK_INT(closes, before + 1);
}

int main(void) {
    struct object o;
    int before, h;
    basics();
    numbers();
    growth_during_close();
    growth_during_query();
    channel_ends();

    /* If hown fails, the object is closed, and errno tells why it failed. */
    init(&o, NULL);
    before = closes;
    h = go(owns_when_cancelled(&o));
    CHECK_OK(hclose(h));
    CHECK_INT(closes, before + 1);
    incomplete_tables();
    CHECK(bsock_type != NULL && msock_type != NULL && bsock_type != msock_type);
    return 0;
}
