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

/**
 * The handle of an asynchronous operation. Functions that start one return at once and report the end through the
 * handle: its callback is called, on a thread of the library, and `nng_aio_wait` returns.
 *
 * One handle serves one operation at a time, and any number of operations one after the other. An operation that is
 * started while another is under way is not performed, and the first is not disturbed.
 *
 * Unless said otherwise, functions given a NULL handle do nothing and return 0, NULL or false.
 */
typedef struct nng_aio nng_aio;

/** A condition variable, bound to a mutex. */
typedef struct nng_cv nng_cv;

/**
 * A message: a body, a header of up to 64 bytes, the pipe that it came from. Operations carry one as data.
 *
 * A message is used by one thread at a time. Functions given a NULL handle do nothing and return `NNG_EINVAL`, NULL
 * or 0.
 */
typedef struct nng_msg nng_msg;

/**
 * A mutex. It is not recursive: locking it twice in one thread, or unlocking it in a thread that has not locked it,
 * ends the process with a message.
 */
typedef struct nng_mtx nng_mtx;

/**
 * A node in a tree of statistics. There is none but the root: a scope without a name, which has neither children nor
 * siblings.
 *
 * Functions given a NULL handle return 0, NULL, "" or false.
 */
typedef struct nng_stat nng_stat;

/**
 * A stream of bytes in both directions: what a dialer or a listener delivers.
 *
 * It may be used from any thread. Sends are carried out in the order in which they were started, and so are receives;
 * the two go on at the same time. An operation that is cancelled or takes too long leaves the stream as it is. An
 * operation given a NULL stream fails with `NNG_EINVAL`; one given a NULL aio does nothing.
 *
 * A WebSocket carries bytes, too (RFC 6455): a send is a message of one frame, a receive takes what has arrived of one
 * message or several. Pings are answered, also while nobody receives, up to the next data. A text message, unless
 * `NNG_OPT_WS_RECV_TEXT` was set where the stream comes from, a frame larger than `NNG_OPT_WS_RECVMAXFRAME`, and whatever
 * breaks the protocol end the stream, with the status 1003, 1009 or 1002 for the peer and a message in the log.
 *
 * | option | type | | streams |
 * |---|---|---|---|
 * | `NNG_OPT_LOCADDR`, `NNG_OPT_REMADDR` | address | r | all; of UNIX-domain ones, both are the listener's |
 * | `NNG_OPT_TCP_NODELAY`, `NNG_OPT_TCP_KEEPALIVE` | bool | rw | over TCP, WebSockets among them |
 * | `NNG_OPT_PEER_UID`, `NNG_OPT_PEER_GID`, `NNG_OPT_PEER_PID` | uint64 | r | UNIX-domain |
 * | `NNG_OPT_TLS_VERIFIED` | bool | r | over TLS: the peer has proved who it is |
 * | `NNG_OPT_TLS_PEER_CN` | string | r | over TLS: common name in the peer's certificate |
 * | `NNG_OPT_TLS_PEER_ALT_NAMES` | pointer | r | over TLS: its alternative names |
 * | `NNG_OPT_WS_REQUEST_URI` | string | r | WebSocket: the target of the request |
 * | `NNG_OPT_WS_REQUEST_HEADERS`, `NNG_OPT_WS_RESPONSE_HEADERS` | string | r | WebSocket: the fields of the handshake, CR LF behind each |
 * | `NNG_OPT_WS_REQUEST_HEADER`, `NNG_OPT_WS_RESPONSE_HEADER`, each with a name appended | string | r | WebSocket: one of these fields, `NNG_ENOENT` without it |
 * | `NNG_OPT_WS_SEND_TEXT`, `NNG_OPT_WS_RECV_TEXT` | bool | r | WebSocket |
 *
 * The alternative names are an array of strings that ends with NULL; array and strings are to be released with free(3).
 * Without a certificate or a common name the last two of TLS fail with `NNG_ENOENT`. All fail with `NNG_ECLOSED` when they have to ask
 * the system about a stream that is closed.
 */
typedef struct nng_stream nng_stream;

/**
 * Makes streams by connecting to an address. It may be used from any thread, for any number of streams; those that are
 * there stay when it is closed.
 *
 * | option | type | | dialers |
 * |---|---|---|---|
 * | `NNG_OPT_LOCADDR` | address | rw | of TCP and WebSockets: the address to connect from, with the port 0 |
 * | `NNG_OPT_TCP_NODELAY`, `NNG_OPT_TCP_KEEPALIVE` | bool, false at first | rw | of TCP and WebSockets, for new streams |
 * | `NNG_OPT_TLS_CONFIG` | pointer to a `nng_tls_config` | rw | of TLS |
 * | `NNG_OPT_TLS_SERVER_NAME`, `NNG_OPT_TLS_CA_FILE`, `NNG_OPT_TLS_CERT_KEY_FILE` | string | w | of TLS |
 * | `NNG_OPT_TLS_AUTH_MODE` | int | w | of TLS |
 * | `NNG_OPT_WS_REQUEST_HEADERS` | string | w | of WebSockets: fields of the request, CR LF behind each, the last aside |
 * | `NNG_OPT_WS_REQUEST_HEADER` with a name appended | string | w | of WebSockets: one such field |
 * | `NNG_OPT_WS_PROTOCOL` | string | rw | of WebSockets: names of subprotocols, with commas between them |
 * | `NNG_OPT_WS_SEND_TEXT`, `NNG_OPT_WS_RECV_TEXT` | bool, false at first | rw | of WebSockets: messages are sent as text; text messages are accepted, too |
 * | `NNG_OPT_WS_SENDMAXFRAME`, `NNG_OPT_WS_RECVMAXFRAME` | size, 1 MiB at first | rw | of WebSockets: largest frame, 0 for any |
 *
 * Options of WebSockets hold for streams that are dialed from then on. A field takes the place of an earlier one of its
 * name. `NNG_EINVAL`, and nothing has changed, for what is no field, for those that make the handshake or announce
 * content (`Upgrade`, `Connection`, `Sec-WebSocket-*`, `Content-Length`, `Transfer-Encoding`), for names of protocols that
 * are no tokens, and for frames of 2^32 bytes or more. `Host` is replaced; `Sec-WebSocket-Protocol` is another way to name
 * the protocols. Without an agreement on one of them a dial fails.
 *
 * Setting the configuration takes a reference to it, reading it gives one to the caller. The options after it change the
 * configuration that is there; they fail as the functions `nng_tls_config_*` do, with `NNG_EBUSY` once it is in use.
 */
typedef struct nng_stream_dialer nng_stream_dialer;

/**
 * Makes streams of the connections that others open. It may be used from any thread; the streams stay when it is closed.
 *
 * | option | type | | listeners |
 * |---|---|---|---|
 * | `NNG_OPT_LOCADDR` | address | r | where it listens; of TCP and WebSockets none before it does |
 * | `NNG_OPT_TCP_BOUND_PORT` | int, in the order of the host | r | of TCP and WebSockets; `NNG_ESTATE` before it listens |
 * | `NNG_OPT_TCP_NODELAY`, `NNG_OPT_TCP_KEEPALIVE` | bool, false at first | rw | of TCP and WebSockets, for new streams |
 * | `NNG_OPT_TLS_CONFIG` and the others of TLS | | | as with dialers; of `wss` the server's, in use once it listens |
 * | `NNG_OPT_URL` | string | r | of WebSockets: the URL that it was made for |
 * | `NNG_OPT_WS_RESPONSE_HEADERS` | string | w | of WebSockets: fields of the response, as with dialers |
 * | `NNG_OPT_WS_RESPONSE_HEADER` with a name appended | string | w | of WebSockets: one such field |
 * | `NNG_OPT_WS_PROTOCOL`, `NNG_OPT_WS_SEND_TEXT`, `NNG_OPT_WS_RECV_TEXT`, `NNG_OPT_WS_RECVMAXFRAME` | | rw | as with dialers |
 * | `NNG_OPT_WS_SENDMAXFRAME` | size, 64 KiB at first | rw | of WebSockets |
 * | `NNG_OPT_IPC_PERMISSIONS` | int, bits of chmod(2) | w | UNIX-domain; `NNG_EBUSY` when it listens |
 * | `NNG_OPT_SOCKET_FD` | int | w | `socket://` |
 *
 * The last is a connected stream socket, which the program gives away: it becomes the next stream that is accepted.
 * `NNG_EINVAL` if it is none, `NNG_ENOSPC` if 16 are waiting; then it is still the program's.
 */
typedef struct nng_stream_listener nng_stream_listener;

/** A thread. */
typedef struct nng_thread nng_thread;

/** A UDP socket. Functions given a NULL handle return `NNG_EINVAL`, or do nothing. */
typedef struct nng_udp nng_udp;

/** Names a parameter of `nng_init_set_parameter`: one of the `NNG_INIT_` values. */
typedef int nng_init_parameter;

/** A span of time in milliseconds, or one of the `NNG_DURATION_` values. */
typedef int32_t nng_duration;

/** A point in time in milliseconds, on the clock of `nng_clock`. */
typedef uint64_t nng_time;

/** One buffer of a vectored read or write, for `nng_aio_set_iov`. */
typedef struct nng_iov {
    /** First byte of the buffer. */
    void *iov_buf;
    /** Size of the buffer in bytes. */
    size_t iov_len;
} nng_iov;

/**
 * Called to end an operation early, with the operation's aio, the argument given to `nng_aio_defer` and the error
 * with which the operation should end.
 */
typedef void (*nng_aio_cancelfn)(struct nng_aio *aio, void *arg, int err);

/**
 * A function that receives log messages: the message's id (a short constant, or NULL) and its text. May be called on
 * any thread; the strings are valid until it returns.
 */
typedef void (*nng_logger)(nng_log_level level, nng_log_facility facility, const char *msgid, const char *msg);

/** A pipe, the connection that a message came from. Messages carry one as data. */
typedef struct nng_pipe_s {
    /** Identifier, 0 for none. */
    uint32_t id;
} nng_pipe_s;

/** See `nng_pipe_s`. */
typedef struct nng_pipe_s nng_pipe;

/** A UNIX-domain socket's path. */
typedef struct nng_sockaddr_path {
    /** `NNG_AF_IPC`. */
    uint16_t sa_family;
    /** The path, NUL-terminated. */
    char sa_path[128];
} nng_sockaddr_path;

/** A UNIX-domain socket's path. */
typedef struct nng_sockaddr_path nng_sockaddr_ipc;

/** A name inside the process. */
typedef struct nng_sockaddr_inproc {
    /** `NNG_AF_INPROC`. */
    uint16_t sa_family;
    /** The name, NUL-terminated. */
    char sa_name[128];
} nng_sockaddr_inproc;

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

/** A messaging socket. Messaging sockets are not part of this library; the type is there for programs that name it. */
typedef struct nng_socket_s {
    /** Identifier, 0 for none. */
    uint32_t id;
} nng_socket_s;

/** See `nng_socket_s`. */
typedef struct nng_socket_s nng_socket;

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
 * A context of a messaging socket. Messaging sockets are not part of this library; the type is there for programs
 * that name it.
 */
