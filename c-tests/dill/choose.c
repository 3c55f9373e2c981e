// What choose can do at once, what it waits for, and which of several clauses it takes.
// variants: -O0 | -O1 | -O2 | -O3
#include "../check.h"
#include <libdill.h>

static int finished;

static coroutine void sends(int ch, int value) {
    CHECK_OK(chsend(ch, &value, sizeof(value), -1));
    CHECK_INT(errno, 0);
    finished++;
}

static coroutine void sends_later(int ch, int value) {
    CHECK_OK(yield());
    CHECK_OK(chsend(ch, &value, sizeof(value), -1));
    finished++;
}

static coroutine void receives(int ch, int want) {
    int value = -1;
    CHECK_OK(chrecv(ch, &value, sizeof(value), -1));
    CHECK_INT(value, want);
    CHECK_INT(errno, 0);
    finished++;
}

static coroutine void receives_later(int ch, int want) {
    CHECK_OK(yield());
    receives(ch, want);
}

static coroutine void chooses_one(int op, int ch, int value) {
    int mine = op == CHSEND ? value : -1;
    struct chclause clause = {op, ch, &mine, sizeof(mine)};
    errno = EXDEV;
    CHECK_INT(choose(&clause, 1, -1), 0);
    CHECK_INT(errno, 0);
    CHECK_INT(mine, value);
    finished++;
}

/* Returns the index, after having checked that the clause was successful. */
static int chosen(struct chclause *clauses, int n, int64_t deadline) {
    int index;
    errno = EXDEV;
    index = choose(clauses, n, deadline);
    CHECK(index >= 0);
    CHECK_INT(errno, 0);
    return index;
}

static void expect_finished(int n) {
    CHECK_OK(yield());
    CHECK_INT(finished, n);
    finished = 0;
}

static void one_clause(int *ch, int b) {
    int value;
    struct chclause receive = {CHRECV, ch[0], &value, sizeof(value)}, send = {CHSEND, ch[0], &value, sizeof(value)};

    /* At once: nobody else runs. */
    CHECK_OK(bundle_go(b, sends(ch[1], 555)));
    CHECK_INT(chosen(&receive, 1, 0), 0);
    CHECK_INT(value, 555);
    CHECK_INT(finished, 0);
    expect_finished(1);
    CHECK_OK(bundle_go(b, receives(ch[1], 666)));
    value = 666;
    CHECK_INT(chosen(&send, 1, 0), 0);
    CHECK_INT(finished, 0);
    expect_finished(1);

    /* After a wait. */
    CHECK_OK(bundle_go(b, sends_later(ch[1], 777)));
    CHECK_INT(chosen(&receive, 1, -1), 0);
    CHECK_INT(value, 777);
    CHECK_OK(bundle_go(b, receives_later(ch[1], 888)));
    value = 888;
    CHECK_INT(chosen(&send, 1, now() + 20000), 0);
    expect_finished(2);
}

static void two_channels(int *ch, int *other, int b) {
    int value = 0, value2 = 0;
    struct chclause clauses[] = {{CHRECV, ch[0], &value, sizeof(value)}, {CHRECV, other[0], &value2, sizeof(value2)}};
    CHECK_OK(bundle_go(b, sends(ch[1], 1)));
    CHECK_INT(chosen(clauses, 2, -1), 0);
    CHECK_INT(value, 1);
    CHECK_OK(bundle_go(b, sends(other[1], 2)));
    CHECK_INT(chosen(clauses, 2, -1), 1);
    CHECK_INT(value2, 2);
    CHECK_OK(bundle_go(b, sends_later(other[1], 3)));
    CHECK_INT(chosen(clauses, 2, -1), 1);
    CHECK_INT(value2, 3);
    CHECK_INT(value, 1);
    CHECK_OK(bundle_go(b, sends_later(ch[1], 4)));
    CHECK_INT(chosen(clauses, 2, -1), 0);
    CHECK_INT(value, 4);
    expect_finished(4);

    /* The lower index goes first, however long the other one has been waiting. */
    CHECK_OK(bundle_go(b, sends(other[1], 6)));
    CHECK_OK(bundle_go(b, sends(ch[1], 5)));
    CHECK_INT(chosen(clauses, 2, -1), 0);
    CHECK_INT(chosen(clauses, 2, -1), 1);
    CHECK_INT(value, 5);
    CHECK_INT(value2, 6);
    expect_finished(2);

    /* Send or receive, whichever is possible. */
    clauses[0].op = CHSEND;
    value = 7;
    CHECK_OK(bundle_go(b, sends(other[1], 8)));
    CHECK_INT(chosen(clauses, 2, -1), 1);
    CHECK_OK(bundle_go(b, receives(ch[1], 7)));
    CHECK_INT(chosen(clauses, 2, -1), 0);
    expect_finished(2);

    /* What is waited for in vain is not left behind. */
    CHECK_ERRNO(chrecv(ch[1], &value, sizeof(value), 0), ETIMEDOUT);
    CHECK_ERRNO(chsend(other[1], &value, sizeof(value), 0), ETIMEDOUT);
}

