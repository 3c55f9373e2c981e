// define: _GNU_SOURCE
// NULL for every argument of every HTTP call that takes a pointer: the documented error, or no effect.
// reference: differs, it crashes
#include "clients.h"
#include <nng/supplemental/tls/tls.h>

static nng_aio *aio;

#define INVALID(call) CHECK_INT(call, NNG_EINVAL)

// The operation that the call starts ends with an error.
#define ENDS(call) \
    do { \
        call; \
        ended(aio, NNG_EINVAL); \
    } while(0)

static void handle(nng_aio *aio) {
    nng_aio_finish(aio, 0);
}

static void requests(void) {
    nng_http_req *req;
    void *data = &data;
    size_t size = 1;
    CHECK_OK(nng_http_req_alloc(&req, NULL));
    INVALID(nng_http_req_alloc(NULL, NULL));
    nng_http_req_free(NULL);
    nng_http_req_reset(NULL);
    CHECK_STR(nng_http_req_get_method(NULL), "");
    CHECK_STR(nng_http_req_get_version(NULL), "");
    CHECK_STR(nng_http_req_get_uri(NULL), "");
    CHECK(nng_http_req_get_header(NULL, "X") == NULL);
    CHECK(nng_http_req_get_header(req, NULL) == NULL);
    INVALID(nng_http_req_set_method(NULL, "GET"));
    INVALID(nng_http_req_set_version(NULL, "HTTP/1.1"));
    INVALID(nng_http_req_set_uri(NULL, "/"));
    INVALID(nng_http_req_set_header(NULL, "X", "y"));
    INVALID(nng_http_req_set_header(req, NULL, "y"));
    INVALID(nng_http_req_set_header(req, "X", NULL));
    INVALID(nng_http_req_add_header(NULL, "X", "y"));
    INVALID(nng_http_req_add_header(req, NULL, "y"));
    INVALID(nng_http_req_add_header(req, "X", NULL));
    INVALID(nng_http_req_del_header(NULL, "X"));
    INVALID(nng_http_req_del_header(req, NULL));
    INVALID(nng_http_req_set_data(NULL, "x", 1));
    INVALID(nng_http_req_copy_data(NULL, "x", 1));
    INVALID(nng_http_req_copy_data(req, NULL, 1));
    nng_http_req_get_data(NULL, &data, &size);
    CHECK(data == NULL && size == 0);
    nng_http_req_get_data(req, NULL, NULL);
    nng_http_req_free(req);
}

static void responses(void) {
    nng_http_res *res;
    void *data = &data;
    size_t size = 1;
    CHECK_OK(nng_http_res_alloc(&res));
    INVALID(nng_http_res_alloc(NULL));
    INVALID(nng_http_res_alloc_error(NULL, 404));
    nng_http_res_free(NULL);
    nng_http_res_reset(NULL);
    CHECK_INT(nng_http_res_get_status(NULL), 0);
    CHECK_STR(nng_http_res_get_reason(NULL), "");
    CHECK_STR(nng_http_res_get_version(NULL), "");
    CHECK(nng_http_res_get_header(NULL, "X") == NULL);
    CHECK(nng_http_res_get_header(res, NULL) == NULL);
    INVALID(nng_http_res_set_status(NULL, 200));
    INVALID(nng_http_res_set_reason(NULL, "OK"));
    INVALID(nng_http_res_set_version(NULL, "HTTP/1.1"));
    INVALID(nng_http_res_set_header(NULL, "X", "y"));
    INVALID(nng_http_res_set_header(res, NULL, "y"));
    INVALID(nng_http_res_set_header(res, "X", NULL));
    INVALID(nng_http_res_add_header(NULL, "X", "y"));
    INVALID(nng_http_res_add_header(res, NULL, "y"));
    INVALID(nng_http_res_add_header(res, "X", NULL));
    INVALID(nng_http_res_del_header(NULL, "X"));
    INVALID(nng_http_res_del_header(res, NULL));
    INVALID(nng_http_res_set_data(NULL, "x", 1));
    INVALID(nng_http_res_copy_data(NULL, "x", 1));
    INVALID(nng_http_res_copy_data(res, NULL, 1));
    nng_http_res_get_data(NULL, &data, &size);
    CHECK(data == NULL && size == 0);
    nng_http_res_get_data(res, NULL, NULL);
    nng_http_res_free(res);
}

