// The example of the manual page now(3): something that is done at regular intervals.

#include <libdill.h>

#include <stdio.h>
#include <stdlib.h>

static void fail(const char *what) {
    perror(what);
    exit(1);
}

// EXAMPLE
// Counts up every few milliseconds until it is cancelled.
static coroutine void tick(int64_t interval, int *ticks) {
    int64_t next = now() + interval;
    while(msleep(next) == 0) {
        ++*ticks;
        // Not now() + interval: what is done here, and waking late, would add up.
        next += interval;
    }
}
// END EXAMPLE

int main(void) {
    int ticks = 0;
    int64_t begin = now();
    int ticker = go(tick(2, &ticks));
    if(ticker < 0) fail("go");
    while(ticks < 10) yield();
    int64_t end = now();
    hclose(ticker);
    printf("%d ticks\n", ticks);
    // It was never early.
    return end < begin + 2 * ticks;
}
