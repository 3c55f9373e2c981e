// define: _GNU_SOURCE
// How clients and servers share configurations: who owns them, when they can be changed, and what a new one changes.
// reference: no, what a failed handshake results in varies
#include "secure.h"

static nng_http_server *hold(const char *text) {
    nng_http_server *server;
    nng_url *url;
    CHECK_OK(nng_url_parse(&url, text));
    CHECK_OK(nng_http_server_hold(&server, url));
    nng_url_free(url);
    return server;
}

// Every function that changes something.
static void check_changes(nng_tls_config *config, int result) {
    CHECK_INT(nng_tls_config_server_name(config, "localhost"), result);
    CHECK_INT(nng_tls_config_auth_mode(config, NNG_TLS_AUTH_MODE_OPTIONAL), result);
    CHECK_INT(nng_tls_config_ca_chain(config, pem_text("other-ca.crt"), NULL), result);
    CHECK_INT(nng_tls_config_ca_file(config, pem("other-ca.crt")), result);
    CHECK_INT(nng_tls_config_own_cert(config, pem_text("second.crt"), pem_text("second.key"), NULL), result);
    CHECK_INT(nng_tls_config_cert_key_file(config, pem("server.pem"), NULL), result);
    CHECK_INT(nng_tls_config_version(config, NNG_TLS_1_2, NNG_TLS_1_3), result);
#if OURS
    if(result) CHECK_INT(nng_tls_config_psk(config, "me", (const uint8_t *)"key", 3), result);
#endif
}

static void who_has_one(void) {
    static const struct {
        const char *scheme;
        int result;
    } rows[] = {
        { "http", NNG_ENOTSUP },
        { "ws", NNG_ENOTSUP },
        { "http4", NNG_ENOTSUP },
        { "https", 0 },
        { "wss", 0 },
        { "https4", 0 },
        { "wss4", 0 },
    };
    size_t i;
    for(i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[64];
        nng_http_client *client;
        nng_http_server *server;
        nng_tls_config *config, *got = NULL;
        snprintf(text, sizeof text, "%s://127.0.0.1:0", rows[i].scheme);
        client = client_of(text);
        server = hold(text);
        CHECK_INT(nng_http_client_get_tls(client, &got), rows[i].result);
        if(!rows[i].result) nng_tls_config_free(got);
        CHECK_INT(nng_http_server_get_tls(server, &got), rows[i].result);
        if(!rows[i].result) nng_tls_config_free(got);
        config = new_config(NNG_TLS_MODE_CLIENT);
        CHECK_INT(nng_http_client_set_tls(client, config), rows[i].result);
        if(!rows[i].result) {
            CHECK_OK(nng_http_client_get_tls(client, &got));
            CHECK(got == config);
            nng_tls_config_free(got);
        }
        nng_tls_config_free(config);
        config = new_config(NNG_TLS_MODE_SERVER);
        CHECK_INT(nng_http_server_set_tls(server, config), rows[i].result);
        nng_tls_config_free(config);
#if OURS
        config = new_config(NNG_TLS_MODE_SERVER);
        CHECK_INT(nng_http_client_set_tls(client, config), rows[i].result ? rows[i].result : NNG_EINVAL);
        nng_tls_config_free(config);
        config = new_config(NNG_TLS_MODE_CLIENT);
        CHECK_INT(nng_http_server_set_tls(server, config), rows[i].result ? rows[i].result : NNG_EINVAL);
        nng_tls_config_free(config);
        CHECK_INT(nng_http_client_get_tls(client, NULL), NNG_EINVAL);
        CHECK_INT(nng_http_server_get_tls(server, NULL), NNG_EINVAL);
        CHECK_INT(nng_http_client_set_tls(client, NULL), NNG_EINVAL);
        CHECK_INT(nng_http_server_set_tls(server, NULL), NNG_EINVAL);
#endif
        nng_http_client_free(client);
        nng_http_server_release(server);
    }
#if OURS
    nng_tls_config *config = new_config(NNG_TLS_MODE_CLIENT), *got;
    CHECK_INT(nng_http_client_get_tls(NULL, &got), NNG_EINVAL);
    CHECK_INT(nng_http_server_get_tls(NULL, &got), NNG_EINVAL);
    CHECK_INT(nng_http_client_set_tls(NULL, config), NNG_EINVAL);
    CHECK_INT(nng_http_server_set_tls(NULL, config), NNG_EINVAL);
    nng_tls_config_free(config);
#endif
}

