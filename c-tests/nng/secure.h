/* Servers and clients of this program that speak TLS with each other. */

#ifndef SECURE_H_INCLUDED
#define SECURE_H_INCLUDED

#include "clients.h"
#include <nng/supplemental/tls/tls.h>

/* The name of a file in tests/tls/pem. The next call reuses its memory. */
static inline const char *pem(const char *name) {
    static char path[4096];
    const char *end = strrchr(__FILE__, '/');
    CHECK(end != NULL);
    snprintf(path, sizeof path, "%.*s/../../tests/tls/pem/%s", (int)(end - __FILE__), __FILE__, name);
    return path;
}

/* The text of a file in tests/tls/pem, for the life of the program; NULL for NULL. */
static inline const char *pem_text(const char *name) {
    static struct {
        char name[64], text[8192];
    } files[64];
    size_t i = 0, size;
    FILE *file;
    if(!name) return NULL;
    for(; files[i].name[0]; i++)
        if(strcmp(files[i].name, name) == 0) return files[i].text;
    CHECK(i < sizeof files / sizeof *files - 1 && strlen(name) < sizeof files[i].name);
    file = fopen(pem(name), "r");
    CHECK(file != NULL);
    size = fread(files[i].text, 1, sizeof files[i].text - 1, file);
    CHECK(size > 0 && feof(file));
    fclose(file);
    strcpy(files[i].name, name);
    return files[i].text;
}

static inline nng_tls_config *new_config(nng_tls_mode mode) {
    nng_tls_config *config;
    CHECK_OK(nng_tls_config_alloc(&config, mode));
    return config;
}

/* A configuration of a server with this certificate and key. */
static inline nng_tls_config *server_config(const char *crt, const char *key) {
    nng_tls_config *config = new_config(NNG_TLS_MODE_SERVER);
    CHECK_OK(nng_tls_config_own_cert(config, pem_text(crt), pem_text(key), NULL));
    return config;
}

/* A configuration of a client that trusts these authorities. */
static inline nng_tls_config *client_config(const char *ca) {
    nng_tls_config *config = new_config(NNG_TLS_MODE_CLIENT);
    CHECK_OK(nng_tls_config_ca_chain(config, pem_text(ca), NULL));
    return config;
}

/* A server for an ephemeral port with this configuration, which is released. It is not started. */
static inline nng_http_server *secure_server(nng_tls_config *config) {
    nng_http_server *server;
    nng_url *url;
    CHECK_OK(nng_url_parse(&url, "https://127.0.0.1:0"));
    CHECK_OK(nng_http_server_hold(&server, url));
    nng_url_free(url);
    CHECK_OK(nng_http_server_set_tls(server, config));
    nng_tls_config_free(config);
    return server;
}

/* A client for a port of this machine with this configuration, which is released. */
static inline nng_http_client *secure_client(int port, nng_tls_config *config) {
    char text[64];
    nng_http_client *client;
    snprintf(text, sizeof text, "https://127.0.0.1:%d", port);
    client = client_of(text);
    CHECK_OK(nng_http_client_set_tls(client, config));
    nng_tls_config_free(config);
    return client;
}

/* A connection of the client. */
static inline nng_http_conn *connected(nng_http_client *client) {
    nng_aio *aio = new_aio();
    nng_http_conn *conn;
    nng_http_client_connect(client, aio);
    ended(aio, 0);
    conn = nng_aio_get_output(aio, 0);
    nng_aio_free(aio);
    return conn;
}

/* The result of a GET of "/"; if it is 0, the status is 200. */
static inline int get(nng_http_client *client) {
    nng_aio *aio = new_aio();
    nng_http_req *req;
    nng_http_res *res;
    int result;
    CHECK_OK(nng_http_req_alloc(&req, NULL));
    CHECK_OK(nng_http_req_set_uri(req, "/"));
    CHECK_OK(nng_http_req_set_header(req, "Host", "localhost"));
    CHECK_OK(nng_http_res_alloc(&res));
    nng_http_client_transact(client, req, res, aio);
    nng_aio_wait(aio);
    result = nng_aio_result(aio);
    if(result == 0) CHECK_INT(nng_http_res_get_status(res), 200);
    nng_http_req_free(req);
    nng_http_res_free(res);
    nng_aio_free(aio);
    return result;
}

#endif
