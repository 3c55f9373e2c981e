/* nng/nng.h: asynchronous operations, URLs, streams, messages and more with the interface of nng 1.x.
   Part of libhttpcore. Generated from the library's sources, see cbindgen/README.md there. Do not edit.

   Switches, to be defined before inclusion:
     NNG_DECL              what precedes every declaration
     NNG_DEPRECATED        attribute of deprecated declarations
     NNG_ELIDE_DEPRECATED  no deprecated declarations */

#ifndef NNG_NNG_H
#define NNG_NNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if !defined NNG_DECL
#if defined NNG_SHARED_LIB && defined NNG_HIDDEN_VISIBILITY
#define NNG_DECL __attribute__((visibility("default")))
#else
#define NNG_DECL extern
#endif
#endif

#if !defined NNG_DEPRECATED
#if defined __GNUC__ || defined __clang__
#define NNG_DEPRECATED __attribute__((deprecated))
#else
#define NNG_DEPRECATED
#endif
#endif

/* Version of nng whose interface this is. */
#define NNG_MAJOR_VERSION 1
#define NNG_MINOR_VERSION 11
#define NNG_PATCH_VERSION 0
#define NNG_RELEASE_SUFFIX ""

/* Flags of the messaging sockets, which are not part of this library. */
#define NNG_FLAG_ALLOC 1u
#define NNG_FLAG_NONBLOCK 2u

/* Initialisers of the identifier types: no object. */
#define NNG_PIPE_INITIALIZER { 0 }
#define NNG_SOCKET_INITIALIZER { 0 }
#define NNG_DIALER_INITIALIZER { 0 }
#define NNG_LISTENER_INITIALIZER { 0 }
#define NNG_CTX_INITIALIZER { 0 }

/** Option: name of a messaging socket. */
#define NNG_OPT_SOCKNAME "socket-name"

/** Option: raw mode of a messaging socket. */
#define NNG_OPT_RAW "raw"

/** Option: protocol number of a messaging socket. */
#define NNG_OPT_PROTO "protocol"

/** Option: protocol name of a messaging socket. */
#define NNG_OPT_PROTONAME "protocol-name"

/** Option: protocol number of a messaging socket's peer. */
#define NNG_OPT_PEER "peer"

/** Option: protocol name of a messaging socket's peer. */
#define NNG_OPT_PEERNAME "peer-name"

/** Option: messages that a messaging socket buffers for receiving. */
#define NNG_OPT_RECVBUF "recv-buffer"

/** Option: messages that a messaging socket buffers for sending. */
#define NNG_OPT_SENDBUF "send-buffer"

/** Option: descriptor that is readable when a messaging socket can receive. */
#define NNG_OPT_RECVFD "recv-fd"

/** Option: descriptor that is readable when a messaging socket can send. */
#define NNG_OPT_SENDFD "send-fd"

/** Option: time limit of a receive. */
#define NNG_OPT_RECVTIMEO "recv-timeout"

/** Option: time limit of a send. */
#define NNG_OPT_SENDTIMEO "send-timeout"

/** Option: address of this side. */
#define NNG_OPT_LOCADDR "local-address"

/** Option: address of the peer. */
#define NNG_OPT_REMADDR "remote-address"

/** Option: the URL of the object. */
#define NNG_OPT_URL "url"

/** Option: how often a message may be forwarded. */
#define NNG_OPT_MAXTTL "ttl-max"

/** Option: largest message that is accepted. */
#define NNG_OPT_RECVMAXSZ "recv-size-max"

/** Option: shortest time between two attempts to connect. */
#define NNG_OPT_RECONNMINT "reconnect-time-min"

/** Option: longest time between two attempts to connect. */
#define NNG_OPT_RECONNMAXT "reconnect-time-max"

/** Option: the TLS configuration. */
#define NNG_OPT_TLS_CONFIG "tls-config"

/** Option: whether the peer has to prove who it is. */
#define NNG_OPT_TLS_AUTH_MODE "tls-authmode"

/** Option: file with own certificate and key. */
#define NNG_OPT_TLS_CERT_KEY_FILE "tls-cert-key-file"

/** Option: file with the certificates of trusted authorities. */
#define NNG_OPT_TLS_CA_FILE "tls-ca-file"

/** Option: name that the server's certificate must have. */
#define NNG_OPT_TLS_SERVER_NAME "tls-server-name"

/** Option: whether the peer proved who it is. */
#define NNG_OPT_TLS_VERIFIED "tls-verified"

/** Option: common name of the peer's certificate. */
#define NNG_OPT_TLS_PEER_CN "tls-peer-cn"