typedef struct nng_ctx_s {
    /** Identifier, 0 for none. */
    uint32_t id;
} nng_ctx_s;

/** See `nng_ctx_s`. */
typedef struct nng_ctx_s nng_ctx;

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

/**
 * Ends whatever is under way, closes all connections and ends the library's threads. Operations end with
 * `NNG_ECLOSED`, and their callbacks are called before the function returns. Start-up parameters are forgotten. Any
 * later use starts the library again. Not to be called while other threads use the library; need not be called at
 * all.
 */
NNG_DECL void nng_fini(void);

/**
 * Sets a start-up parameter, one of the `NNG_INIT_` values. Has an effect only before the library is first used, or
 * after `nng_fini`. This library heeds `NNG_INIT_NUM_TASK_THREADS` and `NNG_INIT_MAX_TASK_THREADS`, which tell how
 * many callbacks may run at the same time: 16 by default, never fewer than 2, without a limit if the latter is 0.
 * Other parameters are accepted and ignored. Since nng 1.7.
 */
NNG_DECL void nng_init_set_parameter(nng_init_parameter parameter, uint64_t value);

/** Returns the version of nng whose interface this is, such as `"1.11.0"`. The string is static. */
NNG_DECL const char *nng_version(void);

/**
 * Returns the text of an error code. Never NULL. Constant for codes that have a name; the others have one text a thread for
 * transport errors and one for unknown ones, which is valid until the thread ends and says what the last such code was.
 */
NNG_DECL const char *nng_strerror(int num);

/**
 * Allocates `size` bytes, which are not initialised, for `nng_free` or free(3). Returns NULL if `size` is 0 or there
 * is not enough memory.
 */
NNG_DECL void *nng_alloc(size_t size);

/**
 * Releases memory of `nng_alloc` or malloc(3). `size` is what was asked for. NULL is allowed.
 *
 * Requirements: `ptr` is NULL or from malloc and not released yet.
 */
NNG_DECL void nng_free(void *ptr, size_t size);

/**
 * Copies a string, for `nng_strfree` or free(3). Returns NULL for NULL, or if there is not enough memory.
 *
 * Requirements: `src` is NULL or a string.
 */
NNG_DECL char *nng_strdup(const char *src);

/**
 * Releases a string of `nng_strdup` or strdup(3). NULL is allowed.
 *
 * Requirements: `str` is NULL or from malloc and not released yet.
 */
NNG_DECL void nng_strfree(char *str);

/**
 * Makes an aio and stores it in `*aiop`. When an operation ends, `callback` is called with `arg`; it may be NULL for
 * programs that use `nng_aio_wait`. The callback runs on a thread of the library, never inside the call that started
 * or ended the operation, and may start the next operation with the same aio. It may block, but must not free, stop
 * or wait for an aio whose callback waits for this one.
 *
 * The aio is released with `nng_aio_free` or `nng_aio_reap`.
 *
 * Returns 0, `NNG_EINVAL` if `aiop` is NULL, `NNG_ENOMEM`, or what prevents the library's threads from being started.
 *
 * Requirements: `aiop` is NULL or writable; `callback` accepts `arg` from any thread.
 */
NNG_DECL int nng_aio_alloc(struct nng_aio **aiop, void (*callback)(void *arg), void *arg);

/**
 * Ends the operation under way with `NNG_ECLOSED`, waits for its callback to return, and releases the aio. Called in
 * the callback of the aio itself, it does not wait, like `nng_aio_reap`. NULL is allowed.
 *
 * Requirements: `aio` is NULL or a valid handle, which no other thread uses any more.
 */
NNG_DECL void nng_aio_free(struct nng_aio *aio);

/**
 * Ends the operation under way with `NNG_ECLOSED` and releases the aio once its callback has returned, without
 * waiting for that. May be called in the callback of the aio itself. NULL is allowed. Since nng 1.4.
 *
 * Requirements: `aio` is NULL or a valid handle, which no other thread uses any more.
 */
NNG_DECL void nng_aio_reap(struct nng_aio *aio);

/**
 * Ends the operation under way with `NNG_ECANCELED` and waits for its callback to return. No operation can be
 * started with the aio any more: it would end at once, with the result `NNG_ECANCELED` and without a callback. In
 * the callback of the aio itself the call does not wait. NULL is allowed.
 *
 * Requirements: `aio` is NULL or a valid handle.
 */
NNG_DECL void nng_aio_stop(struct nng_aio *aio);

/**
 * Returns the result of the last operation: 0 or an error. 0 while an operation is under way or before the first.
 *
 * Requirements: `aio` is NULL or a valid handle.
 */
NNG_DECL int nng_aio_result(struct nng_aio *aio);

/**
 * Returns how many bytes the last operation moved; 0 if it failed or moves none.
 *
 * Requirements: `aio` is NULL or a valid handle.
 */
NNG_DECL size_t nng_aio_count(struct nng_aio *aio);

/**
 * Ends the operation under way with `NNG_ECANCELED`; the same as `nng_aio_abort` with that error.
 *
 * Requirements: `aio` is NULL or a valid handle.
 */
NNG_DECL void nng_aio_cancel(struct nng_aio *aio);

/**
 * Asks to end the operation under way, normally with the result `err`. Does not wait for that. An operation that is
 * complete keeps its result. An operation that has begun and is not pending yet ends with `err` when it would become
 * pending.
 *
 * Requirements: `aio` is NULL or a valid handle.
 */
NNG_DECL void nng_aio_abort(struct nng_aio *aio, int err);

/**
 * Waits until no operation is under way, and callback and cancel function have returned. If the callback starts
 * another operation, the wait includes that. Returns at once for an aio that was never used, and in the callback or the
 * cancel function of the aio itself.
 *
 * Requirements: `aio` is NULL or a valid handle.
 */
NNG_DECL void nng_aio_wait(struct nng_aio *aio);

/**
 * Returns whether an operation is under way or its callback has not returned yet. Since nng 1.6.
 *
 * Requirements: `aio` is NULL or a valid handle.
 */
NNG_DECL bool nng_aio_busy(struct nng_aio *aio);

/**
 * Returns input `index`, NULL if it was never set or `index` is greater than 3.
 *
 * Requirements: `aio` is NULL or a valid handle.
 */
NNG_DECL void *nng_aio_get_input(struct nng_aio *aio, unsigned int index);

/**
 * Sets input `index`, a pointer from the program to the provider of an operation. Inputs stay until they are set
 * again. Returns 0, or `NNG_EINVAL` if `index` is greater than 3 or `aio` is NULL.
 *
 * Requirements: `aio` is NULL or a valid handle.
 */
NNG_DECL int nng_aio_set_input(struct nng_aio *aio, unsigned int index, void *arg);

/**
 * Returns output `index`: what the last operation produced. NULL if it produced nothing there or `index` is greater
 * than 3.
 *
 * Requirements: `aio` is NULL or a valid handle.
 */
NNG_DECL void *nng_aio_get_output(struct nng_aio *aio, unsigned int index);

/**
 * Sets output `index`, a pointer from the provider of an operation to the program; before `nng_aio_finish`. All
 * outputs are NULL when an operation begins. Returns 0, or `NNG_EINVAL` if `index` is greater than 3 or `aio` is
 * NULL.
 *
 * Requirements: `aio` is NULL or a valid handle.
 */
NNG_DECL int nng_aio_set_output(struct nng_aio *aio, unsigned int index, void *arg);

/**
 * Returns the message that `nng_aio_set_msg` stored, NULL if none.
 *
 * Requirements: `aio` is NULL or a valid handle.
 */
NNG_DECL struct nng_msg *nng_aio_get_msg(struct nng_aio *aio);

/**
 * Stores a message pointer in the aio. It stays until the next call; the message is not released with the aio.
 *
 * Requirements: `aio` is NULL or a valid handle.
 */
NNG_DECL void nng_aio_set_msg(struct nng_aio *aio, struct nng_msg *msg);

/**
 * Sets how many milliseconds each further operation may take until it fails with `NNG_ETIMEDOUT`.
 * `NNG_DURATION_INFINITE` and `NNG_DURATION_DEFAULT`, the initial value, set no limit; with 0 operations fail at
 * once. A time set with `nng_aio_set_expire` is forgotten.
 *
 * Requirements: `aio` is NULL or a valid handle.
 */
NNG_DECL void nng_aio_set_timeout(struct nng_aio *aio, nng_duration timeout);

/**
 * Sets the time, on the clock of `nng_clock`, at which the next operation fails with `NNG_ETIMEDOUT` if it has not
 * ended. Holds for that operation only and takes precedence over `nng_aio_set_timeout`. Has no effect on
 * `nng_sleep_aio`. Since nng 1.7.
 *
 * Requirements: `aio` is NULL or a valid handle.
 */
NNG_DECL void nng_aio_set_expire(struct nng_aio *aio, nng_time expire);

/**
 * Sets the buffers that the next operation reads into or writes from. The array is copied, the buffers are not: they
 * must stay valid until the operation ended. Returns 0, or `NNG_EINVAL`, with the old buffers kept, if `niov` is
 * greater than 8 or a pointer is NULL.
 *
 * Requirements: `aio` is NULL or a valid handle; `iov` is readable for `niov` elements, and each names valid memory.
 */
NNG_DECL int nng_aio_set_iov(struct nng_aio *aio, unsigned int niov, const struct nng_iov *iov);

/**
 * For providers of operations: begins one. Result, count and outputs are cleared. If it returns true, the provider
 * must call `nng_aio_finish` exactly once, later or now; if false, since the aio was stopped or is busy, it must do
 * nothing. Handlers of an HTTP server do not call it: their aio has begun already.
 *
 * Requirements: `aio` is NULL or a valid handle.
 */
NNG_DECL bool nng_aio_begin(struct nng_aio *aio);

/**
 * For providers of operations: registers the function that is called when the operation shall end early, because it
 * was cancelled, its time is over, or the aio is stopped. The function gets `arg` and an error, is called at most
 * once, and should see to it that `nng_aio_finish` is called with that error. If the operation has no time left or
 * was aborted already, the function is called soon, from another thread, unless the operation is finished by then.
 * `nng_aio_wait`, `nng_aio_stop` and `nng_aio_free` wait until it has returned. The provider orders the function against
 * its own `nng_aio_finish`.
 *
 * Requirements: `aio` is NULL or a valid handle; `fn` accepts `arg` from any thread until the operation ended.
 */
NNG_DECL void nng_aio_defer(struct nng_aio *aio, nng_aio_cancelfn fn, void *arg);

/**
 * For providers of operations: ends the operation with the result `err`, 0 for success. Outputs are set before. The
 * callback is called soon, on a thread of the library. The provider must not use the aio for this operation any
 * more; a second call is ignored until the callback was called.
 *
 * Requirements: `aio` is NULL or a valid handle.
 */
NNG_DECL void nng_aio_finish(struct nng_aio *aio, int err);

