// Bundles: filling, waiting, several waiters, closing under a waiter.
// variants: -O0 | -O1 | -O2 | -O3
#include "../check.h"
#include <libdill.h>

static int count;

static coroutine void until(int64_t deadline) {
    CHECK_OK(msleep(deadline));
    count++;
}

static coroutine void until_cancelled(void) {
    CHECK_ERRNO(msleep(-1), ECANCELED);
    count++;
}

static coroutine void waiter(int b, int want_errno, int rc) {
    errno = EXDEV;
    CHECK_INT(bundle_wait(b, -1), rc);
    CHECK_INT(errno, want_errno);
    count += 100;
}

static coroutine void waits_for_own(int *b) {
    CHECK_OK(yield());
    CHECK_ERRNO(bundle_wait(*b, now() + 5), ETIMEDOUT);
    count++;
}

static coroutine void adds_one_more(int b) {
    CHECK_OK(yield());
    CHECK_OK(bundle_go(b, until_cancelled()));
}

static coroutine void hands_over(int b) {
    CHECK_OK(bundle_wait(b, -1));
    CHECK_OK(bundle_go(b, until_cancelled()));
    count += 1000;
}

int main(void) {
    int b = bundle(), h, w;
    struct bundle_storage memory;

    CHECK_OK(bundle_wait(b, 0));
    CHECK_OK(bundle_go(b, until(0)));
    CHECK_OK(bundle_wait(b, -1));
    CHECK_OK(bundle_go(b, until(now() + 20)));
    CHECK_OK(bundle_go(b, until(now() + 25)));
    CHECK_ERRNO(bundle_wait(b, 0), ETIMEDOUT);
    CHECK_OK(bundle_wait(b, now() + 20000));
    CHECK_INT(count, 3);
    CHECK_OK(hclose(b));

    /* Added to what go made. */
    count = 0;
    h = go(until(0));
    CHECK_OK(bundle_go(h, until_cancelled()));
    CHECK_OK(bundle_go(h, until_cancelled()));
    CHECK_ERRNO(bundle_wait(h, now() + 5), ETIMEDOUT);
    CHECK_OK(hclose(h));
    CHECK_INT(count, 3);

    memset(&memory, 0xff, sizeof(memory));
    b = bundle_mem(&memory);
    CHECK(b >= 0);
    CHECK_OK(bundle_go(b, until_cancelled()));
    CHECK_OK(hclose(b));
    CHECK_ERRNO(bundle_mem(NULL), EINVAL);

    /* Several wait; all of them are woken. */
    count = 0;
    b = bundle();
    w = bundle();
    CHECK_OK(bundle_go(b, until(now() + 20)));
    CHECK_OK(bundle_go(w, waiter(b, 0, 0)));
    CHECK_OK(bundle_go(w, waiter(b, 0, 0)));
    CHECK_OK(bundle_go(w, waiter(b, 0, 0)));
    CHECK_OK(bundle_wait(b, -1));
    CHECK_OK(bundle_wait(w, -1));
    CHECK_INT(count, 301);

    /* Closed while others wait. */
    count = 0;
    CHECK_OK(bundle_go(b, until_cancelled()));
    CHECK_OK(bundle_go(w, waiter(b, ECANCELED, -1)));
    CHECK_OK(bundle_go(w, waiter(b, ECANCELED, -1)));
    CHECK_OK(hclose(b));
    CHECK_OK(bundle_wait(w, -1));
    CHECK_INT(count, 201);
    CHECK_ERRNO(bundle_wait(b, 0), EBADF);

    /* One's own can only time out. */
    count = 0;
    h = -1;
    h = go(waits_for_own(&h));
    CHECK_OK(bundle_wait(h, -1));
    CHECK_INT(count, 1);
    CHECK_OK(hclose(h));

    /* A member that joins after the last one has finished does not undo that. */
    count = 0;
    b = bundle();
    CHECK_OK(bundle_go(b, until(0)));
    CHECK_OK(bundle_go(w, hands_over(b)));
    CHECK_OK(bundle_go(w, waiter(b, 0, 0)));
    CHECK_OK(bundle_wait(w, -1));
    CHECK_INT(count, 1101);
    CHECK_OK(hclose(b));

    b = bundle();
    CHECK_OK(bundle_go(b, adds_one_more(b)));
    CHECK_ERRNO(bundle_wait(b, now() + 5), ETIMEDOUT);
    CHECK_OK(hclose(b));

    /* A negative number stands for a new bundle. */
    b = bundle();
    h = bundle_go(-1, until_cancelled());
    CHECK(h > b);
    CHECK_OK(hclose(b));
    CHECK_OK(hclose(h));

    CHECK_ERRNO(bundle_go(-2 + 1000000, until(0)), EBADF);
    CHECK_ERRNO(bundle_wait(1000000, 0), EBADF);
    CHECK_ERRNO(bundle_wait(-1, 0), EBADF);
    return 0;
}
