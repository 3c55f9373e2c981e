// stdout: nng_http_server_set_tls.out
// reference: differs, a new configuration of a server only counts for the connection after the next
//
// A server that gets a new certificate while it runs. The certificates are those of the tests.

#include "nng_sample.h"

#include <nng/supplemental/tls/tls.h>

// EXAMPLE
// Has a server use the certificate and the private key in a PEM file, for connections from now on.
static void set_certificate(nng_http_server *server, const char *file) {
    nng_tls_config *config;

    check(nng_tls_config_alloc(&config, NNG_TLS_MODE_SERVER), "TLS");
    check(nng_tls_config_cert_key_file(config, file, NULL), file);
    check(nng_http_server_set_tls(server, config), "TLS");
    // The server keeps its own reference.
    nng_tls_config_free(config);
}
// END EXAMPLE

// Asks the server for a proof that it is the one of this name.
static void ask(const char *text, const char *name) {
    nng_tls_config *config;
    nng_url *url;
    nng_http_client *client;
    nng_http_res *res;

    check(nng_tls_config_alloc(&config, NNG_TLS_MODE_CLIENT), "TLS");
    check(nng_tls_config_ca_file(config, sample_pem("ca.crt")), "authority");
    check(nng_tls_config_server_name(config, name), name);
    check(nng_url_parse(&url, text), text);
    check(nng_http_client_alloc(&client, url), "client");
    check(nng_http_client_set_tls(client, config), "TLS");
    nng_tls_config_free(config);
    check(nng_http_res_alloc(&res), "response");
    printf("%s: %s\n", name, nng_strerror(sample_transact(client, url, "GET", NULL, res)));
    nng_http_res_free(res);
    nng_http_client_free(client);
    nng_url_free(url);
}

// Appends a file of the tests to a file.
static void append(const char *file, const char *name) {
    FILE *from = fopen(sample_pem(name), "r"), *to = fopen(file, "a");
    int c;
    if(!from || !to) check(NNG_ENOENT, name);
    while((c = getc(from)) != EOF) putc(c, to);
    fclose(from);
    if(fclose(to) != 0) check(NNG_ENOSPC, file);
}

int main(void) {
    nng_http_server *server = sample_server("https");
    nng_http_handler *handler;
    const char *url;

    remove("new.pem");
    append("new.pem", "second.key");
    append("new.pem", "second.crt");
    check(nng_http_handler_alloc_static(&handler, "/", "", 0, "text/plain"), "handler");
    sample_add(server, handler);
    set_certificate(server, sample_pem("server.pem"));
    url = sample_start(server, "https", "/");
    ask(url, "localhost");
    ask(url, "second.test");
    set_certificate(server, "new.pem");
    ask(url, "localhost");
    ask(url, "second.test");
    nng_http_server_stop(server);
    nng_http_server_release(server);
    return 0;
}
