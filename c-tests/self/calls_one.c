// A program that calls one function of nng's interface, and only names another one.
#include <nng/nng.h>

#define UNUSED nng_aio_alloc

int main(void) {
    return nng_version() == 0;
}
