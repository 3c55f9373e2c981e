//! Sizes, alignments, offsets and values of the public types, as Rust sees them. `c-tests/abi/` asserts the same of the
//! headers: together they show that both sides of a call agree with programs that were compiled long ago.

/// Asserts size, alignment and offsets of a type.
macro_rules! layout {
    ($type:ident, $size:literal, $align:literal $(, $member:ident $offset:literal)*) => {
        assert_eq!(size_of::<$type>(), $size, concat!("size of ", stringify!($type)));
        assert_eq!(align_of::<$type>(), $align, concat!("alignment of ", stringify!($type)));
        $(assert_eq!(
            std::mem::offset_of!($type, $member),
            $offset,
            concat!("offset of ", stringify!($type), ".", stringify!($member))
        );)*
    };
}

/// Asserts the values of constants.
macro_rules! values {
    ($($name:ident $value:expr),* $(,)?) => {
        $(assert_eq!($name, $value, stringify!($name));)*
    };
}

/// Asserts the values of an enumeration's members, and that it is as large as C's.
macro_rules! enumeration {
    ($type:ident: $($member:ident $value:literal),* $(,)?) => {
        assert_eq!(size_of::<$type>(), 4, concat!("size of ", stringify!($type)));
        $(assert_eq!($type::$member as u32, $value, stringify!($member));)*
    };
}

mod dill {
    use httpcore::dill::ffi::types::*;

    #[test]
    fn storage() {
        layout!(dill_bundle_storage, 64, 1);
        layout!(dill_chstorage, 144, 1);
        layout!(dill_ipaddr, 32, 1);
        layout!(dill_tcp_listener_storage, 56, 1);
        layout!(dill_tcp_storage, 72, 1);
        layout!(dill_ipc_listener_storage, 24, 1);
        layout!(dill_ipc_storage, 72, 1);
        layout!(dill_ipc_pair_storage, 144, 1);
        layout!(dill_suffix_storage, 128, 1);
        layout!(dill_udp_storage, 72, 1);
        layout!(dill_http_storage, 1296, 1);
        layout!(dill_tls_storage, 72, 1);
        layout!(dill_dtls_storage, 88, 1);
        layout!(dill_ws_storage, 176, 1);
        layout!(dill_term_storage, 88, 1);
        layout!(dill_prefix_storage, 56, 1);
    }

    #[test]
    fn structures() {
        layout!(dill_iolist, 32, 8, iol_base 0, iol_len 8, iol_next 16, iol_rsvd 24);
        layout!(dill_chclause, 24, 8, op 0, ch 4, val 8, len 16);
        layout!(dill_hvfs, 16, 8, query 0, close 8);
        layout!(dill_bsock_vfs, 16, 8, bsendl 0, brecvl 8);
        layout!(dill_msock_vfs, 16, 8, msendl 0, mrecvl 8);
    }

    #[test]
    fn constants() {
        values! {
            DILL_CHSEND 1,
            DILL_CHRECV 2,
            DILL_IPADDR_IPV4 1,
            DILL_IPADDR_IPV6 2,
            DILL_IPADDR_PREF_IPV4 3,
            DILL_IPADDR_PREF_IPV6 4,
            DILL_IPADDR_MAXSTRLEN 46,
            DILL_PREFIX_BIG_ENDIAN 0,
            DILL_PREFIX_LITTLE_ENDIAN 1,
            DILL_WS_BINARY 0,
            DILL_WS_TEXT 1,
            DILL_WS_NOHTTP 2,
            DILL_SOCKS5_CONNECT 1,
            DILL_SOCKS5_BIND 2,
            DILL_SOCKS5_UDP_ASSOCIATE 3,
            DILL_SOCKS5_SUCCESS 0,
            DILL_SOCKS5_GENERAL_FAILURE 1,
            DILL_SOCKS5_CONNECTION_NOT_ALLOWED 2,
            DILL_SOCKS5_NETWORK_UNREACHABLE 3,
            DILL_SOCKS5_HOST_UNREACHABLE 4,
            DILL_SOCKS5_CONNECTION_REFUSED 5,
            DILL_SOCKS5_TTL_EXPIRED 6,
            DILL_SOCKS5_COMMAND_NOT_SUPPORTED 7,
            DILL_SOCKS5_ADDRESS_TYPE_NOT_SUPPORTED 8,
            DILL_WS_KEY_SIZE 32,
        }
    }
}

