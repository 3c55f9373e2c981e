// The order in which coroutines run, and what errno says afterwards.
// variants: -O0 | -O1 | -O2 | -O3
#include "../check.h"
#include <libdill.h>

static char log_[256];

static void say(const char *what) {
    strcat(log_, what);
}

static coroutine void repeat(const char *a, const char *b, const char *c) {
    say(a);
    CHECK_OK(yield());
    say(b);
    CHECK_OK(yield());
    say(c);
}

static coroutine void sleeper(const char *what, int64_t deadline) {
    errno = 0;
    CHECK_OK(msleep(deadline));
    CHECK_INT(errno, ETIMEDOUT);
    say(what);
}

static coroutine void chatter(int *stop) {
    while(!*stop) CHECK_OK(yield());
}

int main(void) {
    int b = bundle(), stop = 0;
    int64_t t;

    /* The child runs first; who yields goes to the end. */
    CHECK_OK(bundle_go(b, repeat("A1 ", "A2 ", "A3 ")));
    say("m1 ");
    CHECK_OK(bundle_go(b, repeat("B1 ", "B2 ", "B3 ")));
    say("m2 ");
    CHECK_OK(yield());
    say("m3 ");
    CHECK_OK(yield());
    say("m4 ");
    CHECK_OK(yield());
    CHECK_STR(log_, "A1 m1 B1 A2 m2 B2 A3 m3 B3 m4 ");

    /* Deadlines by time, equal ones by their order, past ones at once but not before those that are ready. */
    log_[0] = 0;
    t = now() + 100;
    CHECK_OK(bundle_go(b, sleeper("d", t + 10)));
    CHECK_OK(bundle_go(b, sleeper("b", t)));
    CHECK_OK(bundle_go(b, sleeper("c", t)));
    CHECK_OK(bundle_go(b, sleeper("a", 0)));
    CHECK_OK(bundle_go(b, repeat("1", "2", "3")));
    CHECK_OK(bundle_wait(b, -1));
    CHECK_INT(errno, 0);
    CHECK(now() >= t + 10);
    CHECK_INT(log_[0], '1');
    CHECK_STR(log_ + 4, "bcd");

    /* What a call leaves in errno. */
    errno = EXDEV;
    CHECK_OK(yield());
    CHECK_INT(errno, 0);
    errno = EXDEV;
    CHECK_OK(bundle_wait(b, -1));
    CHECK_INT(errno, EXDEV);
    CHECK_OK(msleep(0));
    CHECK_INT(errno, ETIMEDOUT);
    CHECK_OK(msleep(now() - 1000));
    CHECK_INT(errno, ETIMEDOUT);

    /* Somebody is always ready: those who sleep get their turn nevertheless. */
    CHECK_OK(bundle_go(b, chatter(&stop)));
    CHECK_OK(bundle_go(b, chatter(&stop)));
    log_[0] = 0;
    CHECK_OK(bundle_go(b, sleeper("s", now() + 5)));
    while(log_[0] == 0) CHECK_OK(yield());
    stop = 1;
    CHECK_OK(bundle_wait(b, -1));

    /* Far deadlines are no close ones. */
    CHECK_OK(bundle_go(b, sleeper("far", now() + (INT64_C(1) << 33))));
    CHECK_OK(bundle_go(b, sleeper("", now() + (INT64_C(1) << 31) + 100)));
    CHECK_ERRNO(bundle_wait(b, now() + 30), ETIMEDOUT);
    t = now();
    CHECK(t > 0 && now() >= t);
    return 0;
}
