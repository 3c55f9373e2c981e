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

/**
 * Reads the next option of a command line.
 *
 * `*optidx` says which word is next, at first 1. When an option was found, its `o_val` is stored in `*val`, a pointer to
 * its argument in `*optarg` if it takes one, and `*optidx` is moved behind it. `opts` is a list of the options there
 * are, whose end has the `o_val` 0.
 *
 * `-x` is a short option and `--name` a long one, which may be abbreviated as long as it stays unique. The argument
 * of a short option follows at once or as the next word; that of a long one behind `=` or `:` or as the next word.
 *
 * Returns 0 if there was an option; -1 if there is none: the word does not begin with `-`, or is a lone `-`, which is
 * passed over, or there are no more words. Errors, for which nothing is stored: `NNG_EINVAL` if there is no such option,
 * it takes no argument and has one, or a pointer is NULL; `NNG_EAMBIGUOUS` if the abbreviation fits several;
 * `NNG_ENOARG` if an argument is missing.
 *
 * Requirements: `argv` is NULL or has `argc` strings. `opts` is NULL or a list as above, whose names are NULL or strings. `val`,
 * `optarg` and `optidx` are NULL or writable. `optarg` may be NULL if no option takes an argument.
 */
NNG_DECL int nng_opts_parse(int argc, char *const *argv, const struct nng_optspec *opts, int *val, char
    **optarg, int *optidx);

#if defined __cplusplus
}
#endif

#endif
