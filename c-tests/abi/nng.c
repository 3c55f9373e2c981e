// What nng's headers say about types and constants is what programs were compiled with.

#include "abi/layout.h"
#include "check.h"
#include <nng/nng.h>

#include <nng/supplemental/http/http.h>
#include <nng/supplemental/tls/tls.h>
#include <nng/supplemental/util/idhash.h>
#include <nng/supplemental/util/options.h>
#include <nng/supplemental/util/platform.h>

LAYOUT(nng_iov, 16, 8);
OFFSET(nng_iov, iov_buf, 0);
OFFSET(nng_iov, iov_len, 8);

LAYOUT(nng_url, 80, 8);
OFFSET(nng_url, u_rawurl, 0);
OFFSET(nng_url, u_scheme, 8);
OFFSET(nng_url, u_userinfo, 16);
OFFSET(nng_url, u_host, 24);
OFFSET(nng_url, u_hostname, 32);
OFFSET(nng_url, u_port, 40);
OFFSET(nng_url, u_path, 48);
OFFSET(nng_url, u_query, 56);
OFFSET(nng_url, u_fragment, 64);
OFFSET(nng_url, u_requri, 72);

LAYOUT(nng_sockaddr, 136, 8);
OFFSET(nng_sockaddr, s_family, 0);
OFFSET(nng_sockaddr, s_ipc, 0);
OFFSET(nng_sockaddr, s_inproc, 0);
OFFSET(nng_sockaddr, s_in6, 0);
OFFSET(nng_sockaddr, s_in, 0);
OFFSET(nng_sockaddr, s_zt, 0);
OFFSET(nng_sockaddr, s_abstract, 0);
OFFSET(nng_sockaddr, s_storage, 0);

LAYOUT(nng_sockaddr_in, 8, 4);
OFFSET(nng_sockaddr_in, sa_family, 0);
OFFSET(nng_sockaddr_in, sa_port, 2);
OFFSET(nng_sockaddr_in, sa_addr, 4);

LAYOUT(nng_sockaddr_in6, 24, 4);
OFFSET(nng_sockaddr_in6, sa_family, 0);
OFFSET(nng_sockaddr_in6, sa_port, 2);
OFFSET(nng_sockaddr_in6, sa_addr, 4);
OFFSET(nng_sockaddr_in6, sa_scope, 20);

LAYOUT(nng_sockaddr_path, 130, 2);
OFFSET(nng_sockaddr_path, sa_family, 0);
OFFSET(nng_sockaddr_path, sa_path, 2);

LAYOUT(nng_sockaddr_ipc, 130, 2);
OFFSET(nng_sockaddr_ipc, sa_family, 0);
OFFSET(nng_sockaddr_ipc, sa_path, 2);

LAYOUT(nng_sockaddr_inproc, 130, 2);
OFFSET(nng_sockaddr_inproc, sa_family, 0);
OFFSET(nng_sockaddr_inproc, sa_name, 2);

LAYOUT(nng_sockaddr_zt, 32, 8);
OFFSET(nng_sockaddr_zt, sa_family, 0);
OFFSET(nng_sockaddr_zt, sa_nwid, 8);
OFFSET(nng_sockaddr_zt, sa_nodeid, 16);
OFFSET(nng_sockaddr_zt, sa_port, 24);

LAYOUT(nng_sockaddr_abstract, 112, 2);
OFFSET(nng_sockaddr_abstract, sa_family, 0);
OFFSET(nng_sockaddr_abstract, sa_len, 2);
OFFSET(nng_sockaddr_abstract, sa_name, 4);

LAYOUT(nng_sockaddr_storage, 136, 8);
OFFSET(nng_sockaddr_storage, sa_family, 0);
OFFSET(nng_sockaddr_storage, sa_pad, 8);

LAYOUT(nng_optspec, 24, 8);
OFFSET(nng_optspec, o_name, 0);
OFFSET(nng_optspec, o_short, 8);
OFFSET(nng_optspec, o_val, 12);
OFFSET(nng_optspec, o_arg, 16);

LAYOUT(nng_ctx, 4, 4);
OFFSET(nng_ctx, id, 0);

LAYOUT(nng_dialer, 4, 4);
OFFSET(nng_dialer, id, 0);

LAYOUT(nng_listener, 4, 4);
OFFSET(nng_listener, id, 0);

LAYOUT(nng_pipe, 4, 4);
OFFSET(nng_pipe, id, 0);

LAYOUT(nng_socket, 4, 4);
OFFSET(nng_socket, id, 0);