static void clients(void) {
    int port, fd, listener = new_listener(&port);
    nng_http_client *client = new_client(port), *made;
    nng_http_conn *conn;
    nng_http_req *req;
    nng_http_res *res;
    nng_tls_config *config;
    nng_url *url;
    CHECK_OK(nng_url_parse(&url, "http://h"));
    CHECK_OK(nng_http_req_alloc(&req, NULL));
    CHECK_OK(nng_http_res_alloc(&res));
    INVALID(nng_http_client_alloc(NULL, url));
    INVALID(nng_http_client_alloc(&made, NULL));
    nng_http_client_free(NULL);
    INVALID(nng_http_client_get_tls(NULL, &config));
    INVALID(nng_http_client_get_tls(client, NULL));
    CHECK_OK(nng_tls_config_alloc(&config, NNG_TLS_MODE_CLIENT));
    INVALID(nng_http_client_set_tls(NULL, config));
    INVALID(nng_http_client_set_tls(client, NULL));
    nng_tls_config_free(config);
    ENDS(nng_http_client_connect(NULL, aio));
    ENDS(nng_http_client_transact(NULL, req, res, aio));
    ENDS(nng_http_client_transact(client, NULL, res, aio));
    ENDS(nng_http_client_transact(client, req, NULL, aio));
    // Without an aio, nothing can tell, and nothing is done.
    nng_http_client_connect(client, NULL);
    nng_http_client_transact(client, req, res, NULL);

    nng_http_client_connect(client, aio);
    ended(aio, 0);
    conn = nng_aio_get_output(aio, 0);
    fd = accept(listener, NULL, NULL);
    nng_http_conn_close(NULL);
    INVALID(nng_http_hijack(NULL));
    ENDS(nng_http_conn_read(NULL, aio));
    ENDS(nng_http_conn_read_all(NULL, aio));
    ENDS(nng_http_conn_write(NULL, aio));
    ENDS(nng_http_conn_write_all(NULL, aio));
    ENDS(nng_http_conn_read_req(NULL, req, aio));
    ENDS(nng_http_conn_read_req(conn, NULL, aio));
    ENDS(nng_http_conn_read_res(NULL, res, aio));
    ENDS(nng_http_conn_read_res(conn, NULL, aio));
    ENDS(nng_http_conn_write_req(NULL, req, aio));
    ENDS(nng_http_conn_write_req(conn, NULL, aio));
    ENDS(nng_http_conn_write_res(NULL, res, aio));
    ENDS(nng_http_conn_write_res(conn, NULL, aio));
    ENDS(nng_http_conn_transact(NULL, req, res, aio));
    ENDS(nng_http_conn_transact(conn, NULL, res, aio));
    ENDS(nng_http_conn_transact(conn, req, NULL, aio));
    nng_http_conn_read(conn, NULL);
    nng_http_conn_read_all(conn, NULL);
    nng_http_conn_write(conn, NULL);
    nng_http_conn_write_all(conn, NULL);
    nng_http_conn_read_req(conn, req, NULL);
    nng_http_conn_read_res(conn, res, NULL);
    nng_http_conn_write_req(conn, req, NULL);
    nng_http_conn_write_res(conn, res, NULL);
    nng_http_conn_transact(conn, req, res, NULL);
    // The connection is as it was.
    nng_http_conn_write_res(conn, res, aio);
    ended(aio, 0);
    raw_expect(fd, "HTTP/1.1 200 OK\r\n\r\n");
    nng_http_conn_close(conn);
    raw_expect_end(fd);
    close(fd);
    close(listener);
    nng_http_client_free(client);
    nng_http_req_free(req);
    nng_http_res_free(res);
    nng_url_free(url);
}