/** Option: alternative names of the peer's certificate. */
#define NNG_OPT_TLS_PEER_ALT_NAMES "tls-peer-alt-names"

/** Option: whether small writes are sent at once. */
#define NNG_OPT_TCP_NODELAY "tcp-nodelay"

/** Option: whether the system probes idle connections. */
#define NNG_OPT_TCP_KEEPALIVE "tcp-keepalive"

/** Option: port that a listener got. */
#define NNG_OPT_TCP_BOUND_PORT "tcp-bound-port"

/** Option: security descriptor of a pipe (Windows). */
#define NNG_OPT_IPC_SECURITY_DESCRIPTOR "ipc:security-descriptor"

/** Option: permissions of a UNIX-domain socket's file. */
#define NNG_OPT_IPC_PERMISSIONS "ipc:permissions"

/** Option: user id of the peer. */
#define NNG_OPT_IPC_PEER_UID "ipc:peer-uid"

/** Option: user id of the peer. */
#define NNG_OPT_PEER_UID "ipc:peer-uid"

/** Option: group id of the peer. */
#define NNG_OPT_IPC_PEER_GID "ipc:peer-gid"

/** Option: group id of the peer. */
#define NNG_OPT_PEER_GID "ipc:peer-gid"

/** Option: process id of the peer. */
#define NNG_OPT_IPC_PEER_PID "ipc:peer-pid"

/** Option: process id of the peer. */
#define NNG_OPT_PEER_PID "ipc:peer-pid"

/** Option: zone id of the peer (illumos). */
#define NNG_OPT_IPC_PEER_ZONEID "ipc:peer-zoneid"

/** Option: zone id of the peer (illumos). */
#define NNG_OPT_PEER_ZONEID "ipc:peer-zoneid"

/** Option: all fields of the WebSocket request. */
#define NNG_OPT_WS_REQUEST_HEADERS "ws:request-headers"

/** Option: all fields of the WebSocket response. */
#define NNG_OPT_WS_RESPONSE_HEADERS "ws:response-headers"

/** Option: prefix: a field name appended names that field of the WebSocket request. */
#define NNG_OPT_WS_REQUEST_HEADER "ws:request-header:"

/** Option: prefix: a field name appended names that field of the WebSocket response. */
#define NNG_OPT_WS_RESPONSE_HEADER "ws:response-header:"

/** Option: target of the WebSocket request. */
#define NNG_OPT_WS_REQUEST_URI "ws:request-uri"

/** Option: largest WebSocket frame that is sent. */
#define NNG_OPT_WS_SENDMAXFRAME "ws:txframe-max"

/** Option: largest WebSocket frame that is accepted. */
#define NNG_OPT_WS_RECVMAXFRAME "ws:rxframe-max"

/** Option: WebSocket subprotocol. */
#define NNG_OPT_WS_PROTOCOL "ws:protocol"

/** Option: whether text frames are sent. */
#define NNG_OPT_WS_SEND_TEXT "ws:send-text"

/** Option: whether text frames are accepted. */
#define NNG_OPT_WS_RECV_TEXT "ws:recv-text"

/** Option: descriptor to take over. */
#define NNG_OPT_SOCKET_FD "socket:fd"

