// Signals interrupt the system calls of the library; programs never see EINTR.
// variants: -O0 | -O1 | -O2 | -O3
#include "../check.h"
#include <libdill.h>
#include <signal.h>
#include <sys/time.h>

static int pipe_fds[2];

static void on_signal(int number) {
    char c = (char)number;
    ssize_t rc = write(pipe_fds[1], &c, 1);
    (void)rc;
}

static void ignore(int number) {
    (void)number;
}

static coroutine void sender(void) {
    CHECK_OK(kill(getpid(), SIGUSR1));
}

static coroutine void receiver(int *count) {
    char c;
    CHECK_OK(fdin(pipe_fds[0], -1));
    CHECK_INT(read(pipe_fds[0], &c, 1), 1);
    CHECK_INT(c, SIGUSR1);
    ++*count;
}

int main(void) {
    struct itimerval often = {{0, 500}, {0, 500}};
    int count = 0, i, b = bundle();
    CHECK_OK(pipe(pipe_fds));
    signal(SIGUSR1, on_signal);
    for(i = 0; i != 1000; ++i) {
        CHECK_OK(bundle_go(b, receiver(&count)));
        CHECK_OK(bundle_go(b, sender()));
        CHECK_OK(bundle_wait(b, -1));
    }
    CHECK_INT(count, 1000);

    /* Hit while it sleeps in the kernel. */
    signal(SIGALRM, ignore);
    CHECK_OK(setitimer(ITIMER_REAL, &often, NULL));
    for(i = 0; i != 20; ++i) {
        int64_t until = now() + 10;
        CHECK_OK(msleep(until));
        CHECK(now() >= until);
        CHECK_ERRNO(fdin(pipe_fds[0], now() + 5), ETIMEDOUT);
    }
    return 0;
}