static void servers(void) {
    nng_http_server *server = raw_server(), *made;
    nng_http_handler *handler;
    nng_http_res *res;
    nng_tls_config *config;
    nng_sockaddr sa;
    nng_url *url;
    CHECK_OK(nng_url_parse(&url, "http://127.0.0.1:0"));
    CHECK_OK(nng_http_res_alloc(&res));
    CHECK_OK(nng_tls_config_alloc(&config, NNG_TLS_MODE_SERVER));
    CHECK_OK(nng_http_handler_alloc(&handler, NULL, handle));
    INVALID(nng_http_server_hold(NULL, url));
    INVALID(nng_http_server_hold(&made, NULL));
    nng_http_server_release(NULL);
    INVALID(nng_http_server_start(NULL));
    nng_http_server_stop(NULL);
    INVALID(nng_http_server_get_addr(NULL, &sa));
    INVALID(nng_http_server_get_addr(server, NULL));
    INVALID(nng_http_server_get_tls(NULL, &config));
    INVALID(nng_http_server_get_tls(server, NULL));
    INVALID(nng_http_server_set_tls(NULL, config));
    INVALID(nng_http_server_set_tls(server, NULL));
    INVALID(nng_http_server_add_handler(NULL, handler));
    INVALID(nng_http_server_add_handler(server, NULL));
    INVALID(nng_http_server_del_handler(NULL, handler));
    INVALID(nng_http_server_del_handler(server, NULL));
    INVALID(nng_http_server_set_error_page(NULL, 404, "x"));
    INVALID(nng_http_server_set_error_page(server, 404, NULL));
    INVALID(nng_http_server_set_error_file(NULL, 404, "/dev/null"));
    INVALID(nng_http_server_set_error_file(server, 404, NULL));
    INVALID(nng_http_server_res_error(NULL, res));
    INVALID(nng_http_server_res_error(server, NULL));

    INVALID(nng_http_handler_alloc(NULL, "/", handle));
    INVALID(nng_http_handler_alloc_static(NULL, "/", "x", 1, "text/plain"));
    INVALID(nng_http_handler_alloc_static(&handler, "/", NULL, 1, "text/plain"));
    INVALID(nng_http_handler_alloc_file(NULL, "/", "file"));
    INVALID(nng_http_handler_alloc_file(&handler, "/", NULL));
    INVALID(nng_http_handler_alloc_directory(NULL, "/", "."));
    INVALID(nng_http_handler_alloc_directory(&handler, "/", NULL));
    INVALID(nng_http_handler_alloc_redirect(NULL, "/", 0, "/x"));
    INVALID(nng_http_handler_alloc_redirect(&handler, "/", 0, NULL));
    nng_http_handler_free(NULL);
    INVALID(nng_http_handler_set_method(NULL, "GET"));
    INVALID(nng_http_handler_set_host(NULL, "h"));
    INVALID(nng_http_handler_set_tree(NULL));
    INVALID(nng_http_handler_set_tree_exclusive(NULL));
    INVALID(nng_http_handler_set_data(NULL, &server, NULL));
    INVALID(nng_http_handler_collect_body(NULL, true, 1));
    CHECK(nng_http_handler_get_data(NULL) == NULL);
    // These may be absent: the root, and content of no length.
    nng_http_handler_free(handler);
    CHECK_OK(nng_http_handler_alloc_static(&handler, NULL, NULL, 0, NULL));
    nng_http_handler_free(handler);
    CHECK_OK(nng_http_handler_alloc_redirect(&handler, NULL, 0, "/x"));
    nng_http_handler_free(handler);
    nng_http_server_release(server);
    nng_http_res_free(res);
    nng_tls_config_free(config);
    nng_url_free(url);
}

int main(void) {
    aio = new_aio();
    requests();
    responses();
    clients();
    servers();
    nng_aio_free(aio);
    return 0;
}
