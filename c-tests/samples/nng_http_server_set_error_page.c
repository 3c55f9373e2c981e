// stdout: nng_http_server_set_error_page.out
//
// A server with error pages of its own.

#include "nng_sample.h"

// EXAMPLE
static const char not_found[] = "<!DOCTYPE html><title>Not here</title><p>There is no such forecast.\n";

static void weather(nng_aio *aio) {
    static const char text[] = "Sunny.\n";
    const char *uri = nng_http_req_get_uri(nng_aio_get_input(aio, 0));
    nng_http_res *res;
    int error;

    if(strcmp(uri, "/weather/today") != 0) {
        // The server puts its own page in the place of the plain one.
        error = nng_http_res_alloc_error(&res, NNG_HTTP_STATUS_NOT_FOUND);
    } else if((error = nng_http_res_alloc(&res)) == 0) {
        error = nng_http_res_set_data(res, text, sizeof text - 1);
    }
    if(error == 0) nng_aio_set_output(aio, 0, res);
    nng_aio_finish(aio, error);
}

static void add_weather(nng_http_server *server) {
    nng_http_handler *handler;

    check(nng_http_server_set_error_page(server, NNG_HTTP_STATUS_NOT_FOUND, not_found), "page");
    check(nng_http_handler_alloc(&handler, "/weather", weather), "handler");
    check(nng_http_handler_set_tree(handler), "tree");
    check(nng_http_server_add_handler(server, handler), "/weather");
}
// END EXAMPLE

int main(void) {
    nng_http_server *server = sample_server("http");

    add_weather(server);
    sample_ask(sample_start(server, "http", "/weather/today"), "GET", NULL, sample_show_content);
    sample_ask(sample_start(server, "http", "/weather/tomorrow"), "GET", NULL, sample_show_content);
    sample_ask(sample_start(server, "http", "/elsewhere"), "GET", NULL, sample_show_content);
    nng_http_server_stop(server);
    nng_http_server_release(server);
    return 0;
}
