// stdout: nng_strerror.out
//
// The example of the manual page nng_strerror(3): what can be done about an error.

#include "nng_sample.h"

#include <nng/supplemental/tls/tls.h>

#include <errno.h>

// EXAMPLE
// Reports an error of a file. Returns whether it is one that the user can do something about.
static bool report(const char *file, int error) {
    printf("%s: %s\n", file, nng_strerror(error));
    switch(error) {
    case NNG_ENOENT:
    case NNG_EPERM:
        return true;
    case NNG_ENOMEM:
        return false;
    default:
        // An error of the system that has no number of its own here.
        if(error & NNG_ESYSERR) return (error & ~NNG_ESYSERR) == EISDIR;
        return false;
    }
}
// END EXAMPLE

int main(void) {
    nng_tls_config *config;
    check(nng_tls_config_alloc(&config, NNG_TLS_MODE_CLIENT), "TLS");
    printf("%d\n", report("no-such-file", nng_tls_config_ca_file(config, "no-such-file")));
    printf("%d\n", report("/", nng_tls_config_ca_file(config, "/")));
    nng_tls_config_free(config);
    return 0;
}
