/* What the programs of nng's interface share. */

#ifndef NNG_COMMON_H_INCLUDED
#define NNG_COMMON_H_INCLUDED

#include "pattern.h"
#include <nng/nng.h>
#include <nng/supplemental/http/http.h>
#include <nng/supplemental/tls/tls.h>

/* A call of nng's has succeeded. */
static inline void succeed(int error, const char *what) {
    if(error == 0) return;
    fprintf(stderr, "%s: %s\n", what, nng_strerror(error));
    check_end();
}

/* The version of TLS with this last digit. */
static inline nng_tls_version tls_version(const char *digit) {
    return strcmp(digit, "2") == 0 ? NNG_TLS_1_2 : NNG_TLS_1_3;
}

#endif
