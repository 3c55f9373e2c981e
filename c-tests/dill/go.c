// The go macros as expressions, whatever the compiler makes of them.
// variants: -O0 | -O1 | -O2 | -O3 | -Os | -O2 -std=gnu89 | -O2 -std=c99 -pedantic | -O2 -std=c17 -pedantic | -O2 -std=gnu2x -pedantic | -O2 -fomit-frame-pointer -fno-plt | -O2 -fno-omit-frame-pointer | -O2 -fstack-protector-all -D_FORTIFY_SOURCE=3 | gcc -O2 -flto | -O2 -fno-pie -no-pie | -O2 -fPIC | gcc -O2 -fstack-clash-protection
// variants-x86_64: gcc -O1 -fsanitize=address | gcc -O2 -fsanitize=address,undefined | gcc -O2 -maccumulate-outgoing-args | -O2 -mno-red-zone -fcf-protection=full -mshstk | -O3 -mavx2 -mfma | -O3 -mavx512f -mavx512bw | gcc -O2 -DDILL_ARCH_FALLBACK
// variants-aarch64: -O2 -mbranch-protection=standard | -O3 -march=armv8.2-a+sve | clang -O0 -DDILL_ARCH_FALLBACK | -O2 -DDILL_ARCH_FALLBACK | gcc -O3 -std=c99 -DDILL_ARCH_FALLBACK -mbranch-protection=standard | clang -O2 -DDILL_ARCH_FALLBACK -mbranch-protection=standard
#include "../check.h"
#include <libdill.h>
#include <stdlib.h>

static int sum;

static coroutine void add(int n) {
    sum += n;
}

static coroutine void add_later(int n) {
    CHECK_OK(yield());
    sum += n;
}

static coroutine int with_result(int n) {
    sum += n;
    return n;
}

static coroutine void add_ten(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j) {
    CHECK_OK(yield());
    sum += a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * j;
}

struct large {
    int n[20];
};

static coroutine void add_struct(struct large l, double x) {
    int i;
    CHECK_OK(yield());
    for(i = 0; i != 20; ++i) sum += l.n[i];
    sum += (int)x;
}

static int evaluated;

static int once(int value) {
    evaluated++;
    return value;
}

static void *once_memory(void *memory) {
    evaluated++;
    return memory;
}

static void finish(int h) {
    CHECK(h >= 0);
    CHECK_OK(bundle_wait(h, -1));
    CHECK_OK(hclose(h));
}

static inline int start_inlined(int n) {
    return go(add_later(n));
}

static int square(int h, int n) {
    CHECK(h >= 0);
    return n * n;
}

static void forms(void) {
    int h1 = go(add(1));
    int h2 = go(add_later(2)), h3;
    int i;
    int handles[10];
    char volatile in_frame[100];
    finish(h1);
    finish(h2);
    CHECK_INT(sum, 3);

    if((h3 = go(with_result(10))) < 0) CHECK(0);
    finish(h3);
    finish(sum == 13 ? go(add(100)) : go(add(1000)));
    CHECK_INT(sum, 113);
    CHECK_INT(square(go(add(1)), 5), 25);
    CHECK_INT(sum, 114);

    sum = 0;
    memset((void *)in_frame, 7, sizeof(in_frame));
    for(i = 0; i != 10; ++i) handles[i] = go(add_later(i));
    CHECK_INT(i, 10);
    for(i = 0; i != 10; ++i) finish(handles[i]);
    CHECK_INT(sum, 45);
    for(i = 0; i != 100; ++i) CHECK_INT(in_frame[i], 7);

    sum = 0;
    finish(start_inlined(3)); finish(start_inlined(4)); finish(go(add(5))); finish(go(add(6)));
    CHECK_INT(sum, 18);
}

static void arguments(void) {
    struct large l;
    char *block = malloc(16384);
    int b = bundle(), i;
    for(i = 0; i != 20; ++i) l.n[i] = i;
    sum = 0;
    finish(go(add_ten(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)));
    CHECK_INT(sum, 385);
    finish(go(add_struct(l, 10.0)));
    CHECK_INT(sum, 585);

    /* Each operand is evaluated once. */
    sum = evaluated = 0;
    finish(go(add(once(1))));
    CHECK_INT(evaluated, 1);
    finish(go_mem(add(once(2)), once_memory(block), (size_t)once(16384)));
    CHECK_INT(evaluated, 4);
    CHECK_OK(bundle_go(once(b), add(once(4))));
    CHECK_INT(evaluated, 6);
    CHECK_OK(bundle_go_mem(once(b), add(once(8)), once_memory(block), (size_t)once(16384)));
    CHECK_INT(evaluated, 10);
    CHECK_INT(sum, 15);

    /* What cannot be started is not evaluated. */
    evaluated = 0;
    CHECK_ERRNO(bundle_go(1000, add(once(1))), EBADF);
    CHECK_ERRNO(go_mem(add(once(1)), block, 10), ENOMEM);
    CHECK_INT(evaluated, 0);
    CHECK_OK(hclose(b));
    free(block);
}

static coroutine int nested(int h) {
    CHECK(h >= 0);
    return 1;
}

static coroutine void starts_others(int b, int depth) {
    if(depth == 0) return;
    CHECK_OK(bundle_go(b, starts_others(b, depth - 1)));
    sum++;
    CHECK_OK(bundle_go(b, starts_others(b, depth - 1)));
}

/* Values that are kept in registers and in the frame across a switch. */
static void values_survive(void) {
    int a = once(1), b = once(2), c = once(3), d = once(4), e = once(5), f = once(6), g = once(7), i;
    double x = once(8), y = once(9), v[16];
    long double z = once(10);
    float w[32];
    for(i = 0; i != 16; ++i) v[i] = once(i);
    for(i = 0; i != 32; ++i) w[i] = (float)once(i);
    finish(go(add_later(a)));
    finish(go(add_struct((struct large){{0}}, y)));
    CHECK_INT(a + b * 10 + c * 100 + d * 1000 + e * 10000 + f * 100000 + g * 1000000, 7654321);
    CHECK(x == 8 && y == 9 && z == 10);
    for(i = 0; i != 16; ++i) CHECK(v[i] == i);
    for(i = 0; i != 32; ++i) CHECK(w[i] == (float)i);
}

static coroutine void answer(int *where, int value) {
    CHECK_INT(*where, -1);
    CHECK_OK(yield());
    *where = value;
}

static void start_answer(int b, int *where) {
    CHECK_OK(bundle_go(b, answer(where, 42)));
}

/* The caller's variables change while it waits, although it was the coroutine alone that got a pointer to them. */
static void results_in_variables(void) {
    int b = bundle(), results[3] = {-1, -1, -1}, i, one = -1, other = -1;
    for(i = 0; i != 3; ++i) CHECK_OK(bundle_go(b, answer(&results[i], i)));
    CHECK_OK(bundle_go(b, answer(&one, 7)));
    start_answer(b, &other);
    CHECK_INT(other, -1);
    CHECK_OK(bundle_wait(b, -1));
    for(i = 0; i != 3; ++i) CHECK_INT(results[i], i);
    CHECK_INT(one, 7);
    CHECK_INT(other, 42);
    CHECK_OK(hclose(b));
}

int main(void) {
    int b;
    forms();
    arguments();
    values_survive();
    results_in_variables();

    finish(go(nested(go(nested(go(nested(0)))))));
    b = bundle();
    sum = 0;
    CHECK_OK(bundle_go(b, starts_others(b, 6)));
    CHECK_OK(bundle_wait(b, -1));
    CHECK_INT(sum, 63);
    CHECK_OK(hclose(b));
    return 0;
}