// What a program gets is what counts, up to the first use; then it is fixed.
static void in_place(void) {
    nng_http_server *server = hold("https://127.0.0.1:0");
    nng_http_client *client;
    nng_tls_config *theirs, *ours;
    char text[64];
    raw_static(server, "/", "hello");
    CHECK_OK(nng_http_server_get_tls(server, &theirs));
    CHECK_OK(nng_tls_config_own_cert(theirs, pem_text("server.crt"), pem_text("server.key"), NULL));
    CHECK_OK(nng_http_server_start(server));
    snprintf(text, sizeof text, "https://127.0.0.1:%d", raw_port(server));
    client = client_of(text);
    CHECK_OK(nng_http_client_get_tls(client, &ours));
    CHECK_OK(nng_tls_config_ca_chain(ours, pem_text("ca.crt"), NULL));
    CHECK_OK(nng_tls_config_server_name(ours, "localhost"));
    CHECK_INT(get(client), 0);
#if OURS
    check_changes(theirs, NNG_EBUSY);
    check_changes(ours, NNG_EBUSY);
#endif
    // Nor can others change it.
    CHECK_INT(get(client), 0);
    nng_tls_config_free(ours);
    nng_http_client_free(client);

    // At first nobody is trusted.
    client = client_of(text);
    CHECK_INT(get(client), NNG_EPEERAUTH);
#if OURS
    CHECK_OK(nng_http_client_get_tls(client, &ours));
    check_changes(ours, NNG_EBUSY);
    nng_tls_config_free(ours);
#endif
    nng_http_client_free(client);
    nng_tls_config_free(theirs);
    nng_http_server_release(server);

    // A configuration that was never used can be changed as often as one likes, also by who shares it.
    server = hold("https://127.0.0.1:0");
    CHECK_OK(nng_http_server_get_tls(server, &theirs));
    check_changes(theirs, 0);
    check_changes(theirs, 0);
    nng_http_server_release(server);
    check_changes(theirs, 0);
    nng_tls_config_free(theirs);
}

// A new configuration counts for new connections; those that are there stay.
static void replaced(void) {
    nng_http_server *server = secure_server(server_config("server.crt", "server.key"));
    nng_tls_config *config = client_config("ca.crt");
    nng_http_client *first, *second;
    nng_http_conn *conn;
    nng_http_req *req;
    nng_http_res *res;
    nng_aio *aio = new_aio();
    int i;
    raw_static(server, "/", "hello");
    CHECK_OK(nng_http_server_start(server));
    first = secure_client(raw_port(server), config);
    config = client_config("ca.crt");
    CHECK_OK(nng_tls_config_server_name(config, "second.test"));
    second = secure_client(raw_port(server), config);
    CHECK_OK(nng_http_req_alloc(&req, NULL));
    CHECK_OK(nng_http_req_set_uri(req, "/"));
    CHECK_OK(nng_http_req_set_header(req, "Host", "h"));
    CHECK_OK(nng_http_res_alloc(&res));
    conn = connected(first);
    nng_http_conn_transact(conn, req, res, aio);
    ended(aio, 0);
    CHECK_INT(get(second), NNG_EPEERAUTH);
    config = server_config("second.crt", "second.key");
    CHECK_OK(nng_http_server_set_tls(server, config));
#if OURS
    // In use by a server that runs.
    check_changes(config, NNG_EBUSY);
#endif
    nng_tls_config_free(config);
    for(i = 0; i < 2; i++) {
        nng_http_conn_transact(conn, req, res, aio);
        ended(aio, 0);
        CHECK_INT(get(second), 0);
        CHECK_INT(get(first), NNG_EPEERAUTH);
    }
    // The same for clients.
    config = client_config("ca.crt");
    CHECK_OK(nng_tls_config_server_name(config, "second.test"));
    CHECK_OK(nng_http_client_set_tls(first, config));
    nng_tls_config_free(config);
    CHECK_INT(get(first), 0);
    nng_http_conn_transact(conn, req, res, aio);
    ended(aio, 0);
    nng_http_conn_close(conn);
    nng_http_client_free(first);
    nng_http_client_free(second);
    nng_http_req_free(req);
    nng_http_res_free(res);
    nng_aio_free(aio);
    nng_http_server_release(server);
}