mod nng {
    use httpcore::nng::ffi::types::*;

    #[test]
    fn structures() {
        layout!(nng_iov, 16, 8, iov_buf 0, iov_len 8);
        layout!(nng_url, 80, 8, u_rawurl 0, u_scheme 8, u_userinfo 16, u_host 24, u_hostname 32, u_port 40, u_path 48, u_query 56, u_fragment 64, u_requri 72);
        layout!(nng_sockaddr, 136, 8, s_family 0, s_ipc 0, s_inproc 0, s_in6 0, s_in 0, s_zt 0, s_abstract 0, s_storage 0);
        layout!(nng_sockaddr_in, 8, 4, sa_family 0, sa_port 2, sa_addr 4);
        layout!(nng_sockaddr_in6, 24, 4, sa_family 0, sa_port 2, sa_addr 4, sa_scope 20);
        layout!(nng_sockaddr_path, 130, 2, sa_family 0, sa_path 2);
        layout!(nng_sockaddr_ipc, 130, 2, sa_family 0, sa_path 2);
        layout!(nng_sockaddr_inproc, 130, 2, sa_family 0, sa_name 2);
        layout!(nng_sockaddr_zt, 32, 8, sa_family 0, sa_nwid 8, sa_nodeid 16, sa_port 24);
        layout!(nng_sockaddr_abstract, 112, 2, sa_family 0, sa_len 2, sa_name 4);
        layout!(nng_sockaddr_storage, 136, 8, sa_family 0, sa_pad 8);
        layout!(nng_optspec, 24, 8, o_name 0, o_short 8, o_val 12, o_arg 16);
        layout!(nng_ctx, 4, 4, id 0);
        layout!(nng_dialer, 4, 4, id 0);
        layout!(nng_listener, 4, 4, id 0);
        layout!(nng_pipe, 4, 4, id 0);
        layout!(nng_socket, 4, 4, id 0);
    }

    #[test]
    fn plain_types() {
        layout!(nng_duration, 4, 4);
        layout!(nng_time, 8, 8);
        layout!(nng_init_parameter, 4, 4);
        layout!(nng_logger, 8, 8);
    }

    #[test]
    fn constants() {
        values! {
            NNG_INIT_PARAMETER_NONE 0,
            NNG_INIT_NUM_TASK_THREADS 1,
            NNG_INIT_NUM_EXPIRE_THREADS 2,
            NNG_INIT_NUM_POLLER_THREADS 3,
            NNG_INIT_NUM_RESOLVER_THREADS 4,
            NNG_INIT_MAX_TASK_THREADS 5,
            NNG_INIT_MAX_EXPIRE_THREADS 6,
            NNG_INIT_MAX_POLLER_THREADS 7,
            NNG_MAP_RANDOM 1,
            NNG_MAXADDRLEN 128,
            NNG_MAXADDRSTRLEN 144,
            NNG_DURATION_INFINITE -1,
            NNG_DURATION_DEFAULT -2,
            NNG_DURATION_ZERO 0,
        }
    }

