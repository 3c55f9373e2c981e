/* httpcore.h: what libhttpcore offers beside the interfaces of libdill and nng.
   Generated from the library's sources, see cbindgen/README.md there. Do not edit. */

#ifndef HTTPCORE_H_INCLUDED
#define HTTPCORE_H_INCLUDED

/* Version of this header; httpcore_version() tells that of the library in use. */
#define HTTPCORE_VERSION_MAJOR 0
#define HTTPCORE_VERSION_MINOR 1
#define HTTPCORE_VERSION_PATCH 0
#define HTTPCORE_VERSION "0.1.0"

/* Precedes every declaration; a program may define it beforehand. */
#if !defined HTTPCORE_DECL
#define HTTPCORE_DECL extern
#endif

#include <stdint.h>

#if defined __cplusplus
extern "C" {
#endif

/**
 * What `httpcore_server_set` sets. The values of timeouts are milliseconds, 0 for none. A connection that has waited
 * for its peer for so long is closed, in the middle of a request after a response with status 408.
 */
typedef enum httpcore_server_option {
    /**
     * 1: responses without a `Date` get one (RFC 9110 section 6.6.1); 0: they do not. Initially 0, because nng's servers
     * send none.
     */
    HTTPCORE_SERVER_DATE = 1,
    /** For the handshake of TLS. Initially 30,000. */
    HTTPCORE_SERVER_HANDSHAKE_TIMEOUT = 2,
    /** For a request to begin. Initially 300,000. */
    HTTPCORE_SERVER_IDLE_TIMEOUT = 3,
    /** For the rest of a request's head, from its first byte on. Initially 60,000. */
    HTTPCORE_SERVER_HEAD_TIMEOUT = 4,
    /** For more of a request's body, or for the peer to take more of a response. Initially 60,000. */
    HTTPCORE_SERVER_STALL_TIMEOUT = 5,
    /** For the peer to close after the last response. Initially 2000. */
    HTTPCORE_SERVER_LINGER_TIMEOUT = 6,
} httpcore_server_option;

/**
 * Changes what the servers of nng's interface do. Holds for those that `nng_http_server_hold` makes afterwards; those
 * that are there already stay as they are. `option` is one of `enum httpcore_server_option`.
 *
 * Returns 0, or `EINVAL` for an unknown option or a value that it cannot have; `errno` is left alone. May be called at
 * any time from any thread.
 */
HTTPCORE_DECL int httpcore_server_set(int option, uint64_t value);

/**
 * Returns the version of the library that the program runs with, as `"MAJOR.MINOR.PATCH"`.
 *
 * The string is static: never freed, valid for the life of the process. Compare it with `HTTPCORE_VERSION`, the
 * version of the header that the program was compiled with. The call cannot fail.
 */
HTTPCORE_DECL const char *httpcore_version(void);

#if defined __cplusplus
}
#endif

#endif