#if defined __cplusplus
extern "C" {
#endif

/** Bytes of a path or name inside an `nng_sockaddr`, the terminating NUL included. */
#define NNG_MAXADDRLEN 128

/** Bytes that `nng_str_sockaddr` may write, the terminating NUL included. */
#define NNG_MAXADDRSTRLEN (NNG_MAXADDRLEN + 16)

/** Address families: which member of an `nng_sockaddr` is meant. */
typedef enum nng_sockaddr_family {
    /** No address. */
    NNG_AF_UNSPEC = 0,
    /** Inside the process: `s_inproc`. */
    NNG_AF_INPROC = 1,
    /** UNIX-domain socket by path: `s_ipc`. */
    NNG_AF_IPC = 2,
    /** IPv4: `s_in`. */
    NNG_AF_INET = 3,
    /** IPv6: `s_in6`. */
    NNG_AF_INET6 = 4,
    /** ZeroTier: `s_zt`. */
    NNG_AF_ZT = 5,
    /** UNIX-domain socket in the abstract name space: `s_abstract`. */
    NNG_AF_ABSTRACT = 6,
} nng_sockaddr_family;

/** What functions and operations report. Success is 0. */
typedef enum nng_errno_enum {
    /** Interrupted. */
    NNG_EINTR = 1,
    /** Not enough memory. */
    NNG_ENOMEM = 2,
    /** An argument is not valid. */
    NNG_EINVAL = 3,
    /** The resource is in use. */
    NNG_EBUSY = 4,
    /** The time ran out. */
    NNG_ETIMEDOUT = 5,
    /** The peer refused the connection. */
    NNG_ECONNREFUSED = 6,
    /** The object is closed. */
    NNG_ECLOSED = 7,
    /** Nothing to be done without waiting. */
    NNG_EAGAIN = 8,
    /** Not supported. */
    NNG_ENOTSUP = 9,
    /** The address is in use. */
    NNG_EADDRINUSE = 10,
    /** Not possible in the present state. */
    NNG_ESTATE = 11,
    /** No such entry. */
    NNG_ENOENT = 12,
    /** The peer broke the protocol. */
    NNG_EPROTO = 13,
    /** The destination cannot be reached. */
    NNG_EUNREACHABLE = 14,
    /** The address is not valid. */
    NNG_EADDRINVAL = 15,
    /** Permission denied. */
    NNG_EPERM = 16,
    /** The message is too large. */
    NNG_EMSGSIZE = 17,
    /** The connection was aborted. */
    NNG_ECONNABORTED = 18,
    /** The peer reset the connection. */
    NNG_ECONNRESET = 19,
    /** The operation was cancelled. */
    NNG_ECANCELED = 20,
    /** No file descriptor is left. */
    NNG_ENOFILES = 21,
    /** No space is left. */
    NNG_ENOSPC = 22,
    /** The resource exists already. */
    NNG_EEXIST = 23,
    /** The option can only be read. */
    NNG_EREADONLY = 24,
    /** The option can only be set. */
    NNG_EWRITEONLY = 25,
    /** A cryptographic operation failed. */
    NNG_ECRYPTO = 26,
    /** The peer could not prove who it is. */
    NNG_EPEERAUTH = 27,
    /** A command line option lacks its argument. */
    NNG_ENOARG = 28,
    /** A command line option matches more than one name. */
    NNG_EAMBIGUOUS = 29,
    /** The option has another type. */
    NNG_EBADTYPE = 30,
    /** The peer shut the connection down. */
    NNG_ECONNSHUT = 31,
    /** A defect of the library. */
    NNG_EINTERNAL = 1000,
    /** Added to an errno of the system that has no code of its own. */
    NNG_ESYSERR = 268435456,
    /** Added to a code of a transport. */
    NNG_ETRANERR = 536870912,
} nng_errno_enum;

/** Events of a pipe. Nothing in this library reports them; the type is there for programs that name it. */
typedef enum nng_pipe_ev {
    /** Before the pipe is added to its socket. */
    NNG_PIPE_EV_ADD_PRE = 0,
    /** After the pipe was added to its socket. */
    NNG_PIPE_EV_ADD_POST = 1,
    /** After the pipe was removed from its socket. */
    NNG_PIPE_EV_REM_POST = 2,
    /** Number of events. */
    NNG_PIPE_EV_NUM = 3,
} nng_pipe_ev;

/** How important a log message is. */
typedef enum nng_log_level {
    /** As a threshold: log nothing. */
    NNG_LOG_NONE = 0,
    /** Something failed. */
    NNG_LOG_ERR = 3,
    /** Something looks wrong. */
    NNG_LOG_WARN = 4,
    /** Normal but significant. */
    NNG_LOG_NOTICE = 5,
    /** For information. */
    NNG_LOG_INFO = 6,
    /** For debugging. */
    NNG_LOG_DEBUG = 7,
} nng_log_level;

/** What part of the system a log message comes from. */
typedef enum nng_log_facility {
    /** A user program. */
    NNG_LOG_USER = 1,
    /** A daemon. */
    NNG_LOG_DAEMON = 3,
    /** Authentication and security. */
    NNG_LOG_AUTH = 10,
    /** Local use 0. */
    NNG_LOG_LOCAL0 = 16,
    /** Local use 1. */
    NNG_LOG_LOCAL1 = 17,
    /** Local use 2. */
    NNG_LOG_LOCAL2 = 18,
    /** Local use 3. */
    NNG_LOG_LOCAL3 = 19,
    /** Local use 4. */
    NNG_LOG_LOCAL4 = 20,
    /** Local use 5. */
    NNG_LOG_LOCAL5 = 21,
    /** Local use 6. */
    NNG_LOG_LOCAL6 = 22,
    /** Local use 7. */
    NNG_LOG_LOCAL7 = 23,
} nng_log_facility;

/** What a statistic is, the result of `nng_stat_type`. */
typedef enum nng_stat_type_enum {
    /** A node with children and no value. */
    NNG_STAT_SCOPE = 0,
    /** A value that goes up and down. */
    NNG_STAT_LEVEL = 1,
    /** A value that only grows. */
    NNG_STAT_COUNTER = 2,
    /** A string. */
    NNG_STAT_STRING = 3,
    /** True or false. */
    NNG_STAT_BOOLEAN = 4,
    /** An identifier. */
    NNG_STAT_ID = 5,
} nng_stat_type_enum;

/** What a statistic counts, the result of `nng_stat_unit`. */
typedef enum nng_unit_enum {
    /** No unit. */
    NNG_UNIT_NONE = 0,
    /** Bytes. */
    NNG_UNIT_BYTES = 1,
    /** Messages. */
    NNG_UNIT_MESSAGES = 2,
    /** Milliseconds. */
    NNG_UNIT_MILLIS = 3,
    /** Events. */
    NNG_UNIT_EVENTS = 4,
} nng_unit_enum;

/** A span of time in milliseconds, or one of the `NNG_DURATION_` values. */
typedef int32_t nng_duration;

/** Names a parameter of `nng_init_set_parameter`: one of the `NNG_INIT_` values. */
typedef int nng_init_parameter;

/** A name inside the process. */
typedef struct nng_sockaddr_inproc {
    /** `NNG_AF_INPROC`. */
    uint16_t sa_family;
    /** The name, NUL-terminated. */
    char sa_name[128];
} nng_sockaddr_inproc;

/** A UNIX-domain socket's path. */
typedef struct nng_sockaddr_path {
    /** `NNG_AF_IPC`. */
    uint16_t sa_family;
    /** The path, NUL-terminated. */
    char sa_path[128];
} nng_sockaddr_path;

/** A UNIX-domain socket's path. */
typedef struct nng_sockaddr_path nng_sockaddr_ipc;

/** An IPv6 address and port. */
typedef struct nng_sockaddr_in6 {
    /** `NNG_AF_INET6`. */
    uint16_t sa_family;
    /** Port, network byte order. */
    uint16_t sa_port;
    /** The address, most significant byte first. */
    uint8_t sa_addr[16];
    /** Scope id of a link-local address, 0 otherwise. */
    uint32_t sa_scope;
} nng_sockaddr_in6;

/** An IPv4 address and port. */
typedef struct nng_sockaddr_in {
    /** `NNG_AF_INET`. */
    uint16_t sa_family;
    /** Port, network byte order. */
    uint16_t sa_port;
    /** The address, network byte order. */
    uint32_t sa_addr;
} nng_sockaddr_in;

/** A ZeroTier address. No transport of this library uses it. */
typedef struct nng_sockaddr_zt {
    /** `NNG_AF_ZT`. */
    uint16_t sa_family;
    /** Network id. */
    uint64_t sa_nwid;
    /** Node id. */
    uint64_t sa_nodeid;
    /** Port. */
    uint32_t sa_port;
} nng_sockaddr_zt;

/** A UNIX-domain socket in the abstract name space (Linux). */
typedef struct nng_sockaddr_abstract {
    /** `NNG_AF_ABSTRACT`. */
    uint16_t sa_family;
    /** Bytes of the name, 0 to 107. */
    uint16_t sa_len;
    /** The name, without a leading NUL; it may contain NULs. */
    uint8_t sa_name[107];
} nng_sockaddr_abstract;

/** Room for every address, and its alignment. */
typedef struct nng_sockaddr_storage {
    /** One of `nng_sockaddr_family`. */
    uint16_t sa_family;
    /** Not to be used. */
    uint64_t sa_pad[16];
} nng_sockaddr_storage;

/** A socket address of any family. `s_family` may be read whatever the address is. */
typedef union nng_sockaddr {
    /** One of `nng_sockaddr_family`. */
    uint16_t s_family;
    /** When `s_family` is `NNG_AF_IPC`. */
    nng_sockaddr_ipc s_ipc;
    /** When `s_family` is `NNG_AF_INPROC`. */
    struct nng_sockaddr_inproc s_inproc;
    /** When `s_family` is `NNG_AF_INET6`. */
    struct nng_sockaddr_in6 s_in6;
    /** When `s_family` is `NNG_AF_INET`. */
    struct nng_sockaddr_in s_in;
    /** When `s_family` is `NNG_AF_ZT`. */
    struct nng_sockaddr_zt s_zt;
    /** When `s_family` is `NNG_AF_ABSTRACT`. */
    struct nng_sockaddr_abstract s_abstract;
    /** Makes the union as large as every address. */
    struct nng_sockaddr_storage s_storage;
} nng_sockaddr;

/** A point in time in milliseconds, on the clock of `nng_clock`. */
typedef uint64_t nng_time;

/**
 * A context of a messaging socket. Messaging sockets are not part of this library; the type is there for programs
 * that name it.
 */
typedef struct nng_ctx_s {
    /** Identifier, 0 for none. */
    uint32_t id;
} nng_ctx_s;

/** See `nng_ctx_s`. */
typedef struct nng_ctx_s nng_ctx;

/**
 * A dialer of a messaging socket. Messaging sockets are not part of this library; the type is there for programs
 * that name it.
 */
typedef struct nng_dialer_s {
    /** Identifier, 0 for none. */
    uint32_t id;
} nng_dialer_s;

/** See `nng_dialer_s`. */
typedef struct nng_dialer_s nng_dialer;

/**
 * A listener of a messaging socket. Messaging sockets are not part of this library; the type is there for programs
 * that name it.
 */
typedef struct nng_listener_s {
    /** Identifier, 0 for none. */
    uint32_t id;
} nng_listener_s;

/** See `nng_listener_s`. */
typedef struct nng_listener_s nng_listener;

/** A pipe, the connection that a message came from. Messages carry one as data. */
typedef struct nng_pipe_s {
    /** Identifier, 0 for none. */
    uint32_t id;
} nng_pipe_s;

/** See `nng_pipe_s`. */
typedef struct nng_pipe_s nng_pipe;

/** A messaging socket. Messaging sockets are not part of this library; the type is there for programs that name it. */
typedef struct nng_socket_s {
    /** Identifier, 0 for none. */
    uint32_t id;
} nng_socket_s;

/** See `nng_socket_s`. */
typedef struct nng_socket_s nng_socket;

/** One buffer of a vectored read or write, for `nng_aio_set_iov`. */
typedef struct nng_iov {
    /** First byte of the buffer. */
    void *iov_buf;
    /** Size of the buffer in bytes. */
    size_t iov_len;
} nng_iov;

/**
 * The parts of a URL, made by `nng_url_parse` or `nng_url_clone` and released by `nng_url_free`. Programs read the
 * members. A URL of the schemes `ipc`, `unix`, `abstract` and `inproc` has only `u_rawurl`, `u_scheme` and `u_path`;
 * all other members are NULL.
 */
typedef struct nng_url {
    /** The URL as it was given. Never NULL. */
    char *u_rawurl;
    /** Scheme in lower case, such as `"http"`. Never NULL. */
    char *u_scheme;
    /** User information without the `@`, or NULL. */
    char *u_userinfo;
    /** Host in lower case and, when the URL has one, `:` and the port. */
    char *u_host;
    /** Host alone; an IPv6 address without its brackets. */
    char *u_hostname;
    /** Port; the scheme's default, or `""`, when the URL has none. */
    char *u_port;
    /** Path; `""` when the URL has none. */
    char *u_path;
    /** Query without the `?`, or NULL. */
    char *u_query;
    /** Fragment without the `#`, or NULL. */
    char *u_fragment;
    /** Path, query and fragment together, in canonical form. */
    char *u_requri;
} nng_url;

/**
 * A function that receives log messages: the message's id (a short constant, or NULL) and its text. May be called on
 * any thread; the strings are valid until it returns.
 */
typedef void (*nng_logger)(enum nng_log_level level,
                           enum nng_log_facility facility,
                           const char *msgid,
                           const char *msg);

/** Duration: wait without end. */
#define NNG_DURATION_INFINITE (-1)

/** Duration: whatever the object has set as its default. */
#define NNG_DURATION_DEFAULT (-2)

/** Duration: do not wait. */
#define NNG_DURATION_ZERO 0

/** Start-up parameter: none, ignored. */
#define NNG_INIT_PARAMETER_NONE 0

/** Start-up parameter: number of threads that run callbacks. */
#define NNG_INIT_NUM_TASK_THREADS 1

/** Start-up parameter: number of threads that watch timeouts. */
#define NNG_INIT_NUM_EXPIRE_THREADS 2

/** Start-up parameter: number of threads that poll for input and output. */
#define NNG_INIT_NUM_POLLER_THREADS 3

/** Start-up parameter: number of threads that look up host names. */
#define NNG_INIT_NUM_RESOLVER_THREADS 4

/** Start-up parameter: upper bound of the number of threads that run callbacks. */
#define NNG_INIT_MAX_TASK_THREADS 5

/** Start-up parameter: upper bound of the number of threads that watch timeouts. */
#define NNG_INIT_MAX_EXPIRE_THREADS 6

/** Start-up parameter: upper bound of the number of threads that poll for input and output. */
#define NNG_INIT_MAX_POLLER_THREADS 7

#if defined __cplusplus
}
#endif

#endif