/**
 * Starts an operation that ends after `ms` milliseconds with success; at once if `ms` is 0 or negative. If the
 * timeout of the aio is shorter, it ends then with `NNG_ETIMEDOUT`.
 *
 * Requirements: `aio` is NULL or a valid handle.
 */
NNG_DECL void nng_sleep_aio(nng_duration ms, struct nng_aio *aio);

/**
 * A logger that drops all messages: the one in use until another is set. Since nng 1.8.
 *
 * Requirements: Any arguments are allowed.
 */
NNG_DECL void nng_null_logger(nng_log_level level, nng_log_facility facility, const char *msgid, const char
    *msg);

/**
 * A logger that writes each message to standard error as one line: level, local time, `msgid` unless it is NULL, text.
 * When the date has changed since the last message, and before the first one, another line tells the date and the
 * offset of the time zone. On a terminal, lines have colours, unless the environment variable `NO_COLOR` or
 * `NNG_LOG_NO_COLOR` is set, or `TERM` is not. Since nng 1.8.
 *
 * Requirements: `msgid` is NULL or a string; `msg` is NULL, which is the empty text, or a string.
 */
NNG_DECL void nng_stderr_logger(nng_log_level level, nng_log_facility facility, const char *msgid, const char
    *msg);

/**
 * A logger that hands messages to syslog(3), with their level and facility. `NNG_LOG_AUTH` is `LOG_AUTHPRIV` there; an
 * unknown level is logged as `LOG_INFO`, an unknown facility as `LOG_USER`. Since nng 1.8.
 *
 * Requirements: `msgid` is NULL or a string; `msg` is NULL, which is the empty text, or a string.
 */
NNG_DECL void nng_system_logger(nng_log_level level, nng_log_facility facility, const char *msgid, const char
    *msg);

/**
 * Sets the facility of all messages but those of `nng_log_auth`; at first `NNG_LOG_USER`. With 0 no such message is
 * passed on. Since nng 1.8.
 */
NNG_DECL void nng_log_set_facility(nng_log_facility facility);

/** Sets up to which level messages are passed on, `NNG_LOG_NONE` for none; at first `NNG_LOG_NOTICE`. Since nng 1.8. */
NNG_DECL void nng_log_set_level(nng_log_level level);

/** Returns up to which level messages are passed on. Since nng 1.8. */
NNG_DECL nng_log_level nng_log_get_level(void);

/**
 * Sets the function that gets the messages; NULL for `nng_null_logger`, which is the one at first. It is called on any
 * thread, also on several at a time, and may still be called once by another thread that began to log before the
 * function was replaced.
 *
 * The library itself logs that it has started (`NNG-INIT`, a notice), why a TLS configuration was not accepted
 * (`NNG-TLS-CONFIG`, an error), why a handshake of TLS failed (`NNG-TLS-HANDSHAKE`, a warning), and what a peer did wrong
 * for which a WebSocket was closed (`NNG-WS-CLOSE`, a warning). Since nng 1.8.
 *
 * Requirements: `logger` is NULL or a function that may be called on any thread.
 */
NNG_DECL void nng_log_set_logger(nng_logger logger);

/**
 * Makes a message and stores it in `*msgp`, for `nng_msg_free`. Its body has `size` bytes 0, its header is empty, its
 * pipe is 0. Behind the body there is room for 32 bytes more, unless `size` is a power of two from 1024 on. Returns 0,
 * `NNG_EINVAL` if `msgp` is NULL, or `NNG_ENOMEM`.
 *
 * Requirements: `msgp` is NULL or writable.
 */
NNG_DECL int nng_msg_alloc(struct nng_msg **msgp, size_t size);

/**
 * Releases a message. NULL is allowed.
 *
 * Requirements: `msg` is NULL or a valid handle, which nobody uses any more.
 */
NNG_DECL void nng_msg_free(struct nng_msg *msg);

/**
 * Copies a message, with its header and its pipe, and stores the copy in `*dup`, for `nng_msg_free`. Returns 0,
 * `NNG_EINVAL` for NULL, or `NNG_ENOMEM`.
 *
 * Requirements: `dup` is NULL or writable; `msg` is NULL or a valid handle.
 */
NNG_DECL int nng_msg_dup(struct nng_msg **dup, const struct nng_msg *msg);

/**
 * Makes the body `size` bytes long: cuts its end off, or adds bytes of no particular value. Returns 0, `NNG_EINVAL` or
 * `NNG_ENOMEM`; then nothing is changed.
 *
 * Requirements: `msg` is NULL or a valid handle.
 */
NNG_DECL int nng_msg_realloc(struct nng_msg *msg, size_t size);

/**
 * Sees to it that the body can grow to `capacity` bytes without being moved. Returns 0, `NNG_EINVAL` or `NNG_ENOMEM`.
 * Since nng 1.5.
 *
 * Requirements: `msg` is NULL or a valid handle.
 */
NNG_DECL int nng_msg_reserve(struct nng_msg *msg, size_t capacity);

/**
 * Returns to how many bytes the body can grow at its end without being moved. Since nng 1.5.
 *
 * Requirements: `msg` is NULL or a valid handle.
 */
NNG_DECL size_t nng_msg_capacity(struct nng_msg *msg);

/**
 * Returns the first byte of the body, which is valid until a function adds bytes to the body or makes room for them.
 *
 * Requirements: `msg` is NULL or a valid handle.
 */
NNG_DECL void *nng_msg_body(struct nng_msg *msg);

/**
 * Returns the length of the body in bytes.
 *
 * Requirements: `msg` is NULL or a valid handle.
 */
NNG_DECL size_t nng_msg_len(const struct nng_msg *msg);

/**
 * Adds `size` bytes at the end of the body: those at `data`, or bytes of no particular value if that is NULL. Returns
 * 0, `NNG_EINVAL` or `NNG_ENOMEM`; then nothing is changed.
 *
 * Requirements: `msg` is NULL or a valid handle; `data` is NULL or readable for `size` bytes, which are not the message's own.
 */
NNG_DECL int nng_msg_append(struct nng_msg *msg, const void *data, size_t size);

/**
 * Adds `size` bytes at the start of the body, as `nng_msg_append` does at its end.
 *
 * Requirements: `msg` is NULL or a valid handle; `data` is NULL or readable for `size` bytes, which are not the message's own.
 */
NNG_DECL int nng_msg_insert(struct nng_msg *msg, const void *data, size_t size);

/**
 * Removes `size` bytes at the start of the body. Returns 0, or `NNG_EINVAL` if it has fewer; then nothing is changed.
 *
 * Requirements: `msg` is NULL or a valid handle.
 */
NNG_DECL int nng_msg_trim(struct nng_msg *msg, size_t size);

/**
 * Removes `size` bytes at the end of the body. Returns 0, or `NNG_EINVAL` if it has fewer; then nothing is changed.
 *
 * Requirements: `msg` is NULL or a valid handle.
 */
NNG_DECL int nng_msg_chop(struct nng_msg *msg, size_t size);

/**
 * Removes all bytes of the body.
 *
 * Requirements: `msg` is NULL or a valid handle.
 */
NNG_DECL void nng_msg_clear(struct nng_msg *msg);

/**
 * Sets the pipe that the message belongs to. This library has no pipes; it only keeps the number.
 *
 * Requirements: `msg` is NULL or a valid handle.
 */
NNG_DECL void nng_msg_set_pipe(struct nng_msg *msg, nng_pipe pipe);

/**
 * Returns the pipe that was set; one with the id 0 at first.
 *
 * Requirements: `msg` is NULL or a valid handle.
 */
NNG_DECL nng_pipe nng_msg_get_pipe(const struct nng_msg *msg);

/**
 * Returns the first byte of the header, which stays where it is as long as the message lives.
 *
 * Requirements: `msg` is NULL or a valid handle.
 */
NNG_DECL void *nng_msg_header(struct nng_msg *msg);

/**
 * Returns the length of the header in bytes.
 *
 * Requirements: `msg` is NULL or a valid handle.
 */
NNG_DECL size_t nng_msg_header_len(const struct nng_msg *msg);

/**
 * Adds `size` bytes at the end of the header: those at `data`, or bytes of no particular value if that is NULL.
 * Returns 0, or `NNG_EINVAL` if the header would become longer than 64 bytes; then nothing is changed.
 *
 * Requirements: `msg` is NULL or a valid handle; `data` is NULL or readable for `size` bytes, which are not the message's own.
 */
NNG_DECL int nng_msg_header_append(struct nng_msg *msg, const void *data, size_t size);

/**
 * Adds `size` bytes at the start of the header, as `nng_msg_header_append` does at its end.
 *
 * Requirements: `msg` is NULL or a valid handle; `data` is NULL or readable for `size` bytes, which are not the message's own.
 */
NNG_DECL int nng_msg_header_insert(struct nng_msg *msg, const void *data, size_t size);

/**
 * Removes `size` bytes at the start of the header. Returns 0, or `NNG_EINVAL` if it has fewer; then nothing is changed.
 *
 * Requirements: `msg` is NULL or a valid handle.
 */
NNG_DECL int nng_msg_header_trim(struct nng_msg *msg, size_t size);

/**
 * Removes `size` bytes at the end of the header. Returns 0, or `NNG_EINVAL` if it has fewer; then nothing is changed.
 *
 * Requirements: `msg` is NULL or a valid handle.
 */
NNG_DECL int nng_msg_header_chop(struct nng_msg *msg, size_t size);

/**
 * Removes all bytes of the header.
 *
 * Requirements: `msg` is NULL or a valid handle.
 */
NNG_DECL void nng_msg_header_clear(struct nng_msg *msg);

/**
 * Adds a number of 2 bytes at the end of the body. Returns 0, `NNG_EINVAL` or `NNG_ENOMEM`; then nothing is
 * changed.
 *
 * Requirements: `msg` is NULL or a valid handle.
 */
NNG_DECL int nng_msg_append_u16(struct nng_msg *msg, uint16_t val);

/**
 * Adds a number of 4 bytes at the end of the body. Returns 0, `NNG_EINVAL` or `NNG_ENOMEM`; then nothing is
 * changed.
 *
 * Requirements: `msg` is NULL or a valid handle.
 */
NNG_DECL int nng_msg_append_u32(struct nng_msg *msg, uint32_t val);

/**
 * Adds a number of 8 bytes at the end of the body. Returns 0, `NNG_EINVAL` or `NNG_ENOMEM`; then nothing is
 * changed.
 *
 * Requirements: `msg` is NULL or a valid handle.
 */
NNG_DECL int nng_msg_append_u64(struct nng_msg *msg, uint64_t val);

/**
 * Adds a number of 2 bytes at the start of the body. Returns 0, `NNG_EINVAL` or `NNG_ENOMEM`; then nothing is
 * changed.
 *
 * Requirements: `msg` is NULL or a valid handle.
 */
NNG_DECL int nng_msg_insert_u16(struct nng_msg *msg, uint16_t val);

/**
 * Adds a number of 4 bytes at the start of the body. Returns 0, `NNG_EINVAL` or `NNG_ENOMEM`; then nothing is
 * changed.
 *
 * Requirements: `msg` is NULL or a valid handle.
 */
