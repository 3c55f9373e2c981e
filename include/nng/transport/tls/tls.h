/* nng/transport/tls/tls.h: registration of a transport with the interface of nng 1.x. Part of libhttpcore.
   Generated from the library's sources, see cbindgen/README.md there. Do not edit. */

#ifndef NNG_TRANSPORT_TLS_TLS_H
#define NNG_TRANSPORT_TLS_TLS_H

#include <nng/nng.h>

#if defined __cplusplus
extern "C" {
#endif

/** Does nothing: TLS needs no registration. For programs that were written when it did. Returns 0. */
NNG_DECL int nng_tls_register(void);

#if defined __cplusplus
}
#endif

#endif