LAYOUT(nng_duration, 4, 4);
LAYOUT(nng_time, 8, 8);
LAYOUT(nng_init_parameter, 4, 4);
LAYOUT(nng_logger, 8, 8);
LAYOUT(enum nng_pipe_ev, 4, 4);

VALUE(NNG_INIT_PARAMETER_NONE, 0);
VALUE(NNG_INIT_NUM_TASK_THREADS, 1);
VALUE(NNG_INIT_NUM_EXPIRE_THREADS, 2);
VALUE(NNG_INIT_NUM_POLLER_THREADS, 3);
VALUE(NNG_INIT_NUM_RESOLVER_THREADS, 4);
VALUE(NNG_INIT_MAX_TASK_THREADS, 5);
VALUE(NNG_INIT_MAX_EXPIRE_THREADS, 6);
VALUE(NNG_INIT_MAX_POLLER_THREADS, 7);
VALUE(NNG_MAP_RANDOM, 1);
VALUE(NNG_MAXADDRLEN, 128);
VALUE(NNG_MAXADDRSTRLEN, 144);
VALUE(NNG_DURATION_INFINITE, -1);
VALUE(NNG_DURATION_DEFAULT, -2);
VALUE(NNG_DURATION_ZERO, 0);
VALUE(NNG_MAJOR_VERSION, 1);
VALUE(NNG_MINOR_VERSION, 11);
VALUE(NNG_PATCH_VERSION, 0);
VALUE(NNG_FLAG_ALLOC, 1u);
VALUE(NNG_FLAG_NONBLOCK, 2u);

LAYOUT(enum nng_sockaddr_family, 4, 4);
VALUE(NNG_AF_UNSPEC, 0);
VALUE(NNG_AF_INPROC, 1);
VALUE(NNG_AF_IPC, 2);
VALUE(NNG_AF_INET, 3);
VALUE(NNG_AF_INET6, 4);
VALUE(NNG_AF_ZT, 5);
VALUE(NNG_AF_ABSTRACT, 6);

LAYOUT(enum nng_stat_type_enum, 4, 4);
VALUE(NNG_STAT_SCOPE, 0);
VALUE(NNG_STAT_LEVEL, 1);
VALUE(NNG_STAT_COUNTER, 2);
VALUE(NNG_STAT_STRING, 3);
VALUE(NNG_STAT_BOOLEAN, 4);
VALUE(NNG_STAT_ID, 5);

LAYOUT(enum nng_unit_enum, 4, 4);
VALUE(NNG_UNIT_NONE, 0);
VALUE(NNG_UNIT_BYTES, 1);
VALUE(NNG_UNIT_MESSAGES, 2);
VALUE(NNG_UNIT_MILLIS, 3);
VALUE(NNG_UNIT_EVENTS, 4);

LAYOUT(enum nng_log_level, 4, 4);
VALUE(NNG_LOG_NONE, 0);
VALUE(NNG_LOG_ERR, 3);
VALUE(NNG_LOG_WARN, 4);
VALUE(NNG_LOG_NOTICE, 5);
VALUE(NNG_LOG_INFO, 6);
VALUE(NNG_LOG_DEBUG, 7);

LAYOUT(enum nng_log_facility, 4, 4);
VALUE(NNG_LOG_USER, 1);
VALUE(NNG_LOG_DAEMON, 3);
VALUE(NNG_LOG_AUTH, 10);
VALUE(NNG_LOG_LOCAL0, 16);
VALUE(NNG_LOG_LOCAL1, 17);
VALUE(NNG_LOG_LOCAL2, 18);
VALUE(NNG_LOG_LOCAL3, 19);
VALUE(NNG_LOG_LOCAL4, 20);
VALUE(NNG_LOG_LOCAL5, 21);
VALUE(NNG_LOG_LOCAL6, 22);
VALUE(NNG_LOG_LOCAL7, 23);

LAYOUT(enum nng_tls_mode, 4, 4);
VALUE(NNG_TLS_MODE_CLIENT, 0);
VALUE(NNG_TLS_MODE_SERVER, 1);

LAYOUT(enum nng_tls_auth_mode, 4, 4);
VALUE(NNG_TLS_AUTH_MODE_NONE, 0);
VALUE(NNG_TLS_AUTH_MODE_OPTIONAL, 1);
VALUE(NNG_TLS_AUTH_MODE_REQUIRED, 2);