NNG_DECL int nng_msg_insert_u32(struct nng_msg *msg, uint32_t val);

/**
 * Adds a number of 8 bytes at the start of the body. Returns 0, `NNG_EINVAL` or `NNG_ENOMEM`; then nothing is
 * changed.
 *
 * Requirements: `msg` is NULL or a valid handle.
 */
NNG_DECL int nng_msg_insert_u64(struct nng_msg *msg, uint64_t val);

/**
 * Removes a number of 2 bytes from the start of the body and stores it in `*valp`. Returns 0, or `NNG_EINVAL` if
 * the body has fewer bytes or `valp` is NULL; then nothing is changed.
 *
 * Requirements: `msg` is NULL or a valid handle; `valp` is NULL or writable.
 */
NNG_DECL int nng_msg_trim_u16(struct nng_msg *msg, uint16_t *valp);

/**
 * Removes a number of 4 bytes from the start of the body and stores it in `*valp`. Returns 0, or `NNG_EINVAL` if
 * the body has fewer bytes or `valp` is NULL; then nothing is changed.
 *
 * Requirements: `msg` is NULL or a valid handle; `valp` is NULL or writable.
 */
NNG_DECL int nng_msg_trim_u32(struct nng_msg *msg, uint32_t *valp);

/**
 * Removes a number of 8 bytes from the start of the body and stores it in `*valp`. Returns 0, or `NNG_EINVAL` if
 * the body has fewer bytes or `valp` is NULL; then nothing is changed.
 *
 * Requirements: `msg` is NULL or a valid handle; `valp` is NULL or writable.
 */
NNG_DECL int nng_msg_trim_u64(struct nng_msg *msg, uint64_t *valp);

/**
 * Removes a number of 2 bytes from the end of the body and stores it in `*valp`. Returns 0, or `NNG_EINVAL` if
 * the body has fewer bytes or `valp` is NULL; then nothing is changed.
 *
 * Requirements: `msg` is NULL or a valid handle; `valp` is NULL or writable.
 */
NNG_DECL int nng_msg_chop_u16(struct nng_msg *msg, uint16_t *valp);

/**
 * Removes a number of 4 bytes from the end of the body and stores it in `*valp`. Returns 0, or `NNG_EINVAL` if
 * the body has fewer bytes or `valp` is NULL; then nothing is changed.
 *
 * Requirements: `msg` is NULL or a valid handle; `valp` is NULL or writable.
 */
NNG_DECL int nng_msg_chop_u32(struct nng_msg *msg, uint32_t *valp);

/**
 * Removes a number of 8 bytes from the end of the body and stores it in `*valp`. Returns 0, or `NNG_EINVAL` if
 * the body has fewer bytes or `valp` is NULL; then nothing is changed.
 *
 * Requirements: `msg` is NULL or a valid handle; `valp` is NULL or writable.
 */
NNG_DECL int nng_msg_chop_u64(struct nng_msg *msg, uint64_t *valp);

/**
 * Adds a number of 2 bytes at the end of the header. Returns 0, or `NNG_EINVAL` if the header would become longer than 64 bytes; then nothing is
 * changed.
 *
 * Requirements: `msg` is NULL or a valid handle.
 */
NNG_DECL int nng_msg_header_append_u16(struct nng_msg *msg, uint16_t val);

/**
 * Adds a number of 4 bytes at the end of the header. Returns 0, or `NNG_EINVAL` if the header would become longer than 64 bytes; then nothing is
 * changed.
 *
 * Requirements: `msg` is NULL or a valid handle.
 */
NNG_DECL int nng_msg_header_append_u32(struct nng_msg *msg, uint32_t val);

/**
 * Adds a number of 8 bytes at the end of the header. Returns 0, or `NNG_EINVAL` if the header would become longer than 64 bytes; then nothing is
 * changed.
 *
 * Requirements: `msg` is NULL or a valid handle.
 */
NNG_DECL int nng_msg_header_append_u64(struct nng_msg *msg, uint64_t val);

/**
 * Adds a number of 2 bytes at the start of the header. Returns 0, or `NNG_EINVAL` if the header would become longer than 64 bytes; then nothing is
 * changed.
 *
 * Requirements: `msg` is NULL or a valid handle.
 */
NNG_DECL int nng_msg_header_insert_u16(struct nng_msg *msg, uint16_t val);

/**
 * Adds a number of 4 bytes at the start of the header. Returns 0, or `NNG_EINVAL` if the header would become longer than 64 bytes; then nothing is
 * changed.
 *
 * Requirements: `msg` is NULL or a valid handle.
 */
NNG_DECL int nng_msg_header_insert_u32(struct nng_msg *msg, uint32_t val);

/**
 * Adds a number of 8 bytes at the start of the header. Returns 0, or `NNG_EINVAL` if the header would become longer than 64 bytes; then nothing is
 * changed.
 *
 * Requirements: `msg` is NULL or a valid handle.
 */
NNG_DECL int nng_msg_header_insert_u64(struct nng_msg *msg, uint64_t val);

/**
 * Removes a number of 2 bytes from the start of the header and stores it in `*valp`. Returns 0, or `NNG_EINVAL` if
 * the header has fewer bytes or `valp` is NULL; then nothing is changed.
 *
 * Requirements: `msg` is NULL or a valid handle; `valp` is NULL or writable.
 */
NNG_DECL int nng_msg_header_trim_u16(struct nng_msg *msg, uint16_t *valp);

/**
 * Removes a number of 4 bytes from the start of the header and stores it in `*valp`. Returns 0, or `NNG_EINVAL` if
 * the header has fewer bytes or `valp` is NULL; then nothing is changed.
 *
 * Requirements: `msg` is NULL or a valid handle; `valp` is NULL or writable.
 */
NNG_DECL int nng_msg_header_trim_u32(struct nng_msg *msg, uint32_t *valp);

/**
 * Removes a number of 8 bytes from the start of the header and stores it in `*valp`. Returns 0, or `NNG_EINVAL` if
 * the header has fewer bytes or `valp` is NULL; then nothing is changed.
 *
 * Requirements: `msg` is NULL or a valid handle; `valp` is NULL or writable.
 */
NNG_DECL int nng_msg_header_trim_u64(struct nng_msg *msg, uint64_t *valp);

/**
 * Removes a number of 2 bytes from the end of the header and stores it in `*valp`. Returns 0, or `NNG_EINVAL` if
 * the header has fewer bytes or `valp` is NULL; then nothing is changed.
 *
 * Requirements: `msg` is NULL or a valid handle; `valp` is NULL or writable.
 */
NNG_DECL int nng_msg_header_chop_u16(struct nng_msg *msg, uint16_t *valp);

/**
 * Removes a number of 4 bytes from the end of the header and stores it in `*valp`. Returns 0, or `NNG_EINVAL` if
 * the header has fewer bytes or `valp` is NULL; then nothing is changed.
 *
 * Requirements: `msg` is NULL or a valid handle; `valp` is NULL or writable.
 */
NNG_DECL int nng_msg_header_chop_u32(struct nng_msg *msg, uint32_t *valp);

/**
 * Removes a number of 8 bytes from the end of the header and stores it in `*valp`. Returns 0, or `NNG_EINVAL` if
 * the header has fewer bytes or `valp` is NULL; then nothing is changed.
 *
 * Requirements: `msg` is NULL or a valid handle; `valp` is NULL or writable.
 */
NNG_DECL int nng_msg_header_chop_u64(struct nng_msg *msg, uint64_t *valp);

/** Returns the milliseconds of a clock that never goes back; its zero is arbitrary. */
NNG_DECL nng_time nng_clock(void);

/** Waits for at least `msec` milliseconds; returns at once if that is 0 or negative. */
NNG_DECL void nng_msleep(nng_duration msec);

/** Returns 32 random bits of cryptographic quality. */
NNG_DECL uint32_t nng_random(void);

/**
 * Makes two connected UNIX-domain stream sockets, which the program closes. Returns 0, `NNG_EINVAL` if `fds` is
 * NULL, or `NNG_ENOFILES`. Since nng 1.7.
 *
 * Requirements: `fds` is NULL or writable for two elements.
 */
NNG_DECL int nng_socket_pair(int *fds);

/**
 * Starts a thread that calls `func` with `arg`, and stores it in `*threadp`. `SIGPIPE` is blocked in it. It is
 * released with `nng_thread_destroy`. Returns 0, `NNG_EINVAL` for NULL, or `NNG_ENOMEM`.
 *
 * Requirements: `threadp` is NULL or writable; `func` accepts `arg` from another thread.
 */
NNG_DECL int nng_thread_create(struct nng_thread **threadp, void (*func)(void *arg), void *arg);

/**
 * Waits until the function of the thread has returned, and releases the thread. Does not wait when called by the
 * thread itself. NULL is allowed.
 *
 * Requirements: `thread` is NULL or from `nng_thread_create` and not destroyed yet.
 */
NNG_DECL void nng_thread_destroy(struct nng_thread *thread);

/**
 * Names a thread for debuggers and the like, as far as the system permits; the calling thread if `thread` is NULL.
 * Since nng 1.4.
 *
 * Requirements: `thread` is NULL or a valid handle; `name` is NULL, which does nothing, or a string.
 */
NNG_DECL void nng_thread_set_name(struct nng_thread *thread, const char *name);

/**
 * Makes an unlocked mutex and stores it in `*mtxp`, for `nng_mtx_free`. Returns 0, `NNG_EINVAL` if `mtxp` is NULL,
 * or `NNG_ENOMEM`.
 *
 * Requirements: `mtxp` is NULL or writable.
 */
NNG_DECL int nng_mtx_alloc(struct nng_mtx **mtxp);

/**
 * Releases a mutex, which nobody has locked. NULL is allowed.
 *
 * Requirements: `mtx` is NULL or a valid handle, which nobody uses any more.
 */
NNG_DECL void nng_mtx_free(struct nng_mtx *mtx);

/**
 * Locks a mutex, waiting as long as another thread has it locked.
 *
 * Requirements: `mtx` is a valid handle, or NULL, which does nothing.
 */
NNG_DECL void nng_mtx_lock(struct nng_mtx *mtx);

/**
 * Unlocks a mutex.
 *
 * Requirements: `mtx` is a valid handle, or NULL, which does nothing.
 */
NNG_DECL void nng_mtx_unlock(struct nng_mtx *mtx);

/**
 * Makes a condition variable that belongs to `mtx` and stores it in `*cvp`, for `nng_cv_free`. Returns 0,
 * `NNG_EINVAL` for NULL, or `NNG_ENOMEM`.
 *
 * Requirements: `cvp` is NULL or writable; `mtx` is NULL or a valid handle.
 */
NNG_DECL int nng_cv_alloc(struct nng_cv **cvp, struct nng_mtx *mtx);

/**
 * Releases a condition variable. NULL is allowed.
 *
 * Requirements: `cv` is NULL or a valid handle, which nobody uses any more.
 */
NNG_DECL void nng_cv_free(struct nng_cv *cv);

