// stdout: nng_http_client_transact.out
//
// Gets a URL.
//
//   nng_http_client_transact URL    prints what the server says
//   nng_http_client_transact        does so with a server in this program

#include "nng_sample.h"

// EXAMPLE
static void get(const char *text) {
    nng_url *url;
    nng_http_client *client;
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

    // Ten seconds for all of it.
    nng_aio_set_timeout(aio, 10000);
    nng_http_client_transact(client, req, res, aio);
    nng_aio_wait(aio);
    check(nng_aio_result(aio), text);

    printf("%d %s\n", nng_http_res_get_status(res), nng_http_res_get_reason(res));
    nng_http_res_get_data(res, &data, &size);
    fwrite(data, 1, size, stdout);

    nng_aio_free(aio);
    nng_http_res_free(res);
    nng_http_req_free(req);
    nng_http_client_free(client);
}
// END EXAMPLE

int main(int argc, char **argv) {
    nng_http_server *server;
    nng_http_handler *handler;

    if(argc > 1) {
        get(argv[1]);
        return 0;
    }
    server = sample_server("http");
    check(nng_http_handler_alloc_static(&handler, "/motto", "Slow and steady.\n", 17, "text/plain"), "handler");
    sample_add(server, handler);
    get(sample_start(server, "http", "/motto"));
    nng_http_server_stop(server);
    nng_http_server_release(server);
    return 0;
}
