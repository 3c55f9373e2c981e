// stdout: nng_tls_config_ca_chain.out
//
// The example of the manual page nng_tls_config_ca_chain(3tls): authorities that come from a place of the program's own.
// The certificates are those of the tests.

#include "nng_sample.h"

#include <nng/supplemental/tls/tls.h>

// EXAMPLE
// Trusts the authorities in a text, but not those of their certificates that they have revoked.
static void trust(nng_tls_config *config, const char *authorities, const char *revoked) {
    int error = nng_tls_config_ca_chain(config, authorities, revoked);

    // Nothing has changed then; what exactly is wrong is logged.
    if(error == NNG_ECRYPTO) fprintf(stderr, "a certificate or a list of revocations is malformed or missing\n");
    check(error, "authorities");
}
// END EXAMPLE

static void text_of(char *text, size_t size, const char *name) {
    FILE *file = fopen(sample_pem(name), "r");
    size_t length = file ? fread(text, 1, size - 1, file) : 0;
    if(file) fclose(file);
    text[length] = 0;
}

int main(void) {
    char authority[8192], revoked[8192];
    nng_tls_config *config;

    text_of(authority, sizeof authority, "ca.crt");
    text_of(revoked, sizeof revoked, "ca.crl");
    check(nng_tls_config_alloc(&config, NNG_TLS_MODE_CLIENT), "TLS");
    trust(config, authority, revoked);
    trust(config, authority, NULL);
    printf("%s\n", nng_strerror(nng_tls_config_ca_chain(config, authority, "")));
    nng_tls_config_free(config);
    return 0;
}
