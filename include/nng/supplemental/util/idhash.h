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

/**
 * A map from 64-bit identifiers to pointers, which are never NULL. It can also choose identifiers.
 *
 * A map is used by one thread at a time. Functions given a NULL handle return `NNG_EINVAL`, NULL or false.
 */
typedef struct nng_id_map_s nng_id_map_s;

/** See `nng_id_map_s`. */
typedef struct nng_id_map_s nng_id_map;

/**
 * Makes an empty map and stores it in `*mapp`, for `nng_id_map_free`. `lo` and `hi` are the first and the last of the
 * identifiers that `nng_id_alloc` chooses from; 0 stands for 1 and 0xffffffff. It begins with `lo`, or at random if
 * `flags` has `NNG_MAP_RANDOM`. Returns 0, `NNG_EINVAL` if `mapp` is NULL or there is no identifier from `lo` to `hi`,
 * or `NNG_ENOMEM`. Since nng 1.7.1.
 *
 * Requirements: `mapp` is NULL or writable.
 */
NNG_DECL int nng_id_map_alloc(nng_id_map **mapp, uint64_t lo, uint64_t hi, int flags);

/**
 * Releases a map, but not what its pointers point to. NULL is allowed. Since nng 1.7.1.
 *
 * Requirements: `map` is NULL or a valid handle, which nobody uses any more.
 */
NNG_DECL void nng_id_map_free(nng_id_map *map);

/**
 * Returns the pointer of an identifier, NULL if it has none. Since nng 1.7.1.
 *
 * Requirements: `map` is NULL or a valid handle.
 */
NNG_DECL void *nng_id_get(nng_id_map *map, uint64_t id);

/**
 * Sets the pointer of an identifier, which may be any number. Returns 0, `NNG_EINVAL` if the pointer is NULL (there is
 * `nng_id_remove`), or `NNG_ENOMEM`. Since nng 1.7.1.
 *
 * Requirements: `map` is NULL or a valid handle.
 */
NNG_DECL int nng_id_set(nng_id_map *map, uint64_t id, void *value);

/**
 * Sets the pointer of an identifier that has none, and stores the identifier in `*idp`: the next one of the map's range
 * behind the one that was chosen before; behind the last one comes the first. Returns 0, `NNG_EINVAL` if the pointer or
 * `idp` is NULL, or `NNG_ENOMEM`, also if every identifier of the range has a pointer. Since nng 1.7.1.
 *
 * Requirements: `map` is NULL or a valid handle; `idp` is NULL or writable.
 */
NNG_DECL int nng_id_alloc(nng_id_map *map, uint64_t *idp, void *value);

/**
 * Removes an identifier. Returns 0, `NNG_EINVAL`, or `NNG_ENOENT` if it has no pointer. Since nng 1.7.1.
 *
 * Requirements: `map` is NULL or a valid handle.
 */
NNG_DECL int nng_id_remove(nng_id_map *map, uint64_t id);

/**
 * Walks through the map: stores an identifier in `*idp` and its pointer in `*valuep`, moves `*cursor` on and returns
 * true; returns false when there is no further one. The cursor is 0 in the beginning. The order means nothing, and the
 * map must not be changed meanwhile. Since nng 1.9.
 *
 * Requirements: `map` is NULL or a valid handle; `idp`, `valuep` and `cursor` are NULL or writable. Nothing is stored at NULL; without
 * a cursor the result is false.
 */
NNG_DECL bool nng_id_visit(nng_id_map *map, uint64_t *idp, void **valuep, uint32_t *cursor);

#if defined __cplusplus
}
#endif

#endif
