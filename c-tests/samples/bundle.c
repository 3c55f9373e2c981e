// The example of the manual page bundle(3): several coroutines try the same, and the first that succeeds ends the others.

#include <libdill.h>

#include <stdio.h>
#include <stdlib.h>

static void fail(const char *what) {
    perror(what);
    exit(1);
}

// EXAMPLE
// Stands for a request that takes some time.
static coroutine void ask(int server, int64_t duration, int answers) {
    // Fails when nobody wants to know any more.
    if(msleep(now() + duration) != 0) return;
    chsend(answers, &server, sizeof(server), -1);
}

// Asks all servers at the same time, and returns which of them answers first.
static int fastest(const int64_t *durations, int count) {
    int answers[2], winner;
    if(chmake(answers) != 0) fail("chmake");
    int b = bundle();
    if(b < 0) fail("bundle");
    for(int i = 0; i != count; ++i)
        if(bundle_go(b, ask(i, durations[i], answers[1])) != 0) fail("bundle_go");
    if(chrecv(answers[0], &winner, sizeof(winner), now() + 60000) != 0) fail("chrecv");
    // Cancels the others. When this returns, nobody uses the channel.
    hclose(b);
    hclose(answers[0]);
    hclose(answers[1]);
    return winner;
}
// END EXAMPLE

int main(void) {
    const int64_t hour = 3600000, durations[] = {hour, 5, 2 * hour};
    int winner = fastest(durations, 3);
    printf("number %d was the fastest\n", winner);
    return winner != 1;
}
