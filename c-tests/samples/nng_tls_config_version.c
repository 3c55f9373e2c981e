// stdout: nng_tls_config_version.out
//
// The example of the manual page nng_tls_config_version(3tls): nothing older than necessary.

#include "nng_sample.h"

#include <nng/supplemental/tls/tls.h>

// EXAMPLE
// Uses the newest protocol only, if the library has it, otherwise TLS 1.2.
static void modern_only(nng_tls_config *config) {
    int error = nng_tls_config_version(config, NNG_TLS_1_3, NNG_TLS_1_3);

    if(error == NNG_ENOTSUP) error = nng_tls_config_version(config, NNG_TLS_1_2, NNG_TLS_1_2);
    check(error, "versions");
}
// END EXAMPLE

int main(void) {
    nng_tls_config *config;
    check(nng_tls_config_alloc(&config, NNG_TLS_MODE_CLIENT), "TLS");
    modern_only(config);
    printf("%s\n", nng_strerror(nng_tls_config_version(config, NNG_TLS_1_3, NNG_TLS_1_2)));
    nng_tls_config_free(config);
    return 0;
}
