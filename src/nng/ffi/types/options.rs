//! `nng/nng.h`: names of options, the strings that the `_get_*` and `_set_*` functions take.

use std::ffi::CStr;

/// Option: name of a messaging socket.
pub const NNG_OPT_SOCKNAME: &CStr = c"socket-name";

/// Option: raw mode of a messaging socket.
pub const NNG_OPT_RAW: &CStr = c"raw";

/// Option: protocol number of a messaging socket.
pub const NNG_OPT_PROTO: &CStr = c"protocol";

/// Option: protocol name of a messaging socket.
pub const NNG_OPT_PROTONAME: &CStr = c"protocol-name";

/// Option: protocol number of a messaging socket's peer.
pub const NNG_OPT_PEER: &CStr = c"peer";

/// Option: protocol name of a messaging socket's peer.
pub const NNG_OPT_PEERNAME: &CStr = c"peer-name";

/// Option: messages that a messaging socket buffers for receiving.
pub const NNG_OPT_RECVBUF: &CStr = c"recv-buffer";

/// Option: messages that a messaging socket buffers for sending.
pub const NNG_OPT_SENDBUF: &CStr = c"send-buffer";

/// Option: descriptor that is readable when a messaging socket can receive.
pub const NNG_OPT_RECVFD: &CStr = c"recv-fd";

/// Option: descriptor that is readable when a messaging socket can send.
pub const NNG_OPT_SENDFD: &CStr = c"send-fd";

/// Option: time limit of a receive.
pub const NNG_OPT_RECVTIMEO: &CStr = c"recv-timeout";

/// Option: time limit of a send.
pub const NNG_OPT_SENDTIMEO: &CStr = c"send-timeout";

/// Option: address of this side.
pub const NNG_OPT_LOCADDR: &CStr = c"local-address";

/// Option: address of the peer.
pub const NNG_OPT_REMADDR: &CStr = c"remote-address";

/// Option: the URL of the object.
pub const NNG_OPT_URL: &CStr = c"url";

/// Option: how often a message may be forwarded.
pub const NNG_OPT_MAXTTL: &CStr = c"ttl-max";

/// Option: largest message that is accepted.
pub const NNG_OPT_RECVMAXSZ: &CStr = c"recv-size-max";

/// Option: shortest time between two attempts to connect.
pub const NNG_OPT_RECONNMINT: &CStr = c"reconnect-time-min";

/// Option: longest time between two attempts to connect.
pub const NNG_OPT_RECONNMAXT: &CStr = c"reconnect-time-max";

/// Option: the TLS configuration.
pub const NNG_OPT_TLS_CONFIG: &CStr = c"tls-config";

/// Option: whether the peer has to prove who it is.
pub const NNG_OPT_TLS_AUTH_MODE: &CStr = c"tls-authmode";

/// Option: file with own certificate and key.
pub const NNG_OPT_TLS_CERT_KEY_FILE: &CStr = c"tls-cert-key-file";

/// Option: file with the certificates of trusted authorities.
pub const NNG_OPT_TLS_CA_FILE: &CStr = c"tls-ca-file";

/// Option: name that the server's certificate must have.
pub const NNG_OPT_TLS_SERVER_NAME: &CStr = c"tls-server-name";

/// Option: whether the peer proved who it is.
pub const NNG_OPT_TLS_VERIFIED: &CStr = c"tls-verified";

/// Option: common name of the peer's certificate.
pub const NNG_OPT_TLS_PEER_CN: &CStr = c"tls-peer-cn";

/// Option: alternative names of the peer's certificate.
pub const NNG_OPT_TLS_PEER_ALT_NAMES: &CStr = c"tls-peer-alt-names";

/// Option: whether small writes are sent at once.
pub const NNG_OPT_TCP_NODELAY: &CStr = c"tcp-nodelay";

/// Option: whether the system probes idle connections.
pub const NNG_OPT_TCP_KEEPALIVE: &CStr = c"tcp-keepalive";

/// Option: port that a listener got.
pub const NNG_OPT_TCP_BOUND_PORT: &CStr = c"tcp-bound-port";

/// Option: security descriptor of a pipe (Windows).
pub const NNG_OPT_IPC_SECURITY_DESCRIPTOR: &CStr = c"ipc:security-descriptor";

/// Option: permissions of a UNIX-domain socket's file.
pub const NNG_OPT_IPC_PERMISSIONS: &CStr = c"ipc:permissions";

/// Option: user id of the peer.
pub const NNG_OPT_IPC_PEER_UID: &CStr = c"ipc:peer-uid";

/// Option: user id of the peer.
pub const NNG_OPT_PEER_UID: &CStr = c"ipc:peer-uid";

/// Option: group id of the peer.
pub const NNG_OPT_IPC_PEER_GID: &CStr = c"ipc:peer-gid";

/// Option: group id of the peer.
pub const NNG_OPT_PEER_GID: &CStr = c"ipc:peer-gid";

/// Option: process id of the peer.
pub const NNG_OPT_IPC_PEER_PID: &CStr = c"ipc:peer-pid";

/// Option: process id of the peer.
pub const NNG_OPT_PEER_PID: &CStr = c"ipc:peer-pid";

/// Option: zone id of the peer (illumos).
pub const NNG_OPT_IPC_PEER_ZONEID: &CStr = c"ipc:peer-zoneid";

/// Option: zone id of the peer (illumos).
pub const NNG_OPT_PEER_ZONEID: &CStr = c"ipc:peer-zoneid";

/// Option: all fields of the WebSocket request.
pub const NNG_OPT_WS_REQUEST_HEADERS: &CStr = c"ws:request-headers";

/// Option: all fields of the WebSocket response.
pub const NNG_OPT_WS_RESPONSE_HEADERS: &CStr = c"ws:response-headers";

/// Option: prefix: a field name appended names that field of the WebSocket request.
pub const NNG_OPT_WS_REQUEST_HEADER: &CStr = c"ws:request-header:";

/// Option: prefix: a field name appended names that field of the WebSocket response.
pub const NNG_OPT_WS_RESPONSE_HEADER: &CStr = c"ws:response-header:";

/// Option: target of the WebSocket request.
pub const NNG_OPT_WS_REQUEST_URI: &CStr = c"ws:request-uri";

/// Option: largest WebSocket frame that is sent.
pub const NNG_OPT_WS_SENDMAXFRAME: &CStr = c"ws:txframe-max";

/// Option: largest WebSocket frame that is accepted.
pub const NNG_OPT_WS_RECVMAXFRAME: &CStr = c"ws:rxframe-max";

/// Option: WebSocket subprotocol.
pub const NNG_OPT_WS_PROTOCOL: &CStr = c"ws:protocol";

/// Option: whether text frames are sent.
pub const NNG_OPT_WS_SEND_TEXT: &CStr = c"ws:send-text";

/// Option: whether text frames are accepted.
pub const NNG_OPT_WS_RECV_TEXT: &CStr = c"ws:recv-text";

/// Option: descriptor to take over.
pub const NNG_OPT_SOCKET_FD: &CStr = c"socket:fd";
