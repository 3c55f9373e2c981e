// A C++ program uses the same header and library.

#include "check.h"
#include <httpcore.h>
#include <string>

int main() {
    CHECK(std::string(HTTPCORE_VERSION) == httpcore_version());
}
