/* nng/supplemental/util/options.h: command line options with the interface of nng 1.x. Part of libhttpcore.
   Generated from the library's sources, see cbindgen/README.md there. Do not edit. */

#ifndef NNG_SUPPLEMENTAL_UTIL_OPTIONS_H
#define NNG_SUPPLEMENTAL_UTIL_OPTIONS_H

#include <nng/nng.h>

#if defined __cplusplus
extern "C" {
#endif

/** One command line option that `nng_opts_parse` knows. A list of them ends with an element whose `o_val` is 0. */
typedef struct nng_optspec {
    /** Long name without the dashes, or NULL. */
    const char *o_name;
    /** Short name, a character, or 0. */
    int o_short;
    /** What `nng_opts_parse` stores when it meets the option; not 0. */
    int o_val;
    /** True when the option takes an argument. */
    bool o_arg;
} nng_optspec;

#if defined __cplusplus
}
#endif

#endif
