/* A server of nng's interface for what the examples do not do: content of any size, and all of TLS.

     nng_server [OPTION]...     prints its port; ends with status 0 on SIGTERM

     GET        /length/N      N bytes of the pattern
     POST, PUT  /              the content of the request, up to 4 MiB, which the server collects
     POST, PUT  /read          the content of the request, which the handler reads by itself
     POST, PUT  /limited       the content of the request, up to 1000 bytes

     -k FILE        speaks TLS, with the certificate and key in the file
     -c FILE        authorities of clients' certificates
     -m MODE        whether clients need a certificate: optional or required
     -v VERSION     version of TLS, 2 or 3 for 1.2 or 1.3 */

#include "nng_common.h"
#include <arpa/inet.h>
#include <getopt.h>
#include <httpcore.h>
#include <pthread.h>
#include <signal.h>

static void answer(nng_aio *aio, const void *data, size_t size) {
    nng_http_res *res;
    CHECK_OK(nng_http_res_alloc(&res));
    CHECK_OK(nng_http_res_copy_data(res, data, size));
    CHECK_OK(nng_aio_set_output(aio, 0, res));
    nng_aio_finish(aio, 0);
}

static void give(nng_aio *aio) {
    size_t size = 0;
    CHECK_INT(sscanf(nng_http_req_get_uri(nng_aio_get_input(aio, 0)), "/length/%zu", &size), 1);
    char *data = pattern(size);
    answer(aio, data, size);
    free(data);
}

static void echo(nng_aio *aio) {
    void *data;
    size_t size;
    nng_http_req_get_data(nng_aio_get_input(aio, 0), &data, &size);
    answer(aio, data, size);
}

static void read_and_echo(nng_aio *aio) {
    nng_aio *reading;
    const char *length = nng_http_req_get_header(nng_aio_get_input(aio, 0), "Content-Length");
    nng_iov room = {NULL, length ? strtoul(length, NULL, 10) : 0};
    void *data = room.iov_buf = malloc(room.iov_len + 1);
    CHECK(data != NULL);
    CHECK_OK(nng_aio_alloc(&reading, NULL, NULL));
    nng_aio_set_timeout(reading, 30000);
    CHECK_OK(nng_aio_set_iov(reading, 1, &room));
    nng_http_conn_read_all(nng_aio_get_input(aio, 2), reading);
    nng_aio_wait(reading);
    CHECK_OK(nng_aio_result(reading));
    answer(aio, data, nng_aio_count(reading));
    nng_aio_free(reading);
    free(data);
}

static void add(nng_http_server *server, const char *method, const char *path, void (*func)(nng_aio *), int collect,
      size_t limit) {
    nng_http_handler *handler;
    CHECK_OK(nng_http_handler_alloc(&handler, path, func));
    CHECK_OK(nng_http_handler_set_method(handler, method));
    CHECK_OK(nng_http_handler_set_tree(handler));
    CHECK_OK(nng_http_handler_collect_body(handler, collect, limit));
    CHECK_OK(nng_http_server_add_handler(server, handler));
}

int main(int argc, char *argv[]) {
    static const char *const methods[] = {"POST", "PUT"};
    nng_tls_config *tls;
    nng_http_server *server;
    nng_url *url;
    nng_sockaddr address;
    sigset_t signals;
    int option, number, secure = 0;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    CHECK_OK(nng_tls_config_alloc(&tls, NNG_TLS_MODE_SERVER));
    while((option = getopt(argc, argv, "k:c:m:v:")) != -1) {
        if(option == 'k') secure = 1, succeed(nng_tls_config_cert_key_file(tls, optarg, NULL), optarg);
        else if(option == 'c') succeed(nng_tls_config_ca_file(tls, optarg), optarg);
        else if(option == 'm' && strcmp(optarg, "optional") == 0)
            CHECK_OK(nng_tls_config_auth_mode(tls, NNG_TLS_AUTH_MODE_OPTIONAL));
        else if(option == 'm') CHECK_OK(nng_tls_config_auth_mode(tls, NNG_TLS_AUTH_MODE_REQUIRED));
        else if(option == 'v') CHECK_OK(nng_tls_config_version(tls, tls_version(optarg), tls_version(optarg)));
        else return 2;
    }
    /* Who uploads what is refused has time to notice, however slow the machine is. */
    CHECK_OK(httpcore_server_set(HTTPCORE_SERVER_LINGER_TIMEOUT, 60000));
    CHECK_OK(nng_url_parse(&url, secure ? "https://127.0.0.1:0" : "http://127.0.0.1:0"));
    CHECK_OK(nng_http_server_hold(&server, url));
    if(secure) CHECK_OK(nng_http_server_set_tls(server, tls));
    nng_tls_config_free(tls);
    add(server, "GET", "/length", give, 1, 0);
    for(int i = 0; i != 2; ++i) {
        add(server, methods[i], "/", echo, 1, 4 << 20);
        add(server, methods[i], "/read", read_and_echo, 0, 0);
        add(server, methods[i], "/limited", echo, 1, 1000);
    }
    CHECK_OK(nng_http_server_start(server));
    CHECK_OK(nng_http_server_get_addr(server, &address));
    printf("%d\n", ntohs(address.s_in.sa_port));
    fflush(stdout);
    CHECK_OK(sigwait(&signals, &number));
    nng_http_server_stop(server);
    nng_http_server_release(server);
    nng_url_free(url);
    nng_fini();
    return 0;
}
