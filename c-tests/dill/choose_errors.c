// Errors of clauses, which choose returns with the index of the clause, and errors of the call.
#include "../check.h"
#include <libdill.h>
#include <limits.h>

static int finished;

/* The clause with this index fails with this error. */
static void expect(struct chclause *clauses, int n, int64_t deadline, int index, int err) {
    errno = EXDEV;
    CHECK_INT(choose(clauses, n, deadline), index);
    CHECK_INT(errno, err);
}

static coroutine void sends(int ch, int value) {
    CHECK_OK(chsend(ch, &value, sizeof(value), -1));
    finished++;
}

static coroutine void chooses(int op, int ch, size_t len, int err) {
    char value[16] = "0123456789abcdef";
    struct chclause clause = {op, ch, value, len};
    expect(&clause, 1, -1, 0, err);
    CHECK_MEM(value, "0123456789abcdef", 16);
    finished++;
}

static coroutine void exchanges(int op, int ch, size_t len, int err) {
    char value[16] = "0123456789abcdef";
    if(op == CHSEND) CHECK_ERRNO(chsend(ch, value, len, -1), err);
    else CHECK_ERRNO(chrecv(ch, value, len, -1), err);
    finished++;
}

static coroutine void finishes(int ch) {
    CHECK_OK(chdone(ch));
    finished++;
}

static coroutine void closes(int ch) {
    CHECK_OK(hclose(ch));
    finished++;
}

static coroutine void cancelled(int ch) {
    int value = -1;
    struct chclause clauses[] = {{CHRECV, ch, &value, sizeof(value)}, {CHSEND, ch, &value, sizeof(value)}};
    CHECK_ERRNO(choose(clauses, 2, -1), ECANCELED);
    CHECK_ERRNO(choose(clauses, 2, now() + 10000), ECANCELED);
    CHECK_ERRNO(choose(NULL, 0, -1), ECANCELED);
    CHECK_ERRNO(choose(NULL, 1, 0), ECANCELED);
    finished++;
}

static coroutine void sleeps_forever(void) {
    CHECK_ERRNO(choose(NULL, 0, -1), ECANCELED);
    finished++;
}

