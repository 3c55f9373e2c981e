/* nng/supplemental/util/idhash.h: map from identifiers to pointers with the interface of nng 1.x. Part of libhttpcore.
   Generated from the library's sources, see cbindgen/README.md there. Do not edit. */

#ifndef NNG_SUPPLEMENTAL_UTIL_IDHASH_H
#define NNG_SUPPLEMENTAL_UTIL_IDHASH_H

#include <nng/nng.h>

#if defined __cplusplus
extern "C" {
#endif

/** Flag of `nng_id_map_alloc`: start at a random identifier. */
#define NNG_MAP_RANDOM 1

#if defined __cplusplus
}
#endif

#endif
