// stdout: nng_http_client_get_tls.out
// reference: differs, a handshake without a server name fails
//
// A server that speaks TLS and a client that trusts it. The certificates are those of the tests.

#include "nng_sample.h"

#include <nng/supplemental/tls/tls.h>

// EXAMPLE
// Makes a client for an https URL that trusts the certificate authorities in a PEM file.
static nng_http_client *trusting_client(const nng_url *url, const char *authorities) {
    nng_http_client *client;
    nng_tls_config *config;

    check(nng_http_client_alloc(&client, url), "client");
    check(nng_http_client_get_tls(client, &config), "TLS");
    check(nng_tls_config_ca_file(config, authorities), authorities);
    // The client keeps its own reference.
    nng_tls_config_free(config);
    return client;
}
// END EXAMPLE

int main(void) {
    nng_http_server *server = sample_server("https");
    nng_http_handler *handler;
    nng_tls_config *config;
    nng_url *url;
    nng_http_client *client;
    nng_http_res *res;

    check(nng_http_server_get_tls(server, &config), "TLS");
    check(nng_tls_config_cert_key_file(config, sample_pem("server.pem"), NULL), "certificate");
    nng_tls_config_free(config);
    check(nng_http_handler_alloc_static(&handler, "/", "", 0, "text/plain"), "handler");
    sample_add(server, handler);

    check(nng_url_parse(&url, sample_start(server, "https", "/")), "URL");
    client = trusting_client(url, sample_pem("ca.crt"));
    check(nng_http_res_alloc(&res), "response");
    check(sample_transact(client, url, "GET", NULL, res), "transaction");
    printf("%d\n", nng_http_res_get_status(res));

    nng_http_res_free(res);
    nng_http_client_free(client);
    nng_url_free(url);
    nng_http_server_stop(server);
    nng_http_server_release(server);
    return 0;
}
