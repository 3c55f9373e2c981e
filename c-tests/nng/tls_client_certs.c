// define: _GNU_SOURCE
// Servers that ask clients for a certificate. A client that does not pass learns so, whatever it is sending.
// reference: no, a new configuration counts late, and connections may hang
#include "secure.h"

static nng_http_server *server;
static nng_http_client *client;

// More than fits into any buffer.
#define MUCH (8 << 20)

#define NONE NNG_TLS_AUTH_MODE_NONE
#define OPTIONAL NNG_TLS_AUTH_MODE_OPTIONAL
#define REQUIRED NNG_TLS_AUTH_MODE_REQUIRED

static const struct {
    nng_tls_auth_mode mode;
    // What the server trusts, what the client shows.
    const char *ca, *crt, *key;
    int passes;
} rows[] = {
    { NONE, NULL, NULL, NULL, 1 },
    { NONE, "ca.crt", "self-signed.crt", "self-signed.key", 1 },
    { OPTIONAL, "ca.crt", NULL, NULL, 1 },
    { OPTIONAL, "ca.crt", "client.crt", "client.key", 1 },
    { OPTIONAL, "ca.crt", "self-signed.crt", "self-signed.key", 1 },
    { REQUIRED, "ca.crt", "client.crt", "client.key", 1 },
    { REQUIRED, "ca.crt", "version1-client.crt", "version1-client.key", 1 },
    { REQUIRED, "ca.crt", NULL, NULL, 0 },
    { REQUIRED, "ca.crt", "self-signed.crt", "self-signed.key", 0 },
    { REQUIRED, "other-ca.crt", "client.crt", "client.key", 0 },
    { REQUIRED, "ca.crt", "expired.crt", "expired.key", 0 },
    // Of a server.
    { REQUIRED, "ca.crt", "server.crt", "server.key", 0 },
    { REQUIRED, NULL, "client.crt", "client.key", 0 },
};

// Sends a request with a body.
static int post(size_t size) {
    static char body[MUCH];
    nng_aio *aio = new_aio();
    nng_http_req *req;
    nng_http_res *res;
    int result;
    CHECK_OK(nng_http_req_alloc(&req, NULL));
    CHECK_OK(nng_http_req_set_method(req, "POST"));
    CHECK_OK(nng_http_req_set_uri(req, "/post"));
    CHECK_OK(nng_http_req_set_header(req, "Host", "h"));
    CHECK_OK(nng_http_req_set_data(req, body, size));
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

static void done(nng_aio *aio) {
    raw_reply(aio, "done");
}

int main(void) {
    nng_http_handler *handler;
    size_t i;
    unsigned version;
    server = secure_server(server_config("server.crt", "server.key"));
    raw_static(server, "/", "hello");
    CHECK_OK(nng_http_handler_alloc(&handler, "/post", done));
    CHECK_OK(nng_http_handler_set_method(handler, "POST"));
    CHECK_OK(nng_http_handler_collect_body(handler, true, 16 << 20));
    CHECK_OK(nng_http_server_add_handler(server, handler));
    CHECK_OK(nng_http_server_start(server));
    for(version = NNG_TLS_1_2; version <= (OURS ? NNG_TLS_1_3 : NNG_TLS_1_2); version++) {
        for(i = 0; i < sizeof rows / sizeof *rows; i++) {
            nng_tls_config *config = server_config("server.crt", "server.key");
            int n;
            printf("0x%x: mode %d, trusting %s: %s\n", version, rows[i].mode, rows[i].ca ? rows[i].ca : "nobody",
                rows[i].crt ? rows[i].crt : "no certificate");
            fflush(stdout);
            CHECK_OK(nng_tls_config_auth_mode(config, rows[i].mode));
            if(rows[i].ca) CHECK_OK(nng_tls_config_ca_chain(config, pem_text(rows[i].ca), NULL));
            CHECK_OK(nng_http_server_set_tls(server, config));
            nng_tls_config_free(config);
            config = client_config("ca.crt");
            CHECK_OK(nng_tls_config_server_name(config, "localhost"));
            CHECK_OK(nng_tls_config_version(config, version, version));
            if(rows[i].crt)
                CHECK_OK(nng_tls_config_own_cert(config, pem_text(rows[i].crt), pem_text(rows[i].key), NULL));
            client = secure_client(raw_port(server), config);
            for(n = 0; n < 4; n++) {
                int result = n % 2 ? post(rows[i].passes ? 100000 : MUCH) : get(client);
                if(OURS || rows[i].passes) CHECK_INT(result, rows[i].passes ? 0 : NNG_ECRYPTO);
                else CHECK(result != 0);
            }
            nng_http_client_free(client);
        }
    }
    nng_http_server_release(server);
    return 0;
}
