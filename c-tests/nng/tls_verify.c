// define: _GNU_SOURCE
// What becomes of a client's handshake: who is trusted for which name, and what it says if that is not the server.
// reference: differs, a new configuration of a server only counts for the connection after the next
#include "secure.h"

static nng_http_server *server;
static int port;

// Everything that the server shows from now on.
static void show(const char *crt, const char *key) {
    nng_tls_config *config = server_config(crt, key);
    CHECK_OK(nng_http_server_set_tls(server, config));
    nng_tls_config_free(config);
}

// Whether the result is one that means this. What the reference says depends on its version.
static void check_result(int result, int want) {
    if(!OURS && want) CHECK(result == NNG_EPEERAUTH || result == NNG_ECRYPTO || result == NNG_ECLOSED);
    else CHECK_INT(result, want);
}

struct row {
    // What the server has, what the client trusts, and the lists that revoke.
    const char *crt, *key, *ca, *crl;
    // NULL for the host of the URL, which is 127.0.0.1.
    const char *name;
    nng_tls_auth_mode mode;
    int result;
};

#define NONE NNG_TLS_AUTH_MODE_NONE
#define OPTIONAL NNG_TLS_AUTH_MODE_OPTIONAL
#define REQUIRED NNG_TLS_AUTH_MODE_REQUIRED

static const struct row rows[] = {
    // Nobody to trust; the wrong ones.
    { "server.crt", "server.key", NULL, NULL, "localhost", REQUIRED, NNG_EPEERAUTH },
    { "server.crt", "server.key", "other-ca.crt", NULL, "localhost", REQUIRED, NNG_EPEERAUTH },
    { "server.crt", "server.key", "impostor-ca.crt", NULL, "localhost", REQUIRED, NNG_EPEERAUTH },
    { "self-signed.crt", "self-signed.key", "ca.crt", NULL, "localhost", REQUIRED, NNG_EPEERAUTH },
    { "expired.crt", "expired.key", "ca.crt", NULL, "localhost", REQUIRED, NNG_EPEERAUTH },
    { "client.crt", "client.key", "ca.crt", NULL, "client", REQUIRED, NNG_EPEERAUTH },
    // Names.
    { "server.crt", "server.key", "ca.crt", NULL, "localhost", REQUIRED, 0 },
    { "server.crt", "server.key", "ca.crt", NULL, "LocalHost", REQUIRED, 0 },
    { "server.crt", "server.key", "ca.crt", NULL, "a.example.com", REQUIRED, 0 },
    { "server.crt", "server.key", "ca.crt", NULL, "example.com", REQUIRED, NNG_EPEERAUTH },
    { "server.crt", "server.key", "ca.crt", NULL, "a.b.example.com", REQUIRED, NNG_EPEERAUTH },
    { "second.crt", "second.key", "ca.crt", NULL, "second.test", REQUIRED, 0 },
    { "second.crt", "second.key", "ca.crt", NULL, "localhost", REQUIRED, NNG_EPEERAUTH },
#if OURS
    { "second.crt", "second.key", "ca.crt", NULL, NULL, REQUIRED, NNG_EPEERAUTH },
    { "server.crt", "server.key", "ca.crt", NULL, NULL, REQUIRED, 0 },
    { "server.crt", "server.key", "ca.crt", NULL, "[::1]", REQUIRED, 0 },
    { "server.crt", "server.key", "ca.crt", NULL, "127.0.0.2", REQUIRED, NNG_EPEERAUTH },
    { "common-name-ip.crt", "common-name-ip.key", "ca.crt", NULL, NULL, REQUIRED, 0 },
    { "ed25519.crt", "ed25519.key", "ca.crt", NULL, "localhost", REQUIRED, 0 },
#endif
    { "common-name.crt", "common-name.key", "ca.crt", NULL, "localhost", REQUIRED, 0 },
    { "self-signed.crt", "self-signed.key", "self-signed.crt", NULL, "localhost", REQUIRED, 0 },
    // What the peer shows does not matter to these.
    { "server.crt", "server.key", NULL, NULL, NULL, NONE, 0 },
    { "second.crt", "second.key", "other-ca.crt", NULL, "localhost", NONE, 0 },
    { "second.crt", "second.key", "other-ca.crt", NULL, "localhost", OPTIONAL, 0 },
    { "expired.crt", "expired.key", "ca.crt", NULL, "localhost", OPTIONAL, 0 },
    // With what lies between it and the authority, and without.
    { "chain.pem", "chained.key", "ca.crt", NULL, "localhost", REQUIRED, 0 },
    { "chained.crt", "chained.key", "ca.crt", NULL, "localhost", REQUIRED, NNG_EPEERAUTH },
    { "chained.crt", "chained.key", "intermediate.crt", NULL, "localhost", REQUIRED, 0 },
    // Revocation.
    { "revoked.crt", "revoked.key", "ca.crt", NULL, "localhost", REQUIRED, 0 },
    { "revoked.crt", "revoked.key", "ca.crt", "ca.crl", "localhost", REQUIRED, NNG_EPEERAUTH },
    { "revoked.crt", "revoked.key", "ca.crt", "ca.crl", "localhost", OPTIONAL, 0 },
    { "server.crt", "server.key", "ca.crt", "ca.crl", "localhost", REQUIRED, 0 },
    { "chain.pem", "chained.key", "ca.crt", "all.crl", "localhost", REQUIRED, NNG_EPEERAUTH },
};

