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