// One configuration for many, released before any of them.
static void shared(void) {
    nng_tls_config *config = client_config("ca.crt");
    nng_http_server *server = secure_server(server_config("server.crt", "server.key"));
    nng_http_client *clients[3];
    nng_http_conn *conn;
    nng_http_req *req;
    nng_http_res *res;
    nng_aio *aio = new_aio();
    int i;
    raw_static(server, "/", "hello");
    CHECK_OK(nng_http_server_start(server));
    for(i = 0; i < 3; i++) {
        nng_tls_config_hold(config);
        clients[i] = secure_client(raw_port(server), config);
    }
    nng_tls_config_free(config);
    for(i = 0; i < 3; i++) CHECK_INT(get(clients[i]), 0);
    // The connection outlives its client and the server, as far as that is possible.
    conn = connected(clients[0]);
    for(i = 0; i < 3; i++) nng_http_client_free(clients[i]);
    CHECK_OK(nng_http_req_alloc(&req, NULL));
    CHECK_OK(nng_http_req_set_uri(req, "/"));
    CHECK_OK(nng_http_req_set_header(req, "Host", "h"));
    CHECK_OK(nng_http_res_alloc(&res));
    nng_http_conn_transact(conn, req, res, aio);
    ended(aio, 0);
    nng_http_server_release(server);
    nng_http_conn_transact(conn, req, res, aio);
    nng_aio_wait(aio);
    CHECK(nng_aio_result(aio) == NNG_ECONNSHUT || nng_aio_result(aio) == NNG_ECONNRESET);
    nng_http_conn_close(conn);
    nng_http_req_free(req);
    nng_http_res_free(res);
    nng_aio_free(aio);
}

#if OURS
// Whether it is secure belongs to the name of a server.
static void other_servers(void) {
    nng_http_server *server = raw_server(), *same, *other;
    nng_tls_config *config;
    char text[64];
    CHECK_OK(nng_http_server_start(server));
    snprintf(text, sizeof text, "https://127.0.0.1:%d", raw_port(server));
    other = hold(text);
    CHECK(other != server);
    CHECK_OK(nng_http_server_get_tls(other, &config));
    CHECK_INT(nng_http_server_start(other), NNG_EADDRINUSE);
    // That was no use of it.
    check_changes(config, 0);
    nng_tls_config_free(config);
    snprintf(text, sizeof text, "wss://127.0.0.1:%d", raw_port(server));
    same = hold(text);
    CHECK(same == other);
    nng_http_server_release(same);
    snprintf(text, sizeof text, "ws://127.0.0.1:%d", raw_port(server));
    same = hold(text);
    CHECK(same == server);
    nng_http_server_release(same);
    nng_http_server_release(server);
    nng_http_server_release(other);
}
#endif

int main(void) {
    who_has_one();
    in_place();
    replaced();
    shared();
#if OURS
    other_servers();
#endif
    return 0;
}