/**
 * Unlocks the mutex, which the calling thread has locked, waits to be woken, and locks it again. May return without
 * having been woken.
 *
 * Requirements: `cv` is a valid handle, or NULL, which does nothing.
 */
NNG_DECL void nng_cv_wait(struct nng_cv *cv);

/**
 * Like `nng_cv_wait`, but no longer than until `when`, a time of `nng_clock`. Returns 0 when woken, maybe without
 * reason; `NNG_ETIMEDOUT` when the time is over; `NNG_EAGAIN` at once if `when` is 0. The greatest number means
 * without limit.
 *
 * Requirements: `cv` is a valid handle, or NULL, for which the result is `NNG_EINVAL`.
 */
NNG_DECL int nng_cv_until(struct nng_cv *cv, nng_time when);

/**
 * Wakes all threads that wait for the condition variable.
 *
 * Requirements: `cv` is a valid handle, or NULL, which does nothing.
 */
NNG_DECL void nng_cv_wake(struct nng_cv *cv);

/**
 * Wakes one thread that waits for the condition variable.
 *
 * Requirements: `cv` is a valid handle, or NULL, which does nothing.
 */
NNG_DECL void nng_cv_wake1(struct nng_cv *cv);

/**
 * Writes an address as a text into the `bufsz` bytes at `buf`, cut off if it does not fit, and returns `buf`. An address
 * takes at most `NNG_MAXADDRSTRLEN` bytes, except that a NUL in an abstract name is written as `%00`.
 *
 * The forms are `127.0.0.1:80`, `[::1]:80`, `[fe80::1%2]:80` with the number of the scope, the path of a UNIX-domain
 * socket, `abstract[name]`, `inproc[name]`, and `ZT[node:network:port]` with the first two in hexadecimal. For an address
 * of another family, or none, the result is the static string "unknown", and nothing is written. Since nng 1.8.
 *
 * Requirements: `sa` is NULL or points to an address; `buf` is writable for `bufsz` bytes, or NULL, which stands for no room.
 */
NNG_DECL const char *nng_str_sockaddr(const union nng_sockaddr *sa, char *buf, size_t bufsz);

/**
 * Takes a snapshot of the statistics and stores its root in `*statsp`, for `nng_stats_free`. Returns 0, or `NNG_EINVAL`
 * if `statsp` is NULL.
 *
 * Requirements: `statsp` is NULL or writable.
 */
NNG_DECL int nng_stats_get(struct nng_stat **statsp);

/**
 * Releases a snapshot. NULL is allowed.
 *
 * Requirements: `stats` is NULL or the root of a snapshot, no part of which is used any more.
 */
NNG_DECL void nng_stats_free(struct nng_stat *stats);

/**
 * Prints the statistics to standard output: nothing, as there are none.
 *
 * Requirements: `stats` is NULL or a valid handle.
 */
NNG_DECL void nng_stats_dump(struct nng_stat *stats);

/**
 * Returns the next node with the same parent: NULL.
 *
 * Requirements: `stat` is NULL or a valid handle.
 */
NNG_DECL struct nng_stat *nng_stat_next(struct nng_stat *stat);

/**
 * Returns the first child: NULL.
 *
 * Requirements: `stat` is NULL or a valid handle.
 */
NNG_DECL struct nng_stat *nng_stat_child(struct nng_stat *stat);

/**
 * Returns the first node with this name, `stat` or one below it; NULL if there is none. The root's name is "". Since
 * nng 1.3.
 *
 * Requirements: `stat` is NULL or a valid handle; `name` is NULL or a string.
 */
NNG_DECL struct nng_stat *nng_stat_find(struct nng_stat *stat, const char *name);

/**
 * Returns the node of this socket: NULL, since this library has no messaging sockets. Since nng 1.3.
 *
 * Requirements: `stat` is NULL or a valid handle.
 */
NNG_DECL struct nng_stat *nng_stat_find_socket(struct nng_stat *stat, nng_socket socket);

/**
 * Returns the node of this dialer: NULL, since this library has no messaging sockets. Since nng 1.3.
 *
 * Requirements: `stat` is NULL or a valid handle.
 */
NNG_DECL struct nng_stat *nng_stat_find_dialer(struct nng_stat *stat, nng_dialer dialer);

/**
 * Returns the node of this listener: NULL, since this library has no messaging sockets. Since nng 1.3.
 *
 * Requirements: `stat` is NULL or a valid handle.
 */
NNG_DECL struct nng_stat *nng_stat_find_listener(struct nng_stat *stat, nng_listener listener);

/**
 * Returns the name, a static string: "".
 *
 * Requirements: `stat` is NULL or a valid handle.
 */
NNG_DECL const char *nng_stat_name(struct nng_stat *stat);

/**
 * Returns the description, a static string: "all statistics".
 *
 * Requirements: `stat` is NULL or a valid handle.
 */
NNG_DECL const char *nng_stat_desc(struct nng_stat *stat);

/**
 * Returns what the node is, one of `nng_stat_type_enum`: `NNG_STAT_SCOPE`.
 *
 * Requirements: `stat` is NULL or a valid handle.
 */
NNG_DECL int nng_stat_type(struct nng_stat *stat);

/**
 * Returns what the value counts, one of `nng_unit_enum`: `NNG_UNIT_NONE`.
 *
 * Requirements: `stat` is NULL or a valid handle.
 */
NNG_DECL int nng_stat_unit(struct nng_stat *stat);

/**
 * Returns the value of a number; 0 for a scope.
 *
 * Requirements: `stat` is NULL or a valid handle.
 */
NNG_DECL uint64_t nng_stat_value(struct nng_stat *stat);

/**
 * Returns the value of a boolean; false for a scope. Since nng 1.4.
 *
 * Requirements: `stat` is NULL or a valid handle.
 */
NNG_DECL bool nng_stat_bool(struct nng_stat *stat);

/**
 * Returns the value of a string; "" for a scope.
 *
 * Requirements: `stat` is NULL or a valid handle.
 */
NNG_DECL const char *nng_stat_string(struct nng_stat *stat);

/**
 * Returns when the snapshot was taken, a time of `nng_clock`.
 *
 * Requirements: `stat` is NULL or a valid handle.
 */
NNG_DECL uint64_t nng_stat_timestamp(struct nng_stat *stat);

/**
 * Makes a UDP socket that is bound to the address `*sa`, of the family `NNG_AF_INET` or `NNG_AF_INET6`; with the port 0
 * the system chooses one. Stores it in `*udpp`, for `nng_udp_close`. Returns 0; `NNG_EINVAL` if `udpp` is NULL;
 * `NNG_EADDRINVAL` if `sa` is NULL or of another family, or not an address of this machine; `NNG_EADDRINUSE`;
 * `NNG_EPERM` for a port that is reserved; `NNG_ENOFILES`; `NNG_ENOMEM`. Since nng 1.9.
 *
 * Requirements: `udpp` is NULL or writable; `sa` is NULL or points to an address.
 */
NNG_DECL int nng_udp_open(struct nng_udp **udpp, union nng_sockaddr *sa);

/**
 * Closes and releases a UDP socket. Operations that are under way end with `NNG_ECLOSED`. NULL is allowed. Since nng 1.9.
 *
 * Requirements: `udp` is NULL or a valid handle, which nobody uses any more.
 */
NNG_DECL void nng_udp_close(struct nng_udp *udp);

/**
 * Stores the address that the socket is bound to in `*sa`. Returns 0, `NNG_EINVAL` for NULL, or `NNG_ECLOSED` after
 * `nng_fini`. Since nng 1.9.
 *
 * Requirements: `udp` is NULL or a valid handle; `sa` is NULL or writable.
 */
NNG_DECL int nng_udp_sockname(struct nng_udp *udp, union nng_sockaddr *sa);

/**
 * Sends the buffers of the aio as one datagram to the address that its input 0 points to, an `nng_sockaddr`, which is
 * read before the call returns. The count is the size of the datagram. Several sends are carried out in their order.
 *
 * Errors: `NNG_EADDRINVAL` without an address or for one of a family other than `NNG_AF_INET` and `NNG_AF_INET6`;
 * `NNG_EMSGSIZE` for a datagram that is too large; `NNG_ENOTSUP` for an address that is not of the socket's family;
 * `NNG_EUNREACHABLE`; `NNG_EPERM`; `NNG_ECLOSED`; those of the aio. Since nng 1.9.
 *
 * Requirements: `udp` and `aio` are NULL or valid handles; the aio's input 0 is NULL or points to an address. Its buffers stay valid
 * until the operation ends.
 */
NNG_DECL void nng_udp_send(struct nng_udp *udp, struct nng_aio *aio);

/**
 * Receives one datagram into the buffers of the aio, and stores the address of its sender in the `nng_sockaddr` that the
 * aio's input 0 points to, unless that is NULL. The count is how many bytes were stored; the end of a datagram that the
 * buffers have no room for is lost. Several receives are carried out in their order.
 *
 * Errors: `NNG_ECLOSED`; those of the aio. Since nng 1.9.
 *
 * Requirements: `udp` and `aio` are NULL or valid handles; the aio's input 0 is NULL or writable for an address. That and the buffers
 * stay valid, and are used by nobody else, until the operation ends.
 */
NNG_DECL void nng_udp_recv(struct nng_udp *udp, struct nng_aio *aio);

/**
 * Joins the multicast group whose address `*sa` is, or leaves it. For IPv4, the interface is the one that has the
 * address which the socket is bound to, or one that the system chooses if that is none in particular; for IPv6 it is the
 * one with the number `sa_scope`, or one that the system chooses for 0.
 *
 * Returns 0; `NNG_EINVAL` for NULL or an address that is not a group's; `NNG_EADDRINVAL` if the address is of another
 * family than the socket, or when leaving a group that was not joined; `NNG_EADDRINUSE` if it was joined before;
 * `NNG_ECLOSED`; another error of the system. Since nng 1.9.
 *
 * Requirements: `udp` is NULL or a valid handle; `sa` is NULL or points to an address.
 */
NNG_DECL int nng_udp_multicast_membership(struct nng_udp *udp, union nng_sockaddr *sa, bool join);

/**
 * Closes a stream and releases it, see `nng_stream_close`. NULL is allowed.
 *
 * Requirements: `stream` is NULL or a valid handle, which nobody uses any more.
 */
NNG_DECL void nng_stream_free(struct nng_stream *stream);

/**
 * Closes a stream. Operations under way end with `NNG_ECLOSED`, and so do all that are started later. What was sent and
 * did not leave yet still does. A WebSocket completes the frame of the send under way and says goodbye, with the status
 * 1000; what the peer does not take within 100 milliseconds is lost. NULL is allowed.
 *
 * Requirements: `stream` is NULL or a valid handle.
 */
NNG_DECL void nng_stream_close(struct nng_stream *stream);