LAYOUT(enum nng_tls_version, 4, 4);
VALUE(NNG_TLS_1_0, 0x301);
VALUE(NNG_TLS_1_1, 0x302);
VALUE(NNG_TLS_1_2, 0x303);
VALUE(NNG_TLS_1_3, 0x304);

LAYOUT(enum nng_pipe_ev, 4, 4);
VALUE(NNG_PIPE_EV_ADD_PRE, 0);
VALUE(NNG_PIPE_EV_ADD_POST, 1);
VALUE(NNG_PIPE_EV_REM_POST, 2);
VALUE(NNG_PIPE_EV_NUM, 3);

LAYOUT(enum nng_errno_enum, 4, 4);
VALUE(NNG_EINTR, 1);
VALUE(NNG_ENOMEM, 2);
VALUE(NNG_EINVAL, 3);
VALUE(NNG_EBUSY, 4);
VALUE(NNG_ETIMEDOUT, 5);
VALUE(NNG_ECONNREFUSED, 6);
VALUE(NNG_ECLOSED, 7);
VALUE(NNG_EAGAIN, 8);
VALUE(NNG_ENOTSUP, 9);
VALUE(NNG_EADDRINUSE, 10);
VALUE(NNG_ESTATE, 11);
VALUE(NNG_ENOENT, 12);
VALUE(NNG_EPROTO, 13);
VALUE(NNG_EUNREACHABLE, 14);
VALUE(NNG_EADDRINVAL, 15);
VALUE(NNG_EPERM, 16);
VALUE(NNG_EMSGSIZE, 17);
VALUE(NNG_ECONNABORTED, 18);
VALUE(NNG_ECONNRESET, 19);
VALUE(NNG_ECANCELED, 20);
VALUE(NNG_ENOFILES, 21);
VALUE(NNG_ENOSPC, 22);
VALUE(NNG_EEXIST, 23);
VALUE(NNG_EREADONLY, 24);
VALUE(NNG_EWRITEONLY, 25);
VALUE(NNG_ECRYPTO, 26);
VALUE(NNG_EPEERAUTH, 27);
VALUE(NNG_ENOARG, 28);
VALUE(NNG_EAMBIGUOUS, 29);
VALUE(NNG_EBADTYPE, 30);
VALUE(NNG_ECONNSHUT, 31);
VALUE(NNG_EINTERNAL, 1000);
VALUE(NNG_ESYSERR, 0x10000000);
VALUE(NNG_ETRANERR, 0x20000000);

