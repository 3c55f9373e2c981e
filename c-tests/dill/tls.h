/* TLS connections between two ends in this program. */

#ifndef TLS_H_INCLUDED
#define TLS_H_INCLUDED

#include "pair.h"
#include <stdlib.h>

/* The name of a file in tests/tls/pem. Each call with the same slot, 0 or 1, reuses its memory. */
static inline const char *pem(int slot, const char *name) {
    static char paths[2][4096];
    const char *end = strrchr(__FILE__, '/');
    CHECK(end != NULL);
    snprintf(paths[slot], sizeof(paths[slot]), "%.*s/../../tests/tls/pem/%s", (int)(end - __FILE__), __FILE__, name);
    return paths[slot];
}

static inline int attach_as_server(int s, int64_t deadline) {
    return tls_attach_server(s, pem(0, "server.crt"), pem(1, "server.key"), deadline);
}

static coroutine void attaches_server(int s, int *attached) {
    *attached = attach_as_server(s, now() + 10000);
}

/* Puts TLS on both ends of a connection; the first is the client. */
static inline void make_tls(int s[2]) {
    int server = -1, b = bundle();
    CHECK(b >= 0);
    CHECK_OK(bundle_go(b, attaches_server(s[1], &server)));
    s[0] = tls_attach_client(s[0], now() + 10000);
    CHECK(s[0] >= 0);
    CHECK_OK(bundle_wait(b, -1));
    CHECK(server >= 0);
    s[1] = server;
    CHECK_OK(hclose(b));
}

static inline void make_tls_pair(int s[2]) {
    make_pair(s);
    make_tls(s);
}

#endif
