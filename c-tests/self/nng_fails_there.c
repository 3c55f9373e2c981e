#include "check.h"
#include <nng/nng.h>

int main(void) {
    CHECK(NNG_MINOR_VERSION >= 6);
    return 0;
}
