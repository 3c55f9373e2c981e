/* nng/supplemental/util/platform.h: threads, locks and clocks with the interface of nng 1.x. Part of libhttpcore.
   Generated from the library's sources, see cbindgen/README.md there. Do not edit.

   The declarations moved to nng/nng.h; this header stays for programs that include it. */

#ifndef NNG_SUPPLEMENTAL_UTIL_PLATFORM_H
#define NNG_SUPPLEMENTAL_UTIL_PLATFORM_H

#include <nng/nng.h>

#endif
