// Very many coroutines at once: what they take, that each has its guard, and that all comes back.
// only: native
// time-limit: 60
// memcheck: no, valgrind looks for a stack among all others at each switch
#include "../check.h"
#include <libdill.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { MANY = 50000, STACK = 256 * 1024, GUARD_INSTALL = 102 };

static char *somewhere_on_stack[MANY];
static int ended, pipe_fds[2];

static coroutine void idle(int i, int ch) {
    char here;
    int value;
    somewhere_on_stack[i] = &here;
    CHECK_ERRNO(chrecv(ch, &value, sizeof(value), -1), ECANCELED);
    ended++;
}

/* Whether a byte can be read; finds that out without a signal. */
static int is_readable(const char *at) {
    char c;
    ssize_t rc = write(pipe_fds[1], at, 1);
    if(rc == 1) CHECK_INT(read(pipe_fds[0], &c, 1), 1);
    else CHECK_INT(errno, EFAULT);
    return rc == 1;
}

static long status(const char *key) {
    char line[256];
    long value = -1;
    FILE *f = fopen("/proc/self/status", "r");
    CHECK(f != NULL);
    while(value < 0 && fgets(line, sizeof(line), f))
        if(strncmp(line, key, strlen(key)) == 0) value = atol(line + strlen(key) + 1);
    fclose(f);
    CHECK(value >= 0);
    return value;
}

static int mappings(void) {
    int n = 0, c;
    FILE *f = fopen("/proc/self/maps", "r");
    CHECK(f != NULL);
    while((c = getc(f)) != EOF) n += c == '\n';
    fclose(f);
    return n;
}

static int kernel_has_guards(void) {
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(page != MAP_FAILED);
    return madvise(page, 4096, GUARD_INSTALL) == 0;
}

static void guards(int n) {
    int i;
    for(i = 0; i < n; i += 7) {
        /* The control block and the frames so far are in the topmost page. */
        char *end = (char *)(((uintptr_t)somewhere_on_stack[i] | 4095) + 1);
        CHECK(is_readable(end - STACK));
        CHECK(!is_readable(end - STACK - 1));
        CHECK(!is_readable(end - STACK - 4096));
    }
}

int main(void) {
    int n = kernel_has_guards() ? MANY : 10000, half = bundle(), other_half = bundle(), ch[2], i, round;
    long before, with_many;
    CHECK_OK(pipe(pipe_fds));
    CHECK_OK(chmake(ch));
    before = status("VmRSS");
    for(round = 0; round != 2; ++round) {
        for(i = 0; i != n; ++i) CHECK_OK(bundle_go(i % 2 ? half : other_half, idle(i, ch[1])));
        CHECK_INT(ended, 0);
        /* A page of memory each, and nearly no mappings. */
        with_many = status("VmRSS");
        CHECK(with_many - before < n * 6L);
        if(n == MANY) CHECK(mappings() < 1000);
        guards(n);

        /* Every second one ends, which frees the memory, though not the address space, and leaves the others alone. */
        CHECK_OK(hclose(half));
        CHECK_INT(ended, n / 2);
        CHECK(status("VmRSS") < with_many - n / 2 * 3L);
        half = bundle();
        for(i = 1; i < n; i += 2) CHECK_OK(bundle_go(half, idle(i, ch[1])));
        CHECK(status("VmRSS") - before < n * 6L);
        guards(n);

        CHECK_OK(hclose(half));
        CHECK_OK(hclose(other_half));
        CHECK_INT(ended, n / 2 * 2 + n - n / 2);
        CHECK(status("VmRSS") - before < n);
        CHECK(status("VmSize") < 4L * 1024 * 1024);
        ended = 0;
        half = bundle();
        other_half = bundle();
    }
    return 0;
}