    #[test]
    fn enumerations() {
        enumeration! {
            nng_sockaddr_family:
            NNG_AF_UNSPEC 0,
            NNG_AF_INPROC 1,
            NNG_AF_IPC 2,
            NNG_AF_INET 3,
            NNG_AF_INET6 4,
            NNG_AF_ZT 5,
            NNG_AF_ABSTRACT 6,
        }
        enumeration! {
            nng_stat_type_enum:
            NNG_STAT_SCOPE 0,
            NNG_STAT_LEVEL 1,
            NNG_STAT_COUNTER 2,
            NNG_STAT_STRING 3,
            NNG_STAT_BOOLEAN 4,
            NNG_STAT_ID 5,
        }
        enumeration! {
            nng_unit_enum:
            NNG_UNIT_NONE 0,
            NNG_UNIT_BYTES 1,
            NNG_UNIT_MESSAGES 2,
            NNG_UNIT_MILLIS 3,
            NNG_UNIT_EVENTS 4,
        }
        enumeration! {
            nng_log_level:
            NNG_LOG_NONE 0,
            NNG_LOG_ERR 3,
            NNG_LOG_WARN 4,
            NNG_LOG_NOTICE 5,
            NNG_LOG_INFO 6,
            NNG_LOG_DEBUG 7,
        }
        enumeration! {
            nng_log_facility:
            NNG_LOG_USER 1,
            NNG_LOG_DAEMON 3,
            NNG_LOG_AUTH 10,
            NNG_LOG_LOCAL0 16,
            NNG_LOG_LOCAL1 17,
            NNG_LOG_LOCAL2 18,
            NNG_LOG_LOCAL3 19,
            NNG_LOG_LOCAL4 20,
            NNG_LOG_LOCAL5 21,
            NNG_LOG_LOCAL6 22,
            NNG_LOG_LOCAL7 23,
        }
        enumeration! {
            nng_tls_mode:
            NNG_TLS_MODE_CLIENT 0,
            NNG_TLS_MODE_SERVER 1,
        }
        enumeration! {
            nng_tls_auth_mode:
            NNG_TLS_AUTH_MODE_NONE 0,
            NNG_TLS_AUTH_MODE_OPTIONAL 1,
            NNG_TLS_AUTH_MODE_REQUIRED 2,
        }
        enumeration! {
            nng_tls_version:
            NNG_TLS_1_0 0x301,
            NNG_TLS_1_1 0x302,
            NNG_TLS_1_2 0x303,
            NNG_TLS_1_3 0x304,
        }
        enumeration! {
            nng_pipe_ev:
            NNG_PIPE_EV_ADD_PRE 0,
            NNG_PIPE_EV_ADD_POST 1,
            NNG_PIPE_EV_REM_POST 2,
            NNG_PIPE_EV_NUM 3,
        }
        enumeration! {
            nng_errno_enum:
            NNG_EINTR 1,
            NNG_ENOMEM 2,
            NNG_EINVAL 3,
            NNG_EBUSY 4,
            NNG_ETIMEDOUT 5,
            NNG_ECONNREFUSED 6,
            NNG_ECLOSED 7,
            NNG_EAGAIN 8,
            NNG_ENOTSUP 9,
            NNG_EADDRINUSE 10,
            NNG_ESTATE 11,
            NNG_ENOENT 12,
            NNG_EPROTO 13,
            NNG_EUNREACHABLE 14,
            NNG_EADDRINVAL 15,
            NNG_EPERM 16,
            NNG_EMSGSIZE 17,
            NNG_ECONNABORTED 18,
            NNG_ECONNRESET 19,
            NNG_ECANCELED 20,
            NNG_ENOFILES 21,
            NNG_ENOSPC 22,
            NNG_EEXIST 23,
            NNG_EREADONLY 24,
            NNG_EWRITEONLY 25,
            NNG_ECRYPTO 26,
            NNG_EPEERAUTH 27,
            NNG_ENOARG 28,
            NNG_EAMBIGUOUS 29,
            NNG_EBADTYPE 30,
            NNG_ECONNSHUT 31,
            NNG_EINTERNAL 1000,
            NNG_ESYSERR 0x10000000,
            NNG_ETRANERR 0x20000000,
        }
        enumeration! {
            nng_http_status:
            NNG_HTTP_STATUS_CONTINUE 100,
            NNG_HTTP_STATUS_SWITCHING 101,
            NNG_HTTP_STATUS_PROCESSING 102,
            NNG_HTTP_STATUS_OK 200,
            NNG_HTTP_STATUS_CREATED 201,
            NNG_HTTP_STATUS_ACCEPTED 202,
            NNG_HTTP_STATUS_NOT_AUTHORITATIVE 203,
            NNG_HTTP_STATUS_NO_CONTENT 204,
            NNG_HTTP_STATUS_RESET_CONTENT 205,
            NNG_HTTP_STATUS_PARTIAL_CONTENT 206,
            NNG_HTTP_STATUS_MULTI_STATUS 207,
            NNG_HTTP_STATUS_ALREADY_REPORTED 208,
            NNG_HTTP_STATUS_IM_USED 226,
            NNG_HTTP_STATUS_MULTIPLE_CHOICES 300,
            NNG_HTTP_STATUS_STATUS_MOVED_PERMANENTLY 301,
            NNG_HTTP_STATUS_FOUND 302,
            NNG_HTTP_STATUS_SEE_OTHER 303,
            NNG_HTTP_STATUS_NOT_MODIFIED 304,
            NNG_HTTP_STATUS_USE_PROXY 305,
            NNG_HTTP_STATUS_TEMPORARY_REDIRECT 307,
            NNG_HTTP_STATUS_PERMANENT_REDIRECT 308,
            NNG_HTTP_STATUS_BAD_REQUEST 400,
            NNG_HTTP_STATUS_UNAUTHORIZED 401,
            NNG_HTTP_STATUS_PAYMENT_REQUIRED 402,
            NNG_HTTP_STATUS_FORBIDDEN 403,
            NNG_HTTP_STATUS_NOT_FOUND 404,
            NNG_HTTP_STATUS_METHOD_NOT_ALLOWED 405,
            NNG_HTTP_STATUS_NOT_ACCEPTABLE 406,
            NNG_HTTP_STATUS_PROXY_AUTH_REQUIRED 407,
            NNG_HTTP_STATUS_REQUEST_TIMEOUT 408,
            NNG_HTTP_STATUS_CONFLICT 409,
            NNG_HTTP_STATUS_GONE 410,
            NNG_HTTP_STATUS_LENGTH_REQUIRED 411,
            NNG_HTTP_STATUS_PRECONDITION_FAILED 412,
            NNG_HTTP_STATUS_PAYLOAD_TOO_LARGE 413,
            NNG_HTTP_STATUS_ENTITY_TOO_LONG 414,
            NNG_HTTP_STATUS_UNSUPPORTED_MEDIA_TYPE 415,
            NNG_HTTP_STATUS_RANGE_NOT_SATISFIABLE 416,
            NNG_HTTP_STATUS_EXPECTATION_FAILED 417,
            NNG_HTTP_STATUS_TEAPOT 418,
            NNG_HTTP_STATUS_UNPROCESSABLE_ENTITY 422,
            NNG_HTTP_STATUS_LOCKED 423,
            NNG_HTTP_STATUS_FAILED_DEPENDENCY 424,
            NNG_HTTP_STATUS_UPGRADE_REQUIRED 426,
            NNG_HTTP_STATUS_PRECONDITION_REQUIRED 428,
            NNG_HTTP_STATUS_TOO_MANY_REQUESTS 429,
            NNG_HTTP_STATUS_HEADERS_TOO_LARGE 431,
            NNG_HTTP_STATUS_UNAVAIL_LEGAL_REASONS 451,
            NNG_HTTP_STATUS_INTERNAL_SERVER_ERROR 500,
            NNG_HTTP_STATUS_NOT_IMPLEMENTED 501,
            NNG_HTTP_STATUS_BAD_GATEWAY 502,
            NNG_HTTP_STATUS_SERVICE_UNAVAILABLE 503,
            NNG_HTTP_STATUS_GATEWAY_TIMEOUT 504,
            NNG_HTTP_STATUS_HTTP_VERSION_NOT_SUPP 505,
            NNG_HTTP_STATUS_VARIANT_ALSO_NEGOTIATES 506,
            NNG_HTTP_STATUS_INSUFFICIENT_STORAGE 507,
            NNG_HTTP_STATUS_LOOP_DETECTED 508,
            NNG_HTTP_STATUS_NOT_EXTENDED 510,
            NNG_HTTP_STATUS_NETWORK_AUTH_REQUIRED 511,
        }
    }