/**
 * Sends bytes from the buffers of the aio (`nng_aio_set_iov`): at least one, but perhaps not all. The count is that of
 * the bytes sent; the buffers of the aio stay as they are. With nothing in the buffers nothing is sent.
 *
 * Over a WebSocket, it is one message: at most `NNG_OPT_WS_SENDMAXFRAME` bytes, an empty message with nothing in the
 * buffers. The peer gets it as a whole even if the send is cancelled when a part of it has left.
 *
 * Results: 0; `NNG_ECONNSHUT` if the peer closed the stream, of a WebSocket `NNG_ECLOSED`; `NNG_ECONNRESET` if the connection
 * broke; `NNG_ECLOSED`; `NNG_ECANCELED`, `NNG_ETIMEDOUT`; over TLS `NNG_EPEERAUTH` if the peer is not who it should be, `NNG_ECRYPTO` if it
 * does not speak TLS as it should; `NNG_ENOMEM`.
 *
 * Requirements: `stream` and `aio` are NULL or valid handles. The buffers stay valid until the operation ended.
 */
NNG_DECL void nng_stream_send(struct nng_stream *stream, struct nng_aio *aio);

/**
 * Receives bytes into the buffers of the aio: at least one, and at most as many as they hold. The count is that of the
 * bytes received; the buffers of the aio stay as they are.
 *
 * Results: those of `nng_stream_send`; `NNG_EINVAL` if the buffers have no room.
 *
 * Requirements: `stream` and `aio` are NULL or valid handles. The buffers stay valid until the operation ended.
 */
NNG_DECL void nng_stream_recv(struct nng_stream *stream, struct nng_aio *aio);

/**
 * Reads an option of any type into the `*size` bytes at `val`, and stores the size of the value in `*size`.
 *
 * Returns 0; `NNG_EINVAL` if the value does not fit, and is cut off, or for NULL; `NNG_ENOTSUP` if there is no such option
 * here; `NNG_EWRITEONLY` if it cannot be read; `NNG_ENOMEM`; and what the option has to say.
 *
 * Requirements: `stream` is NULL or a valid handle, `opt` NULL or a string, `size` NULL or writable, `val` NULL or writable for as many
 * bytes.
 */
NNG_DECL int nng_stream_get(struct nng_stream *stream, const char *opt, void *val, size_t *size);

/**
 * Reads an option that is true or false into `*val`. Returns what `nng_stream_get` does, and `NNG_EBADTYPE` if the option is of
 * another type.
 *
 * Requirements: `stream` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
 */
NNG_DECL int nng_stream_get_bool(struct nng_stream *stream, const char *opt, bool *val);

/**
 * Reads an option that is an integer into `*val`. Returns what `nng_stream_get` does, and `NNG_EBADTYPE` if the option is of
 * another type.
 *
 * Requirements: `stream` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
 */
NNG_DECL int nng_stream_get_int(struct nng_stream *stream, const char *opt, int *val);

/**
 * Reads an option that is a time in milliseconds into `*val`. Returns what `nng_stream_get` does, and `NNG_EBADTYPE` if the option is of
 * another type.
 *
 * Requirements: `stream` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
 */
NNG_DECL int nng_stream_get_ms(struct nng_stream *stream, const char *opt, nng_duration *val);

/**
 * Reads an option that is a number of bytes into `*val`. Returns what `nng_stream_get` does, and `NNG_EBADTYPE` if the option is of
 * another type.
 *
 * Requirements: `stream` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
 */
NNG_DECL int nng_stream_get_size(struct nng_stream *stream, const char *opt, size_t *val);

/**
 * Reads an option that is a 64-bit number into `*val`. Returns what `nng_stream_get` does, and `NNG_EBADTYPE` if the option is of
 * another type.
 *
 * Requirements: `stream` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
 */
NNG_DECL int nng_stream_get_uint64(struct nng_stream *stream, const char *opt, uint64_t *val);

/**
 * Reads an option that is a string into `*val`: a copy, for `nng_strfree`. Returns what `nng_stream_get` does, and
 * `NNG_EBADTYPE` if the option is of another type.
 *
 * Requirements: `stream` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
 */
NNG_DECL int nng_stream_get_string(struct nng_stream *stream, const char *opt, char **val);

/**
 * Reads an option that is a pointer into `*val`: what it points to is the caller's. Returns what `nng_stream_get` does, and
 * `NNG_EBADTYPE` if the option is of another type.
 *
 * Requirements: `stream` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
 */
NNG_DECL int nng_stream_get_ptr(struct nng_stream *stream, const char *opt, void **val);

/**
 * Reads an option that is an address into `*val`. Returns what `nng_stream_get` does, and `NNG_EBADTYPE` if the option is
 * of another type.
 *
 * Requirements: `stream` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
 */
NNG_DECL int nng_stream_get_addr(struct nng_stream *stream, const char *opt, union nng_sockaddr *val);

/**
 * Sets an option of any type to the `size` bytes at `val`; a string comes with its NUL.
 *
 * Returns 0; `NNG_EINVAL` if the size or the value is wrong, or for NULL; `NNG_ENOTSUP` if there is no such option here;
 * `NNG_EREADONLY` if it cannot be set; `NNG_ENOMEM`; and what the option has to say.
 *
 * Requirements: `stream` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or readable for `size` bytes, which are a value of
 * the option's type.
 */
NNG_DECL int nng_stream_set(struct nng_stream *stream, const char *opt, const void *val, size_t size);

/**
 * Sets an option that is true or false. Returns what `nng_stream_set` does, and `NNG_EBADTYPE` if the option is of another
 * type.
 *
 * Requirements: `stream` is NULL or a valid handle, `opt` NULL or a string.
 */
NNG_DECL int nng_stream_set_bool(struct nng_stream *stream, const char *opt, bool val);

/**
 * Sets an option that is an integer. Returns what `nng_stream_set` does, and `NNG_EBADTYPE` if the option is of another
 * type.
 *
 * Requirements: `stream` is NULL or a valid handle, `opt` NULL or a string.
 */
NNG_DECL int nng_stream_set_int(struct nng_stream *stream, const char *opt, int val);

/**
 * Sets an option that is a time in milliseconds. Returns what `nng_stream_set` does, and `NNG_EBADTYPE` if the option is of another
 * type.
 *
 * Requirements: `stream` is NULL or a valid handle, `opt` NULL or a string.
 */
NNG_DECL int nng_stream_set_ms(struct nng_stream *stream, const char *opt, nng_duration val);

/**
 * Sets an option that is a number of bytes. Returns what `nng_stream_set` does, and `NNG_EBADTYPE` if the option is of another
 * type.
 *
 * Requirements: `stream` is NULL or a valid handle, `opt` NULL or a string.
 */
NNG_DECL int nng_stream_set_size(struct nng_stream *stream, const char *opt, size_t val);

/**
 * Sets an option that is a 64-bit number. Returns what `nng_stream_set` does, and `NNG_EBADTYPE` if the option is of another
 * type.
 *
 * Requirements: `stream` is NULL or a valid handle, `opt` NULL or a string.
 */
NNG_DECL int nng_stream_set_uint64(struct nng_stream *stream, const char *opt, uint64_t val);

/**
 * Sets an option that is a string, which is copied. Returns what `nng_stream_set` does, and `NNG_EBADTYPE` if the option is
 * of another type.
 *
 * Requirements: `stream` is NULL or a valid handle, `opt` and `val` are NULL or strings.
 */
NNG_DECL int nng_stream_set_string(struct nng_stream *stream, const char *opt, const char *val);

/**
 * Sets an option that is a pointer. Returns what `nng_stream_set` does, and `NNG_EBADTYPE` if the option is of another type.
 *
 * Requirements: `stream` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or what the option takes.
 */
NNG_DECL int nng_stream_set_ptr(struct nng_stream *stream, const char *opt, void *val);

/**
 * Sets an option that is an address. Returns what `nng_stream_set` does, and `NNG_EBADTYPE` if the option is of another type.
 *
 * Requirements: `stream` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or readable.
 */
NNG_DECL int nng_stream_set_addr(struct nng_stream *stream, const char *opt, const union nng_sockaddr *val);

/**
 * Makes a dialer for the address in a URL, and stores it in `*dialerp`, for `nng_stream_dialer_free`.
 *
 * | URL | connects to |
 * |---|---|
 * | `tcp://HOST:PORT`, `tcp4:`, `tcp6:` | a port of TCP, perhaps with that version of IP only |
 * | `tls+tcp://HOST:PORT`, `tls+tcp4:`, `tls+tcp6:` | the same, and speaks TLS |
 * | `ipc://PATH`, `unix://PATH` | the UNIX-domain socket at that path |
 * | `abstract://NAME` | the UNIX-domain socket of that name; `%XX` is any byte |
 * | `ws://HOST:PORT/PATH?QUERY`, `ws4:`, `ws6:` | a WebSocket of the HTTP server there, at port 80 without a port |
 * | `wss://HOST:PORT/PATH?QUERY` | the same over TLS, at port 443 without a port |
 *
 * Returns 0; `NNG_EINVAL` if that is no URL, or for NULL; `NNG_ENOTSUP` for other schemes; `NNG_EADDRINVAL` if host, port
 * or path are missing, or the path or name is longer than 107 bytes; `NNG_ENOMEM`; or what prevents the library's
 * threads from being started.
 *
 * Requirements: `dialerp` is NULL or writable, `addr` NULL or a string.
 */
NNG_DECL int nng_stream_dialer_alloc(struct nng_stream_dialer **dialerp, const char *addr);

/**
 * Like `nng_stream_dialer_alloc`, with a URL that was parsed.
 *
 * Requirements: `dialerp` is NULL or writable; `url` is NULL or a URL whose members are NULL or strings.
 */
NNG_DECL int nng_stream_dialer_alloc_url(struct nng_stream_dialer **dialerp, const struct nng_url *url);

/**
 * Closes a dialer and releases it, see `nng_stream_dialer_close`. NULL is allowed.
 *
 * Requirements: `dialer` is NULL or a valid handle, which nobody uses any more.
 */
NNG_DECL void nng_stream_dialer_free(struct nng_stream_dialer *dialer);

/**
 * Closes a dialer: dials under way end with `NNG_ECLOSED`, and so do all that are started later. NULL is allowed.
 *
 * Requirements: `dialer` is NULL or a valid handle.
 */
NNG_DECL void nng_stream_dialer_close(struct nng_stream_dialer *dialer);

/**
 * Makes a stream: output 0 of the aio is the `nng_stream *`, for `nng_stream_free`. All addresses of a host are tried in
 * order. The handshake of TLS is left to the first send or receive; that of a WebSocket is part of the dial, and then so is
 * that of TLS. The server has 30 seconds for TLS, 2 seconds to take the request, and 2 to answer it.
 *
 * Results: 0; `NNG_ECONNREFUSED`, `NNG_EUNREACHABLE`; `NNG_EADDRINVAL` if there is no such host or port; `NNG_EAGAIN` if
 * the name service does not answer; `NNG_EPERM`; `NNG_ECLOSED`; `NNG_ECANCELED`, `NNG_ETIMEDOUT`; `NNG_ENOFILES`,
 * `NNG_ENOMEM`; `NNG_EINVAL` if the dialer is NULL. Of a WebSocket also `NNG_EPERM` for the status 401 or 403,
 * `NNG_ECONNREFUSED` for 404 or 405, `NNG_EPROTO` for every other answer that does not complete the handshake,
 * `NNG_EMSGSIZE` if that is too long, `NNG_ECONNSHUT` if none comes, and over TLS `NNG_EPEERAUTH`, `NNG_ECRYPTO`; `NNG_EINVAL`
 * if the URL holds what no request can have.
 *
 * Requirements: `dialer` and `aio` are NULL or valid handles.
 */
