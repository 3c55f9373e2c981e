// Channels under load: somebody is always ready, in several threads at the same time.
// memcheck: leaks, a thread ends without closing its handles
#include "../check.h"
#include <libdill.h>
#include <pthread.h>

static coroutine void relays(int from, int to) {
    int value;
    for(;;) {
        if(chrecv(from, &value, sizeof(value), -1) != 0) break;
        if(chsend(to, &value, sizeof(value), -1) != 0) break;
    }
    CHECK_INT(errno, ECANCELED);
}

/* A value goes round and round; sleepers get their turn, and the round can be ended. */
static void endless(void) {
    int a[2], b[2], h1, h2, value = 0;
    int64_t deadline;
    CHECK_OK(chmake(a));
    CHECK_OK(chmake(b));
    h1 = go(relays(a[0], b[1]));
    h2 = go(relays(b[0], a[1]));
    CHECK_OK(chsend(b[1], &value, sizeof(value), -1));
    deadline = now() + 20;
    CHECK_OK(msleep(deadline));
    CHECK(now() >= deadline);
    CHECK_OK(hclose(h1));
    CHECK_OK(hclose(h2));
    CHECK_OK(hclose(a[0]));
    CHECK_OK(hclose(a[1]));
    CHECK_OK(hclose(b[0]));
    CHECK_OK(hclose(b[1]));
}

static coroutine void produces(int ch, int from, int to) {
    for(; from != to; ++from) CHECK_OK(chsend(ch, &from, sizeof(from), -1));
}

static coroutine void filters(int in, int out) {
    int value;
    while(chrecv(in, &value, sizeof(value), -1) == 0) {
        if(value % 2 == 0) CHECK_OK(chsend(out, &value, sizeof(value), now() + 20000));
    }
    CHECK_INT(errno, EPIPE);
    /* The end is a message, too. */
    value = -1;
    CHECK_OK(chsend(out, &value, sizeof(value), -1));
}

static coroutine void finishes_after(int producers, int ch) {
    CHECK_OK(bundle_wait(producers, -1));
    CHECK_OK(chdone(ch));
}

/* Several producers, several filters, one consumer: every value arrives once. */
static void pipeline(void) {
    int in[2], out[2], producers = bundle(), all = bundle(), i, value, ended = 0;
    int64_t sum = 0;
    CHECK_OK(chmake(in));
    CHECK_OK(chmake(out));
    for(i = 0; i != 10; ++i) CHECK_OK(bundle_go(all, filters(in[1], out[0])));
    for(i = 0; i != 10; ++i) CHECK_OK(bundle_go(producers, produces(in[0], i * 1000, (i + 1) * 1000)));
    CHECK_OK(bundle_go(all, finishes_after(producers, in[0])));
    while(ended != 10) {
        struct chclause clause = {CHRECV, out[1], &value, sizeof(value)};
        CHECK_INT(choose(&clause, 1, now() + 20000), 0);
        CHECK_INT(errno, 0);
        if(value >= 0) sum += value;
        else ended++;
    }
    CHECK_INT(sum, 24995000);
    CHECK_OK(bundle_wait(all, -1));
    CHECK_OK(hclose(all));
    CHECK_OK(hclose(producers));
    CHECK_OK(hclose(in[0]));
    CHECK_OK(hclose(in[1]));
    CHECK_OK(hclose(out[0]));
    CHECK_OK(hclose(out[1]));
}

static void *run(void *arg) {
    int ch[2];
    /* Handles of other threads are just numbers. */
    CHECK_OK(chmake(ch));
    CHECK_INT(ch[0], 0);
    CHECK_INT(ch[1], 1);
    endless();
    pipeline();
    /* Left behind with its thread. */
    CHECK(go(relays(ch[0], ch[0])) >= 0);
    return arg;
}

int main(void) {
    pthread_t threads[3];
    int i;
    for(i = 0; i != 3; ++i) CHECK_OK(pthread_create(&threads[i], NULL, run, NULL));
    run(NULL);
    for(i = 0; i != 3; ++i) CHECK_OK(pthread_join(threads[i], NULL));
    return 0;
}
