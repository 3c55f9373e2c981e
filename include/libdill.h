/* libdill.h: coroutines, channels and network protocols with the interface of libdill. Part of libhttpcore.
   Generated from the library's sources, see cbindgen/README.md there. Do not edit.

   Switches, to be defined before inclusion:
     DILL_DISABLE_RAW_NAMES  no names without the dill_ prefix (WS_KEY_SIZE excepted)
     DILL_DISABLE_SOCKETS    coroutines, channels and handles only
     DILL_DISABLE_TLS        no TLS
     DILL_NO_EXPORTS         if not 0: declarations carry no visibility attribute
   They hide declarations; the library is the same. */

#ifndef LIBDILL_H_INCLUDED
#define LIBDILL_H_INCLUDED

#if !defined __GNUC__ && !defined __clang__
#error "libdill.h needs a compiler that understands GNU C."
#endif

#include <errno.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

#if defined __linux__
#include <alloca.h>
#endif

/* Version of the interface, as libtool counts: current, revision, age. */
#define DILL_VERSION_CURRENT 25
#define DILL_VERSION_REVISION 0
#define DILL_VERSION_AGE 5

#if defined DILL_NO_EXPORTS && DILL_NO_EXPORTS + 0 != 0
#define DILL_EXPORT
#else
#define DILL_EXPORT __attribute__((visibility("default")))
#endif

#if defined __arm__ && !defined __aarch64__
#define DILL_ALIGN __attribute__((aligned(sizeof(void *))))
#else
#define DILL_ALIGN
#endif

