// A lock that is misused ends the process: relocked, or unlocked by a thread that does not have it.
#include "../check.h"
#include <nng/nng.h>
#include <nng/supplemental/util/platform.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

static void relock(nng_mtx *mtx) {
    nng_mtx_lock(mtx);
    nng_mtx_lock(mtx);
}

static void unlock(nng_mtx *mtx) {
    nng_mtx_unlock(mtx);
}

static void ends(void (*misuse)(nng_mtx *)) {
    int status;
    pid_t pid = fork();
    CHECK(pid >= 0);
    if(pid == 0) {
        struct rlimit none = { 0, 0 };
        nng_mtx *mtx;
        setrlimit(RLIMIT_CORE, &none);
        CHECK_OK(nng_mtx_alloc(&mtx));
        misuse(mtx);
        _exit(0);
    }
    CHECK_INT(waitpid(pid, &status, 0), pid);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

int main(void) {
    ends(relock);
    ends(unlock);
    return 0;
}
