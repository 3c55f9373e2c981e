// stdout: nng_http_conn_transact.out
// reference: no, the second request only ends with its time limit
//
// Two requests on one connection, to a server in this program that keeps a note.

#include "nng_sample.h"

// EXAMPLE
// Stores a note on a server and reads it back.
static void store(const char *text, const char *note) {
    nng_url *url;
    nng_http_client *client;
    nng_http_conn *conn;
    nng_http_req *req;
    nng_http_res *res;
    nng_aio *aio;
    void *data;
    size_t size;

    check(nng_url_parse(&url, text), text);
    check(nng_http_client_alloc(&client, url), "client");
    check(nng_http_req_alloc(&req, url), "request");
    nng_url_free(url);
    check(nng_http_res_alloc(&res), "response");
    check(nng_aio_alloc(&aio, NULL, NULL), "aio");
    nng_aio_set_timeout(aio, 10000);

    nng_http_client_connect(client, aio);
    nng_aio_wait(aio);
    check(nng_aio_result(aio), "connect");
    conn = nng_aio_get_output(aio, 0);

    check(nng_http_req_set_method(req, "POST"), "method");
    check(nng_http_req_set_uri(req, "/notes"), "URI");
    check(nng_http_req_set_header(req, "Content-Type", "text/plain"), "header");
    check(nng_http_req_copy_data(req, note, strlen(note)), "content");
    nng_http_conn_transact(conn, req, res, aio);
    nng_aio_wait(aio);
    check(nng_aio_result(aio), "POST");
    printf("POST: %d\n", nng_http_res_get_status(res));

    // The same request without its content and what describes it.
    check(nng_http_req_set_method(req, "GET"), "method");
    check(nng_http_req_set_uri(req, "/notes?last"), "URI");
    check(nng_http_req_set_data(req, NULL, 0), "content");
    check(nng_http_req_del_header(req, "Content-Length"), "header");
    check(nng_http_req_del_header(req, "Content-Type"), "header");
    nng_http_conn_transact(conn, req, res, aio);
    nng_aio_wait(aio);
    check(nng_aio_result(aio), "GET");
    nng_http_res_get_data(res, &data, &size);
    printf("GET: %d %.*s\n", nng_http_res_get_status(res), (int)size, (char *)data);

    nng_http_conn_close(conn);
    nng_aio_free(aio);
    nng_http_res_free(res);
    nng_http_req_free(req);
    nng_http_client_free(client);
}
// END EXAMPLE

// The requests come one after the other, so nothing guards these.
static char note[64];
static size_t note_size;

static void answer(nng_aio *aio, uint16_t status) {
    nng_http_res *res;
    check(nng_http_res_alloc(&res), "response");
    check(nng_http_res_set_status(res, status), "status");
    if(status == NNG_HTTP_STATUS_OK) check(nng_http_res_copy_data(res, note, note_size), "content");
    nng_aio_set_output(aio, 0, res);
    nng_aio_finish(aio, 0);
}

static void on_post(nng_aio *aio) {
    void *data;
    nng_http_req_get_data(nng_aio_get_input(aio, 0), &data, &note_size);
    if(note_size > sizeof note) note_size = sizeof note;
    memcpy(note, data, note_size);
    answer(aio, NNG_HTTP_STATUS_CREATED);
}

static void on_get(nng_aio *aio) {
    answer(aio, NNG_HTTP_STATUS_OK);
}

int main(void) {
    nng_http_server *server = sample_server("http");
    nng_http_handler *handler;

    check(nng_http_handler_alloc(&handler, "/notes", on_post), "handler");
    check(nng_http_handler_set_method(handler, "POST"), "method");
    sample_add(server, handler);
    check(nng_http_handler_alloc(&handler, "/notes", on_get), "handler");
    sample_add(server, handler);
    store(sample_start(server, "http", ""), "Feed the cat.");
    nng_http_server_stop(server);
    nng_http_server_release(server);
    return 0;
}