static nng_tls_config *config_of(const struct row *row) {
    nng_tls_config *config = new_config(NNG_TLS_MODE_CLIENT);
    if(row->ca) CHECK_OK(nng_tls_config_ca_chain(config, pem_text(row->ca), pem_text(row->crl)));
    if(row->name) CHECK_OK(nng_tls_config_server_name(config, row->name));
    CHECK_OK(nng_tls_config_auth_mode(config, row->mode));
    return config;
}

// By every operation: the first one on a connection has the outcome, and after a failure there are no others.
static void first_operations(nng_tls_config *config, int want) {
    nng_http_client *client = secure_client(port, config);
    nng_http_req *req;
    nng_http_res *res;
    nng_aio *aio = new_aio(), *other = new_aio();
    nng_http_conn *conn;
    char byte;
    nng_iov iov = { &byte, 1 };
    CHECK_OK(nng_http_req_alloc(&req, NULL));
    CHECK_OK(nng_http_req_set_uri(req, "/"));
    CHECK_OK(nng_http_res_alloc(&res));

    conn = connected(client);
    nng_http_conn_write_req(conn, req, aio);
    nng_aio_wait(aio);
    check_result(nng_aio_result(aio), want);
    if(want) {
        CHECK_INT(nng_aio_count(aio), 0);
        nng_http_conn_read_res(conn, res, aio);
        ended(aio, NNG_ECLOSED);
    }
    nng_http_conn_close(conn);

    if(want) {
        conn = connected(client);
        CHECK_OK(nng_aio_set_iov(aio, 1, &iov));
        nng_http_conn_read(conn, aio);
        nng_http_conn_read_res(conn, res, other);
        nng_aio_wait(aio);
        check_result(nng_aio_result(aio), want);
        ended(other, NNG_ECLOSED);
        nng_http_conn_close(conn);
        conn = connected(client);
        nng_http_conn_transact(conn, req, res, aio);
        nng_aio_wait(aio);
        check_result(nng_aio_result(aio), want);
        nng_http_conn_close(conn);
    }
    nng_http_client_free(client);
    nng_aio_free(aio);
    nng_aio_free(other);
    nng_http_req_free(req);
    nng_http_res_free(res);
}

static void each_row(void) {
    size_t i;
    int n;
    for(i = 0; i < sizeof rows / sizeof *rows; i++) {
        nng_http_client *client = secure_client(port, config_of(&rows[i]));
        printf("%s for %s, trusting %s\n", rows[i].crt, rows[i].name ? rows[i].name : "the host",
            rows[i].ca ? rows[i].ca : "nobody");
        fflush(stdout);
        show(rows[i].crt, rows[i].key);
        // The second handshake may resume what the first one has found out.
        for(n = 0; n < 2; n++) check_result(get(client), rows[i].result);
        nng_http_client_free(client);
    }
    show("second.crt", "second.key");
    first_operations(config_of(&rows[0]), NNG_EPEERAUTH);
    show("server.crt", "server.key");
    first_operations(config_of(&rows[6]), 0);
}

