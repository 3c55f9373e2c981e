// What the coroutines of the dill face cost, in nanoseconds and as multiples of a bare switch between two stacks that
// is measured in the same process. Prints a line for each: what, nanoseconds, multiple, separated by commas.
#include <libdill.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

// bench/stack_switch
extern void bare_round_trips(uint64_t rounds);

enum { ROUNDS = 5000, REPETITIONS = 300 };

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static int64_t nanoseconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t) t.tv_sec * 1000000000 + t.tv_nsec;
}

// Nanoseconds of one operation: the best of many short measurements, since others use the machine as well.
static double best(void (*measured)(void), double operations)
{
    double best = 0;
    for (int i = 0; i < REPETITIONS; i++) {
        int64_t start = nanoseconds();
        measured();
        double each = (double) (nanoseconds() - start) / operations;
        if (i == 0 || each < best) best = each;
    }
    return best;
}

enum { BARE_ROUNDS = 20 * ROUNDS }; // One stack is made for all of them.

static void bare(void)
{
    bare_round_trips(BARE_ROUNDS);
}

static coroutine void yields(int rounds)
{
    for (int i = 0; i < rounds; i++) yield();
}

// Two coroutines that give each other their turn, in one function: the processor knows where each call returns to, as
// it does in a server whose connections are all served by one function.
static void switches_of_one_function(void)
{
    int h = go(yields(ROUNDS));
    if (h < 0) fail("go");
    yields(ROUNDS);
    hclose(h);
}

// The same from different places: the processor mistakes each return for the other coroutine's.
static void switches_of_two_functions(void)
{
    int h = go(yields(ROUNDS));
    if (h < 0) fail("go");
    for (int i = 0; i < ROUNDS; i++) yield();
    hclose(h);
}

static coroutine void empty(void)
{
}

// Coroutines that end at once, in one bundle.
static void starts(void)
{
    int b = bundle();
    for (int i = 0; i < ROUNDS; i++) {
        if (bundle_go(b, empty()) != 0) fail("bundle_go");
    }
    hclose(b);
}

// The same with a bundle for each.
static void starts_with_handles(void)
{
    for (int i = 0; i < ROUNDS; i++) hclose(go(empty()));
}

static int64_t hop_deadline = -1;

static coroutine void answers(int ch)
{
    int value;
    while (chrecv(ch, &value, sizeof value, hop_deadline) == 0 && chsend(ch, &value, sizeof value, -1) == 0) {
    }
}

// A value goes to the other coroutine, which waits for it, and comes back.
static void hops(void)
{
    int ch[2], value = 0;
    if (chmake(ch) != 0) fail("chmake");
    int h = go(answers(ch[1]));
    for (int i = 0; i < ROUNDS; i++) {
        if (chsend(ch[0], &value, sizeof value, -1) != 0) fail("chsend");
        if (chrecv(ch[0], &value, sizeof value, hop_deadline) != 0) fail("chrecv");
    }
    hclose(h);
    hclose(ch[0]);
    hclose(ch[1]);
}

static coroutine void sleeps(int64_t deadline)
{
    msleep(deadline);
}

static double unit;

static void report(const char *what, double ns)
{
    printf("%s,%.1f,%.1f\n", what, ns, ns / unit);
    fflush(stdout);
}

// What a deadline adds to a hop while so many others are pending. These are far away, and were set in no particular
// order.
static void deadlines(int pending)
{
    char what[80];
    int b = bundle();
    int64_t far = now() + 3600000;
    for (int i = 0; i < pending; i++) {
        if (bundle_go(b, sleeps(far + (int64_t) i * 7919 % pending)) != 0) fail("bundle_go");
    }
    hop_deadline = -1;
    double hop = best(hops, 2.0 * ROUNDS);
    hop_deadline = far + pending / 2;
    snprintf(what, sizeof what, "deadline among %d", pending);
    report(what, best(hops, 2.0 * ROUNDS) - hop);
    hop_deadline = far - 1000000;
    snprintf(what, sizeof what, "deadline before %d", pending);
    report(what, best(hops, 2.0 * ROUNDS) - hop);
    hclose(b);
}

int main(void)
{
    unit = best(bare, 2.0 * BARE_ROUNDS);
    report("bare switch (corosensei)", unit);
    report("context switch within one function (yield)", best(switches_of_one_function, 2.0 * ROUNDS));
    report("context switch between two functions (yield)", best(switches_of_two_functions, 2.0 * ROUNDS));
    report("go of an empty coroutine (bundle_go)", best(starts, ROUNDS));
    report("go of an empty coroutine and hclose", best(starts_with_handles, ROUNDS));
    report("channel hop (chsend and chrecv)", best(hops, 2.0 * ROUNDS));
    for (int pending = 10; pending <= 10000; pending *= 10) deadlines(pending);
    deadlines(30000);
    return 0;
}