int main(void) {
    int ch[2], b = bundle(), h, value = 3, i;
    struct chclause clauses[6];
    CHECK_OK(chmake(ch));

    CHECK_ERRNO(choose(NULL, 1, -1), EINVAL);
    CHECK_ERRNO(choose(NULL, -1, -1), EINVAL);
    CHECK_ERRNO(choose(clauses, -1, -1), EINVAL);
    CHECK_ERRNO(choose(clauses, INT_MIN, 0), EINVAL);

    for(i = 0; i != 6; ++i) clauses[i] = (struct chclause){CHRECV, ch[0], &value, sizeof(value)};
    /* The first that yields anything decides: what comes later is not looked at. */
    clauses[1].ch = -1;
    clauses[2].ch = b;
    clauses[3].op = 3;
    clauses[4].val = NULL;
    expect(clauses, 6, -1, 1, EBADF);
    expect(clauses + 2, 4, 0, 0, ENOTSUP);
    expect(clauses + 3, 3, -1, 0, EINVAL);
    clauses[3].op = 0;
    expect(clauses + 3, 3, -1, 0, EINVAL);
    clauses[3].op = INT_MIN;
    expect(clauses + 3, 3, -1, 0, EINVAL);
    expect(clauses + 4, 2, 0, 0, EINVAL);
    clauses[4].op = CHSEND;
    expect(clauses + 4, 2, -1, 0, EINVAL);
    /* The handle goes first, then value and operation. */
    clauses[4].ch = INT_MAX;
    clauses[4].op = 77;
    expect(clauses + 4, 2, 0, 0, EBADF);
    CHECK_OK(bundle_go(b, sends(ch[1], 8)));
    expect(clauses, 6, -1, 0, 0);
    CHECK_INT(value, 8);
    /* And only failures before a possible clause count. */
    CHECK_OK(bundle_go(b, sends(ch[1], 9)));
    expect(clauses + 1, 5, -1, 0, EBADF);
    clauses[1].ch = ch[0];
    expect(clauses, 6, -1, 0, 0);
    CHECK_INT(value, 9);
    CHECK_OK(bundle_wait(b, -1));
    CHECK_INT(finished, 2);

    /* Sizes: of whoever comes second, and of whoever waits; either may be the one that chooses. */
    CHECK_OK(bundle_go(b, exchanges(CHSEND, ch[1], 5, EMSGSIZE)));
    expect(clauses, 1, -1, 0, EMSGSIZE);
    CHECK_OK(bundle_go(b, chooses(CHSEND, ch[1], 5, EMSGSIZE)));
    CHECK_ERRNO(chrecv(ch[0], &value, sizeof(value), -1), EMSGSIZE);
    CHECK_OK(bundle_go(b, chooses(CHRECV, ch[1], 5, EMSGSIZE)));
    CHECK_ERRNO(chsend(ch[0], &value, sizeof(value), -1), EMSGSIZE);
    CHECK_OK(bundle_go(b, chooses(CHRECV, ch[1], 0, EMSGSIZE)));
    clauses[0].op = CHSEND;
    expect(clauses, 1, 0, 0, EMSGSIZE);
    CHECK_OK(bundle_wait(b, -1));
    CHECK_INT(finished, 6);
    CHECK_INT(value, 9);

    /* Finished while waiting, and before. */
    for(i = 0; i != 6; ++i) clauses[i] = (struct chclause){CHRECV, ch[0], &value, sizeof(value)};
    clauses[0].op = CHSEND;
    CHECK_OK(bundle_go(b, finishes(ch[1])));
    expect(clauses, 2, -1, 1, EPIPE);
    expect(clauses, 2, -1, 1, EPIPE);
    expect(clauses + 1, 1, 0, 0, EPIPE);
    CHECK_OK(bundle_go(b, finishes(ch[0])));
    expect(clauses, 6, -1, 0, EPIPE);
    CHECK_OK(bundle_wait(b, -1));
    CHECK_OK(hclose(ch[0]));
    CHECK_OK(hclose(ch[1]));

    /* Closed while waiting: one end does nothing, both release. */
    CHECK_OK(chmake(ch));
    for(i = 0; i != 6; ++i) clauses[i] = (struct chclause){CHRECV, ch[i % 2], &value, sizeof(value)};
    CHECK_OK(bundle_go(b, chooses(CHSEND, ch[0], 16, EPIPE)));
    CHECK_OK(bundle_go(b, chooses(CHSEND, ch[1], 16, EPIPE)));
    CHECK_OK(bundle_go(b, closes(ch[0])));
    CHECK_ERRNO(bundle_wait(b, now() + 1), ETIMEDOUT);
    CHECK_OK(bundle_go(b, closes(ch[1])));
    CHECK_OK(bundle_wait(b, -1));
    expect(clauses, 6, -1, 0, EBADF);

    finished = 0;
    CHECK_OK(chmake(ch));
    h = go(cancelled(ch[0]));
    CHECK(h >= 0);
    CHECK_OK(hclose(h));
    CHECK_INT(finished, 1);
    /* It waits in no queue any more. */
    CHECK_ERRNO(chrecv(ch[1], &value, sizeof(value), 0), ETIMEDOUT);
    CHECK_ERRNO(chsend(ch[1], &value, sizeof(value), 0), ETIMEDOUT);
    h = go(sleeps_forever());
    CHECK_OK(yield());
    CHECK_INT(finished, 1);
    CHECK_OK(hclose(h));
    CHECK_INT(finished, 2);

    CHECK_OK(hclose(ch[0]));
    CHECK_OK(hclose(ch[1]));
    CHECK_OK(hclose(b));
    return 0;
}