LAYOUT(enum nng_http_status, 4, 4);
VALUE(NNG_HTTP_STATUS_CONTINUE, 100);
VALUE(NNG_HTTP_STATUS_SWITCHING, 101);
VALUE(NNG_HTTP_STATUS_PROCESSING, 102);
VALUE(NNG_HTTP_STATUS_OK, 200);
VALUE(NNG_HTTP_STATUS_CREATED, 201);
VALUE(NNG_HTTP_STATUS_ACCEPTED, 202);
VALUE(NNG_HTTP_STATUS_NOT_AUTHORITATIVE, 203);
VALUE(NNG_HTTP_STATUS_NO_CONTENT, 204);
VALUE(NNG_HTTP_STATUS_RESET_CONTENT, 205);
VALUE(NNG_HTTP_STATUS_PARTIAL_CONTENT, 206);
VALUE(NNG_HTTP_STATUS_MULTI_STATUS, 207);
VALUE(NNG_HTTP_STATUS_ALREADY_REPORTED, 208);
VALUE(NNG_HTTP_STATUS_IM_USED, 226);
VALUE(NNG_HTTP_STATUS_MULTIPLE_CHOICES, 300);
VALUE(NNG_HTTP_STATUS_STATUS_MOVED_PERMANENTLY, 301);
VALUE(NNG_HTTP_STATUS_FOUND, 302);
VALUE(NNG_HTTP_STATUS_SEE_OTHER, 303);
VALUE(NNG_HTTP_STATUS_NOT_MODIFIED, 304);
VALUE(NNG_HTTP_STATUS_USE_PROXY, 305);
VALUE(NNG_HTTP_STATUS_TEMPORARY_REDIRECT, 307);
VALUE(NNG_HTTP_STATUS_PERMANENT_REDIRECT, 308);
VALUE(NNG_HTTP_STATUS_BAD_REQUEST, 400);
VALUE(NNG_HTTP_STATUS_UNAUTHORIZED, 401);
VALUE(NNG_HTTP_STATUS_PAYMENT_REQUIRED, 402);
VALUE(NNG_HTTP_STATUS_FORBIDDEN, 403);
VALUE(NNG_HTTP_STATUS_NOT_FOUND, 404);
VALUE(NNG_HTTP_STATUS_METHOD_NOT_ALLOWED, 405);
VALUE(NNG_HTTP_STATUS_NOT_ACCEPTABLE, 406);
VALUE(NNG_HTTP_STATUS_PROXY_AUTH_REQUIRED, 407);
VALUE(NNG_HTTP_STATUS_REQUEST_TIMEOUT, 408);
VALUE(NNG_HTTP_STATUS_CONFLICT, 409);
VALUE(NNG_HTTP_STATUS_GONE, 410);
VALUE(NNG_HTTP_STATUS_LENGTH_REQUIRED, 411);
VALUE(NNG_HTTP_STATUS_PRECONDITION_FAILED, 412);
VALUE(NNG_HTTP_STATUS_PAYLOAD_TOO_LARGE, 413);
VALUE(NNG_HTTP_STATUS_ENTITY_TOO_LONG, 414);
VALUE(NNG_HTTP_STATUS_UNSUPPORTED_MEDIA_TYPE, 415);
VALUE(NNG_HTTP_STATUS_RANGE_NOT_SATISFIABLE, 416);
VALUE(NNG_HTTP_STATUS_EXPECTATION_FAILED, 417);
VALUE(NNG_HTTP_STATUS_TEAPOT, 418);
VALUE(NNG_HTTP_STATUS_UNPROCESSABLE_ENTITY, 422);
VALUE(NNG_HTTP_STATUS_LOCKED, 423);
VALUE(NNG_HTTP_STATUS_FAILED_DEPENDENCY, 424);
VALUE(NNG_HTTP_STATUS_UPGRADE_REQUIRED, 426);
VALUE(NNG_HTTP_STATUS_PRECONDITION_REQUIRED, 428);
VALUE(NNG_HTTP_STATUS_TOO_MANY_REQUESTS, 429);
VALUE(NNG_HTTP_STATUS_HEADERS_TOO_LARGE, 431);
VALUE(NNG_HTTP_STATUS_UNAVAIL_LEGAL_REASONS, 451);
VALUE(NNG_HTTP_STATUS_INTERNAL_SERVER_ERROR, 500);
VALUE(NNG_HTTP_STATUS_NOT_IMPLEMENTED, 501);
VALUE(NNG_HTTP_STATUS_BAD_GATEWAY, 502);
VALUE(NNG_HTTP_STATUS_SERVICE_UNAVAILABLE, 503);
VALUE(NNG_HTTP_STATUS_GATEWAY_TIMEOUT, 504);
VALUE(NNG_HTTP_STATUS_HTTP_VERSION_NOT_SUPP, 505);
VALUE(NNG_HTTP_STATUS_VARIANT_ALSO_NEGOTIATES, 506);
VALUE(NNG_HTTP_STATUS_INSUFFICIENT_STORAGE, 507);
VALUE(NNG_HTTP_STATUS_LOOP_DETECTED, 508);
VALUE(NNG_HTTP_STATUS_NOT_EXTENDED, 510);
VALUE(NNG_HTTP_STATUS_NETWORK_AUTH_REQUIRED, 511);

/* Tags that programs may use instead of the type names. */
LAYOUT(struct nng_iov, 16, 8);
LAYOUT(struct nng_url, 80, 8);
LAYOUT(union nng_sockaddr, 136, 8);
LAYOUT(struct nng_sockaddr_in, 8, 4);
LAYOUT(struct nng_socket_s, 4, 4);

static void log_nothing(nng_log_level level, nng_log_facility facility, const char *msgid, const char *msg) {
    (void)level;
    (void)facility;
    (void)msgid;
    (void)msg;
}

