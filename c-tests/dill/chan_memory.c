// Channels in memory of the program, on small stacks, and with new owners.
#include "../check.h"
#include <libdill.h>

static struct chclause many[1000];

static coroutine void waits_for_many(int want) {
    CHECK_INT(choose(many, 1000, -1), want);
}

static coroutine void receives_one(int ch, int want) {
    int value;
    CHECK_OK(chrecv(ch, &value, sizeof(value), -1));
    CHECK_INT(value, want);
}

static coroutine void echo(int ch) {
    int value;
    for(;;) {
        if(chrecv(ch, &value, sizeof(value), -1) != 0) break;
        value++;
        if(chsend(ch, &value, sizeof(value), -1) != 0) break;
    }
    CHECK(errno == EPIPE || errno == ECANCELED);
}

static coroutine void chooser(int ch) {
    int value;
    for(;;) {
        struct chclause clauses[] = {{CHRECV, ch, &value, sizeof(value)}, {CHRECV, ch, &value, sizeof(value)},
            {CHRECV, ch, &value, sizeof(value)}, {CHRECV, ch, &value, sizeof(value)}};
        if(choose(clauses, 4, now() + 10000) < 0 || errno != 0) break;
        value++;
        clauses[0].op = CHSEND;
        if(choose(clauses, 1, -1) < 0 || errno != 0) break;
    }
    CHECK(errno == EPIPE || errno == ECANCELED);
}

static void exercise(int ch) {
    int i, value;
    for(i = 0; i != 100; ++i) {
        CHECK_OK(chsend(ch, &i, sizeof(i), -1));
        CHECK_OK(chrecv(ch, &value, sizeof(value), now() + 20000));
        CHECK_INT(value, i + 1);
    }
}

int main(void) {
    static char memory[sizeof(struct chstorage) + 16], stack[2][4096];
    int ch[2], owned[2], h, h2, i, value = 0, offset;

    /* The struct has no alignment; its content does not matter, and neither end needs the other. */
    for(offset = 0; offset != 16; ++offset) {
        memset(memory, 0xff, sizeof(memory));
        CHECK_OK(chmake_mem((struct chstorage *)(memory + offset), ch));
        for(i = 0; i != offset; ++i) CHECK_INT((unsigned char)memory[i], 0xff);
        for(i = offset + (int)sizeof(struct chstorage); i != (int)sizeof(memory); ++i) CHECK_INT((unsigned char)memory[i], 0xff);
        h = go(echo(ch[1]));
        exercise(ch[0]);
        CHECK_OK(hclose(ch[offset % 2]));
        CHECK_OK(hclose(ch[1 - offset % 2]));
        CHECK_OK(hclose(h));
    }

    /* 4096 bytes of stack are enough for everything. */
    CHECK_OK(chmake(ch));
    h = bundle();
    CHECK_OK(bundle_go_mem(h, echo(ch[1]), stack[0], 4096));
    exercise(ch[0]);
    CHECK_OK(hclose(h));
    h = bundle();
    CHECK_OK(bundle_go_mem(h, chooser(ch[1]), stack[0], 4096));
    exercise(ch[0]);
    CHECK_OK(hclose(h));

    /* A choose with many clauses does not need more of it. */
    for(i = 0; i != 1000; ++i) many[i] = (struct chclause){CHRECV, ch[1], &value, sizeof(value)};
    h = bundle();
    CHECK_OK(bundle_go_mem(h, waits_for_many(0), stack[0], 4096));
    CHECK_OK(bundle_go_mem(h, waits_for_many(-1), stack[1], 4096));
    CHECK_OK(chsend(ch[0], &h, sizeof(h), 0));
    CHECK_INT(value, h);
    CHECK_OK(hclose(h));
    CHECK_ERRNO(chsend(ch[0], &h, sizeof(h), 0), ETIMEDOUT);

    /* New owners, also while a coroutine waits on the old handle. */
    h = go(receives_one(ch[1], 5));
    owned[0] = hown(ch[0]);
    owned[1] = hown(ch[1]);
    CHECK(owned[0] >= 0 && owned[1] >= 0);
    CHECK_ERRNO(chsend(ch[0], &value, sizeof(value), 0), EBADF);
    CHECK_ERRNO(chdone(ch[1]), EBADF);
    value = 5;
    CHECK_OK(chsend(owned[0], &value, sizeof(value), 0));
    h2 = go(echo(owned[1]));
    CHECK(h2 >= 0);
    exercise(owned[0]);
    CHECK_OK(hclose(h));
    CHECK_OK(hclose(owned[0]));
    CHECK_OK(hclose(owned[1]));
    CHECK_OK(hclose(h2));

    /* Handles come back: none is lost, however often. */
    for(i = 0; i != 1000; ++i) {
        CHECK_OK(chmake(ch));
        CHECK(ch[0] < 256 && ch[1] < 256);
        CHECK_OK(hclose(ch[0]));
        CHECK_OK(hclose(ch[1]));
    }
    return 0;
}
