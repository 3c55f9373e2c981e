// A program that passes on both.
#include "check.h"
#include <nng/nng.h>

// Used on one side only.
static int minor(void) {
    return NNG_MINOR_VERSION;
}

int main(void) {
#if NNG_MINOR_VERSION >= 6
    CHECK(minor() >= 6);
#else
    CHECK_STR(nng_version(), "1.5.2");
#endif
    return 0;
}
