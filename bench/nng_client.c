// HTTP client on the nng face: N requests over each of C keep-alive connections,
// driven by callbacks.   nng_client URL N C
#include <nng/nng.h>
#include <nng/supplemental/http/http.h>
#include <nng/supplemental/util/platform.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"

static nng_mtx *mtx;
static nng_cv *cv;
static int live;
static long per_conn, failed, done_total;

struct conn {
    nng_aio *aio;
    nng_http_client *client;
    nng_http_conn *http;
    nng_http_req *req;
    nng_http_res *res;
    long left;
    int state;
};

static void finish(struct conn *c, int bad)
{
    nng_mtx_lock(mtx);
    failed += bad;
    done_total += per_conn - c->left;
    live--;
    nng_cv_wake(cv);
    nng_mtx_unlock(mtx);
}

static void next(void *arg)
{
    struct conn *c = arg;
    int rv = nng_aio_result(c->aio);
    if (rv != 0) {
        fprintf(stderr, "aio: %s (state %d left %ld)\n", nng_strerror(rv), c->state, c->left);
        finish(c, 1);
        return;
    }
    if (c->state == 0) {
        c->http = nng_aio_get_output(c->aio, 0);
        c->state = 1;
    } else {
        if (nng_http_res_get_status(c->res) != 200) {
            finish(c, 1);
            return;
        }
        if (--c->left == 0) {
            finish(c, 0);
            return;
        }
    }
    nng_http_res_reset(c->res);
    nng_http_conn_transact(c->http, c->req, c->res, c->aio);
}

int main(int argc, char **argv)
{
    nng_url *url;
    if (argc < 4) return 2;
    per_conn = atol(argv[2]);
    int n = atoi(argv[3]);
    struct conn *cs = calloc(n, sizeof *cs);
    if (nng_url_parse(&url, argv[1]) || nng_mtx_alloc(&mtx) || nng_cv_alloc(&cv, mtx)) return 1;
    live = n;
    nng_time t0 = nng_clock();
    for (int i = 0; i < n; i++) {
        struct conn *c = &cs[i];
        c->left = per_conn;
        if (nng_aio_alloc(&c->aio, next, c) || nng_http_client_alloc(&c->client, url) ||
            nng_http_req_alloc(&c->req, url) || nng_http_res_alloc(&c->res)) return 1;
        nng_http_client_connect(c->client, c->aio);
    }
    nng_mtx_lock(mtx);
    while (live > 0) nng_cv_wait(cv);
    nng_mtx_unlock(mtx);
    double s = (nng_clock() - t0) / 1000.0;
    report(done_total, s > 0 ? s : 1e-3);
    return failed != 0;
}
