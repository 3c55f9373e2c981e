/* nng/transport/ipc/ipc.h: registration of a transport with the interface of nng 1.x. Part of libhttpcore.
   Generated from the library's sources, see cbindgen/README.md there. Do not edit. */

#ifndef NNG_TRANSPORT_IPC_IPC_H
#define NNG_TRANSPORT_IPC_IPC_H

#include <nng/nng.h>

#if defined __cplusplus
extern "C" {
#endif

/** Does nothing: the transport over UNIX-domain sockets needs no registration. For programs that were written when it did. Returns 0. */
NNG_DECL int nng_ipc_register(void);

#if defined __cplusplus
}
#endif

#endif
