// The example of the manual page chmake(3): workers that share work until there is no more.

#include <libdill.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static void fail(const char *what) {
    perror(what);
    exit(1);
}

// EXAMPLE
// Takes numbers from one channel and sends their squares on another, until there are no more numbers.
static coroutine void square(int numbers, int squares) {
    int n;
    while(chrecv(numbers, &n, sizeof(n), -1) == 0) {
        n *= n;
        if(chsend(squares, &n, sizeof(n), -1) != 0) break;
    }
}

// Lets three workers compute the squares of 1 to count, and returns their sum.
static int sum_of_squares(int count) {
    int numbers[2], squares[2];
    if(chmake(numbers) != 0 || chmake(squares) != 0) fail("chmake");
    int workers = bundle();
    if(workers < 0) fail("bundle");
    for(int i = 0; i != 3; ++i)
        if(bundle_go(workers, square(numbers[1], squares[0])) != 0) fail("bundle_go");

    int sum = 0, next = 1, value;
    for(int received = 0; received < count;) {
        // Whichever is possible: a worker wants a number, or one has a square.
        struct chclause clauses[] = {
            {CHRECV, squares[1], &value, sizeof(value)},
            {CHSEND, numbers[0], &next, sizeof(next)},
        };
        int chosen = choose(clauses, next <= count ? 2 : 1, now() + 1000);
        if(chosen < 0 || errno != 0) fail("choose");
        if(chosen == 0) {
            sum += value;
            received++;
        } else {
            next++;
        }
    }

    chdone(numbers[0]);
    bundle_wait(workers, -1);
    hclose(workers);
    for(int i = 0; i != 2; ++i) {
        hclose(numbers[i]);
        hclose(squares[i]);
    }
    return sum;
}
// END EXAMPLE

int main(void) {
    if(sum_of_squares(100) != 338350 || sum_of_squares(0) != 0) fail("sum_of_squares");
    return 0;
}
