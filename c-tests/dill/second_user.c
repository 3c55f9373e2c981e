// A second coroutine in the same call on the same handle: it is turned away, and the first one waits on undisturbed.
// only: native
#include "waits.h"

static int returned, rc, err;

static coroutine void waits_in(const struct waiting *w) {
    rc = w->call(-1);
    err = errno;
    returned = 1;
}

int main(void) {
    size_t i;
    int h;
    for(i = 0; i != WAITS; ++i) {
        const struct waiting *w = &waits[i];
        if(!w->second) continue;
        w->make();
        returned = 0;
        h = go(waits_in(w));
        CHECK(h >= 0);
        expect(w, "second", w->call(-1), w->second);
        expect(w, "second, deadline 0", w->call(0), w->second);
        CHECK_OK(yield());
        CHECK_INT(returned, 0);
        CHECK_OK(hclose(h));
        errno = err;
        expect(w, "first", rc, ECANCELED);
        expect_after(w);
        clean_up();
    }
    return 0;
}