int main(void) {
    nng_logger logger = log_nothing;
    nng_socket none = NNG_SOCKET_INITIALIZER;
    nng_pipe pipe = NNG_PIPE_INITIALIZER;
    nng_ctx context = NNG_CTX_INITIALIZER;
    nng_dialer dialer = NNG_DIALER_INITIALIZER;
    nng_listener listener = NNG_LISTENER_INITIALIZER;
    CHECK_INT(none.id + pipe.id + context.id + dialer.id + listener.id, 0);
    CHECK(logger == log_nothing);
    CHECK_STR(NNG_RELEASE_SUFFIX, "");

    CHECK_STR(NNG_OPT_SOCKNAME, "socket-name");
    CHECK_STR(NNG_OPT_RAW, "raw");
    CHECK_STR(NNG_OPT_PROTO, "protocol");
    CHECK_STR(NNG_OPT_PROTONAME, "protocol-name");
    CHECK_STR(NNG_OPT_PEER, "peer");
    CHECK_STR(NNG_OPT_PEERNAME, "peer-name");
    CHECK_STR(NNG_OPT_RECVBUF, "recv-buffer");
    CHECK_STR(NNG_OPT_SENDBUF, "send-buffer");
    CHECK_STR(NNG_OPT_RECVFD, "recv-fd");
    CHECK_STR(NNG_OPT_SENDFD, "send-fd");
    CHECK_STR(NNG_OPT_RECVTIMEO, "recv-timeout");
    CHECK_STR(NNG_OPT_SENDTIMEO, "send-timeout");
    CHECK_STR(NNG_OPT_LOCADDR, "local-address");
    CHECK_STR(NNG_OPT_REMADDR, "remote-address");
    CHECK_STR(NNG_OPT_URL, "url");
    CHECK_STR(NNG_OPT_MAXTTL, "ttl-max");
    CHECK_STR(NNG_OPT_RECVMAXSZ, "recv-size-max");
    CHECK_STR(NNG_OPT_RECONNMINT, "reconnect-time-min");
    CHECK_STR(NNG_OPT_RECONNMAXT, "reconnect-time-max");
    CHECK_STR(NNG_OPT_TLS_CONFIG, "tls-config");
    CHECK_STR(NNG_OPT_TLS_AUTH_MODE, "tls-authmode");
    CHECK_STR(NNG_OPT_TLS_CERT_KEY_FILE, "tls-cert-key-file");
    CHECK_STR(NNG_OPT_TLS_CA_FILE, "tls-ca-file");
    CHECK_STR(NNG_OPT_TLS_SERVER_NAME, "tls-server-name");
    CHECK_STR(NNG_OPT_TLS_VERIFIED, "tls-verified");
    CHECK_STR(NNG_OPT_TLS_PEER_CN, "tls-peer-cn");
    CHECK_STR(NNG_OPT_TLS_PEER_ALT_NAMES, "tls-peer-alt-names");
    CHECK_STR(NNG_OPT_TCP_NODELAY, "tcp-nodelay");
    CHECK_STR(NNG_OPT_TCP_KEEPALIVE, "tcp-keepalive");
    CHECK_STR(NNG_OPT_TCP_BOUND_PORT, "tcp-bound-port");
    CHECK_STR(NNG_OPT_IPC_SECURITY_DESCRIPTOR, "ipc:security-descriptor");
    CHECK_STR(NNG_OPT_IPC_PERMISSIONS, "ipc:permissions");
    CHECK_STR(NNG_OPT_IPC_PEER_UID, "ipc:peer-uid");
    CHECK_STR(NNG_OPT_PEER_UID, "ipc:peer-uid");
    CHECK_STR(NNG_OPT_IPC_PEER_GID, "ipc:peer-gid");
    CHECK_STR(NNG_OPT_PEER_GID, "ipc:peer-gid");
    CHECK_STR(NNG_OPT_IPC_PEER_PID, "ipc:peer-pid");
    CHECK_STR(NNG_OPT_PEER_PID, "ipc:peer-pid");
    CHECK_STR(NNG_OPT_IPC_PEER_ZONEID, "ipc:peer-zoneid");
    CHECK_STR(NNG_OPT_PEER_ZONEID, "ipc:peer-zoneid");
    CHECK_STR(NNG_OPT_WS_REQUEST_HEADERS, "ws:request-headers");
    CHECK_STR(NNG_OPT_WS_RESPONSE_HEADERS, "ws:response-headers");
    CHECK_STR(NNG_OPT_WS_REQUEST_HEADER, "ws:request-header:");
    CHECK_STR(NNG_OPT_WS_RESPONSE_HEADER, "ws:response-header:");
    CHECK_STR(NNG_OPT_WS_REQUEST_URI, "ws:request-uri");
    CHECK_STR(NNG_OPT_WS_SENDMAXFRAME, "ws:txframe-max");
    CHECK_STR(NNG_OPT_WS_RECVMAXFRAME, "ws:rxframe-max");
    CHECK_STR(NNG_OPT_WS_PROTOCOL, "ws:protocol");
    CHECK_STR(NNG_OPT_WS_SEND_TEXT, "ws:send-text");
    CHECK_STR(NNG_OPT_WS_RECV_TEXT, "ws:recv-text");
    CHECK_STR(NNG_OPT_SOCKET_FD, "socket:fd");
    return 0;
}
