// The example of the manual page go(3): two coroutines that take turns, one of them on memory of the program.

#include <libdill.h>

#include <stdio.h>
#include <stdlib.h>

static void fail(const char *what) {
    perror(what);
    exit(1);
}

// EXAMPLE
// Adds up the numbers below a limit, and gives the others a turn now and then.
static coroutine void add_up(int limit, int64_t *sum) {
    for(int i = 0; i != limit; ++i) {
        *sum += i;
        // It fails when the coroutine is cancelled.
        if(i % 1000 == 0 && yield() != 0) return;
    }
}

static int64_t two_sums(void) {
    static char stack[16384];
    int64_t sums[2] = {0, 0};
    int first = go(add_up(100000, &sums[0]));
    if(first < 0) fail("go");
    int second = go_mem(add_up(50000, &sums[1]), stack, sizeof(stack));
    if(second < 0) fail("go_mem");
    // Both have begun. What they use has to stay until they have finished.
    if(bundle_wait(first, -1) != 0) fail("bundle_wait");
    if(bundle_wait(second, -1) != 0) fail("bundle_wait");
    hclose(first);
    hclose(second);
    return sums[0] + sums[1];
}
// END EXAMPLE

int main(void) {
    int64_t sum = two_sums();
    printf("%lld\n", (long long)sum);
    return sum != 4999950000 + 1249975000;
}
