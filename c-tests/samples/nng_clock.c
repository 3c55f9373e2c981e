// stdout: nng_clock.out
//
// The example of the manual pages nng_clock(3) and nng_random(3): an attempt that is repeated, ever less often.

#include "nng_sample.h"

#include <nng/supplemental/util/platform.h>

static int attempts;

static int attempt(void) {
    return ++attempts < 4 ? NNG_ECONNREFUSED : 0;
}

// EXAMPLE
// Tries something until it succeeds or a time is over. Many programs that began to wait together do not try again
// together, since each waits for a time of its own.
static int try_for(nng_duration milliseconds) {
    nng_time end = nng_clock() + milliseconds;
    nng_duration longest = 10;
    int error;

    while((error = attempt()) != 0 && nng_clock() < end) {
        nng_msleep(1 + nng_random() % longest);
        if(longest < 1000) longest *= 2;
    }
    return error;
}
// END EXAMPLE

int main(void) {
    check(try_for(20000), "attempt");
    printf("%d attempts\n", attempts);
    return 0;
}
