/* Servers and clients of this program that speak TLS with each other. */

#ifndef SECURE_H_INCLUDED
#define SECURE_H_INCLUDED

#include "raw.h"
#include <nng/supplemental/tls/tls.h>

/* The name of a file in tests/tls/pem. The next call reuses its memory. */
static inline const char *pem(const char *name) {
    static char path[4096];
    const char *end = strrchr(__FILE__, '/');
    CHECK(end != NULL);
    snprintf(path, sizeof path, "%.*s/../../tests/tls/pem/%s", (int)(end - __FILE__), __FILE__, name);
    return path;
}

/* The text of a file in tests/tls/pem, NULL for NULL. To be freed. */
static inline char *pem_text(const char *name) {
    size_t size;
    char *text;
    FILE *file;
    if(!name) return NULL;
    file = fopen(pem(name), "r");
    CHECK(file != NULL);
    CHECK((text = calloc(1, 1 << 16)) != NULL);
    size = fread(text, 1, (1 << 16) - 1, file);
    CHECK(size > 0 && feof(file));
    fclose(file);
    return text;
}

static inline nng_tls_config *new_config(nng_tls_mode mode) {
    nng_tls_config *config;
    CHECK_OK(nng_tls_config_alloc(&config, mode));
    return config;
}

/* A configuration of a server with this certificate and key. */
static inline nng_tls_config *server_config(const char *crt, const char *key) {
    nng_tls_config *config = new_config(NNG_TLS_MODE_SERVER);
    char *crt_text = pem_text(crt), *key_text = pem_text(key);
    CHECK_OK(nng_tls_config_own_cert(config, crt_text, key_text, NULL));
    free(crt_text);
    free(key_text);
    return config;
}

/* A configuration of a client that trusts these authorities. */
static inline nng_tls_config *client_config(const char *ca) {
    nng_tls_config *config = new_config(NNG_TLS_MODE_CLIENT);
    char *ca_text = pem_text(ca);
    CHECK_OK(nng_tls_config_ca_chain(config, ca_text, NULL));
    free(ca_text);
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
    nng_url *url;
    nng_http_client *client;
    snprintf(text, sizeof text, "https://127.0.0.1:%d", port);
    CHECK_OK(nng_url_parse(&url, text));
    CHECK_OK(nng_http_client_alloc(&client, url));
    nng_url_free(url);
    CHECK_OK(nng_http_client_set_tls(client, config));
    nng_tls_config_free(config);
    return client;
}

static inline nng_aio *new_aio(void) {
    nng_aio *aio;
    CHECK_OK(nng_aio_alloc(&aio, NULL, NULL));
    return aio;
}

#define ended(aio, result) \
    do { \
        nng_aio_wait(aio); \
        CHECK_INT(nng_aio_result(aio), result); \
    } while(0)

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
