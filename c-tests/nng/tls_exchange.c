// define: _GNU_SOURCE
// Requests and responses over TLS, small and large, one by one and many at once.
// reference: differs, the second response on a connection over TLS ends with NNG_EPROTO
#include "secure.h"

#define BIG (3 << 20)

static char big[BIG], back[BIG];
static nng_http_client *client;
static nng_aio *aio;
static nng_http_req *req;
static nng_http_res *res;

static void echo(nng_aio *a) {
    nng_http_req *request = nng_aio_get_input(a, 0);
    nng_http_res *response;
    void *data;
    size_t size;
    nng_http_req_get_data(request, &data, &size);
    CHECK_OK(nng_http_res_alloc(&response));
    CHECK_OK(nng_http_res_copy_data(response, data, size));
    nng_aio_set_output(a, 0, response);
    nng_aio_finish(a, 0);
}

static void name(nng_aio *a) {
    raw_reply(a, nng_http_req_get_uri(nng_aio_get_input(a, 0)));
}

static void one_by_one(void) {
    nng_http_conn *conn = connected(client);
    nng_iov iov = { back, 5 };
    int i;
    nng_http_req_reset(req);
    CHECK_OK(nng_http_req_set_uri(req, "/hello"));
    CHECK_OK(nng_http_req_set_header(req, "Host", "localhost"));
    for(i = 0; i < 3; i++) {
        nng_http_conn_write_req(conn, req, aio);
        ended(aio, 0);
        CHECK_INT(nng_aio_count(aio), strlen("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        nng_http_conn_read_res(conn, res, aio);
        ended(aio, 0);
        CHECK_INT(nng_http_res_get_status(res), 200);
        memset(back, 0, 6);
        CHECK_OK(nng_aio_set_iov(aio, 1, &iov));
        nng_http_conn_read_all(conn, aio);
        ended(aio, 0);
        CHECK_INT(nng_aio_count(aio), 5);
        CHECK_STR(back, "hello");
    }
    nng_http_conn_close(conn);
}

// Many records each way, with buffers of the program and of objects.
static void large(void) {
    nng_http_conn *conn = connected(client);
    nng_aio *writes = new_aio();
    nng_iov in[3] = { { big, 1 }, { big + 1, BIG / 2 }, { big + 1 + BIG / 2, BIG - 1 - BIG / 2 } }, out = { back, BIG };
    static char head[128];
    nng_iov start = { head, 0 };
    void *data;
    size_t size;
    nng_http_req_reset(req);
    CHECK_OK(nng_http_req_set_uri(req, "/echo"));
    CHECK_OK(nng_http_req_set_method(req, "POST"));
    CHECK_OK(nng_http_req_set_header(req, "Host", "localhost"));
    CHECK_OK(nng_http_req_set_data(req, big, BIG));
    nng_http_conn_transact(conn, req, res, aio);
    ended(aio, 0);
    nng_http_res_get_data(res, &data, &size);
    CHECK_INT(size, BIG);
    CHECK_MEM(data, big, BIG);

    start.iov_len = snprintf(head, sizeof head, "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n", BIG);
    CHECK_OK(nng_aio_set_iov(writes, 1, &start));
    nng_http_conn_write_all(conn, writes);
    ended(writes, 0);
    CHECK_INT(nng_aio_count(writes), start.iov_len);
    CHECK_OK(nng_aio_set_iov(writes, 3, in));
    nng_http_conn_write_all(conn, writes);
    nng_http_conn_read_res(conn, res, aio);
    ended(writes, 0);
    CHECK_INT(nng_aio_count(writes), BIG);
    ended(aio, 0);
    memset(back, 0, BIG);
    CHECK_OK(nng_aio_set_iov(aio, 1, &out));
    nng_http_conn_read_all(conn, aio);
    ended(aio, 0);
    CHECK_INT(nng_aio_count(aio), BIG);
    CHECK_MEM(back, big, BIG);
    nng_http_conn_close(conn);
    nng_aio_free(writes);
}

// Requests that arrive in one record, and one that arrives byte by byte, each in a record of its own.
static void across_records(void) {
    static const char batch[] = "GET /a HTTP/1.1\r\nHost: h\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\n\r\n"
                                "GET /c HTTP/1.1\r\nHost: h\r\n\r\nGET /d HTT";
    static const char rest[] = "P/1.1\r\nHost: h\r\n\r\n";
    static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n/";
    static char want[4 * sizeof answer + 8], got[sizeof want];
    nng_http_conn *conn = connected(client);
    nng_iov iov = { (void *)batch, sizeof batch - 1 };
    size_t i;
    CHECK_OK(nng_aio_set_iov(aio, 1, &iov));
    nng_http_conn_write_all(conn, aio);
    ended(aio, 0);
    for(i = 0; i < sizeof rest - 1; i++) {
        nng_iov byte = { (void *)(rest + i), 1 };
        CHECK_OK(nng_aio_set_iov(aio, 1, &byte));
        nng_http_conn_write(conn, aio);
        ended(aio, 0);
        CHECK_INT(nng_aio_count(aio), 1);
    }
    for(i = 0; i < 4; i++) sprintf(want + strlen(want), "%s%c", answer, (char)('a' + i));
    iov.iov_buf = got;
    iov.iov_len = strlen(want);
    CHECK_OK(nng_aio_set_iov(aio, 1, &iov));
    nng_http_conn_read_all(conn, aio);
    ended(aio, 0);
    CHECK_STR(got, want);
    nng_http_conn_close(conn);
}

static void many(void) {
    enum { COUNT = 40 };
    nng_aio *aios[COUNT];
    nng_http_req *requests[COUNT];
    nng_http_res *responses[COUNT];
    int i;
    for(i = 0; i < COUNT; i++) {
        char uri[16];
        snprintf(uri, sizeof uri, "/name/%d", i);
        aios[i] = new_aio();
        CHECK_OK(nng_http_req_alloc(&requests[i], NULL));
        CHECK_OK(nng_http_res_alloc(&responses[i]));
        CHECK_OK(nng_http_req_set_uri(requests[i], uri));
        CHECK_OK(nng_http_req_set_header(requests[i], "Host", "localhost"));
        nng_http_client_transact(client, requests[i], responses[i], aios[i]);
    }
    for(i = 0; i < COUNT; i++) {
        void *data;
        size_t size;
        ended(aios[i], 0);
        nng_http_res_get_data(responses[i], &data, &size);
        CHECK_INT(size, strlen(nng_http_req_get_uri(requests[i])));
        CHECK_MEM(data, nng_http_req_get_uri(requests[i]), size);
        nng_aio_free(aios[i]);
        nng_http_req_free(requests[i]);
        nng_http_res_free(responses[i]);
    }
}

int main(void) {
    nng_http_server *server = secure_server(server_config("server.crt", "server.key"));
    nng_http_handler *handler;
    size_t i;
    for(i = 0; i < BIG; i++) big[i] = (char)(i * 2654435761u >> 13);
    aio = new_aio();
    CHECK_OK(nng_http_req_alloc(&req, NULL));
    CHECK_OK(nng_http_res_alloc(&res));
    raw_static(server, "/hello", "hello");
    CHECK_OK(nng_http_handler_alloc(&handler, "/echo", echo));
    CHECK_OK(nng_http_handler_set_method(handler, "POST"));
    CHECK_OK(nng_http_handler_collect_body(handler, true, BIG));
    CHECK_OK(nng_http_server_add_handler(server, handler));
    CHECK_OK(nng_http_handler_alloc(&handler, "/", name));
    CHECK_OK(nng_http_handler_set_tree(handler));
    CHECK_OK(nng_http_server_add_handler(server, handler));
    CHECK_OK(nng_http_server_start(server));
    client = secure_client(raw_port(server), client_config("ca.crt"));
    one_by_one();
    large();
    across_records();
    many();
    nng_http_server_stop(server);
    nng_http_server_release(server);
    nng_http_client_free(client);
    nng_aio_free(aio);
    nng_http_req_free(req);
    nng_http_res_free(res);
    return 0;
}
