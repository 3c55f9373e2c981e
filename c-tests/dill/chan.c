// Channels: who meets whom, in which order, what is copied, and who is suspended.
// variants: -O0 | -O1 | -O2 | -O3
#include "../check.h"
#include <libdill.h>
#include <stdlib.h>

static char log_[256];

static void say(const char *what) {
    strcat(log_, what);
}

static coroutine void sender(int ch, int value, const char *what) {
    CHECK_OK(chsend(ch, &value, sizeof(value), -1));
    say(what);
}

static coroutine void receiver(int ch, int want, const char *what) {
    int value = -1;
    CHECK_OK(chrecv(ch, &value, sizeof(value), -1));
    CHECK_INT(value, want);
    say(what);
}

static int receive(int ch) {
    int value = -1;
    CHECK_OK(chrecv(ch, &value, sizeof(value), -1));
    return value;
}

static void send(int ch, int value) {
    CHECK_OK(chsend(ch, &value, sizeof(value), -1));
}

static void expect_log(const char *want) {
    CHECK_OK(yield());
    CHECK_STR(log_, want);
    log_[0] = 0;
}

static void one_to_one(void) {
    int ch[2], b = bundle();
    CHECK_OK(chmake(ch));
    CHECK(ch[0] >= 0 && ch[1] >= 0 && ch[0] != ch[1]);

    /* Receiver first, on either end. */
    CHECK_OK(bundle_go(b, receiver(ch[1], 333, "r ")));
    send(ch[0], 333);
    CHECK_OK(bundle_go(b, receiver(ch[0], 334, "s ")));
    send(ch[1], 334);
    expect_log("r s ");

    /* Sender first, on either end. */
    CHECK_OK(bundle_go(b, sender(ch[0], 444, "s ")));
    CHECK_INT(receive(ch[1]), 444);
    CHECK_OK(bundle_go(b, sender(ch[1], 445, "r ")));
    CHECK_INT(receive(ch[0]), 445);
    expect_log("s r ");

    /* The directions have nothing to do with each other: what one end sends does not come back there. */
    CHECK_OK(bundle_go(b, sender(ch[0], 1, "")));
    CHECK_OK(bundle_go(b, sender(ch[1], 2, "")));
    CHECK_INT(receive(ch[0]), 2);
    CHECK_INT(receive(ch[1]), 1);
    CHECK_OK(bundle_go(b, receiver(ch[0], 3, "")));
    CHECK_OK(bundle_go(b, receiver(ch[1], 4, "")));
    send(ch[0], 4);
    send(ch[1], 3);
    CHECK_OK(bundle_wait(b, -1));

    CHECK_OK(hclose(b));
    CHECK_OK(hclose(ch[0]));
    CHECK_OK(hclose(ch[1]));
}

/* Those who wait are served in the order of their arrival, and none of them is passed over. */
static void order(void) {
    int ch[2], b = bundle(), i;
    CHECK_OK(chmake(ch));
    CHECK_OK(bundle_go(b, sender(ch[0], 1, "a ")));
    CHECK_OK(bundle_go(b, sender(ch[0], 2, "b ")));
    CHECK_OK(bundle_go(b, sender(ch[0], 3, "c ")));
    for(i = 1; i <= 3; ++i) CHECK_INT(receive(ch[1]), i);
    expect_log("a b c ");
    CHECK_OK(bundle_go(b, receiver(ch[1], 1, "a ")));
    CHECK_OK(bundle_go(b, receiver(ch[1], 2, "b ")));
    CHECK_OK(bundle_go(b, receiver(ch[1], 3, "c ")));
    for(i = 1; i <= 3; ++i) send(ch[0], i);
    expect_log("a b c ");
    CHECK_OK(hclose(b));
    CHECK_OK(hclose(ch[0]));
    CHECK_OK(hclose(ch[1]));
}

/* Who finds a partner goes on at once, with errno untouched; who waited goes on later, with errno 0. */
static coroutine void waits(int ch, int sends) {
    int value = 7;
    errno = EXDEV;
    CHECK_OK(sends ? chsend(ch, &value, sizeof(value), -1) : chrecv(ch, &value, sizeof(value), -1));
    CHECK_INT(errno, 0);
    say(sends ? "s " : "r ");
}

static void suspension(void) {
    int ch[2], value = 7, b = bundle();
    CHECK_OK(chmake(ch));
    CHECK_OK(bundle_go(b, waits(ch[0], 1)));
    errno = EDOM;
    CHECK_OK(chrecv(ch[1], &value, sizeof(value), 0));
    CHECK_INT(errno, EDOM);
    CHECK_STR(log_, "");
    CHECK_OK(bundle_go(b, waits(ch[0], 0)));
    errno = EDOM;
    CHECK_OK(chsend(ch[1], &value, sizeof(value), 0));
    CHECK_INT(errno, EDOM);
    CHECK_STR(log_, "s ");
    expect_log("s r ");

    /* Without a partner and with deadline 0 nobody else runs; with one that has passed, the others do. */
    CHECK_OK(bundle_go(b, waits(ch[0], 1)));
    CHECK_OK(chrecv(ch[1], &value, sizeof(value), 0));
    CHECK_ERRNO(chrecv(ch[1], &value, sizeof(value), 0), ETIMEDOUT);
    CHECK_ERRNO(chsend(ch[1], &value, sizeof(value), 0), ETIMEDOUT);
    CHECK_STR(log_, "");
    CHECK_ERRNO(chrecv(ch[1], &value, sizeof(value), now() - 1000), ETIMEDOUT);
    CHECK_STR(log_, "s ");
    CHECK_ERRNO(chsend(ch[1], &value, sizeof(value), now() - 1000), ETIMEDOUT);
    CHECK_ERRNO(chsend(ch[1], &value, sizeof(value), 1), ETIMEDOUT);
    log_[0] = 0;

    CHECK_OK(hclose(b));
    CHECK_OK(hclose(ch[0]));
    CHECK_OK(hclose(ch[1]));
}

