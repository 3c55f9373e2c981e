// stdout: nng_http_conn_read.out
//
// Downloads from a server in this program, without having all of the content in memory.

#include "nng_sample.h"

// EXAMPLE
// Starts a download, on a connection and with an aio that has a time limit. Returns how many bytes are to come, which
// servers also may leave open.
static unsigned long long begin_download(nng_http_conn *conn, nng_http_req *req, nng_http_res *res, nng_aio *aio) {
    const char *length;

    nng_http_conn_write_req(conn, req, aio);
    nng_aio_wait(aio);
    check(nng_aio_result(aio), "request");
    nng_http_conn_read_res(conn, res, aio);
    nng_aio_wait(aio);
    check(nng_aio_result(aio), "response");

    length = nng_http_res_get_header(res, "Content-Length");
    if(nng_http_res_get_status(res) != NNG_HTTP_STATUS_OK || !length) check(NNG_ENOTSUP, "download");
    return strtoull(length, NULL, 10);
}

// Passes the content on as it comes.
static void download(nng_http_conn *conn, nng_aio *aio, unsigned long long left, FILE *file) {
    static char buffer[16384];

    while(left > 0) {
        nng_iov room = { buffer, left < sizeof buffer ? left : sizeof buffer };
        check(nng_aio_set_iov(aio, 1, &room), "buffer");
        nng_http_conn_read(conn, aio);
        nng_aio_wait(aio);
        check(nng_aio_result(aio), "content");
        fwrite(buffer, 1, nng_aio_count(aio), file);
        left -= nng_aio_count(aio);
    }
}
// END EXAMPLE

static char content[300000];

int main(void) {
    nng_http_server *server = sample_server("http");
    nng_http_handler *handler;
    nng_url *url;
    nng_http_client *client;
    nng_http_conn *conn;
    nng_http_req *req;
    nng_http_res *res;
    nng_aio *aio;
    FILE *file = tmpfile();
    unsigned long long size;

    check(nng_http_handler_alloc_static(&handler, "/", content, sizeof content, "text/plain"), "handler");
    sample_add(server, handler);
    check(nng_url_parse(&url, sample_start(server, "http", "/")), "URL");
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

    if(!file) return 1;
    size = begin_download(conn, req, res, aio);
    download(conn, aio, size, file);
    printf("%llu bytes announced, %ld received\n", size, ftell(file));

    fclose(file);
    nng_http_conn_close(conn);
    nng_aio_free(aio);
    nng_http_res_free(res);
    nng_http_req_free(req);
    nng_http_client_free(client);
    nng_http_server_stop(server);
    nng_http_server_release(server);
    return 0;
}
