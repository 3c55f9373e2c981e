// The example of the manual page nng_tls_engine_name(3tls): what TLS is made of.

#include "nng_sample.h"

#include <nng/supplemental/tls/tls.h>

// EXAMPLE
static void print_versions(void) {
    printf("nng %s, TLS by %s (%s)%s\n", nng_version(), nng_tls_engine_name(), nng_tls_engine_description(),
        nng_tls_engine_fips_mode() ? ", certified" : "");
}
// END EXAMPLE

int main(void) {
    print_versions();
    return 0;
}
