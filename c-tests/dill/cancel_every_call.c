// Every call that waits: cancelled while it does, and made by a coroutine that was cancelled before, or when closing.
// only: native
#include "waits.h"

static int returned, rc, err, done;

static coroutine void waits_in(const struct waiting *w, int64_t deadline) {
    errno = EXDEV;
    rc = w->call(deadline);
    err = errno;
    returned = 1;
    /* Nothing is waited for any more, whatever the deadline. */
    if(w->after == SAME) expect(w, "cancelled, again", w->call(-1), ECANCELED);
    done++;
}

static coroutine void was_cancelled(const struct waiting *w) {
    CHECK_ERRNO(msleep(-1), ECANCELED);
    expect(w, "cancelled before", w->call(-1), ECANCELED);
    done++;
}

static const struct waiting *in_callback;

static void *query(struct hvfs *vfs, const void *type) {
    (void)vfs;
    (void)type;
    return NULL;
}

static void close_callback(struct hvfs *vfs) {
    (void)vfs;
    expect(in_callback, "in a close callback", in_callback->call(-1), ECANCELED);
    done++;
}

static coroutine void closes(const struct waiting *w) {
    struct hvfs vfs = {query, close_callback};
    in_callback = w;
    CHECK_OK(hclose(hmake(&vfs)));
}

static int open_descriptors(void) {
    int fd, n = 0;
    for(fd = 0; fd != 256; ++fd) n += fcntl(fd, F_GETFD) >= 0;
    return n;
}

int main(void) {
    /* None, or in a future that does not come. */
    const int64_t deadlines[] = {-1, INT64_MIN, INT64_MAX, now() + (INT64_C(1) << 40)};
    size_t i;
    int h, before, round;
    /* The library has a descriptor of its own from now on. */
    waits[0].make();
    CHECK_ERRNO(waits[0].call(0), ETIMEDOUT);
    clean_up();
    for(i = 0; i != WAITS; ++i) {
        const struct waiting *w = &waits[i];
        for(round = 0; round != 6; ++round) {
            w->make();
            returned = done = 0;
            before = open_descriptors();
            h = round < 4 ? go(waits_in(w, deadlines[round])) : round == 4 ? go(was_cancelled(w)) : go(closes(w));
            CHECK(h >= 0);
            CHECK_INT(returned, 0);
            CHECK_OK(hclose(h));
            CHECK_INT(done, 1);
            if(round < 4) {
                errno = err;
                expect(w, "cancelled", rc, ECANCELED);
            }
            /* Lookups keep theirs until they are answered. */
            if(w->after != GONE && w->make != no_handle && open_descriptors() != before) {
                fprintf(stderr, "%s leaves descriptors open\n", w->name);
                CHECK(0);
            }
            expect_after(w);
            clean_up();
        }
    }
    return 0;
}