// The certificate that is shown depends on the name that is asked for.
static void by_name(void) {
    nng_tls_config *config = server_config("server.crt", "server.key");
    static const struct row names[] = {
        { NULL, NULL, "ca.crt", NULL, "second.test", REQUIRED, 0 },
        { NULL, NULL, "ca.crt", NULL, "a.example.com", REQUIRED, 0 },
        { NULL, NULL, "ca.crt", NULL, "third.test", REQUIRED, NNG_EPEERAUTH },
    };
    size_t i;
    CHECK_OK(nng_tls_config_own_cert(config, pem_text("second.crt"), pem_text("second.key"), NULL));
    CHECK_OK(nng_http_server_set_tls(server, config));
    nng_tls_config_free(config);
    for(i = 0; i < sizeof names / sizeof *names; i++) {
        nng_http_client *client = secure_client(port, config_of(&names[i]));
        check_result(get(client), names[i].result);
        nng_http_client_free(client);
    }
}

// Authorities add up, in whatever order they come.
static void several_authorities(void) {
    static const char *const orders[][2] = { { "other-ca.crt", "ca.crt" }, { "ca.crt", "other-ca.crt" } };
    size_t i;
    show("server.crt", "server.key");
    for(i = 0; i < 2; i++) {
        nng_tls_config *config = client_config(orders[i][0]);
        nng_http_client *client;
        CHECK_OK(nng_tls_config_ca_chain(config, pem_text(orders[i][1]), NULL));
        CHECK_OK(nng_tls_config_server_name(config, "localhost"));
        client = secure_client(port, config);
        check_result(get(client), 0);
        nng_http_client_free(client);
    }
}

// Certificates and keys from files, with a password.
static void from_files(void) {
    nng_tls_config *config = new_config(NNG_TLS_MODE_SERVER);
    nng_http_client *client;
    CHECK_OK(nng_tls_config_own_cert(config, pem_text("server.crt"), pem_text("server-aes256.key"), "secret"));
    CHECK_OK(nng_http_server_set_tls(server, config));
    nng_tls_config_free(config);
    config = new_config(NNG_TLS_MODE_CLIENT);
    CHECK_OK(nng_tls_config_ca_file(config, pem("ca-and-crl.pem")));
    CHECK_OK(nng_tls_config_server_name(config, "localhost"));
    client = secure_client(port, config);
    CHECK_INT(get(client), 0);
    config = new_config(NNG_TLS_MODE_SERVER);
    CHECK_OK(nng_tls_config_cert_key_file(config, pem("server.pem"), NULL));
    CHECK_OK(nng_http_server_set_tls(server, config));
    nng_tls_config_free(config);
    CHECK_INT(get(client), 0);
    show("revoked.crt", "revoked.key");
    check_result(get(client), NNG_EPEERAUTH);
    nng_http_client_free(client);
}

// What fails for other reasons than the certificate.
static void without_agreement(void) {
    nng_tls_config *config = new_config(NNG_TLS_MODE_SERVER);
    nng_http_client *client = secure_client(port, config_of(&rows[6]));
    CHECK_OK(nng_http_server_set_tls(server, config));
    check_result(get(client), NNG_ECRYPTO);
    nng_tls_config_free(config);
    // A key that is not the certificate's proves nothing.
    show("second.crt", "client.key");
    check_result(get(client), NNG_EPEERAUTH);
    nng_http_client_free(client);
#if OURS
    unsigned theirs, ours;
    for(theirs = NNG_TLS_1_2; theirs <= NNG_TLS_1_3; theirs++) {
        config = server_config("server.crt", "server.key");
        CHECK_OK(nng_tls_config_version(config, theirs, theirs));
        CHECK_OK(nng_http_server_set_tls(server, config));
        nng_tls_config_free(config);
        for(ours = NNG_TLS_1_2; ours <= NNG_TLS_1_3; ours++) {
            config = config_of(&rows[6]);
            CHECK_OK(nng_tls_config_version(config, ours, ours));
            client = secure_client(port, config);
            CHECK_INT(get(client), ours == theirs ? 0 : NNG_ECRYPTO);
            nng_http_client_free(client);
        }
    }
#endif
}

int main(void) {
    server = secure_server(server_config("server.crt", "server.key"));
    raw_static(server, "/", "hello");
    CHECK_OK(nng_http_server_start(server));
    port = raw_port(server);
    each_row();
    by_name();
    several_authorities();
    from_files();
    without_agreement();
    nng_http_server_release(server);
    return 0;
}
