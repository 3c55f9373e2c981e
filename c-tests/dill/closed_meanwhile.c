// The handle of every call that waits is closed by another coroutine: the call ends, and the handle is gone.
// only: native
#include "waits.h"

static int returned, rc, err;

static coroutine void waits_in(const struct waiting *w) {
    rc = w->call(-1);
    err = errno;
    returned = 1;
}

static int by_hclose(int h) {
    return hclose(h);
}

/* Closing a listener, or what does not answer, in good order comes to the same. */
static int by_tcp_close(int h) {
    return tcp_close(h, -1);
}

static int by_ipc_close(int h) {
    return ipc_close(h, -1);
}

static void closed_by(const struct waiting *w, int (*close)(int h)) {
    int h;
    w->make();
    returned = 0;
    h = go(waits_in(w));
    CHECK(h >= 0);
    CHECK_OK(close(used));
    CHECK_ERRNO(hclose(used), EBADF);
    /* A channel ends with both of its ends. */
    if(w->make == a_channel) {
        CHECK_OK(yield());
        CHECK_INT(returned, 0);
        CHECK_OK(hclose(others[--other_count]));
    }
    CHECK_OK(bundle_wait(h, now() + 10000));
    CHECK_INT(returned, 1);
    errno = err;
    expect(w, "closed", rc, w->closed);
    CHECK_OK(hclose(h));
    expect(w, "again", w->call(-1), EBADF);
    clean_up();
}

int main(void) {
    size_t i;
    for(i = 0; i != WAITS; ++i) {
        const struct waiting *w = &waits[i];
        if(!w->closed) continue;
        closed_by(w, by_hclose);
        if(w->make == a_tcp_listener) closed_by(w, by_tcp_close);
        if(w->make == an_ipc_listener) closed_by(w, by_ipc_close);
    }
    return 0;
}
