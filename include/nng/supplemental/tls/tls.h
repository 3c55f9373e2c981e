/* nng/supplemental/tls/tls.h: TLS configuration with the interface of nng 1.x. Part of libhttpcore.
   Generated from the library's sources, see cbindgen/README.md there. Do not edit. */

#ifndef NNG_SUPPLEMENTAL_TLS_TLS_H
#define NNG_SUPPLEMENTAL_TLS_TLS_H

#include <nng/nng.h>

#if defined __cplusplus
extern "C" {
#endif

/** The side of a TLS connection that a configuration is for. */
typedef enum nng_tls_mode {
    /** The side that connects. */
    NNG_TLS_MODE_CLIENT = 0,
    /** The side that accepts. */
    NNG_TLS_MODE_SERVER = 1,
} nng_tls_mode;

/** Whether the peer has to prove who it is. */
typedef enum nng_tls_auth_mode {
    /** The peer's certificate is not looked at. */
    NNG_TLS_AUTH_MODE_NONE = 0,
    /** A certificate is verified when the peer has one. */
    NNG_TLS_AUTH_MODE_OPTIONAL = 1,
    /** The peer must have a certificate and it must verify. */
    NNG_TLS_AUTH_MODE_REQUIRED = 2,
} nng_tls_auth_mode;

/** Protocol versions, as on the wire. */
typedef enum nng_tls_version {
    /** TLS 1.0. */
    NNG_TLS_1_0 = 769,
    /** TLS 1.1. */
    NNG_TLS_1_1 = 770,
    /** TLS 1.2. */
    NNG_TLS_1_2 = 771,
    /** TLS 1.3. */
    NNG_TLS_1_3 = 772,
} nng_tls_version;

#if defined __cplusplus
}
#endif

#endif
