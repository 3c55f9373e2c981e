/* tcp_close with and without a deadline, and its name in every other place where a program may have it. */

#include <libdill.h>

#include "check.h"

struct operations {
    int (*tcp_close)(int s, int64_t deadline);
};

static int apply(int (*close)(int, int64_t), int s) { return close(s, 0); }

int main(void) {
    CHECK_ERRNO(tcp_close(-1), EBADF);
    CHECK_ERRNO(tcp_close(-1, 0), EBADF);
    CHECK_ERRNO((tcp_close)(-1, 0), EBADF);
    CHECK_ERRNO(dill_tcp_close(-1, 0), EBADF);
    CHECK_ERRNO(apply(tcp_close, -1), EBADF);
    CHECK_ERRNO(apply(&tcp_close, -1), EBADF);
    struct operations operations = {tcp_close};
    CHECK_ERRNO(operations.tcp_close(-1, 0), EBADF);
    return 0;
}