static coroutine void sends_soon(int ch, int value) {
    CHECK_OK(yield());
    send(ch, value);
}

static void deadlines(void) {
    int ch[2], value = 0, b = bundle();
    int64_t deadline = now() + 10;
    CHECK_OK(chmake(ch));
    CHECK_ERRNO(chrecv(ch[0], &value, sizeof(value), deadline), ETIMEDOUT);
    CHECK(now() >= deadline);
    deadline = now() + 10;
    CHECK_ERRNO(chsend(ch[0], &value, sizeof(value), deadline), ETIMEDOUT);
    CHECK(now() >= deadline);
    /* Who timed out does not wait any more. */
    CHECK_ERRNO(chrecv(ch[1], &value, sizeof(value), 0), ETIMEDOUT);
    CHECK_ERRNO(chsend(ch[1], &value, sizeof(value), 0), ETIMEDOUT);

    /* A partner that comes before the next look at the clock is met even after the deadline. */
    CHECK_OK(bundle_go(b, sends_soon(ch[0], 11)));
    CHECK_OK(chrecv(ch[1], &value, sizeof(value), now() - 1));
    CHECK_INT(value, 11);

    CHECK_OK(bundle_go(b, sends_soon(ch[0], 12)));
    CHECK_OK(chrecv(ch[1], &value, sizeof(value), now() + 20000));
    CHECK_INT(value, 12);
    CHECK_OK(bundle_wait(b, -1));
    CHECK_OK(hclose(b));
    CHECK_OK(hclose(ch[0]));
    CHECK_OK(hclose(ch[1]));
}

static coroutine void sends_bytes(int ch, const void *start, size_t len) {
    CHECK_OK(chsend(ch, start, len, -1));
}

static coroutine void receives_bytes(int ch, void *start, size_t len) {
    CHECK_OK(chrecv(ch, start, len, -1));
}

/* Sizes, and memory that lies oddly. */
static void values(void) {
    static const size_t sizes[] = {1, 2, 3, 7, 8, 9, 16, 31, 1024, 100000};
    char *from = malloc(100001), *to = malloc(100001);
    int ch[2], b = bundle();
    size_t i, j;
    CHECK(from && to);
    CHECK_OK(chmake(ch));
    for(i = 0; i != 100001; ++i) from[i] = (char)(i * 7);
    for(i = 0; i != sizeof(sizes) / sizeof(*sizes); ++i) {
        size_t len = sizes[i];
        memset(to, 0x55, 100001);
        CHECK_OK(bundle_go(b, sends_bytes(ch[0], from + 1, len)));
        CHECK_OK(chrecv(ch[1], to, len, -1));
        CHECK_MEM(to, from + 1, len);
        for(j = len; j != 100001; ++j) CHECK_INT(to[j], 0x55);
        memset(to, 0x55, 100001);
        CHECK_OK(bundle_go(b, receives_bytes(ch[0], to, len)));
        CHECK_OK(chsend(ch[1], from + 1, len, -1));
        CHECK_MEM(to, from + 1, len);
        for(j = len; j != 100001; ++j) CHECK_INT(to[j], 0x55);
    }
    /* The value is copied when the two meet, not before. */
    CHECK_OK(bundle_go(b, sends_bytes(ch[0], from, 4)));
    memcpy(from, "late", 4);
    CHECK_OK(chrecv(ch[1], to, 4, -1));
    CHECK_MEM(to, "late", 4);
    memcpy(from, "done", 4);
    CHECK_MEM(to, "late", 4);

    /* Both sides may name the same memory, or memory that overlaps. */
    memcpy(from, "abcdef", 6);
    CHECK_OK(bundle_go(b, sends_bytes(ch[0], from, 5)));
    CHECK_OK(chrecv(ch[1], from + 1, 5, -1));
    CHECK_MEM(from, "aabcde", 6);
    CHECK_OK(bundle_go(b, receives_bytes(ch[0], from, 6)));
    CHECK_OK(chsend(ch[1], from, 6, -1));
    CHECK_MEM(from, "aabcde", 6);

    /* Nothing at all: the two only meet. */
    CHECK_OK(bundle_go(b, sends_bytes(ch[0], NULL, 0)));
    CHECK_OK(chrecv(ch[1], NULL, 0, -1));
    CHECK_OK(bundle_go(b, receives_bytes(ch[0], NULL, 0)));
    CHECK_OK(chsend(ch[1], NULL, 0, -1));
    CHECK_OK(bundle_go(b, sends_bytes(ch[0], from, 0)));
    CHECK_OK(chrecv(ch[1], NULL, 0, -1));
    CHECK_ERRNO(chrecv(ch[1], NULL, 0, 0), ETIMEDOUT);
    CHECK_OK(bundle_wait(b, -1));
    CHECK_OK(hclose(b));
    CHECK_OK(hclose(ch[0]));
    CHECK_OK(hclose(ch[1]));
    free(from);
    free(to);
}

int main(void) {
    one_to_one();
    order();
    suspension();
    deadlines();
    values();
    return 0;
}
