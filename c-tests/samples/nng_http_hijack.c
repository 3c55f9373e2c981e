// stdout: nng_http_hijack.out
//
// A server that leaves HTTP for another protocol: what it gets, it sends back.

#include "nng_sample.h"

// EXAMPLE
// A connection that speaks the other protocol.
struct echo {
    nng_http_conn *conn;
    nng_http_res *res;
    nng_aio *aio;
    bool writing;
    char buffer[1024];
};

static void echo_end(struct echo *echo) {
    nng_http_conn_close(echo->conn);
    nng_http_res_free(echo->res);
    nng_aio_reap(echo->aio);
    free(echo);
}

// Called when something was read or written, in turns.
static void echo_next(void *arg) {
    struct echo *echo = arg;
    nng_iov iov = { echo->buffer, sizeof echo->buffer };

    if(nng_aio_result(echo->aio) != 0) {
        echo_end(echo);
        return;
    }
    echo->writing = !echo->writing;
    if(echo->writing) iov.iov_len = nng_aio_count(echo->aio);
    nng_aio_set_iov(echo->aio, 1, &iov);
    if(echo->writing)
        nng_http_conn_write_all(echo->conn, echo->aio);
    else
        nng_http_conn_read(echo->conn, echo->aio);
}

static int switch_protocols(nng_http_conn *conn) {
    struct echo *echo = calloc(1, sizeof *echo);
    int error;

    if(!echo) return NNG_ENOMEM;
    echo->conn = conn;
    // Writing the response counts as the first write.
    echo->writing = true;
    if((error = nng_http_res_alloc(&echo->res)) != 0 ||
          (error = nng_http_res_set_status(echo->res, NNG_HTTP_STATUS_SWITCHING)) != 0 ||
          (error = nng_http_res_set_header(echo->res, "Connection", "Upgrade")) != 0 ||
          (error = nng_http_res_set_header(echo->res, "Upgrade", "echo")) != 0 ||
          (error = nng_aio_alloc(&echo->aio, echo_next, echo)) != 0) {
        nng_http_res_free(echo->res);
        free(echo);
        return error;
    }
    nng_http_hijack(conn);
    nng_http_conn_write_res(conn, echo->res, echo->aio);
    return 0;
}

static void upgrade(nng_aio *aio) {
    nng_http_req *req = nng_aio_get_input(aio, 0);
    int error = switch_protocols(nng_aio_get_input(aio, 2));

    // With the connection came the request.
    if(error == 0) nng_http_req_free(req);
    nng_aio_finish(aio, error);
}
// END EXAMPLE

int main(void) {
    nng_http_server *server = sample_server("http");
    nng_http_handler *handler;
    nng_url *url;
    nng_http_client *client;
    nng_http_conn *conn;
    nng_http_req *req;
    nng_http_res *res;
    nng_aio *aio;
    char hello[] = "hello", answer[sizeof hello] = "";
    nng_iov iov = { hello, sizeof hello };

    check(nng_http_handler_alloc(&handler, "/", upgrade), "handler");
    sample_add(server, handler);
    check(nng_url_parse(&url, sample_start(server, "http", "/")), "URL");
    check(nng_http_client_alloc(&client, url), "client");
    check(nng_http_req_alloc(&req, url), "request");
    nng_url_free(url);
    check(nng_http_req_set_header(req, "Connection", "Upgrade"), "header");
    check(nng_http_req_set_header(req, "Upgrade", "echo"), "header");
    check(nng_http_res_alloc(&res), "response");
    check(nng_aio_alloc(&aio, NULL, NULL), "aio");
    nng_aio_set_timeout(aio, 10000);
    nng_http_client_connect(client, aio);
    nng_aio_wait(aio);
    check(nng_aio_result(aio), "connect");
    conn = nng_aio_get_output(aio, 0);

    nng_http_conn_transact(conn, req, res, aio);
    nng_aio_wait(aio);
    check(nng_aio_result(aio), "upgrade");
    printf("%d %s\n", nng_http_res_get_status(res), nng_http_res_get_header(res, "Upgrade"));
    check(nng_aio_set_iov(aio, 1, &iov), "buffer");
    nng_http_conn_write_all(conn, aio);
    nng_aio_wait(aio);
    check(nng_aio_result(aio), "write");
    iov.iov_buf = answer;
    check(nng_aio_set_iov(aio, 1, &iov), "buffer");
    nng_http_conn_read_all(conn, aio);
    nng_aio_wait(aio);
    check(nng_aio_result(aio), "read");
    printf("%s\n", answer);

    nng_http_conn_close(conn);
    nng_aio_free(aio);
    nng_http_res_free(res);
    nng_http_req_free(req);
    nng_http_client_free(client);
    nng_http_server_stop(server);
    nng_http_server_release(server);
    return 0;
}
