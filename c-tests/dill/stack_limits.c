// Where the system's limits bind, go fails with ENOMEM, and nothing is lost: neither what runs, nor what can run later.
// only: native
// time-limit: 60
// memcheck: no, valgrind needs more memory and mappings than the limits leave
#include "../check.h"
#include <libdill.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>

enum { GUARD_INSTALL = 102 };

static int waiting, ended;

static coroutine void idle(int ch) {
    int value;
    waiting++;
    CHECK_OK(chrecv(ch, &value, sizeof(value), -1));
    CHECK_INT(value, 42);
    ended++;
}

static coroutine void overflows(int depth) {
    volatile char a[4096];
    a[0] = 1;
    if(depth > 0) overflows(depth - 1);
    a[1] = a[0];
}

/* Starts as many as can be started, up to some number, in bundles of their own or in one; then lets all of them end. */
static int fill(int most, int own_bundles) {
    int *handles = calloc((size_t)most + 1, sizeof(int)), b = bundle(), ch[2], value = 42, n, i, h = 0;
    CHECK(handles != NULL);
    CHECK_OK(chmake(ch));
    waiting = ended = 0;
    for(n = 0; n != most; ++n) {
        h = own_bundles ? go(idle(ch[1])) : bundle_go(b, idle(ch[1]));
        if(h < 0) break;
        handles[n] = h;
    }
    if(h < 0) {
        CHECK_INT(errno, ENOMEM);
        /* Not by chance, and without effect. */
        for(i = 0; i != 10; ++i) CHECK_ERRNO(bundle_go(b, idle(ch[1])), ENOMEM);
        for(i = 0; i != 10; ++i) CHECK_ERRNO(go(idle(ch[1])), ENOMEM);
    }
    CHECK_INT(waiting, n);
    for(i = 0; i != n; ++i) CHECK_OK(chsend(ch[0], &value, sizeof(value), 0));
    CHECK_ERRNO(chsend(ch[0], &value, sizeof(value), 0), ETIMEDOUT);
    if(!own_bundles) CHECK_OK(bundle_wait(b, -1));
    for(i = 0; own_bundles && i != n; ++i) CHECK_OK(hclose(handles[i]));
    CHECK_INT(ended, n);
    CHECK_OK(hclose(b));
    CHECK_OK(hclose(ch[0]));
    CHECK_OK(hclose(ch[1]));
    free(handles);
    return n;
}

/* Half a GiB of address space. */
static int little_memory(void) {
    struct rlimit limit = {(rlim_t)512 << 20, (rlim_t)512 << 20};
    int n;
    CHECK_OK(setrlimit(RLIMIT_AS, &limit));
    n = fill(100000, 0);
    CHECK(n > 1000 && n < 2000);
    /* Again and again; a few less, since the heap has grown as well. */
    CHECK_INT(fill(n - 50, 1), n - 50);
    CHECK_INT(fill(n - 50, 0), n - 50);
    return 0;
}

/* A system that does not know how to make pages inaccessible within a mapping. */
static int no_guards(void) {
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_madvise, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2])),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, GUARD_INSTALL, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EINVAL),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof(code) / sizeof(*code), code};
    int n, limit, status;
    FILE *f;
    if(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
        printf("filters are not available\n");
        return 0;
    }
    CHECK_ERRNO(madvise((void *)(uintptr_t)4096, 4096, GUARD_INSTALL), EINVAL);

    if(fork() == 0) {
        int h = go(overflows(1000));
        CHECK(h >= 0);
        _exit(0);
    }
    CHECK(wait(&status) > 0);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);

    /* Two mappings a stack. */
    f = fopen("/proc/sys/vm/max_map_count", "r");
    if(f == NULL || fscanf(f, "%d", &limit) != 1 || limit > 80000) return 0;
    fclose(f);
    n = fill(limit, 0);
    CHECK(n > limit / 2 - 1000 && n <= limit / 2);
    CHECK_INT(fill(n - 100, 1), n - 100);
    return 0;
}

/* A process that locks all memory that it gets from now on, and may lock no more than 8 MiB. */
static int locked_memory(void) {
    struct rlimit limit;
    int n;
    CHECK_INT(fill(3, 0), 3);
    CHECK_OK(getrlimit(RLIMIT_MEMLOCK, &limit));
    if(limit.rlim_max > (rlim_t)8 << 20) limit.rlim_max = (rlim_t)8 << 20;
    limit.rlim_cur = limit.rlim_max;
    CHECK_OK(setrlimit(RLIMIT_MEMLOCK, &limit));
    /* The superuser may lock as much as there is. */
    if(geteuid() == 0) CHECK_OK(setuid(65534));
    CHECK_OK(mlockall(MCL_FUTURE));
    n = fill(100, 0);
    CHECK(n >= 3 && n < 40);
    CHECK_INT(fill(n, 0), n);
    return 0;
}

/* Each in a process of its own, since limits cannot be taken back. */
static void run(int (*scenario)(void)) {
    int status;
    fflush(stdout);
    if(fork() == 0) exit(scenario());
    CHECK(wait(&status) > 0);
    CHECK_INT(status, 0);
}

int main(void) {
    run(little_memory);
    run(no_guards);
    run(locked_memory);
    return 0;
}