    #[test]
    fn options() {
        values! {
            NNG_OPT_SOCKNAME c"socket-name",
            NNG_OPT_RAW c"raw",
            NNG_OPT_PROTO c"protocol",
            NNG_OPT_PROTONAME c"protocol-name",
            NNG_OPT_PEER c"peer",
            NNG_OPT_PEERNAME c"peer-name",
            NNG_OPT_RECVBUF c"recv-buffer",
            NNG_OPT_SENDBUF c"send-buffer",
            NNG_OPT_RECVFD c"recv-fd",
            NNG_OPT_SENDFD c"send-fd",
            NNG_OPT_RECVTIMEO c"recv-timeout",
            NNG_OPT_SENDTIMEO c"send-timeout",
            NNG_OPT_LOCADDR c"local-address",
            NNG_OPT_REMADDR c"remote-address",
            NNG_OPT_URL c"url",
            NNG_OPT_MAXTTL c"ttl-max",
            NNG_OPT_RECVMAXSZ c"recv-size-max",
            NNG_OPT_RECONNMINT c"reconnect-time-min",
            NNG_OPT_RECONNMAXT c"reconnect-time-max",
            NNG_OPT_TLS_CONFIG c"tls-config",
            NNG_OPT_TLS_AUTH_MODE c"tls-authmode",
            NNG_OPT_TLS_CERT_KEY_FILE c"tls-cert-key-file",
            NNG_OPT_TLS_CA_FILE c"tls-ca-file",
            NNG_OPT_TLS_SERVER_NAME c"tls-server-name",
            NNG_OPT_TLS_VERIFIED c"tls-verified",
            NNG_OPT_TLS_PEER_CN c"tls-peer-cn",
            NNG_OPT_TLS_PEER_ALT_NAMES c"tls-peer-alt-names",
            NNG_OPT_TCP_NODELAY c"tcp-nodelay",
            NNG_OPT_TCP_KEEPALIVE c"tcp-keepalive",
            NNG_OPT_TCP_BOUND_PORT c"tcp-bound-port",
            NNG_OPT_IPC_SECURITY_DESCRIPTOR c"ipc:security-descriptor",
            NNG_OPT_IPC_PERMISSIONS c"ipc:permissions",
            NNG_OPT_IPC_PEER_UID c"ipc:peer-uid",
            NNG_OPT_PEER_UID c"ipc:peer-uid",
            NNG_OPT_IPC_PEER_GID c"ipc:peer-gid",
            NNG_OPT_PEER_GID c"ipc:peer-gid",
            NNG_OPT_IPC_PEER_PID c"ipc:peer-pid",
            NNG_OPT_PEER_PID c"ipc:peer-pid",
            NNG_OPT_IPC_PEER_ZONEID c"ipc:peer-zoneid",
            NNG_OPT_PEER_ZONEID c"ipc:peer-zoneid",
            NNG_OPT_WS_REQUEST_HEADERS c"ws:request-headers",
            NNG_OPT_WS_RESPONSE_HEADERS c"ws:response-headers",
            NNG_OPT_WS_REQUEST_HEADER c"ws:request-header:",
            NNG_OPT_WS_RESPONSE_HEADER c"ws:response-header:",
            NNG_OPT_WS_REQUEST_URI c"ws:request-uri",
            NNG_OPT_WS_SENDMAXFRAME c"ws:txframe-max",
            NNG_OPT_WS_RECVMAXFRAME c"ws:rxframe-max",
            NNG_OPT_WS_PROTOCOL c"ws:protocol",
            NNG_OPT_WS_SEND_TEXT c"ws:send-text",
            NNG_OPT_WS_RECV_TEXT c"ws:recv-text",
            NNG_OPT_SOCKET_FD c"socket:fd",
        }
    }
}