#if defined __cplusplus
extern "C" {
#endif

/* ------------------------------------------------------------------------------------------- coroutines, handles */

/** Operation of a `dill_chclause`: send the value to the channel. */
#define DILL_CHSEND 1

/** Operation of a `dill_chclause`: receive a value from the channel. */
#define DILL_CHRECV 2

/** Memory for one bundle, passed to `dill_bundle_mem`; in use until the bundle is closed. */
struct dill_bundle_storage {
    char _[64];
};

/** Memory for one channel, passed to `dill_chmake_mem`; in use until both ends are closed. */
struct dill_chstorage {
    char _[144];
};

/** One clause of `dill_choose`: what to do with which channel. */
struct dill_chclause {
    /** `DILL_CHSEND` or `DILL_CHRECV`. */
    int op;
    /** Handle of the channel's end. */
    int ch;
    /** The value to send, or the buffer that receives it. May be NULL when `len` is 0. */
    void *val;
    /** Size of the value in bytes. Both sides of an exchange must name the same size. */
    size_t len;
};

#if !defined DILL_DISABLE_SOCKETS

/* --------------------------------------------------------------------------------------------------------- sockets */

struct sockaddr;

/* Decides whether a SOCKS5 client with this user name and password is let in: 0 refuses. */
typedef int dill_socks5_auth_function(const char *username, const char *password);

/** Address mode: IPv4 only. */
#define DILL_IPADDR_IPV4 1

/** Address mode: IPv6 only. */
#define DILL_IPADDR_IPV6 2

/** Address mode: IPv4 if there is such an address, IPv6 otherwise. */
#define DILL_IPADDR_PREF_IPV4 3

/** Address mode: IPv6 if there is such an address, IPv4 otherwise. */
#define DILL_IPADDR_PREF_IPV6 4

/** Bytes that `dill_ipaddr_str` may write, the terminating NUL included. */
#define DILL_IPADDR_MAXSTRLEN 46

/** Flag of `dill_prefix_attach`: the length prefix is sent most significant byte first. */
#define DILL_PREFIX_BIG_ENDIAN 0

/** Flag of `dill_prefix_attach`: the length prefix is sent least significant byte first. */
#define DILL_PREFIX_LITTLE_ENDIAN 1

/** Flag of the WebSocket calls: binary messages. */
#define DILL_WS_BINARY 0

/** Flag of the WebSocket calls: text messages. */
#define DILL_WS_TEXT 1

/** Flag of the WebSocket attach calls: start with frames at once, without the HTTP handshake. */
#define DILL_WS_NOHTTP 2

/** Bytes of a buffer for `dill_ws_request_key` or `dill_ws_response_key`, the terminating NUL included. */
#define DILL_WS_KEY_SIZE 32

/** SOCKS5 command: connect to the address. */
#define DILL_SOCKS5_CONNECT 1

/** SOCKS5 command: wait for one connection. */
#define DILL_SOCKS5_BIND 2

/** SOCKS5 command: relay UDP packets. */
#define DILL_SOCKS5_UDP_ASSOCIATE 3

/** SOCKS5 reply: succeeded. */
#define DILL_SOCKS5_SUCCESS 0

/** SOCKS5 reply: general failure of the server. */
#define DILL_SOCKS5_GENERAL_FAILURE 1

/** SOCKS5 reply: the rules do not allow this connection. */
#define DILL_SOCKS5_CONNECTION_NOT_ALLOWED 2

/** SOCKS5 reply: network unreachable. */
#define DILL_SOCKS5_NETWORK_UNREACHABLE 3

/** SOCKS5 reply: host unreachable. */
#define DILL_SOCKS5_HOST_UNREACHABLE 4

/** SOCKS5 reply: connection refused. */
#define DILL_SOCKS5_CONNECTION_REFUSED 5

/** SOCKS5 reply: time to live expired. */
#define DILL_SOCKS5_TTL_EXPIRED 6

/** SOCKS5 reply: the server does not know the command. */
#define DILL_SOCKS5_COMMAND_NOT_SUPPORTED 7

/** SOCKS5 reply: the server does not know the address type. */
#define DILL_SOCKS5_ADDRESS_TYPE_NOT_SUPPORTED 8

/**
 * One element of a gather/scatter list: a buffer and the link to the next one.
 *
 * Lists must be writable: a call may change `iol_len`, `iol_next` and `iol_rsvd` while it runs and restores them
 * before it returns.
 */
struct dill_iolist {
    /** First byte of the buffer. NULL in a receive discards `iol_len` bytes where the socket supports it. */
    void *iol_base;
    /** Size of the buffer in bytes; 0 is allowed. */
    size_t iol_len;
    /** Next element, NULL in the last one. */
    struct dill_iolist *iol_next;
    /** Must be 0. */
    int iol_rsvd;
};

/**
 * An IP address with port. It begins with a `struct sockaddr_in` or a `struct sockaddr_in6` of the system, so the
 * result of `dill_ipaddr_sockaddr` may be cast to either.
 */
struct dill_ipaddr {
    /** A `sockaddr_in` or `sockaddr_in6`, unaligned, the rest unused. */
    char _[32];
};

/** Memory for one TCP listener, passed to a `dill_tcp_*_mem` function. */
struct dill_tcp_listener_storage {
    char _[56];
};

/** Memory for one TCP connection, passed to a `dill_tcp_*_mem` function. */
struct dill_tcp_storage {
    char _[72];
};

/** Memory for one UNIX-domain listener, passed to a `dill_ipc_*_mem` function. */
struct dill_ipc_listener_storage {
    char _[24];
};

/** Memory for one UNIX-domain connection, passed to a `dill_ipc_*_mem` function. */
struct dill_ipc_storage {
    char _[72];
};

/** Memory for a pair of UNIX-domain connections, passed to `dill_ipc_pair_mem`; in use until both are closed. */
struct dill_ipc_pair_storage {
    char _[144];
};

/** Memory for one length-prefix protocol, passed to `dill_prefix_attach_mem`. */
struct dill_prefix_storage {
    char _[56];
};

/** Memory for one delimiter protocol, passed to `dill_suffix_attach_mem`. */
struct dill_suffix_storage {
    char _[128];
};

/** Memory for one UDP socket, passed to `dill_udp_open_mem`. */
struct dill_udp_storage {
    char _[72];
};

/** Memory for one HTTP connection, passed to `dill_http_attach_mem`. */
struct dill_http_storage {
    char _[1296];
};

/** Memory for one WebSocket, passed to a `dill_ws_attach_*_mem` function. */
struct dill_ws_storage {
    char _[176];
};

/** Memory for one terminator protocol, passed to `dill_term_attach_mem`. */
struct dill_term_storage {
    char _[88];
};

#if !defined DILL_DISABLE_TLS

/* ------------------------------------------------------------------------------------------------------------- TLS */

/** Memory for one TLS connection, passed to a `dill_tls_attach_*_mem` function. */
struct dill_tls_storage {
    char _[72];
};

/**
 * Memory for one DTLS connection. No function uses it: DTLS was declared but never provided, and programs that
 * only name the type keep compiling.
 */
struct dill_dtls_storage {
    char _[88];
};

#endif /* DILL_DISABLE_TLS */

#endif /* DILL_DISABLE_SOCKETS */

/* Bytes of a buffer for a WebSocket key. Defined whatever the switches say. */
#define WS_KEY_SIZE 32

#if defined __cplusplus
}
#endif

