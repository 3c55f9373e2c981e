/* nng/supplemental/tls/engine.h: what nng 1.x has for programs that bring a TLS engine of their own. Part of libhttpcore.
   Generated from the library's sources, see cbindgen/README.md there. Do not edit.

   TLS is part of this library: no other engine can take its place, as the checks of certificates, the limits and the
   errors that are documented are those of this one. Hence nothing is declared here, nng_tls_engine_register(),
   nng_tls_engine_send() and nng_tls_engine_recv() do not exist, and a program that calls them does not compile or link.
   nng_tls_engine_name() and its like, in tls.h, tell which engine there is. */

#ifndef NNG_SUPPLEMENTAL_TLS_ENGINE_H
#define NNG_SUPPLEMENTAL_TLS_ENGINE_H

#include <nng/supplemental/tls/tls.h>

#endif
