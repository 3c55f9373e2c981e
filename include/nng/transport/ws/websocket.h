/* nng/transport/ws/websocket.h: registration of a transport with the interface of nng 1.x. Part of libhttpcore.
   Generated from the library's sources, see cbindgen/README.md there. Do not edit. */

#ifndef NNG_TRANSPORT_WS_WEBSOCKET_H
#define NNG_TRANSPORT_WS_WEBSOCKET_H

#include <nng/nng.h>

/* Other names of the same options. */
#define NNG_OPT_WSS_REQUEST_HEADERS NNG_OPT_WS_REQUEST_HEADERS
#define NNG_OPT_WSS_RESPONSE_HEADERS NNG_OPT_WS_RESPONSE_HEADERS

#if defined __cplusplus
extern "C" {
#endif

/** Does nothing: the transport over WebSocket needs no registration. For programs that were written when it did. Returns 0. */
NNG_DECL int nng_ws_register(void);

/** Does nothing: the transport over WebSocket and TLS needs no registration. For programs that were written when it did. Returns 0. */
NNG_DECL int nng_wss_register(void);

#if defined __cplusplus
}
#endif

#endif