/* Every public name also exists without its prefix. These are macros, so they rename every identifier of that
   spelling in the including file; DILL_DISABLE_RAW_NAMES leaves them out. */
#if !defined DILL_DISABLE_RAW_NAMES

#define coroutine dill_coroutine
#define go dill_go
#define go_mem dill_go_mem
#define bundle_go dill_bundle_go
#define bundle_go_mem dill_bundle_go_mem

#define bundle dill_bundle
#define bundle_mem dill_bundle_mem
#define bundle_wait dill_bundle_wait
#define chdone dill_chdone
#define chmake dill_chmake
#define chmake_mem dill_chmake_mem
#define choose dill_choose
#define chrecv dill_chrecv
#define chsend dill_chsend
#define fdclean dill_fdclean
#define fdin dill_fdin
#define fdout dill_fdout
#define hclose dill_hclose
#define hown dill_hown
#define msleep dill_msleep
#define now dill_now
#define yield dill_yield

#define bundle_storage dill_bundle_storage
#define chclause dill_chclause
#define chstorage dill_chstorage

#define CHSEND DILL_CHSEND
#define CHRECV DILL_CHRECV

#if !defined DILL_DISABLE_SOCKETS

#define brecv dill_brecv
#define brecvl dill_brecvl
#define bsend dill_bsend
#define bsendl dill_bsendl
#define happyeyeballs_connect dill_happyeyeballs_connect
#define http_attach dill_http_attach
#define http_attach_mem dill_http_attach_mem
#define http_detach dill_http_detach
#define http_done dill_http_done
#define http_recvfield dill_http_recvfield
#define http_recvrequest dill_http_recvrequest
#define http_recvstatus dill_http_recvstatus
#define http_sendfield dill_http_sendfield
#define http_sendrequest dill_http_sendrequest
#define http_sendstatus dill_http_sendstatus
#define ipaddr_equal dill_ipaddr_equal
#define ipaddr_family dill_ipaddr_family
#define ipaddr_len dill_ipaddr_len
#define ipaddr_local dill_ipaddr_local
#define ipaddr_port dill_ipaddr_port
#define ipaddr_remote dill_ipaddr_remote
#define ipaddr_remotes dill_ipaddr_remotes
#define ipaddr_setport dill_ipaddr_setport
#define ipaddr_sockaddr dill_ipaddr_sockaddr
#define ipaddr_str dill_ipaddr_str
#define ipc_accept dill_ipc_accept
#define ipc_accept_mem dill_ipc_accept_mem
#define ipc_close dill_ipc_close
#define ipc_connect dill_ipc_connect
#define ipc_connect_mem dill_ipc_connect_mem
#define ipc_done dill_ipc_done
#define ipc_fromfd dill_ipc_fromfd
#define ipc_fromfd_mem dill_ipc_fromfd_mem
#define ipc_listen dill_ipc_listen
#define ipc_listen_mem dill_ipc_listen_mem
#define ipc_listener_fromfd dill_ipc_listener_fromfd
#define ipc_listener_fromfd_mem dill_ipc_listener_fromfd_mem
#define ipc_pair dill_ipc_pair
#define ipc_pair_mem dill_ipc_pair_mem
#define ipc_recvfd dill_ipc_recvfd
#define ipc_sendfd dill_ipc_sendfd
#define mrecv dill_mrecv
#define mrecvl dill_mrecvl
#define msend dill_msend
#define msendl dill_msendl
#define prefix_attach dill_prefix_attach
#define prefix_attach_mem dill_prefix_attach_mem
#define prefix_detach dill_prefix_detach
#define socks5_client_connect dill_socks5_client_connect
#define socks5_client_connectbyname dill_socks5_client_connectbyname
#define socks5_proxy_auth dill_socks5_proxy_auth
#define socks5_proxy_recvcommand dill_socks5_proxy_recvcommand
#define socks5_proxy_recvcommandbyname dill_socks5_proxy_recvcommandbyname
#define socks5_proxy_sendreply dill_socks5_proxy_sendreply
#define suffix_attach dill_suffix_attach
#define suffix_attach_mem dill_suffix_attach_mem
#define suffix_detach dill_suffix_detach
#define tcp_accept dill_tcp_accept
#define tcp_accept_mem dill_tcp_accept_mem
#define tcp_close dill_tcp_close
#define tcp_connect dill_tcp_connect
#define tcp_connect_mem dill_tcp_connect_mem
#define tcp_done dill_tcp_done
#define tcp_fromfd dill_tcp_fromfd
#define tcp_fromfd_mem dill_tcp_fromfd_mem
#define tcp_listen dill_tcp_listen
#define tcp_listen_mem dill_tcp_listen_mem
#define tcp_listener_fromfd dill_tcp_listener_fromfd
#define tcp_listener_fromfd_mem dill_tcp_listener_fromfd_mem
#define term_attach dill_term_attach
#define term_attach_mem dill_term_attach_mem
#define term_detach dill_term_detach
#define term_done dill_term_done
#define udp_open dill_udp_open
#define udp_open_mem dill_udp_open_mem
#define udp_recv dill_udp_recv
#define udp_recvl dill_udp_recvl
#define udp_send dill_udp_send
#define udp_sendl dill_udp_sendl
#define ws_attach_client dill_ws_attach_client
#define ws_attach_client_mem dill_ws_attach_client_mem
#define ws_attach_server dill_ws_attach_server
#define ws_attach_server_mem dill_ws_attach_server_mem
#define ws_detach dill_ws_detach
#define ws_done dill_ws_done
#define ws_recv dill_ws_recv
#define ws_recvl dill_ws_recvl
#define ws_request_key dill_ws_request_key
#define ws_response_key dill_ws_response_key
#define ws_send dill_ws_send
#define ws_sendl dill_ws_sendl
#define ws_status dill_ws_status

