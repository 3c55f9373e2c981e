// The whole path of a program that passes: macros, arguments, environment, output, the library itself.
// args: one two
// env: SUITE=self
// define: TWO=2
// stdout: passes.txt
// variants: -O0 | gcc -O2 -std=c99 -D_POSIX_C_SOURCE=200809L | clang -O2

#include "check.h"
#include <httpcore.h>
#include <stdlib.h>

int main(int argc, char *argv[]) {
    CHECK_INT(argc, 1 + TWO);
    CHECK_STR(argv[2], "two");
    CHECK_STR(getenv("SUITE"), "self");
    CHECK_STR(httpcore_version(), HTTPCORE_VERSION);
    CHECK_MEM("abc", "abd", 2);
    CHECK_ERRNO(close(-1), EBADF);
    CHECK_OK(puts("passed") < 0);
    return 0;
}