NNG_DECL void nng_stream_dialer_dial(struct nng_stream_dialer *dialer, struct nng_aio *aio);

/**
 * Reads an option of any type into the `*size` bytes at `val`, and stores the size of the value in `*size`.
 *
 * Returns 0; `NNG_EINVAL` if the value does not fit, and is cut off, or for NULL; `NNG_ENOTSUP` if there is no such option
 * here; `NNG_EWRITEONLY` if it cannot be read; `NNG_ENOMEM`; and what the option has to say.
 *
 * Requirements: `dialer` is NULL or a valid handle, `opt` NULL or a string, `size` NULL or writable, `val` NULL or writable for as many
 * bytes.
 */
NNG_DECL int nng_stream_dialer_get(struct nng_stream_dialer *dialer, const char *opt, void *val, size_t *size);

/**
 * Reads an option that is true or false into `*val`. Returns what `nng_stream_dialer_get` does, and `NNG_EBADTYPE` if the option is of
 * another type.
 *
 * Requirements: `dialer` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
 */
NNG_DECL int nng_stream_dialer_get_bool(struct nng_stream_dialer *dialer, const char *opt, bool *val);

/**
 * Reads an option that is an integer into `*val`. Returns what `nng_stream_dialer_get` does, and `NNG_EBADTYPE` if the option is of
 * another type.
 *
 * Requirements: `dialer` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
 */
NNG_DECL int nng_stream_dialer_get_int(struct nng_stream_dialer *dialer, const char *opt, int *val);

/**
 * Reads an option that is a time in milliseconds into `*val`. Returns what `nng_stream_dialer_get` does, and `NNG_EBADTYPE` if the option is of
 * another type.
 *
 * Requirements: `dialer` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
 */
NNG_DECL int nng_stream_dialer_get_ms(struct nng_stream_dialer *dialer, const char *opt, nng_duration *val);

/**
 * Reads an option that is a number of bytes into `*val`. Returns what `nng_stream_dialer_get` does, and `NNG_EBADTYPE` if the option is of
 * another type.
 *
 * Requirements: `dialer` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
 */
NNG_DECL int nng_stream_dialer_get_size(struct nng_stream_dialer *dialer, const char *opt, size_t *val);

/**
 * Reads an option that is a 64-bit number into `*val`. Returns what `nng_stream_dialer_get` does, and `NNG_EBADTYPE` if the option is of
 * another type.
 *
 * Requirements: `dialer` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
 */
NNG_DECL int nng_stream_dialer_get_uint64(struct nng_stream_dialer *dialer, const char *opt, uint64_t *val);

/**
 * Reads an option that is a string into `*val`: a copy, for `nng_strfree`. Returns what `nng_stream_dialer_get` does, and
 * `NNG_EBADTYPE` if the option is of another type.
 *
 * Requirements: `dialer` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
 */
NNG_DECL int nng_stream_dialer_get_string(struct nng_stream_dialer *dialer, const char *opt, char **val);

/**
 * Reads an option that is a pointer into `*val`: what it points to is the caller's. Returns what `nng_stream_dialer_get` does, and
 * `NNG_EBADTYPE` if the option is of another type.
 *
 * Requirements: `dialer` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
 */
NNG_DECL int nng_stream_dialer_get_ptr(struct nng_stream_dialer *dialer, const char *opt, void **val);

/**
 * Reads an option that is an address into `*val`. Returns what `nng_stream_dialer_get` does, and `NNG_EBADTYPE` if the option is
 * of another type.
 *
 * Requirements: `dialer` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
 */
NNG_DECL int nng_stream_dialer_get_addr(struct nng_stream_dialer *dialer, const char *opt, union nng_sockaddr
    *val);

/**
 * Sets an option of any type to the `size` bytes at `val`; a string comes with its NUL.
 *
 * Returns 0; `NNG_EINVAL` if the size or the value is wrong, or for NULL; `NNG_ENOTSUP` if there is no such option here;
 * `NNG_EREADONLY` if it cannot be set; `NNG_ENOMEM`; and what the option has to say.
 *
 * Requirements: `dialer` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or readable for `size` bytes, which are a value of
 * the option's type.
 */
NNG_DECL int nng_stream_dialer_set(struct nng_stream_dialer *dialer, const char *opt, const void *val, size_t
    size);

/**
 * Sets an option that is true or false. Returns what `nng_stream_dialer_set` does, and `NNG_EBADTYPE` if the option is of another
 * type.
 *
 * Requirements: `dialer` is NULL or a valid handle, `opt` NULL or a string.
 */
NNG_DECL int nng_stream_dialer_set_bool(struct nng_stream_dialer *dialer, const char *opt, bool val);

/**
 * Sets an option that is an integer. Returns what `nng_stream_dialer_set` does, and `NNG_EBADTYPE` if the option is of another
 * type.
 *
 * Requirements: `dialer` is NULL or a valid handle, `opt` NULL or a string.
 */
NNG_DECL int nng_stream_dialer_set_int(struct nng_stream_dialer *dialer, const char *opt, int val);

/**
 * Sets an option that is a time in milliseconds. Returns what `nng_stream_dialer_set` does, and `NNG_EBADTYPE` if the option is of another
 * type.
 *
 * Requirements: `dialer` is NULL or a valid handle, `opt` NULL or a string.
 */
NNG_DECL int nng_stream_dialer_set_ms(struct nng_stream_dialer *dialer, const char *opt, nng_duration val);

/**
 * Sets an option that is a number of bytes. Returns what `nng_stream_dialer_set` does, and `NNG_EBADTYPE` if the option is of another
 * type.
 *
 * Requirements: `dialer` is NULL or a valid handle, `opt` NULL or a string.
 */
NNG_DECL int nng_stream_dialer_set_size(struct nng_stream_dialer *dialer, const char *opt, size_t val);

/**
 * Sets an option that is a 64-bit number. Returns what `nng_stream_dialer_set` does, and `NNG_EBADTYPE` if the option is of another
 * type.
 *
 * Requirements: `dialer` is NULL or a valid handle, `opt` NULL or a string.
 */
NNG_DECL int nng_stream_dialer_set_uint64(struct nng_stream_dialer *dialer, const char *opt, uint64_t val);

/**
 * Sets an option that is a string, which is copied. Returns what `nng_stream_dialer_set` does, and `NNG_EBADTYPE` if the option is
 * of another type.
 *
 * Requirements: `dialer` is NULL or a valid handle, `opt` and `val` are NULL or strings.
 */
NNG_DECL int nng_stream_dialer_set_string(struct nng_stream_dialer *dialer, const char *opt, const char *val);

/**
 * Sets an option that is a pointer. Returns what `nng_stream_dialer_set` does, and `NNG_EBADTYPE` if the option is of another type.
 *
 * Requirements: `dialer` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or what the option takes.
 */
NNG_DECL int nng_stream_dialer_set_ptr(struct nng_stream_dialer *dialer, const char *opt, void *val);

/**
 * Sets an option that is an address. Returns what `nng_stream_dialer_set` does, and `NNG_EBADTYPE` if the option is of another type.
 *
 * Requirements: `dialer` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or readable.
 */
NNG_DECL int nng_stream_dialer_set_addr(struct nng_stream_dialer *dialer, const char *opt, const union
    nng_sockaddr *val);

/**
 * Makes a listener for the address in a URL, and stores it in `*listenerp`, for `nng_stream_listener_free`. A host that
 * is a name is looked up now, which may take long.
 *
 * | URL | listens on |
 * |---|---|
 * | `tcp://HOST:PORT`, `tcp4:`, `tcp6:` | a port of TCP, of one that the system chooses without a port or with 0; all interfaces without a host |
 * | `tls+tcp://HOST:PORT`, `tls+tcp4:`, `tls+tcp6:` | the same, and speaks TLS |
 * | `ipc://PATH`, `unix://PATH` | a UNIX-domain socket at that path |
 * | `abstract://NAME` | a UNIX-domain socket of that name, of one that the system chooses without one; `%XX` is any byte |
 * | `socket://` | nothing: gets its connections from the program, see `NNG_OPT_SOCKET_FD` |
 * | `ws://HOST:PORT/PATH`, `ws4:`, `ws6:` | a path of the HTTP server of this host and port, see `nng_http_server_hold`; for requests with this host, if there is one |
 * | `wss://HOST:PORT/PATH` | the same over TLS |
 *
 * Returns 0; `NNG_EINVAL` if that is no URL, or for NULL; `NNG_ENOTSUP` for other schemes; `NNG_EADDRINVAL` if there is no
 * such host or port, or the path is missing, or path or name are longer than 107 bytes; `NNG_EAGAIN` if the name service
 * does not answer; `NNG_ENOMEM`; or what prevents the library's threads from being started.
 *
 * Requirements: `listenerp` is NULL or writable, `addr` NULL or a string.
 */
NNG_DECL int nng_stream_listener_alloc(struct nng_stream_listener **listenerp, const char *addr);

/**
 * Like `nng_stream_listener_alloc`, with a URL that was parsed.
 *
 * Requirements: `listenerp` is NULL or writable; `url` is NULL or a URL whose members are NULL or strings.
 */
NNG_DECL int nng_stream_listener_alloc_url(struct nng_stream_listener **listenerp, const struct nng_url *url);

/**
 * Closes a listener and releases it, see `nng_stream_listener_close`. NULL is allowed.
 *
 * Requirements: `listener` is NULL or a valid handle, which nobody uses any more.
 */
NNG_DECL void nng_stream_listener_free(struct nng_stream_listener *listener);

/**
 * Closes a listener: it listens no more, accepts under way end with `NNG_ECLOSED`, and so do all that are started later.
 * The file of a UNIX-domain socket is removed; what waits to be accepted is closed. NULL is allowed.
 *
 * Requirements: `listener` is NULL or a valid handle.
 */
NNG_DECL void nng_stream_listener_close(struct nng_stream_listener *listener);

/**
 * Listens. At a path, a socket that nobody listens on any more makes room. Has no effect on `socket://`. A listener of
 * WebSockets becomes a handler of its HTTP server, and counts as one of those who have started it until it is closed.
 *
 * Returns 0; `NNG_ESTATE` if it listens already; `NNG_ECLOSED`; `NNG_EADDRINUSE`, also if the server has a handler in the
 * place of a WebSocket; `NNG_EADDRINVAL` if the address is not
 * one of this machine; `NNG_EPERM`; `NNG_ENOENT` if there is no such directory; `NNG_ENOFILES`, `NNG_ENOMEM`; `NNG_EINVAL`
 * for NULL.
 *
 * Requirements: `listener` is NULL or a valid handle.
 */
