// A forked child must not use the library when the parent has started it: it is ended at once instead of hanging.
#include "../check.h"
#include <nng/nng.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

int main(void) {
    nng_aio *aio;
    int status, fds[2];
    char text[256];
    // A child forked before the start may use it.
    pid_t pid = fork();
    CHECK(pid >= 0);
    if(pid == 0) {
        CHECK_OK(nng_aio_alloc(&aio, NULL, NULL));
        nng_sleep_aio(1, aio);
        nng_aio_wait(aio);
        _exit(0);
    }
    CHECK_INT(waitpid(pid, &status, 0), pid);
    CHECK_INT(status, 0);

    CHECK_OK(nng_aio_alloc(&aio, NULL, NULL));
    CHECK_OK(pipe(fds));
    pid = fork();
    CHECK(pid >= 0);
    if(pid == 0) {
        struct rlimit none = { 0, 0 };
        setrlimit(RLIMIT_CORE, &none);
        dup2(fds[1], 2);
        nng_aio_alloc(&aio, NULL, NULL);
        _exit(0);
    }
    CHECK_INT(waitpid(pid, &status, 0), pid);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    CHECK(read(fds[0], text, sizeof text) > 7);
    CHECK_MEM(text, "panic: ", 7);
    nng_aio_free(aio);
    return 0;
}
