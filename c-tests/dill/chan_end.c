// How channels end: chdone, closing one end, closing both.
// variants: -O0 | -O1 | -O2 | -O3
#include "../check.h"
#include <libdill.h>

static int released;

static coroutine void receives(int ch, int want) {
    int value;
    errno = EXDEV;
    if(want == 0) {
        CHECK_OK(chrecv(ch, &value, sizeof(value), -1));
        CHECK_INT(errno, 0);
    } else {
        CHECK_ERRNO(chrecv(ch, &value, sizeof(value), -1), want);
    }
    released++;
}

static coroutine void sends(int ch, int want) {
    int value = 5;
    if(want == 0) CHECK_OK(chsend(ch, &value, sizeof(value), -1));
    else CHECK_ERRNO(chsend(ch, &value, sizeof(value), -1), want);
    released++;
}

static void expect_released(int n) {
    CHECK_OK(yield());
    CHECK_INT(released, n);
    released = 0;
}

/* After chdone: EPIPE for senders here and receivers there, again and again; the other direction goes on. */
static void done(void) {
    int ch[2], value = 1, i, b = bundle();
    CHECK_OK(chmake(ch));
    errno = EXDEV;
    CHECK_OK(chdone(ch[0]));
    CHECK_INT(errno, EXDEV);
    for(i = 0; i != 3; ++i) {
        CHECK_ERRNO(chrecv(ch[1], &value, sizeof(value), -1), EPIPE);
        CHECK_ERRNO(chrecv(ch[1], &value, sizeof(value), 0), EPIPE);
        CHECK_ERRNO(chsend(ch[0], &value, sizeof(value), -1), EPIPE);
        CHECK_ERRNO(chdone(ch[0]), EPIPE);
    }
    CHECK_OK(bundle_go(b, sends(ch[1], 0)));
    CHECK_OK(chrecv(ch[0], &value, sizeof(value), -1));
    CHECK_INT(value, 5);
    expect_released(1);
    CHECK_OK(chdone(ch[1]));
    CHECK_ERRNO(chsend(ch[1], &value, sizeof(value), -1), EPIPE);
    CHECK_ERRNO(chrecv(ch[0], &value, sizeof(value), -1), EPIPE);
    CHECK_OK(hclose(b));
    CHECK_OK(hclose(ch[0]));
    CHECK_OK(hclose(ch[1]));
}

/* chdone releases all who wait in its direction, and nobody else. */
static void done_while_waiting(void) {
    int ch[2], value, b = bundle();
    CHECK_OK(chmake(ch));
    CHECK_OK(bundle_go(b, receives(ch[0], EPIPE)));
    CHECK_OK(bundle_go(b, receives(ch[0], EPIPE)));
    CHECK_OK(bundle_go(b, receives(ch[1], 0)));
    CHECK_OK(chdone(ch[1]));
    CHECK_INT(released, 0);
    expect_released(2);
    CHECK_OK(chsend(ch[0], &value, sizeof(value), -1));
    expect_released(1);
    CHECK_OK(hclose(ch[0]));
    CHECK_OK(hclose(ch[1]));

    CHECK_OK(chmake(ch));
    CHECK_OK(bundle_go(b, sends(ch[0], EPIPE)));
    CHECK_OK(bundle_go(b, sends(ch[0], EPIPE)));
    CHECK_OK(bundle_go(b, sends(ch[1], 0)));
    CHECK_OK(chdone(ch[0]));
    expect_released(2);
    CHECK_OK(chrecv(ch[0], &value, sizeof(value), -1));
    expect_released(1);
    CHECK_OK(hclose(ch[0]));
    CHECK_OK(hclose(ch[1]));
    CHECK_OK(hclose(b));
}

/* Closing one end wakes nobody: neither there nor at the other end. Closing both does. */
static void close_one(void) {
    int ch[2], value = 3, b = bundle(), i;
    CHECK_OK(chmake(ch));
    for(i = 0; i != 2; ++i) {
        CHECK_OK(bundle_go(b, receives(ch[0], EPIPE)));
        CHECK_OK(bundle_go(b, receives(ch[1], EPIPE)));
    }
    CHECK_OK(hclose(ch[0]));
    expect_released(0);
    CHECK_ERRNO(chrecv(ch[0], &value, sizeof(value), 0), EBADF);
    CHECK_ERRNO(chsend(ch[0], &value, sizeof(value), 0), EBADF);
    CHECK_ERRNO(chdone(ch[0]), EBADF);
    CHECK_OK(hclose(ch[1]));
    CHECK_INT(released, 0);
    expect_released(4);

    /* Senders, of both directions, while chdone of another direction releases none of them. */
    CHECK_OK(chmake(ch));
    CHECK_OK(bundle_go(b, sends(ch[0], EPIPE)));
    CHECK_OK(bundle_go(b, sends(ch[0], EPIPE)));
    CHECK_OK(chdone(ch[1]));
    expect_released(0);
    CHECK_OK(hclose(ch[1]));
    expect_released(0);
    CHECK_OK(hclose(ch[0]));
    expect_released(2);

    /* Who waits on an end that was closed can still be met, as long as the other one is open. */
    CHECK_OK(chmake(ch));
    CHECK_OK(bundle_go(b, receives(ch[0], 0)));
    CHECK_OK(bundle_go(b, sends(ch[0], 0)));
    CHECK_OK(hclose(ch[0]));
    CHECK_OK(chsend(ch[1], &value, sizeof(value), 0));
    CHECK_OK(chrecv(ch[1], &value, sizeof(value), 0));
    CHECK_INT(value, 5);
    expect_released(2);
    CHECK_ERRNO(chrecv(ch[1], &value, sizeof(value), 0), ETIMEDOUT);

    /* chdone releases those who receive at the closed peer. */
    CHECK_OK(bundle_go(b, receives(ch[1], EPIPE)));
    CHECK_OK(hclose(ch[1]));
    expect_released(1);
    CHECK_OK(hclose(b));
}

static coroutine void closes(int ch) {
    CHECK_OK(hclose(ch));
    released++;
}

static coroutine void finishes(int ch) {
    CHECK_OK(chdone(ch));
    released++;
}

/* The end is taken away under the coroutine that waits with a deadline. */
static void closed_by_another(void) {
    int ch[2], value, b = bundle();
    CHECK_OK(chmake(ch));
    CHECK_OK(bundle_go(b, closes(ch[0])));
    CHECK_OK(bundle_go(b, finishes(ch[1])));
    CHECK_ERRNO(chrecv(ch[1], &value, sizeof(value), now() + 5), ETIMEDOUT);
    CHECK_OK(hclose(ch[1]));

    CHECK_OK(chmake(ch));
    CHECK_OK(bundle_go(b, receives(ch[0], EPIPE)));
    CHECK_OK(bundle_go(b, closes(ch[0])));
    CHECK_OK(bundle_go(b, closes(ch[1])));
    CHECK_OK(bundle_wait(b, -1));
    CHECK_INT(released, 5);
    released = 0;
    CHECK_OK(hclose(b));
}

int main(void) {
    done();
    done_while_waiting();
    close_one();
    closed_by_another();
    return 0;
}
