// stdout: nng_http_handler_collect_body.out
// reference: no, its server at times closes the connection in the middle of the second upload
//
// A handler that reads the content of its request by itself.

#include "nng_sample.h"

// EXAMPLE
enum { LARGEST = 1 << 20 };

// Adds the bytes of an upload up, piece by piece, and returns the sum as a text.
static void sum(nng_aio *aio) {
    nng_http_conn *conn = nng_aio_get_input(aio, 2);
    const char *length = nng_http_req_get_header(nng_aio_get_input(aio, 0), "Content-Length");
    unsigned long long left = length ? strtoull(length, NULL, 10) : 0;
    unsigned long total = 0;
    unsigned char buffer[4096];
    char text[32];
    nng_http_res *res = NULL;
    nng_aio *read;
    int error = nng_aio_alloc(&read, NULL, NULL);

    if(error != 0) {
        nng_aio_finish(aio, error);
        return;
    }
    if(left > LARGEST) {
        // Nobody reads this upload, so the server closes the connection after the response.
        error = nng_http_res_alloc_error(&res, NNG_HTTP_STATUS_PAYLOAD_TOO_LARGE);
    } else {
        nng_aio_set_timeout(read, 10000);
        while(left > 0 && error == 0) {
            nng_iov room = { buffer, left < sizeof buffer ? left : sizeof buffer };
            nng_aio_set_iov(read, 1, &room);
            nng_http_conn_read_all(conn, read);
            // A handler may block. One that has many uploads at a time would go on in a callback instead.
            nng_aio_wait(read);
            error = nng_aio_result(read);
            left -= nng_aio_count(read);
            for(size_t i = 0; i != nng_aio_count(read); ++i) total += buffer[i];
        }
        snprintf(text, sizeof text, "%lu\n", total);
        if(error == 0 && (error = nng_http_res_alloc(&res)) == 0)
            error = nng_http_res_copy_data(res, text, strlen(text));
    }
    nng_aio_free(read);
    nng_aio_set_output(aio, 0, res);
    nng_aio_finish(aio, error);
}

static void add_sum(nng_http_server *server) {
    nng_http_handler *handler;

    check(nng_http_handler_alloc(&handler, "/sum", sum), "handler");
    check(nng_http_handler_set_method(handler, "PUT"), "method");
    check(nng_http_handler_collect_body(handler, false, 0), "content");
    check(nng_http_server_add_handler(server, handler), "/sum");
}
// END EXAMPLE

int main(void) {
    static char ones[20001], much[LARGEST + 2];
    nng_http_server *server = sample_server("http");
    const char *url;

    memset(ones, 1, sizeof ones - 1);
    memset(much, 1, sizeof much - 1);
    add_sum(server);
    url = sample_start(server, "http", "/sum");
    sample_ask(url, "PUT", ones, sample_show_content);
    sample_ask(url, "PUT", much, NULL);
    nng_http_server_stop(server);
    nng_http_server_release(server);
    return 0;
}
