// A lock that is misused ends the process with a message: relocked, unlocked by a thread that does not have it, waited
// for without it.
// races: no, ThreadSanitizer reports the misuse
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

static void unlock(void *mtx) {
    nng_mtx_unlock((nng_mtx *)mtx);
}

static void unlock_unlocked(nng_mtx *mtx) {
    unlock(mtx);
}

static void unlock_of_another(nng_mtx *mtx) {
    nng_thread *thread;
    nng_mtx_lock(mtx);
    CHECK_OK(nng_thread_create(&thread, unlock, mtx));
    nng_thread_destroy(thread);
}

static void wait_unlocked(nng_mtx *mtx) {
    nng_cv *cv;
    CHECK_OK(nng_cv_alloc(&cv, mtx));
    nng_cv_wait(cv);
}

static void ends(void (*misuse)(nng_mtx *)) {
    int status, fds[2];
    char text[256];
    pid_t pid;
    CHECK_OK(pipe(fds));
    pid = fork();
    CHECK(pid >= 0);
    if(pid == 0) {
        struct rlimit none = { 0, 0 };
        nng_mtx *mtx;
        setrlimit(RLIMIT_CORE, &none);
        dup2(fds[1], 2);
        CHECK_OK(nng_mtx_alloc(&mtx));
        misuse(mtx);
        _exit(0);
    }
    close(fds[1]);
    CHECK_INT(waitpid(pid, &status, 0), pid);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    CHECK(read(fds[0], text, sizeof text) > 7);
    CHECK_MEM(text, "panic: ", 7);
    close(fds[0]);
}

int main(void) {
    ends(relock);
    ends(unlock_unlocked);
    ends(unlock_of_another);
#if NNG_MINOR_VERSION >= 6
    ends(wait_unlocked);
#else
    (void)wait_unlocked;
#endif
    return 0;
}
