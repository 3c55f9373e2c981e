// A check that fails.


#include "check.h"

int main(void) {
    CHECK(1 + 1 == 3);
    return 0;
}
