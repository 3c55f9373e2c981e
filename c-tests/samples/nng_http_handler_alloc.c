// stdout: nng_http_handler_alloc.out
//
// A server that counts what it is sent.

#include "nng_sample.h"

#include <stdatomic.h>

// EXAMPLE
// Counts the bytes of all requests. Requests may come at the same time, on several threads.
struct counter {
    atomic_ullong bytes;
};

static void count(nng_aio *aio) {
    nng_http_req *req = nng_aio_get_input(aio, 0);
    struct counter *counter = nng_http_handler_get_data(nng_aio_get_input(aio, 1));
    nng_http_res *res;
    void *data;
    size_t size;
    char text[64];
    int error;

    nng_http_req_get_data(req, &data, &size);
    snprintf(text, sizeof text, "%llu bytes so far\n", atomic_fetch_add(&counter->bytes, size) + size);

    if((error = nng_http_res_alloc(&res)) == 0) {
        if((error = nng_http_res_set_header(res, "Content-Type", "text/plain")) == 0 &&
              (error = nng_http_res_copy_data(res, text, strlen(text))) == 0)
            nng_aio_set_output(aio, 0, res);
        else
            nng_http_res_free(res);
    }
    // With an error the client gets a response with the status 500.
    nng_aio_finish(aio, error);
}

// Gives a server the handler.
static void add_counter(nng_http_server *server) {
    nng_http_handler *handler;
    struct counter *counter = calloc(1, sizeof *counter);

    if(!counter) check(NNG_ENOMEM, "counter");
    check(nng_http_handler_alloc(&handler, "/count", count), "handler");
    check(nng_http_handler_set_method(handler, "POST"), "method");
    check(nng_http_handler_set_data(handler, counter, free), "data");
    check(nng_http_handler_collect_body(handler, true, 65536), "limit");
    check(nng_http_server_add_handler(server, handler), "/count");
}
// END EXAMPLE

int main(void) {
    nng_http_server *server = sample_server("http");
    const char *url;

    add_counter(server);
    url = sample_start(server, "http", "/count");
    sample_ask(url, "POST", "four", sample_show_content);
    sample_ask(url, "POST", "eleven more", sample_show_content);
    sample_ask(url, "PUT", "nothing", NULL);
    nng_http_server_stop(server);
    nng_http_server_release(server);
    return 0;
}
