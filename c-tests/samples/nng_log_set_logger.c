// stdout: nng_log_set_logger.out
// reference: differs, nng 1.5 does not log
//
// The example of the manual pages about log messages: a program that collects them, and why a configuration is refused.

#include "nng_sample.h"

#include <nng/supplemental/tls/tls.h>

// EXAMPLE
// Prints what goes wrong, in a form of the program's own.
static void print(nng_log_level level, nng_log_facility facility, const char *msgid, const char *msg) {
    (void)facility;
    printf("%s%s: %s\n", level <= NNG_LOG_ERR ? "error " : "", msgid ? msgid : "-", msg);
}

static void watch(void) {
    nng_log_set_logger(print);
    nng_log_set_level(NNG_LOG_WARN);
    nng_log_warn("DISK", "%d %% full", 95);
    // Not important enough.
    nng_log_debug("DISK", "looked at %s", "/var");
}
// END EXAMPLE

int main(void) {
    nng_tls_config *config;

    watch();
    check(nng_tls_config_alloc(&config, NNG_TLS_MODE_CLIENT), "TLS");
    if(nng_tls_config_ca_chain(config, "no certificate", NULL) == 0) return 1;
    nng_tls_config_free(config);
    return 0;
}
