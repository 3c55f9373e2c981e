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

#if defined __cplusplus
extern "C" {
#endif

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