#define iolist dill_iolist
#define ipaddr dill_ipaddr
#define tcp_listener_storage dill_tcp_listener_storage
#define tcp_storage dill_tcp_storage
#define ipc_listener_storage dill_ipc_listener_storage
#define ipc_storage dill_ipc_storage
#define ipc_pair_storage dill_ipc_pair_storage
#define prefix_storage dill_prefix_storage
#define suffix_storage dill_suffix_storage
#define udp_storage dill_udp_storage
#define http_storage dill_http_storage
#define ws_storage dill_ws_storage
#define term_storage dill_term_storage

#define IPADDR_IPV4 DILL_IPADDR_IPV4
#define IPADDR_IPV6 DILL_IPADDR_IPV6
#define IPADDR_PREF_IPV4 DILL_IPADDR_PREF_IPV4
#define IPADDR_PREF_IPV6 DILL_IPADDR_PREF_IPV6
#define IPADDR_MAXSTRLEN DILL_IPADDR_MAXSTRLEN
#define PREFIX_BIG_ENDIAN DILL_PREFIX_BIG_ENDIAN
#define PREFIX_LITTLE_ENDIAN DILL_PREFIX_LITTLE_ENDIAN
#define WS_BINARY DILL_WS_BINARY
#define WS_TEXT DILL_WS_TEXT
#define WS_NOHTTP DILL_WS_NOHTTP
#define SOCKS5_CONNECT DILL_SOCKS5_CONNECT
#define SOCKS5_BIND DILL_SOCKS5_BIND
#define SOCKS5_UDP_ASSOCIATE DILL_SOCKS5_UDP_ASSOCIATE
#define SOCKS5_SUCCESS DILL_SOCKS5_SUCCESS
#define SOCKS5_GENERAL_FAILURE DILL_SOCKS5_GENERAL_FAILURE
#define SOCKS5_CONNECTION_NOT_ALLOWED DILL_SOCKS5_CONNECTION_NOT_ALLOWED
#define SOCKS5_NETWORK_UNREACHABLE DILL_SOCKS5_NETWORK_UNREACHABLE
#define SOCKS5_HOST_UNREACHABLE DILL_SOCKS5_HOST_UNREACHABLE
#define SOCKS5_CONNECTION_REFUSED DILL_SOCKS5_CONNECTION_REFUSED
#define SOCKS5_TTL_EXPIRED DILL_SOCKS5_TTL_EXPIRED
#define SOCKS5_COMMAND_NOT_SUPPORTED DILL_SOCKS5_COMMAND_NOT_SUPPORTED
#define SOCKS5_ADDRESS_TYPE_NOT_SUPPORTED DILL_SOCKS5_ADDRESS_TYPE_NOT_SUPPORTED

#if !defined DILL_DISABLE_TLS

#define tls_attach_client dill_tls_attach_client
#define tls_attach_client_mem dill_tls_attach_client_mem
#define tls_attach_server dill_tls_attach_server
#define tls_attach_server_mem dill_tls_attach_server_mem
#define tls_detach dill_tls_detach
#define tls_done dill_tls_done

#define tls_storage dill_tls_storage
#define dtls_storage dill_dtls_storage

#endif /* DILL_DISABLE_TLS */

#endif /* DILL_DISABLE_SOCKETS */

#endif /* DILL_DISABLE_RAW_NAMES */

#endif