static void order(int *ch, int b) {
    int value, i;
    struct chclause clause = {CHRECV, ch[0], &value, sizeof(value)};
    /* Several against one that chooses, and several that choose against one; they queue up like all others. */
    for(i = 0; i != 3; ++i) CHECK_OK(bundle_go(b, sends(ch[1], i)));
    for(i = 0; i != 3; ++i) {
        CHECK_INT(chosen(&clause, 1, -1), 0);
        CHECK_INT(value, i);
    }
    for(i = 0; i != 3; ++i) CHECK_OK(bundle_go(b, receives(ch[1], i)));
    clause.op = CHSEND;
    for(i = 0; i != 3; ++i) {
        value = i;
        CHECK_INT(chosen(&clause, 1, -1), 0);
    }
    CHECK_OK(bundle_go(b, chooses_one(CHRECV, ch[1], 0)));
    CHECK_OK(bundle_go(b, receives(ch[1], 1)));
    CHECK_OK(bundle_go(b, chooses_one(CHRECV, ch[1], 2)));
    for(i = 0; i != 3; ++i) CHECK_OK(chsend(ch[0], &i, sizeof(i), 0));
    CHECK_OK(bundle_go(b, chooses_one(CHSEND, ch[1], 0)));
    CHECK_OK(bundle_go(b, sends(ch[1], 1)));
    CHECK_OK(bundle_go(b, chooses_one(CHSEND, ch[1], 2)));
    for(i = 0; i != 3; ++i) {
        CHECK_OK(chrecv(ch[0], &value, sizeof(value), 0));
        CHECK_INT(value, i);
    }
    expect_finished(12);

    /* Two that choose meet each other. */
    CHECK_OK(bundle_go(b, chooses_one(CHRECV, ch[0], 1)));
    CHECK_OK(bundle_go(b, chooses_one(CHSEND, ch[1], 1)));
    CHECK_OK(bundle_go(b, chooses_one(CHSEND, ch[0], 2)));
    CHECK_OK(bundle_go(b, chooses_one(CHRECV, ch[1], 2)));
    expect_finished(4);
}

/* Both directions of a channel, and both ends, in one choose: it does not meet itself. */
static void not_itself(int *ch, int b) {
    int value = 1, value2 = 2;
    struct chclause clauses[] = {{CHSEND, ch[0], &value, sizeof(value)}, {CHRECV, ch[1], &value2, sizeof(value2)}};
    CHECK_ERRNO(choose(clauses, 2, 0), ETIMEDOUT);
    CHECK_ERRNO(choose(clauses, 2, now() + 5), ETIMEDOUT);
    CHECK_INT(value2, 2);
    CHECK_OK(bundle_go(b, sends_later(ch[0], 3)));
    CHECK_INT(chosen(clauses, 2, -1), 1);
    CHECK_INT(value2, 3);
    CHECK_OK(bundle_go(b, receives_later(ch[1], 1)));
    CHECK_INT(chosen(clauses, 2, -1), 0);
    expect_finished(2);
}

static void same_channel_twice(int *ch, int b) {
    int value = 0, value2 = 0;
    struct chclause clauses[] = {{CHRECV, ch[0], &value, sizeof(value)}, {CHRECV, ch[0], &value2, sizeof(value2)}};
    CHECK_ERRNO(choose(clauses, 2, 0), ETIMEDOUT);
    CHECK_ERRNO(choose(clauses, 2, now() + 5), ETIMEDOUT);
    CHECK_OK(bundle_go(b, sends(ch[1], 1)));
    CHECK_INT(chosen(clauses, 2, -1), 0);
    CHECK_INT(value, 1);
    CHECK_OK(bundle_go(b, sends_later(ch[1], 2)));
    CHECK_OK(bundle_go(b, sends_later(ch[1], 3)));
    CHECK_INT(chosen(clauses, 2, -1), 0);
    CHECK_INT(value, 2);
    CHECK_INT(value2, 0);
    CHECK_OK(chrecv(ch[0], &value, sizeof(value), -1));
    CHECK_INT(value, 3);
    expect_finished(3);
}

