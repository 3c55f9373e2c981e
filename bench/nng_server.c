// HTTP server on the nng face, for load and conformance runs.
//   nng_server PORT [dir]
// GET /        static handler, 12-byte text body
// GET /dyn     callback handler, completes inside the callback
// POST /echo   callback handler, echoes the collected body (1 MiB limit)
// GET /files/* directory handler, when DIR is given
#include <nng/nng.h>
#include <nng/supplemental/http/http.h>
#include <nng/supplemental/util/platform.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void check(const char *what, int rv)
{
    if (rv != 0) {
        fprintf(stderr, "%s: %s\n", what, nng_strerror(rv));
        exit(1);
    }
}

static void dyn(nng_aio *aio)
{
    nng_http_res *res;
    int rv;
    if ((rv = nng_http_res_alloc(&res)) != 0) {
        nng_aio_finish(aio, rv);
        return;
    }
    nng_http_res_set_header(res, "Content-Type", "text/plain");
    nng_http_res_copy_data(res, "hello, dyn!\n", 12);
    nng_aio_set_output(aio, 0, res);
    nng_aio_finish(aio, 0);
}

static void echo(nng_aio *aio)
{
    nng_http_req *req = nng_aio_get_input(aio, 0);
    nng_http_res *res;
    void *data;
    size_t len;
    int rv;
    if ((rv = nng_http_res_alloc(&res)) != 0) {
        nng_aio_finish(aio, rv);
        return;
    }
    nng_http_req_get_data(req, &data, &len);
    nng_http_res_set_header(res, "Content-Type", "application/octet-stream");
    nng_http_res_copy_data(res, data, len);
    nng_aio_set_output(aio, 0, res);
    nng_aio_finish(aio, 0);
}

int main(int argc, char **argv)
{
    char addr[64];
    nng_url *url;
    nng_http_server *s;
    nng_http_handler *h;
    snprintf(addr, sizeof addr, "http://127.0.0.1:%s", argc > 1 ? argv[1] : "8888");
    check("url", nng_url_parse(&url, addr));
    check("hold", nng_http_server_hold(&s, url));
    check("static", nng_http_handler_alloc_static(&h, "/", "hello world\n", 12, "text/plain"));
    check("add", nng_http_server_add_handler(s, h));
    check("dyn", nng_http_handler_alloc(&h, "/dyn", dyn));
    check("add", nng_http_server_add_handler(s, h));
    check("echo", nng_http_handler_alloc(&h, "/echo", echo));
    check("method", nng_http_handler_set_method(h, "POST"));
    check("collect", nng_http_handler_collect_body(h, true, 1024 * 1024));
    check("add", nng_http_server_add_handler(s, h));
    if (argc > 2) {
        check("dir", nng_http_handler_alloc_directory(&h, "/files", argv[2]));
        check("add", nng_http_server_add_handler(s, h));
    }
    check("start", nng_http_server_start(s));
    printf("listening on %s\n", addr);
    fflush(stdout);
    for (;;) nng_msleep(1000000);
}
