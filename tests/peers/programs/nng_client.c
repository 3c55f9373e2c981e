/* A client of nng's interface that sends requests, one after the other.

     nng_client [OPTION]... HOW URL METHOD:TARGET[:SIZE]...

     HOW            transact: each on a connection of its own; connection: all on one; parts: all on one, and content of
                    a known size is received apart from the head
     -c FILE        authorities to trust
     -n NAME        name of the server, instead of the one in the URL
     -o FILE        the client's own certificate and key
     -v VERSION     version of TLS, 2 or 3 for 1.2 or 1.3

   With SIZE, that many bytes of the pattern are the content. For each response it prints a line with the status, how the
   content ends, and its size; and then the content and a newline. What fails is said on standard error. */

#include "nng_common.h"
#include <getopt.h>

static nng_aio *aio;

static void finish(const char *what) {
    nng_aio_wait(aio);
    succeed(nng_aio_result(aio), what);
}

/* Receives a response in pieces; without a Content-Length there is none. Returns its content. */
static char *receive(nng_http_conn *conn, const char *method, nng_http_res *res, size_t *size) {
    nng_http_conn_read_res(conn, res, aio);
    finish("read_res");
    const char *length = nng_http_res_get_header(res, "Content-Length");
    *size = length && strcmp(method, "HEAD") != 0 ? strtoul(length, NULL, 10) : 0;
    nng_iov room = {malloc(*size + 1), *size};
    CHECK(room.iov_buf != NULL);
    char *content = room.iov_buf;
    CHECK_OK(nng_aio_set_iov(aio, 1, &room));
    nng_http_conn_read_all(conn, aio);
    finish("read_all");
    CHECK_INT(nng_aio_count(aio), *size);
    return content;
}

static void print(const char *method, nng_http_res *res, const void *content, size_t size) {
    int status = nng_http_res_get_status(res);
    const char *how = nng_http_res_get_header(res, "Transfer-Encoding") ? "chunked"
        : nng_http_res_get_header(res, "Content-Length")                ? "length"
                                                                        : "close";
    if(strcmp(method, "HEAD") == 0 || status == 204 || status == 304) how = "none";
    printf("%d %s %zu\n", status, how, size);
    fwrite(content, 1, size, stdout);
    puts("");
}

static void exchange(nng_http_client *client, nng_http_conn *conn, const char *how, const nng_url *url,
      const char *request) {
    char method[16], target[256], *received = NULL;
    size_t size = 0;
    nng_http_req *req;
    nng_http_res *res;
    void *content;
    int parts = sscanf(request, "%15[^:]:%255[^:]:%zu", method, target, &size);
    CHECK(parts >= 2);
    CHECK_OK(nng_http_req_alloc(&req, url));
    CHECK_OK(nng_http_res_alloc(&res));
    CHECK_OK(nng_http_req_set_method(req, method));
    CHECK_OK(nng_http_req_set_uri(req, target));
    char *sent = pattern(size);
    if(parts == 3) CHECK_OK(nng_http_req_set_data(req, sent, size));
    if(!conn) {
        nng_http_client_transact(client, req, res, aio);
        finish("transact");
        nng_http_res_get_data(res, &content, &size);
    } else if(strcmp(how, "parts") == 0) {
        nng_http_conn_write_req(conn, req, aio);
        finish("write_req");
        content = received = receive(conn, method, res, &size);
    } else {
        nng_http_conn_transact(conn, req, res, aio);
        finish("conn_transact");
        nng_http_res_get_data(res, &content, &size);
    }
    print(method, res, content, size);
    free(received);
    free(sent);
    nng_http_req_free(req);
    nng_http_res_free(res);
}

int main(int argc, char *argv[]) {
    nng_tls_config *tls;
    nng_http_client *client;
    nng_http_conn *conn = NULL;
    nng_url *url;
    int option;
    CHECK_OK(nng_tls_config_alloc(&tls, NNG_TLS_MODE_CLIENT));
    while((option = getopt(argc, argv, "c:n:o:v:")) != -1) {
        if(option == 'c') CHECK_OK(nng_tls_config_ca_file(tls, optarg));
        else if(option == 'n') CHECK_OK(nng_tls_config_server_name(tls, optarg));
        else if(option == 'o') CHECK_OK(nng_tls_config_cert_key_file(tls, optarg, NULL));
        else if(option == 'v') CHECK_OK(nng_tls_config_version(tls, tls_version(optarg), tls_version(optarg)));
        else return 2;
    }
    CHECK(argc >= optind + 3);
    const char *how = argv[optind];
    CHECK_OK(nng_url_parse(&url, argv[optind + 1]));
    CHECK_OK(nng_http_client_alloc(&client, url));
    if(strcmp(url->u_scheme, "https") == 0) CHECK_OK(nng_http_client_set_tls(client, tls));
    nng_tls_config_free(tls);
    CHECK_OK(nng_aio_alloc(&aio, NULL, NULL));
    nng_aio_set_timeout(aio, 30000);
    if(strcmp(how, "transact") != 0) {
        nng_http_client_connect(client, aio);
        finish("connect");
        conn = nng_aio_get_output(aio, 0);
    }
    for(int i = optind + 2; i != argc; ++i) exchange(client, conn, how, url, argv[i]);
    if(conn) nng_http_conn_close(conn);
    nng_http_client_free(client);
    nng_aio_free(aio);
    nng_url_free(url);
    nng_fini();
    return 0;
}