static void deadlines(int *ch, int b) {
    int value;
    struct chclause clause = {CHRECV, ch[0], &value, sizeof(value)};
    int64_t deadline;
    CHECK_ERRNO(choose(&clause, 1, 0), ETIMEDOUT);
    deadline = now() + 10;
    CHECK_ERRNO(choose(&clause, 1, deadline), ETIMEDOUT);
    CHECK(now() >= deadline);
    CHECK_OK(bundle_go(b, sends_later(ch[1], 4)));
    CHECK_INT(chosen(&clause, 1, now() + 20000), 0);
    CHECK_INT(value, 4);
    CHECK_OK(yield());
    CHECK_INT(finished, 1);
    /* It is suspended with a deadline that has passed, and not with 0. */
    CHECK_OK(bundle_go(b, sends_later(ch[1], 5)));
    CHECK_ERRNO(choose(&clause, 1, 0), ETIMEDOUT);
    CHECK_INT(chosen(&clause, 1, now() - 1), 0);
    expect_finished(2);

    /* Without clauses it is a sleep. */
    CHECK_ERRNO(choose(NULL, 0, 0), ETIMEDOUT);
    CHECK_ERRNO(choose(&clause, 0, 0), ETIMEDOUT);
    deadline = now() + 10;
    CHECK_ERRNO(choose(NULL, 0, deadline), ETIMEDOUT);
    CHECK(now() >= deadline);
}

static coroutine void sends_large(int ch, const char *value) {
    CHECK_OK(chsend(ch, value, 1024, -1));
    finished++;
}

static void large(int *ch, int b) {
    static char from[1024], to[1024];
    struct chclause clause = {CHRECV, ch[0], to, sizeof(to)};
    memset(from, 'x', sizeof(from));
    CHECK_OK(bundle_go(b, sends_large(ch[1], from)));
    CHECK_INT(chosen(&clause, 1, -1), 0);
    CHECK_MEM(to, from, sizeof(to));
    expect_finished(1);
}

/* More clauses than have room on the stack. */
static void many(int b) {
    enum { N = 100 };
    int ch[N][2], values[N], i;
    struct chclause clauses[N];
    for(i = 0; i != N; ++i) {
        CHECK_OK(chmake(ch[i]));
        values[i] = -1;
        clauses[i] = (struct chclause){CHRECV, ch[i][0], &values[i], sizeof(int)};
    }
    for(i = 0; i != N; ++i) {
        CHECK_OK(bundle_go(b, sends_later(ch[N - 1 - i][1], i)));
        CHECK_INT(chosen(clauses, N, -1), N - 1 - i);
        CHECK_INT(values[N - 1 - i], i);
    }
    for(i = 0; i != N; ++i) {
        int n;
        for(n = 1; n <= N; ++n) {
            if(i < n) continue;
            CHECK_ERRNO(choose(clauses, n, 0), ETIMEDOUT);
        }
        CHECK_OK(bundle_go(b, sends(ch[i][1], i)));
        CHECK_INT(chosen(clauses, N, 0), i);
    }
    CHECK_ERRNO(choose(clauses, N, now() + 1), ETIMEDOUT);
    for(i = 0; i != N; ++i) {
        CHECK_ERRNO(chsend(ch[i][1], &i, sizeof(i), 0), ETIMEDOUT);
        CHECK_OK(hclose(ch[i][0]));
        CHECK_OK(hclose(ch[i][1]));
    }
    expect_finished(2 * N);
}

int main(void) {
    int ch[2], other[2], b = bundle();
    CHECK_OK(chmake(ch));
    CHECK_OK(chmake(other));
    one_clause(ch, b);
    two_channels(ch, other, b);
    order(ch, b);
    not_itself(ch, b);
    same_channel_twice(ch, b);
    deadlines(ch, b);
    large(ch, b);
    many(b);
    CHECK_OK(hclose(b));
    CHECK_OK(hclose(ch[0]));
    CHECK_OK(hclose(ch[1]));
    CHECK_OK(hclose(other[0]));
    CHECK_OK(hclose(other[1]));
    return 0;
}
