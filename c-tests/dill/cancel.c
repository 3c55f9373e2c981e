// Cancellation: what hclose of a bundle does to its coroutines, and to whom it is not done.
// variants: -O0 | -O1 | -O2 | -O3
#include "../check.h"
#include <libdill.h>
#include <libdillimpl.h>

static int finished;

static coroutine void sleeper(int n) {
    CHECK_ERRNO(msleep(-1), ECANCELED);
    CHECK_ERRNO(msleep(0), ECANCELED);
    CHECK_ERRNO(yield(), ECANCELED);
    CHECK_ERRNO(fdin(0, 0), ECANCELED);
    CHECK_ERRNO(fdout(1, 0), ECANCELED);
    CHECK_ERRNO(bundle(), ECANCELED);
    CHECK_ERRNO(go(sleeper(n)), ECANCELED);
    CHECK_ERRNO(bundle_wait(0, 0), ECANCELED);
    CHECK_INT(finished, n);
    finished++;
}

/* Its event has occurred before it is cancelled: this call succeeds, the next one fails. */
static coroutine void ready_before(void) {
    CHECK_OK(yield());
    CHECK_ERRNO(yield(), ECANCELED);
    finished++;
}

static coroutine void closes_another(int *inner) {
    *inner = go(sleeper(0));
    CHECK(*inner >= 0);
    CHECK_ERRNO(msleep(-1), ECANCELED);
    /* Closing works when cancelled, and takes the time that it takes. */
    CHECK_OK(hclose(*inner));
    CHECK_INT(finished, 1);
    finished++;
}

static coroutine void slow_to_end(int *stop) {
    CHECK_ERRNO(msleep(-1), ECANCELED);
    CHECK_INT(*stop, 0);
    finished++;
}

static coroutine void cancelled_while_closing(int *stage, int inner) {
    *stage = 1;
    CHECK_OK(hclose(inner));
    *stage = 2;
    CHECK_ERRNO(yield(), ECANCELED);
    finished++;
}

/* Suspends in the middle of its cancellation, in the only way there is. */
static coroutine void closes_when_cancelled(int h) {
    CHECK_ERRNO(msleep(-1), ECANCELED);
    CHECK_OK(hclose(h));
    finished++;
}

static coroutine void closer(int h) {
    CHECK_OK(hclose(h));
    finished += 10;
}

static coroutine void adds_member(int b) {
    CHECK_OK(yield());
    CHECK_ERRNO(bundle_go(b, sleeper(0)), ECANCELED);
    finished++;
}

static coroutine void late(void) {
    CHECK_ERRNO(msleep(-1), ECANCELED);
    finished++;
}

/* One that is not cancelled itself adds to a bundle that is being closed. */
static coroutine void adds_late_members(int b) {
    CHECK_OK(yield());
    CHECK_OK(bundle_go(b, late()));
    CHECK_OK(bundle_go(b, late()));
}

static coroutine void returns_at_once(void) {
}

static coroutine void closes_own(int *h) {
    CHECK_OK(yield());
    CHECK_ERRNO(hclose(*h), EDEADLK);
    CHECK_OK(yield());
    finished++;
}

static coroutine void closes_outer(int *outer) {
    CHECK_ERRNO(msleep(-1), ECANCELED);
    /* Whoever closes this one's bundle is a member of that one, and waits for this one. */
    CHECK_ERRNO(hclose(*outer), EDEADLK);
    finished++;
}

static coroutine void closes_inner(int *outer) {
    int inner = go(closes_outer(outer));
    CHECK_OK(hclose(inner));
    finished++;
}

int main(void) {
    int b = bundle(), h, i, inner = -1, inner2 = -1, stage = 0;

    /* In the order in which they were started, each to its end. */
    for(i = 0; i != 5; ++i) CHECK_OK(bundle_go(b, sleeper(i)));
    errno = EXDEV;
    CHECK_OK(hclose(b));
    CHECK_INT(errno, EXDEV);
    CHECK_INT(finished, 5);
    CHECK_ERRNO(hclose(b), EBADF);

    /* A finished one. */
    h = go(returns_at_once());
    CHECK_OK(hclose(h));

    finished = 0;
    h = go(ready_before());
    CHECK_OK(hclose(h));
    CHECK_INT(finished, 1);

    finished = 0;
    h = go(closes_another(&inner));
    CHECK_OK(hclose(h));
    CHECK_INT(finished, 2);
    CHECK_ERRNO(hclose(inner), EBADF);

    /* Cancelled inside of hclose: that goes on to its end. The innermost one waits, too. */
    finished = 0;
    inner2 = go(slow_to_end(&finished));
    inner = go(closes_when_cancelled(inner2));
    h = go(cancelled_while_closing(&stage, inner));
    CHECK_INT(stage, 1);
    CHECK_OK(hclose(h));
    CHECK_INT(stage, 2);
    CHECK_INT(finished, 3);

    /* Two close different bundles at the same time. */
    finished = 0;
    inner = go(sleeper(0));
    h = go(closer(inner));
    CHECK_OK(hclose(h));
    CHECK_INT(finished, 11);

    finished = 0;
    b = bundle();
    CHECK_OK(bundle_go(b, adds_member(b)));
    CHECK_OK(hclose(b));
    CHECK_INT(finished, 1);

    /* Closing a bundle goes on until those have ended, too, who have joined it meanwhile. */
    finished = stage = 0;
    inner = go(slow_to_end(&stage));
    b = bundle();
    CHECK_OK(bundle_go(b, closes_when_cancelled(inner)));
    inner2 = go(adds_late_members(b));
    CHECK_OK(hclose(b));
    CHECK_INT(finished, 4);
    CHECK_OK(hclose(inner2));

    /* One's own bundle, directly and through others. */
    finished = 0;
    h = -1;
    h = go(closes_own(&h));
    CHECK_OK(bundle_wait(h, -1));
    CHECK_OK(hclose(h));
    b = bundle();
    CHECK_OK(bundle_go(b, closes_inner(&b)));
    CHECK_OK(bundle_wait(b, -1));
    CHECK_OK(hclose(b));
    CHECK_INT(finished, 3);
    return 0;
}