NNG_DECL int nng_stream_listener_listen(struct nng_stream_listener *listener);

/**
 * Makes a stream of the next connection: output 0 of the aio is the `nng_stream *`, for `nng_stream_free`. Accepts are
 * carried out in the order in which they were started. The handshake of TLS is left to the first send or receive; its
 * configuration is in use from the first accept on. While the process has no descriptors left, accepts wait. Of a WebSocket,
 * connections wait with both handshakes done, 128 at most; the server answers further ones with the status 503.
 *
 * Results: 0; `NNG_ESTATE` before `nng_stream_listener_listen`; `NNG_ECLOSED`; `NNG_ECANCELED`, `NNG_ETIMEDOUT`;
 * `NNG_ENOMEM`; `NNG_EINVAL` if the listener is NULL.
 *
 * Requirements: `listener` and `aio` are NULL or valid handles.
 */
NNG_DECL void nng_stream_listener_accept(struct nng_stream_listener *listener, struct nng_aio *aio);

/**
 * Reads an option of any type into the `*size` bytes at `val`, and stores the size of the value in `*size`.
 *
 * Returns 0; `NNG_EINVAL` if the value does not fit, and is cut off, or for NULL; `NNG_ENOTSUP` if there is no such option
 * here; `NNG_EWRITEONLY` if it cannot be read; `NNG_ENOMEM`; and what the option has to say.
 *
 * Requirements: `listener` is NULL or a valid handle, `opt` NULL or a string, `size` NULL or writable, `val` NULL or writable for as many
 * bytes.
 */
NNG_DECL int nng_stream_listener_get(struct nng_stream_listener *listener, const char *opt, void *val, size_t
    *size);

/**
 * Reads an option that is true or false into `*val`. Returns what `nng_stream_listener_get` does, and `NNG_EBADTYPE` if the option is of
 * another type.
 *
 * Requirements: `listener` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
 */
NNG_DECL int nng_stream_listener_get_bool(struct nng_stream_listener *listener, const char *opt, bool *val);

/**
 * Reads an option that is an integer into `*val`. Returns what `nng_stream_listener_get` does, and `NNG_EBADTYPE` if the option is of
 * another type.
 *
 * Requirements: `listener` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
 */
NNG_DECL int nng_stream_listener_get_int(struct nng_stream_listener *listener, const char *opt, int *val);

/**
 * Reads an option that is a time in milliseconds into `*val`. Returns what `nng_stream_listener_get` does, and `NNG_EBADTYPE` if the option is of
 * another type.
 *
 * Requirements: `listener` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
 */
NNG_DECL int nng_stream_listener_get_ms(struct nng_stream_listener *listener, const char *opt, nng_duration
    *val);

/**
 * Reads an option that is a number of bytes into `*val`. Returns what `nng_stream_listener_get` does, and `NNG_EBADTYPE` if the option is of
 * another type.
 *
 * Requirements: `listener` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
 */
NNG_DECL int nng_stream_listener_get_size(struct nng_stream_listener *listener, const char *opt, size_t *val);

/**
 * Reads an option that is a 64-bit number into `*val`. Returns what `nng_stream_listener_get` does, and `NNG_EBADTYPE` if the option is of
 * another type.
 *
 * Requirements: `listener` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
 */
NNG_DECL int nng_stream_listener_get_uint64(struct nng_stream_listener *listener, const char *opt, uint64_t
    *val);

/**
 * Reads an option that is a string into `*val`: a copy, for `nng_strfree`. Returns what `nng_stream_listener_get` does, and
 * `NNG_EBADTYPE` if the option is of another type.
 *
 * Requirements: `listener` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
 */
NNG_DECL int nng_stream_listener_get_string(struct nng_stream_listener *listener, const char *opt, char **val);

/**
 * Reads an option that is a pointer into `*val`: what it points to is the caller's. Returns what `nng_stream_listener_get` does, and
 * `NNG_EBADTYPE` if the option is of another type.
 *
 * Requirements: `listener` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
 */
NNG_DECL int nng_stream_listener_get_ptr(struct nng_stream_listener *listener, const char *opt, void **val);

/**
 * Reads an option that is an address into `*val`. Returns what `nng_stream_listener_get` does, and `NNG_EBADTYPE` if the option is
 * of another type.
 *
 * Requirements: `listener` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or writable.
 */
NNG_DECL int nng_stream_listener_get_addr(struct nng_stream_listener *listener, const char *opt, union
    nng_sockaddr *val);

/**
 * Sets an option of any type to the `size` bytes at `val`; a string comes with its NUL.
 *
 * Returns 0; `NNG_EINVAL` if the size or the value is wrong, or for NULL; `NNG_ENOTSUP` if there is no such option here;
 * `NNG_EREADONLY` if it cannot be set; `NNG_ENOMEM`; and what the option has to say.
 *
 * Requirements: `listener` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or readable for `size` bytes, which are a value of
 * the option's type.
 */
NNG_DECL int nng_stream_listener_set(struct nng_stream_listener *listener, const char *opt, const void *val,
    size_t size);

/**
 * Sets an option that is true or false. Returns what `nng_stream_listener_set` does, and `NNG_EBADTYPE` if the option is of another
 * type.
 *
 * Requirements: `listener` is NULL or a valid handle, `opt` NULL or a string.
 */
NNG_DECL int nng_stream_listener_set_bool(struct nng_stream_listener *listener, const char *opt, bool val);

/**
 * Sets an option that is an integer. Returns what `nng_stream_listener_set` does, and `NNG_EBADTYPE` if the option is of another
 * type.
 *
 * Requirements: `listener` is NULL or a valid handle, `opt` NULL or a string.
 */
NNG_DECL int nng_stream_listener_set_int(struct nng_stream_listener *listener, const char *opt, int val);

/**
 * Sets an option that is a time in milliseconds. Returns what `nng_stream_listener_set` does, and `NNG_EBADTYPE` if the option is of another
 * type.
 *
 * Requirements: `listener` is NULL or a valid handle, `opt` NULL or a string.
 */
NNG_DECL int nng_stream_listener_set_ms(struct nng_stream_listener *listener, const char *opt, nng_duration
    val);

/**
 * Sets an option that is a number of bytes. Returns what `nng_stream_listener_set` does, and `NNG_EBADTYPE` if the option is of another
 * type.
 *
 * Requirements: `listener` is NULL or a valid handle, `opt` NULL or a string.
 */
NNG_DECL int nng_stream_listener_set_size(struct nng_stream_listener *listener, const char *opt, size_t val);

/**
 * Sets an option that is a 64-bit number. Returns what `nng_stream_listener_set` does, and `NNG_EBADTYPE` if the option is of another
 * type.
 *
 * Requirements: `listener` is NULL or a valid handle, `opt` NULL or a string.
 */
NNG_DECL int nng_stream_listener_set_uint64(struct nng_stream_listener *listener, const char *opt, uint64_t
    val);

/**
 * Sets an option that is a string, which is copied. Returns what `nng_stream_listener_set` does, and `NNG_EBADTYPE` if the option is
 * of another type.
 *
 * Requirements: `listener` is NULL or a valid handle, `opt` and `val` are NULL or strings.
 */
NNG_DECL int nng_stream_listener_set_string(struct nng_stream_listener *listener, const char *opt, const char
    *val);

/**
 * Sets an option that is a pointer. Returns what `nng_stream_listener_set` does, and `NNG_EBADTYPE` if the option is of another type.
 *
 * Requirements: `listener` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or what the option takes.
 */
NNG_DECL int nng_stream_listener_set_ptr(struct nng_stream_listener *listener, const char *opt, void *val);

/**
 * Sets an option that is an address. Returns what `nng_stream_listener_set` does, and `NNG_EBADTYPE` if the option is of another type.
 *
 * Requirements: `listener` is NULL or a valid handle, `opt` NULL or a string, `val` NULL or readable.
 */
NNG_DECL int nng_stream_listener_set_addr(struct nng_stream_listener *listener, const char *opt, const union
    nng_sockaddr *val);

/**
 * Parses a URL and stores its parts in `*urlp`, to be released with `nng_url_free`. `*urlp` is left alone on failure.
 *
 * Scheme and host become lower case. In path, query and fragment, escapes of characters that need none are decoded
 * and the others written in upper case; in the path, repeated slashes and dot segments are removed. The result has to
 * be UTF-8.
 *
 * Returns 0; `NNG_EINVAL` if the string is no URL or a pointer is NULL; `NNG_ENOMEM`.
 *
 * Requirements: `urlp` is NULL or writable; `str` is NULL or a string.
 */
NNG_DECL int nng_url_parse(struct nng_url **urlp, const char *str);

/**
 * Copies a URL into `*dstp`, to be released with `nng_url_free`. Returns 0; `NNG_EINVAL` if a pointer is NULL;
 * `NNG_ENOMEM`.
 *
 * Requirements: `dstp` is NULL or writable; `src` is NULL or a URL whose members are NULL or strings.
 */
NNG_DECL int nng_url_clone(struct nng_url **dstp, const struct nng_url *src);

/**
 * Releases a URL with all its parts. NULL is allowed.
 *
 * Requirements: `url` is NULL or from `nng_url_parse` or `nng_url_clone` and not released yet.
 */
NNG_DECL void nng_url_free(struct nng_url *url);

/** Logs a message about a failure, with the level NNG_LOG_ERR. It is passed on if that level is at most the one that
 * was set, which must not be NNG_LOG_NONE, and the facility is not 0. `msgid` is a short constant that names the kind
 * of message, or NULL; `msg` is a format as for printf(3). Of the text, 511 bytes are kept. Since nng 1.8. */
NNG_DECL void nng_log_err(const char *msgid, const char *msg, ...);

/** Like `nng_log_err`, with the level NNG_LOG_WARN. Since nng 1.8. */
NNG_DECL void nng_log_warn(const char *msgid, const char *msg, ...);

/** Like `nng_log_err`, with the level NNG_LOG_NOTICE. Since nng 1.8. */
NNG_DECL void nng_log_notice(const char *msgid, const char *msg, ...);

/** Like `nng_log_err`, with the level NNG_LOG_INFO. Since nng 1.8. */
NNG_DECL void nng_log_info(const char *msgid, const char *msg, ...);

/** Like `nng_log_err`, with the level NNG_LOG_DEBUG. Since nng 1.8. */
NNG_DECL void nng_log_debug(const char *msgid, const char *msg, ...);

/** Like `nng_log_err`, with the level that is given, which may be any number, and the facility NNG_LOG_AUTH, for
 * messages about authentication. Since nng 1.8. */
NNG_DECL void nng_log_auth(nng_log_level level, const char *msgid, const char *msg, ...);

#if !defined NNG_ELIDE_DEPRECATED
/** Messages have no options: returns NNG_ENOTSUP, whatever the arguments are. */
NNG_DECL int nng_msg_getopt(nng_msg *msg, int opt, void *val, size_t *size) NNG_DEPRECATED;
#endif

#if defined __cplusplus
}
#endif

#endif
