// reference: differs, as is said here, but it does not
#include <nng/nng.h>

int main(void) {
    return nng_strerror(NNG_EINTR) == NULL;
}
