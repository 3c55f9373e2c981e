// What programs declare themselves, or keep in pointers: every function has exactly the type that it has in nng.
// run: no
#include <nng/nng.h>
#include <nng/supplemental/http/http.h>
#include <nng/supplemental/tls/tls.h>
#include <nng/supplemental/util/options.h>
#include <nng/supplemental/util/platform.h>
#include <nng/transport/ipc/ipc.h>
#include <nng/transport/tls/tls.h>
#include <nng/transport/ws/websocket.h>
#if NNG_MINOR_VERSION >= 6
#include <nng/supplemental/util/idhash.h>
#include <nng/transport/inproc/inproc.h>
#include <nng/transport/tcp/tcp.h>
#endif

#ifdef __cplusplus
extern "C" {
#endif

// Types by their tags.
#define TAGGED(kind, tag, type) \
    extern kind tag *tagged_##type; \
    extern type *tagged_##type;
#define OPAQUE(name) TAGGED(struct, name, name)
OPAQUE(nng_aio)
OPAQUE(nng_cv)
OPAQUE(nng_http_client)
OPAQUE(nng_http_conn)
OPAQUE(nng_http_handler)
OPAQUE(nng_http_req)
OPAQUE(nng_http_res)
OPAQUE(nng_http_server)
OPAQUE(nng_msg)
OPAQUE(nng_mtx)
OPAQUE(nng_stat)
OPAQUE(nng_stream)
OPAQUE(nng_stream_dialer)
OPAQUE(nng_stream_listener)
OPAQUE(nng_thread)
OPAQUE(nng_tls_config)
TAGGED(struct, nng_ctx_s, nng_ctx)
TAGGED(struct, nng_dialer_s, nng_dialer)
TAGGED(struct, nng_listener_s, nng_listener)
TAGGED(struct, nng_pipe_s, nng_pipe)
TAGGED(struct, nng_socket_s, nng_socket)
TAGGED(struct, nng_iov, nng_iov)
TAGGED(struct, nng_optspec, nng_optspec)
TAGGED(struct, nng_url, nng_url)
TAGGED(struct, nng_sockaddr_abstract, nng_sockaddr_abstract)
TAGGED(struct, nng_sockaddr_in, nng_sockaddr_in)
TAGGED(struct, nng_sockaddr_in6, nng_sockaddr_in6)
TAGGED(struct, nng_sockaddr_inproc, nng_sockaddr_inproc)
TAGGED(struct, nng_sockaddr_path, nng_sockaddr_ipc)
TAGGED(struct, nng_sockaddr_path, nng_sockaddr_path)
TAGGED(struct, nng_sockaddr_storage, nng_sockaddr_storage)
TAGGED(struct, nng_sockaddr_zt, nng_sockaddr_zt)
TAGGED(union, nng_sockaddr, nng_sockaddr)
TAGGED(enum, nng_tls_auth_mode, nng_tls_auth_mode)
TAGGED(enum, nng_tls_mode, nng_tls_mode)
TAGGED(enum, nng_tls_version, nng_tls_version)

// Life cycle, memory.
void nng_fini(void);
const char *nng_version(void);
const char *nng_strerror(int);
void *nng_alloc(size_t);
void nng_free(void *, size_t);
char *nng_strdup(const char *);
void nng_strfree(char *);

// Operations.
int nng_aio_alloc(nng_aio **, void (*)(void *), void *);
void nng_aio_free(nng_aio *);
void nng_aio_reap(nng_aio *);
void nng_aio_stop(nng_aio *);
int nng_aio_result(nng_aio *);
size_t nng_aio_count(nng_aio *);
void nng_aio_cancel(nng_aio *);
void nng_aio_abort(nng_aio *, int);
void nng_aio_wait(nng_aio *);
void nng_aio_set_msg(nng_aio *, nng_msg *);
nng_msg *nng_aio_get_msg(nng_aio *);
int nng_aio_set_input(nng_aio *, unsigned, void *);
void *nng_aio_get_input(nng_aio *, unsigned);
int nng_aio_set_output(nng_aio *, unsigned, void *);
void *nng_aio_get_output(nng_aio *, unsigned);
void nng_aio_set_timeout(nng_aio *, nng_duration);
int nng_aio_set_iov(nng_aio *, unsigned, const nng_iov *);
bool nng_aio_begin(nng_aio *);
void nng_aio_finish(nng_aio *, int);
void nng_aio_defer(nng_aio *, void (*)(nng_aio *, void *, int), void *);
void nng_sleep_aio(nng_duration, nng_aio *);

// Messages.
int nng_msg_alloc(nng_msg **, size_t);
void nng_msg_free(nng_msg *);
int nng_msg_realloc(nng_msg *, size_t);
int nng_msg_reserve(nng_msg *, size_t);
size_t nng_msg_capacity(nng_msg *);
void *nng_msg_header(nng_msg *);
size_t nng_msg_header_len(const nng_msg *);
void *nng_msg_body(nng_msg *);
size_t nng_msg_len(const nng_msg *);
int nng_msg_append(nng_msg *, const void *, size_t);
int nng_msg_insert(nng_msg *, const void *, size_t);
int nng_msg_trim(nng_msg *, size_t);
int nng_msg_chop(nng_msg *, size_t);
int nng_msg_header_append(nng_msg *, const void *, size_t);
int nng_msg_header_insert(nng_msg *, const void *, size_t);
int nng_msg_header_trim(nng_msg *, size_t);
int nng_msg_header_chop(nng_msg *, size_t);
int nng_msg_dup(nng_msg **, const nng_msg *);
void nng_msg_clear(nng_msg *);
void nng_msg_header_clear(nng_msg *);
void nng_msg_set_pipe(nng_msg *, nng_pipe);
nng_pipe nng_msg_get_pipe(const nng_msg *);
int nng_msg_getopt(nng_msg *, int, void *, size_t *);
#define NUMBERS(bits) \
    int nng_msg_append_u##bits(nng_msg *, uint##bits##_t); \
    int nng_msg_insert_u##bits(nng_msg *, uint##bits##_t); \
    int nng_msg_chop_u##bits(nng_msg *, uint##bits##_t *); \
    int nng_msg_trim_u##bits(nng_msg *, uint##bits##_t *); \
    int nng_msg_header_append_u##bits(nng_msg *, uint##bits##_t); \
    int nng_msg_header_insert_u##bits(nng_msg *, uint##bits##_t); \
    int nng_msg_header_chop_u##bits(nng_msg *, uint##bits##_t *); \
    int nng_msg_header_trim_u##bits(nng_msg *, uint##bits##_t *);
NUMBERS(16)
NUMBERS(32)
NUMBERS(64)

// URLs.
int nng_url_parse(nng_url **, const char *);
void nng_url_free(nng_url *);
int nng_url_clone(nng_url **, const nng_url *);

// Platform.
nng_time nng_clock(void);
void nng_msleep(nng_duration);
uint32_t nng_random(void);
int nng_thread_create(nng_thread **, void (*)(void *), void *);
void nng_thread_set_name(nng_thread *, const char *);
void nng_thread_destroy(nng_thread *);
int nng_mtx_alloc(nng_mtx **);
void nng_mtx_free(nng_mtx *);
void nng_mtx_lock(nng_mtx *);
void nng_mtx_unlock(nng_mtx *);
int nng_cv_alloc(nng_cv **, nng_mtx *);
void nng_cv_free(nng_cv *);
void nng_cv_wait(nng_cv *);
int nng_cv_until(nng_cv *, nng_time);
void nng_cv_wake(nng_cv *);
void nng_cv_wake1(nng_cv *);

// Statistics.
int nng_stats_get(nng_stat **);
void nng_stats_free(nng_stat *);
void nng_stats_dump(nng_stat *);
nng_stat *nng_stat_next(nng_stat *);
nng_stat *nng_stat_child(nng_stat *);
const char *nng_stat_name(nng_stat *);
int nng_stat_type(nng_stat *);
int nng_stat_unit(nng_stat *);
uint64_t nng_stat_value(nng_stat *);
bool nng_stat_bool(nng_stat *);
const char *nng_stat_string(nng_stat *);
const char *nng_stat_desc(nng_stat *);
uint64_t nng_stat_timestamp(nng_stat *);
nng_stat *nng_stat_find(nng_stat *, const char *);
nng_stat *nng_stat_find_socket(nng_stat *, nng_socket);
nng_stat *nng_stat_find_dialer(nng_stat *, nng_dialer);
nng_stat *nng_stat_find_listener(nng_stat *, nng_listener);

// Streams.
void nng_stream_free(nng_stream *);
void nng_stream_close(nng_stream *);
void nng_stream_send(nng_stream *, nng_aio *);
void nng_stream_recv(nng_stream *, nng_aio *);
int nng_stream_dialer_alloc(nng_stream_dialer **, const char *);
int nng_stream_dialer_alloc_url(nng_stream_dialer **, const nng_url *);
void nng_stream_dialer_free(nng_stream_dialer *);
void nng_stream_dialer_close(nng_stream_dialer *);
void nng_stream_dialer_dial(nng_stream_dialer *, nng_aio *);
int nng_stream_listener_alloc(nng_stream_listener **, const char *);
int nng_stream_listener_alloc_url(nng_stream_listener **, const nng_url *);
void nng_stream_listener_free(nng_stream_listener *);
void nng_stream_listener_close(nng_stream_listener *);
int nng_stream_listener_listen(nng_stream_listener *);
void nng_stream_listener_accept(nng_stream_listener *, nng_aio *);
#define ACCESSORS(object) \
    int nng_##object##_get(nng_##object *, const char *, void *, size_t *); \
    int nng_##object##_get_bool(nng_##object *, const char *, bool *); \
    int nng_##object##_get_int(nng_##object *, const char *, int *); \
    int nng_##object##_get_ms(nng_##object *, const char *, nng_duration *); \
    int nng_##object##_get_size(nng_##object *, const char *, size_t *); \
    int nng_##object##_get_uint64(nng_##object *, const char *, uint64_t *); \
    int nng_##object##_get_string(nng_##object *, const char *, char **); \
    int nng_##object##_get_ptr(nng_##object *, const char *, void **); \
    int nng_##object##_get_addr(nng_##object *, const char *, nng_sockaddr *); \
    int nng_##object##_set(nng_##object *, const char *, const void *, size_t); \
    int nng_##object##_set_bool(nng_##object *, const char *, bool); \
    int nng_##object##_set_int(nng_##object *, const char *, int); \
    int nng_##object##_set_ms(nng_##object *, const char *, nng_duration); \
    int nng_##object##_set_size(nng_##object *, const char *, size_t); \
    int nng_##object##_set_uint64(nng_##object *, const char *, uint64_t); \
    int nng_##object##_set_string(nng_##object *, const char *, const char *); \
    int nng_##object##_set_ptr(nng_##object *, const char *, void *); \
    int nng_##object##_set_addr(nng_##object *, const char *, const nng_sockaddr *);
ACCESSORS(stream)
ACCESSORS(stream_dialer)
ACCESSORS(stream_listener)

// HTTP.
#define MESSAGE(object) \
    void nng_http_##object##_free(nng_http_##object *); \
    void nng_http_##object##_reset(nng_http_##object *); \
    const char *nng_http_##object##_get_version(nng_http_##object *); \
    int nng_http_##object##_set_version(nng_http_##object *, const char *); \
    int nng_http_##object##_set_header(nng_http_##object *, const char *, const char *); \
    int nng_http_##object##_add_header(nng_http_##object *, const char *, const char *); \
    int nng_http_##object##_del_header(nng_http_##object *, const char *); \
    const char *nng_http_##object##_get_header(nng_http_##object *, const char *); \
    int nng_http_##object##_set_data(nng_http_##object *, const void *, size_t); \
    int nng_http_##object##_copy_data(nng_http_##object *, const void *, size_t); \
    void nng_http_##object##_get_data(nng_http_##object *, void **, size_t *);
MESSAGE(req)
MESSAGE(res)
int nng_http_req_alloc(nng_http_req **, const nng_url *);
const char *nng_http_req_get_method(nng_http_req *);
const char *nng_http_req_get_uri(nng_http_req *);
int nng_http_req_set_method(nng_http_req *, const char *);
int nng_http_req_set_uri(nng_http_req *, const char *);
int nng_http_res_alloc(nng_http_res **);
int nng_http_res_alloc_error(nng_http_res **, uint16_t);
uint16_t nng_http_res_get_status(nng_http_res *);
int nng_http_res_set_status(nng_http_res *, uint16_t);
const char *nng_http_res_get_reason(nng_http_res *);
int nng_http_res_set_reason(nng_http_res *, const char *);
void nng_http_conn_close(nng_http_conn *);
void nng_http_conn_read(nng_http_conn *, nng_aio *);
void nng_http_conn_read_all(nng_http_conn *, nng_aio *);
void nng_http_conn_write(nng_http_conn *, nng_aio *);
void nng_http_conn_write_all(nng_http_conn *, nng_aio *);
void nng_http_conn_write_req(nng_http_conn *, nng_http_req *, nng_aio *);
void nng_http_conn_write_res(nng_http_conn *, nng_http_res *, nng_aio *);
void nng_http_conn_read_req(nng_http_conn *, nng_http_req *, nng_aio *);
void nng_http_conn_read_res(nng_http_conn *, nng_http_res *, nng_aio *);
void nng_http_conn_transact(nng_http_conn *, nng_http_req *, nng_http_res *, nng_aio *);
int nng_http_client_alloc(nng_http_client **, const nng_url *);
void nng_http_client_free(nng_http_client *);
int nng_http_client_set_tls(nng_http_client *, struct nng_tls_config *);
int nng_http_client_get_tls(nng_http_client *, struct nng_tls_config **);
void nng_http_client_connect(nng_http_client *, nng_aio *);
void nng_http_client_transact(nng_http_client *, nng_http_req *, nng_http_res *, nng_aio *);
int nng_http_handler_alloc(nng_http_handler **, const char *, void (*)(nng_aio *));
int nng_http_handler_alloc_file(nng_http_handler **, const char *, const char *);
int nng_http_handler_alloc_directory(nng_http_handler **, const char *, const char *);
int nng_http_handler_alloc_static(nng_http_handler **, const char *, const void *, size_t, const char *);
int nng_http_handler_alloc_redirect(nng_http_handler **, const char *, uint16_t, const char *);
void nng_http_handler_free(nng_http_handler *);
int nng_http_handler_set_method(nng_http_handler *, const char *);
int nng_http_handler_set_host(nng_http_handler *, const char *);
int nng_http_handler_collect_body(nng_http_handler *, bool, size_t);
int nng_http_handler_set_tree(nng_http_handler *);
int nng_http_handler_set_tree_exclusive(nng_http_handler *);
int nng_http_handler_set_data(nng_http_handler *, void *, void (*)(void *));
void *nng_http_handler_get_data(nng_http_handler *);
int nng_http_server_hold(nng_http_server **, const nng_url *);
void nng_http_server_release(nng_http_server *);
int nng_http_server_start(nng_http_server *);
void nng_http_server_stop(nng_http_server *);
int nng_http_server_add_handler(nng_http_server *, nng_http_handler *);
int nng_http_server_del_handler(nng_http_server *, nng_http_handler *);
int nng_http_server_set_tls(nng_http_server *, struct nng_tls_config *);
int nng_http_server_get_tls(nng_http_server *, struct nng_tls_config **);
int nng_http_server_get_addr(nng_http_server *, nng_sockaddr *);
int nng_http_server_set_error_page(nng_http_server *, uint16_t, const char *);
int nng_http_server_set_error_file(nng_http_server *, uint16_t, const char *);
int nng_http_server_res_error(nng_http_server *, nng_http_res *);
int nng_http_hijack(nng_http_conn *);

// TLS.
int nng_tls_config_alloc(nng_tls_config **, nng_tls_mode);
void nng_tls_config_hold(nng_tls_config *);
void nng_tls_config_free(nng_tls_config *);
int nng_tls_config_server_name(nng_tls_config *, const char *);
int nng_tls_config_ca_chain(nng_tls_config *, const char *, const char *);
int nng_tls_config_own_cert(nng_tls_config *, const char *, const char *, const char *);
int nng_tls_config_key(nng_tls_config *, const uint8_t *, size_t);
int nng_tls_config_pass(nng_tls_config *, const char *);
int nng_tls_config_auth_mode(nng_tls_config *, nng_tls_auth_mode);
int nng_tls_config_ca_file(nng_tls_config *, const char *);
int nng_tls_config_cert_key_file(nng_tls_config *, const char *, const char *);
int nng_tls_config_version(nng_tls_config *, nng_tls_version, nng_tls_version);
const char *nng_tls_engine_name(void);
const char *nng_tls_engine_description(void);
bool nng_tls_engine_fips_mode(void);

// Utilities.
int nng_opts_parse(int, char *const *, const nng_optspec *, int *, char **, int *);
int nng_tls_register(void);
int nng_ws_register(void);
int nng_wss_register(void);
int nng_ipc_register(void);

#if NNG_MINOR_VERSION >= 6
// What is younger than the headers of the reference.
OPAQUE(nng_udp)
TAGGED(struct, nng_id_map_s, nng_id_map)
TAGGED(enum, nng_log_facility, nng_log_facility)
TAGGED(enum, nng_log_level, nng_log_level)
bool nng_aio_busy(nng_aio *);
void nng_aio_set_expire(nng_aio *, nng_time);
void nng_init_set_parameter(nng_init_parameter, uint64_t);
const char *nng_str_sockaddr(const nng_sockaddr *, char *, size_t);
int nng_socket_pair(int *);
void nng_null_logger(nng_log_level, nng_log_facility, const char *, const char *);
void nng_stderr_logger(nng_log_level, nng_log_facility, const char *, const char *);
void nng_system_logger(nng_log_level, nng_log_facility, const char *, const char *);
void nng_log_set_facility(nng_log_facility);
void nng_log_set_level(nng_log_level);
nng_log_level nng_log_get_level(void);
void nng_log_set_logger(void (*)(nng_log_level, nng_log_facility, const char *, const char *));
void nng_log_err(const char *, const char *, ...);
void nng_log_warn(const char *, const char *, ...);
void nng_log_notice(const char *, const char *, ...);
void nng_log_info(const char *, const char *, ...);
void nng_log_debug(const char *, const char *, ...);
void nng_log_auth(nng_log_level, const char *, const char *, ...);
int nng_udp_open(nng_udp **, nng_sockaddr *);
void nng_udp_close(nng_udp *);
int nng_udp_sockname(nng_udp *, nng_sockaddr *);
void nng_udp_send(nng_udp *, nng_aio *);
void nng_udp_recv(nng_udp *, nng_aio *);
int nng_udp_multicast_membership(nng_udp *, nng_sockaddr *, bool);
int nng_tls_config_psk(nng_tls_config *, const char *, const uint8_t *, size_t);
int nng_id_map_alloc(nng_id_map **, uint64_t, uint64_t, int);
void nng_id_map_free(nng_id_map *);
void *nng_id_get(nng_id_map *, uint64_t);
int nng_id_set(nng_id_map *, uint64_t, void *);
int nng_id_alloc(nng_id_map *, uint64_t *, void *);
int nng_id_remove(nng_id_map *, uint64_t);
bool nng_id_visit(nng_id_map *, uint64_t *, void **, uint32_t *);
int nng_tcp_register(void);
int nng_inproc_register(void);
#endif

#ifdef __cplusplus
}
#endif

int main(void) {
    return 0;
}
