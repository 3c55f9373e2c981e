// define: _GNU_SOURCE
// time-limit: 60
// reference: no, it waits for the handler when the server is stopped
// What takes part in an exchange is released in every order while the exchange is under way.
#include "raw.h"

static nng_mtx *mtx;
static nng_cv *cv;
static nng_aio *parked;
static int destroyed;

struct exchange {
    nng_http_server *server;
    nng_http_client *client;
    nng_http_conn *conn;
    nng_aio *aio;
};

static void park(nng_aio *aio) {
    nng_mtx_lock(mtx);
    parked = aio;
    nng_cv_wake(cv);
    nng_mtx_unlock(mtx);
}

static void destroy(void *arg) {
    (void)arg;
    nng_mtx_lock(mtx);
    destroyed = 1;
    nng_cv_wake(cv);
    nng_mtx_unlock(mtx);
}

static void release_server(struct exchange *e) {
    nng_http_server_stop(e->server);
    nng_http_server_release(e->server);
}

static void free_client(struct exchange *e) {
    nng_http_client_free(e->client);
}

static void close_conn(struct exchange *e) {
    nng_http_conn_close(e->conn);
}

static void free_aio(struct exchange *e) {
    nng_aio_free(e->aio);
}

static void finish_handler(struct exchange *e) {
    (void)e;
    raw_reply(parked, "late");
}

static void (*const releases[])(struct exchange *) = {
    release_server, free_client, close_conn, free_aio, finish_handler,
};
#define RELEASES 5

// An exchange whose handler has the request and whose client waits for the response, released in this order.
static void exchange(const int *order) {
    struct exchange e;
    nng_http_handler *handler;
    nng_http_req *req;
    nng_http_res *res;
    nng_url *url;
    char text[64];
    int i;
    parked = NULL;
    destroyed = 0;

    e.server = raw_server();
    CHECK_OK(nng_http_handler_alloc(&handler, "/", park));
    CHECK_OK(nng_http_handler_set_data(handler, NULL, destroy));
    CHECK_OK(nng_http_server_add_handler(e.server, handler));
    CHECK_OK(nng_http_server_start(e.server));
    snprintf(text, sizeof text, "http://127.0.0.1:%d/", raw_port(e.server));
    CHECK_OK(nng_url_parse(&url, text));
    CHECK_OK(nng_http_client_alloc(&e.client, url));
    CHECK_OK(nng_http_req_alloc(&req, url));
    CHECK_OK(nng_http_res_alloc(&res));
    nng_url_free(url);
    CHECK_OK(nng_aio_alloc(&e.aio, NULL, NULL));
    nng_http_client_connect(e.client, e.aio);
    nng_aio_wait(e.aio);
    CHECK_OK(nng_aio_result(e.aio));
    e.conn = nng_aio_get_output(e.aio, 0);
    nng_http_conn_write_req(e.conn, req, e.aio);
    nng_aio_wait(e.aio);
    CHECK_OK(nng_aio_result(e.aio));
    nng_http_conn_read_res(e.conn, res, e.aio);
    nng_mtx_lock(mtx);
    while(!parked) nng_cv_wait(cv);
    nng_mtx_unlock(mtx);

    for(i = 0; i < RELEASES; i++) releases[order[i]](&e);
    nng_http_req_free(req);
    nng_http_res_free(res);
    nng_mtx_lock(mtx);
    while(!destroyed) nng_cv_wait(cv);
    nng_mtx_unlock(mtx);
}

// Goes through all orders of what is left from position n on.
static int permute(int *order, int n) {
    int i, count = 0;
    if(n == RELEASES) {
        exchange(order);
        return 1;
    }
    for(i = n; i < RELEASES; i++) {
        int first = order[n];
        order[n] = order[i];
        order[i] = first;
        count += permute(order, n + 1);
        order[i] = order[n];
        order[n] = first;
    }
    return count;
}

int main(void) {
    int order[RELEASES] = { 0, 1, 2, 3, 4 };
    CHECK_OK(nng_mtx_alloc(&mtx));
    CHECK_OK(nng_cv_alloc(&cv, mtx));
    CHECK_INT(permute(order, 0), 120);
    nng_cv_free(cv);
    nng_mtx_free(mtx);
    nng_fini();
    return 0;
}
